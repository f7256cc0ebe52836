"""What was reckoned of each customer before, so that only what changed is reckoned again.

A standing follows from the records of the customer, the rules, the day, and a little that depends on everyone else.
As long as the hash of the former and the whole of the latter are the same, so is the standing.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from badgesite.model import Content, Fact, Standing

Firsts = tuple[tuple[int, datetime.date | None], ...]
"""For each way with limited places that came true, by its number, on which day; None if the records cannot tell."""


_RULES_LENGTH = 32  # hexadecimal digits


class Population(NamedTuple):
    """All that one customer's standing takes from the others."""

    last_days: tuple[tuple[int, datetime.date], ...] = ()
    """For each way with limited places, by its number, the last day on which there was room."""
    offered: frozenset[str] = frozenset()
    """The badges that a goal may name."""

    def as_text(self) -> str:
        """Return the same for the same population only."""
        return f"{self.last_days} {sorted(self.offered)}"


class Told(NamedTuple):
    """What pages tell of everyone's awards."""

    rarity: Mapping[str, int | None]
    """By badge, N of `1 in N` among public customers; None where it is not told."""
    visible: frozenset[str]
    """The badges that may be spoken of."""


class Remembered(NamedTuple):
    """What was reckoned of a customer."""

    source: str
    """What tells all that it was reckoned from."""
    firsts: Firsts
    standing: Standing


class Memory:
    """What is remembered of all customers, by id.

    `learned` and `forgotten` are those that changed since the memory was last stored.
    """

    def __init__(
        self,
        rows: Mapping[str, Remembered] | None = None,
        population: Population | None = None,
        told: Told | None = None,
    ) -> None:
        self.rows = dict(rows or {})
        self.population = population
        self.told = told
        self.learned: set[str] = set()
        self.forgotten: set[str] = set()

    def recall(self, sources: Mapping[str, str]) -> dict[str, Remembered]:
        """Return what was reckoned from the same sources; a source that is unknown is empty."""
        found = ((id_, self.rows.get(id_)) for id_, source in sources.items() if source)
        return {id_: row for id_, row in found if row is not None and row.source == sources[id_]}

    def pick(self, ids: Iterable[str]) -> "Memory":
        """Return a copy that has only these customers."""
        return Memory({id_: self.rows[id_] for id_ in ids if id_ in self.rows}, self.population, self.told)

    def learn(self, rows: Mapping[str, Remembered], population: Population, told: Told) -> None:
        """Remember these customers, and no others."""
        self.forgotten = (self.forgotten | self.rows.keys()) - rows.keys()
        self.learned |= {id_ for id_, row in rows.items() if row is not self.rows.get(id_)}
        self.rows, self.population, self.told = dict(rows), population, told


def list_sources(content: Content, today: datetime.date) -> dict[str, str]:
    """Return what tells all that each customer is reckoned from, by id; empty for a record without a digest."""
    rules = _digest_rules(content, today)[:_RULES_LENGTH]
    sources = {}
    for id_ in content.customers:
        record, facts = content.digests.get(("customers", id_)), content.activity.get(id_, ())
        sources[id_] = f"{rules} {digest_written(record, facts)}" if record else ""
    return sources


def is_same_programme(source: str, other: str) -> bool:
    """Whether two sources are of the same rules on the same day."""
    return source[:_RULES_LENGTH] == other[:_RULES_LENGTH]


def digest_written(record: str, facts: Iterable[Fact]) -> str:
    """Return the hash of all that is written of a customer: of the record's hash, and the facts beside it."""
    told = _write_facts(facts)
    return _digest(f"{record}{told}") if told else record


def _digest_rules(content: Content, today: datetime.date) -> str:
    badges = [
        (badge.id, badge.secret, badge.repeatable, badge.retired, badge.expires_after)
        for badge in content.badges.values()
    ]
    rules = [content.digests.get((kind, id_)) for kind in ("series", "milestones") for id_ in getattr(content, kind)]
    return _digest(f"{today} {badges} {rules}")


def _write_facts(facts: Iterable[Fact]) -> str:
    return ";".join([f"{date.toordinal()},{metric},{amount}" for date, metric, amount in facts])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
