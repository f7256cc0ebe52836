"""Parts: outputs on their way, in a folder of their own within the output folder, until they take their places.

They lie there because only within one disk is a file replaced at once. What a killed build leaves in such a folder
is known by the folder's name; the next build removes it.
"""

import contextlib
import itertools
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from badgesite.build.disk import make_folder, open_file_to_all

_NAME = re.compile(r"\.badgesite-\w{8}\.part")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_numbers = itertools.count()  # of this process


@contextlib.contextmanager
def open_parts(out: Path) -> Iterator[Path]:
    """Yield a folder for parts, which is gone afterwards, as are those that killed builds left behind.

    An output folder that was made for it is gone, too, if nothing came into it.
    """
    is_new = not out.exists()
    make_folder(str(out))
    for entry in list(os.scandir(out)):
        if is_left_behind(entry):
            _remove(Path(entry))
    folder = Path(tempfile.mkdtemp(prefix=".badgesite-", suffix=".part", dir=out))
    try:
        yield folder
    finally:
        _remove(folder)
        if is_new:
            with contextlib.suppress(OSError):
                out.rmdir()


def is_left_behind(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of the output folder is a folder for parts."""
    return _NAME.fullmatch(entry.name) is not None and entry.is_dir(follow_symlinks=False)


def write_part(folder: Path, body: bytes) -> str:
    """Write a part that anybody may read, and return its name; raises OSError, and then leaves nothing."""
    name = f"{os.getpid()}-{next(_numbers)}"
    part = f"{folder}/{name}"  # very many files: a Path for each takes long
    try:
        _write(part, body)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
    return name


def _write(path: str, body: bytes) -> None:
    file = os.open(path, _NEW, 0o644)
    try:
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(file, rest) :]
        open_file_to_all(file)
    finally:
        os.close(file)


def _remove(folder: Path) -> None:
    """Remove a folder of parts; what else is in it stays."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.is_file(follow_symlinks=False):
                Path(entry).unlink()
        folder.rmdir()
