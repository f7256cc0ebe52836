"""Hearing of changes: which folders are watched, and which of the system's reports wake a build."""

import contextlib
import errno
import logging
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import (
    DirAttribEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from badgesite.content.scan import is_ignored

SOURCES = ("content", "themes")
"""The folders of a site that a build reads."""
_POLLED_EVERY = 1.0  # seconds: each round asks for the time of every file
_EVENTS: list[type[FileSystemEvent]] = [
    DirAttribEvent, DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileAttribEvent, FileClosedEvent,
    FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""Not those of reading: a build opens every file, and must not wake the next one."""
_Identity = tuple[int, int]
_SCARCE = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)

if sys.platform == "linux":
    from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

    # The two halves of a move are read together. The half second for which watchdog waits for a second half that
    # may never come (a file thrown into the bin) would only make pages late.
    InotifyMoveEventGrouper.delay = 0.05


class Wake(FileSystemEventHandler):
    """Notes that something changed, and whether a watched folder itself came or went."""

    def __init__(self, site: Path, out: Path) -> None:
        self.changed = threading.Event()
        self.shaken = threading.Event()
        self._site, self._out = Path(os.path.realpath(site)), Path(os.path.realpath(out))

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake for whatever may be content or a theme."""
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(is_folder_itself(path, self._site) for path in paths):
            self.shaken.set()
        if any(is_source(path, self._site, self._out) for path in paths):
            self.changed.set()


class _Complaints(logging.Handler):
    """Wakes when watchdog says that reports were lost: what they told of must still be built."""

    def __init__(self, wake: Wake) -> None:
        super().__init__(logging.WARNING)
        self._wake = wake

    def emit(self, record: logging.LogRecord) -> None:
        self._wake.changed.set()


def is_folder_itself(path: Path, site: Path) -> bool:
    """Whether a path is a folder that is watched with all below it, rather than something in it."""
    return path == site or (path.parent == site and path.name in SOURCES)


def is_source(path: Path, site: Path, out: Path) -> bool:
    """Whether a change of the path can matter to a build: not of our own outputs, nor of editors' own files.

    A path outside of the site is of a theme that a link leads to.
    """
    if path.is_relative_to(out):
        return False
    if not path.is_relative_to(site):
        return not is_ignored(path.name)
    steps = path.relative_to(site).parts
    return not steps or (steps[0] in SOURCES and not any(map(is_ignored, steps)))


class Observation:
    """Watches the folders that a build reads, as they come and go, until it is closed.

    Where the system's reports cannot be had, it says so once and looks at every file each second instead.
    """

    def __init__(self, site: Path, wake: Wake, say: Callable[[str], None], *, is_polling: bool = False) -> None:
        self._site, self._wake, self._say = site, wake, say
        self._is_polling = is_polling
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, tuple[_Identity, ObservedWatch]] = {}
        self._complaints = _Complaints(wake)

    def __enter__(self) -> "Observation":
        # A folder that is made while its parent is read is told of twice, which does no harm.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        logging.getLogger("watchdog").addHandler(self._complaints)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("watchdog").removeHandler(self._complaints)
        self._close()

    def renew(self) -> bool:
        """Watch what is there now; return whether a folder came, went, or was made anew since the last time."""
        try:
            return self._renew()
        except OSError as error:
            if self._is_polling:
                raise
            self._say(_explain(error))
            self._close()
            self._is_polling = True
            return self._renew()

    def _renew(self) -> bool:
        present = dict(_list_folders(self._site))
        if was_shaken := self._wake.shaken.is_set():
            self._wake.shaken.clear()
        lost = [
            path for path, (identity, _) in self._watches.items()
            if was_shaken or present.get(path) != identity
        ]  # fmt: skip
        for path in lost:
            self._open().unschedule(self._watches.pop(path)[1])
        new = [path for path in present if path not in self._watches]
        for path in new:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                self._watches[path] = (present[path], self._schedule(path))
        if new and not self._is_polling:
            self._try_one_more()
        return bool(lost) or any(path in self._watches for path in new)

    def _schedule(self, path: Path) -> ObservedWatch:
        is_whole = path != Path(os.path.realpath(self._site))  # the site's folder also holds the output
        return self._open().schedule(self._wake, str(path), recursive=is_whole, event_filter=_EVENTS)

    def _try_one_more(self) -> None:
        """Raise OSError if no further folder can be watched: watchdog says nothing of folders that it left out."""
        with tempfile.TemporaryDirectory() as folder:
            self._open().unschedule(self._open().schedule(FileSystemEventHandler(), folder))

    def _open(self) -> BaseObserver:
        if self._observer is None:
            self._observer = PollingObserver(timeout=_POLLED_EVERY) if self._is_polling else Observer()
            self._observer.start()
        return self._observer

    def _close(self) -> None:
        self._watches.clear()
        if self._observer is not None and self._observer.is_alive():
            self._observer.stop()
            self._observer.join()
        self._observer = None


def _explain(error: OSError) -> str:
    reason = "it watches as many folders as it may" if error.errno in _SCARCE else error.strerror
    return f"the system cannot report changes ({reason}), so files are looked at every second instead"


def _list_folders(site: Path) -> Iterator[tuple[Path, _Identity]]:
    """Yield the real paths of the site's folder, of those it is built from, and of themes that are links."""
    for folder in (site, *(site / name for name in SOURCES), *_list_linked_themes(site / "themes")):
        with contextlib.suppress(OSError):
            facts = folder.stat()
            yield Path(os.path.realpath(folder)), (facts.st_dev, facts.st_ino)


def _list_linked_themes(themes: Path) -> list[Path]:
    try:
        return sorted(theme for theme in themes.iterdir() if theme.is_symlink() and theme.is_dir())
    except OSError:
        return []
