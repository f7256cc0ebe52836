"""What is wrong between records: names that lead nowhere, ids and aliases taken twice, circles, and doubts."""

# ruff: noqa: E501 - messages stand here as they are shown

import os
from pathlib import Path

import pytest

from sites import SITE, problems_of

BADGES = """\
-- content/badges/all.yaml --
- {id: regular, name: Regular, criteria: x}
- {id: century, name: Century, criteria: x, aliases: [hundred]}
"""


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("milestones/m.yaml --\nbadge: reguler\nwhen: {flag: x}\n",
         "milestones/m.yaml:1:8: no file defines the badge “reguler” (did you mean “regular”?)"),
        ("milestones/m.yaml --\nname: M\nmetric: x\nsteps: [{target: 1, badge: zebra}]\n",
         "milestones/m.yaml:3:28: no file defines the badge “zebra” (`badgesite new badge zebra` makes it)"),
        ("milestones/m.yaml --\nbadge: regular\nwhen:\n  all_of: [century, zebra]\n",
         "milestones/m.yaml:3:21: no file defines the badge “zebra” (`badgesite new badge zebra` makes it)"),
        ("milestones/m.yaml --\nbadge: regular\nwhen:\n  any_of:\n    - zebra\n",
         "milestones/m.yaml:4:7: no file defines the badge “zebra” (`badgesite new badge zebra` makes it)"),
        ("customers/ada.yaml --\nname: Ada\nawards: [{badge: hundred}]\n",
         "customers/ada.yaml:2:18: the badge “hundred” is now called “century” (write century)"),
        ("customers/ada.yaml --\nname: Ada\nshowcase: [~, regular, zebra]\n",
         "customers/ada.yaml:2:24: no file defines the badge “zebra” (`badgesite new badge zebra` makes it)"),
        ("customers/ada.yaml --\nname: Ada\ngroup: makers\n",
         "customers/ada.yaml:2:8: no file defines the group “makers” (`badgesite new group makers` makes it)"),
        ("customers/ada.yaml --\nname: Ada\nportrait: assets/ada.png\n-- content/assets/people/ada.png --\n",
         "customers/ada.yaml:2:11: there is no file content/assets/ada.png (did you mean “assets/people/ada.png”?)"),
        ("badges/x.yaml --\nname: X\nart: assets/x.svg\n",
         "badges/x.yaml:2:6: there is no file content/assets/x.svg (put it there, or correct the path)"),
        ("badges/x.yaml --\nname: X\ntier: goldd\n", "badges/x.yaml:2:7: unknown tier “goldd” (did you mean “gold”?)"),
        ("badges/x.yaml --\nname: X\ntier: quartz\n",
         "badges/x.yaml:2:7: unknown tier “quartz” (add it under `tiers:` in content/site.yaml)"),
        ("badges/x.yaml --\nid: regular\nname: X\n",
         "badges/x.yaml:1:5: the id “regular” is taken by content/badges/all.yaml:1:8 (give one of the two another id)"),
        ("milestones/x.yaml --\nbadge: regular\nwhen: {flag: x}\n-- content/milestones/y.yaml --\n"
         "id: x\nname: X\nmetric: x\nsteps: [{target: 1, badge: regular}]\n",
         "milestones/y.yaml:1:5: the id “x” is taken by content/milestones/x.yaml:1:1 (give one of the two another id)"),
        ("badges/x.yaml --\nname: X\naliases: [regular]\n",
         "badges/x.yaml:2:11: the alias “regular” is also the id of a badge (remove one)"),
        ("badges/x.yaml --\nname: X\naliases: [hundred]\n",
         "badges/x.yaml:2:11: the alias “hundred” is also an alias of “century” (remove one)"),
        ("site.yaml --\nname: X\nurl: https://x.example\nlogo: assets/x.svg\nvoice: {name: Mira, portrait: assets/m.png}\n",
         "site.yaml:3:7: there is no file content/assets/x.svg (put it there, or correct the path)\n"
         "content/site.yaml:4:31: there is no file content/assets/m.png (put it there, or correct the path)"),
    ],
)  # fmt: skip
def test_each_name_that_leads_nowhere_or_to_two_is_one_problem(tmp_path: Path, file: str, problem: str) -> None:
    assert "\n".join(problems_of(tmp_path, f"{SITE}{BADGES}-- content/{file}")) == f"content/{problem}"


def make_rules(*rules: str) -> str:
    """Return the site with badges a to d, and milestones `badge: needed badges`."""
    badges = "".join(f"- {{id: {name}, name: {name}, criteria: x}}\n" for name in "abcd")
    records = (rule.split(": ") for rule in rules)
    milestones = "".join(
        f"- {{id: m{n}, badge: {badge}, when: {needs}}}\n" for n, (badge, needs) in enumerate(records)
    )
    return f"{SITE}-- content/badges/all.yaml --\n{badges}-- content/milestones/all.yaml --\n{milestones.replace('=', ': ')}"


CIRCLE = "badges need each other in a circle"
REMEDY = "(let one of them be earned in another way)"


