"""Spreadsheets saved as CSV, in whatever way the program that wrote them does it."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from badgesite.errors import Problem, ProblemsFound

ImportKind = Literal["customers", "awards", "activity"]
"""What the rows of a table are."""
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LARGEST = 256_000_000  # bytes
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Row(NamedTuple):
    """The cells of a row without outer white space, and the line of the file on which it starts."""

    line: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """The rows below the names of the columns; empty rows are left out."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    encoding: str
    refused: tuple[Problem, ...] = ()
    """The rows that have too many cells."""

    def describe(self) -> str:
        """Say how the file was read."""
        return f"read as {self.encoding}, separated by {_SEPARATORS[self.separator]}"


def read_sheet(path: Path) -> Sheet:
    """Return the table in a CSV file; raises ProblemsFound where it is none."""
    body = _read(path)
    text, encoding = _decode(path, body)
    rows, separator = _split(path, text)
    if not rows or not any(rows[0].cells):
        raise _refuse(path, 1, "this file has no table", "begin with a line that names the columns")
    columns, below = rows[0].cells, rows[1:]
    while columns and not columns[-1]:
        columns = columns[:-1]
    width = len(columns)
    too_wide = tuple(_describe_width(path, row, width) for row in below if any(row.cells[width:]))
    fitting = (row for row in below if any(row.cells) and not any(row.cells[width:]))
    padded = (Row(row.line, (*row.cells, *[""] * width)[:width]) for row in fitting)
    return Sheet(str(path), columns, tuple(padded), separator, encoding, too_wide)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refuse(path, 1, f"this file has more than {_LARGEST // 1_000_000} MB", "split it")
        return path.read_bytes()
    except OSError as error:
        raise _refuse(path, 1, f"this file cannot be read: {error.strerror}", "look whether it is there") from error


def _decode(path: Path, body: bytes) -> tuple[str, str]:
    if body.startswith(_WORKBOOKS):
        remedy = "open it there and save it as “CSV UTF-8”"
        raise _refuse(path, 1, "this is a workbook of a spreadsheet program", remedy)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace"), "UTF-16"
    if b"\0" in body:
        line = body.count(b"\n", 0, body.index(b"\0")) + 1
        raise _refuse(path, line, "this is no text", "save the table as “CSV UTF-8”")
    try:
        return body.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace"), "Windows-1252 (Latin-1)"


def _split(path: Path, text: str) -> tuple[list[Row], str]:
    start = 1
    if text[:4].lower() == "sep=":  # what Excel writes to itself
        text, start = text.partition("\n")[2], 2
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))
    try:
        return list(_read_rows(text, separator, start)), separator
    except csv.Error as error:
        line = start + text.count("\n", 0, max(text.rfind('"'), 0))
        remedy = "look for a quote that is never closed, here or above"
        raise _refuse(path, line, f"this row cannot be read: {error}", remedy) from error


def _read_rows(text: str, separator: str, start: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = start
    for cells in reader:
        yield Row(line, tuple(cell.strip() for cell in cells))
        line = start + reader.line_num


def _describe_width(path: Path, row: Row, width: int) -> Problem:
    what = f"this row has {len(row.cells)} cells, and there are {width} columns"
    return Problem(str(path), row.line, 1, what, "put cells that hold a separator into double quotes")


def _refuse(path: Path, line: int, what: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(str(path), line, 1, what, remedy)])
