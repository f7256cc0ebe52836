"""What a customer can reach next."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from badgesite.model import Award, Goal, Series


class Count(NamedTuple):
    """A metric of one customer, as far as goals need it."""

    total: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    """The highest total ever: steps up to it are done, whatever was corrected since."""


def list_goals(
    series: tuple[Series, ...], counts: Sequence[Count], awards: Iterable[Award], offered: Collection[str]
) -> tuple[Goal, ...]:
    """Return for each series its nearest open step, easiest first: by share done, then by what remains.

    `counts` are those of the series, in their order; `offered` the badges that may be a goal for anyone.
    """
    closed: set[str] = set()
    expired: set[str] = set()
    for award in awards:
        (expired if award.is_expired and not award.revoked else closed).add(award.badge)
    goals = []
    for each, count in zip(series, counts, strict=True):
        nearest = min(_list_open(each, count.high, closed, expired, offered), default=None)
        if nearest:
            target, badge = nearest
            have = min(max(count.total, Decimal(0)), target)
            goals.append(Goal(badge, each.id, each.metric, have, target))
    return tuple(sorted(goals, key=lambda goal: (-goal.have / goal.target, goal.target - goal.have, goal.series)))


def _list_open(
    series: Series, high: Decimal, closed: Collection[str], expired: Collection[str], offered: Collection[str]
) -> Iterator[tuple[Decimal, str]]:
    """Yield what can still be reached: the total, and the badge that it earns.

    A badge that is held, or was revoked, cannot be earned by going on: it is closed. One that expired is earned
    anew by each further multiple of its target.
    """
    for step in series.steps:
        if step.badge not in offered or step.badge in closed:
            continue
        if step.target > high:
            yield step.target, step.badge
        elif step.badge in expired:
            yield step.target * (high // step.target + 1), step.badge
