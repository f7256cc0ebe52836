"""What is made on a disk for anybody to read, and what a disk refused, told as a problem with a remedy."""

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from badgesite.errors import Problem, ProblemsFound

_FULL = "the disk is full", "free some space, and try again"
_CLOSED = "badgesite may not write here", "change who may write there, or choose another folder"
_REASONS = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EROFS: ("this disk can only be read", "make it writable, or choose another folder"),
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOENT: ("it was removed while badgesite wrote there", "try again"),
    errno.EISDIR: ("there is a folder in the place of a file", "move it away, and try again"),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "give the record a shorter id"),
}
_FILE, _FOLDER = 0o644, 0o755


def open_file_to_all(file: int) -> None:
    """Let anybody read an open file, whatever the umask or its folder took away."""
    if sys.platform != "win32" and os.fstat(file).st_mode & _FILE != _FILE:
        os.fchmod(file, _FILE)


def make_folder(path: str) -> None:
    """Make a folder that anybody may look into, and those above it, if it is not there; raises OSError."""
    try:
        os.mkdir(path)  # noqa: PTH102 - very many: a Path for each takes long
    except FileExistsError:
        return
    except FileNotFoundError:
        above = os.path.dirname(path)  # noqa: PTH120
        if above in ("", path):
            raise
        make_folder(above)
        make_folder(path)
        return
    if sys.platform != "win32" and os.stat(path).st_mode & _FOLDER != _FOLDER:  # noqa: PTH116
        os.chmod(path, _FOLDER)  # noqa: PTH101


def name_part(target: Path) -> Path:
    """Return where a file is written before it takes its place, hidden beside it."""
    return target.with_name(f".{target.name}.part")


def replace_file(target: Path, body: Iterable[bytes]) -> None:
    """Write a file in parts so that the old or the new one is there at any moment, whole; raises OSError."""
    part = name_part(target)
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as stream:
            stream.writelines(body)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def flush() -> Callable[[], None]:
    """Have the disk take all that was written so far, while other work goes on; call what this returns to wait."""
    sync: Callable[[], None] = getattr(os, "sync", lambda: None)
    thread = threading.Thread(target=sync)
    try:
        thread.start()
    except RuntimeError:  # there may be no more threads
        return sync
    return thread.join


@contextlib.contextmanager
def telling_refusals(otherwise: Path) -> Iterator[None]:
    """Raise ProblemsFound where the disk refuses what the block does; the place is the error's own path, if any."""
    try:
        yield
    except OSError as error:
        raise ProblemsFound([_describe_refusal(error, otherwise)]) from error


def _describe_refusal(error: OSError, otherwise: Path) -> Problem:
    path = error.filename2 or error.filename or otherwise
    words = error.strerror or str(error)
    what, remedy = _REASONS.get(
        error.errno or 0, (f"it cannot be written: {words}", "see to the disk, and try again")
    )
    return Problem(str(path), 1, 1, what, remedy)


def describe_full(path: Path) -> Problem:
    """Return the problem of a full disk for a file."""
    return Problem(str(path), 1, 1, *_FULL)
