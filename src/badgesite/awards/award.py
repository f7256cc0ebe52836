"""Records to awards: what each customer has earned, what comes next, who holds what, and how rare it is.

First each customer's own journal is asked, then what depends on the other customers (the first N, secrets that
are out), then what depends on that.
"""

import datetime
import decimal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from badgesite.awards.goals import Count, list_goals, list_offered
from badgesite.awards.journal import Journal, keep_journal
from badgesite.awards.merge import merge
from badgesite.awards.programme import Course, Programme, arrange
from badgesite.awards.rarity import tell_rarity
from badgesite.awards.rules import Earned, close_places
from badgesite.model import Award, Content, Customer, GivenAward, Standing

_EXACT = decimal.Context(prec=60)  # an amount has at most 24 digits, so the sums of a whole site stay exact


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that follows from the content on a day."""

    standings: Mapping[str, Standing]
    """By customer, private and unlisted ones too: pages choose."""
    holders: Mapping[str, tuple[str, ...]]
    """By badge, the public customers whose award of it holds, newest first, undated ones last, then by id."""
    rarity: Mapping[str, int | None]
    """By badge, N of `1 in N` among public customers; None where it is not told."""
    visible: frozenset[str]
    """The badges that may be spoken of: all but the secret ones that no public customer was awarded yet."""


class Reckoning(NamedTuple):
    """What a customer's own records decide."""

    earned: tuple[Earned | None, ...]
    """By the number of the way."""
    counts: tuple[Count, ...]
    """By the place of the series."""


def award(content: Content, today: datetime.date) -> Results:
    """Return the results of checked content on a day; nothing dated later counts."""
    with decimal.localcontext(_EXACT):
        programme = arrange(content)
        reckonings = {
            customer.id: reckon(programme, keep_journal(customer, content.activity.get(customer.id, ()), today))
            for customer in content.customers.values()
        }
        awards = settle_all(programme, reckonings, content.customers, today)
        visible = list_visible(content, awards)
        offered = list_offered(content.badges, visible, today)
        standings = {
            customer: Standing(held, list_goals(programme.series, reckonings[customer].counts, held, offered))
            for customer, held in awards.items()
        }
    holders = list_holders(content, awards)
    public = sum(customer.is_public for customer in content.customers.values())
    rarity = {badge: tell_rarity(len(customers), public) for badge, customers in holders.items()}
    return Results(standings, holders, rarity, visible)


def reckon(programme: Programme, journal: Journal) -> Reckoning:
    """Return what one journal decides, whoever else there is."""
    tallies = [journal.tally(series.metric) for series in programme.series]
    return Reckoning(
        tuple([way.condition(journal) for way in programme.ways]),
        tuple([Count(tally.total, tally.high_before(None)) for tally in tallies]),
    )


def close_ways(programme: Programme, reckonings: Iterable[Reckoning]) -> dict[int, datetime.date]:
    """Return, by number, the last day on which a way with limited places had room."""
    limited = {way.number: way.places for way in programme.ways if way.places is not None}
    days: dict[int, list[datetime.date | None]] = {number: [] for number in limited}
    for reckoning in reckonings if limited else ():
        for number in limited:
            if found := reckoning.earned[number]:
                days[number].append(found.date)
    return {number: close_places(days[number], places) for number, places in limited.items()}


def settle_all(
    programme: Programme,
    reckonings: Mapping[str, Reckoning],
    customers: Mapping[str, Customer],
    today: datetime.date,
) -> dict[str, tuple[Award, ...]]:
    """Return every customer's awards, as `settle` does."""
    last_days = close_ways(programme, reckonings.values())
    shared: dict[Award, Award] = {}  # equal awards are one object: many customers have millions of them
    return {
        id_: tuple(
            shared.setdefault(each, each) for each in settle(programme, reckonings[id_], customer, last_days, today)
        )
        for id_, customer in customers.items()
    }


def settle(
    programme: Programme,
    reckoning: Reckoning,
    customer: Customer,
    last_days: Mapping[int, datetime.date],
    today: datetime.date,
) -> tuple[Award, ...]:
    """Return a customer's awards, revoked and expired ones too, as `sort_awards` puts them."""
    given: dict[str, list[GivenAward]] = {}
    for entry in customer.awards:
        given.setdefault(entry.badge, []).append(entry)
    awards: list[Award] = []
    held: dict[str, Award] = {}
    for course in programme.courses:
        badge = course.badge
        milestone, earned = _find_earned(course, reckoning, held, last_days)
        if earned is None and badge.id not in given:
            continue
        found = merge(badge, milestone, earned, given.get(badge.id, ()), today)
        if found:
            awards.append(found)
            if found.revoked is None:
                held[badge.id] = found
    return sort_awards(awards)


def _find_earned(
    course: Course, reckoning: Reckoning, held: Mapping[str, Award], last_days: Mapping[int, datetime.date]
) -> tuple[str | None, Earned | None]:
    """The first way that came true, and how; what may have come before dated records began is the earliest.

    The other ways can only raise the number of times and renew what expires.
    """
    found = [
        (way.milestone, earned)
        for way in course.ways
        if (earned := reckoning.earned[way.number]) and not _is_after(earned.date, last_days.get(way.number))
    ]
    found.extend((each.milestone, earned) for each in course.combinations if (earned := each.condition(held)))
    if course.badge.retired:
        found = [each for each in found if not _is_from(each[1].date, course.badge.retired)]
    if len(found) < 2:
        return found[0] if found else (None, None)
    milestone, first = min(found, key=lambda each: each[1].date or datetime.date.min)
    days = [day for _, earned in found for day in (earned.date, earned.latest) if day]
    return milestone, Earned(first.date, max(earned.times for _, earned in found), max(days, default=None))


def _is_after(day: datetime.date | None, last: datetime.date | None) -> bool:
    return day is not None and last is not None and day > last


def _is_from(day: datetime.date | None, first: datetime.date) -> bool:
    return day is not None and day >= first


def sort_awards(awards: Iterable[Award]) -> tuple[Award, ...]:
    """Return awards newest first, undated ones after them, revoked ones at the end; equals by badge."""
    return tuple(sorted(awards, key=lambda each: (each.revoked is not None, _newest_first(each.date), each.badge)))


def _newest_first(day: datetime.date | None) -> int:
    return -day.toordinal() if day else 0


def list_holders(content: Content, awards: Mapping[str, tuple[Award, ...]]) -> dict[str, tuple[str, ...]]:
    """Return by badge the public customers whose award of it holds, newest first, then by id."""
    holders: dict[str, list[tuple[int, str]]] = {badge: [] for badge in content.badges}
    for customer in content.customers.values():
        for each in awards[customer.id] if customer.is_public else ():
            if each.holds:
                holders[each.badge].append((_newest_first(each.date), customer.id))
    return {badge: tuple(customer for _, customer in sorted(found)) for badge, found in holders.items()}


def list_visible(content: Content, awards: Mapping[str, tuple[Award, ...]]) -> frozenset[str]:
    """Return the badges that may be spoken of: a secret one is out once a public customer was awarded it.

    It stays so when that award expires or is revoked, since the award's page stays.
    """
    public = (customer.id for customer in content.customers.values() if customer.is_public)
    out = {each.badge for customer in public for each in awards[customer]}
    return frozenset(badge.id for badge in content.badges.values() if not badge.secret or badge.id in out)
