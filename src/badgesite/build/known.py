"""What the state knows of the last build, looked up when it is asked for: most builds touch little of it."""

import functools
import itertools
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from badgesite.pages.stamp import Stamp

TABLES = """
CREATE TABLE bundle (name TEXT PRIMARY KEY, source TEXT NOT NULL, is_plain INTEGER NOT NULL, key TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE output (path TEXT PRIMARY KEY, bundle TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL)
    WITHOUT ROWID;
CREATE INDEX output_of_bundle ON output (bundle);
CREATE TABLE folder (path TEXT PRIMARY KEY, mtime INTEGER NOT NULL) WITHOUT ROWID;
"""
_WITHIN = """
WITH RECURSIVE step (path) AS (
    SELECT min(path) FROM output WHERE path >= :start AND path < :end
    UNION ALL
    SELECT (SELECT min(path) FROM output WHERE path < :end AND path >= CASE instr(substr(step.path, :at), '/')
        WHEN 0 THEN step.path || char(1)
        ELSE substr(step.path, 1, :at + instr(substr(step.path, :at), '/') - 2) || '0' END)
    FROM step WHERE step.path IS NOT NULL
)
SELECT path FROM step WHERE instr(substr(path, :at), '/') = 0
"""
"""Goes from one entry of a folder to the next, past all that lies in folders below: `0` comes after `/`."""
_TOGETHER = 4096  # folders
Ask = Callable[..., list[Any]]
"""Answers a question in SQL with its parameters."""


class StateLost(Exception):  # noqa: N818 - it reads as a claim: `except StateLost`
    """The state turned out to be damaged, or was removed, in the middle of a build; now there is none."""


class Row(NamedTuple):
    """An output that was written: its path, bundle and key, and the SHA-256 of its bytes.

    An empty key says that a build was about to replace the file.
    """

    path: str
    bundle: str
    key: str
    digest: str


class Note(NamedTuple):
    """What is kept of a record: kind and id, the hash of all that it follows from, and what was published of it."""

    name: str
    source: str
    told: str


def _make_row(values: Iterable[object]) -> Row:
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(Row._fields):
        raise StateLost("a value is no text")
    return Row(*texts)


