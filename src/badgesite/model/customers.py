"""Very many customers: what is asked of all at once, and the rest of each record when it is asked for."""

import functools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from badgesite.model.customer import Customer, Visibility, find_address

MOST_OPEN = 10_000
"""So many customers may be in memory as records, each some ten times as large as its text."""


class Outline(NamedTuple):
    """What is asked of every customer."""

    id: str
    name: str
    visibility: Visibility = "public"
    token: str | None = None
    group: str | None = None
    portrait: str | None = None
    aliases: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    """The badges given by hand, in the order of the record."""
    showcase: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    """What the record counts, sorted."""
    groups: tuple[str, ...] = ()
    """Where the record names several."""
    featured: tuple[tuple[str, str, str], ...] = ()
    """What the customer said that stands on the first page: text, day in ISO form and address, or nothing."""

    @property
    def belongs_to(self) -> tuple[str, ...]:
        """The ids of the customer's groups; the first decides where they differ."""
        return (self.group,) if self.group else tuple(dict.fromkeys(self.groups))

    @property
    def is_public(self) -> bool:
        """Whether the customer appears in lists, counts and feeds."""
        return self.visibility == "public"

    @property
    def address(self) -> str:
        """The part of the customer's addresses that tells them from others."""
        return find_address(self.id, self.visibility, self.token)


class Kept(NamedTuple):
    """A customer as text, which takes a tenth of the memory that a record takes."""

    outline: Outline
    line: str
    """The values of the record as JSON; it may lack the id."""
    record: Customer | None = None
    """The record itself, where not all of the values are right."""

    def open(self) -> Customer:
        """Return the record."""
        return self.record or Customer.model_validate({"id": self.outline.id, **json.loads(self.line)})


class Customers(Mapping[str, Customer]):
    """Customers by id; a record is made when it is asked for, and kept where they are not too many."""

    def __init__(self, kept: Mapping[str, Kept], made: Mapping[str, Customer] | None = None) -> None:
        self._kept = kept
        self._most = MOST_OPEN if len(kept) <= MOST_OPEN else 1
        self._open = dict(made or {}) if len(kept) <= MOST_OPEN else {}

    def __getitem__(self, id_: str) -> Customer:
        record = self._open.get(id_)
        if record is None:
            record = self._kept[id_].open()
            if len(self._open) >= self._most:
                self._open.clear()
            self._open[id_] = record
        return record

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._kept

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """The outlines of all, without a record being made."""
        return {id_: kept.outline for id_, kept in self._kept.items()}


def outline(customer: Customer) -> Outline:
    """Return the outline of a record; lists that many customers have alike are one object."""
    counted = set(customer.metrics).union(*(entry.__pydantic_extra__ for entry in customer.activity))
    return Outline(
        customer.id,
        customer.name,
        customer.visibility,
        customer.token,
        customer.group and sys.intern(customer.group),
        customer.portrait,
        customer.aliases,
        share(award.badge for award in customer.awards),
        share(customer.showcase),
        share(sorted(counted)),
        share(customer.groups),
        tuple(
            (said.text, said.date.isoformat() if said.date else "", said.url or "")
            for said in customer.said
            if said.featured
        ),
    )


def share(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in their order, as one object wherever the same ones were asked for lately."""
    return _share(tuple(names))


@functools.lru_cache(maxsize=4096)
def _share(names: tuple[str, ...]) -> tuple[str, ...]:
    return names


def outlines_of(customers: Mapping[str, Customer]) -> Mapping[str, Outline]:
    """Return the outlines of customers by id."""
    if isinstance(customers, Customers):
        return customers.outlines
    return {id_: outline(customer) for id_, customer in customers.items()}
