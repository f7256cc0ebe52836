"""Whether anything changed that a build could read, told by the stamps of files, without reading them."""

import hashlib
import itertools
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import badgesite
from badgesite.build.order import Order
from badgesite.content.scan import SourceFile, Stamp, is_settled, stamp_of


class Scanned(NamedTuple):
    """The files of `content/`, and the hash of the stamps of all that a build reads, as `digest_inputs` makes it."""

    files: tuple[SourceFile, ...]
    inputs: str


def digest_inputs(order: Order, files: Iterable[SourceFile]) -> str:
    """Return the SHA-256 of the stamps of all that a build reads; `files` are those of `content/`.

    Empty where a file changed so lately that it may change once more without another stamp. A package that is
    installed or upgraded changes the time of the folder that holds it.
    """
    own = Path(badgesite.__file__).parent
    folders = (order.site / "themes", own, own.parent.parent / "themes")
    paths = (path for folder in folders for path in _list_files(str(folder)))
    return _digest(
        f"{sys.version} {order.today} {order.base_url}",
        ((file.path, file.stamp) for file in files),
        _read_stamps((*paths, *filter(os.path.isabs, sys.path))),
    )


def digest_others(inputs: str, others: Iterable[str]) -> str:
    """Return the SHA-256 of inputs together with other files and folders; empty where the inputs are."""
    return _digest(inputs, _read_stamps(others)) if inputs else ""


def _digest(text: str, *stamps: Iterable[tuple[str, Stamp]]) -> str:
    now = time.time_ns()
    found = list(itertools.chain.from_iterable(stamps))
    if not all(is_settled(stamp, now) for _, stamp in found):
        return ""
    return hashlib.sha256(f"{text} {found}".encode("utf-8", "surrogateescape")).hexdigest()


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
