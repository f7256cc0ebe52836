"""The short way of a build: taken when a few customers changed and nobody else is concerned, and only then."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from badgesite.build import few, planned, story
from badgesite.build.memory import load_memory
from badgesite.build.order import Order, Report
from badgesite.build.planned import Planned
from badgesite.build.unchanged import build_if_changed
from built import TODAY, build_once, build_site, let_settle, read_files
from sites import write_site

SITE = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
metrics: {orders: {label: Orders, unit: [order, orders]}, visits: {label: Visits, unit: [visit, visits]}}
-- content/badges/all.yaml --
- {id: first, name: First Cup, criteria: Place an order., text: "1"}
- {id: tenth, name: Tenth Cup, criteria: Place ten orders., icon: coffee}
- {id: early, name: Early Bird, criteria: Be among the first.}
- {id: loyal, name: Loyal, criteria: Stay for two years.}
- {id: hidden, name: Hidden Gem, criteria: Find it., secret: true}
-- content/milestones/all.yaml --
- {id: orders, name: Orders, metric: orders, steps: [{target: 1, badge: first}, {target: 10, badge: tenth}]}
- {id: early, badge: early, when: {metric: visits, target: 1, first: 1}}
- {id: loyal, badge: loyal, when: {member_for: 2 years}}
-- content/groups/all.yaml --
{id: readers, name: Readers}
-- content/customers/ada.yaml --
name: Ada Lovelace
group: readers
joined: 2025-01-05
bio: She counts.
activity: [{date: 2025-02-03, orders: 1, visits: 1}]
-- content/customers/bea.yaml --
name: Bea Beatrix
joined: 2025-03-01
activity: [{date: 2025-04-01, orders: 1, visits: 1}]
-- content/customers/cyd.yaml --
name: Cyd Charisse
visibility: private
activity: [{date: 2025-05-01, orders: 1}]
-- content/customers/more.yaml --
- {id: dan, name: Dan, activity: [{date: 2025-05-02, orders: 3}]}
- {id: eve, name: Eve, visibility: unlisted, token: 0123456789abcdef0123456789abcdef, metrics: {orders: 4}}
-- content/activity/2025.csv --
customer,date,metric,amount
ada,2025-06-01,orders,1
cyd,2025-06-02,orders,2
eve,2025-06-03,orders,1
-- content/pages/about.md --
---
title: About
---
Who we **are**.
"""
OLD = datetime.datetime(2026, 1, 1).timestamp()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built; only to be copied."""
    return build_once(tmp_path_factory, "few", lambda folder: build_site(write_site(folder, SITE)))


def copy_site(built: Path, folder: Path) -> Path:
    """Return a copy of the site that a build has seen, with files that are settled."""
    copy = shutil.copytree(built, folder / "site", ignore=shutil.ignore_patterns("finished"))
    let_settle(copy)
    build_site(copy)
    return copy


@pytest.fixture
def site(built: Path, tmp_path: Path, settle: None) -> Path:
    """A copy of the site, built, to be changed."""
    return copy_site(built, tmp_path)


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all files count as settled, however lately they were written."""
    for module in ("badgesite.build.inputs", "badgesite.build.folders", "badgesite.content.memory"):
        monkeypatch.setattr(f"{module}.is_settled", lambda *_: True)


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which way each build went."""
    gone: list[str] = []

    def note(way: Callable[..., Planned | None], name: str) -> Callable[..., Planned | None]:
        def go(*given: object) -> Planned | None:
            found = way(*given)
            gone.extend([name] if found else [])
            return found

        return go

    monkeypatch.setattr(story, "plan_few", note(few.plan_few, "short"))
    monkeypatch.setattr(story, "plan_all", note(planned.plan_all, "long"))
    return gone


def say(site: Path, path: str, old: str, new: str) -> None:
    """Replace a text of a file in place."""
    file = site / "content" / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def expect_exact(site: Path) -> None:
    """Assert that the output is that of a clean build, and that a build with nothing changed does nothing."""
    clean = site.parent / "clean"
    shutil.copytree(site / "content", clean / "content")
    build_site(clean)
    assert read_files(site / "public") == read_files(clean / "public")
    assert build_site(site).rendered == ()
    shutil.rmtree(clean)


@pytest.mark.parametrize(
    ("path", "old", "new", "folder"),
    [
        ("ada.yaml", "She counts.", "She reckons.", "c/ada/"),
        ("ada.yaml", "orders: 1", "orders: 2", "c/ada/"),
        ("cyd.yaml", "orders: 1", "orders: 2", ""),
        ("more.yaml", "orders: 3", "orders: 4", "c/dan/"),
        ("more.yaml", "orders: 4", "orders: 5", "c/0123456789abcdef"),
    ],
    ids=["words", "progress", "private", "one of a file", "unlisted"],
)
def test_an_edit_that_concerns_nobody_else_goes_the_short_way(
    site: Path, ways: list[str], path: str, old: str, new: str, folder: str
) -> None:
    """It renders only this customer's files, and the output is that of a clean build."""
    say(site, f"customers/{path}", old, new)
    report = build_site(site)
    assert ways == ["short"]
    assert bool(report.rendered) == bool(folder)
    assert all(name.startswith(folder) for name in report.rendered)
    assert report.unchanged + len(report.rendered) == len(read_files(site / "public"))
    expect_exact(site)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("customers/ada.yaml", "Ada Lovelace", "Ada Loveless"),
        ("customers/ada.yaml", "orders: 1", "orders: 11"),
        ("customers/ada.yaml", "2025-02-03, orders: 1", "2025-02-04, orders: 1"),
        ("customers/bea.yaml", "2025-04-01", "2025-01-31"),
        ("customers/bea.yaml", "joined: 2025-03-01", "joined: 2023-03-01"),
        ("customers/bea.yaml", "name: Bea", "awards: [{badge: hidden, date: 2025-06-01}]\nname: Bea"),
        ("customers/cyd.yaml", "visibility: private", "visibility: public"),
        ("customers/more.yaml", "- {id: dan", "- {id: don"),
        ("badges/all.yaml", "First Cup", "First Mug"),
        ("activity/2025.csv", "ada,2025-06-01,orders,1", "ada,2025-06-01,orders,3"),
        ("site.yaml", "Northwind", "Southwind"),
        ("pages/about.md", "are", "were"),
    ],
)
def test_an_edit_that_may_concern_others_goes_the_long_way(
    site: Path, ways: list[str], path: str, old: str, new: str
) -> None:
    """A name, an award, a place among the first, a secret that comes out, a rule: others show these."""
    say(site, path, old, new)
    build_site(site)
    assert ways == ["long"]
    expect_exact(site)


