"""`badgesite plan`: awards won and lost with their reasons, pages, and who is one step away; nothing is written."""

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from badgesite.build.order import Order
from badgesite.build.story import build
from built import look_at, read_files
from command import run
from sites import write_site

TODAY = datetime.date(2026, 11, 22)
SITE = """\
-- content/site.yaml --
name: Northwind
url: https://northwind.example
share: [email]
kit: []
metrics: {orders: {label: Orders, unit: [order, orders]}}
-- content/badges/all.yaml --
- {id: five, name: Five, criteria: Five.}
- {id: ten, name: Ten, criteria: Ten.}
- {id: fast, name: Fast, criteria: Be fast.}
- {id: hand, name: By Hand, criteria: None., expires_after: 1 year}
- {id: early, name: Early, criteria: Be early.}
-- content/milestones/orders.yaml --
{id: orders, name: Orders, metric: orders, steps: [{target: 5, badge: five}, {target: 10, badge: ten}]}
-- content/milestones/fast.yaml --
badge: fast
when: {metric: orders, target: 4, within: 30 days}
-- content/milestones/early.yaml --
badge: early
when: {metric: orders, target: 5, first: 1}
-- content/customers/ada.yaml --
name: Ada
activity: [{date: 2026-01-02, orders: 9}]
-- content/customers/bea.yaml --
name: Bea
activity: [{date: 2026-01-02, orders: 2}, {date: 2026-02-01, orders: 1}, {date: 2026-04-01, orders: 1}]
awards: [{badge: hand, date: 2026-01-01, by: Mira}]
-- content/customers/cy.yaml --
name: Cy
visibility: private
metrics: {orders: 3}
-- content/activity/a.csv --
customer,date,metric,amount
cy,2026-05-01,orders,1
"""


DAN = "-- content/customers/dan.yaml --\nname: Dan\nmetrics: {orders: 5}\n"


def publish(site: Path, today: datetime.date = TODAY) -> None:
    """Build the site."""
    build(Order(site, site / "public", today, None, 1, is_sure=True))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was published; only to be copied."""
    site = write_site(tmp_path_factory.mktemp("plan"), SITE)
    publish(site)
    return site


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """The same, to be changed: built by itself, since a copy has files of its own."""
    return Path(shutil.copytree(published, tmp_path / "site"))


def told(site: Path, today: datetime.date = TODAY) -> list[str]:
    """Return what is said, and see that nothing is written."""
    before = look_at(site)
    ran = run("plan", "--site", site, "--today", today)
    assert (ran.code, ran.err) == (0, "")
    assert look_at(site) == before
    return ran.out.splitlines()


def answer(site: Path, today: datetime.date = TODAY) -> dict[str, Any]:
    """Return what machines are told."""
    data: dict[str, Any] = json.loads(run("plan", "--site", site, "--today", today, "--json").out)
    return data


def swap(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return the edit that replaces a text."""

    def edit(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), "utf-8")

    return edit


