"""`badgesite explain CUSTOMER [BADGE]`: the rule, what was counted, the day, or what is missing, in sentences."""

import json
from pathlib import Path

import pytest

from built import look_at
from command import Ran, run
from sites import write_site

SITE = """\
-- content/site.yaml --
name: Northwind
url: https://northwind.example
metrics: {orders: {label: Orders, unit: [order, orders]}, kilos: {label: Coffee}}
-- content/badges/all.yaml --
- {id: ten, name: Ten, criteria: Ten.}
- {id: hundred, name: Hundred, criteria: A hundred.}
- {id: fast, name: Fast, criteria: Be fast., aliases: [quick]}
- {id: steady, name: Steady, criteria: Be steady.}
- {id: early, name: Early, criteria: Be early.}
- {id: told, name: Told, criteria: Tell us.}
- {id: year, name: A Year, criteria: Stay., retired: 2030-01-01}
- {id: old, name: Old Friend, criteria: Be old.}
- {id: both, name: Both, criteria: Both.}
- {id: hand, name: By Hand, criteria: None., expires_after: 1 year}
- {id: kilo, name: Kilo, criteria: A kilo., repeatable: true}
-- content/milestones/all.yaml --
- {id: orders, name: Orders, metric: orders, steps: [{target: 10, badge: ten}, {target: 100, badge: hundred}]}
- {id: fast, badge: fast, when: {metric: orders, target: 3, within: 30 days}}
- {id: steady, badge: steady, when: {metric: orders, every: month, for: 2}}
- {id: early, badge: early, when: {metric: kilos, target: 1, first: 1}}
- {id: told, badge: told, when: {flag: told}}
- {id: year, badge: year, when: {member_for: 1 year}}
- {id: old, badge: old, when: {joined_before: 2022-01-01}}
- {id: both, badge: both, when: {all_of: [ten, {any_of: [old, {metric: kilos, target: 5}]}], not_before: 2020-01-01}}
- {id: kilo, badge: kilo, when: {metric: kilos, target: 1}}
-- content/customers/ada.yaml --
name: Ada
aliases: [augusta]
joined: 2021-03-04
metrics: {orders: 8, told: true}
activity:
  - {date: 2024-01-31, orders: 1}
  - {date: 2024-02-01, orders: 2}
  - {date: 2024-02-02, kilos: 2.5}
awards:
  - {badge: hand, date: 2024-05-06, by: Mira, note: "For **all**\\nof it."}
-- content/customers/bea.yaml --
name: Bea
joined: 2026-03-04
activity: [{date: 2026-04-01, orders: 2}, {date: 2026-06-01, orders: 1}, {date: 2026-07-01, kilos: 1}]
awards: [{badge: hand, date: 2026-05-06, revoked: 2026-06-07, reason: A mistake.}]
-- content/customers/cy.yaml --
name: Bea
visibility: private
"""
BEFORE = "2026-11-22"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a rule of each kind."""
    return write_site(tmp_path, SITE)


def told(site: Path, *what: str) -> list[str]:
    """Return what is said, and see that nothing is written."""
    before = look_at(site)
    ran = run("explain", *what, "--site", site, "--today", BEFORE)
    assert (ran.code, ran.err) == (0, "")
    assert look_at(site) == before
    return ran.out.splitlines()


def test_of_a_customer_one_is_told_what_there_is_and_what_is_next(site: Path) -> None:
    way = "(content/milestones/all.yaml)"
    assert told(site, "ada") == [
        "Ada (content/customers/ada.yaml), public, joined on 2021-03-04.",
        "Badges:",
        "  By Hand: since 2024-05-06, expired on 2025-05-06, given by Mira",
        f"  Early: since 2024-02-02, by the milestone early {way}",
        f"  Kilo: since 2024-02-02, 2 times, by the milestone kilo {way}",
        f"  Both: since 2024-02-01, by the milestone both {way}",
        f"  Fast: since 2024-02-01, by the milestone fast {way}",
        f"  Steady: since 2024-02-01, by the milestone steady {way}",
        f"  Ten: since 2024-02-01, by the series orders {way}",
        f"  A Year: since 2022-03-04, by the milestone year {way}",
        f"  Old Friend: since 2021-03-04, by the milestone old {way}",
        f"  Told: since a day that the records do not tell, by the milestone told {way}",
        "Next:",
        "  89 more orders to Hundred (11 of 100, series orders)",
    ]
    assert told(site, "cy")[:2] == ["Bea (content/customers/cy.yaml), private.", "No badges yet."]


@pytest.mark.parametrize(
    ("customer", "badge", "said"),
    [
        ("ada", "ten", "10 orders in all: came true on 2024-02-01; "
         "counted: 8 before dated records began, 1 on 2024-01-31, 2 on 2024-02-01"),
        ("bea", "ten", "10 orders in all: not yet, 3 of 10, so 7 more orders; "
         "counted: 2 on 2026-04-01, 1 on 2026-06-01"),
        ("cy", "ten", "10 orders in all: not yet, 0 of 10, so 10 more orders; nothing was counted"),
        ("ada", "fast", "3 orders within 30 days: came true on 2024-02-01; "
         "counted: 1 on 2024-01-31, 2 on 2024-02-01"),
        ("bea", "fast", "3 orders within 30 days: not yet, the most is 2 orders; counted: 2 on 2026-04-01"),
        ("cy", "fast", "3 orders within 30 days: not yet, the most is 0 orders; nothing was counted"),
        ("ada", "steady", "orders counted in each of 2 months in a row: came true on 2024-02-01; "
         "the run began on 2024-01-31"),
        ("bea", "steady", "orders counted in each of 2 months in a row: not yet, the longest run is 1 month, "
         "from 2026-04-01"),
        ("ada", "early", "among the first 1 with 1 kilos: came true on 2024-02-02; counted: 2.5 on 2024-02-02; "
         "the last place was taken on 2024-02-02"),
        ("bea", "early", "among the first 1 with 1 kilos: no, 1 of 1; counted: 1 on 2026-07-01; "
         "the last place was taken on 2024-02-02"),
        ("cy", "early", "among the first 1 with 1 kilos: no, 0 of 1; nothing was counted; "
         "the last place was taken on 2024-02-02"),
        ("ada", "told", "told is true: was true before dated records began"),
        ("bea", "told", "told is true: told is not set"),
        ("ada", "year", "here for 1 year: came true on 2022-03-04"),
        ("bea", "year", "here for 1 year: on 2027-03-04"),
        ("cy", "year", "here for 1 year: nobody wrote down when the customer `joined`"),
        ("ada", "old", "joined before 2022-01-01: joined on 2021-03-04"),
        ("bea", "old", "joined before 2022-01-01: no, joined on 2026-03-04"),
    ],
)  # fmt: skip
def test_each_rule_tells_what_was_counted_or_is_missing(site: Path, customer: str, badge: str, said: str) -> None:
    assert f"  {said}" in told(site, customer, badge)


def test_a_combination_tells_of_all_that_it_is_made_of(site: Path) -> None:
    assert told(site, "bea", "Both") == [
        "Bea does not hold Both.",
        "By the milestone both (content/milestones/all.yaml):",
        "  all of these from 2020-01-01 on: not yet",
        "    the badge Ten: not held",
        "    any of these: not yet",
        "      the badge Old Friend: not held",
        "      5 kilos in all: not yet, 1 of 5, so 4 more kilos; counted: 1 on 2026-07-01",
    ]
    assert "    the badge Ten: earned on 2024-02-01" in told(site, "ada", "both")


def test_of_a_combination_it_is_told_when_its_days_are_over_or_unknown(site: Path) -> None:
    more = """\
