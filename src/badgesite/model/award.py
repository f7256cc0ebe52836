"""What follows from the content: awards, goals, standings."""

import datetime
from decimal import Decimal
from typing import NamedTuple


class Repeat(NamedTuple):
    """A day on which a repeatable badge was earned, and how many times on that day."""

    date: datetime.date
    times: int


class Award(NamedTuple):
    """One badge held by one customer: when, why, by whom, with what note."""

    badge: str
    date: datetime.date | None = None
    by: str | None = None
    note: str | None = None
    evidence: str | None = None
    times: int = 1
    expires: datetime.date | None = None
    is_expired: bool = False
    revoked: datetime.date | None = None
    reason: str | None = None
    milestone: str | None = None
    """The series or milestone that awarded it; None if it was given by hand."""
    repeats: tuple[Repeat, ...] = ()
    """Of a repeatable badge every day on which it was earned, oldest first; more `times` than these are undated."""

    @property
    def holds(self) -> bool:
        """Whether the award counts today: neither revoked nor expired."""
        return self.revoked is None and not self.is_expired


class Goal(NamedTuple):
    """The nearest open step of a series."""

    badge: str
    series: str
    metric: str
    have: Decimal
    target: Decimal


class Standing(NamedTuple):
    """What one customer has earned, newest first, and what comes next, nearest first."""

    awards: tuple[Award, ...] = ()
    goals: tuple[Goal, ...] = ()
