"""One award a badge and customer, from what was computed and what was given by hand."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from badgesite.awards.case import Held
from badgesite.awards.turns import Turn, join_turns
from badgesite.model import Award, Badge, GivenAward, Repeat


class Merged(NamedTuple):
    """The award of a badge, and every day on which it was earned or given anew."""

    award: Award
    held: Held


def merge(
    badge: Badge, milestone: str | None, turns: Sequence[Turn], given: Sequence[GivenAward], today: datetime.date
) -> Merged | None:
    """Return the award of a badge, or None if it was neither earned nor given by today.

    The date is that of the first time, or an earlier one on which it was given; undated if the records cannot tell
    and nobody gave it on a known day. Giver, note and evidence are those of the entry given last. Entries that were
    revoked count for nothing beside others; where all are revoked, so is the award, even if a milestone would award
    it: that is how a computed award is revoked. An award expires its span after the last time it is known to have
    been earned or given.
    """
    if not given and len(turns) == 1 and not badge.repeatable and not badge.expires_after:  # as most are
        return Merged(Award(badge.id, turns[0].date, milestone=milestone), Held((turns[0].date,)))
    given = [entry for entry in given if entry.date is None or entry.date <= today]
    if not turns and not given:
        return None
    valid = [entry for entry in given if not _is_revoked(entry, today)]
    entries = sorted(valid or given, key=lambda entry: entry.date or datetime.date.min)
    held = Held(_list_days(turns, entries), badge.expires_after)
    expires = _reckon_expiry(held)
    word = entries[-1] if entries else None
    is_revoked = word is not None and not valid
    return Merged(
        Award(
            badge.id,
            _choose_date(turns, entries),
            word.by if word else None,
            word.note if word else None,
            word.evidence if word else None,
            _count_times(badge, turns, entries),
            expires,
            expires is not None and expires <= today,
            word.revoked if word and is_revoked else None,
            word.reason if word and is_revoked else None,
            milestone,
            _list_repeats(turns, entries) if badge.repeatable else (),
        ),
        held,
    )


def _is_revoked(entry: GivenAward, today: datetime.date) -> bool:
    return entry.revoked is not None and entry.revoked <= today


def _choose_date(turns: Sequence[Turn], entries: Sequence[GivenAward]) -> datetime.date | None:
    """A given entry may be a word on a computed award, so that the first day known of either is the award's."""
    days = [turn.date for turn in turns[:1]] + [entry.date for entry in entries]
    return min((day for day in days if day), default=None)


def _list_days(turns: Sequence[Turn], entries: Sequence[GivenAward]) -> tuple[datetime.date | None, ...]:
    days = {turn.date for turn in turns} | {entry.date for entry in entries}
    is_undated = _choose_date(turns, entries) is None
    return (*((None,) if is_undated else ()), *sorted(day for day in days if day))


def _reckon_expiry(held: Held) -> datetime.date | None:
    last = held.days[-1]
    return held.lasts.after(last) if held.lasts and last else None


def _count_times(badge: Badge, turns: Sequence[Turn], entries: Sequence[GivenAward]) -> int:
    """A given entry may be a word on a computed award, so the two numbers are not added up."""
    return max(sum(turn.times for turn in turns), len(entries)) if badge.repeatable else 1


def _list_repeats(turns: Sequence[Turn], entries: Sequence[GivenAward]) -> tuple[Repeat, ...]:
    by_rule = [turn for turn in turns if turn.date]
    by_hand = [Turn(entry.date) for entry in entries if entry.date]
    joined = join_turns([by_rule, by_hand])
    return tuple(Repeat(turn.date, turn.times) for turn in joined if turn.date and turn.times)
