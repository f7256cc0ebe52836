"""What another reckoning changes: awards won and lost, and what they were won and lost by."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from badgesite.awards.award import Results
from badgesite.model import Award, Content

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


class Turnover(NamedTuple):
    """An award that one customer wins or loses, and why."""

    customer: str
    name: str
    stand: Stand
    """As it will be, or as it was where it is lost."""
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
                won.append(Turnover(id_, name, new[badge], tuple(teller.tell(id_, badge, new.get(badge)))))
            elif held and not holds:
                lost.append(
                    Turnover(id_, name, old[badge], tuple(teller.tell(id_, badge, new.get(badge) or old[badge])))
                )
    return Difference(tuple(won), tuple(lost))


def _is_held(stand: Stand | None) -> bool:
    return stand is not None and stand.state == "held"


class _Teller(NamedTuple):
    """Tells what changed of all that an award depends on."""

    before: Snapshot
    content: Content
    today: datetime.date

    def tell(self, customer: str, badge: str, stand: Stand | None) -> Iterator[str]:
        told = list(self._tell_edits(customer, badge, stand))
        if stand and stand.state == "expired":
            told.insert(0, "it expired")
        if stand and stand.state == "revoked":
            told.insert(0, "it was revoked")
        yield from told or self._tell_others()

    def _tell_edits(self, customer: str, badge: str, stand: Stand | None) -> Iterator[str]:
        yield from self._tell_record("customers", customer, "customer")
        yield from self._tell_record("badges", badge, "badge")
        ways = {stand.milestone} if stand and stand.milestone else set()
        ways |= {
            each.milestone for each in self.before.awards.get(customer, ()) if each.badge == badge and each.milestone
        }
        for way in sorted(ways):
            yield from self._tell_record("series", way, "series")
            yield from self._tell_record("milestones", way, "milestone")

    def _tell_record(self, kind: str, id_: str, noun: str) -> Iterator[str]:
        before, now = self.before.digests.get((kind, id_)), self.content.digests.get((kind, id_))
        if before == now:
            return
        if now is None:
            yield f"the {noun} {id_} was removed"
        else:
            verb = "was edited" if before else "is new"
            yield f"the {noun} {id_} {verb} ({self.content.origins[kind, id_].path})"

    def _tell_others(self) -> Iterator[str]:
        if self.before.today != self.today:
            yield f"it is {self.today} now, and was {self.before.today}; or dated activity was added"
        else:
            yield "dated activity changed, or another badge or customer that it depends on"
