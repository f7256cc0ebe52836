"""Which column of a spreadsheet holds what."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

from badgesite.errors import Problem, ProblemsFound, UsageError, suggest
from badgesite.model import Metric
from badgesite.tools.sheet import ImportKind, Sheet

LEFT_OUT = "-"
"""What a column is mapped to that is not wanted."""
_FIELDS: Mapping[ImportKind, tuple[str, ...]] = {
    "customers": ("id", "name", "joined", "group", "bio", "portrait", "visibility"),
    "awards": ("customer", "badge", "date", "by", "note", "evidence"),
    "activity": ("customer", "date", "metric", "amount"),
}
_NEEDED: Mapping[ImportKind, tuple[str, ...]] = {
    "customers": (),
    "awards": ("customer", "badge"),
    "activity": ("customer", "date"),
}
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("customer id", "customer", "user id", "username", "handle"),
    "customer": ("customer id", "id", "name", "customer name", "user", "username", "recipient"),
    "name": ("customer name", "full name", "display name", "company"),
    "joined": ("member since", "since", "joined on", "joined at", "created", "created at", "customer since"),
    "group": ("groups", "segment", "segments", "kind", "type"),
    "bio": ("about", "description"),
    "portrait": ("picture", "photo", "avatar", "image"),
    "badge": ("badge id", "award"),
    "date": ("day", "awarded", "awarded on", "date awarded", "given on", "issued", "issued on", "order date", "when"),
    "by": ("giver", "given by", "awarded by", "from"),
    "note": ("message", "reason", "comment", "text"),
    "evidence": ("proof", "link", "url"),
    "metric": ("what", "event", "type"),
    "amount": ("value", "quantity", "count", "number", "total"),
}


class Field(NamedTuple):
    """What a column holds: a key of the record, or what was counted of a metric."""

    key: str
    is_metric: bool = False


class Columns(NamedTuple):
    """What each column holds, by its place, and the names of those that are left out."""

    kind: ImportKind
    fields: Mapping[int, Field]
    left_out: tuple[str, ...]


def match_columns(
    sheet: Sheet, kind: ImportKind | None, mapping: Mapping[str, str], metrics: Mapping[str, Metric]
) -> Columns:
    """Return what the columns hold: as mapped by hand, else told by their names.

    Raises UsageError for a mapping of what is not there, ProblemsFound where a column is missing.
    """
    kind = kind or _guess_kind(sheet, mapping)
    fields = _map_by_hand(sheet, kind, mapping, metrics)
    taken = {field.key for field in fields.values() if field}
    for find in (_find_exactly, _find_alike):
        for place, name in enumerate(sheet.columns):
            if place not in fields and (field := find(_plain(name), kind, metrics)) and field.key not in taken:
                fields[place] = field
                taken.add(field.key)
    found = {place: field for place, field in sorted(fields.items()) if field}
    _check_missing(sheet, kind, found)
    return Columns(kind, found, tuple(name for place, name in enumerate(sheet.columns) if place not in found))


def read_mapping(texts: Iterable[str]) -> dict[str, str]:
    """Return the column and field in each `COLUMN=FIELD`; raises UsageError for any other text."""
    mapping = {}
    for text in texts:
        column, equals, field = text.rpartition("=")
        if not (equals and column.strip() and field.strip()):
            raise UsageError(f'--map "{text}": write COLUMN=FIELD, such as --map "Member since=joined"')
        mapping[column.strip()] = field.strip()
    return mapping


def _guess_kind(sheet: Sheet, mapping: Mapping[str, str]) -> ImportKind:
    names = {*map(_plain, sheet.columns), *mapping.values()}
    if names & {"badge", *_SYNONYMS["badge"]}:
        return "awards"
    if names & {"date", *_SYNONYMS["date"]} and names & {"customer", *_SYNONYMS["customer"]}:
        return "activity"
    return "customers"


def _map_by_hand(
    sheet: Sheet, kind: ImportKind, mapping: Mapping[str, str], metrics: Mapping[str, Metric]
) -> dict[int, Field | None]:
    known = {**{name: Field(name) for name in _FIELDS[kind]}, **{name: Field(name, True) for name in metrics}}
    fields: dict[int, Field | None] = {}
    for column, key in mapping.items():
        if column not in sheet.columns:
            remedy = suggest(column, sheet.columns, f"the columns are: {', '.join(sheet.columns)}")
            raise UsageError(f'--map "{column}={key}": there is no column “{column}” ({remedy})')
        if key != LEFT_OUT and key not in known:
            remedy = suggest(key, known, f"use one of: {', '.join(known)}; or {LEFT_OUT} to leave the column out")
            raise UsageError(f'--map "{column}={key}": {kind} have no “{key}” ({remedy})')
        fields[sheet.columns.index(column)] = known.get(key)
    keys = [field.key for field in fields.values() if field]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise UsageError(f"--map: two columns are mapped to “{twice}”; leave one of them out")
    return fields


def _find_exactly(name: str, kind: ImportKind, metrics: Mapping[str, Metric]) -> Field | None:
    if name in _FIELDS[kind]:
        return Field(name)
    counted = metrics.items() if kind != "awards" else ()
    return next((Field(id_, True) for id_, each in counted if name in (_plain(id_), _plain(each.label))), None)


def _find_alike(name: str, kind: ImportKind, _: Mapping[str, Metric]) -> Field | None:
    return next((Field(key) for key in _FIELDS[kind] if name in _SYNONYMS.get(key, ())), None)


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", name.lower()).split())


def _check_missing(sheet: Sheet, kind: ImportKind, found: Mapping[int, Field]) -> None:
    keys = {field.key for field in found.values()}
    counted = any(field.is_metric for field in found.values())
    missing = [key for key in _NEEDED[kind] if key not in keys]
    if kind == "customers" and not keys & {"id", "name"}:
        missing.append("name")
    if kind == "activity" and not counted:
        missing += [key for key in ("metric", "amount") if key not in keys]
    if missing:
        remedy = f'say which column it is: --map "COLUMN={missing[0]}"; for other rows than {kind}: --as ' + "|".join(
            each for each in get_args(ImportKind) if each != kind
        )
        raise ProblemsFound([Problem(sheet.path, 1, 1, f"no column holds the {key}", remedy) for key in missing])
