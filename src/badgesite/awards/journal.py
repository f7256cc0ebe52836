"""A customer's counted state: what the records say, added up by metric and day."""

import datetime
import itertools
from collections.abc import Collection, Iterable, Mapping
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

    @property
    def high(self) -> Decimal:
        """The highest total ever."""
        return self.highs[-1] if self.highs else self.base


class Journal(NamedTuple):
    """Everything that rules may ask about one customer, as it stood at the end of a day."""

    today: datetime.date
    joined: datetime.date | None
    tallies: Mapping[str, Tally]
    flags: Mapping[str, tuple[datetime.date | None, ...]]
    """The flags that were ever true, with the days on which they were set; first None if they were from the start."""

    def tally(self, metric: str) -> Tally:
        """Return the tally of a metric, an empty one if nothing was counted."""
        return self.tallies.get(metric, _EMPTY)


_EMPTY = Tally()


def keep_journal(
    customer: Customer, facts: Iterable[Fact], today: datetime.date, only: Collection[str] | None = None
) -> Journal:
    """Return the journal of a customer from its record and its other dated facts, in any order.

    Facts dated after today do not count, nor do metrics beside those in `only`, if that is given. Sums are exact as
    far as the decimal context is (see `award`).
    """
    added: dict[str, dict[datetime.date, Decimal]] = {}
    flags: dict[str, set[datetime.date]] = {}
    for date, metric, amount in itertools.chain(customer.facts() if customer.activity else (), facts):
        if date > today or (only is not None and metric not in only):
            continue
        if isinstance(amount, bool):
            if amount:
                flags.setdefault(metric, set()).add(date)
            continue
        days = added.setdefault(metric, {})
        days[date] = days[date] + amount if date in days else amount
    bases = {metric: value for metric, value in customer.metrics.items() if not isinstance(value, bool)}
    raised = {metric for metric, value in customer.metrics.items() if value is True}
    tallies = {
        metric: _add_up(bases.get(metric, _NOTHING), added.get(metric, {})) for metric in bases.keys() | added.keys()
    }
    set_on = {
        metric: (*((None,) if metric in raised else ()), *sorted(flags.get(metric, ())))
        for metric in raised | flags.keys()
    }
    return Journal(today, customer.joined, tallies, set_on)


def _add_up(base: Decimal, added: Mapping[datetime.date, Decimal]) -> Tally:
    days = tuple(sorted(added))
    sums = tuple([added[day] for day in days])
    totals = tuple(itertools.accumulate(sums, initial=base))
    return Tally(base, days, sums, tuple(itertools.accumulate(totals, max))[1:], totals[-1])
