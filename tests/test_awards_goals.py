"""The next goal of each series: near, open, and never one that cannot be reached."""

import datetime
from decimal import Decimal
from typing import Any

from awards_content import TODAY, Row, Shape, make_content
from badgesite.awards.award import award
from badgesite.model import Goal

STEPS = [{"target": "1", "badge": "one"}, {"target": "10", "badge": "ten"}, {"target": "100", "badge": "hundred"}]


def goals_of(*rows: Row, badges: dict[str, Shape] | None = None, others: int = 0, **customer: Any) -> list[str]:
    """Return ada's goals of the series `orders` and `friends` as `badge have/target`."""
    content = make_content(
        {badge: (badges or {}).get(badge, {}) for badge in ("one", "ten", "hundred", "friend")},
        series=[
            {"id": "orders", "metric": "orders", "steps": STEPS},
            {"id": "friends", "metric": "referrals", "steps": [{"target": "4", "badge": "friend"}]},
        ],
        customers=[
            {"id": "ada", **customer},
            *({"id": f"c{n}", "awards": [{"badge": "ten"}]} for n in range(others)),
        ],
        activity={"ada": rows},
    )
    return [f"{goal.badge} {goal.have}/{goal.target}" for goal in award(content, TODAY).standings["ada"].goals]


def test_the_nearest_step_of_each_series() -> None:
    """One goal a series; what is nearly done comes first, then what lacks least."""
    assert goals_of() == ["one 0/1", "friend 0/4"]
    assert goals_of(("2024-01-01", "orders", "4"), ("2024-01-01", "referrals", "3")) == ["friend 3/4", "ten 4/10"]
    assert goals_of(("2024-01-01", "orders", "9.5"), metrics={"referrals": "1"}) == ["ten 9.5/10", "friend 1/4"]


def test_a_finished_series_has_no_goal() -> None:
    """Nothing is left to say after the last step."""
    assert goals_of(metrics={"orders": "100"}) == ["friend 0/4"]


def test_a_correction_opens_no_step_again() -> None:
    """What was reached stays reached, and progress shows the total of today, not below nothing."""
    assert goals_of(("2024-01-01", "orders", "12"), ("2024-01-02", "orders", "-5")) == ["hundred 7/100", "friend 0/4"]
    assert goals_of(("2024-01-01", "orders", "-5")) == ["one 0/1", "friend 0/4"]


def test_retired_badges_are_no_goals() -> None:
    """The step after a retired one is offered instead; one that retires later is still open."""
    retired = {"one": {"retired": TODAY.isoformat()}}
    later = {"one": {"retired": (TODAY + datetime.timedelta(1)).isoformat()}}
    assert goals_of(badges=retired) == ["friend 0/4", "ten 0/10"]
    assert goals_of(badges=later) == ["one 0/1", "friend 0/4"]


def test_secret_badges_are_no_goals_until_they_are_out() -> None:
    """A goal gives no secret away; a badge that someone shows is a goal as any other."""
    five = ("2024-01-01", "orders", "5")
    assert goals_of(five, badges={"ten": {"secret": "true"}}) == ["hundred 5/100", "friend 0/4"]
    assert goals_of(five, badges={"ten": {"secret": "true"}}, others=1) == ["ten 5/10", "friend 0/4"]


def test_badges_given_or_revoked_by_hand_are_no_goals() -> None:
    """Going on would not earn them."""
    given = [{"badge": "one"}, {"badge": "ten", "revoked": "2024-01-01"}]
    assert goals_of(awards=given) == ["friend 0/4", "hundred 0/100"]


def test_an_expired_badge_is_a_goal_again() -> None:
    """Reaching its target renews what was given by hand and has run out."""
    given = [{"badge": "one", "date": "2020-01-01"}]
    assert goals_of(awards=given, badges={"one": {"expires_after": "1 year"}}) == ["one 0/1", "friend 0/4"]


def test_an_expired_badge_is_renewed_by_its_target_once_more() -> None:
    """What was reached counts for the first time only; the nearest of renewing and going on is the goal."""
    brief: dict[str, Shape] = {"ten": {"expires_after": "1 year"}}
    twelve, corrected = ("2020-01-01", "orders", "12"), ("2020-01-02", "orders", "-5")
    assert goals_of(twelve, badges=brief) == ["ten 12/20", "friend 0/4"]
    assert goals_of(twelve, corrected, badges=brief) == ["ten 7/20", "friend 0/4"]
    assert goals_of(("2020-01-01", "orders", "95"), badges=brief) == ["hundred 95/100", "friend 0/4"]
    assert goals_of(twelve, ("2024-03-01", "orders", "8"), badges=brief) == ["hundred 20/100", "friend 0/4"]


def test_an_expired_badge_that_cannot_be_renewed_is_no_goal() -> None:
    """Neither is a retired one earned anew, nor a revoked one regained, nor one that is undated and so never ends."""
    brief: dict[str, Shape] = {"one": {"expires_after": "1 year"}}
    retired: dict[str, Shape] = {"one": {"expires_after": "1 year", "retired": "2023-01-01"}}
    once = ("2020-01-01", "orders", "1")
    assert goals_of(once, badges=retired) == ["ten 1/10", "friend 0/4"]
    assert goals_of(badges=brief, metrics={"orders": "1"}) == ["ten 1/10", "friend 0/4"]
    given = [{"badge": "one", "date": "2020-01-01", "revoked": "2020-02-01"}]
    assert goals_of(awards=given, badges=brief) == ["friend 0/4", "ten 0/10"]


def test_goals_name_their_series_and_metric() -> None:
    """A page can say `3 more orders to Regular` from a goal alone."""
    content = make_content(
        {"one": {}},
        series=[{"id": "orders", "metric": "bought", "steps": STEPS[:1]}],
        customers=[{"id": "ada", "visibility": "private", "metrics": {"bought": "0.25"}}],
    )
    assert award(content, TODAY).standings["ada"].goals == (
        Goal("one", "orders", "bought", Decimal("0.25"), Decimal(1)),
    )
