"""Building again whenever something changes: what wakes the build never decides what it renders."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_QUIET = 0.15
"""Seconds without a further change after which a build begins: editors write in several steps."""
_IDLE_EVENTS = frozenset({"opened", "closed_no_write"})


class _Wake(FileSystemEventHandler):
    """Notes that something changed, whatever it was."""

    def __init__(self) -> None:
        self.changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _IDLE_EVENTS:
            self.changed.set()


def watch(site: Path, rebuild: Callable[[], None], stop: threading.Event) -> None:
    """Build now and after every change of `content/` or `themes/`, until `stop` is set.

    A change during a build leads to another one; none is dropped.
    """
    wake = _Wake()
    observer = Observer()
    for folder in _folders(site):
        observer.schedule(wake, str(folder), recursive=True)
    observer.start()
    try:
        rebuild()
        while not stop.is_set():
            if wake.changed.wait(timeout=0.5):
                _let_settle(wake, stop)
                rebuild()
    finally:
        observer.stop()
        observer.join()


def _folders(site: Path) -> Iterator[Path]:
    return (folder for name in ("content", "themes") if (folder := site / name).is_dir())


def _let_settle(wake: _Wake, stop: threading.Event) -> None:
    while wake.changed.is_set() and not stop.is_set():
        wake.changed.clear()
        stop.wait(_QUIET)
