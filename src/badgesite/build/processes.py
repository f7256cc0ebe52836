"""Processes that work for this one: they end with it, whatever ends it, and Ctrl+C is for this one alone."""

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

_LOADED = "badgesite.build.ready"
_SEARCH_AFTER = 20_000  # new objects: what is done here leaves little garbage that refers to itself
_NICENESS = 10  # that of `nice`: all of them wait for the process that plans and publishes, so that one comes first


def warm_up() -> BaseContext:
    """Let processes that will be wanted be there sooner, and return how they start.

    Where forks do no harm, they are forks of one that loads what they need while this process goes on. Elsewhere, and
    where there is no place for the socket at which that one listens, each starts anew.
    """
    if sys.platform == "linux":
        own = [name for name in sys.modules if name.startswith("badgesite.")]  # as in each that runs the same script
        forkserver.set_forkserver_preload([*own, _LOADED])
        with contextlib.suppress(OSError), _deaf():
            forkserver.ensure_running()
            return get_context("forkserver")
    return get_context("spawn")


@contextlib.contextmanager
def open_pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool whose processes end at once when an exception leaves the block, or when this process dies.

    Of itself the pool would let them finish what waits, and outlive this process: each holds both ends of the queue
    that it waits at. So they also listen to a pipe whose other end only this process has.
    """
    context = warm_up()
    ear, mouth = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _start, (ear,))
    try:
        yield pool
        pool.shutdown()
    finally:
        mouth.close()
        pool.shutdown(cancel_futures=True)
        ear.close()


def _start(ear: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this process
    threading.Thread(target=_end_with_parent, args=(ear,), daemon=True).start()
    gc.set_threshold(_SEARCH_AFTER)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _end_with_parent(ear: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        ear.recv()
    os._exit(1)


def submit(
    pool: ProcessPoolExecutor, work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs
) -> Future[Made]:
    """Hand work to the pool; if that is broken already, or none of its processes can start, so is the future."""
    try:
        with _deaf():
            return pool.submit(work, *given, **named)
    except (BrokenProcessPool, EOFError, OSError) as error:
        broken: Future[Made] = Future()
        broken.set_exception(BrokenProcessPool(str(error)))
        return broken


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that the block starts not hear Ctrl+C, not even while it starts; this one hears it afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
