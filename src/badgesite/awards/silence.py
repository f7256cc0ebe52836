"""Who went quiet: somebody came in a rhythm of their own, and has not for far longer than that."""

import datetime
import itertools
import statistics
from collections.abc import Sequence
from typing import NamedTuple

FEWEST_DAYS = 3
"""On so many days somebody must have been seen before one can say what is usual for them."""
TIMES = 3
"""A silence is unusual when it is longer than so many of the customer's usual gaps …"""
LEAST = 60
"""… and than so many days."""


class Silence(NamedTuple):
    """A silence that is unusual for one customer."""

    last: datetime.date
    """The day on which the customer was last seen."""
    usual: int
    """The customer's usual gap in days: the middle one of all gaps, of two middle ones the shorter."""
    days: int
    """On how many days the customer was seen."""
    began: datetime.date
    """The first day on which the silence was longer than usual."""


def find_silence(days: Sequence[datetime.date], today: datetime.date) -> Silence | None:
    """Return the silence after the last of these rising days, if it is unusual by today."""
    if len(days) < FEWEST_DAYS:
        return None
    usual = statistics.median_low([(later - day).days for day, later in itertools.pairwise(days)])
    began = days[-1].toordinal() + max(TIMES * usual, LEAST) + 1
    if began > today.toordinal():
        return None
    return Silence(days[-1], usual, len(days), datetime.date.fromordinal(began))
