"""One file from the disk to what it says."""

import hashlib
import io
import time
from pathlib import Path

from badgesite.content.activity import read_activity
from badgesite.content.memory import Memory
from badgesite.content.places import Place
from badgesite.content.records import Reading, read_lines, read_outlines, read_page, read_records
from badgesite.content.scan import SourceFile, explain_misplaced, limit_of
from badgesite.errors import Problem
from badgesite.model import Asset


def read_file(site_folder: Path, file: SourceFile, memory: Memory) -> Reading:
    """Return what a file says, or the problem that it cannot be read; one that is too large is not opened.

    What the memory holds of these very bytes is not made again, and the memory learns what it lacks.
    """
    if file.kind in ("stray", "link", "closed"):
        return _fail(file, explain_misplaced(file))
    if file.size > limit_of(file):
        what = f"this file has {_megabytes(file.size)} MB, more than {_megabytes(limit_of(file))} MB"
        return _fail(file, Problem(file.path, 1, 1, what, "split it, or make it smaller"))
    try:
        return _recall(file, memory) or _read(f"{site_folder}/{file.path}", file, memory)
    except OSError as error:
        what = f"this file cannot be read: {error.strerror}"
        return _fail(file, Problem(file.path, 1, 1, what, "look whether it is there and open to you"))
    except UnicodeDecodeError:
        place = _find_undecodable(site_folder / file.path)
        return _fail(file, Problem(file.path, *place, "this file is not UTF-8", "save it as UTF-8 in your editor"))


def _recall(file: SourceFile, memory: Memory) -> Reading | None:
    """Return what a file says that was not touched since, without opening it."""
    digest = memory.digest(file)
    return _remember(file, digest, memory) if digest else None


def _remember(file: SourceFile, digest: str, memory: Memory) -> Reading | None:
    """Return what bytes with this digest say, if the memory has enough of it."""
    if known := memory.reading(file, digest):
        return known
    if file.kind == "assets":
        return _asset(file, digest)
    said = memory.recall(file, digest)
    if said is None:
        return None
    lines = tuple(said.lines.split("\n"))
    reading = read_outlines(file, lines, said.outlines) if said.outlines else read_lines(file, lines)
    return memory.keep(file, digest, reading)


def _read(path: str, file: SourceFile, memory: Memory) -> Reading:
    now = time.time_ns()
    if file.kind == "assets":
        with Path(path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        reading = _asset(file, digest)
    else:
        body = _read_body(path)
        digest = hashlib.sha256(body).hexdigest()
        reading = _remember(file, digest, memory) or _understand(file, body)
    return memory.learn(file, digest, reading, now)


def _read_body(path: str) -> bytes:
    with io.FileIO(path) as file:  # very many files: a Path and a buffer for each take long
        return file.readall()


def _understand(file: SourceFile, body: bytes) -> Reading:
    if file.kind == "activity":
        ledger = read_activity(file.path, io.TextIOWrapper(io.BytesIO(body), "utf-8-sig", newline=""))
        return Reading(problems=ledger.problems, ledger=ledger)
    text = body.decode("utf-8-sig")
    return read_page(file, text) if file.kind == "pages" else read_records(file, text)


def _asset(file: SourceFile, digest: str) -> Reading:
    asset = Asset(file.path.removeprefix("content/"), file.size, digest)
    return Reading(ids=(asset.path,), asset=asset)


def _fail(file: SourceFile, problem: Problem) -> Reading:
    """Return a reading that still says what would be there, so that no reference to it is called unknown."""
    name = file.path.removeprefix("content/") if file.path.startswith("content/assets/") else Path(file.path).stem
    return Reading(ids=(name,), problems=(problem,))


def _find_undecodable(path: Path) -> Place:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return Place(number, len(line[: error.start].decode()) + 1)
    return Place()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")
