"""One award a badge and customer, from what was computed and what was given by hand."""

import datetime
from collections.abc import Sequence

from badgesite.awards.rules import Earned
from badgesite.model import Award, Badge, GivenAward


def merge(
    badge: Badge, milestone: str | None, earned: Earned | None, given: Sequence[GivenAward], today: datetime.date
) -> Award | None:
    """Return the award of a badge, or None if it was neither earned nor given by today.

    The date is the earliest one known; only where none is known is the award undated. Giver, note and evidence
    are those of the entry given last. Entries that were revoked count for nothing beside others; where all are
    revoked, so is the award, even if a milestone would award it: that is how a computed award is revoked.
    An award expires its span after the last time it is known to have been earned or given.
    """
    given = [entry for entry in given if entry.date is None or entry.date <= today]
    if not given:
        return _compute(badge, milestone, earned, today) if earned else None
    valid = [entry for entry in given if not _is_revoked(entry, today)]
    entries = sorted(valid or given, key=lambda entry: entry.date or datetime.date.min)
    word = entries[-1]
    days = _known_days(earned, entries)
    expires = _reckon_expiry(badge, days)
    return Award(
        badge.id,
        min(days, default=None),
        word.by,
        word.note,
        word.evidence,
        _count_times(badge, earned, len(entries)),
        expires,
        expires is not None and expires <= today,
        None if valid else word.revoked,
        None if valid else word.reason,
        milestone,
    )


def _compute(badge: Badge, milestone: str | None, earned: Earned, today: datetime.date) -> Award:
    expires = _reckon_expiry(badge, _known_days(earned, ())) if badge.expires_after else None
    return Award(
        badge.id,
        earned.date,
        times=earned.times,
        expires=expires,
        is_expired=expires is not None and expires <= today,
        milestone=milestone,
    )


def _is_revoked(entry: GivenAward, today: datetime.date) -> bool:
    return entry.revoked is not None and entry.revoked <= today


def _known_days(earned: Earned | None, entries: Sequence[GivenAward]) -> list[datetime.date]:
    days = [earned.date, earned.latest] if earned else []
    days.extend(entry.date for entry in entries)
    return [day for day in days if day]


def _reckon_expiry(badge: Badge, days: list[datetime.date]) -> datetime.date | None:
    return badge.expires_after.after(max(days)) if badge.expires_after and days else None


def _count_times(badge: Badge, earned: Earned | None, entries: int) -> int:
    """A given entry may be a word on a computed award, so the two numbers are not added up."""
    return max(earned.times if earned else 0, entries) if badge.repeatable else 1
