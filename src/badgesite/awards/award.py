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
from badgesite.awards.memory import Firsts, Memory, Population, Remembered, list_sources
from badgesite.awards.merge import merge
from badgesite.awards.programme import Course, Programme, arrange
from badgesite.awards.rarity import tell_rarity
from badgesite.awards.rules import Earned, close_places
from badgesite.model import Award, Content, Customer, GivenAward, Goal, Standing

_EXACT = decimal.Context(prec=60)  # an amount has at most 24 digits, so the sums of a whole site stay exact


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that follows from the content on a day."""

    standings: Mapping[str, Standing]
    """By customer, private and unlisted ones too: pages choose."""
    sources: Mapping[str, str]
    """By customer, the hash of what the standing was reckoned from; empty where that is not told."""
    population: Population
    """What the standings take from everyone."""
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


def award(content: Content, today: datetime.date, memory: Memory | None = None) -> Results:
    """Return the results of checked content on a day; nothing dated later counts.

    What the memory holds is not reckoned again, unless something changed that everyone depends on.
    """
    memory = memory or Memory()
    with decimal.localcontext(_EXACT):
        programme = arrange(content)
        sources = list_sources(content, today)
        known = memory.recall(sources)
        rows, population, visible = _stand(programme, content, today, sources, known)
        if known and population != memory.population:
            rows, population, visible = _stand(programme, content, today, sources, {})
    memory.learn(rows, population)
    standings = {id_: row.standing for id_, row in rows.items()}
    holders = list_holders(content, standings)
    public = sum(customer.is_public for customer in content.outlines.values())
    rarity = {badge: tell_rarity(len(customers), public) for badge, customers in holders.items()}
    return Results(standings, sources, population, holders, rarity, visible)


def _stand(
    programme: Programme,
    content: Content,
    today: datetime.date,
    sources: Mapping[str, str],
    known: Mapping[str, Remembered],
) -> tuple[dict[str, Remembered], Population, frozenset[str]]:
    """Return where every customer stands, what that takes from all others, and the badges that may be spoken of.

    What is known already is right only if the population comes out as it was then.
    """
    reckonings = {
        id_: reckon(programme, keep_journal(content.customers[id_], content.activity.get(id_, ()), today))
        for id_ in content.customers
        if id_ not in known
    }
    firsts = {id_: row.firsts for id_, row in known.items()} | list_firsts(programme, reckonings)
    last_days = close_ways(programme, firsts.values())
    awards = {id_: row.standing.awards for id_, row in known.items()}
    awards |= settle_all(programme, reckonings, content.customers, last_days, today)
    visible = list_visible(content, awards)
    offered = list_offered(content.badges, visible, today)
    rows = {}
    shared: dict[Goal, Goal] = {}
    for id_ in content.customers:
        if id_ in known:
            rows[id_] = known[id_]
        else:
            goals = list_goals(programme.series, reckonings[id_].counts, awards[id_], offered)
            goals = tuple([shared.setdefault(goal, goal) for goal in goals])
            rows[id_] = Remembered(sources[id_], firsts[id_], Standing(awards[id_], goals))
    return rows, Population(tuple(sorted(last_days.items())), offered), visible


def reckon(programme: Programme, journal: Journal) -> Reckoning:
    """Return what one journal decides, whoever else there is."""
    tallies = [journal.tally(series.metric) for series in programme.series]
    return Reckoning(
        tuple([way.condition(journal) for way in programme.ways]),
        tuple([Count(tally.total, tally.high_before(None)) for tally in tallies]),
    )


def list_firsts(programme: Programme, reckonings: Mapping[str, Reckoning]) -> dict[str, Firsts]:
    """Return by customer on which day each way with limited places came true, by its number."""
    limited = [way.number for way in programme.ways if way.places is not None]
    return {
        id_: tuple((number, earned.date) for number in limited if (earned := reckoning.earned[number]))
        for id_, reckoning in reckonings.items()
    }


def close_ways(programme: Programme, firsts: Iterable[Firsts]) -> dict[int, datetime.date]:
    """Return, by number, the last day on which a way with limited places had room."""
    limited = {way.number: way.places for way in programme.ways if way.places is not None}
    days: dict[int, list[datetime.date | None]] = {number: [] for number in limited}
    for found in firsts if limited else ():
        for number, day in found:
            days[number].append(day)
    return {number: close_places(days[number], places) for number, places in limited.items()}


def settle_all(
    programme: Programme,
    reckonings: Mapping[str, Reckoning],
    customers: Mapping[str, Customer],
    last_days: Mapping[int, datetime.date],
    today: datetime.date,
) -> dict[str, tuple[Award, ...]]:
    """Return the awards of every customer that was reckoned, as `settle` does."""
    shared: dict[Award, Award] = {}  # equal awards are one object: many customers have millions of them
    return {
        id_: tuple(
            shared.setdefault(each, each) for each in settle(programme, reckoning, customers[id_], last_days, today)
        )
        for id_, reckoning in reckonings.items()
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


def list_holders(content: Content, standings: Mapping[str, Standing]) -> dict[str, tuple[str, ...]]:
    """Return by badge the public customers whose award of it holds, newest first, then by id."""
    holders: dict[str, list[tuple[int, str]]] = {badge: [] for badge in content.badges}
    for customer in content.outlines.values():
        for each in standings[customer.id].awards if customer.is_public else ():
            if each.holds:
                holders[each.badge].append((_newest_first(each.date), customer.id))
    return {badge: tuple(customer for _, customer in sorted(found)) for badge, found in holders.items()}


def list_visible(content: Content, awards: Mapping[str, tuple[Award, ...]]) -> frozenset[str]:
    """Return the badges that may be spoken of: a secret one is out once a public customer was awarded it.

    It stays so when that award expires or is revoked, since the award's page stays.
    """
    public = (customer.id for customer in content.outlines.values() if customer.is_public)
    out = {each.badge for customer in public for each in awards[customer]}
    return frozenset(badge.id for badge in content.badges.values() if not badge.secret or badge.id in out)
