"""What the open pages are told: the present state of the site, and when it is another."""

import asyncio
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from badgesite.errors import Problem


class State(NamedTuple):
    """How the site stands after a build."""

    builds: int
    """How many builds have ended."""
    path: str
    """Where the site begins, such as `/club`; empty at the top of the host."""
    former: tuple[str, ...]
    """Where it began before."""
    problems: tuple[Problem, ...]
    """What is wrong in the content; the pages are then the last good ones."""


class Board:
    """Holds the state; builds post the next one from their thread, and pages wait for it in the server's."""

    def __init__(self, path: str) -> None:
        self.run = secrets.token_hex(4)
        """Tells this server from the one before it."""
        self.state = State(0, path, (), ())
        self.is_closed = False
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def post(self, path: str | None, problems: tuple[Problem, ...]) -> bool:
        """Note that a build has ended: where the site begins now, None if that is as before, and what is wrong.

        Return whether the site begins elsewhere than before.
        """
        last = self.state
        new = last.path if path is None else path
        former = tuple(dict.fromkeys((last.path, *last.former))) if new != last.path else last.former
        self.state = State(last.builds + 1, new, tuple(each for each in former if each != new), problems)
        self._call()
        return new != last.path

    def close(self) -> None:
        """End the wait of all pages: the server is about to stop."""
        self.is_closed = True
        self._call()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Give an event of the running loop that is set after every post."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.add(entry)
        try:
            yield entry[1]
        finally:
            with self._lock:
                self._waiting.discard(entry)

    def _call(self) -> None:
        with self._lock:
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)