@pytest.mark.parametrize(
    ("rules", "problems"),
    [
        (["a: {all_of=[a]}"], [f"1:38: {CIRCLE}: “a” needs “a” {REMEDY}"]),
        (["b: {all_of=[c]}", "c: {any_of=[a]}", "a: {all_of=[d, b]}"],
         [f"3:41: {CIRCLE}: “a” needs “b”, which needs “c”, which needs “a” {REMEDY}"]),
        (["a: {all_of=[b]}", "b: {all_of=[a]}", "c: {all_of=[d]}", "d: {all_of=[c]}"],
         [f"1:38: {CIRCLE}: “a” needs “b”, which needs “a” {REMEDY}",
          f"3:38: {CIRCLE}: “c” needs “d”, which needs “c” {REMEDY}"]),
        (["a: {all_of=[c]}", "c: {all_of=[b]}", "b: {all_of=[c]}"],
         [f"3:38: {CIRCLE}: “b” needs “c”, which needs “b” {REMEDY}"]),
        (["d: {all_of=[a, b]}", "b: {all_of=[a]}", "c: {all_of=[a, b, d]}", "a: {member_for=1 year}"], []),
    ],
)  # fmt: skip
def test_circles_of_badges_are_told_whole(tmp_path: Path, rules: list[str], problems: list[str]) -> None:
    assert problems_of(tmp_path, make_rules(*rules)) == [f"content/milestones/all.yaml:{found}" for found in problems]


def test_a_long_chain_of_badges_is_no_circle_and_overflows_nothing(tmp_path: Path) -> None:
    badges = "".join(f"- {{id: b{n}, name: B, criteria: x}}\n" for n in range(3000))
    rules = "".join(f"- {{id: m{n}, badge: b{n}, when: {{all_of: [b{n + 1}]}}}}\n" for n in range(2999))
    rules += "- {id: last, badge: b2999, when: {member_for: 1 year}}\n"
    files = f"{SITE}-- content/badges/all.yaml --\n{badges}-- content/milestones/all.yaml --\n{rules}"
    assert problems_of(tmp_path, files) == []


@pytest.mark.parametrize(
    "broken",
    [
        "century.yaml --\nname: Century\ntarget: 1\n",
        "x.yaml --\n- id: century\n  name: [",
        "century.yml --\nname: C\n",
    ],
)
def test_a_badge_whose_file_is_wrong_is_not_called_unknown(tmp_path: Path, broken: str) -> None:
    customer = "-- content/customers/ada.yaml --\nname: Ada\nshowcase: [century]\n"
    (problem,) = problems_of(tmp_path, f"{SITE}{customer}-- content/badges/{broken}")
    assert problem.startswith("content/badges/")


def test_an_asset_that_is_too_large_is_not_called_missing(tmp_path: Path) -> None:
    files = (
        SITE + "-- content/customers/ada.yaml --\nname: Ada\nportrait: assets/ada.png\n-- content/assets/ada.png --\n"
    )
    assert problems_of(tmp_path, files) == []
    os.truncate(tmp_path / "content/assets/ada.png", 30_000_000)
    assert problems_of(tmp_path) == [
        "content/assets/ada.png:1:1: this file has 30 MB, more than 20 MB (split it, or make it smaller)"
    ]


DOUBTFUL = """\
-- content/badges/lonely.yaml --
name: Lonely
-- content/badges/given.yaml --
name: Given
criteria: Ask Mira.
-- content/customers/ada.yaml --
name: Ada
metrics: {orders: 1}
activity: [{date: 2024-01-01, referrals: 1}]
awards: [{badge: given}]
-- content/activity/a.csv --
customer,date,metric,amount
ada,2024-01-01,reviews,1
-- content/milestones/m.yaml --
- {id: a, badge: given, when: {flag: profile}}
- {id: b, name: B, metric: order, steps: [{target: 1, badge: given}]}
- {id: c, badge: given, when: {metric: referrals, target: 1, within: 1 day}}
- {id: d, badge: given, when: {metric: reviews, target: 1}}
"""


def test_oversights_are_warnings(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SITE + DOUBTFUL) == [
        "content/badges/lonely.yaml:1:1: warning: no milestone awards this badge and nobody holds it"
        " (name it in a milestone, or give it to a customer)",
        "content/badges/lonely.yaml:1:1: warning: nobody is told how to earn this badge"
        " (add `criteria:`, what one does to earn it)",
        "content/milestones/m.yaml:1:38: warning: no customer has the metric “profile”"
        " (declare it under `metrics:` in content/site.yaml if it is yet to come)",
        "content/milestones/m.yaml:2:28: warning: no customer has the metric “order” (did you mean “orders”?)",
    ]


def test_warnings_wait_until_nothing_is_wrong(tmp_path: Path) -> None:
    found = problems_of(tmp_path, SITE + DOUBTFUL + "-- content/groups/makers.yaml --\nnam: Makers\n")
    assert [problem.split(":")[0] for problem in found] == ["content/groups/makers.yaml"] * 2


def test_a_token_that_was_copied_is_a_problem(tmp_path: Path) -> None:
    text = f"name: Ada\nvisibility: unlisted\ntoken: {'0123456789abcdef' * 2}\n"
    found = problems_of(
        tmp_path, f"{SITE}-- content/customers/a.yaml --\n{text}-- content/customers/b.yaml --\n{text}"
    )
    assert found == [
        "content/customers/b.yaml:3:8: the customer “a” has the same token"
        " (give one of them 32 other random hexadecimal digits)"
    ]
