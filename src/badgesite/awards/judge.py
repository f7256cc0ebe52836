"""Why a customer has a badge, or not yet: each rule that awards it, the records that counted, what is missing."""

import datetime
import decimal
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.award import EXACT, group_given, walk_courses
from badgesite.awards.case import Case
from badgesite.awards.journal import keep_journal
from badgesite.awards.memory import Population
from badgesite.awards.programme import Course, Programme, arrange, make_condition
from badgesite.awards.rules import PERIODS, reach_total
from badgesite.awards.turns import Turn
from badgesite.model import (
    AllOf,
    AnyOf,
    Award,
    Content,
    Customer,
    Fact,
    First,
    Flag,
    GivenAward,
    Part,
    Span,
    Streak,
    Total,
    Window,
)


class Verdict(NamedTuple):
    """What a rule, or a badge that a combination asks for, says of a customer."""

    rule: Part
    turns: tuple[Turn, ...]
    """The days on which it came true, or the badge was earned, in the order of time; empty if it did not."""
    base: Decimal
    """What was counted before dated records began and counts for this rule."""
    facts: tuple[Fact, ...]
    """The records that count for it, oldest first: up to the day on which it first came true, or all until today."""
    have: Decimal | None = None
    """How far the customer got: the total, the fullest window, the longest streak in periods; or nothing."""
    target: Decimal | None = None
    """How far one must get for this rule."""
    last_place: datetime.date | None = None
    """For limited places: the last day on which there was one."""
    parts: tuple["Verdict", ...] = ()
    """What the parts of a combination say."""

    @property
    def is_true(self) -> bool:
        """Whether the rule came true."""
        return bool(self.turns)


class Judgement(NamedTuple):
    """All about one badge and one customer."""

    award: Award | None
    """The award, revoked and expired ones too."""
    verdicts: tuple[tuple[str, Verdict], ...]
    """By series or milestone what each of the badge's rules says; more than one may have come true."""
    given: tuple[GivenAward, ...]
    """What the customer was given by hand."""
    retired: datetime.date | None
    """From when on nobody could earn the badge, if that day is there; what came true later did not count."""


def judge(content: Content, population: Population, customer: str, badge: str, today: datetime.date) -> Judgement:
    """Return why a customer holds a badge or not, given who else there is; raises KeyError for unknown ids.

    `population` is that of the results of the same content and day (`award`).
    """
    with decimal.localcontext(EXACT):
        programme = arrange(content)
        who = content.customers[customer]
        facts = tuple(sorted((*who.facts(), *content.activity.get(customer, ()))))
        journal = keep_journal(who, content.activity.get(customer, ()), today)
        for course, found, case in walk_courses(programme, journal, who, dict(population.last_days)):
            if course.badge.id == badge:
                judged = _Bench(programme, who, tuple(fact for fact in facts if fact.date <= today), case)
                return Judgement(
                    found.award if found else None,
                    tuple(_judge_ways(course, judged)),
                    tuple(group_given(who).get(badge, ())),
                    course.badge.retired,
                )
    raise KeyError(badge)


class _Bench(NamedTuple):
    """What verdicts are made from."""

    programme: Programme
    customer: Customer
    facts: tuple[Fact, ...]
    case: Case


def _judge_ways(course: Course, bench: _Bench) -> Iterator[tuple[str, Verdict]]:
    for way in course.ways:
        yield way.milestone, _judge_part(way.rule, bench)


def _judge_part(part: Part, bench: _Bench) -> Verdict:
    if isinstance(part, str):
        held = bench.case.held.get(part)
        return Verdict(part, tuple(map(Turn, held.days)) if held else (), Decimal(0), ())
    turns = tuple(make_condition(part, bench.programme.limited)(bench.case))
    until = turns[0].date if turns else bench.case.journal.today
    match part:
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            return Verdict(part, turns, Decimal(0), (), parts=tuple(_judge_part(each, bench) for each in parts))
        case Total(metric=metric, target=target):
            tally = bench.case.journal.tally(metric)
            return Verdict(part, turns, tally.base, _facts(metric, bench, None, until), tally.total, target)
        case First(metric=metric, target=target):
            tally = bench.case.journal.tally(metric)
            reached = next(reach_total(bench.case, metric, target), None)
            facts = _facts(metric, bench, None, reached.date if reached else until)
            last = bench.case.last_days[bench.programme.limited.index(part)]
            return Verdict(part, turns, tally.base, facts, tally.total, target, last)
        case Window(metric=metric, target=target, within=within):
            start, end, most = _find_fullest(metric, within, bench, until)
            return Verdict(part, turns, Decimal(0), _facts(metric, bench, start, end), most, target)
        case Streak(metric=metric):
            kept, start = _find_longest(part, bench, until)
            facts = _facts(metric, bench, start, until)
            return Verdict(part, turns, Decimal(0), facts, Decimal(kept), Decimal(part.for_))
        case Flag(flag=flag):
            return Verdict(part, turns, Decimal(0), _facts(flag, bench, None, until))
    return Verdict(part, turns, Decimal(0), ())


def _facts(metric: str, bench: _Bench, start: datetime.date | None, until: datetime.date | None) -> tuple[Fact, ...]:
    """Return the facts of a metric between two days; none up to no day, for then the base alone decided."""
    return tuple(
        fact
        for fact in bench.facts
        if fact.metric == metric
        and (start is None or start <= fact.date)
        and until is not None
        and fact.date <= until
    )


def _find_fullest(
    metric: str, within: Span, bench: _Bench, until: datetime.date | None
) -> tuple[datetime.date | None, datetime.date | None, Decimal]:
    """Return the first and the last day of the run within the span in which most was added by a day, and how much."""
    tally = bench.case.journal.tally(metric)
    best: tuple[datetime.date | None, datetime.date | None, Decimal] = (None, None, Decimal(0))
    for place, start in enumerate(tally.days):
        total = Decimal(0)
        for day, amount in zip(tally.days[place:], tally.sums[place:], strict=True):
            if day >= within.after(start) or until is None or day > until:
                break
            total += amount
            if total > best[2]:
                best = (start, day, total)
    return best


def _find_longest(rule: Streak, bench: _Bench, until: datetime.date | None) -> tuple[int, datetime.date | None]:
    """Return how many periods the longest streak by a day has, and the first day of it."""
    tally, number_of = bench.case.journal.tally(rule.metric), PERIODS[rule.every]
    sums: dict[int, Decimal] = {}
    begins: dict[int, datetime.date] = {}
    for day, amount in zip(tally.days, tally.sums, strict=True):
        if until is not None and day <= until:
            period = number_of(day)
            sums[period] = sums.get(period, Decimal(0)) + amount
            begins.setdefault(period, day)
    longest: tuple[int, datetime.date | None] = (0, None)
    kept, before, first = 0, 0, None
    for period, total in sums.items():
        if total < rule.target if rule.target is not None else total <= 0:
            kept = 0
        elif kept and before == period - 1:
            kept += 1
        else:
            kept, first = 1, begins[period]
        if kept > longest[0]:
            longest = (kept, first)
        before = period
    return longest
