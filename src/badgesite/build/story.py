"""The story of a build: scan → load → award → plan → render → publish."""

import time
from typing import TypeVar

from badgesite.awards.award import award
from badgesite.build.order import Order, Progress, Report, Timing
from badgesite.build.plan import Plan, make_plan
from badgesite.build.prepare import prepare
from badgesite.build.publish import Publisher, adopt, check_folder, list_present
from badgesite.build.setup import list_bundles, make_recipe, make_setting
from badgesite.build.state import Row, State, open_state
from badgesite.build.warnings import Missing, check_clashes, describe_missing
from badgesite.build.workers import render_all
from badgesite.build.workshop import Recipe
from badgesite.content.scan import scan
from badgesite.errors import UsageError

Stage = TypeVar("Stage")


def build(order: Order, progress: Progress = lambda done, of: None) -> Report:
    """Bring the output folder up to date with the content, and say what was done.

    Raises ProblemsFound, with nothing written, if anything is wrong in the content or with the output folder;
    UsageError if that folder cannot be one.
    """
    check_order(order)
    clock = Stopwatch()
    files = clock.lap("scan", scan(order.site))
    prepared = clock.lap("load", prepare(order.site, files), len(files))
    content = prepared.content
    results = clock.lap("award", award(content, order.today), len(content.customers))
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = list_bundles(order, prepared, results, recipe, setting)
    with open_state(order.site, order.out) as state:
        known = state.known if state.known.rows else adopt(order.out)
        present = list_present(order.out, known, order.is_verifying)
        plan = clock.lap("plan", make_plan(bundles, setting, known, present))
        check_clashes(plan.clashes, content, order.site)
        check_folder(order.out, [*(task.output.path for task in plan.tasks), *plan.gone], state.known)
        rows, missing = publish(plan, recipe, order, state, progress)
        clock.lap("render and publish", rows, len(rows))
    return Report(
        rendered=tuple(sorted(row.path for row in rows)),
        unchanged=plan.kept,
        deleted=plan.gone,
        problems=(*prepared.warnings, *describe_missing(missing, content, order.site)),
        timings=tuple(clock.timings),
    )


def check_order(order: Order) -> None:
    """Raise UsageError if the output folder would hold the content, or lie in it."""
    out, content = order.out.resolve(), (order.site / "content").resolve()
    if out == order.site.resolve() or out.is_relative_to(content) or content.is_relative_to(out):
        raise UsageError(f"--out {order.out}: the output folder must lie outside of content/, such as public/")


def publish(
    plan: Plan, recipe: Recipe, order: Order, state: State, progress: Progress
) -> tuple[list[Row], list[Missing]]:
    """Render what is due, replace it batch by batch, delete what is gone, and note it all in the state.

    A batch is marked before it is replaced, so that a build killed at any moment is repaired by the next.
    """
    publisher = Publisher(order.out)
    state.mark(Row(path, "", "", "") for path in plan.gone)
    rows: list[Row] = []
    missing: list[Missing] = []
    for finished in render_all(plan.tasks, recipe, order.jobs):
        state.mark(Row(task.output.path, task.bundle, "", "") for task, _ in finished)
        written = list(publisher.write(finished))
        state.store(written)
        rows += written
        missing += [Missing(task.bundle, rendered.missing) for task, rendered in finished if rendered.missing]
        progress(len(rows), len(plan.tasks))
    publisher.delete(plan.gone)
    state.finish(plan.bundles, plan.gone)
    return rows, missing


class Stopwatch:
    """Notes how long each stage took."""

    def __init__(self) -> None:
        self.timings: list[Timing] = []
        self._last = time.perf_counter()

    def lap(self, stage: str, value: Stage, things: int = 0) -> Stage:
        """Note a stage that made a value since the last one, and return the value."""
        now = time.perf_counter()
        self.timings.append(Timing(stage, now - self._last, things))
        self._last = now
        return value
