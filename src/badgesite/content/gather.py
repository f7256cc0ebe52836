"""The readings of all files in one value, and ids that stand twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from badgesite.content.activity import Ledger
from badgesite.content.records import Entry, Reading
from badgesite.content.scan import ENDINGS, SourceFile
from badgesite.model import Asset, Badge, Customer, Group, Milestone, Origin, Page, Series, Site
from badgesite.model.customers import Customers, Outline
from badgesite.model.record import Named

NOUNS = {
    "badges": "badge",
    "series": "series",
    "milestones": "milestone",
    "groups": "group",
    "customers": "customer",
    "pages": "page",
}

_TWINS = {"series": "milestones", "milestones": "series"}


@dataclass(frozen=True, slots=True)
class Records:
    """All valid records by id. `ids` holds, by folder, the ids of records that failed too."""

    site: Site | None = None
    badges: Mapping[str, Badge] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    customers: Customers = field(default_factory=lambda: Customers({}))
    pages: Mapping[str, Page] = field(default_factory=dict)
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def named(self, kind: str) -> Mapping[str, Named | Page | Outline]:
        """Return what has aliases, by id; customers in outline."""
        found: Mapping[str, Named | Page | Outline] = (
            self.customers.outlines if kind == "customers" else getattr(self, kind)
        )
        return found


class Clash(NamedTuple):
    """Two records of one kind with one id."""

    id: str
    first: Origin
    second: Origin


class Gathered(NamedTuple):
    """The records, and those left out because an earlier one has their id."""

    records: Records
    clashes: tuple[Clash, ...]


def gather(readings: Iterable[tuple[SourceFile, Reading]], made: Mapping[tuple[str, str], Customer]) -> Gathered:
    """Return the records of all files in the order of ids; of two with one id the first counts.

    Customers that were `made` before, by their id and the hash of what they say, need not be made again.
    """
    kinds: dict[str, dict[str, Any]] = {"site": {}, **{kind: {} for kind in NOUNS}}
    ids: dict[str, set[str]] = defaultdict(set)
    origins: dict[tuple[str, str], Origin] = {}
    digests: dict[tuple[str, str], str] = {}
    ledgers: dict[str, Ledger] = {}
    assets: dict[str, Asset] = {}
    clashes: list[Clash] = []
    for file, reading in readings:
        ids[file.path.split("/")[1]].update(reading.ids)
        for entry in reading.entries:
            if (earlier := _find_earlier(origins, entry)) is not None:
                clashes.append(Clash(entry.id, earlier, entry.origin))
            else:
                key = entry.kind, entry.id
                origins[key], digests[key] = entry.origin, entry.digest
                kinds[entry.kind][entry.id] = entry.record
        if reading.ledger:
            ledgers[file.path] = reading.ledger
        if reading.asset:
            assets[reading.asset.path] = reading.asset
    site = kinds.pop("site").get("")
    by_id: dict[str, Any] = {kind: dict(sorted(records.items())) for kind, records in kinds.items()}
    known = ((id_, made.get((id_, digests["customers", id_]))) for id_ in by_id["customers"])
    by_id["customers"] = Customers(by_id["customers"], {id_: record for id_, record in known if record})
    frozen: dict[str, frozenset[str]] = {kind: frozenset(ids[kind]) for kind in ENDINGS}
    records = Records(site, **by_id, ids=frozen, ledgers=ledgers, assets=assets, origins=origins, digests=digests)
    return Gathered(records, tuple(clashes))


def _find_earlier(origins: Mapping[tuple[str, str], Origin], entry: Entry) -> Origin | None:
    """Return where the id was seen before; series and milestones share theirs."""
    earlier = origins.get((entry.kind, entry.id))
    other = _TWINS.get(entry.kind)
    return origins.get((other, entry.id)) if earlier is None and other else earlier
