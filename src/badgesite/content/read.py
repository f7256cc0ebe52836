"""One file from the disk to what it says."""

import hashlib
from pathlib import Path

from badgesite.content.activity import read_activity
from badgesite.content.places import Place
from badgesite.content.records import Reading, read_page, read_records
from badgesite.content.scan import SourceFile, explain_misplaced, limit_of
from badgesite.errors import Problem
from badgesite.model import Asset


def read_file(site_folder: Path, file: SourceFile) -> Reading:
    """Return what a file says, or the problem that it cannot be read; one that is too large is not opened."""
    if file.kind in ("stray", "link", "closed"):
        return _fail(file, explain_misplaced(file))
    if file.size > limit_of(file):
        what = f"this file has {_megabytes(file.size)} MB, more than {_megabytes(limit_of(file))} MB"
        return _fail(file, Problem(file.path, 1, 1, what, "split it, or make it smaller"))
    try:
        return _read(site_folder / file.path, file)
    except OSError as error:
        what = f"this file cannot be read: {error.strerror}"
        return _fail(file, Problem(file.path, 1, 1, what, "look whether it is there and open to you"))
    except UnicodeDecodeError:
        place = _find_undecodable(site_folder / file.path)
        return _fail(file, Problem(file.path, *place, "this file is not UTF-8", "save it as UTF-8 in your editor"))


def _read(path: Path, file: SourceFile) -> Reading:
    if file.kind == "assets":
        return _read_asset(path, file)
    if file.kind == "activity":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            ledger = read_activity(file.path, lines)
        return Reading(problems=ledger.problems, ledger=ledger)
    text = path.read_bytes().decode("utf-8-sig")
    return read_page(file, text) if file.kind == "pages" else read_records(file, text)


def _read_asset(path: Path, file: SourceFile) -> Reading:
    with path.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
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
