"""What earlier builds read and reckoned, in SQLite beside `content/`: it saves time and decides nothing.

Everything in it counts only together with the hash of what it was made from. It may be deleted or damaged at any
time; then it is empty. Two builds at once may both write it; one of them then remembers less.
"""

import contextlib
import datetime
import functools
import json
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from badgesite.awards.memory import Firsts, Population, Remembered, Told
from badgesite.awards.memory import Memory as AwardMemory
from badgesite.build.code import fingerprint_code
from badgesite.build.held import Held
from badgesite.build.known import one_of
from badgesite.build.state import FOLDER
from badgesite.build.workshop import OpenWorkshop
from badgesite.content.memory import CUSTOMERS, Said
from badgesite.content.memory import Memory as ContentMemory
from badgesite.content.scan import Mark, Stamp
from badgesite.model import Award, Goal, Repeat, Standing
from badgesite.model.customers import Outline, share
from badgesite.model.record import read_web_address
from badgesite.pages.memory import Memory as PageMemory

_NAME = "memory.sqlite"
_TABLES = """
CREATE TABLE code (fingerprint TEXT NOT NULL);
CREATE TABLE said (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER,
    digest TEXT NOT NULL, lines TEXT NOT NULL, outlines TEXT NOT NULL, checksum INTEGER) WITHOUT ROWID;
CREATE INDEX stamp_of_said ON said (path, size, mtime, ctime, inode);
CREATE TABLE sound (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE standing (customer TEXT PRIMARY KEY, source TEXT NOT NULL, firsts TEXT NOT NULL, standing TEXT NOT NULL,
    checksum INTEGER) WITHOUT ROWID;
CREATE TABLE shown (customer TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE beside (shared TEXT NOT NULL);
CREATE TABLE population (last_days TEXT NOT NULL, offered TEXT NOT NULL, rarity TEXT NOT NULL, visible TEXT NOT NULL);
"""
_NO_CUSTOMERS = f"path < '{CUSTOMERS}' OR path > '{CUSTOMERS}\U0010ffff'"
_MOST_SHARED = 65_536
"""Many customers have the same awards and goals: of so many kinds each is one object."""
_PATIENCE = 0.5  # seconds; a busy memory is not worth waiting for


class Memory(NamedTuple):
    """What a build remembers; kept by `serve` from one build to the next."""

    content: ContentMemory
    awards: AwardMemory
    pages: PageMemory
    workshop: OpenWorkshop
    held: Held


def forget_all() -> Memory:
    """Return a memory of nothing."""
    return _remember(ContentMemory(), AwardMemory(), PageMemory())


def _remember(content: ContentMemory, awards: AwardMemory, pages: PageMemory) -> Memory:
    return Memory(content, awards, pages, OpenWorkshop(), Held())


def load_memory(site: Path) -> Memory:
    """Return what lies beside the content of a site; nothing if it was made by other code or cannot be read."""
    with _discarding(site), _connect(site) as file:
        if _is_of_this_code(file):
            return _remember(_load_content(file), _load_awards(file), _load_pages(file))
    return forget_all()


def load_marks(site: Path) -> dict[str, Mark]:
    """Return what tells each file, as it was when it was last read, from others, by path."""
    with _discarding(site), _connect(site) as file:
        if _is_of_this_code(file):
            stamps = file.execute("SELECT path, size, mtime, ctime, inode FROM said WHERE size IS NOT NULL")
            unsettled = file.execute("SELECT path, digest FROM said WHERE size IS NULL")
            return {**{path: Stamp(*stamp) for path, *stamp in stamps}, **dict(unsettled)}
    return {}


def load_few(site: Path, paths: Sequence[str]) -> Memory:
    """Return what `load_memory` does, but of customers only those in these files."""
    with _discarding(site), _connect(site) as file:
        if _is_of_this_code(file):
            content = _load_content(file, f"{_NO_CUSTOMERS} OR path {one_of(paths)}", paths)
            ids = tuple(content.outlines(paths))
            customers = f"customer {one_of(ids)}", ids
            return _remember(content, _load_awards(file, *customers), _load_pages(file, *customers))
    return forget_all()


