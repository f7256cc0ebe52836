"""The milestones of a site made ready to be asked of every customer."""

import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from typing import NamedTuple

from badgesite.awards import combine, rules
from badgesite.awards.case import Case, Held
from badgesite.awards.combine import Between, Condition, PartOf
from badgesite.model import (
    AllOf,
    AnyOf,
    Badge,
    Content,
    First,
    Flag,
    JoinedBefore,
    MemberFor,
    Part,
    Rule,
    Series,
    Streak,
    Total,
    Window,
    walk,
)

HoldRule = Callable[[Condition, Case], Held | None]


class Way(NamedTuple):
    """A way to earn a badge: a step of a series, or a milestone of its own."""

    badge: str
    milestone: str
    """The id of the series or milestone."""
    rule: Rule
    condition: Condition
    metric: str | None
    """What must have been counted for it; None if it needs no number."""


class Course(NamedTuple):
    """All that can make a customer hold one badge."""

    badge: Badge
    ways: tuple[Way, ...]
    counts_again: bool
    """Whether more than the first time matters: the badge repeats, or expires and can be renewed."""
    is_needed: bool
    """Whether a combination asks for it."""


@dataclass(frozen=True, slots=True)
class Programme:
    """How the badges are earned; the courses come in such an order that what a combination asks for is before it."""

    courses: tuple[Course, ...]
    series: tuple[Series, ...]
    limited: tuple[First, ...]
    """The rules with limited places; a rule's number is its place in here."""


def arrange(content: Content) -> Programme:
    """Return the programme of a site whose milestones name known badges and form no cycle.

    Raises graphlib.CycleError for a cycle: content is checked before.
    """
    stated = tuple(_list_rules(content))
    limited = tuple(dict.fromkeys(each for _, _, rule in stated for _, each in walk(rule) if isinstance(each, First)))
    ways: dict[str, list[Way]] = {badge: [] for badge in content.badges}
    needs: dict[str, set[str]] = {badge: set() for badge in content.badges}
    for badge, milestone, rule in stated:
        hold = combine.hold_rule if _counts_again(content.badges[badge]) else combine.hold_first
        ways[badge].append(Way(badge, milestone, rule, make_condition(rule, limited, hold), _find_metric(rule)))
        needs[badge].update(part for _, part in walk(rule) if isinstance(part, str))
    needed = set(itertools.chain.from_iterable(needs.values()))
    courses = tuple(
        Course(badge, tuple(ways[id_]), _counts_again(badge), id_ in needed)
        for id_ in TopologicalSorter(needs).static_order()
        for badge in [content.badges[id_]]
    )
    return Programme(courses, tuple(content.series.values()), limited)


def _list_rules(content: Content) -> Iterator[tuple[str, str, Rule]]:
    """Yield the badge, the series or milestone, and the rule of each way to a badge."""
    for series in content.series.values():
        for step in series.steps:
            yield step.badge, series.id, Total.model_construct(metric=series.metric, target=step.target)
    for milestone in content.milestones.values():
        yield milestone.badge, milestone.id, milestone.when


def _counts_again(badge: Badge) -> bool:
    return badge.repeatable or badge.expires_after is not None


def _find_metric(rule: Rule) -> str | None:
    return rule.metric if isinstance(rule, Total | First | Window | Streak) else None


def make_condition(rule: Rule, limited: Sequence[First], hold: HoldRule = combine.hold_rule) -> Condition:
    """Return what yields the days on which a rule comes true; `hold` asks those that a combination is made of."""
    match rule:
        case Total(metric=metric, target=target):
            return partial(rules.reach_total, metric=metric, target=target)
        case First(metric=metric, target=target):
            return partial(rules.be_among_first, metric=metric, target=target, number=limited.index(rule))
        case Window(metric=metric, target=target, within=within):
            return partial(rules.fill_window, metric=metric, target=target, within=within)
        case Streak(metric=metric, every=every, for_=length, target=least):
            return partial(rules.keep_streak, metric=metric, every=every, length=length, target=least)
        case Flag(flag=flag):
            return partial(rules.raise_flag, flag=flag)
        case MemberFor(member_for=span):
            return partial(rules.stay_member, span=span)
        case JoinedBefore(joined_before=day):
            return partial(rules.join_before, day=day)
        case AllOf(all_of=parts, not_before=first, not_after=last):
            return partial(combine.hold_all, parts=_make_parts(parts, limited, hold), between=Between(first, last))
        case AnyOf(any_of=parts, not_before=first, not_after=last):
            return partial(combine.hold_any, parts=_make_parts(parts, limited, hold), between=Between(first, last))


def _make_parts(parts: Sequence[Part], limited: Sequence[First], hold: HoldRule) -> tuple[PartOf, ...]:
    return tuple(
        partial(combine.hold_badge, badge=part)
        if isinstance(part, str)
        else partial(hold, make_condition(part, limited, hold))
        for part in parts
    )


def list_renewable(programme: Programme, today: datetime.date) -> frozenset[str]:
    """Return the badges whose awards can be earned once more by going on: those not retired whose rule can repeat."""
    renewable: set[str] = set()
    for course in programme.courses:
        if not course.badge.is_retired(today) and any(can_repeat(way.rule, renewable, today) for way in course.ways):
            renewable.add(course.badge.id)
    return frozenset(renewable)


def can_repeat(rule: Part, renewable: set[str], today: datetime.date) -> bool:
    """Whether a rule, or the badge of an id, can come true once more, given the badges that can."""
    match rule:
        case Total() | Window() | Streak() | MemberFor():
            return True
        case AllOf(all_of=parts, not_after=last) | AnyOf(any_of=parts, not_after=last):
            return (last is None or last >= today) and any(can_repeat(part, renewable, today) for part in parts)
    return rule in renewable