def _add(site: Path) -> None:
    write_site(site, "-- content/customers/fay.yaml --\nname: Fay\n")


def _remove(site: Path) -> None:
    (site / "content/customers/bea.yaml").unlink()


def _lose_what_is_remembered(site: Path) -> None:
    (site / ".badgesite/memory.sqlite").unlink()


@pytest.mark.parametrize("happens", [_add, _remove, _lose_what_is_remembered])
def test_what_happens_beside_an_edit_is_not_overlooked(
    site: Path, ways: list[str], happens: Callable[[Path], None]
) -> None:
    """A customer who comes or goes, a file that is missing: the long way finds it."""
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    happens(site)
    build_site(site)
    assert ways == ["long"]
    expect_exact(site)


@pytest.mark.parametrize("settled", [True, False])
def test_a_missing_file_of_another_customer_comes_back_in_the_same_build(
    request: pytest.FixtureRequest, built: Path, tmp_path: Path, ways: list[str], settled: bool
) -> None:
    """Once the edit is shown, the rest is looked at; what is missing there is found the long way."""
    if settled:
        request.getfixturevalue("settle")
    site = copy_site(built, tmp_path)
    ways.clear()
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    (site / "public/c/bea/card.png").unlink()
    report = build_site(site)
    assert ways == ["short", "long"]
    assert "c/bea/card.png" in report.rendered
    assert "c/ada/index.html" in report.rendered
    assert report.unchanged + len(report.rendered) == len(read_files(site / "public"))
    expect_exact(site)


