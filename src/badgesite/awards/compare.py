"""What another reckoning changes: awards won and lost, and what they were won and lost by."""

import datetime
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from badgesite.awards.award import Results
from badgesite.awards.memory import digest_written
from badgesite.model import Award, Content, First, Part, walk

State = Literal["held", "expired", "revoked"]


class Stand(NamedTuple):
    """An award as it was published: its badge, day, and whether it held."""

    badge: str
    date: datetime.date | None
    state: State
    milestone: str | None


class Snapshot(NamedTuple):
    """What was published: on which day, the awards of each customer, and the digests of the records behind them."""

    today: datetime.date
    names: Mapping[str, str]
    """Of customers, by id."""
    awards: Mapping[str, tuple[Stand, ...]]
    digests: Mapping[tuple[str, str], str]
    """By kind and id: customers, badges, series and milestones."""
    written: Mapping[str, str]
    """By customer, the hash of the record and of all activity beside it; a customer may be missing."""


class Turnover(NamedTuple):
    """An award that one customer wins or loses, and why."""

    customer: str
    name: str
    stand: Stand
    """As it will be, or as it was where it is lost."""
    way: str
    """What awards it: `series orders`, `milestone early`, `by hand`."""
    reasons: tuple[str, ...]


class Difference(NamedTuple):
    """All that is won and lost, by customer and badge."""

    won: tuple[Turnover, ...]
    lost: tuple[Turnover, ...]


def take_stand(award: Award) -> Stand:
    """Return what is published of an award."""
    state: State = "revoked" if award.revoked else "expired" if award.is_expired else "held"
    return Stand(award.badge, award.date, state, award.milestone)


def compare(before: Snapshot, content: Content, results: Results, today: datetime.date) -> Difference:
    """Return the awards that hold now and did not before, and the reverse."""
    now = {id_: tuple(map(take_stand, standing.awards)) for id_, standing in results.standings.items()}
    won: list[Turnover] = []
    lost: list[Turnover] = []
    teller = _Teller(before, content, today)
    for id_ in sorted(now.keys() | before.awards.keys()):
        old = {each.badge: each for each in before.awards.get(id_, ())}
        new = {each.badge: each for each in now.get(id_, ())}
        name = content.outlines[id_].name if id_ in content.outlines else before.names[id_]
        for badge in sorted(new.keys() | old.keys()):
            held, holds = _is_held(old.get(badge)), _is_held(new.get(badge))
            if holds and not held:
                won.append(teller.turn(id_, name, new[badge], new[badge]))
            elif held and not holds:
                lost.append(teller.turn(id_, name, old[badge], new.get(badge) or old[badge]))
    return Difference(tuple(won), tuple(lost))


def _is_held(stand: Stand | None) -> bool:
    return stand is not None and stand.state == "held"


class _Teller:
    """Tells what changed of all that an award depends on."""

    def __init__(self, before: Snapshot, content: Content, today: datetime.date) -> None:
        self._before, self._content, self._today = before, content, today

    def turn(self, customer: str, name: str, stand: Stand, now: Stand) -> Turnover:
        """Return how an award turned; `now` is what became of it."""
        return Turnover(customer, name, stand, self._name_way(stand.milestone), tuple(self._tell(customer, now)))

    def _name_way(self, milestone: str | None) -> str:
        if milestone is None:
            return "by hand"
        is_series = milestone in self._content.series or ("series", milestone) in self._before.digests
        return f"{'series' if is_series else 'milestone'} {milestone}"

    def _tell(self, customer: str, now: Stand) -> Iterator[str]:
        ways = {each.milestone for each in self._before.awards.get(customer, ()) if each.badge == now.badge}
        records = self._list_records(now.badge, sorted(filter(None, {*ways, now.milestone})))
        told = [*self._tell_edits(customer), *(told for each in records for told in self._tell_record(*each))]
        if now.state != "held":
            told.insert(0, "it expired" if now.state == "expired" else "it was revoked")
        yield from told or self._tell_others(records)

    def _tell_edits(self, customer: str) -> Iterator[str]:
        yield from self._tell_record("customers", customer)
        record, written = self._before.digests.get(("customers", customer)), self._before.written.get(customer)
        facts = self._content.activity.get(customer, ())
        if record and written and customer in self._content.outlines and digest_written(record, facts) != written:
            yield f"activity of {customer} changed (content/activity/)"

    def _list_records(self, badge: str, ways: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the badge, what awards it, and the same of every badge that this asks for."""
        records, waiting = {("badges", badge): None}, deque(ways)
        while waiting:
            way = waiting.popleft()
            if ("milestones", way) not in records:
                records |= {("series", way): None, ("milestones", way): None}
                for needed in self._list_needed(way):
                    records["badges", needed] = None
                    waiting.extend(self._ways.get(needed, ()))
        return tuple(records)

    def _list_needed(self, way: str) -> Iterator[str]:
        return (part for part in self._list_parts(way) if isinstance(part, str))

    def _list_parts(self, way: str) -> Iterator[Part]:
        if milestone := self._content.milestones.get(way):
            yield from (part for _, part in walk(milestone.when))

    @cached_property
    def _ways(self) -> Mapping[str, list[str]]:
        """By badge, the series and milestones that award it."""
        ways: dict[str, list[str]] = {}
        for series in self._content.series.values():
            for step in series.steps:
                ways.setdefault(step.badge, []).append(series.id)
        for milestone in self._content.milestones.values():
            ways.setdefault(milestone.badge, []).append(milestone.id)
        return ways

    def _tell_record(self, kind: str, id_: str) -> Iterator[str]:
        before, now = self._before.digests.get((kind, id_)), self._content.digests.get((kind, id_))
        if before == now:
            return
        noun = kind if kind == "series" else kind.removesuffix("s")
        if now is None:
            yield f"the {noun} {id_} was removed"
        else:
            verb = "was edited" if before else "is new"
            yield f"the {noun} {id_} {verb} ({self._content.origins[kind, id_].path})"

    def _tell_others(self, records: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield what no edit tells: the day, and who else there is."""
        parts = [part for kind, way in records if kind == "milestones" for part in self._list_parts(way)]
        is_later, is_limited = self._before.today != self._today, any(isinstance(part, First) for part in parts)
        if is_later:
            yield f"it is {self._today} now, and was {self._before.today}"
        if is_limited:
            yield "others took the places among the first"
        if not is_later and not is_limited:
            yield "something else that it depends on changed"
