"""Whether a rule can still come true for somebody, whatever they do, and so which badges are closed."""

import datetime
from collections.abc import Collection, Mapping

from badgesite.awards.memory import Population
from badgesite.awards.programme import Programme
from badgesite.model import AllOf, AnyOf, First, JoinedBefore, MemberFor, Part


def list_closed(programme: Programme, population: Population, today: datetime.date) -> frozenset[str]:
    """Return the badges that nobody can earn from today on: retired ones, and those of which no rule is open."""
    last_days = {programme.limited[number]: day for number, day in population.last_days}
    closed: set[str] = set()
    for course in programme.courses:
        if course.badge.is_retired(today) or (
            course.ways and not any(is_open(way.rule, closed, last_days, today) for way in course.ways)
        ):
            closed.add(course.badge.id)
    return frozenset(closed)


def is_open(
    rule: Part, closed: Collection[str], last_days: Mapping[First, datetime.date], today: datetime.date
) -> bool:
    """Whether somebody who begins today could still make a rule come true, or come to hold the badge of an id.

    `closed` are the badges that cannot be earned any more; `last_days` tell until when there were places.
    """
    match rule:
        case str():
            return rule not in closed
        case First():
            return last_days.get(rule, today) >= today
        case JoinedBefore(joined_before=day):
            return day > today
        case MemberFor(member_for=span):
            return span.after(today) < datetime.date.max
        case AllOf(all_of=parts, not_after=last):
            every = all(is_open(part, closed, last_days, today) for part in parts)
            return every and (last is None or last >= today)
        case AnyOf(any_of=parts, not_after=last):
            some = any(is_open(part, closed, last_days, today) for part in parts)
            return some and (last is None or last >= today)
    return True
