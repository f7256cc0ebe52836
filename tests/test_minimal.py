"""What a build renders after an edit: exactly what shows it, for an edit of each kind."""

import datetime
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from badgesite.build.order import Order
from badgesite.build.story import build
from built import TODAY, build_once, read_files
from rich_site import at, build_rich
from scenarios import (
    BADGE,
    INVISIBLE,
    OF_BADGES,
    OF_CUSTOMERS,
    OF_THE_SITE,
    OF_THE_THEME,
    PUBLIC,
    WRITTEN,
    Paths,
    Scenario,
)
from sites import write_site


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich site, built; only to be looked at and copied."""
    return build_once(tmp_path_factory, "rich", build_rich)


@pytest.fixture
def site(rich: Path, tmp_path: Path) -> Path:
    """A copy of the rich site, built, to be changed."""
    return shutil.copytree(rich, tmp_path / "site", ignore=shutil.ignore_patterns("finished"))


class Outcome(NamedTuple):
    """What a build rendered, what of that came out with other bytes, and what it deleted."""

    rendered: Paths
    changed: Paths
    deleted: Paths


NOTHING = Outcome(frozenset(), frozenset(), frozenset())


def build_again(site: Path, today: datetime.date = TODAY, base_url: str | None = None) -> Outcome:
    """Build after an edit, and make sure that a further build has nothing to do."""
    order = Order(site, site / "public", today, base_url)
    before = read_files(order.out)
    report = build(order)
    after = read_files(order.out)
    further = build(order)
    assert (further.rendered, further.deleted) == ((), ())
    assert further.unchanged == len(after)
    assert before.keys() - after.keys() == set(report.deleted)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed <= set(report.rendered)
    return Outcome(_plain(report.rendered), _plain(changed), _plain(report.deleted))


def _plain(paths: Iterable[str]) -> Paths:
    """Return paths without the digests of assets in their names."""
    return frozenset(re.sub(r"^(assets/.*)\.[0-9a-f]{10}\.", r"\1.*.", path) for path in paths)


@pytest.mark.parametrize("scenario", INVISIBLE, ids=lambda scenario: scenario.name)
def test_what_nobody_can_see_renders_nothing(site: Path, scenario: Scenario) -> None:
    scenario.edit(site)
    assert build_again(site) == NOTHING


@pytest.mark.parametrize(
    "scenario", [*OF_CUSTOMERS, *OF_BADGES, *OF_THE_SITE, *OF_THE_THEME], ids=lambda scenario: scenario.name
)
def test_an_edit_renders_what_shows_it(site: Path, scenario: Scenario) -> None:
    """What changes is just that; what is rendered beside it is at most what the scenario allows."""
    scenario.edit(site)
    outcome = build_again(site)
    assert outcome.changed == scenario.changed
    assert outcome.rendered - outcome.changed <= scenario.same
    assert outcome.deleted == scenario.deleted


def test_a_day_on_which_nothing_ends_renders_nothing(site: Path) -> None:
    assert build_again(site, TODAY + datetime.timedelta(days=1)) == NOTHING


def test_the_day_on_which_an_award_expires_renders_where_it_shows(site: Path) -> None:
    """The last day that it holds renders nothing yet."""
    assert build_again(site, datetime.date(2027, 1, 6)).rendered == set()
    outcome = build_again(site, datetime.date(2027, 1, 7))
    shown = at("c/ada", PUBLIC) | at("c/ada/keen", "index.html card.png") | at("badges/keen", BADGE)
    shown |= at("c/augusta", "index.html keen/index.html")
    lists = at("", "index.html index.json badges/index.html groups/makers/index.html members/index.html feed.xml")
    assert outcome == Outcome(shown | lists, shown | lists, at("c/ada/keen", "square.png"))


def test_another_address_renders_all_that_names_it_and_no_picture(site: Path) -> None:
    outcome = build_again(site, base_url="https://other.example")
    data = {path for path in read_files(site / "public") if path.endswith("index.json")} - {"media/index.json"}
    naming = WRITTEN | data | {"_redirects", "CNAME"}
    assert outcome == Outcome(naming, naming, frozenset())


def test_rarity_is_rendered_only_where_another_number_is_told(tmp_path: Path) -> None:
    """One in twenty stays one in twenty when one more joins, so no holder's page is touched."""
    files = [
        "-- content/site.yaml --\nname: Many\nurl: https://many.example\nkit: []\n"
        "-- content/badges/rare.yaml --\n{name: Rare, criteria: Be rare., icon: gem}\n"
        "-- content/customers/holder.yaml --\n{name: Holder, awards: [{badge: rare, date: 2024-01-01}]}\n",
        *(f"-- content/customers/c{number}.yaml --\nname: C{number}\n" for number in range(20)),
    ]
    write_site(tmp_path, "".join(files))
    build(Order(tmp_path, tmp_path / "public", TODAY))
    assert b"1 in 20" in (tmp_path / "public/c/holder/rare/index.html").read_bytes()
    lists = at("", "index.json members/index.html search.json sitemap.xml")
    write_site(tmp_path, "-- content/customers/c20.yaml --\nname: C20\n")
    assert build_again(tmp_path).rendered == lists | at("c/c20", PUBLIC)
    write_site(tmp_path, "-- content/customers/c21.yaml --\nname: C21\n")
    outcome = build_again(tmp_path)
    telling = at("badges/rare", BADGE) | at("c/holder/rare", "index.html")
    assert outcome.changed == lists | at("c/c21", PUBLIC) | telling
    assert outcome.rendered - outcome.changed <= at("", "index.html badges/index.html")