def pick_few(memory: Memory, paths: Sequence[str]) -> Memory:
    """Return a copy of what is remembered, but of customers only those in these files."""
    ids = memory.content.outlines(paths)
    return memory._replace(
        content=memory.content.pick(paths), awards=memory.awards.pick(ids), pages=memory.pages.pick(ids)
    )


def take_in(memory: Memory, few: Memory) -> None:
    """Remember what a copy with few customers has learned since."""
    memory.content.take_in(few.content)
    memory.awards.rows.update(few.awards.rows)
    memory.pages.rows.update(few.pages.rows)


def store_memory(site: Path, memory: Memory) -> None:
    """Write what the memory of a site learned; nothing where that cannot be written."""
    content, awards, pages, *_ = memory
    changes = [learned for part in (content, awards, pages) for learned in (part.learned, part.forgotten)]
    if not any(changes):
        return
    with _discarding(site), _connect(site) as file:
        if not _is_of_this_code(file):
            _make_tables(file)
        _store_content(file, content)
        _store_awards(file, awards)
        _store_pages(file, pages)
        file.commit()
        for changed in changes:
            changed.clear()


@contextlib.contextmanager
def _discarding(site: Path) -> Iterator[None]:
    """Delete the file if it turns out to be of no use."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError):
        with contextlib.suppress(OSError):
            (site / FOLDER / _NAME).unlink(missing_ok=True)


@contextlib.contextmanager
def _connect(site: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(site / FOLDER / _NAME, timeout=_PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def _is_of_this_code(file: sqlite3.Connection) -> bool:
    tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
    return "code" in tables and file.execute("SELECT fingerprint FROM code").fetchone() == (fingerprint_code(),)


def _make_tables(file: sqlite3.Connection) -> None:
    for table in ("code", "said", "sound", "standing", "shown", "beside", "population"):
        file.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES.split(";"):
        file.execute(statement)
    file.execute("INSERT INTO code VALUES (?)", (fingerprint_code(),))


def _read_rows(
    file: sqlite3.Connection, table: str, condition: str = "TRUE", values: Sequence[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table without their checksums; those that a failing disk altered are left out."""
    rows = file.execute(f"SELECT * FROM {table} WHERE {condition}", values)
    return (row[:-1] for row in rows if row == _sign(row[:-1]))


