"""Editions: what the last build published of each customer, kept so that the next one can be compared with it."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from badgesite.awards.award import Results
from badgesite.awards.compare import Snapshot, Stand, State, take_stand
from badgesite.build.known import Note, StateLost
from badgesite.model import Content

_DAY = "day"
_KINDS = ("badges", "series", "milestones")
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=datetime.date.isoformat).encode


def list_notes(content: Content, results: Results, today: datetime.date, noted: Mapping[str, str]) -> Iterator[Note]:
    """Yield what differs from what was noted, by name; what is gone has no source."""
    names = list_names(content)
    if noted.get(_DAY) != today.isoformat():
        yield Note(_DAY, today.isoformat(), "")
    for kind in _KINDS:
        for id_ in getattr(content, kind):
            digest = content.digests.get((kind, id_), "")
            if noted.get(f"{kind}/{id_}") != digest:
                yield Note(f"{kind}/{id_}", digest, "")
    common = hashlib.sha256(results.population.as_text().encode()).hexdigest()[:16]
    for id_, standing in results.standings.items():
        name, source = f"customers/{id_}", f"{results.sources[id_]} {common}"
        if noted.get(name) != source or not results.sources[id_]:
            stands = [take_stand(each) for each in standing.awards]
            told = (content.outlines[id_].name, content.digests.get(("customers", id_), ""), stands)
            yield Note(name, source, _encode(told))
    for name in noted.keys() - names:
        yield Note(name, "", "")


def list_names(content: Content) -> set[str]:
    """Return the names of all notes on a content."""
    return {_DAY, *(f"{kind}/{id_}" for kind in (*_KINDS, "customers") for id_ in getattr(content, kind))}


def read_snapshot(notes: Iterable[Note]) -> Snapshot | None:
    """Return what was published, None if nothing ever was; raises StateLost for what no build wrote."""
    today: datetime.date | None = None
    names: dict[str, str] = {}
    awards: dict[str, tuple[Stand, ...]] = {}
    digests: dict[tuple[str, str], str] = {}
    written: dict[str, str] = {}
    try:
        for name, source, told in notes:
            kind, _, id_ = name.partition("/")
            if name == _DAY:
                today = datetime.date.fromisoformat(source)
            elif kind == "customers":
                names[id_], digests[kind, id_], stands = json.loads(told)
                awards[id_] = tuple(_read_stand(*stand) for stand in stands)
                written[id_] = source.split(" ")[-2]
            else:
                digests[kind, id_] = source
    except (IndexError, TypeError, ValueError) as error:
        raise StateLost("it holds other text than was written") from error
    return Snapshot(today, names, awards, digests, written) if today else None


def _read_stand(badge: str, date: str | None, state: State, milestone: str | None) -> Stand:
    return Stand(badge, datetime.date.fromisoformat(date) if date else None, state, milestone)
