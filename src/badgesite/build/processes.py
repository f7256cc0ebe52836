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
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

_LOADED = "badgesite.build.ready"
_SEARCH_AFTER = 20_000  # new objects: what is done here leaves little garbage that refers to itself
_MOST = 61 if sys.platform == "win32" else sys.maxsize  # as many as Windows can wait for
_NICENESS = 10  # that of `nice`: all of them wait for the process that plans and publishes, so that one comes first


_has_failed = False  # the process whose forks were wanted


def warm_up() -> BaseContext:
    """Let processes that will be wanted be there sooner, and return how they start.

    Where forks do no harm, they are forks of one that loads what they need while this process goes on. Elsewhere, and
    where that one cannot be told where modules are or be reached at its socket, each starts anew.
    """
    if sys.platform == "linux" and _can_tell_path() and not _has_failed:
        own = [
            name for name in list(sys.modules) if name.startswith("badgesite.")
        ]  # each runs this one's script, too
        forkserver.set_forkserver_preload([*own, _LOADED])
        with contextlib.suppress(OSError), _prepared():
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
    pool = ProcessPoolExecutor(min(jobs, _MOST), context, _start, (ear,))
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
    global _has_failed
    try:
        with _prepared():
            return pool.submit(work, *given, **named)
    except (BrokenProcessPool, EOFError, OSError) as error:
        _has_failed |= not isinstance(error, BrokenProcessPool)
        broken: Future[Made] = Future()
        broken.set_exception(BrokenProcessPool(str(error)))
        return broken


@contextlib.contextmanager
def _prepared() -> Iterator[None]:
    """Let a process that the block starts find modules where this one does, and not hear Ctrl+C while it starts."""
    with _same_path():
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # if the block did that, its processes would hear
        with _deaf():
            yield


def _can_tell_path() -> bool:
    return not sys.flags.ignore_environment and not any(os.pathsep in folder for folder in sys.path)


@contextlib.contextmanager
def _same_path() -> Iterator[None]:
    """Let a process that the block starts load nothing that lies in the folder where it starts by chance.

    The one of which others are forks has loaded modules before it is given the path of this one.
    """
    told = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that the block starts not hear Ctrl+C; this one hears it afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
