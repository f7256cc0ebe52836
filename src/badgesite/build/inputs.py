"""Whether anything changed that a build could read, told by the stamps of files, without reading them."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import badgesite
from badgesite.build.order import Order
from badgesite.content.scan import Mark, SourceFile, Stamp, is_settled, scan, stamp_of


class Scanned(NamedTuple):
    """All that a build reads, by the stamps of the files."""

    files: tuple[SourceFile, ...]
    """Those of `content/`."""
    content: str
    """The hash of their stamps."""
    around: tuple[tuple[str, Stamp], ...]
    """Those of themes and of the program; what is installed changes the time of the folder that holds it."""
    text: str
    """What the build depends on beside files."""
    now: int
    """When the look began, in nanoseconds."""
    seconds: float
    """How long it took."""


def scan_inputs(order: Order) -> Scanned:
    """Look at all that a build reads."""
    now, start = time.time_ns(), time.perf_counter()
    files = scan(order.site)
    own = Path(badgesite.__file__).parent
    folders = (order.site / "themes", own, own.parent.parent / "themes")
    paths = (path for folder in folders for path in _list_files(str(folder)))
    around = tuple(_read_stamps((*paths, *filter(os.path.isabs, sys.path))))
    content, text = _digest_content(files, {}), f"{sys.version} {order.today} {order.base_url}"
    return Scanned(files, content, around, text, now, time.perf_counter() - start)


def digest_inputs(scanned: Scanned, others: Iterable[str], marks: Mapping[str, Mark] | None = None) -> str:
    """Return the SHA-256 of the stamps of all that a build reads, and of other files and folders.

    Where there are `marks` for files of content, these count. Empty where something around the content changed so
    lately that it may change once more without another stamp.
    """
    around = (*scanned.around, *_read_stamps(others))
    if not all(is_settled(stamp, scanned.now) for _, stamp in around):
        return ""
    content = _digest_content(scanned.files, marks) if marks else scanned.content
    return _digest(f"{scanned.text} {content} {around}")


def _digest_content(files: Iterable[SourceFile], marks: Mapping[str, Mark]) -> str:
    return _digest(json.dumps([(file.path, marks.get(file.path, file.stamp)) for file in files]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


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
