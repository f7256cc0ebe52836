"""Which finished outputs are no longer there, told by the times of their folders instead of listing them all.

A folder's time changes when a file in it is made, replaced by another or removed.
"""

import contextlib
import hashlib
import itertools
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.build.known import Known
from badgesite.content.scan import Stamp, is_settled, open_folder

UNSURE = -1
"""The time of a folder that may have changed after it was looked at."""


class Look(NamedTuple):
    """What a look at the output folder found."""

    missing: frozenset[str]
    """Finished outputs that are not there, or not as they were written."""
    folders: dict[str, int]
    """The times of the folders that changed since the last build, from before they were listed."""


UNSEEN = Look(frozenset(), {})
"""The look at a folder that nobody looked at."""


def look(out: Path, known: Known, *, is_verifying: bool) -> Look:
    """Return what is missing of the finished outputs; if verifying, every file is read."""
    new = ((folder, UNSURE) for folder in known.list_new_folders())
    changed = dict(_find_changed(out, itertools.chain(known.walk_folders(), new)))
    if is_verifying:
        rows = (known.rows[path] for path in known.rows)
        return Look(frozenset(row.path for row in rows if digest_file(out / row.path) != row.digest), changed)
    missing: set[str] = set()
    for folder in changed:
        there = _list_names(out, folder)
        missing.update(path for path in known.rows.within(folder) if path.rpartition("/")[2] not in there)
    return Look(frozenset(missing), changed)


def _find_changed(out: Path, folders: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the folders that are not as they were, with their times now: of very many, few."""
    with contextlib.ExitStack() as stack:
        try:
            top = stack.enter_context(open_folder(str(out)))
        except OSError:
            top = None
        start = f"{out}/" if top is None else ""
        for folder, before in folders:
            try:
                now = os.stat(start + folder or ".", dir_fd=top).st_mtime_ns
            except OSError:
                now = UNSURE
            if now != before or now == UNSURE:
                yield folder, _settle(now)


def read_times(out: Path, paths: Iterable[str]) -> dict[str, int]:
    """Return the times of the folders in which the outputs lie; UNSURE for those that are not there."""
    folders = {path.rpartition("/")[0] for path in paths}
    return {folder: _settle(_read_time(f"{out}/{folder}")) for folder in sorted(folders)}


def digest_file(file: Path) -> str:
    """Return the SHA-256 of a file; nothing if it is none."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _read_time(folder: str) -> int:
    """Return a folder's time; UNSURE if there is none."""
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - very many: a Path for each takes long
    except OSError:
        return UNSURE


def _settle(changed: int) -> int:
    """Return a folder's time, or UNSURE if the same tick of the clock may bring another change."""
    return changed if is_settled(Stamp(mtime_ns=changed), time.time_ns()) else UNSURE


def _list_names(out: Path, folder: str) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in os.scandir(out / folder) if not entry.is_dir(follow_symlinks=False))
    except OSError:
        return frozenset()
