"""What the last build left behind: the key of every bundle and output, in SQLite beside `content/`.

The state may be deleted or damaged at any time; then it is empty, and the next build renders everything.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_FOLDER = ".badgesite"
_VERSION = 1
_TABLES = """
CREATE TABLE bundle (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE output (path TEXT PRIMARY KEY, bundle TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL)
    WITHOUT ROWID;
"""


class Row(NamedTuple):
    """An output that was written: its path, bundle and key, and the SHA-256 of its bytes.

    An empty key says that a build was about to replace the file.
    """

    path: str
    bundle: str
    key: str
    digest: str


class Known(NamedTuple):
    """The state as one value."""

    bundles: Mapping[str, str]
    rows: Mapping[str, Row]


class State:
    """The state of one output folder."""

    def __init__(self, connection: sqlite3.Connection, known: Known) -> None:
        self._connection = connection
        self.known = known

    def mark(self, rows: Iterable[Row]) -> None:
        """Note that these outputs are about to be replaced: whatever happens now, the next build makes them."""
        with self._connection:
            marked = [row._replace(key="", digest="") for row in rows]
            self._connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?)", marked)
            names = sorted({(row.bundle,) for row in marked})
            self._connection.executemany("DELETE FROM bundle WHERE name = ?", names)

    def store(self, rows: Iterable[Row]) -> None:
        """Note that these outputs are written."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?)", rows)

    def finish(self, bundles: Mapping[str, str], gone: Iterable[str]) -> None:
        """Note the keys of all bundles, and forget the outputs that were deleted."""
        with self._connection:
            self._connection.executemany("DELETE FROM output WHERE path = ?", [(path,) for path in gone])
            self._connection.execute("DELETE FROM bundle")
            self._connection.executemany("INSERT INTO bundle VALUES (?, ?)", bundles.items())


@contextlib.contextmanager
def open_state(site: Path, out: Path) -> Iterator[State]:
    """Open the state of an output folder; a missing or damaged one is an empty one."""
    folder = site / _FOLDER
    _make_folder(folder)
    name = hashlib.sha256(os.path.relpath(out, site).encode()).hexdigest()[:12]
    file = folder / f"state-{name}.sqlite"
    connection, known = _open(file) or _open_anew(file)
    try:
        yield State(connection, known)
    finally:
        connection.close()


def _make_folder(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    tag = folder / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n# Kept by badgesite; may be deleted.\n")
        (folder / ".gitignore").write_text("*\n")


def _read(connection: sqlite3.Connection) -> Known:
    bundles = dict(connection.execute("SELECT name, key FROM bundle"))
    rows = {row[0]: Row(*row) for row in connection.execute("SELECT path, bundle, key, digest FROM output")}
    return Known(bundles, rows)


def _open(file: Path) -> tuple[sqlite3.Connection, Known] | None:
    """Return the state in a file, or None if there is none that can be read."""
    connection = sqlite3.connect(file)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
            return connection, _read(connection)
    except sqlite3.DatabaseError:
        pass  # a damaged state is an empty one
    connection.close()
    return None


def _open_anew(file: Path) -> tuple[sqlite3.Connection, Known]:
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    connection = sqlite3.connect(file)
    connection.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
    return connection, Known({}, {})
