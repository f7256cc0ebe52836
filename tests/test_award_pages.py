"""What pages say of an award's life: each repeat with its day, the end and the way back, the highest of a series."""

import datetime
import json
from pathlib import Path

import pytest

from badgesite.build.order import Order
from badgesite.build.story import build
from built import read_files
from sites import SITE, write_site
from webpage import read_page

FILES = f"""\
{SITE}metrics: {{orders: {{label: Orders, unit: [order, orders]}}}}
-- content/badges/all.yaml --
- {{id: first, name: First Cup, criteria: Order., tier: bronze}}
- {{id: tenth, name: Tenth Cup, criteria: Order ten times., tier: silver}}
- {{id: hundredth, name: Hundredth Cup, criteria: Order a hundred times., tier: gold}}
- {{id: dozen, name: Dozen, criteria: Order six more., repeatable: true}}
- {{id: keen, name: Keen, criteria: Order twice in a month., expires_after: 1 year}}
- {{id: opening, name: Opening, criteria: Be there., expires_after: 1 year}}
- {{id: ghost, name: Ghost, criteria: Haunt us., secret: true}}
- {{id: lost, name: Lost, criteria: Lose it.}}
-- content/milestones/all.yaml --
- {{id: orders, name: Orders, metric: orders,
   steps: [{{target: 1, badge: first}}, {{target: 10, badge: tenth}}, {{target: 100, badge: hundredth}}]}}
- {{id: six, badge: dozen, when: {{metric: orders, target: 6}}}}
- {{id: two, badge: keen, when: {{metric: orders, target: 2, within: 30 days}}}}
- {{id: day, badge: opening, when: {{joined_before: 2023-01-01}}}}
-- content/customers/ada.yaml --
name: Ada Lovelace
joined: 2022-12-31
metrics: {{orders: 7}}
activity: [{{date: 2023-01-05, orders: 5}}, {{date: 2023-03-09, orders: 14}}]
awards: [{{badge: lost, date: 2023-01-01, revoked: 2023-02-01, reason: We were wrong.}}]
-- content/customers/hal.yaml --
name: Hal Hidden
visibility: private
awards: [{{badge: ghost, date: 2023-05-05}}]
"""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site on 1 June 2024."""
    site = write_site(tmp_path_factory.mktemp("life"), FILES)
    build(Order(site, site / "public", datetime.date(2024, 6, 1)))
    return site / "public"


def page(public: Path, path: str) -> str:
    """Return the words of a page."""
    return " ".join(read_page((public / path / "index.html").read_text("utf-8")).text.split())


def test_each_repeat_stands_with_its_day(public: Path) -> None:
    """The newest first, and the undated one after them."""
    text = page(public, "c/ada/dozen")
    assert "Dozen ×4" in text
    assert "Earned 4 times March 9, 2023 ×2 January 5, 2023 and once before" in text
    awards = json.loads((public / "c/ada/index.json").read_bytes())["awards"]
    (dozen,) = (award for award in awards if award["badge"] == "dozen")
    assert (dozen["times"], dozen["date"]) == (4, None)
    assert dozen["days"] == [{"date": "2023-03-09", "times": 2}, {"date": "2023-01-05", "times": 1}]
    assert "Earned" not in page(public, "c/ada/keen").replace("earned", "")


def test_what_has_ended_says_so_and_whether_it_can_be_renewed(public: Path) -> None:
    assert "Held until March 9, 2024. It can be earned again." in page(public, "c/ada/keen")
    assert "Held until December 31, 2023." in page(public, "c/ada/opening")
    assert "It can be earned again" not in page(public, "c/ada/opening")
    assert page(public, "c/ada").count("It can be earned again.") == 1
    assert "Nobody holds it yet" in page(public, "badges/keen")


def test_a_profile_shows_the_highest_of_a_series_and_hides_the_rest_in_it(public: Path) -> None:
    """The lower step stands in the series, which opens, and among all awards; it counts like any other."""
    source = (public / "c/ada/index.html").read_text("utf-8")
    first, _, rest = source.partition('class="goals"')
    assert "Tenth Cup" in first and "First Cup" not in first.partition('class="showcase"')[2]
    series = rest.partition('<details class="series">')[2].partition("</details>")[0]
    summary, _, steps = series.partition("</summary>")
    assert "badges/tenth.svg" in summary and "badges/first.svg" not in summary
    assert all(name in steps for name in ("First Cup", "Tenth Cup", "Hundredth Cup"))
    assert "3 badges" in page(public, "c/ada")
    assert json.loads((public / "c/ada/index.json").read_bytes())["showcase"] == ["tenth", "dozen"]


def test_a_theme_writes_the_amounts_of_a_goal_as_people_do(public: Path, tmp_path: Path) -> None:
    template = '{% extends "default/profile.html" %}{% block content %}'
    template += "{% for goal in page.goals %}<p>{{ goal.have }} of {{ goal.target }}</p>{% endfor %}{% endblock %}"
    own = f"-- themes/own/theme.yaml --\nextends: default\n-- themes/own/templates/profile.html --\n{template}\n"
    site = write_site(tmp_path, FILES + own)
    site_file = site / "content/site.yaml"
    site_file.write_text(f"{site_file.read_text('utf-8')}theme: own\n", "utf-8")
    build(Order(site, site / "public", datetime.date(2024, 6, 1)))
    assert "26 of 100" in page(site / "public", "c/ada")
    assert json.loads((public / "c/ada/index.json").read_bytes())["next"] == [
        {"badge": "hundredth", "series": "orders", "have": 26, "target": 100}
    ]


def test_a_revoked_award_keeps_its_page_and_leaves_the_counts(public: Path) -> None:
    text = page(public, "c/ada/lost")
    assert "This award was revoked on February 1, 2023 and no longer holds. We were wrong." in text
    assert "Nobody holds it yet" in page(public, "badges/lost")
    assert "lost" not in json.loads((public / "c/ada/index.json").read_bytes())["showcase"]


def test_a_secret_that_only_a_private_customer_holds_is_nowhere(public: Path) -> None:
    assert [path for path, body in read_files(public).items() if "ghost" in path or b"ghost" in body.lower()] == []
