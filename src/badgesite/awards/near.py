"""Who is one step away from a badge."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.award import Results
from badgesite.model import Goal

_NEAR = Decimal("0.9")
"""From which share of a goal on a customer is one step away, if it is not one more of what is counted."""


class Near(NamedTuple):
    """A customer who is one step away from a badge."""

    customer: str
    badge: str
    metric: str
    have: Decimal
    target: Decimal


def list_near(results: Results) -> Iterator[Near]:
    """Yield the customers who are one step away from their next goal, the nearest first."""
    found = [
        Near(customer, goal.badge, goal.metric, goal.have, goal.target)
        for customer, standing in results.standings.items()
        for goal in standing.goals
        if is_near(goal)
    ]
    yield from sorted(found, key=lambda near: (-near.have / near.target, near.customer, near.badge))


def is_near(goal: Goal) -> bool:
    """Whether a goal that was begun is one more away, or nine tenths of the way are done."""
    return goal.have > 0 and (goal.target - goal.have <= 1 or goal.have / goal.target >= _NEAR)
