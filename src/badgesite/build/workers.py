"""Rendering in worker processes: each loads theme, templates and fonts once, writes parts, and gives back rows.

A worker only ever writes parts. Its parent puts them into their places, so that nobody does when the parent is dead.
"""

import collections
import contextlib
import gc
import hashlib
import itertools
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

from badgesite.build.batches import Batch, Task, pack
from badgesite.build.failures import explain, find_theme_fault
from badgesite.build.parts import write_part
from badgesite.build.processes import open_pool, submit
from badgesite.build.workshop import Recipe, open_workshop
from badgesite.errors import MissingLibrary, Problem, ProblemsFound
from badgesite.pages.kinds import Workshop, render
from badgesite.pages.output import Output

_WAITING = 6  # batches in the queue for each worker: enough to keep it busy while the first of them takes long
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


class Crew(NamedTuple):
    """Worker processes, and what they were handed, in that order."""

    pool: ProcessPoolExecutor
    running: "collections.deque[tuple[Future[list[Done]], tuple[Batch, ...]]]"

    def warm(self, recipe: Recipe, jobs: int) -> None:
        """Have the processes open their workshops before there is work for them."""
        for _ in range(jobs):
            submit(self.pool, _open, recipe)

    def hand(self, recipe: Recipe, parts: Path, batches: tuple[Batch, ...]) -> None:
        """Hand over batches that one process renders together."""
        self.running.append((submit(self.pool, _work, recipe, parts, batches), batches))


_last: tuple[Recipe, Workshop] | None = None  # what this worker process worked with last
_DIED = Failure("the process that rendered it ended, perhaps for want of memory", is_deadly=True)


def render_all(
    batches: Iterable[Batch],
    recipe: Recipe,
    parts: Path,
    jobs: int,
    is_wary: bool = False,
    here: Here = open_workshop,
    crew: Crew | None = None,
) -> Iterator[list[Done]]:
    """Yield what became of each batch, and before them of all that a crew has begun with.

    One job renders in this process, with the workshop that `here` opens, and so does a single batch unless it is
    wary: an output that ends its process would end this one. Raises OSError if a part cannot be written, and
    ProblemsFound if processes die again and again.
    """
    waiting = iter(batches)
    first = list(itertools.islice(waiting, 2))
    every = itertools.chain(first, waiting)
    if crew or (jobs > 1 and (len(first) > 1 or (first and is_wary))):
        yield from _render_elsewhere(every, recipe, parts, jobs, crew)
        return
    desk = Desk(here(recipe), parts)
    for batch in every:
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
        if fault := find_theme_fault(error, desk.workshop.theme):
            return Failure("", (fault,))
        return Failure(explain(error, desk.workshop.theme), trace=traceback.format_exc())
    digest = hashlib.sha256(rendered.body).hexdigest()
    return Made(write_part(desk.parts, rendered.body), digest, rendered.missing)


def _render_elsewhere(
    batches: Iterable[Batch], recipe: Recipe, parts: Path, jobs: int, crew: Crew | None
) -> Iterator[list[Done]]:
    """Render in processes; if one dies, find out with which output, and go on with the rest."""
    deaths = 0
    waiting = iter(batches)
    while undone := (yield from _render_together(waiting, recipe, parts, jobs, crew)):
        crew, suspects = None, undone[: jobs * _WAITING]
        waiting = itertools.chain(undone[len(suspects) :], waiting)
        for done in _render_singly((task for batch in suspects for task in batch.unpack()), recipe, parts):
            deaths += done.outcome is _DIED
            yield [done]
            if deaths == _MOST_DEATHS:
                what = f"{deaths} files ended the process that rendered them, so the build was given up"
                raise ProblemsFound([Problem(str(parts.parent), 1, 1, what, _REMEDY)])


def _render_together(
    batches: Iterator[Batch], recipe: Recipe, parts: Path, jobs: int, begun: Crew | None
) -> Generator[list[Done], None, list[Batch]]:
    """Yield until all is done or a process dies; return what that left undone, what it died of among the first."""
    undone: list[Batch] = []
    with contextlib.nullcontext(begun) if begun else open_crew(jobs) as crew:
        while True:
            while not undone and len(crew.running) < jobs * _WAITING and (batch := next(batches, None)):
                crew.hand(recipe, parts, (batch,))
            if not crew.running:
                return undone
            future, handed = crew.running.popleft()
            try:
                done = future.result()
            except BrokenProcessPool:
                undone += handed
            else:
                yield done


def _render_singly(tasks: Iterable[Task], recipe: Recipe, parts: Path) -> Iterator[Done]:
    """Render in one process, an output at a time, so that it is known which one ended the process."""
    waiting = iter(tasks)
    task = next(waiting, None)
    while task is not None:
        with open_crew(1) as crew:
            _make_sure_of(crew.pool, recipe, parts)
            done: Done | None = None
            while task is not None and (done is None or done.outcome is not _DIED):
                try:
                    (done,) = submit(crew.pool, _work, recipe, parts, tuple(pack([task]))).result()
                except BrokenProcessPool:
                    done = _finish(task, _DIED)
                yield done
                task = next(waiting, None)


def _make_sure_of(pool: ProcessPoolExecutor, recipe: Recipe, parts: Path) -> None:
    try:
        submit(pool, _work, recipe, parts, ()).result()
    except BrokenProcessPool as error:
        what = f"the processes that render end as soon as they start: {error}"
        raise ProblemsFound([Problem(str(parts.parent), 1, 1, what, _REMEDY)]) from error


@contextlib.contextmanager
def open_crew(jobs: int) -> Iterator[Crew]:
    """Open a crew whose processes end at once when an exception leaves the block, or when this process dies."""
    with open_pool(jobs) as pool:
        yield Crew(pool, collections.deque())


def _work(recipe: Recipe, parts: Path, batches: tuple[Batch, ...]) -> list[Done]:
    desk = Desk(_find_workshop(recipe), parts)
    return [done for batch in batches for done in _make_all(batch, desk)]


def _open(recipe: Recipe) -> None:
    _find_workshop(recipe)


def _find_workshop(recipe: Recipe) -> Workshop:
    global _last
    if _last is None or _last[0] != recipe:
        _last = recipe, open_workshop(recipe)
        gc.freeze()  # all that stays for as long as the process need not be searched for garbage
    return _last[1]
