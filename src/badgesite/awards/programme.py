"""The milestones of a site made ready to be asked of every customer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from graphlib import TopologicalSorter
from typing import NamedTuple

from badgesite.awards import rules
from badgesite.awards.journal import Journal
from badgesite.awards.rules import Earned
from badgesite.model import (
    AllOf,
    AnyOf,
    Award,
    Badge,
    Content,
    First,
    Flag,
    JoinedBefore,
    MemberFor,
    Rule,
    Series,
    Streak,
    Total,
    Window,
)

Condition = Callable[[Journal], Earned | None]


class Way(NamedTuple):
    """A way to earn a badge that a customer's own journal decides."""

    number: int
    badge: str
    milestone: str
    condition: Condition
    places: int | None = None
    """For how many customers there is room; None for everyone."""


class Combination(NamedTuple):
    """A way to earn a badge by holding others."""

    badge: str
    milestone: str
    parts: tuple[str, ...]
    condition: Callable[[Mapping[str, Award]], Earned | None]


class Course(NamedTuple):
    """All that can make a customer hold one badge."""

    badge: Badge
    ways: tuple[Way, ...]
    combinations: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The ways of all badges; the courses come in such an order that a combination's parts stand before it."""

    ways: tuple[Way, ...]
    courses: tuple[Course, ...]
    series: tuple[Series, ...]


def arrange(content: Content) -> Programme:
    """Return the programme of a site whose milestones name known badges and form no cycle.

    Raises graphlib.CycleError for a cycle: content is checked before.
    """
    ways = tuple(
        way._replace(number=number) for number, way in enumerate((*_list_steps(content), *_list_own(content)))
    )
    combinations = _list_combinations(content)
    parts = {
        badge: {part for combination in combinations if combination.badge == badge for part in combination.parts}
        for badge in content.badges
    }
    courses = tuple(
        Course(
            content.badges[badge],
            tuple(way for way in ways if way.badge == badge),
            tuple(combination for combination in combinations if combination.badge == badge),
        )
        for badge in TopologicalSorter(parts).static_order()
    )
    return Programme(ways, courses, tuple(content.series.values()))


def _list_steps(content: Content) -> list[Way]:
    return [
        Way(0, step.badge, series.id, _total(series.metric, step.target, content.badges[step.badge]))
        for series in content.series.values()
        for step in series.steps
    ]


def _list_own(content: Content) -> list[Way]:
    return [
        Way(
            0,
            milestone.badge,
            milestone.id,
            _own_condition(milestone.when, content.badges[milestone.badge]),
            milestone.when.first if isinstance(milestone.when, First) else None,
        )
        for milestone in content.milestones.values()
        if not isinstance(milestone.when, (AllOf, AnyOf))
    ]


def _list_combinations(content: Content) -> list[Combination]:
    combinations = []
    for milestone in content.milestones.values():
        match milestone.when:
            case AllOf(all_of=parts):
                combinations.append(
                    Combination(milestone.badge, milestone.id, parts, partial(rules.hold_all, badges=parts))
                )
            case AnyOf(any_of=parts):
                combinations.append(
                    Combination(milestone.badge, milestone.id, parts, partial(rules.hold_any, badges=parts))
                )
    return combinations


def _total(metric: str, target: Decimal, badge: Badge) -> Condition:
    if badge.repeatable:
        return partial(rules.repeat_total, metric=metric, target=target, before=badge.retired)
    return partial(rules.reach_total, metric=metric, target=target)


def _own_condition(rule: Rule, badge: Badge) -> Condition:
    match rule:
        case Total(metric=metric, target=target):
            return _total(metric, target, badge)
        case First(metric=metric, target=target):
            return partial(rules.reach_total, metric=metric, target=target)
        case Window(metric=metric, target=target, within=within):
            return partial(rules.fill_window, metric=metric, target=target, within=within)
        case Streak(metric=metric, every=every, for_=length, target=target):
            return partial(rules.keep_streak, metric=metric, every=every, length=length, target=target)
        case Flag(flag=flag):
            return partial(rules.raise_flag, flag=flag)
        case MemberFor(member_for=span):
            return partial(rules.stay_member, span=span)
        case JoinedBefore(joined_before=day):
            return partial(rules.join_before, day=day)
    raise TypeError(f"a customer's own records do not decide {type(rule).__name__}")
