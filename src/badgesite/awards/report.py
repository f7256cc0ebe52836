"""What the issuer should know of its customers: who speaks for it, who is near, quiet, unthanked, and wants what.

Each list names people and the reasons; nobody gets a score. What the data cannot tell is counted, too.
"""

import datetime
import decimal
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from badgesite.awards.acts import Act, list_acts, list_days
from badgesite.awards.award import EXACT, Results
from badgesite.awards.journal import keep_journal
from badgesite.awards.near import is_near
from badgesite.awards.reckoning import (
    LATELY,
    MOST_MONTHS,
    SEEN_WITHIN,
    Advocate,
    Entry,
    Month,
    Nearing,
    Quiet,
    Reckoning,
    Thanks,
    Unknown,
    Unthanked,
    Wish,
)
from badgesite.awards.silence import FEWEST_DAYS, find_silence
from badgesite.awards.wishes import Match, list_offers, match_wish
from badgesite.model import Award, Content, Customer, Standing


class Person(NamedTuple):
    """One customer, as far as reports need it."""

    record: Customer
    standing: Standing
    acts: tuple[Act, ...]
    days: tuple[datetime.date, ...]
    counted: frozenset[str]
    """The metrics to which something was added since the asked day."""
    is_undated: bool


class _Entries(NamedTuple):
    """One person's entries in the lists; None where there is no reason."""

    thanks: Thanks | None
    advocate: Advocate | None
    near: Nearing | None
    quiet: Quiet | None
    unthanked: Unthanked | None


@dataclass
class _Lists:
    """What was found so far."""

    thanks: list[Thanks] = field(default_factory=list)
    advocates: list[Advocate] = field(default_factory=list)
    near: list[Nearing] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    unthanked: list[Unthanked] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    months: Counter[Month] = field(default_factory=Counter)
    awards: Counter[Month] = field(default_factory=Counter)
    seen: Counter[int] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    latest: datetime.date = datetime.date.min

    def add(self, found: _Entries) -> None:
        """Put a person into the lists where there is a reason to."""
        self.thanks += [found.thanks] if found.thanks else []
        self.advocates += [found.advocate] if found.advocate else []
        self.near += [found.near] if found.near else []
        self.quiet += [found.quiet] if found.quiet else []
        self.unthanked += [found.unthanked] if found.unthanked else []


def reckon(content: Content, results: Results, today: datetime.date, since: datetime.date | None = None) -> Reckoning:
    """Return the report of a day from checked content and its results; nothing dated later counts."""
    lists, offers = _Lists(), list_offers(content, results.visible, today)
    matched: dict[str, Match | None] = {}  # equal wishes have one match: many people want the same
    with decimal.localcontext(EXACT):
        for id_ in content.customers:
            person = look_at(content, id_, results.standings[id_], today, since)
            _count(person, today, lists)
            entries = _find_entries(person, today, since)
            lists.add(entries)
            for wish in person.record.wants if since is None or any(entries) else ():
                match = matched[wish] if wish in matched else matched.setdefault(wish, match_wish(wish, offers))
                held = {award.badge for award in person.standing.awards if award.holds}
                lists.wishes.append(Wish(id_, wish, match, match is not None and match.offer.badge in held))
    return _sort(lists, content, today, since)


def look_at(
    content: Content, id_: str, standing: Standing, today: datetime.date, since: datetime.date | None
) -> Person:
    """Return what reports need of one customer."""
    record = content.customers[id_]
    journal = keep_journal(record, content.activity.get(id_, ()), today)
    counted = {
        metric for metric, tally in journal.tallies.items() if since and tally.days and tally.days[-1] >= since
    }
    is_undated = any(tally.base > 0 for tally in journal.tallies.values())
    acts = tuple(list_acts(record, journal, content.site.advocacy, since))
    return Person(record, standing, acts, tuple(list_days(record, journal)), frozenset(counted), is_undated)


def is_thanked(customer: Customer, today: datetime.date) -> bool:
    """Whether a human ever thanked a customer here: by a note, or a badge given by hand that was not taken back."""
    return any(
        (entry.date is None or entry.date <= today) and (entry.note or entry.revoked is None or entry.revoked > today)
        for entry in customer.awards
    )


