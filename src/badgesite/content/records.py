"""YAML files and pages to validated records, one file at a time."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from badgesite.content.activity import Ledger
from badgesite.content.front import split_front_matter
from badgesite.content.messages import Finding, explain, location_in_file, show
from badgesite.content.parse import Value, parse
from badgesite.content.places import Location
from badgesite.content.scan import SourceFile
from badgesite.errors import Problem
from badgesite.model import Asset, Badge, Customer, Group, Milestone, Origin, Page, Record, Series, Site
from badgesite.model.customers import Kept, Outline, outline
from badgesite.model.record import read_page_id

MODELS: dict[str, type[Record]] = {
    "site": Site,
    "badges": Badge,
    "series": Series,
    "milestones": Milestone,
    "groups": Group,
    "customers": Customer,
    "pages": Page,
}
_ANY_ID = "x"
_ID_LINE = re.compile(r"^[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?([a-z0-9_-]+)", re.MULTILINE)


class Entry(NamedTuple):
    """A valid record: the mapping of `Content` that it belongs to, its id, where it stands, the SHA-256 of it.

    A customer is kept as text.
    """

    kind: str
    id: str
    record: Record | Kept
    origin: Origin
    digest: str = ""


class Found(NamedTuple):
    """A finding in the record that stands at an origin."""

    origin: Origin
    finding: Finding


class Reading(NamedTuple):
    """What one file says; `ids` are those it mentions as its own, of records that failed too."""

    entries: tuple[Entry, ...] = ()
    ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: tuple[Found, ...] = ()
    ledger: Ledger | None = None
    asset: Asset | None = None
    lines: tuple[str, ...] = ()
    """The values of all records as JSON, of a YAML file in which nothing is wrong."""
    made: tuple[Customer, ...] = ()
    """The customers of such a file, in the order of the lines, where they were made just now."""

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines of the customers, in the order of the lines."""
        return tuple(entry.record.outline for entry in self.entries if isinstance(entry.record, Kept))


def read_records(file: SourceFile, text: str) -> Reading:
    """Return the records of a YAML file."""
    parsed = parse(file.path, text)
    if not parsed.is_whole:
        return Reading((), (_stem(file.path), *_ID_LINE.findall(text)), parsed.problems)
    problems = parsed.problems or _wrong_number(file, len(parsed.records))
    records = parsed.records[:1] if file.kind == "site" else parsed.records
    return _read_all(file, records, tuple(map(json.dumps, records)), problems)


def read_lines(file: SourceFile, lines: tuple[str, ...]) -> Reading:
    """Return the records of a YAML file from their values as JSON."""
    return _read_all(file, tuple(map(json.loads, lines)), lines, ())


def _read_all(
    file: SourceFile, records: tuple[dict[str, Value], ...], lines: tuple[str, ...], problems: tuple[Problem, ...]
) -> Reading:
    """Return the records of a YAML file from their values, the same as JSON, and what is wrong beside them."""
    default_id = _stem(file.path) if len(lines) == 1 else None
    readings = [
        _read_record(file, values, Origin(file.path, number), default_id, line)
        for number, (values, line) in enumerate(zip(records, lines, strict=True))
    ]
    joined = _join(readings, problems)
    return joined._replace(lines=(), made=()) if joined.problems or joined.found else joined


def read_page(file: SourceFile, text: str) -> Reading:
    """Return the page of a Markdown file; its id is the path below `pages/` without the ending."""
    identifier = file.path.removeprefix("content/pages/").removesuffix(".md")
    problems = _wrong_address(file, identifier)
    parts = split_front_matter(text)
    if parts is None:
        remedy = "begin with a line `---`, then `title: …`, then a line `---`"
        return Reading(problems=(*problems, Problem(file.path, 1, 1, "the page has no front matter", remedy)))
    parsed = parse(file.path, parts.front)
    if not parsed.is_whole or len(parsed.records) > 1:
        return Reading(problems=(*problems, *(parsed.problems or _wrong_number(file, len(parsed.records)))))
    values = parsed.records[0] if parsed.records else {}
    own = [Found(Origin(file.path), _own_key(key)) for key in ("id", "body") if key in values]
    reading = _validate("pages", {**values, "id": identifier, "body": parts.body}, Origin(file.path), text)
    return reading._replace(problems=(*problems, *parsed.problems), found=(*reading.found, *own), lines=())


