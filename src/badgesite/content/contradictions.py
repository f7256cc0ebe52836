"""Rules that can never come true, and awards of badges that had been retired: two records say what cannot both be."""

import datetime
from collections.abc import Iterator

from badgesite.content.gather import Records
from badgesite.content.messages import Finding
from badgesite.content.records import Found
from badgesite.model import AllOf, AnyOf, Badge, Part, walk


def check_contradictions(records: Records) -> Iterator[Found]:
    """Yield what contradicts itself or another record."""
    yield from _check_rules(records)
    yield from _check_given(records)


def _check_rules(records: Records) -> Iterator[Found]:
    for milestone in records.milestones.values():
        origin = records.origins["milestones", milestone.id]
        for location, part in walk(milestone.when, ("when",)):
            begins = find_earliest(part)
            last = part.not_after if isinstance(part, AllOf | AnyOf) else None
            if begins and last and last < begins:
                what = f"this rule can come true from {begins} on, after its last day"
                yield Found(origin, Finding((*location, "not_after"), what, "correct one of the days"))
        badge, begins = records.badges.get(milestone.badge), find_earliest(milestone.when)
        if badge and badge.retired and begins and badge.retired <= begins:
            what = f"this rule can come true from {begins} on, and “{badge.id}” is retired from {badge.retired} on"
            yield Found(origin, Finding(("when",), what, "correct one of the days"))


def find_earliest(rule: Part) -> datetime.date | None:
    """Return the day before which a rule cannot come true, whoever does what; None if there is none."""
    match rule:
        case AllOf(all_of=parts, not_before=first):
            days = [day for part in parts if (day := find_earliest(part))]
        case AnyOf(any_of=parts, not_before=first):
            found = [find_earliest(part) for part in parts]
            days = [min(day for day in found if day)] if all(found) else []
        case _:
            return None
    return max([*days, *([first] if first else [])], default=None)


def _check_given(records: Records) -> Iterator[Found]:
    retired = {badge.id: badge for badge in records.badges.values() if badge.retired}
    for customer in records.customers.values() if retired else ():
        for place, entry in enumerate(customer.awards):
            badge = retired.get(entry.badge)
            if badge and badge.retired and entry.date and entry.date >= badge.retired:
                finding = Finding(("awards", place, "date"), *explain_late(badge))
                yield Found(records.origins["customers", customer.id], finding)


def explain_late(badge: Badge) -> tuple[str, str]:
    """Return what is wrong with an award of a retired badge, and the remedy."""
    what = f"the badge “{badge.id}” is retired from {badge.retired} on and can no longer be given"
    return what, "write an earlier day, give another badge, or correct `retired:` of this one"
