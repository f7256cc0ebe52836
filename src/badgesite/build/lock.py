"""One build at a time: a lock that the system itself releases when its holder dies, however that happens."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from badgesite.errors import Problem, ProblemsFound

if sys.platform == "win32":
    import msvcrt

    def _grasp(file: IO[str]) -> None:
        file.seek(_FAR)  # what is locked cannot be read by others: not the number at the beginning
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _grasp(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_FAR = 1024  # bytes
_TRIES = 50
_PAUSE = 0.1  # seconds
_TAKEN = {errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextlib.contextmanager
def hold(path: Path) -> Iterator[bool]:
    """Hold the lock of a file, which is made; False where the disk knows no locks, and nothing is held.

    Waits some seconds for another holder; then raises ProblemsFound with its process id.
    """
    file, is_held = _take(path)
    with file:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield is_held


@contextlib.contextmanager
def hold_off(path: Path) -> Iterator[None]:
    """Keep builds waiting, for which nothing is written; raises ProblemsFound if one is running."""
    try:
        file = path.open(encoding="ascii", errors="replace")
    except FileNotFoundError:
        yield
        return
    with file:
        try:
            _grasp(file)
        except OSError as error:
            if error.errno in _TAKEN:
                running = _describe_holder(path, file.read().strip())
                raise ProblemsFound([running._replace(remedy="wait until it ends, and ask again")]) from error
        yield


def _take(path: Path) -> tuple[IO[str], bool]:
    holder = ""
    for _ in range(_TRIES):
        file = path.open("a+", encoding="ascii", errors="replace")
        try:
            _grasp(file)
        except OSError as error:
            if error.errno not in _TAKEN:
                return file, False
            file.seek(0)
            holder = file.read().strip()
        else:
            if _is_still_there(path, file):
                return file, True
        file.close()  # held by another, or removed meanwhile: whoever comes next would lock another file
        time.sleep(_PAUSE)
    raise ProblemsFound([_describe_holder(path, holder)])


def _is_still_there(path: Path, file: IO[str]) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    return False


def _describe_holder(path: Path, holder: str) -> Problem:
    what = f"another build of this site is running (process {holder or 'unknown'})"
    return Problem(str(path), 1, 1, what, "wait until it ends, or end it; then build again")
