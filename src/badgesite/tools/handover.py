"""Files for the keeper's own hands: written beside the site, never inside what is published."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from badgesite.build.adopt import is_ours
from badgesite.build.disk import replace_file
from badgesite.build.order import Order
from badgesite.errors import UsageError


def check_place(folder: Path, order: Order) -> None:
    """Raise UsageError if a folder lies inside the finished site or the content, or one of these inside the folder.

    Links are followed: what counts is where the files would be. A site that was finished elsewhere counts, too.
    """
    for other, noun in ((order.out, "the finished site"), (order.site / "content", "the content")):
        if _lies_in(folder, other):
            raise UsageError(f"{folder} lies inside {noun}, {other}; choose a folder beside it with --to")
        if _lies_in(other, folder):
            raise UsageError(f"{noun}, {other}, lies inside {folder}; choose a folder beside it with --to")
    real = folder.resolve()
    if found := next((step for step in (real, *real.parents) if is_ours(step, step)), None):
        raise UsageError(f"{folder} lies inside a finished site, {found}; choose a folder beside it with --to")


def hand_over(folder: Path, files: Mapping[str, Iterable[bytes]], name: str) -> tuple[Path, ...]:
    """Write files, given in parts and each replaced at once, delete our earlier ones beside them; return the files.

    What is ours is listed in the folder, in a hidden file of that name. Raises UsageError where a file of somebody
    else's would be replaced, or the folder cannot be one.
    """
    own = _read_own(folder, name)
    foreign = [file for file in files if file not in own and os.path.lexists(folder / file)]
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose a folder")
    if foreign:
        what = f"{folder} holds {foreign[0]}, which badgesite did not write"
        raise UsageError(f"{what}; move it away, or choose another folder with --to")
    try:
        _write_all(folder, files, name, own)
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    return tuple(folder / file for file in files)


def _write_all(folder: Path, files: Mapping[str, Iterable[bytes]], name: str, own: set[str]) -> None:
    """Write the files; the list of what is ours has all of them at any moment."""
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / name, [_list(own | files.keys())])
    for file, body in files.items():
        replace_file(folder / file, body)
    for file in sorted(own - files.keys()):
        (folder / file).unlink(missing_ok=True)
    replace_file(folder / name, [_list(files)])


def _lies_in(folder: Path, other: Path) -> bool:
    """Whether a folder is the other one or lies in it, also where it is not made yet."""
    real = other.resolve()
    return any(step == real or _is_same(step, real) for step in (folder.resolve(), *folder.resolve().parents))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two folders are one, which their names need not show where capitals do not count."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _read_own(folder: Path, name: str) -> set[str]:
    try:
        lines = (folder / name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if line and "/" not in line and "\\" not in line and line not in (".", "..")}


def _list(files: Iterable[str]) -> bytes:
    return "".join(f"{file}\n" for file in sorted(files)).encode()
