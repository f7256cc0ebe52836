"""The rules of milestones: each asks a customer's journal for the day on which it became true."""

import bisect
import datetime
from collections import deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.journal import Journal
from badgesite.model import Award, Span


class Earned(NamedTuple):
    """A rule came true: on which day (None: the records cannot tell), and how many times."""

    date: datetime.date | None
    times: int = 1
    latest: datetime.date | None = None
    """The day of the last time, where there was more than one and it is known."""


def reach_total(journal: Journal, metric: str, target: Decimal) -> Earned | None:
    """The day on which the total first reached the target; undated if it had when dated records began."""
    tally = journal.tally(metric)
    if tally.base >= target:
        return Earned(None)
    number = bisect.bisect_left(tally.highs, target)
    return Earned(tally.days[number]) if number < len(tally.days) else None


def repeat_total(
    journal: Journal, metric: str, target: Decimal, before: datetime.date | None = None
) -> Earned | None:
    """The same, counted again for each further target that the highest total (before a day) contains."""
    first = reach_total(journal, metric, target)
    times = int(journal.tally(metric).high_before(before) // target)
    if first is None or times < 1:
        return None
    last = reach_total(journal, metric, target * times)
    return Earned(first.date, times, last.date if last and times > 1 else None)


def fill_window(journal: Journal, metric: str, target: Decimal, within: Span) -> Earned | None:
    """The day on which some run of days, none longer than the span, had added the target; both ends count.

    What was counted before dated records began never counts. A run may start after a correction, so for each
    day the best start is the one with the least total before it: the front of a queue kept in rising order.
    """
    tally = journal.tally(metric)
    total = Decimal(0)
    starts: deque[tuple[datetime.date, Decimal]] = deque()
    for day, amount in zip(tally.days, tally.sums, strict=True):
        while starts and starts[-1][1] >= total:
            starts.pop()
        starts.append((within.after(day), total))
        while len(starts) > 1 and starts[0][0] <= day:
            starts.popleft()
        total += amount
        if total - starts[0][1] >= target:
            return Earned(day)
    return None


PERIODS: Mapping[str, Callable[[datetime.date], int]] = {
    "day": datetime.date.toordinal,
    "week": lambda day: (day.toordinal() - 1) // 7,  # day 1 of the calendar is a Monday, as ISO weeks begin
    "month": lambda day: day.year * 12 + day.month,
    "quarter": lambda day: day.year * 4 + (day.month - 1) // 3,
    "year": lambda day: day.year,
}
"""The number of the calendar period that a day lies in; neighbours have neighbouring numbers."""


def keep_streak(journal: Journal, metric: str, every: str, length: int, target: Decimal) -> Earned | None:
    """The day that completed the last of so many periods in a row, each with the target added in it.

    A period that is over counts by its final sum, so a correction within it can break the streak.
    """
    tally = journal.tally(metric)
    number_of = PERIODS[every]
    current, total, kept = 0, Decimal(0), 0
    for day, amount in zip(tally.days, tally.sums, strict=True):
        period = number_of(day)
        if period != current:
            kept = kept + 1 if total >= target and period == current + 1 else 0
            current, total = period, Decimal(0)
        total += amount
        if total >= target and kept + 1 >= length:
            return Earned(day)
    return None


def raise_flag(journal: Journal, flag: str) -> Earned | None:
    """The first day on which the flag was true; undated if it was when dated records began."""
    return Earned(journal.flags[flag]) if flag in journal.flags else None


def stay_member(journal: Journal, span: Span) -> Earned | None:
    """The day on which the customer had been here for the span."""
    day = span.after(journal.joined) if journal.joined else None
    return Earned(day) if day and day <= journal.today else None


def join_before(journal: Journal, day: datetime.date) -> Earned | None:
    """The day on which the customer joined, if it was before the day."""
    joined = journal.joined
    return Earned(joined) if joined and joined < day and joined <= journal.today else None


def hold_all(held: Mapping[str, Award], badges: tuple[str, ...]) -> Earned | None:
    """The first day on which all the badges were held at once; undated if one of them is."""
    awards = [held[badge] for badge in badges if badge in held]
    if len(awards) < len(badges):
        return None
    day = max((award.date for award in awards if award.date), default=None)
    if day and any(award.expires and award.expires <= day for award in awards):
        return None
    return Earned(day if all(award.date for award in awards) else None)


def hold_any(held: Mapping[str, Award], badges: tuple[str, ...]) -> Earned | None:
    """The first day on which one of the badges was held; undated if one of them is."""
    dates = [held[badge].date for badge in badges if badge in held]
    known = [date for date in dates if date]
    if not dates:
        return None
    return Earned(min(known) if len(known) == len(dates) else None)


def close_places(dates: list[datetime.date | None], places: int) -> datetime.date:
    """Return the last day on which a place was free, given the days on which customers reached a target.

    Who got there before dated records began came first. Everyone of the last day shares it.
    """
    known = sorted(date for date in dates if date)
    left = places - (len(dates) - len(known))
    if left <= 0:
        return datetime.date.min
    return known[left - 1] if left <= len(known) else datetime.date.max
