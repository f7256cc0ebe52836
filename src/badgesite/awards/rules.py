"""The rules of milestones: each yields the days on which it came true, in the order of time.

The first is the day on which the condition was met; further ones repeat it, or renew it without counting anew.
Where the records cannot tell the day the turn is undated and comes first.
"""

import bisect
import datetime
import itertools
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from badgesite.awards.case import Case
from badgesite.awards.turns import Turn
from badgesite.model import Span

_NOTHING = Decimal(0)


def reach_total(case: Case, metric: str, target: Decimal) -> Iterator[Turn]:
    """The days on which the total first reached the target, and each further multiple of it."""
    tally = case.journal.tally(metric)
    if tally.high < target:  # as most totals are, and to divide takes longer
        return
    done = max(int(tally.base // target), 0)
    if done:
        yield Turn(None, done)
    number = bisect.bisect_left(tally.highs, target * (done + 1))
    while number < len(tally.days):
        reached = int(tally.highs[number] // target)
        yield Turn(tally.days[number], reached - done)
        done = reached
        number = bisect.bisect_left(tally.highs, target * (done + 1), number)


def be_among_first(case: Case, metric: str, target: Decimal, number: int) -> Iterator[Turn]:
    """The day on which the total reached the target, if there was a place left; `number` is that of the places."""
    found = next(reach_total(case, metric, target), None)
    if found and (found.date is None or found.date <= case.last_days[number]):
        yield Turn(found.date)


class _Lowest:
    """The lowest total before any day from which a run that ends now may begin."""

    def __init__(self, within: Span) -> None:
        self._within = within
        self._starts: deque[tuple[datetime.date, Decimal]] = deque()

    def begin(self, day: datetime.date, total: Decimal) -> None:
        """Take a day from which runs may begin, with the total before it, and leave out what lies too far back."""
        while self._starts and self._starts[-1][1] >= total:
            self._starts.pop()
        self._starts.append((self._within.after(day), total))
        while self._starts[0][0] <= day:
            self._starts.popleft()

    def total(self) -> Decimal:
        return self._starts[0][1]

    def copy(self) -> "_Lowest":
        other = _Lowest(self._within)
        other._starts = self._starts.copy()
        return other

    def clear(self) -> None:
        self._starts.clear()


def fill_window(case: Case, metric: str, target: Decimal, within: Span) -> Iterator[Turn]:
    """The days on which some run of days, none longer than the span, had added the target; both ends count.

    It counts again when a run that begins after the last one counted is full; a full run that overlaps it renews.
    What was counted before dated records began never counts. A run may start after a correction, so for each
    day the best start is the one with the least total before it: the front of a queue kept in rising order.
    """
    tally = case.journal.tally(metric)
    if sum(amount for amount in tally.sums if amount > 0) < target:
        return
    total = _NOTHING
    new = any_ = _Lowest(within)
    for day, amount in zip(tally.days, tally.sums, strict=True):
        new.begin(day, total)
        if any_ is not new:
            any_.begin(day, total)
        total += amount
        if amount <= 0 or total - any_.total() < target:
            continue
        is_new = total - new.total() >= target
        yield Turn(day, 1 if is_new else 0)
        if is_new:
            any_ = any_.copy() if any_ is new else any_
            new.clear()


PERIODS: Mapping[str, Callable[[datetime.date], int]] = {
    "day": datetime.date.toordinal,
    "week": lambda day: (day.toordinal() - 1) // 7,  # day 1 of the calendar is a Monday, as ISO weeks begin
    "month": lambda day: day.year * 12 + day.month,
    "quarter": lambda day: day.year * 4 + (day.month - 1) // 3,
    "year": lambda day: day.year,
}
"""The number of the calendar period that a day lies in; neighbours have neighbouring numbers."""


def keep_streak(case: Case, metric: str, every: str, length: int, target: Decimal | None) -> Iterator[Turn]:
    """The days that completed the last of so many periods in a row, each with the target added in it.

    It counts again after as many periods more; each period between renews it. Without a target anything above 0
    will do. A period that is over counts by its final sum, so a correction within it can break the streak.
    """
    tally = case.journal.tally(metric)
    number_of = PERIODS[every]
    current, total, kept, is_done = 0, _NOTHING, 0, False
    for day, amount in zip(tally.days, tally.sums, strict=True):
        period = number_of(day)
        if period != current:
            kept = kept + 1 if period == current + 1 and _is_enough(total, target) else 0
            current, total, is_done = period, _NOTHING, False
        total += amount
        if not is_done and _is_enough(total, target):
            is_done = True
            if kept + 1 >= length:
                yield Turn(day, 1 if (kept + 1) % length == 0 else 0)


def _is_enough(total: Decimal, target: Decimal | None) -> bool:
    return total > 0 if target is None else total >= target


def raise_flag(case: Case, flag: str) -> Iterator[Turn]:
    """The days on which the flag was set; the first one counts. Undated is what was set from the start."""
    for number, day in enumerate(case.journal.flags.get(flag, ())):
        yield Turn(day, 0 if number else 1)


def stay_member(case: Case, span: Span) -> Iterator[Turn]:
    """The days on which the customer had been here for the span, twice the span, and so on."""
    joined, last = case.journal.joined, datetime.date.min
    for times in itertools.count(1) if joined else ():
        day = Span(span.number * times, span.unit).after(joined)  # type: ignore[arg-type]  # or there was no turn
        if not last < day <= case.journal.today:
            return
        yield Turn(day)
        last = day


def join_before(case: Case, day: datetime.date) -> Iterator[Turn]:
    """The day on which the customer joined, if it was before the day."""
    joined = case.journal.joined
    if joined and joined < day and joined <= case.journal.today:
        yield Turn(joined)


def close_places(dates: list[datetime.date | None], places: int) -> datetime.date:
    """Return the last day on which a place was free, given the days on which customers reached a target.

    Who got there before dated records began came first. Everyone of the last day shares it.
    """
    known = sorted(date for date in dates if date)
    left = places - (len(dates) - len(known))
    if left <= 0:
        return datetime.date.min
    return known[left - 1] if left <= len(known) else datetime.date.max
