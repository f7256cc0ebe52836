"""Telling what an import would write, or has written."""

from collections.abc import Iterator
from typing import Any

from badgesite.tools.importing import Change, Import

_MOST_SHOWN = 40
_LONGEST = 100  # characters


def tell_import(found: Import, *, is_written: bool) -> Iterator[str]:
    """Yield the lines that tell a keeper how the file was understood, and what is written."""
    sheet, columns = found.sheet, found.columns
    rows = f"{len(sheet.rows):,} {'row' if len(sheet.rows) == 1 else 'rows'}"
    yield f"{sheet.path}: {rows} of {columns.kind}, {sheet.describe()}."
    fields = ", ".join(
        name if name == field.key else f"{name} → {field.key}"
        for name, field in ((sheet.columns[place], field) for place, field in columns.fields.items())
    )
    left_out = (
        f"; left out: {', '.join(name or '(no name)' for name in columns.left_out)}" if columns.left_out else ""
    )
    yield f"Columns: {fields}{left_out}."
    for change in found.changes[:_MOST_SHOWN]:
        yield f"  {'new' if change.is_new else 'changed':<9}{change.path}  {_shorten(change)}"
    if (more := len(found.changes) - _MOST_SHOWN) > 0:
        yield f"  and {more:,} more files"
    if found.present:
        yield f"{found.present:,} {'rows say' if found.present > 1 else 'row says'} what is there already."
    yield _conclude(found, is_written=is_written)


def as_answer(found: Import, *, is_written: bool) -> dict[str, Any]:
    """Return the same for machines."""
    return {
        "kind": found.columns.kind,
        "rows": len(found.sheet.rows),
        "present": found.present,
        "columns": {found.sheet.columns[place]: field.key for place, field in found.columns.fields.items()},
        "left_out": found.columns.left_out,
        "changes": [{"path": change.path, "new": change.is_new, "what": change.what} for change in found.changes],
        "written": is_written,
    }


def _conclude(found: Import, *, is_written: bool) -> str:
    if not found.changes:
        return "There is nothing to write."
    new = sum(change.is_new for change in found.changes)
    counts = f"{new:,} new, {len(found.changes) - new:,} changed files"
    return f"Written: {counts}." if is_written else f"This would write {counts}; to do so add  --write"


def _shorten(change: Change) -> str:
    return change.what if len(change.what) <= _LONGEST else f"{change.what[: _LONGEST - 1]}…"