def _own_key(key: str) -> Finding:
    what = "it follows from the file's place" if key == "id" else "the text stands below the front matter"
    return Finding((key,), f"unknown key “{key}”", f"remove it: {what}", at_key=True)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _wrong_number(file: SourceFile, count: int) -> tuple[Problem, ...]:
    if count == 0:
        remedy = "write `key: value` lines, or remove the file"
        return (Problem(file.path, 1, 1, "this file holds no record", remedy),)
    if count > 1 and file.kind in ("site", "pages"):
        return (Problem(file.path, 1, 1, f"this file holds {count} records", "keep one"),)
    return ()


def _wrong_address(file: SourceFile, address: str) -> tuple[Problem, ...]:
    try:
        read_page_id(address)
    except ValueError as error:
        return (Problem(file.path, 1, 1, f"the name {show(address)} cannot be an address", f"rename it: {error}"),)
    return ()


def _read_record(
    file: SourceFile, values: dict[str, Value], origin: Origin, default_id: str | None, line: str
) -> Reading:
    kind = _kind_of(file, values)
    if kind == "site" or "id" in values:
        return _validate(kind, values, origin, line)
    if default_id is not None and not (problems := _wrong_address(file, default_id)):
        return _validate(kind, {**values, "id": default_id}, origin, line)
    found = _validate(kind, {**values, "id": _ANY_ID}, origin, line).found
    if default_id is not None:
        return Reading(problems=problems, found=found)
    finding = Finding(("id",), "missing key “id”", "add `id:` to each record of a file that holds several")
    return Reading(found=(Found(origin, finding), *found))


def _kind_of(file: SourceFile, values: dict[str, Value]) -> str:
    if file.kind == "milestones" and ("steps" in values or not ("badge" in values or "when" in values)):
        return "series"
    return file.kind


def _validate(kind: str, values: dict[str, Value], origin: Origin, text: str) -> Reading:
    identifier = values.get("id", "")
    ids = (identifier,) if isinstance(identifier, str) else ()
    try:
        record = MODELS[kind].model_validate(values)
    except ValidationError as error:
        found = tuple(Found(origin, finding) for finding in explain(MODELS[kind], error))
        sound = _keep_sound(MODELS[kind], values, error)
        kept = _keep(sound, "") if sound else None
        return Reading((Entry(kind, "".join(ids), kept, origin),) if kept else (), ids, (), found)
    entry = Entry(kind, "".join(ids), _keep(record, text), origin, _digest(text))
    return Reading((entry,), ids, lines=(text,), made=(record,) if isinstance(record, Customer) else ())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(record: Record, line: str) -> Record | Kept:
    """Return the record as it is kept; one without a line lacks what was wrong with it."""
    if not isinstance(record, Customer):
        return record
    return Kept(outline(record), line, None if line else record)


def read_outlines(file: SourceFile, lines: tuple[str, ...], outlines: Iterable[Outline]) -> Reading:
    """Return the customers of a YAML file in which nothing is wrong, from their lines and outlines."""
    entries = tuple(
        Entry("customers", each.id, Kept(each, line), Origin(file.path, number), _digest(line))
        for number, (line, each) in enumerate(zip(lines, outlines, strict=True))
    )
    return Reading(entries, tuple(entry.id for entry in entries), lines=lines)


def _keep_sound(model: type[Record], values: dict[str, Value], error: ValidationError) -> Record | None:
    """Return the record without the values that are wrong, so that what it refers to is checked in the same run.

    None where the rest is no record.
    """
    rest = json.loads(json.dumps(values))  # a copy in which what aliases repeat stands for itself
    wrong = [location_in_file(detail["loc"]) for detail in error.errors(include_url=False)]
    for location in sorted(wrong, key=len, reverse=True):
        if location:
            _remove(rest, location)
    try:
        return model.model_validate(rest)
    except ValidationError:
        return None


def _remove(value: Any, location: Location) -> None:
    """Take a value out of nested mappings and lists; an item of a list empties it, for its fellows may move."""
    *way, last = location
    try:
        for step in way:
            value = value[step]
    except (KeyError, IndexError, TypeError):
        return  # taken out already, with what it stood in
    if isinstance(value, dict):
        value.pop(last, None)
    elif isinstance(value, list):
        value.clear()


def _join(readings: list[Reading], problems: tuple[Problem, ...]) -> Reading:
    if len(readings) == 1 and not problems:  # as most are
        return readings[0]
    return Reading(
        tuple(entry for reading in readings for entry in reading.entries),
        tuple(id_ for reading in readings for id_ in reading.ids),
        problems + tuple(problem for reading in readings for problem in reading.problems),
        tuple(found for reading in readings for found in reading.found),
        lines=tuple(line for reading in readings for line in reading.lines),
        made=tuple(record for reading in readings for record in reading.made),
    )
