"""What a command is to the system that runs it: its streams, and how it is asked to end."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def open_closed_streams() -> None:
    """Open what was closed for input, output or messages to nowhere, and keep it open for processes that follow.

    Else a file of the site would get its number, and what is said there would be written into that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - open to the end
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


@contextlib.contextmanager
def ending_tidily(end: Callable[[int], None], *more: int) -> Iterator[None]:
    """Let `end`, which raises, end the block when the system asks the process to, or its terminal is closed.

    So nothing is left behind. `more` are signals that are answered in the same way. Where such a request was set
    aside, as `nohup` does, it still is.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one hears
        yield
        return
    heard = [*more, *(number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN)]
    before = {number: signal.signal(number, lambda number, _: end(number)) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
