"""Opening a file of SQLite for one process alone, and what it means when that, or a question, fails."""

import os
import sqlite3
from pathlib import Path

from badgesite.build.disk import describe_full
from badgesite.build.known import StateLost
from badgesite.errors import Problem, ProblemsFound

_PATIENCE = 3.0  # seconds that another program may hold the file
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}


def connect(file: Path, is_held: bool) -> sqlite3.Connection:
    """Open a file for this process alone, which needs no memory shared with others and hence works on any disk."""
    way = "" if is_held or os.name == "nt" else "?vfs=unix-none"  # a disk that knows no locks knows none of SQLite's
    connection = sqlite3.connect(f"{file.absolute().as_uri()}{way}", timeout=_PATIENCE, uri=True)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def is_busy(error: sqlite3.DatabaseError) -> bool:
    """Whether another program holds the file."""
    return _code(error) in _BUSY


def _code(error: sqlite3.DatabaseError) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def explain(error: sqlite3.DatabaseError, file: Path) -> Exception:
    """Return what to raise: a problem where the disk or another program refuses, StateLost where there is damage."""
    code = _code(error)
    if is_busy(error):
        return ProblemsFound(
            [Problem(str(file), 1, 1, "another program holds this file", "close it, and build again")]
        )
    if code == sqlite3.SQLITE_FULL:
        return ProblemsFound([describe_full(file)])
    if code in _REFUSED:
        what, remedy = f"it cannot be written: {error}", "make it writable, or delete it, and build again"
        return ProblemsFound([Problem(str(file), 1, 1, what, remedy)])
    return StateLost(str(error))