-- content/badges/more.yaml --
- {id: late, name: Late, criteria: Be in time.}
- {id: known, name: Known, criteria: Be known.}
-- content/milestones/more.yaml --
- {id: late, badge: late, when: {any_of: [ten], not_after: 2024-01-31}}
- {id: known, badge: known, when: {all_of: [told, ten], not_before: 2024-06-01}}
"""
    write_site(site, more)
    assert told(site, "ada", "late")[2:] == [
        "  any of these until 2024-01-31: no, that day is over",
        "    the badge Ten: earned on 2024-02-01",
    ]
    assert told(site, "ada", "known")[2:] == [
        "  all of these from 2024-06-01 on: since a day that the records do not tell",
        "    the badge Told: since a day that the records do not tell",
        "    the badge Ten: earned on 2024-02-01",
    ]


def test_what_was_given_by_hand_expired_or_was_revoked_is_told(site: Path) -> None:
    assert told(site, "augusta", "hand") == [
        "Ada no longer holds By Hand: since 2024-05-06, expired on 2025-05-06.",
        "Given by Mira on 2024-05-06 (content/customers/ada.yaml): “For **all** of it.”.",
        "No milestone awards it; it is given by hand.",
    ]
    assert told(site, "bea", "hand")[0] == (
        "Bea no longer holds By Hand: since 2026-05-06, revoked on 2026-06-07 (A mistake.)."
    )
    assert "From 2030-01-01 on it can no longer be earned." in told(site, "bea", "year")
    assert told(site, "ada", "kilo")[0] == "Ada holds Kilo, since 2024-02-02, 2 times."


def test_long_lists_of_days_are_cut(site: Path) -> None:
    rows = "".join(f"cy,2025-{month:02}-01,orders,1\n" for month in range(1, 10))
    write_site(site, f"-- content/activity/a.csv --\ncustomer,date,metric,amount\n{rows}")
    (line,) = [line for line in told(site, "cy", "ten") if "counted" in line]
    assert line.endswith(
        "counted: 1 on 2025-01-01, 4 on 4 days more, "
        "1 on 2025-06-01, 1 on 2025-07-01, 1 on 2025-08-01, 1 on 2025-09-01"
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["ada", "tenn"], "there is no badge “tenn” (did you mean “ten”?)"),
        (["eda", "ten"], "there is no customer “eda” (did you mean “bea” or “ada”?)"),
        (["bea!", "ten"], "there is no customer “bea!” (did you mean “bea”?)"),
        (["Bea", "ten"], "2 customers are called “Bea” (write the id: bea, cy)"),
    ],
)
def test_who_or_what_is_unknown_is_told(site: Path, what: list[str], said: str) -> None:
    assert run("explain", *what, "--site", site) == Ran(2, "", f"badgesite: {said}\n")


def test_machines_are_told_the_same(site: Path) -> None:
    ran = run("explain", "bea", "told", "--site", site, "--today", BEFORE, "--json")
    assert json.loads(ran.out) == {"customer": "bea", "badge": "told", "lines": told(site, "bea", "told")}


def test_problems_in_the_content_are_listed(site: Path) -> None:
    write_site(site, "-- content/customers/dan.yaml --\nnme: Dan\n")
    ran = run("explain", "ada", "ten", "--site", site, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"][0]["path"] == "content/customers/dan.yaml"
