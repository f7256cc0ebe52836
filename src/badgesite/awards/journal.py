"""A customer's counted state: what the records say, added up by metric and day."""

import bisect
import datetime
import itertools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from badgesite.model import Customer, Fact

_NOTHING = Decimal(0)


class Tally(NamedTuple):
    """One metric of one customer; the three tuples run in parallel, a day each, in the order of time."""

    base: Decimal = _NOTHING
    """What was counted before dated records began."""
    days: tuple[datetime.date, ...] = ()
    sums: tuple[Decimal, ...] = ()
    """What was added on each day, all records of the day together; a correction is below zero."""
    highs: tuple[Decimal, ...] = ()
    """The highest total by the end of each day: it never falls, so that what was reached stays reached."""
    total: Decimal = _NOTHING
    """What is counted in the end, corrections included."""

    def high_before(self, day: datetime.date | None) -> Decimal:
        """Return the highest total by the end of the day before; without a day, the highest of all."""
        number = len(self.days) if day is None else bisect.bisect_left(self.days, day)
        return self.highs[number - 1] if number else self.base


class Journal(NamedTuple):
    """Everything that rules may ask about one customer, as it stood at the end of a day."""

    today: datetime.date
    joined: datetime.date | None
    tallies: Mapping[str, Tally]
    flags: Mapping[str, datetime.date | None]
    """The flags that were ever true, with the first day; None if they were before dated records began."""

    def tally(self, metric: str) -> Tally:
        """Return the tally of a metric, an empty one if nothing was counted."""
        return self.tallies.get(metric, _EMPTY)


_EMPTY = Tally()


def keep_journal(customer: Customer, facts: Iterable[Fact], today: datetime.date) -> Journal:
    """Return the journal of a customer from its record and its other dated facts, in any order.

    Facts dated after today do not count. Sums are exact as far as the decimal context is (see `award`).
    """
    added: dict[str, dict[datetime.date, Decimal]] = {}
    flags: dict[str, datetime.date | None] = {}
    for date, metric, amount in itertools.chain(customer.facts(), facts):
        if date > today:
            continue
        if isinstance(amount, bool):
            if amount:
                flags[metric] = min(flags.get(metric) or date, date)
            continue
        days = added.setdefault(metric, {})
        days[date] = days.get(date, _NOTHING) + amount
    bases: dict[str, Decimal] = {}
    for metric, value in customer.metrics.items():
        if value is True:
            flags[metric] = None
        elif not isinstance(value, bool):
            bases[metric] = value
    tallies = {
        metric: _add_up(bases.get(metric, _NOTHING), added.get(metric, {})) for metric in bases.keys() | added.keys()
    }
    return Journal(today, customer.joined, tallies, flags)


def _add_up(base: Decimal, added: Mapping[datetime.date, Decimal]) -> Tally:
    days = tuple(sorted(added))
    sums = tuple(added[day] for day in days)
    totals = tuple(itertools.accumulate(sums, initial=base))
    return Tally(base, days, sums, tuple(itertools.accumulate(totals, max))[1:], totals[-1])
