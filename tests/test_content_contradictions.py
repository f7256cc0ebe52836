"""Rules that can never come true and awards that come too late are problems with a place and a remedy."""

# ruff: noqa: E501 - messages stand here as they are shown

from pathlib import Path

import pytest

from sites import SITE, problems_of

BADGES = """\
-- content/badges/all.yaml --
- {id: star, name: Star, criteria: x, retired: 2025-01-01}
- {id: moon, name: Moon, criteria: x}
-- content/customers/bob.yaml --
{name: Bob, awards: [{badge: star}, {badge: moon}]}
-- content/milestones/m.yaml --
id: m
"""
AGAIN = "correct one of the days"


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        ("badge: moon\nwhen: {all_of: [star], not_before: 2024-02-01, not_after: 2024-01-31}",
         [f"3:59: this rule can come true from 2024-02-01 on, after its last day ({AGAIN})"]),
        ("badge: moon\nwhen: {all_of: [star], not_before: 2024-02-01, not_after: 2024-02-01}", []),
        ("badge: moon\nwhen: {all_of: [{any_of: [star], not_before: 2024-06-01}, star], not_after: 2024-05-31}",
         [f"3:77: this rule can come true from 2024-06-01 on, after its last day ({AGAIN})"]),
        ("badge: moon\nwhen: {any_of: [{any_of: [star], not_before: 2024-06-01}, star], not_after: 2024-05-31}", []),
        ("badge: star\nwhen: {any_of: [moon], not_before: 2025-01-01}",
         [f"3:7: this rule can come true from 2025-01-01 on, and “star” is retired from 2025-01-01 on ({AGAIN})"]),
        ("badge: star\nwhen: {any_of: [moon], not_before: 2024-12-31}", []),
        ("badge: moon\nwhen: {all_of: [{any_of: [moon]}]}",
         ["3:27: badges need each other in a circle: “moon” needs “moon” (let one of them be earned in another way)"]),
        ("badge: moon\nwhen: {all_of: [star, {any_of: [mon]}]}", ["3:33: no file defines the badge “mon” (did you mean “moon”?)"]),
    ],
)  # fmt: skip
def test_rules_that_can_never_come_true(tmp_path: Path, rule: str, problems: list[str]) -> None:
    """Days that exclude each other, through nested rules and retired badges, too; and circles through nested rules."""
    found = problems_of(tmp_path, f"{SITE}{BADGES}{rule}\n")
    assert found == [f"content/milestones/m.yaml:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("entry", "problems"),
    [
        ("{badge: star, date: 2024-12-31}", []),
        ("{badge: star}", []),
        ("{badge: star, date: 2025-01-01}",
         ["2:30: the badge “star” is retired from 2025-01-01 on and can no longer be given"
          " (write an earlier day, give another badge, or correct `retired:` of this one)"]),
        ("{badge: moon, date: 2025-01-02, revoked: 2025-01-01}",
         ["2:10: the keys of this record do not fit together"
          " (it was revoked before it was given: exchange or correct `date` and `revoked`)"]),
    ],
)  # fmt: skip
def test_awards_that_contradict_their_badge_or_themselves(tmp_path: Path, entry: str, problems: list[str]) -> None:
    rule = "badge: moon\nwhen: {any_of: [star]}\n"
    found = problems_of(
        tmp_path, f"{SITE}{BADGES}{rule}-- content/customers/ada.yaml --\nname: Ada\nawards: [{entry}]\n"
    )
    assert found == [f"content/customers/ada.yaml:{problem}" for problem in problems]
