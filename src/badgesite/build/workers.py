"""Rendering in worker processes: each loads theme, templates and fonts once, and gives back rows."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import NamedTuple

from badgesite.build.plan import Task
from badgesite.build.workshop import Recipe, open_workshop
from badgesite.pages.kinds import Rendered, Workshop, render

_BATCH = 24
_WAITING = 3  # batches in the queue for each worker: enough to keep it busy, few enough to bound memory


class Finished(NamedTuple):
    """A task with its bytes."""

    task: Task
    rendered: Rendered


_workshop: Workshop | None = None  # of this worker process; set once when it starts


def _start(recipe: Recipe) -> None:
    global _workshop
    _workshop = open_workshop(recipe)


def _work(tasks: tuple[Task, ...]) -> list[Rendered]:
    assert _workshop is not None, "a worker starts with _start"
    return [render(task.output, _workshop) for task in tasks]


def render_all(tasks: Sequence[Task], recipe: Recipe, jobs: int) -> Iterator[list[Finished]]:
    """Yield the finished tasks in batches, in no particular order; few tasks, or one job, render in this process."""
    batches = _batched(tasks)
    if jobs == 1 or len(tasks) <= _BATCH:
        workshop = open_workshop(recipe)
        for batch in batches:
            yield [Finished(task, render(task.output, workshop)) for task in batch]
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (recipe,)) as pool:
        yield from _collect(pool, batches, jobs * _WAITING)


def _batched(tasks: Iterable[Task]) -> Iterator[tuple[Task, ...]]:
    iterator = iter(tasks)
    while batch := tuple(itertools.islice(iterator, _BATCH)):
        yield batch


def _collect(pool: ProcessPoolExecutor, batches: Iterator[tuple[Task, ...]], most: int) -> Iterator[list[Finished]]:
    running: dict[Future[list[Rendered]], tuple[Task, ...]] = {}
    for batch in itertools.islice(batches, most):
        running[pool.submit(_work, batch)] = batch
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            tasks = running.pop(future)
            if following := next(batches, None):
                running[pool.submit(_work, following)] = following
            yield [Finished(*pair) for pair in zip(tasks, future.result(), strict=True)]