class Rows(Mapping[str, Row]):
    """The outputs that were written, by path."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def __getitem__(self, path: str) -> Row:
        found = self._ask("SELECT * FROM output WHERE path = ?", (path,)) if self._count else []
        if not found:
            raise KeyError(path)
        return _make_row(found[0])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return (path for (path,) in self._ask("SELECT path FROM output ORDER BY path"))

    @functools.cached_property
    def _count(self) -> int:
        return int(self._ask("SELECT count(*) FROM output")[0][0])

    def of(self, bundle: str) -> list[Row]:
        """Return the outputs of a bundle, by path."""
        question = "SELECT * FROM output WHERE bundle = ? ORDER BY path"
        return [_make_row(row) for row in self._ask(question, (bundle,))] if self._count else []

    def loose(self) -> list[Row]:
        """Return the outputs of bundles that no build has finished."""
        question = "SELECT * FROM output WHERE bundle NOT IN (SELECT name FROM bundle) ORDER BY path"
        return [_make_row(row) for row in self._ask(question)]

    def within(self, folder: str) -> list[str]:
        """Return the paths of the outputs that lie in a folder, not in one below; the topmost is empty."""
        start = f"{folder}/" if folder else ""
        end = f"{folder}0" if folder else "\U0010ffff"
        return [path for (path,) in self._ask(_WITHIN, {"start": start, "end": end, "at": len(start) + 1})]

    def alike(self, path: str) -> list[Row]:
        """Return the outputs with the same path, or one that differs from it by case only."""
        small = path.casefold()
        named = [self[name] for name in dict.fromkeys((path, small)) if name in self]
        return [*named, *(row for row in self._mixed.get(small, ()) if row.path not in (path, small))]

    def below(self, path: str) -> list[Row]:
        """Return the outputs anywhere in a folder of this path, or of one that differs from it by case only."""
        small = path.casefold()
        question = "SELECT * FROM output WHERE path >= ? AND path < ?"
        named = {Row(*row) for name in {path, small} for row in self._ask(question, (f"{name}/", f"{name}0"))}
        return sorted(named.union(self._mixed_below.get(small, ())))

    @functools.cached_property
    def _mixed(self) -> dict[str, list[Row]]:
        """The outputs whose path has more than small letters."""
        mixed: dict[str, list[Row]] = {}
        for row in self._ask("SELECT * FROM output WHERE path GLOB '*[^-a-z0-9_./]*' ORDER BY path"):
            mixed.setdefault(row[0].casefold(), []).append(_make_row(row))
        return mixed

    @functools.cached_property
    def _mixed_below(self) -> dict[str, list[Row]]:
        """The same by each folder that they lie in, in small letters."""
        below: dict[str, list[Row]] = {}
        for small, rows in self._mixed.items():
            for folder in PurePosixPath(small).parents:
                below.setdefault(str(folder), []).extend(rows)
        return below


class Recalled(NamedTuple):
    """What a process still knows of the build that it did last."""

    bundles: Mapping[str, Stamp]
    folders: Mapping[str, int]
    noted: Mapping[str, str]


class Asked(NamedTuple):
    """The names of those bundles and notes that alone are of interest, and so are the folders of these bundles."""

    bundles: Collection[str]
    notes: Collection[str]


class Known:
    """What is known of the last build."""

    def __init__(
        self, ask: Ask, *, is_whole: bool, recalled: Recalled | None = None, asked: Asked | None = None
    ) -> None:
        """`is_whole` says that the last build came to its end, so that every output is of a bundle that it noted.

        What is `asked` for, if anything, is all that is told of bundles and notes.
        """
        self._ask = ask
        self._recalled = recalled
        self._asked = asked
        self.rows = Rows(ask)
        self.is_whole = is_whole

    def narrow(self, asked: Asked) -> "Known":
        """Return what is known of these bundles and notes, of their folders, and of all outputs."""
        return Known(self._ask, is_whole=self.is_whole, recalled=self._recalled, asked=asked)

    @functools.cached_property
    def bundles(self) -> Mapping[str, Stamp]:
        """The stamps of the bundles that builds have finished, by name."""
        asked = self._asked.bundles if self._asked else None
        if self._recalled:
            return _pick(self._recalled.bundles, asked)
        rows = self._select("SELECT name, source, is_plain, key FROM bundle", "name", asked)
        return {name: Stamp(source, bool(is_plain), key) for name, source, is_plain, key in rows}

    @functools.cached_property
    def folders(self) -> Mapping[str, int]:
        """The time of the last change of each folder with outputs, in nanoseconds; -1 if it may change unseen."""
        asked = self._list_folders(self._asked.bundles) if self._asked else None
        if self._recalled:
            return _pick(self._recalled.folders, asked)
        return dict(self._select("SELECT path, mtime FROM folder", "path", asked))

    def walk_folders(self) -> Iterator[tuple[str, int]]:
        """Return the same one by one: of a large site they need not all be in memory."""
        if self._recalled or self._asked:
            return iter(self.folders.items())
        return itertools.chain.from_iterable(self._walk_some_folders())

    def _walk_some_folders(self) -> Iterator[list[tuple[str, int]]]:
        start = ""
        while some := self._ask("SELECT * FROM folder WHERE path >= ? ORDER BY path LIMIT ?", (start, _TOGETHER)):
            yield some
            start = f"{some[-1][0]}\0"

    def list_new_folders(self) -> set[str]:
        """Return the folders in which a build has put outputs without coming to note their times."""
        return set() if self.is_whole else {path.rpartition("/")[0] for path in self.rows} - self.folders.keys()

    def _list_folders(self, bundles: Iterable[str]) -> set[str]:
        return {row.path.rpartition("/")[0] for bundle in bundles for row in self.rows.of(bundle)}

    @functools.cached_property
    def noted(self) -> Mapping[str, str]:
        """The source of each note on what was published, by name."""
        asked = self._asked.notes if self._asked else None
        if self._recalled:
            return _pick(self._recalled.noted, asked)
        return dict(self._select("SELECT name, source FROM note", "name", asked))

    def _select(self, question: str, name: str, asked: Collection[str] | None) -> list[Any]:
        if asked is None:
            return self._ask(question)
        return self._ask(f"{question} WHERE {name} {one_of(asked)}", tuple(asked))

    def renew(
        self, bundles: Mapping[str, Stamp], folders: Mapping[str, int], notes: Iterable[tuple[str, str, str]]
    ) -> Recalled | None:
        """Return what is known once these are the bundles, and these folders and notes differ from what was known.

        None where not all was known.
        """
        if self._asked and not self._recalled:
            return None
        before = self._recalled or Recalled(self.bundles, self.folders, self.noted)
        kept = {name: stamp for name, stamp in before.bundles.items() if name not in self.bundles}
        sources = {name: source for name, source, _ in notes}
        noted = {name: source for name, source in {**before.noted, **sources}.items() if source}
        return Recalled({**kept, **bundles}, {**before.folders, **folders}, noted)


def one_of(names: Collection[str]) -> str:
    """Return the condition in SQL that something has one of these names, which are its parameters."""
    return f"IN ({', '.join('?' * len(names))})"


def _pick(found: Mapping[str, Any], asked: Collection[str] | None) -> Mapping[str, Any]:
    return found if asked is None else {name: found[name] for name in asked if name in found}


def know_only(paths: Iterable[str]) -> Known:
    """Return the knowledge that these are outputs of ours, and nothing of how they were made."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    connection.executemany("INSERT INTO output VALUES (?, '', '', '')", ((path,) for path in paths))
    return Known(lambda *question: connection.execute(*question).fetchall(), is_whole=False)