def test_before_anything_was_published_all_is_new(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    lines = told(tmp_path)
    assert lines[0] == "Nothing was published yet. The first build awards 4 badges."
    assert lines[1].startswith("Pages: 15 new, 0 changed, 0 gone; and ")
    assert lines[2:] == [
        "One step away:",
        "  Ada: 1 more order to Ten (9 of 10)",
        "  Bea: 1 more order to Five (4 of 5)",
        "  Cy: 1 more order to Five (4 of 5)",
    ]
    assert not (tmp_path / "public").exists()


def test_where_nothing_changed_nothing_is_foreseen(site: Path) -> None:
    assert told(site)[:2] == [
        "Since the build of 2026-11-22 no award is won or lost.",
        "Pages: 0 new, 0 changed, 0 gone; and 0 pictures and other files.",
    ]


def test_a_lower_threshold_lists_exactly_the_gainers(site: Path) -> None:
    swap("content/milestones/orders.yaml", "target: 5", "target: 4")(site)
    reason = "the series orders was edited (content/milestones/orders.yaml)"
    assert told(site)[:4] == [
        "Since the build of 2026-11-22: 2 awards won, 0 lost.",
        f"  Bea wins Five of 2026-04-01 (series orders): {reason}",
        f"  Cy wins Five of 2026-05-01 (series orders): {reason}",
        "Pages: 1 new, 6 changed, 0 gone; and 9 pictures and other files.",
    ]
    assert "  new      c/bea/five/" in told(site)
    assert not [line for line in told(site) if "c/cy" in line]
    publish(site)
    assert told(site)[0] == "Since the build of 2026-11-22 no award is won or lost."


@pytest.mark.parametrize(
    ("edit", "today", "said"),
    [
        (swap("content/customers/bea.yaml", "orders: 1}", "orders: 9}"), TODAY, [
            "Bea wins Fast of 2026-02-01 (milestone fast): the customer bea was edited (content/customers/bea.yaml)",
            "Bea wins Five of 2026-02-01 (series orders): the customer bea was edited (content/customers/bea.yaml)",
            "Bea wins Ten of 2026-02-01 (series orders): the customer bea was edited (content/customers/bea.yaml)",
        ]),
        (swap("content/activity/a.csv", ",1\n", ",6\n"), TODAY, [
            "Cy wins Fast of 2026-05-01 (milestone fast): activity of cy changed (content/activity/)",
            "Cy wins Five of 2026-05-01 (series orders): activity of cy changed (content/activity/)",
        ]),
        (swap("content/customers/bea.yaml", "hand, ", "hand, revoked: 2026-03-01, "), TODAY, [
            "Bea loses By Hand of 2026-01-01 (by hand): it was revoked; "
            "the customer bea was edited (content/customers/bea.yaml)",
        ]),
        (lambda site: None, datetime.date(2027, 1, 1), ["Bea loses By Hand of 2026-01-01 (by hand): it expired"]),
        (swap("content/badges/all.yaml", "- {id: fast, name: Fast, criteria: Be fast.}\n", ""), TODAY, []),
        (lambda site: (site / "content/customers/ada.yaml").unlink(), TODAY, [
            "Ada loses Early of 2026-01-02 (milestone early): the customer ada was removed",
            "Ada loses Fast of 2026-01-02 (milestone fast): the customer ada was removed",
            "Ada loses Five of 2026-01-02 (series orders): the customer ada was removed",
        ]),
        (swap("content/milestones/fast.yaml", "target: 4", "target: 2"), TODAY, [
            "Bea wins Fast of 2026-01-02 (milestone fast): "
            "the milestone fast was edited (content/milestones/fast.yaml)",
        ]),
        (lambda site: (site / "content/milestones/fast.yaml").unlink(), TODAY, [
            "Ada loses Fast of 2026-01-02 (milestone fast): the milestone fast was removed",
        ]),
        (lambda site: write_site(site, DAN), TODAY, [
            "Ada loses Early of 2026-01-02 (milestone early): others took the places among the first",
            "Dan wins Early (milestone early): the customer dan is new (content/customers/dan.yaml)",
            "Dan wins Five (series orders): the customer dan is new (content/customers/dan.yaml)",
        ]),
    ],
)  # fmt: skip
def test_who_wins_and_loses_is_told_with_the_reason(
    site: Path, edit: Callable[[Path], object], today: datetime.date, said: list[str]
) -> None:
    edit(site)
    if "id: fast" not in (site / "content/badges/all.yaml").read_text():
        (site / "content/milestones/fast.yaml").unlink()
        removed = "the badge fast was removed; the milestone fast was removed"
        said = [f"Ada loses fast of 2026-01-02 (milestone fast): {removed}"]
    lines = [line.strip() for line in told(site, today) if " wins " in line or " loses " in line]
    assert sorted(lines) == sorted(said)
    data = answer(site, today)
    assert len(data["won"]) + len(data["lost"]) == len(said)


COMBINED = """\
-- content/badges/more.yaml --
- {id: both, name: Both, criteria: Be fast for long.}
- {id: most, name: Most, criteria: Be both.}
-- content/milestones/more.yaml --
- {id: fast-for-long, badge: both, when: {all_of: [fast, {member_for: 1 month}]}}
- {id: most-of-all, badge: most, when: {any_of: [{all_of: [both]}]}}
-- content/customers/eve.yaml --
{name: Eve, joined: 2026-10-31, activity: [{date: 2026-11-01, orders: 3}]}
"""


def test_what_a_combination_needs_is_among_the_reasons(site: Path) -> None:
    """Also where it is needed by way of another badge; and the day, where nothing was edited."""
    write_site(site, COMBINED)
    publish(site)
    swap("content/milestones/fast.yaml", "target: 4", "target: 3")(site)
    reason = "the milestone fast was edited (content/milestones/fast.yaml)"
    assert [line for line in told(site) if "Eve" in line] == [
        f"  Eve wins Fast of 2026-11-01 (milestone fast): {reason}"
    ]
    publish(site)
    later = datetime.date(2026, 12, 1)
    reason = "it is 2026-12-01 now, and was 2026-11-22"
    assert [line for line in told(site, later) if "Eve wins" in line] == [
        f"  Eve wins Both of 2026-11-30 (milestone fast-for-long): {reason}",
        f"  Eve wins Most of 2026-11-30 (milestone most-of-all): {reason}",
    ]
    publish(site, later)
    swap("content/milestones/fast.yaml", "target: 3", "target: 9")(site)
    lost = [line for line in told(site, later) if "Eve loses Most" in line]
    assert lost == [
        "  Eve loses Most of 2026-11-30 (milestone most-of-all): "
        "the milestone fast was edited (content/milestones/fast.yaml)"
    ]


def test_machines_are_told_numbers(site: Path) -> None:
    """Without separators of thousands, whole where they are whole."""
    swap("content/milestones/orders.yaml", "target: 10", "target: 1200.5")(site)
    swap("content/customers/ada.yaml", "orders: 9", "orders: 1100")(site)
    assert "  Ada: 100.5 more orders to Ten (1,100 of 1,200.5)" in told(site)
    assert answer(site)["near"][0] == {
        "customer": "ada", "badge": "ten", "metric": "orders", "have": 1100, "target": 1200.5
    }  # fmt: skip


def test_pages_are_those_of_the_next_build(site: Path) -> None:
    """Also after outputs were lost."""
    swap("content/milestones/orders.yaml", "target: 5", "target: 4")(site)
    (site / "content/customers/ada.yaml").unlink()
    (site / "public/c/bea/index.html").unlink()
    before = read_files(site / "public")
    pages = answer(site)["pages"]
    publish(site)
    after = read_files(site / "public")
    new = {path for path in after if path not in before and path != "c/bea/index.html"}
    assert {path.removesuffix("index.html") for path in new if path.endswith(".html")} == set(pages["new"])
    gone = {path.removesuffix("index.html") for path in before.keys() - after.keys() if path.endswith(".html")}
    assert gone == set(pages["gone"])
    changed = {
        path for path in before.keys() & after.keys() if before[path] != after[path] and path.endswith(".html")
    }
    assert {path.removesuffix("index.html") or "/" for path in changed} <= set(pages["changed"])


def test_without_a_state_it_is_as_if_nothing_was_published(site: Path) -> None:
    shutil.rmtree(site / ".badgesite")
    assert told(site)[0] == "Nothing was published yet. The first build awards 4 badges."


def test_long_lists_are_cut_for_people_only(site: Path) -> None:
    rows = "".join(f"-- content/customers/x{n}.yaml --\nname: X{n}\nmetrics: {{orders: 5}}\n" for n in range(30))
    write_site(site, rows)
    assert "  and 40 more (`--json` lists all)" in told(site)
    assert len(answer(site)["pages"]["new"]) == 90


def test_problems_are_told(site: Path) -> None:
    write_site(site, "-- content/customers/dan.yaml --\nnme: Dan\n")
    ran = run("plan", "--site", site, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"]
