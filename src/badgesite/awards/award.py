"""Records to awards: what each customer has earned, what comes next, who holds what, and how rare it is.

First those rules are asked that limit the number of places, for they depend on everyone; then each customer's
journal, badge by badge; then what depends on all awards: secrets that are out, and so the next goals.
"""

import datetime
import decimal
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from badgesite.awards.case import Case, Held
from badgesite.awards.goals import Count, list_goals
from badgesite.awards.journal import Journal, keep_journal
from badgesite.awards.memory import Firsts, Memory, Population, Remembered, Told, list_sources
from badgesite.awards.merge import Merged, merge
from badgesite.awards.programme import Course, Programme, arrange, list_renewable
from badgesite.awards.rarity import tell_rarity
from badgesite.awards.reach import list_closed
from badgesite.awards.rules import close_places, reach_total
from badgesite.awards.turns import Turn, join_turns
from badgesite.model import Award, Content, Customer, GivenAward, Goal, Standing

EXACT = decimal.Context(prec=60)
"""An amount has at most 24 digits, so the sums of a whole site stay exact."""


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
    renewable: frozenset[str]
    """The badges that can be earned once more by going on, so that an award which expired can be renewed."""
    closed: frozenset[str]
    """The badges that nobody can earn any more who has not done so."""


class Settled(NamedTuple):
    """What one customer was awarded, and what goals are made from."""

    awards: tuple[Award, ...]
    counts: tuple[Count, ...]
    """By the place of the series."""


def award(content: Content, today: datetime.date, memory: Memory | None = None) -> Results:
    """Return the results of checked content on a day; nothing dated later counts.

    What the memory holds is not reckoned again, unless something changed on which it depends.
    """
    memory = memory or Memory()
    with decimal.localcontext(EXACT):
        programme = arrange(content)
        sources = list_sources(content, today)
        known = memory.recall(sources)
        rows, population, visible = _stand(programme, content, today, sources, known, memory.population)
    standings = {id_: row.standing for id_, row in rows.items()}
    holders = list_holders(content, standings)
    public = sum(customer.is_public for customer in content.outlines.values())
    rarity = {badge: tell_rarity(len(customers), public) for badge, customers in holders.items()}
    memory.learn(rows, population, Told(rarity, visible))
    renewable, closed = list_renewable(programme, today), list_closed(programme, population, today)
    return Results(standings, sources, population, holders, rarity, visible, renewable, closed)


def _stand(
    programme: Programme,
    content: Content,
    today: datetime.date,
    sources: Mapping[str, str],
    known: Mapping[str, Remembered],
    before: Population | None,
) -> tuple[dict[str, Remembered], Population, frozenset[str]]:
    """Return where every customer stands, what that takes from all others, and the badges that may be spoken of.

    What is known already is right only for those whom no difference to the population `before` concerns.
    """
    customers = content.customers
    firsts = {id_: row.firsts for id_, row in known.items()}
    firsts |= list_firsts(programme, content, today, [id_ for id_ in customers if id_ not in known])
    last_days = close_ways(programme, firsts.values())
    known = {id_: row for id_, row in known.items() if before and not _is_moved(row.firsts, before, last_days)}
    fresh = settle_all(programme, content, today, last_days, [id_ for id_ in customers if id_ not in known])
    awards = {id_: fresh[id_].awards if id_ in fresh else known[id_].standing.awards for id_ in customers}
    visible = list_visible(content, awards)
    offered = list_offered(content, visible, today)
    if known and before and offered != before.offered:
        return _stand(programme, content, today, sources, {}, None)
    reckoned = add_goals(programme, fresh, offered)
    rows = {
        id_: Remembered(sources[id_], firsts[id_], reckoned[id_]) if id_ in fresh else known[id_] for id_ in customers
    }
    return rows, Population(tuple(sorted(last_days.items())), offered), visible


def add_goals(programme: Programme, settled: Mapping[str, Settled], offered: frozenset[str]) -> dict[str, Standing]:
    """Return where these customers stand: what they were awarded, and what comes next."""
    shared: dict[Goal, Goal] = {}
    standings = {}
    for id_, (awards, counts) in settled.items():
        goals = list_goals(programme.series, counts, awards, offered)
        standings[id_] = Standing(awards, tuple([shared.setdefault(goal, goal) for goal in goals]))
    return standings


def list_firsts(
    programme: Programme, content: Content, today: datetime.date, ids: Iterable[str]
) -> dict[str, Firsts]:
    """Return by customer on which day each rule with limited places came true, by its number."""
    if not programme.limited:
        return dict.fromkeys(ids, ())
    metrics = {rule.metric for rule in programme.limited}
    firsts = {}
    for id_ in ids:
        journal = keep_journal(content.customers[id_], content.activity.get(id_, ()), today, metrics)
        case = Case(journal, {}, {})
        reached = (next(reach_total(case, rule.metric, rule.target), None) for rule in programme.limited)
        firsts[id_] = tuple((number, turn.date) for number, turn in enumerate(reached) if turn)
    return firsts


