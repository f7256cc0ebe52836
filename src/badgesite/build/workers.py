"""Rendering in worker processes: each loads theme, templates and fonts once, writes parts, and gives back rows.

A worker only ever writes parts. Its parent puts them into their places, so that nobody does when the parent is dead.
"""

import contextlib
import hashlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from badgesite.build.failures import explain
from badgesite.build.parts import write_part
from badgesite.build.plan import Batch, Task, pack
from badgesite.build.workshop import Recipe, open_workshop
from badgesite.errors import MissingLibrary, Problem, ProblemsFound
from badgesite.pages.kinds import Workshop, render
from badgesite.pages.output import Output

_WAITING = 3  # batches in the queue for each worker: enough to keep it busy, few enough to bound memory
_MOST_DEATHS = 10
_REMEDY = "see how much memory is free, or build with `--jobs 1` to see how the process ends"


class Made(NamedTuple):
    """An output that was rendered: the name of its part, the SHA-256 of its bytes, what no font could draw."""

    part: str
    digest: str
    missing: tuple[str, ...]


class Failure(NamedTuple):
    """Why an output could not be rendered; a mistake of the user comes with its problems, a bug with a traceback.

    A deadly one ended its process.
    """

    reason: str
    problems: tuple[Problem, ...] = ()
    trace: str = ""
    is_deadly: bool = False


Outcome = Made | Failure
Here = Callable[[Recipe], Workshop]


class Done(NamedTuple):
    """What became of an output: its path, bundle and key, and the outcome."""

    path: str
    bundle: str
    key: str
    outcome: Outcome


class Desk(NamedTuple):
    """Where a process works: what it renders with, and the folder for its parts."""

    workshop: Workshop
    parts: Path


_desk: Desk | None = None  # of this worker process; set once when it starts
_DIED = Failure("the process that rendered it ended, perhaps for want of memory", is_deadly=True)


def render_all(
    batches: Sequence[Batch],
    recipe: Recipe,
    parts: Path,
    jobs: int,
    is_wary: bool = False,
    here: Here = open_workshop,
) -> Iterator[list[Done]]:
    """Yield what became of each batch, in no particular order.

    One job renders in this process, with the workshop that `here` opens, and so does a single batch unless it is
    wary: an output that ends its process would end this one. Raises OSError if a part cannot be written, and
    ProblemsFound if processes die again and again.
    """
    if jobs > 1 and batches and (is_wary or len(batches) > 1):
        yield from _render_elsewhere(batches, recipe, parts, jobs)
        return
    desk = Desk(here(recipe), parts)
    for batch in batches:
        yield _make_all(batch, desk)


def _make_all(batch: Batch, desk: Desk) -> list[Done]:
    return [_finish(task, _make(task.output, desk)) for task in batch.unpack()]


def _finish(task: Task, outcome: Outcome) -> Done:
    return Done(task.output.path, task.bundle, task.key, outcome)


def _make(output: Output, desk: Desk) -> Outcome:
    try:
        rendered = render(output, desk.workshop)
    except MissingLibrary:
        raise  # no other output would fare better
    except ProblemsFound as error:
        return Failure("", error.problems)
    except Exception as error:  # whatever it is, the other outputs are none the worse for it
        return Failure(explain(error, desk.workshop.theme), trace=traceback.format_exc())
    digest = hashlib.sha256(rendered.body).hexdigest()
    return Made(write_part(desk.parts, rendered.body), digest, rendered.missing)


def _render_elsewhere(batches: Iterable[Batch], recipe: Recipe, parts: Path, jobs: int) -> Iterator[list[Done]]:
    """Render in processes; if one dies, find out with which output, and go on with the rest."""
    deaths = 0
    waiting = iter(batches)
    while undone := (yield from _render_together(waiting, recipe, parts, jobs)):
        for done in _render_singly(undone, recipe, parts):
            deaths += done.outcome is _DIED
            yield [done]
            if deaths == _MOST_DEATHS:
                what = f"{deaths} files ended the process that rendered them, so the build was given up"
                raise ProblemsFound([Problem(str(parts.parent), 1, 1, what, _REMEDY)])


def _render_together(
    batches: Iterator[Batch], recipe: Recipe, parts: Path, jobs: int
) -> Generator[list[Done], None, list[Task]]:
    """Yield until all is done or a process dies; return what that left undone."""
    undone: list[Task] = []
    running: dict[Future[list[Done]], Batch] = {}
    with _open_pool(recipe, parts, jobs) as pool:
        while True:
            while not undone and len(running) < jobs * _WAITING and (batch := next(batches, None)):
                running[_submit(pool, batch)] = batch
            if not running:
                return undone
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                batch = running.pop(future)
                try:
                    done = future.result()
                except BrokenProcessPool:
                    undone += batch.unpack()
                else:
                    yield done


def _render_singly(tasks: Iterable[Task], recipe: Recipe, parts: Path) -> Iterator[Done]:
    """Yield what became of the tasks; with only one on its way, it is known which one ended the process."""
    waiting = iter(tasks)
    task = next(waiting, None)
    while task is not None:
        with _open_pool(recipe, parts, 1) as pool:
            _make_sure_of(pool, parts)
            done: Done | None = None
            while task is not None and (done is None or done.outcome is not _DIED):
                try:
                    ((done,),) = (_submit(pool, batch).result() for batch in pack([task]))
                except BrokenProcessPool:
                    done = _finish(task, _DIED)
                yield done
                task = next(waiting, None)


def _make_sure_of(pool: ProcessPoolExecutor, parts: Path) -> None:
    try:
        _submit(pool, None).result()
    except BrokenProcessPool:
        what = "the processes that render end as soon as they start"
        raise ProblemsFound([Problem(str(parts.parent), 1, 1, what, _REMEDY)]) from None


@contextlib.contextmanager
def _open_pool(recipe: Recipe, parts: Path, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool whose processes end at once when an exception leaves the block, or when this process dies.

    Of itself the pool would let them finish what waits, and outlive this process: each holds both ends of the queue
    that it waits at. So they also listen to a pipe whose other end only this process has.
    """
    context = get_context("spawn")
    ear, mouth = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _start, (recipe, parts, ear))
    try:
        yield pool
        pool.shutdown()
    finally:
        mouth.close()
        pool.shutdown(cancel_futures=True)
        ear.close()


def _start(recipe: Recipe, parts: Path, ear: Connection) -> None:
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this process
    threading.Thread(target=_end_with_parent, args=(ear,), daemon=True).start()
    _desk = Desk(open_workshop(recipe), parts)


def _end_with_parent(ear: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        ear.recv()
    os._exit(1)


def _submit(pool: ProcessPoolExecutor, batch: Batch | None) -> Future[list[Done]]:
    """Hand a batch, or none, to the pool; if that is broken already, so is the future."""
    try:
        with _deaf():
            return pool.submit(_work, batch)
    except BrokenProcessPool as error:
        broken: Future[list[Done]] = Future()
        broken.set_exception(error)
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


def _work(batch: Batch | None) -> list[Done]:
    assert _desk is not None, "a worker starts with _start"
    return _make_all(batch, _desk) if batch else []