def _find_entries(person: Person, today: datetime.date, since: datetime.date | None) -> _Entries:
    id_, thanked = person.record.id, is_thanked(person.record, today)
    awards = tuple(award for award in person.standing.awards if award.revoked is None)
    new_awards = tuple(award for award in awards if since is None or (award.date and award.date >= since))
    new_acts = tuple(act for act in person.acts if since is None or act.fresh > 0)
    has_new, silence = bool(new_awards or new_acts), find_silence(person.days, today)
    return _Entries(
        Thanks(id_, new_awards, new_acts, thanked) if since and has_new else None,
        Advocate(id_, new_acts) if new_acts else None,
        _find_near(person, today, since),
        Quiet(id_, silence) if silence and (since is None or silence.began >= since) else None,
        Unthanked(id_, awards, person.acts) if has_new and not thanked else None,
    )


def _find_near(person: Person, today: datetime.date, since: datetime.date | None) -> Nearing | None:
    goals = tuple(
        goal for goal in person.standing.goals if is_near(goal) and (since is None or goal.metric in person.counted)
    )
    seen = person.days[-1] if person.days else None
    is_around = seen is None or (today - seen).days <= LATELY
    return Nearing(person.record.id, goals, seen, is_around) if goals else None


def _count(person: Person, today: datetime.date, lists: _Lists) -> None:
    """Add a customer to the numbers."""
    days = person.days
    lists.months.update({(day.year, day.month) for day in days})
    dates = [award.date for award in person.standing.awards if award.date and award.revoked is None]
    lists.awards.update((day.year, day.month) for day in dates)
    lists.seen[_place(days, today)] += 1
    lists.unknown["dateless"] += not days
    lists.unknown["undated"] += person.is_undated
    lists.unknown["rare"] += 0 < len(days) < FEWEST_DAYS
    lists.unknown["wishless"] += not person.record.wants
    if days:
        lists.latest = max(lists.latest, days[-1])


def _place(days: tuple[datetime.date, ...], today: datetime.date) -> int:
    """Return the place in `Reckoning.seen` of somebody who was seen on these days."""
    if not days:
        return len(SEEN_WITHIN) + 1
    ago = (today - days[-1]).days
    return next((place for place, most in enumerate(SEEN_WITHIN) if ago <= most), len(SEEN_WITHIN))


def _sort(lists: _Lists, content: Content, today: datetime.date, since: datetime.date | None) -> Reckoning:
    """Return the lists, most reasons or newest first, then by name."""
    names = {id_: (outline.name.casefold(), id_) for id_, outline in content.outlines.items()}
    unknown, latest = lists.unknown, lists.latest if lists.latest > datetime.date.min else None
    months = _list_months(latest or today, min((*lists.months, *lists.awards), default=(today.year, today.month)))
    return Reckoning(
        today=today,
        since=since,
        customers=len(names),
        thanks=_order(lists.thanks, names, lambda each: _by_reasons(each.awards, each.acts)),
        advocates=_order(lists.advocates, names, lambda each: _by_reasons((), each.acts)),
        near=_order(lists.near, names, lambda each: (not each.is_around, _newest(each.seen))),
        quiet=_order(lists.quiet, names, lambda each: _newest(each.silence.began)),
        unthanked=_order(lists.unthanked, names, lambda each: _by_reasons(each.awards, each.acts)),
        wishes=_order(lists.wishes, names, lambda each: each.match is None),
        unknown=Unknown(unknown["dateless"], unknown["undated"], unknown["rare"], unknown["wishless"], latest),
        active=tuple((month, lists.months[month]) for month in months),
        awarded=tuple((month, lists.awards[month]) for month in months),
        seen=tuple(lists.seen[place] for place in range(len(SEEN_WITHIN) + 2)),
    )


def _order(
    found: list[Entry], names: Mapping[str, tuple[str, str]], key: Callable[[Entry], Any]
) -> tuple[Entry, ...]:
    return tuple(sorted(found, key=lambda each: (key(each), names[each.customer])))


def _by_reasons(awards: tuple[Award, ...], acts: tuple[Act, ...]) -> tuple[int, int, int]:
    """Return what puts acts of more kinds first, then more awards, then later days."""
    days = [day for day in (*(award.date for award in awards), *(act.last for act in acts)) if day]
    return -len(acts), -len(awards), _newest(max(days, default=None))


def _newest(day: datetime.date | None) -> int:
    return -day.toordinal() if day else 0


def _list_months(last: datetime.date, first: Month) -> list[Month]:
    """Return the months up to the last one, in the order of time: from the first one, or not too many."""
    number = last.year * 12 + last.month - 1
    begin = max(first[0] * 12 + first[1] - 1, number - MOST_MONTHS + 1)
    return [(month // 12, month % 12 + 1) for month in range(begin, number + 1)]
