"""Rules, and what was counted for them, in a keeper's words."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.judge import Verdict
from badgesite.awards.turns import Turn
from badgesite.model import (
    AllOf,
    AnyOf,
    Content,
    Fact,
    First,
    Flag,
    JoinedBefore,
    MemberFor,
    Part,
    Streak,
    Total,
    Window,
)
from badgesite.theme.strings import find_form, find_locale

_MOST_DAYS = 6
_UNKNOWN = "since a day that the records do not tell"
_NOTHING = Decimal(0)


class Words(NamedTuple):
    """The names that the site gives to what is counted and earned."""

    content: Content

    def amount(self, amount: Decimal, metric: str) -> str:
        """Return an amount with its unit: `10 orders`."""
        known = self.content.site.metrics.get(metric)
        if known is None or known.unit is None:
            return f"{write_number(amount)} {metric}"
        locale = find_locale(self.content.site.language)
        return f"{write_number(amount)} {known.unit.choose(find_form(locale, abs(amount)) if locale else 'other')}"

    def missing(self, amount: Decimal, metric: str) -> str:
        """Return what is missing: `3 more orders`."""
        return self.amount(amount, metric).replace(" ", " more ", 1)

    def badge(self, badge: str) -> str:
        """Return the name of a badge."""
        return self.content.badges[badge].name

    def rule(self, rule: Part) -> str:
        """Return what a rule asks: `3 orders within 30 days`."""
        match rule:
            case Total(metric=metric, target=target):
                return f"{self.amount(target, metric)} in all"
            case First(metric=metric, target=target, first=places):
                return f"among the first {places:,} with {self.amount(target, metric)}"
            case Window(metric=metric, target=target, within=within):
                return f"{self.amount(target, metric)} within {within}"
            case Streak(metric=metric, every=every, for_=length, target=least):
                what = self.amount(least, metric) if least else f"{metric} counted"
                return f"{what} in each of {length} {every}s in a row"
            case Flag(flag=flag):
                return f"{flag} is true"
            case MemberFor(member_for=span):
                return f"here for {span}"
            case JoinedBefore(joined_before=day):
                return f"joined before {day}"
            case AllOf(not_before=first, not_after=last):
                return f"all of these{_tell_between(first, last)}"
            case AnyOf(not_before=first, not_after=last):
                return f"any of these{_tell_between(first, last)}"
        return f"the badge {self.badge(str(rule))}"


def tell_verdict(
    verdict: Verdict, words: Words, joined: datetime.date | None, today: datetime.date, depth: int = 0
) -> Iterator[str]:
    """Yield what a rule asks and what it found, and the same, indented, of all that it is made of."""
    found = "; ".join(_tell_found(verdict, words, joined, today))
    yield f"{'  ' * depth}{words.rule(verdict.rule)}: {found}"
    for part in verdict.parts:
        yield from tell_verdict(part, words, joined, today, depth + 1)


def write_number(amount: Decimal) -> str:
    """Return an amount without zeros at its end."""
    return f"{amount.normalize():,f}"


def _tell_found(verdict: Verdict, words: Words, joined: datetime.date | None, today: datetime.date) -> Iterator[str]:
    match verdict.rule:
        case Total(metric=metric) | First(metric=metric):
            yield from _tell_total(verdict, words, metric, today)
        case Window(metric=metric):
            most = f"not yet, the most is {words.amount(verdict.have or _NOTHING, metric)}"
            yield tell_turns(verdict.turns) or most
            yield _tell_counted(verdict)
        case Streak(every=every):
            yield tell_turns(verdict.turns) or _tell_longest(verdict, every)
            if verdict.turns and verdict.facts:
                yield f"the run began on {verdict.facts[0].date}"
        case MemberFor(member_for=span):
            unknown = "nobody wrote down when the customer `joined`"
            yield tell_turns(verdict.turns) or (f"on {span.after(joined)}" if joined else unknown)
        case JoinedBefore():
            since = f"joined on {joined}" if joined else "nobody wrote down when"
            yield since if verdict.is_true else f"no, {since}"
        case Flag(flag=flag):
            yield tell_turns(verdict.turns) or f"{flag} is not set"
        case AllOf(not_after=last) | AnyOf(not_after=last):
            is_over = last is not None and last < today
            yield tell_turns(verdict.turns, _UNKNOWN) or ("no, that day is over" if is_over else "not yet")
        case _:
            yield tell_turns(verdict.turns, _UNKNOWN).replace("came true", "earned") or "not held"


def _tell_total(verdict: Verdict, words: Words, metric: str, today: datetime.date) -> Iterator[str]:
    have, target, last = max(verdict.have or _NOTHING, _NOTHING), verdict.target or _NOTHING, verdict.last_place
    is_closed = last is not None and last < today
    if verdict.is_true:
        yield tell_turns(verdict.turns)
    elif is_closed:
        yield f"no, {write_number(have)} of {write_number(target)}"
    else:
        missing = words.missing(target - have, metric)
        yield f"not yet, {write_number(have)} of {write_number(target)}, so {missing}"
    yield _tell_counted(verdict)
    if last == datetime.date.min:
        yield "all places were taken before dated records began"
    elif is_closed:
        yield f"the last place was taken on {last}"
    elif last:
        yield "there are places left"


def _tell_longest(verdict: Verdict, every: str) -> str:
    if not verdict.have:
        return "not yet, nothing dated was counted that fills a period"
    periods = f"{every}s" if verdict.have > 1 else every
    return f"not yet, the longest run is {verdict.have} {periods}, from {verdict.facts[0].date}"


def _tell_counted(verdict: Verdict) -> str:
    base = [f"{write_number(verdict.base)} before dated records began"] if verdict.base else []
    days = [(day, _add(facts)) for day, facts in itertools.groupby(verdict.facts, key=lambda fact: fact.date)]
    told = [f"{write_number(amount)} on {day}" for day, amount in days]
    if len(told) > _MOST_DAYS:
        between = days[1 : -_MOST_DAYS + 2]
        more = sum((amount for _, amount in between), _NOTHING)
        told = [told[0], f"{write_number(more)} on {len(between)} days more", *told[-_MOST_DAYS + 2 :]]
    return f"counted: {', '.join(base + told)}" if base or told else "nothing was counted"


def _add(facts: Iterator[Fact]) -> Decimal:
    return sum((fact.amount for fact in facts if not isinstance(fact.amount, bool)), _NOTHING)


def _tell_between(first: datetime.date | None, last: datetime.date | None) -> str:
    return f"{f' from {first} on' if first else ''}{f' until {last}' if last else ''}"


def tell_turns(turns: Sequence[Turn], undated: str = "was true before dated records began") -> str:
    """Return when a rule first came true; nothing if it never did."""
    if not turns:
        return ""
    return f"came true on {turns[0].date}" if turns[0].date else undated
