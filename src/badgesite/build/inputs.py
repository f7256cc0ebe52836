"""Whether anything changed that a build could read, told by the stamps of files, without reading them."""

import functools
import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import badgesite
from badgesite.build.order import Order
from badgesite.content.scan import Mark, SourceFile, Stamp, expand, is_settled, list_lines, put_mark, stamp_of

_TOGETHER = 1024  # lines: the text of all of them would take as much memory again


@dataclass(frozen=True)
class Scanned:
    """All that a build reads, by the stamps of the files."""

    lines: list[str]
    """The files of `content/`, as `list_lines` tells of them."""
    around: tuple[tuple[str, Stamp], ...]
    """Those of themes and of the program; what is installed changes the time of the folder that holds it."""
    text: str
    """What the build depends on beside files."""
    now: int
    """When the look began, in nanoseconds."""
    seconds: float
    """How long it took."""

    @functools.cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """The files of `content/`."""
        return tuple(map(expand, self.lines))


def scan_inputs(order: Order) -> Scanned:
    """Look at all that a build reads."""
    now, start = time.time_ns(), time.perf_counter()
    lines = list_lines(order.site)
    own = Path(badgesite.__file__).parent
    folders = (order.site / "themes", own, own.parent.parent / "themes")
    paths = (path for folder in folders for path in _list_files(str(folder)))
    around = tuple(_read_stamps((*paths, *filter(os.path.isabs, sys.path))))
    text = f"{sys.version} {order.today} {order.base_url}"
    return Scanned(lines, around, text, now, time.perf_counter() - start)


def digest_inputs(scanned: Scanned, others: Iterable[str], marks: Mapping[str, Mark] | None = None) -> str:
    """Return the SHA-256 of the stamps of all that a build reads, and of other files and folders.

    Where there are `marks` for files of content, these count. Empty where something around the content changed so
    lately that it may change once more without another stamp.
    """
    around = (*scanned.around, *_read_stamps(others))
    if not all(is_settled(stamp, scanned.now) for _, stamp in around):
        return ""
    lines = _put_marks(scanned.lines, marks) if marks else scanned.lines
    text = f"{scanned.text} {_digest_lines(lines)} {around}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _put_marks(lines: Iterable[str], marks: Mapping[str, Mark]) -> list[str]:
    found = ((line, marks.get(line.partition("\0")[0])) for line in lines)
    return [line if mark is None else put_mark(line, mark) for line, mark in found]


def _digest_lines(lines: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(lines), _TOGETHER):
        digest.update("\n".join((*lines[start : start + _TOGETHER], "")).encode())
    return digest.hexdigest()


def _read_stamps(paths: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    return ((path, read_stamp(path)) for path in sorted(paths))


def read_stamp(path: str) -> Stamp:
    """Return the stamp of a file or folder, an empty one if there is none."""
    try:
        return stamp_of(os.stat(path))  # noqa: PTH116 - very many files: a Path for each takes long
    except OSError:
        return Stamp()


def _list_files(folder: str) -> Iterator[str]:
    for top, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(top, name) for name in names)  # noqa: PTH118 - a Path for each takes long
