"""What the last build left behind: the key of every bundle and output, in SQLite beside `content/`.

The state may be deleted or damaged at any time; then it is empty, and the next build renders everything.

Before a build replaces anything, it marks all that it is about to replace, and waits until the marks are on the
disk. What follows is only handed to the operating system, which costs little and survives the death of the
process, though not that of the machine. So a build that has not finished also leaves behind in which run of the
machine it worked: another run cannot know what reached the disk, and has to look at the bytes. At the end the disk
is waited for once more, first for the outputs and then for the word that all of them are current.
"""

import contextlib
import functools
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from badgesite.build.database import connect, explain, is_busy
from badgesite.build.disk import telling_refusals
from badgesite.build.held import Held
from badgesite.build.known import TABLES, Known, Note, Row, StateLost
from badgesite.build.lock import hold, hold_off
from badgesite.build.seal import is_as_sealed, is_sealed, seal, unseal
from badgesite.errors import Problem, ProblemsFound
from badgesite.pages.stamp import Stamp

FOLDER = ".badgesite"
_VERSION = 6
_TABLES = f"""{TABLES}
CREATE TABLE note (name TEXT PRIMARY KEY, source TEXT NOT NULL, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unfinished (run TEXT NOT NULL);
CREATE TABLE finished (inputs TEXT NOT NULL, others TEXT NOT NULL, outputs INTEGER NOT NULL, problems TEXT NOT NULL);
"""
_FORGET_FOLDERS = """
DELETE FROM folder WHERE mtime = -1 AND path != ''
    AND NOT EXISTS (SELECT 1 FROM output WHERE output.path >= folder.path || '/' AND output.path < folder.path || '0')
"""
_RUN = Path("/proc/sys/kernel/random/boot_id")
UNFINISHED = Stamp("", False, "")
"""The stamp of a bundle of which an output could not be rendered."""
_FAILED = "failed"  # no key is a word


class Finished(NamedTuple):
    """A build that is done: the hash of all that it read, and what it said."""

    inputs: str
    """The hash of the stamps of its files, as `digest_inputs` makes it."""
    others: tuple[str, ...]
    """Files and folders beside the site's own and the program's that it depended on."""
    outputs: int
    problems: tuple[Problem, ...]


def make_failed(path: str, bundle: str) -> Row:
    """Return the row of an output that could not be rendered: no key is the same, so the next build tries again."""
    return Row(path, bundle, _FAILED, "")


def is_failed(row: Row) -> bool:
    """Whether the output of a row could not be rendered."""
    return row.key == _FAILED