def close_ways(programme: Programme, firsts: Iterable[Firsts]) -> dict[int, datetime.date]:
    """Return, by number, the last day on which a rule with limited places had room."""
    days: dict[int, list[datetime.date | None]] = {number: [] for number in range(len(programme.limited))}
    for number, day in itertools.chain.from_iterable(firsts):
        days[number].append(day)
    return {number: close_places(days[number], rule.first) for number, rule in enumerate(programme.limited)}


def _is_moved(firsts: Firsts, before: Population, last_days: Mapping[int, datetime.date]) -> bool:
    """Whether a customer has a place that was not there before, or the reverse."""
    earlier = dict(before.last_days)
    return any(day is not None and (day <= earlier[number]) != (day <= last_days[number]) for number, day in firsts)


def settle_all(
    programme: Programme,
    content: Content,
    today: datetime.date,
    last_days: Mapping[int, datetime.date],
    ids: Iterable[str],
) -> dict[str, Settled]:
    """Return what `settle` makes of each of these customers."""
    shared: dict[Award, Award] = {}  # equal awards are one object: many customers have millions of them
    settled = {}
    for id_ in ids:
        customer = content.customers[id_]
        journal = keep_journal(customer, content.activity.get(id_, ()), today)
        awards = settle(programme, journal, customer, last_days)
        tallies = [journal.tally(series.metric) for series in programme.series]
        settled[id_] = Settled(
            tuple([shared.setdefault(each, each) for each in awards]),
            tuple([Count(tally.total, tally.high) for tally in tallies]),
        )
    return settled


def settle(
    programme: Programme, journal: Journal, customer: Customer, last_days: Mapping[int, datetime.date]
) -> tuple[Award, ...]:
    """Return a customer's awards, revoked and expired ones too, as `sort_awards` puts them."""
    walked = walk_courses(programme, journal, customer, last_days)
    return sort_awards(found.award for _, found, _ in walked if found)


def walk_courses(
    programme: Programme, journal: Journal, customer: Customer, last_days: Mapping[int, datetime.date]
) -> Iterator[tuple[Course, Merged | None, Case]]:
    """Yield how each badge is earned, what a customer was awarded of it, and the case as it stood before that."""
    given = group_given(customer)
    held: dict[str, Held] = {}
    case = Case(journal, held, last_days)
    for course in programme.courses:
        badge = course.badge
        milestone, turns = find_turns(course, case)
        found = None
        if turns or badge.id in given:
            found = merge(badge, milestone, turns, given.get(badge.id, ()), journal.today)
        yield course, found, case
        if found and found.award.revoked is None and course.is_needed:
            held[badge.id] = found.held


def group_given(customer: Customer) -> dict[str, list[GivenAward]]:
    """Return what a customer was given by hand, by badge."""
    given: dict[str, list[GivenAward]] = {}
    for entry in customer.awards:
        given.setdefault(entry.badge, []).append(entry)
    return given


def find_turns(course: Course, case: Case) -> tuple[str | None, tuple[Turn, ...]]:
    """Return the milestone that came true first, and the days on which the badge was earned.

    What may have come before dated records began is the earliest. From the day of its retirement on nobody earns it.
    """
    found: list[tuple[str, list[Turn]]] = []
    for way in course.ways:
        if way.metric is not None and way.metric not in case.journal.tallies:
            continue
        coming = way.condition(case)
        turns = list(coming) if course.counts_again else list(itertools.islice(coming, 1))
        if turns and course.badge.retired:
            turns = [turn for turn in turns if not _is_from(turn.date, course.badge.retired)]
        if turns:
            found.append((way.milestone, turns))
    if not found:
        return None, ()
    if len(found) == 1:
        return found[0][0], tuple(found[0][1])
    milestone, _ = min(found, key=lambda each: each[1][0].date or datetime.date.min)
    turns_of_all = join_turns([turns for _, turns in found])
    return milestone, turns_of_all if course.counts_again else turns_of_all[:1]


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
    secret = {badge.id for badge in content.badges.values() if badge.secret}
    public = (customer.id for customer in content.outlines.values() if customer.is_public) if secret else ()
    out = {each.badge for customer in public for each in awards[customer]}
    return frozenset(badge for badge in content.badges if badge not in secret or badge in out)


def list_offered(content: Content, visible: Collection[str], today: datetime.date) -> frozenset[str]:
    """Return the badges that a goal may name: steps of a series, neither retired by today nor secret."""
    steps = {step.badge for series in content.series.values() for step in series.steps}
    retired = {badge.id for badge in content.badges.values() if badge.is_retired(today)}
    return frozenset(steps.intersection(visible) - retired)
