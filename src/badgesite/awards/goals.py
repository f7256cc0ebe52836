"""What a customer can reach next."""

import bisect
import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from badgesite.model import Award, Badge, Goal, Series, Step


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
    closed = {award.badge for award in awards if award.holds or award.revoked}
    goals = []
    for each, count in zip(series, counts, strict=True):
        step = _find_open(each, count.high, closed, offered)
        if step:
            have = min(max(count.total, Decimal(0)), step.target)
            goals.append(Goal(step.badge, each.id, each.metric, have, step.target))
    return tuple(sorted(goals, key=lambda goal: (-goal.have / goal.target, goal.target - goal.have, goal.series)))


def list_offered(badges: Mapping[str, Badge], visible: frozenset[str], today: datetime.date) -> frozenset[str]:
    """Return the badges that a goal may name: not retired by today, and no secret."""
    retired = {badge.id for badge in badges.values() if badge.retired and badge.retired <= today}
    return visible - retired


def _find_open(series: Series, high: Decimal, closed: Collection[str], offered: Collection[str]) -> Step | None:
    """A badge that is held, or was revoked, cannot be earned by going on: it is closed."""
    number = bisect.bisect_right(series.steps, high, key=lambda step: step.target)
    for step in series.steps[number:]:
        if step.badge in offered and step.badge not in closed:
            return step
    return None