def _sign(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the row with its checksum behind it."""
    return (*row, zlib.crc32(repr(row).encode("utf-8", "surrogatepass")))


def _load_content(file: sqlite3.Connection, condition: str = "TRUE", values: Sequence[str] = ()) -> ContentMemory:
    rows = list(_read_rows(file, "said", condition, values))
    said = {
        path: Said(
            Stamp(size, mtime, ctime, inode) if size is not None else None,
            digest,
            lines,
            tuple(map(_read_outline, outlines)),
        )
        for (path, size, mtime, ctime, inode, digest, lines, _), outlines in zip(
            rows, _read_texts(row[-1] or "[]" for row in rows), strict=True
        )
    }
    return ContentMemory(said, _load_sound(file))


def _store_content(file: sqlite3.Connection, memory: ContentMemory) -> None:
    rows = (
        _sign((path, *(said.stamp or (None,) * 4), said.digest, said.lines, _write_outlines(said.outlines)))
        for path in sorted(memory.learned)
        if (said := memory.said.get(path))
    )
    file.executemany("DELETE FROM said WHERE path = ?", [(path,) for path in sorted(memory.forgotten)])
    file.executemany("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    known = _load_sound(file)
    file.executemany("DELETE FROM sound WHERE digest = ?", [(digest,) for digest in sorted(known - memory.sound)])
    file.executemany("INSERT INTO sound VALUES (?)", [(digest,) for digest in sorted(memory.sound - known)])


def _load_sound(file: sqlite3.Connection) -> set[str]:
    return {digest for (digest,) in file.execute("SELECT digest FROM sound")}


def _write_outlines(outlines: tuple[Outline, ...]) -> str:
    return json.dumps(outlines) if outlines else ""


def _read_texts(texts: Iterable[str]) -> list[Any]:
    """Return what many texts of JSON say, read together, which takes half the time."""
    found: list[Any] = json.loads(f"[{','.join(texts)}]")
    return found


def _read_outline(values: list[Any]) -> Outline:
    id_, name, visibility, token, group, portrait, *lists = values
    *names, said = lists
    aliases, awards, showcase, metrics, groups = map(share, names)
    quotes = tuple([(text, date, url) for text, date, url in said])
    group = group and sys.intern(group)
    return Outline(id_, name, visibility, token, group, portrait, aliases, awards, showcase, metrics, groups, quotes)


def _load_awards(file: sqlite3.Connection, condition: str = "TRUE", values: Sequence[str] = ()) -> AwardMemory:
    found = file.execute("SELECT last_days, offered, rarity, visible FROM population").fetchone()
    if found is None:
        return AwardMemory()
    last_days, offered, rarity, visible = map(json.loads, found)
    population = Population(tuple((number, _day(day)) for number, day in last_days), frozenset(offered))
    rows = list(_read_rows(file, "standing", condition, values))
    standings = _read_texts(standing for *_, standing in rows)
    remembered = {
        customer: Remembered(source, _read_firsts(firsts), _read_standing(*standing))
        for (customer, source, firsts, _), standing in zip(rows, standings, strict=True)
    }
    return AwardMemory(remembered, population, Told(rarity, frozenset(visible)))


def _store_awards(file: sqlite3.Connection, memory: AwardMemory) -> None:
    population, told = memory.population, memory.told
    if population is None or told is None:
        return
    last_days = [(number, day.toordinal()) for number, day in population.last_days]
    values = (last_days, sorted(population.offered), told.rarity, sorted(told.visible))
    file.execute("DELETE FROM population")
    file.execute("INSERT INTO population VALUES (?, ?, ?, ?)", tuple(map(json.dumps, values)))
    file.executemany("DELETE FROM standing WHERE customer = ?", [(id_,) for id_ in sorted(memory.forgotten)])
    rows = (_sign((id_, *_write_row(row))) for id_ in sorted(memory.learned) if (row := memory.rows.get(id_)))
    file.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?)", rows)


def _load_pages(file: sqlite3.Connection, condition: str = "TRUE", values: Sequence[str] = ()) -> PageMemory:
    rows = file.execute(f"SELECT customer, source, digest FROM shown WHERE {condition}", values)
    shared = file.execute("SELECT shared FROM beside").fetchone()
    return PageMemory({customer: (source, digest) for customer, source, digest in rows}, *(shared or ()))


def _store_pages(file: sqlite3.Connection, memory: PageMemory) -> None:
    file.executemany("DELETE FROM shown WHERE customer = ?", [(id_,) for id_ in sorted(memory.forgotten)])
    rows = ((id_, *row) for id_ in sorted(memory.learned) if (row := memory.rows.get(id_)))
    file.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?, ?)", rows)
    file.execute("DELETE FROM beside")
    file.execute("INSERT INTO beside VALUES (?)", (memory.shared,))


def _write_row(row: Remembered) -> tuple[str, str, str]:
    firsts = [(number, day and day.toordinal()) for number, day in row.firsts]
    return row.source, json.dumps(firsts), _encode(row.standing)


def _write_value(value: object) -> object:
    return value.toordinal() if isinstance(value, datetime.date) else str(value)


_encode = json.JSONEncoder(check_circular=False, default=_write_value).encode


def _read_firsts(text: str) -> Firsts:
    return tuple((number, day and _day(day)) for number, day in json.loads(text)) if text != "[]" else ()


def _read_standing(awards: list[Any], goals: list[Any]) -> Standing:
    return Standing(
        tuple([_read_award(*each, tuple(map(tuple, repeats))) for *each, repeats in awards]),
        tuple([_read_goal(*each) for each in goals]),
    )


@functools.lru_cache(maxsize=_MOST_SHARED)
def _read_award(*values: Any) -> Award:
    badge, date, by, note, evidence, times, expires, is_expired, revoked, reason, milestone, repeats = values
    return Award(
        badge,
        date and _day(date),
        by,
        note,
        evidence and read_web_address(evidence),
        times,
        expires and _day(expires),
        is_expired,
        revoked and _day(revoked),
        reason,
        milestone,
        tuple(Repeat(_day(day), times) for day, times in repeats),
    )


@functools.lru_cache(maxsize=_MOST_SHARED)
def _read_goal(badge: str, series: str, metric: str, have: str, target: str) -> Goal:
    return Goal(badge, series, metric, Decimal(have), Decimal(target))


def _day(number: int) -> datetime.date:
    return datetime.date.fromordinal(number)
