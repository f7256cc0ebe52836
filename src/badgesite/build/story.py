"""The story of a build: scan → load → award → plan → render → publish."""

import contextlib
import gc
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from badgesite.awards.award import Results, award
from badgesite.build.adopt import know
from badgesite.build.ahead import Ahead
from badgesite.build.clashes import check_clashes
from badgesite.build.edition import Note, list_notes
from badgesite.build.failures import Failed, describe_failures
from badgesite.build.folders import look, read_times
from badgesite.build.inputs import Scanned, digest_inputs, digest_others
from badgesite.build.known import Known, Row, StateLost
from badgesite.build.memory import Memory, load_memory, store_memory
from badgesite.build.order import Order, Progress, Report, Timing
from badgesite.build.plan import Plan, make_plan
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.publish import Publisher, check_folder, check_vanishing, open_publisher
from badgesite.build.setup import list_bundles, list_others, make_recipe, make_setting
from badgesite.build.state import (
    UNFINISHED,
    Finished,
    State,
    check_paths,
    describe_loss,
    make_failed,
    open_state,
)
from badgesite.build.warnings import Missing, describe_missing
from badgesite.build.workers import Done, Failure, Here, render_all
from badgesite.build.workshop import Recipe
from badgesite.content.scan import scan
from badgesite.errors import ProblemsFound, UsageError, sort_problems
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting

Stage = TypeVar("Stage")


def build(
    order: Order,
    progress: Progress = lambda done, of, customers: None,
    memory: Memory | None = None,
    scanned: Scanned | None = None,
) -> Report:
    """Bring the output folder up to date with the content, and say what was done.

    Raises ProblemsFound, with nothing written, if anything is wrong in the content or with the output folder, and
    in the middle only if a disk refuses to be written; UsageError if that folder cannot be one. Who builds again and
    again passes the same memory each time; who has just scanned the content passes what was found.
    """
    check_order(order)
    if not (order.site / "content").is_dir():
        prepare(order.site, ())  # tells so; no state is left in a folder that is none of ours
    try:
        return _build(order, progress, memory, scanned)
    except StateLost:
        pass  # a lost state is an empty one, also when that shows late
    try:
        return _build(order, progress, memory, scanned)
    except StateLost as error:
        raise ProblemsFound([describe_loss(order.site, error)]) from error


class Planned(NamedTuple):
    """A plan, and all that it was made from."""

    plan: Plan
    inputs: str
    prepared: Prepared
    results: Results
    recipe: Recipe
    setting: Setting
    bundles: Callable[[], Iterator[Bundle]]
    known: Known
    workshop: Here


def _build(order: Order, progress: Progress, memory: Memory | None, scanned: Scanned | None) -> Report:
    clock = Stopwatch()
    with open_state(order.site, order.out, memory.held if memory else None) as state, contextlib.ExitStack() as stack:
        state.check()
        ahead = Ahead(order, state, stack)
        with _without_collecting():
            planned = _plan(order, state, memory, scanned, clock, ahead)
        _check(planned, order, state)
        published = Published(clock, progress)
        plan, prepared = planned.plan, planned.prepared
        try:
            publish(planned, order, state, ahead, published)
        except ProblemsFound as error:
            failures = describe_failures(published.failures, prepared.content, order.site)
            raise ProblemsFound([*error.problems, *failures]) from error
        others = list_others(planned.setting, plan)
        finished = Finished(digest_others(planned.inputs, others), others, plan.outputs, prepared.warnings)
        notes = list_notes(prepared.content, planned.results, order.today, state.known.noted)
        note(plan, order, state, published, notes, finished)
        clock.lap("note", plan)
    return _report(planned, published, order)


def _plan(
    order: Order, state: State, memory: Memory | None, scanned: Scanned | None, clock: "Stopwatch", ahead: Ahead
) -> Planned:
    """Return what is to be done; nothing is written but what is remembered of the content, and parts."""
    files, inputs = clock.lap("scan", scanned or _scan(order))
    memory = memory or load_memory(order.site)
    prepared = clock.lap("load", prepare(order.site, files, memory.content), len(files))
    content = prepared.content
    results = clock.lap("award", award(content, order.today, memory.awards), len(content.customers))
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = partial(list_bundles, order, prepared, results, recipe, setting, memory.pages)
    known = know(state.known, order.out)
    seen = look(order.out, known, is_verifying=order.is_verifying or state.is_doubtful)
    plan = clock.lap("plan", make_plan(bundles(), setting, known, seen, partial(ahead.take, recipe)))
    store_memory(order.site, memory)
    workshop = partial(memory.workshop.get, studio=setting.studio)
    return Planned(plan, inputs, prepared, results, recipe, setting, bundles, known, workshop)


def _scan(order: Order) -> Scanned:
    files = scan(order.site)
    return Scanned(files, digest_inputs(order, files))


