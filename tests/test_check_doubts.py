"""What `badgesite check` finds doubtful, each with its place, and what it leaves alone."""

# ruff: noqa: E501 - messages stand here as they are shown

from pathlib import Path

import pytest

from command import run
from sites import SITE, write_site

BADGE = "criteria: Do it."


def doubts_of(folder: Path, files: str, today: str = "2024-06-01") -> list[str]:
    """Return what `check` says of a site in which nothing is wrong."""
    ran = run("check", "--site", write_site(folder, f"{SITE}{files}"), "--today", today)
    assert ran.code == 0, ran.err
    return [line.replace("warning: ", "") for line in ran.err.splitlines()]


def people(number: int, **first: str) -> str:
    """Return so many customers with names that nobody confuses, the first ones with keys of their own."""
    lines = "".join(
        f"- {{id: c{n}, name: {'xyzabcdefghijklm'[n] * 3} {n}{first.get(f'c{n}', '')}}}\n" for n in range(number)
    )
    return f"-- content/customers/all.yaml --\n{lines}"


SERIES = f"""\
-- content/badges/all.yaml --
- {{id: one, name: One, {BADGE}}}
- {{id: ten, name: Ten, {BADGE}}}
-- content/milestones/orders.yaml --
name: Orders
metric: orders
steps: [{{target: 5, badge: one}}, {{target: 10, badge: ten}}]
"""


def test_a_first_step_should_be_easy(tmp_path: Path) -> None:
    """Fewer than a tenth of ten customers or more; one of ten is enough."""
    hard = (
        "content/milestones/orders.yaml:3:18: only 0 of 11 customers have reached the first step of this series"
        " (a first goal should be easy: put a lower step before it)"
    )
    assert doubts_of(tmp_path, SERIES + people(11, c0=", metrics: {orders: 4}")) == [hard]
    assert doubts_of(tmp_path, SERIES + people(11, c0=", metrics: {orders: 5}")) == [hard.replace("only 0", "only 1")]
    assert doubts_of(tmp_path, SERIES + people(10, c0=", metrics: {orders: 5}")) == []
    assert doubts_of(tmp_path, SERIES + people(9, c0=", metrics: {orders: 4}")) == []


@pytest.mark.parametrize(
    ("badge", "when", "place"),
    [
        ("retired: 2024-06-01", "{metric: orders, target: 9}", "badge"),
        ("retired: 2024-06-02", "{metric: orders, target: 9}", None),
        ("", "{joined_before: 2024-06-01}", "1:30"),
        ("", "{joined_before: 2024-06-02}", None),
        ("", "{all_of: [other], not_after: 2024-05-31}", "1:30"),
        ("", "{all_of: [other], not_after: 2024-06-01}", None),
        ("", "{all_of: [other, {joined_before: 2020-01-01}]}", "1:30"),
        ("", "{any_of: [other, {joined_before: 2020-01-01}]}", None),
        ("", "{member_for: 9000 years}", "1:30"),
    ],
)
def test_badges_that_nobody_can_earn(tmp_path: Path, badge: str, when: str, place: str | None) -> None:
    """Nobody holds them, and their days are over; one that somebody holds is a memory."""
    files = f"""\
-- content/badges/all.yaml --
- {{id: star, name: Star, {BADGE}, {badge}}}
- {{id: other, name: Other, {BADGE}}}
-- content/milestones/m.yaml --
- {{id: m, badge: star, when: {when}}}
- {{id: n, badge: other, when: {{metric: orders, target: 99}}}}
"""
    ada = "-- content/customers/ada.yaml --\nname: Ada\njoined: 2024-06-01\nmetrics: {orders: 1}\n"
    said = (
        "content/badges/all.yaml:1:53: nobody holds this badge, and nobody can earn it any more"
        " (correct its rule or its days, or remove it)"
        if place == "badge"
        else f"content/milestones/m.yaml:{place}: nobody holds the badge “star”, and by this rule nobody can earn it "
        "any more (correct the rule, or remove the badge)"
    )
    assert doubts_of(tmp_path, files + ada) == ([said] if place else [])
    assert (
        doubts_of(
            tmp_path,
            f"{files}{ada}awards: [{{badge: star, date: 2024-05-01}}]\njoined: 2024-01-01\n".replace(
                "joined: 2024-06-01\n", ""
            ),
        )
        == []
    )


@pytest.mark.parametrize(
    ("when", "is_doubtful"),
    [("{flag: done}", True), ("{all_of: [other]}", True), ("{metric: orders, target: 9}", False), ("{member_for: 1 year}", False)],
)  # fmt: skip
def test_a_repeatable_badge_whose_rule_counts_once(tmp_path: Path, when: str, is_doubtful: bool) -> None:
    files = f"""\
-- content/badges/all.yaml --
- {{id: star, name: Star, {BADGE}, repeatable: true}}
- {{id: other, name: Other, {BADGE}}}
-- content/milestones/m.yaml --
- {{id: m, badge: star, when: {when}}}
- {{id: n, badge: other, when: {{metric: orders, target: 9}}}}
-- content/customers/ada.yaml --
name: Ada
metrics: {{orders: 1}}
activity: [{{date: 2024-01-01, {"done: false" if "flag" in when else "orders: 1"}}}]
"""
    said = (
        "content/badges/all.yaml:1:56: this badge is repeatable, but its rule counts only once"
        " (remove `repeatable:`, or state a rule with a target, a streak or a span)"
    )
    assert doubts_of(tmp_path, files) == ([said] if is_doubtful else [])


