"""Acts of advocacy: what a customer does that speaks for the issuer, as the site names it."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.journal import Journal, Tally
from badgesite.model import Customer, Said


class Act(NamedTuple):
    """All that a customer did of one kind."""

    metric: str | None
    """None for what the customer wrote elsewhere (`said`)."""
    amount: Decimal
    """All of it, dated or not; of a flag, one."""
    last: datetime.date | None
    """The latest day known."""
    fresh: Decimal
    """How much of it is dated on the asked day or later."""
    said: Said | None = None
    """The latest of what the customer wrote."""


def list_acts(
    customer: Customer, journal: Journal, metrics: Sequence[str], since: datetime.date | None
) -> Iterator[Act]:
    """Yield what a customer did of each of these metrics, in their order, and what the customer wrote elsewhere."""
    for metric in dict.fromkeys(metrics):
        tally, days = journal.tally(metric), journal.flags.get(metric, ())
        if tally.total > 0:
            dated = list(_list_additions(tally))
            fresh = sum((amount for day, amount in dated if since and day >= since), Decimal(0))
            yield Act(metric, tally.total, dated[-1][0] if dated else None, fresh)
        elif days:
            yield Act(metric, Decimal(1), days[-1], Decimal(bool(since and days[-1] and days[-1] >= since)))
    said = [each for each in customer.said if each.date is None or each.date <= journal.today]
    if said:
        fresh = Decimal(sum(bool(since and each.date and each.date >= since) for each in said))
        latest = max(said, key=lambda each: each.date or datetime.date.min)
        yield Act(None, Decimal(len(said)), latest.date, fresh, latest)


def list_days(customer: Customer, journal: Journal) -> list[datetime.date]:
    """Return the days on which something was added to the customer's records or said by them, rising, each once."""
    days = {day for flag in journal.flags.values() for day in flag if day}
    days.update(each.date for each in customer.said if each.date and each.date <= journal.today)
    for tally in journal.tallies.values():
        days.update(day for day, _ in _list_additions(tally))
    return sorted(days)


def _list_additions(tally: Tally) -> Iterator[tuple[datetime.date, Decimal]]:
    """Yield the days on which something was added, and how much; what corrections take away is left out."""
    return ((day, amount) for day, amount in zip(tally.days, tally.sums, strict=True) if amount > 0)
