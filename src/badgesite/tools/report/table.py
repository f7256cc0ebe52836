"""A report as rows: one for each person and reason, for spreadsheets and for machines."""

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from badgesite.awards.reckoning import Reckoning
from badgesite.model import Content
from badgesite.model.customers import Outline
from badgesite.pages.data import as_number
from badgesite.tools.report.words import Reason, Teller

COLUMNS = (
    "list", "customer", "name", "visibility", "groups", "date", "metric", "amount", "target", "badge", "reason",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula, and customers may write."""


class Row(NamedTuple):
    """A person, and one reason to be in a list."""

    list: str
    person: Outline
    reason: Reason


def list_rows(reckoning: Reckoning, content: Content, teller: Teller) -> Iterator[Row]:
    """Yield the rows of all lists, whole and in the order of the page."""

    def tell(name: str, entries: Iterable[Any], reasons: Callable[[Any], Iterable[Reason]]) -> Iterator[Row]:
        for each in entries:
            yield from (Row(name, content.outlines[each.customer], reason) for reason in reasons(each))

    yield from tell("thanks", reckoning.thanks, teller.thanks_reasons)
    yield from tell("advocates", reckoning.advocates, lambda each: teller.act_reasons(each.acts))
    yield from tell("near", reckoning.near, teller.near_reasons)
    yield from tell("quiet", reckoning.quiet, teller.quiet_reasons)
    yield from tell("unthanked", reckoning.unthanked, teller.unthanked_reasons)
    yield from tell("wants", reckoning.wishes, teller.wish_reasons)


def as_data(row: Row) -> dict[str, Any]:
    """Return a row for machines, by the names of COLUMNS; what is not known is null."""
    person, reason = row.person, row.reason
    return {
        "list": row.list, "customer": person.id, "name": person.name, "visibility": person.visibility,
        "groups": person.belongs_to, "date": reason.date.isoformat() if reason.date else None,
        "metric": reason.metric or None, "amount": None if reason.amount is None else as_number(reason.amount),
        "target": None if reason.target is None else as_number(reason.target), "badge": reason.badge or None,
        "reason": reason.text,
    }  # fmt: skip


def write_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the rows as CSV in UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    yield codecs.BOM_UTF8
    yield _write_line(COLUMNS)
    for row in rows:
        yield _write_line(map(_write_cell, as_data(row).values()))


def _write_line(cells: Iterable[str]) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow(cells)
    return target.getvalue().encode()


def _write_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def write_json(reckoning: Reckoning, content: Content, rows: Iterable[Row], notes: Iterable[str]) -> Iterator[bytes]:
    """Yield the whole report as JSON, a reason a line; `notes` are what the data cannot tell, in words."""
    rest = {
        "generator": "badgesite", "name": content.site.name, "today": reckoning.today.isoformat(),
        "since": reckoning.since.isoformat() if reckoning.since else None, "customers": reckoning.customers,
        "active": [{"month": f"{year}-{month:02}", "customers": n} for (year, month), n in reckoning.active],
        "awarded": [{"month": f"{year}-{month:02}", "awards": n} for (year, month), n in reckoning.awarded],
        "seen": reckoning.seen, "cannot_tell": list(notes),
    }  # fmt: skip
    yield f'{_dump(rest)[:-1]}, "reasons": ['.encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n  {_dump(as_data(row))}".encode()
    yield b"\n]}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
