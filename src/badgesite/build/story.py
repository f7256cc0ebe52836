"""The story of a build: scan → load → award → plan → render → publish."""

import contextlib
import gc
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from badgesite.build.ahead import Ahead
from badgesite.build.clashes import check_clashes
from badgesite.build.disk import flush
from badgesite.build.edition import list_notes
from badgesite.build.failures import Failed, describe_failures
from badgesite.build.few import plan_few
from badgesite.build.folders import UNSEEN, Look, look, read_times
from badgesite.build.inputs import Scanned, scan_inputs
from badgesite.build.known import Row, StateLost
from badgesite.build.memory import Memory, load_memory
from badgesite.build.order import Order, Progress, Report, Timing, join
from badgesite.build.planned import Planned, plan_all
from badgesite.build.prepare import prepare
from badgesite.build.publish import Publisher, check_folder, check_vanishing, open_publisher
from badgesite.build.state import (
    UNFINISHED,
    Finished,
    State,
    check_paths,
    describe_loss,
    make_failed,
    open_state,
)
from badgesite.build.stopwatch import Stopwatch
from badgesite.build.warnings import Missing, describe_missing
from badgesite.build.workers import Done, Failure, render_all
from badgesite.errors import ProblemsFound, UsageError, sort_problems


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage that refers to itself for later: a build makes little, among much that would be searched."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collecting()
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
        return _build_all(order, progress, memory, scanned)
    except StateLost:
        pass  # a lost state is an empty one, also when that shows late
    try:
        return _build_all(order, progress, memory, scanned)
    except StateLost as error:
        raise ProblemsFound([describe_loss(order.site, error)]) from error


def _build_all(
    order: Order,
    progress: Progress,
    memory: Memory | None,
    scanned: Scanned | None,
) -> Report:
    report, is_all = _build(order, progress, memory, scanned)
    return report if is_all else join(report, _build(order, progress, memory, None, is_hurried=False)[0])


def _build(
    order: Order,
    progress: Progress,
    memory: Memory | None,
    scanned: Scanned | None,
    *,
    is_hurried: bool = True,
) -> tuple[Report, bool]:
    """Return what was done, and whether that is all there was to do; who is hurried takes a short way."""
    clock = Stopwatch(*([Timing("scan", scanned.seconds, 0)] if scanned else []))
    opened = open_state(order.site, order.out, memory.held if memory else None)
    with opened as state, contextlib.ExitStack() as stack:
        state.check()
        ahead = Ahead(order, state, stack)
        scanned = clock.lap("scan", scanned or scan_inputs(order))
        few = plan_few(order, state, memory, scanned, clock) if is_hurried else None
        planned = few or plan_all(order, state, memory or load_memory(order.site), scanned, clock, ahead)
        _check(planned, order, state)
        published = Published(clock, progress)
        prepared = planned.prepared
        try:
            publish(planned, order, state, ahead, published)
        except ProblemsFound as error:
            failures = describe_failures(published.failures, prepared.content, order.site)
            raise ProblemsFound([*error.problems, *failures]) from error
        seen = look(order.out, planned.elsewhere, is_verifying=False) if planned.elsewhere else UNSEEN
        note(planned, order, state, published, seen)
        clock.lap("note", seen)
    return _report(planned, published, order), not seen.missing


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


def check_order(order: Order) -> None:
    """Raise UsageError if the output folder would hold the content, or lie in it."""
    out, content = order.out.resolve(), (order.site / "content").resolve()
    if out == order.site.resolve() or out.is_relative_to(content) or content.is_relative_to(out):
        raise UsageError(f"--out {order.out}: the output folder must lie outside of content/, such as public/")


@dataclass
class Published:
    """What has become of a plan so far."""

    clock: Stopwatch
    progress: Progress
    rendered: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    trace: str = ""
    customers: int = 0
    bundle: str = ""
    """That of the last output."""
    wait_for_disk: Callable[[], None] = lambda: None
    """Returns once the disk has all that was published."""


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
            rest = itertools.islice(plan.batches, ahead.begun, None)
            for batch in render_all(rest, planned.recipe, publisher.parts, order.jobs, is_wary, here, ahead.crew):
                done.clock.lap("render", batch, len(batch))
                state.store([_settle(each, publisher, done) for each in batch])
                done.clock.lap("publish", batch, len(batch))
                done.progress(len(done.rendered) + len(done.failures), plan.due, done.customers)
            publisher.delete(plan.gone)
            done.clock.lap("delete", plan.gone, len(plan.gone))
        done.wait_for_disk = flush()


def note(planned: Planned, order: Order, state: State, published: Published, seen: Look) -> None:
    """Note in the state that the build is done; what could not be rendered is left to the next one.

    Of the folders that the plan did not look at, what was seen is noted if nothing was missing.
    """
    plan, content = planned.plan, planned.prepared.content
    unfinished = {failed.bundle: UNFINISHED for failed in published.failures}
    elsewhere = {} if seen.missing else seen.folders
    folders = {**elsewhere, **plan.folders, **read_times(order.out, (*published.rendered, *plan.gone))}
    notes = tuple(list_notes(content, planned.results, order.today, state.known.noted))
    finished = Finished(planned.inputs, planned.others, plan.outputs, planned.prepared.warnings)
    stamps = {**plan.bundles, **unfinished}
    published.wait_for_disk()
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
