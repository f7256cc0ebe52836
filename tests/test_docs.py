"""The documentation of the content format: every key is there, no other is, and its examples work."""

import re
from pathlib import Path

import pytest

from badgesite.content.activity import COLUMNS
from badgesite.model import (
    Activity,
    Badge,
    Customer,
    GivenAward,
    Group,
    Join,
    Metric,
    Milestone,
    Page,
    Perk,
    Record,
    Said,
    Series,
    Site,
    Step,
    Tier,
    Voice,
)
from badgesite.model.milestone import RULE_KINDS
from sites import load_site, write_site

TEXT = (Path(__file__).parent.parent / "docs" / "content.md").read_text("utf-8")
FROM_THE_FILE = {"Page": {"id", "body"}}


def tables_under(heading: str) -> list[str]:
    """Return the tables of a section, down to the next heading."""
    (section,) = re.findall(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", without_code(TEXT), re.DOTALL | re.MULTILINE
    )
    return re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```\n", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("record", "heading", "number"),
    [
        (Site, "The site: `site.yaml`", 0),
        (Voice, "The voice: `voice`", 0),
        (Join, "The invitation: `join`", 0),
        (Metric, "What you count: `metrics`", 0),
        (Tier, "Tiers of your own: `tiers`", 0),
        (Badge, "Badges: `badges/`", 0),
        (Perk, "What it gives: `perk`", 0),
        (Series, "Series", 0),
        (Step, "Series", 1),
        (Milestone, "Single milestones", 0),
        (Group, "Groups: `groups/`", 0),
        (Customer, "Customers: `customers/`", 0),
        (Activity, "A day's activity: `activity`", 0),
        (GivenAward, "A badge given by hand: `awards`", 0),
        (Said, "What the customer said: `said`", 0),
        (Page, "Pages of your own: `pages/`", 0),
    ],
)
def test_every_key_of_a_record_is_documented_and_no_other(record: type[Record], heading: str, number: int) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", tables_under(heading)[number], re.MULTILINE)
    fields = {
        field.alias or name: field
        for name, field in record.model_fields.items()
        if name not in FROM_THE_FILE.get(record.__name__, ())
    }
    assert {key for key, _ in rows} == set(fields)
    needed = {key for key, field in fields.items() if field.is_required() and key != "id"}
    assert {key for key, about in rows if about.startswith("**Needed.**")} == needed


def test_every_rule_is_documented_with_each_of_its_keys() -> None:
    (table,) = tables_under("The rules of `when`")
    rows = table.splitlines()[2:]
    for kind, rule in RULE_KINDS.items():
        keys = {field.alias or name for name, field in rule.model_fields.items()}
        assert any(keys <= set(re.findall(r"\w+", row)) for row in rows), kind


def test_every_column_of_activity_is_documented() -> None:
    (table,) = tables_under("Activity in bulk: `activity/`")
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(COLUMNS)


def test_the_examples_are_a_site_without_a_problem_or_a_doubt(tmp_path: Path) -> None:
    examples = re.findall(r"^`(content/\S+)`\n\n```\w+\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert len(examples) >= 9
    write_site(tmp_path, "".join(f"-- {path} --\n{text}" for path, text in examples))
    assets = "".join(f"-- content/{path} --\n" for path in set(re.findall(r"assets/[\w/]+\.\w+", str(examples))))
    content, problems = load_site(tmp_path, assets)
    assert problems == ()
    assert content is not None
    assert "ada" in content.customers
