"""The demo and the starter are whole, say everything the format can say, and tell the stories they are there for."""

import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lucide
import pytest
from PIL import Image
from pydantic import BaseModel

from badgesite import tools
from badgesite.awards.award import Results, award
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.model import Badge, Content
from badgesite.model.badge import BUILT_IN_TIERS
from badgesite.model.milestone import RULE_KINDS
from badgesite.model.record import Record

DEMO = Path(__file__).parent.parent
STARTER = Path(tools.__file__).parent / "starter"
TODAY = datetime.date(2026, 11, 22)
BOTH = pytest.mark.parametrize("folder", [DEMO, STARTER], ids=["demo", "starter"])
_HOST = re.compile(r"(?:https?://|mailto:[^\s@]+@)([^\s/\"'?>)]+)")
_NOT_EXAMPLES = {"lucide.dev", "www.w3.org"}  # the list of icons, and the namespace of SVG
_LARGEST_PORTRAIT = 40_000


@cache
def content_of(folder: Path) -> Content:
    loaded = load(folder, scan(folder))
    assert loaded.problems == ()
    assert loaded.content is not None
    return loaded.content


@cache
def awards_of(folder: Path) -> Results:
    return award(content_of(folder), TODAY)


def records_in(value: object) -> Iterator[Record]:
    """Yield a record and every record inside it."""
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from records_in(getattr(value, name))
    elif isinstance(value, dict | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from records_in(item)


def all_records(content: Content) -> list[Record]:
    kinds = ("badges", "series", "milestones", "groups", "customers", "pages")
    tops = [content.site, *(record for kind in kinds for record in getattr(content, kind).values())]
    return [record for top in tops for record in records_in(top)]


def kinds_of_records(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("badgesite.model"):
            yield child
        yield from kinds_of_records(child)


@BOTH
def test_a_newcomer_learns_from_content_without_problems_or_warnings(folder: Path) -> None:
    assert content_of(folder).customers


def test_the_demo_has_the_promised_size() -> None:
    demo = content_of(DEMO)
    assert (len(demo.customers), len(demo.badges), len(demo.series), len(demo.groups)) == (15, 24, 5, 3)
    hidden = sorted(customer.visibility for customer in demo.customers.values() if not customer.is_public)
    assert hidden == ["private", "unlisted"]
    assert 200 <= sum(map(len, demo.activity.values())) <= 500


def test_the_demo_shows_every_field_of_every_record() -> None:
    """A field that is added to the format must be shown, too; aliases are shown on some records only.

    The demo speaks English, which has no other plural forms than the two of a pair.
    """
    shown = {(type(record), name) for record in all_records(content_of(DEMO)) for name in record.model_fields_set}
    known = {
        (kind, name) for kind in kinds_of_records(Record) for name in kind.model_fields if kind.__name__ != "Named"
    }
    missing = {(kind.__name__, name) for kind, name in known - shown if name != "aliases"}
    assert missing == {("Unit", form) for form in ("zero", "two", "few", "many")}
    assert {"Badge", "Customer", "Group", "Series"} <= {kind.__name__ for kind, name in shown if name == "aliases"}


def test_the_demo_shows_every_kind_of_rule() -> None:
    used = {type(milestone.when) for milestone in content_of(DEMO).milestones.values()}
    assert used == set(RULE_KINDS.values())


@BOTH
def test_every_icon_is_in_the_set(folder: Path) -> None:
    icons = {badge.icon for badge in content_of(folder).badges.values()} - {None}
    assert icons
    assert icons <= set(lucide.get_icon_list())


@BOTH
def test_a_series_reads_as_a_family(folder: Path) -> None:
    """Its badges share a shape, and their tiers rise."""
    content = content_of(folder)
    for series in content.series.values():
        badges: list[Badge] = [content.badges[step.badge] for step in series.steps]
        assert len({badge.shape for badge in badges}) == 1, series.id
        ranks = [BUILT_IN_TIERS.index(badge.tier or "") for badge in badges]
        assert ranks == sorted(set(ranks)), series.id


def test_every_badge_of_the_demo_is_held_by_somebody_all_may_see() -> None:
    holders = awards_of(DEMO).holders
    assert [badge for badge in content_of(DEMO).badges if not holders[badge]] == []


@BOTH
def test_nobody_leaves_empty_handed_and_no_showcase_has_a_gap(folder: Path) -> None:
    for customer in content_of(folder).customers.values():
        held = {each.badge for each in awards_of(folder).standings[customer.id].awards if each.holds}
        assert held, customer.id
        assert set(customer.showcase) <= held, customer.id


def test_the_demo_has_a_newcomer_with_the_next_goal_in_sight_and_a_star() -> None:
    newcomer, star = (awards_of(DEMO).standings[name] for name in ("priya", "amara"))
    assert [each.badge for each in newcomer.awards] == ["first-cup"]
    assert any(goal.badge == "regular" and goal.have == 1 for goal in newcomer.goals)
    assert len(star.awards) >= 12


def test_the_demo_shows_each_turn_in_the_life_of_an_award() -> None:
    awards = [each for standing in awards_of(DEMO).standings.values() for each in standing.awards]
    assert any(each.is_expired and each.revoked is None for each in awards)
    assert any(each.expires and not each.is_expired for each in awards)
    assert any(each.revoked and each.reason for each in awards)
    assert any(each.times > 1 for each in awards)
    assert any(each.date is None for each in awards)
    assert any(each.note and each.milestone for each in awards)


@BOTH
def test_every_address_is_at_an_example_domain(folder: Path) -> None:
    files = [file for file in (folder / "content").rglob("*") if file.suffix in (".yaml", ".md", ".csv", ".svg")]
    hosts = {host for file in files for host in _HOST.findall(file.read_text("utf-8"))} - _NOT_EXAMPLES
    assert hosts
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_portraits_are_square_small_and_all_in_use() -> None:
    demo = content_of(DEMO)
    used = {customer.portrait for customer in demo.customers.values()} | {badge.art for badge in demo.badges.values()}
    voices = (each.voice for each in (demo.site, *demo.groups.values()))
    used |= {demo.site.logo, *(voice.portrait for voice in voices if voice)}
    assert set(demo.assets) == used - {None}
    for path in sorted(path for path in demo.assets if path.endswith(".png")):
        with Image.open(DEMO / "content" / path) as picture:
            assert picture.size == (512, 512), path
        assert demo.assets[path].size < _LARGEST_PORTRAIT, path


def test_the_starter_is_small() -> None:
    start = content_of(STARTER)
    sizes = [len(records) for records in (start.badges, start.series, start.milestones, start.customers, start.pages)]
    assert sizes == [6, 1, 2, 2, 1]
    assert set(start.assets) == {"assets/logo.svg"}