def _check(planned: Planned, order: Order, state: State) -> None:
    """Raise ProblemsFound if the plan cannot be carried out, or would delete too much; nothing is written yet."""
    plan = planned.plan
    check_clashes(plan.clashes, planned.bundles, planned.setting, planned.prepared, order.site)
    check_paths(plan.gone)
    check_folder(order.out, [*(row.path for row in plan.rows), *plan.gone], state.known)
    if not order.is_sure:
        check_vanishing(order.out, plan.gone, planned.known)


def _report(planned: Planned, published: "Published", order: Order) -> Report:
    content, warnings = planned.prepared.content, planned.prepared.warnings
    return Report(
        rendered=tuple(sorted(published.rendered)),
        unchanged=planned.plan.kept,
        deleted=planned.plan.gone,
        problems=(*warnings, *describe_missing(published.missing, content, order.site)),
        timings=published.clock.timings,
        failures=sort_problems(describe_failures(published.failures, content, order.site)),
        trace=published.trace,
    )


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage that refers to itself for later: planning makes little, among much that would be searched."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def check_order(order: Order) -> None:
    """Raise UsageError if the output folder would hold the content, or lie in it."""
    out, content = order.out.resolve(), (order.site / "content").resolve()
    if out == order.site.resolve() or out.is_relative_to(content) or content.is_relative_to(out):
        raise UsageError(f"--out {order.out}: the output folder must lie outside of content/, such as public/")


@dataclass
class Published:
    """What has become of a plan so far."""

    clock: "Stopwatch"
    progress: Progress
    rendered: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    trace: str = ""
    customers: int = 0
    bundle: str = ""
    """That of the last output."""


def publish(planned: Planned, order: Order, state: State, ahead: Ahead, done: Published) -> None:
    """Render what is due and put it into place batch by batch, and delete what is gone.

    All of it is marked first, so that a build killed at any moment is repaired by the next. An output that cannot
    be rendered keeps its file, its row says so, and its bundle stays unfinished; everything else goes on.
    """
    plan = planned.plan
    if plan.due or plan.gone or state.is_unfinished:
        is_wary = any(state.known.rows.get(row.path) == row for row in plan.rows)
        state.begin(itertools.chain(plan.rows, (Row(path, "", "", "") for path in plan.gone)))
        with open_publisher(order.out, ahead.open_parts()) as publisher:
            here = planned.workshop
            rest = plan.batches[ahead.begun :]
            for batch in render_all(rest, planned.recipe, publisher.parts, order.jobs, is_wary, here, ahead.crew):
                done.clock.lap("render", batch, len(batch))
                state.store([_settle(each, publisher, done) for each in batch])
                done.clock.lap("publish", batch, len(batch))
                done.progress(len(done.rendered) + len(done.failures), plan.due, done.customers)
            publisher.delete(plan.gone)
            done.clock.lap("delete", plan.gone, len(plan.gone))


def note(
    plan: Plan, order: Order, state: State, published: Published, notes: Iterable[Note], finished: Finished
) -> None:
    """Note in the state that the build is done; what could not be rendered is left to the next one."""
    unfinished = {failed.bundle: UNFINISHED for failed in published.failures}
    folders = {**plan.folders, **read_times(order.out, (*published.rendered, *plan.gone))}
    stamps = {**plan.bundles, **unfinished}
    state.finish(stamps, plan.gone, folders, () if unfinished else notes, None if unfinished else finished)


def _settle(each: Done, publisher: Publisher, done: Published) -> Row:
    """Put an output into its place, if it could be rendered, and return its row."""
    path, bundle, key, outcome = each
    if bundle != done.bundle and bundle.startswith("customer/"):
        done.customers += 1  # their outputs follow each other
    done.bundle = bundle
    if isinstance(outcome, Failure):
        done.failures.append(Failed(path, bundle, outcome.reason, outcome.problems))
        done.trace = done.trace or outcome.trace
        return Row(path, bundle, "", "") if outcome.is_deadly else make_failed(path, bundle)
    publisher.place(outcome.part, path)
    done.rendered.append(path)
    if outcome.missing:
        done.missing.append(Missing(bundle, outcome.missing))
    return Row(path, bundle, key, outcome.digest)


class Stopwatch:
    """Notes how long each stage took in all."""

    def __init__(self) -> None:
        self._stages: dict[str, Timing] = {}
        self._last = time.perf_counter()

    @property
    def timings(self) -> tuple[Timing, ...]:
        """The stages, in the order in which they first ended."""
        return tuple(self._stages.values())

    def lap(self, stage: str, value: Stage, things: int = 0) -> Stage:
        """Add the time since the last lap to a stage that made a value, and return the value."""
        now = time.perf_counter()
        before = self._stages.get(stage, Timing(stage, 0, 0))
        self._stages[stage] = Timing(stage, before.seconds + now - self._last, before.things + things)
        self._last = now
        return value