def test_a_missing_file_of_the_edited_customer_comes_back(site: Path, ways: list[str]) -> None:
    """The short way looks at the customer's own outputs."""
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    (site / "public/c/ada/first/index.html").unlink()
    build_site(site)
    assert ways == ["short"]
    expect_exact(site)


def test_a_mistake_is_told_as_ever(site: Path) -> None:
    """The short way leaves it to the long one, and nothing is written."""
    before = read_files(site / "public")
    say(site, "customers/ada.yaml", "orders: 1", "orders: many")
    with pytest.raises(Exception, match="many"):
        build_site(site)
    assert read_files(site / "public") == before


def test_warnings_about_others_are_still_told(site: Path, ways: list[str]) -> None:
    """They are those of the last build, for nothing about them changed."""
    say(site, "badges/all.yaml", "criteria: Be among the first.", "icon: bird")
    first = build_site(site)
    assert first.problems
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    assert build_site(site).problems == first.problems
    assert ways == ["long", "short"]


def build_on(site: Path, day: datetime.date, out: str = "public") -> Report:
    """Build the site on a day, perhaps elsewhere."""
    return build_if_changed(Order(site, site / out, day))


def test_what_another_day_brought_is_not_believed(site: Path, ways: list[str]) -> None:
    """Another build of the same content, on a later day and elsewhere, leaves its own awards in the memory."""
    build_on(site, datetime.date(2027, 6, 1), "later")
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    build_on(site, TODAY)
    assert ways == ["long", "long"]
    expect_exact(site)


def test_another_output_folder_is_brought_up_to_date_by_itself(site: Path, ways: list[str]) -> None:
    """What the first build of an edit remembers does not hide the edit from the second."""
    build_on(site, TODAY, "other")
    say(site, "customers/ada.yaml", "She counts.", "She reckons.")
    build_on(site, TODAY)
    build_on(site, TODAY, "other")
    assert ways == ["long", "short", "long"]
    assert read_files(site / "public") == read_files(site / "other")


def test_an_edit_that_another_output_folder_saw_taken_back_is_taken_back_here(
    built: Path, tmp_path: Path, ways: list[str]
) -> None:
    """What is remembered is of the other build then, though no file had the time to settle in between."""
    site = copy_site(built, tmp_path)
    build_on(site, TODAY, "other")
    say(site, "customers/ada.yaml", "Ada Lovelace", "Ada Loveless")
    build_on(site, TODAY)
    say(site, "customers/ada.yaml", "Ada Loveless", "Ada Lovelace")
    build_on(site, TODAY, "other")
    ways.clear()
    build_on(site, TODAY)
    assert ways == ["long"]
    expect_exact(site)


def test_who_builds_again_and_again_remembers_both_ways(site: Path, ways: list[str]) -> None:
    """In one process short and long ways follow each other, and each build is exact."""
    memory = load_memory(site)
    order = Order(site, site / "public", TODAY)
    edits = [
        ("customers/ada.yaml", "She counts.", "She reckons."),
        ("customers/ada.yaml", "She reckons.", "She adds."),
        ("customers/bea.yaml", "Bea Beatrix", "Bea Beatrice"),
        ("customers/more.yaml", "orders: 3", "orders: 4"),
        ("customers/ada.yaml", "orders: 1", "orders: 3"),
    ]
    for edit in edits:
        say(site, *edit)
        story.build(order, memory=memory)
    assert ways == ["short", "short", "long", "short", "short"]
    expect_exact(site)
    assert story.build(order, memory=memory).rendered == ()


def test_a_file_that_is_saved_twice_at_once_is_read_again(built: Path, tmp_path: Path, ways: list[str]) -> None:
    """A file that changed just now has no time to go by, so the next build looks at its bytes."""
    site = copy_site(built, tmp_path)
    for old, new in (("She counts.", "She reckons."), ("She reckons.", "She adds up.")):
        say(site, "customers/ada.yaml", old, new)
        build_site(site)
    assert ways == ["long", "short", "short"]
    expect_exact(site)
    assert "She adds up." in (site / "public/c/ada/index.html").read_text("utf-8")
