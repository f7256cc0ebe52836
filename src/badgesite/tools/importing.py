"""`badgesite import`: customers, awards or activity from a spreadsheet, all of it or nothing."""

import contextlib
import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from badgesite.build.disk import name_part, telling_refusals
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.errors import Problem, ProblemsFound, UsageError
from badgesite.model import Content
from badgesite.tools.cells import Days, make_id
from badgesite.tools.columns import Columns, match_columns
from badgesite.tools.edit import change_records, write_record
from badgesite.tools.entries import Entry, Reader
from badgesite.tools.sheet import ImportKind, Sheet, read_sheet

_HEADER = "customer,date,metric,amount\n"


class Change(NamedTuple):
    """A file that is written: its path from the site's folder, its text, and what is new in it in words."""

    path: str
    text: str
    is_new: bool
    what: str
    line: int
    """The first row that it comes from."""


class Import(NamedTuple):
    """What an import would write, and what it found."""

    sheet: Sheet
    columns: Columns
    changes: tuple[Change, ...]
    present: int
    """How many rows say what is there already."""
    doubts: tuple[Problem, ...]


def plan_import(
    site: Path,
    path: Path,
    today: datetime.date,
    kind: ImportKind | None = None,
    mapping: Mapping[str, str] | None = None,
    dates: str = "YYYY-MM-DD",
) -> Import:
    """Return what importing a CSV file would write.

    Raises ProblemsFound with every row that is refused, or with what is wrong in the content before.
    """
    days = Days(dates)
    content = load(site, scan(site)).demand()
    sheet = read_sheet(path)
    columns = match_columns(sheet, kind, mapping or {}, content.site.metrics)
    reader = Reader(sheet, columns, content, days, today)
    entries = reader.read()
    if refused := [*sheet.refused, *reader.refused, *_refuse_taken(site, sheet, content, entries)]:
        raise ProblemsFound(refused)
    changes = _write_facts(site, sheet, entries) if columns.kind == "activity" else _edit(site, content, entries)
    _try_out(site, sheet, changes)
    return Import(sheet, columns, changes, reader.present, tuple(reader.doubts))


def write_import(site: Path, changes: tuple[Change, ...]) -> None:
    """Write the files: each appears whole, and none before all are on the disk.

    Raises ProblemsFound if the disk refuses.
    """
    with telling_refusals(site / "content"), contextlib.ExitStack() as undo:
        for change in changes:
            undo.callback(name_part(site / change.path).unlink, missing_ok=True)
            _write_part(site / change.path, change.text)
        for change in changes:
            name_part(site / change.path).replace(site / change.path)


def _edit(site: Path, content: Content, entries: list[Entry]) -> tuple[Change, ...]:
    changes = [_create(entry) for entry in entries if ("customers", entry.customer) not in content.origins]
    files: dict[str, list[tuple[int, Entry]]] = {}
    for entry in entries:
        if origin := content.origins.get(("customers", entry.customer)):
            files.setdefault(origin.path, []).append((origin.number, entry))
    for path, changed in files.items():
        before = (site / path).read_text("utf-8-sig")
        text = change_records(before, ((number, entry.values) for number, entry in changed))
        what = "; ".join(_tell(entry) for _, entry in changed)
        changes.append(Change(path, text, False, what, changed[0][1].line))
    return tuple(sorted(changes))


def _create(entry: Entry) -> Change:
    return Change(_name_file(entry), write_record(entry.values), True, _tell(entry), entry.line)


def _name_file(entry: Entry) -> str:
    return f"content/customers/{entry.customer}.yaml"


def _refuse_taken(site: Path, sheet: Sheet, content: Content, entries: list[Entry]) -> Iterator[Problem]:
    """Yield the rows of new customers whose file is there and holds others."""
    for entry in entries:
        if ("customers", entry.customer) not in content.origins and (site / _name_file(entry)).exists():
            what = f"{_name_file(entry)} is there already and does not hold “{entry.customer}”"
            yield Problem(sheet.path, entry.line, 1, what, "give that file another name, or this customer another id")


def _tell(entry: Entry) -> str:
    if awards := entry.values.get("awards"):
        return ", ".join(f"{award['badge']}{' of ' + award['date'] if 'date' in award else ''}" for award in awards)
    told = {key: value for key, value in entry.values.items() if key != "token" and value is not None}
    return ", ".join(f"{key}: {_tell_value(value)}" for key, value in told.items())


def _tell_value(value: str | Mapping[str, str] | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, tuple):
        return " and ".join(value)
    return ", ".join(f"{key} {each}" for key, each in value.items())


def _write_facts(site: Path, sheet: Sheet, entries: list[Entry]) -> tuple[Change, ...]:
    """Return the file of activity with the new facts below those that it has."""
    facts = [fact for entry in entries for fact in entry.facts]
    if not facts:
        return ()
    path = f"content/activity/{make_id(Path(sheet.path).stem) or 'imported'}.csv"
    is_new = not (site / path).exists()
    before = _HEADER if is_new else (site / path).read_text("utf-8-sig")
    if not before.endswith("\n"):
        before += "\n"
    if before.splitlines()[0].strip() != _HEADER.strip():
        raise UsageError(f"{path} is there already with its columns in another order; rename {sheet.path}")
    text = before + "".join(f"{','.join(fact)}\n" for fact in facts)
    customers = len({customer for customer, *_ in facts})
    what = f"{len(facts):,} dated facts of {customers:,} customers" if len(facts) > 1 else "1 dated fact"
    return (Change(path, text, is_new, what, entries[0].line),)


def _try_out(site: Path, sheet: Sheet, changes: tuple[Change, ...]) -> None:
    """Raise ProblemsFound if the content would not be right with the changes; a copy is changed and loaded."""
    if not changes:
        return
    with tempfile.TemporaryDirectory(prefix="badgesite-import-") as folder:
        shutil.copytree(site / "content", Path(folder, "content"), copy_function=_link, symlinks=True)
        for change in changes:
            target = Path(folder, change.path)
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(change.text, "utf-8")
        problems = load(Path(folder), scan(Path(folder))).problems
    lines = {change.path: change.line for change in changes}
    if wrong := [problem for problem in problems if not problem.is_warning]:
        raise ProblemsFound(
            Problem(sheet.path, lines[each.path], 1, f"{each.path} would not be right: {each.what}", each.remedy)
            if each.path in lines else each
            for each in wrong
        )  # fmt: skip


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write_part(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = name_part(target)
    with part.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    if target.exists():
        shutil.copymode(target, part)
