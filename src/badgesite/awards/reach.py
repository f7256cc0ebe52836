"""Whether a rule can still come true for somebody, whatever they do."""

import datetime
from collections.abc import Collection, Mapping

from badgesite.model import AllOf, AnyOf, First, JoinedBefore, MemberFor, Part


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