def test_activity_for_unknown_metrics(tmp_path: Path) -> None:
    """In the record, in its activity, and once in all tables; metrics of rules or of the site are known."""
    files = f"""\
{SERIES}-- content/customers/ada.yaml --
name: Ada
metrics: {{orders: 1, ordrs: 2}}
activity: [{{date: 2024-01-01, orders: 1, visits: 1}}]
-- content/activity/a.csv --
customer,date,metric,amount
ada,2024-01-02,orders,1
ada,2024-01-02,"oders",1
ada,2024-01-03,oders,1
"""
    what = "no milestone asks for the metric “{}”, and site.yaml does not list it"
    assert doubts_of(tmp_path, files) == [
        f"content/activity/a.csv:3:1: {what.format('oders')} (did you mean “orders”?)",
        f"content/customers/ada.yaml:2:29: {what.format('ordrs')} (did you mean “orders”?)",
        f"content/customers/ada.yaml:3:50: {what.format('visits')} (list it under `metrics:` in content/site.yaml)",
    ]
    known = "metrics: {ordrs: {label: x}, oders: {label: x}, visits: {label: x}}\n"
    assert doubts_of(tmp_path, f"{known}{files}") == []


def test_days_before_joining_and_after_today(tmp_path: Path) -> None:
    """Of awards, of the record's activity, and of the table's first and last day."""
    files = f"""\
{SERIES}-- content/customers/ada.yaml --
name: Ada
joined: 2024-02-01
activity: [{{date: 2024-01-31, orders: 1}}, {{date: 2024-06-02, orders: 1}}]
awards: [{{badge: one, date: 2023-12-31}}, {{badge: ten, date: 2024-06-02}}, {{badge: ten, date: 2024-06-01}}]
-- content/customers/bob.yaml --
name: Bob
joined: 2024-07-01
-- content/activity/a.csv --
amount,metric,date,customer
1,orders,2024-02-01,ada
1,orders,2023-01-01,ada
1,orders,2204-06-01,ada
"""
    early = "before the customer joined on 2024-02-01 (correct one of the two days)"
    late = "after today, and does not count yet (correct the day, unless it is yet to come)"
    assert doubts_of(tmp_path, files) == [
        f"content/activity/a.csv:3:1: this is dated 2023-01-01, {early}",
        f"content/activity/a.csv:4:1: this is dated 2204-06-01, {late}",
        f"content/customers/ada.yaml:3:19: this is dated 2024-01-31, {early}",
        f"content/customers/ada.yaml:3:50: this is dated 2024-06-02, {late}",
        f"content/customers/ada.yaml:4:29: this is dated 2023-12-31, {early}",
        f"content/customers/ada.yaml:4:61: this is dated 2024-06-02, {late}",
        "content/customers/bob.yaml:2:9: the customer joins after today, 2024-06-01 (correct the day, unless it is yet to come)",
    ]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Ada Lovelace", "LOVELACE, Ada", "the same"),
        ("Zoë Müller", "Zoe Muller", "the same"),
        ("佐藤 さくら", "佐藤 さくら", "the same"),
        ("Ada Lovelace", "Ada Lovelacce", "nearly the same"),
        ("Ada Lovelace", "Ada Lovelaec", "nearly the same"),
        ("Ada Lovelace", "Ada Lovelade", "nearly the same"),
        ("Ada Lovelace", "Adam Lovelass", None),
        ("Anna", "Anne", None),
        ("Customer 0001", "Customer 0002", None),
        ("राम कुमार", "रोम कुमार", None),
        ("!!!", "???", None),
    ],
)
def test_customers_who_may_be_one(tmp_path: Path, one: str, other: str, likeness: str | None) -> None:
    """Case, accents, the order of words and one slip in a long name do not tell people apart; figures do."""
    files = f"-- content/customers/a.yaml --\nname: {one!r}\n-- content/customers/b.yaml --\nname: {other!r}\n"
    remedy = "if they are one person, keep one record and list the other id under its `aliases:`"
    said = f"content/customers/b.yaml:1:7: the customer “a” has {likeness} name ({remedy})"
    assert doubts_of(tmp_path, files) == ([said] if likeness else [])


def test_very_many_doubts_of_one_kind_are_cut_short(tmp_path: Path) -> None:
    files = "".join(f"-- content/customers/c{n:02}.yaml --\nname: Ada Lovelace\n" for n in range(40))
    found = doubts_of(tmp_path, files)
    assert len(found) == 21
    assert "there are more doubts of this kind" in found[-1]


def test_a_table_that_was_copied(tmp_path: Path) -> None:
    """The whole of it, not a row: two orders on one day are two orders."""
    rows = "customer,date,metric,amount\nada,2024-01-02,orders,5\nada,2024-01-02,orders,5\n"
    ada = f"{SERIES}-- content/customers/ada.yaml --\nname: Ada\n"
    files = "".join(f"-- content/activity/{name}.csv --\n{rows}" for name in ("a", "b"))
    assert doubts_of(tmp_path, ada + files) == [
        "content/activity/b.csv:1:1: this file says the same as content/activity/a.csv, and all of it counts twice"
        " (remove one of them)"
    ]
