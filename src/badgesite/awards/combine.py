"""Rules over other rules: all of them, or any of them, hold on one day between two."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from badgesite.awards.case import Case, Held
from badgesite.awards.turns import Turn

Condition = Callable[[Case], Iterator[Turn]]
PartOf = Callable[[Case], Held | None]
"""What a combination asks of a customer: when a badge was held, or since when a rule is true; None if never."""


class Between(NamedTuple):
    """The first and the last day on which a combination can come true."""

    first: datetime.date | None = None
    last: datetime.date | None = None


def hold_all(case: Case, parts: Sequence[PartOf], between: Between) -> Iterator[Turn]:
    """The first day on which all the parts hold at once; undated if one of them is. Each part that is renewed renews.

    Who held them all before the first day has it from that day on.
    """
    held = [found for part in parts if (found := part(case))]
    if len(held) < len(parts):
        return
    days = [day for day in _list_days(held, between, case) if all(each.on(day) for each in held)]
    is_undated = any(each.days[0] is None for each in held)
    if is_undated and not days and any(each.days[0] is not None for each in held):
        return
    yield from _turn(days, is_undated, between, case)


def hold_any(case: Case, parts: Sequence[PartOf], between: Between) -> Iterator[Turn]:
    """The first day on which one of the parts holds; undated if one of them is. Each part that is renewed renews."""
    held = [found for part in parts if (found := part(case))]
    days = [day for day in _list_days(held, between, case) if any(each.on(day) for each in held)]
    yield from _turn(days, any(each.days[0] is None for each in held), between, case)


def hold_badge(case: Case, badge: str) -> Held | None:
    """When the customer held a badge."""
    return case.held.get(badge)


def hold_rule(condition: Condition, case: Case) -> Held | None:
    """Since when a rule is true, for what came true once stays so, and the days on which it came true again."""
    days = tuple(turn.date for turn in condition(case))
    return Held(days) if days else None


def hold_first(condition: Condition, case: Case) -> Held | None:
    """Since when a rule is true, where it does not matter whether it came true again."""
    turn = next(condition(case), None)
    return Held((turn.date,)) if turn else None


def _list_days(held: Iterable[Held], between: Between, case: Case) -> list[datetime.date]:
    """Return the days on which something changed for the better, between the two days and not after today."""
    days = {day for each in held for day in each.days if day}
    if between.first:
        days = {day for day in days if day > between.first} | {between.first}
    last = min(between.last or case.journal.today, case.journal.today)
    return sorted(day for day in days if day <= last)


def _turn(days: Sequence[datetime.date], is_undated: bool, between: Between, case: Case) -> Iterator[Turn]:
    if is_undated and (between.first is None or between.first <= case.journal.today):
        yield Turn(None)
        yield from (Turn(day, 0) for day in days)
    else:
        yield from (Turn(day, 0 if number else 1) for number, day in enumerate(days))
