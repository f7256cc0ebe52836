"""Building again whenever something changes: what wakes the build never decides what it renders."""

import contextlib
import datetime
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from badgesite.build.system import ending_tidily
from badgesite.serve.observe import Observation, Wake

_QUIET = 0.05
"""Seconds without a further change after which a build begins: editors save in several steps, some milliseconds
apart, and what takes longer to write leads to another build."""
_PATIENCE = 2.0  # seconds after which a build begins although changes still come
_TICK = 0.5  # seconds from one look at the date, and at folders that came or went unheard, to the next


def watch(
    site: Path,
    out: Path,
    rebuild: Callable[[], object],
    stop: threading.Event,
    *,
    say: Callable[[str], None],
    is_polling: bool = False,
    today: Callable[[], datetime.date] = datetime.date.today,
) -> None:
    """Build now, after every change of `content/` or `themes/`, and when the day changes, until `stop` is set.

    A change during a build leads to another one; none is dropped. `say` is told when changes are not reported
    by the system, so that files have to be looked at one by one.
    """
    wake = Wake(site, out)
    with Observation(site, wake, say, is_polling=is_polling) as observation:
        observation.renew()
        day = today()
        rebuild()
        while not stop.is_set():
            if is_changed := wake.changed.wait(_TICK):
                let_settle(wake.changed)
            # Watched first and built then, so that whatever comes after the watching leads to another build.
            is_renewed = observation.renew()
            if is_changed or is_renewed or today() != day:
                day = today()
                rebuild()


@contextlib.contextmanager
def until_interrupt() -> Iterator[threading.Event]:
    """Give an event that Ctrl+C sets, or another request to end; it also ends the block, without a traceback.

    One without the other would not do: an exception is lost where it comes while a library in C calls back.
    """
    stop = threading.Event()

    def interrupt(*_: object) -> None:
        stop.set()
        raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt), ending_tidily(interrupt, signal.SIGINT):
        yield stop


def let_settle(changed: threading.Event, quiet: float = _QUIET, patience: float = _PATIENCE) -> None:
    """Wait until nothing has changed for `quiet` seconds, at most `patience` seconds.

    `changed` stays set if the last change may have come too late for the build that follows.
    """
    end = time.monotonic() + patience
    changed.clear()
    while changed.wait(quiet) and time.monotonic() < end:
        changed.clear()