class State:
    """The state of one output folder, held by this process alone."""

    def __init__(self, connection: sqlite3.Connection, file: Path, held: Held | None = None) -> None:
        self._connection = connection
        self._file = file
        self._held = held or Held()
        self._stat = file.stat()
        self._begun: set[str] = set()
        self._unfinished = connection.execute("SELECT run FROM unfinished").fetchone()
        self._is_sound = False  # whether nobody but this process has written what is there

    @functools.cached_property
    def known(self) -> Known:
        """What is known of the last build, as it was when this one began."""
        return Known(self._ask, is_whole=not self.is_unfinished, recalled=self._held.recall(self._file))

    @property
    def is_unfinished(self) -> bool:
        """Whether a build has begun and not finished."""
        return self._unfinished is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether the machine may have failed in the middle of a build, so that bytes must be compared."""
        return self._unfinished is not None and (not self._unfinished[0] or self._unfinished[0] != _name_run())

    @property
    def finished(self) -> Finished | None:
        """The last build, if nothing was begun after it."""
        found = self._ask("SELECT inputs, others, outputs, problems FROM finished")
        if not found or self.is_unfinished:
            return None
        inputs, others, outputs, told = found[0]
        try:
            problems = tuple(Problem(*problem) for problem in json.loads(told))
            return Finished(inputs, tuple(json.loads(others)), outputs, problems)
        except (TypeError, ValueError) as error:
            raise StateLost("it holds other text than was written") from error

    def begin(self, rows: Iterable[Row]) -> None:
        """Note on the disk that these outputs are about to change: whatever happens, the next build makes them."""
        owners: set[str] = set()
        with self._writing(is_durable=True):
            for row in rows:
                before = self.known.rows.get(row.path)
                owners.update((row.bundle, before.bundle) if before else (row.bundle,))
                self._put([row._replace(key="", digest="")])
            self._connection.executemany("DELETE FROM bundle WHERE name = ?", [(name,) for name in sorted(owners)])
            self._connection.execute("DELETE FROM unfinished")
            self._connection.execute("DELETE FROM finished")
            self._connection.execute("INSERT INTO unfinished VALUES (?)", (_name_run(),))
        self._unfinished = ("",)
        self._begun |= owners

    def store(self, rows: Iterable[Row]) -> None:
        """Note that these outputs are written, or failed."""
        with self._writing():
            self._put(rows)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was published by the last build in which everything could be rendered."""
        return tuple(Note(*row) for row in self._ask("SELECT name, source, told FROM note ORDER BY name"))

    def finish(
        self,
        bundles: Mapping[str, Stamp],
        gone: Iterable[str],
        folders: Mapping[str, int],
        notes: Iterable[Note],
        finished: Finished | None,
    ) -> None:
        """Note the stamps of all bundles and the times of folders that changed, and forget the outputs that are gone.

        Writes only what differs; so do the notes on what was published. `finished` is None if something could not be
        rendered.
        """
        notes, known = list(notes), self.known
        noted = {name: stamp for name, stamp in self.known.bundles.items() if name not in self._begun}
        new = [(name, *stamp) for name, stamp in bundles.items() if noted.get(name) != stamp]
        old = [(name,) for name in noted if name not in bundles]
        paths = [(path,) for path in gone]
        if not (new or old or paths or folders or notes or self._unfinished) and finished == self.finished:
            return
        with self._writing(is_durable=True):
            self._connection.executemany("DELETE FROM output WHERE path = ?", paths)
            self._connection.executemany("DELETE FROM bundle WHERE name = ?", old)
            self._connection.executemany("INSERT OR REPLACE INTO bundle VALUES (?, ?, ?, ?)", new)
            self._connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", folders.items())
            self._connection.execute(_FORGET_FOLDERS)
            self._connection.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", notes)
            self._connection.execute("DELETE FROM note WHERE source = ''")
            self._connection.execute("DELETE FROM finished")
            if finished:
                texts = (json.dumps(finished.others), finished.outputs, json.dumps(finished.problems))
                self._connection.execute("INSERT INTO finished VALUES (?, ?, ?, ?)", (finished.inputs, *texts))
            self._connection.execute("DELETE FROM unfinished")
        self._seal()
        self._held.forget()
        if finished and not gone and (recalled := known.renew(bundles, folders, notes)):
            self._held.hold(self._file, recalled)
        self._unfinished = None

    def note_folders(self, folders: Mapping[str, int]) -> None:
        """Note the times of folders in which nothing of ours changed."""
        if folders:
            self.check()  # or damage would be sealed
            with self._writing():
                self._connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", folders.items())
            self._seal()

    def check(self) -> None:
        """Raise StateLost if the file has other bytes than the last build left there.

        A build that has not finished left no word of them.
        """
        if self._is_sound or self._held.recall(self._file):
            return
        if not (is_as_sealed(self._file) if is_sealed(self._file) else self.is_unfinished or not self.known.rows):
            raise StateLost("it has other bytes than were written")
        self._is_sound = True

    def discard(self) -> None:
        """Delete the file, unless it is already another's."""
        with contextlib.suppress(OSError):
            if self._is_in_place():
                for leftover in self._file.parent.glob(f"{self._file.name}*"):
                    leftover.unlink()

    def _is_in_place(self) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return os.path.samestat(self._file.stat(), self._stat)
        return False

    def _ask(self, question: str, values: tuple[Any, ...] | Mapping[str, Any] = ()) -> list[Any]:
        with self._reading():
            return self._connection.execute(question, values).fetchall()

    def _put(self, rows: Iterable[Row]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?)", rows)

    @contextlib.contextmanager
    def _writing(self, *, is_durable: bool = False) -> Iterator[None]:
        """Commit what the block does, all of it or nothing; the disk is waited for if it must be durable."""
        with self._reading():
            unseal(self._file)
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
            try:
                yield
            except BaseException:
                with contextlib.suppress(sqlite3.ProgrammingError):  # an interrupt may find the file closed already
                    self._connection.rollback()
                raise
            self._connection.commit()

    def _seal(self) -> None:
        with self._reading():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        seal(self._file)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """Tell what the disk refuses; raise StateLost if the file is damaged or no longer in its place."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            reason = explain(error, self._file) if self._is_in_place() else StateLost("it was removed")
            raise reason from error
        if not self._is_in_place():
            raise StateLost("it was removed")


def has_state(site: Path, out: Path) -> bool:
    """Whether a build has left a state for this output folder."""
    return _find_file(site, out).is_file()


def _find_file(site: Path, out: Path) -> Path:
    name = hashlib.sha256(os.path.relpath(out, site).encode()).hexdigest()[:12]
    return site / FOLDER / f"state-{name}.sqlite"


@contextlib.contextmanager
def open_state(site: Path, out: Path, held: Held | None = None) -> Iterator[State]:
    """Open the state of an output folder and keep others out; a missing or damaged one is an empty one.

    Who builds again and again passes the same `held` each time. Raises ProblemsFound if it cannot be kept there, or
    another build holds it.
    """
    file = _find_file(site, out)
    with contextlib.ExitStack() as stack:
        with telling_refusals(file.parent):
            _make_folder(file.parent)
            state = stack.enter_context(_open(file, stack.enter_context(hold(file.with_suffix(".lock"))), held))
        yield state


@contextlib.contextmanager
def read_state(site: Path, out: Path) -> Iterator[State | None]:
    """Yield what the last build of an output folder left behind, only to be read; None if it is missing or damaged.

    It is a copy, so nothing is written beside the content. Raises ProblemsFound while a build is running, or where no
    state can be.
    """
    file = _find_file(site, out)
    _check_folder(file.parent)
    with tempfile.TemporaryDirectory(prefix="badgesite-") as folder, contextlib.ExitStack() as stack:
        with telling_refusals(file.parent), hold_off(file.with_suffix(".lock")):
            for name in (file.name, f"{file.name}-wal", f"{file.name}-seal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(file.with_name(name), Path(folder, name))
        copy = Path(folder, file.name)
        opened = _open_present(copy, is_held=True) if copy.exists() else None
        if opened is None:
            yield None
            return
        stack.callback(opened[0].close)
        try:
            opened[1].check()
        except StateLost:
            yield None
        else:
            yield opened[1]


def describe_loss(site: Path, error: StateLost) -> Problem:
    """Return the problem of a state that is lost again and again."""
    what = f"what badgesite knows of the last build is lost again and again: {error}"
    return Problem(str(site / FOLDER), 1, 1, what, "see what changes these files, delete them, and build again")


def check_paths(paths: Iterable[str]) -> None:
    """Raise StateLost if a path of the state leads out of the output folder: no build wrote that."""
    for path in map(Path, paths):
        if path.is_absolute() or path.drive or ".." in path.parts:
            raise StateLost(f"it names {path}")


def _check_folder(folder: Path) -> None:
    if os.path.lexists(folder) and not folder.is_dir():
        what = "badgesite keeps what it knows of the last build in a folder of this name, and this is none"
        raise ProblemsFound([Problem(str(folder), 1, 1, what, "move it away")])


def _make_folder(folder: Path) -> None:
    _check_folder(folder)
    folder.mkdir(exist_ok=True)
    tag = folder / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n# Kept by badgesite; may be deleted.\n")
        (folder / ".gitignore").write_text("*\n")


@contextlib.contextmanager
def _open(file: Path, is_held: bool, held: Held | None) -> Iterator[State]:
    connection, state = _open_present(file, is_held, held) or _open_anew(file, is_held, held)
    try:
        yield state
    except StateLost:
        connection.close()
        state.discard()
        raise
    finally:
        connection.close()


def _open_present(file: Path, is_held: bool, held: Held | None = None) -> tuple[sqlite3.Connection, State] | None:
    """Return the state in a file, or None if there is none that can be read."""
    connection = None
    try:
        connection = connect(file, is_held)
        if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
            return connection, State(connection, file, held)
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        if is_busy(error):
            raise explain(error, file) from error
        return None  # a damaged state is an empty one
    connection.close()
    return None


def _open_anew(file: Path, is_held: bool, held: Held | None) -> tuple[sqlite3.Connection, State]:
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    connection = None
    try:
        connection = connect(file, is_held)
        connection.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
        return connection, State(connection, file, held)
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise explain(error, file) from error


def _name_run() -> str:
    """Return what tells this run of the machine from others; empty where nothing does."""
    with contextlib.suppress(OSError):
        return _RUN.read_text("ascii").strip()
    return ""
