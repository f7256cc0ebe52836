"""The short way of a build after an edit that concerns a few customers and nobody else.

The last build of this very site left behind what it knows of each file. If nothing differs from that but some
customers' files, and neither their outlines nor anything that others' pages show of them does, then all other
outputs are as they are, and need not be thought of; whether they are there is looked at in the end. Whatever is
doubtful is left to the long way, which alone tells what is wrong.
"""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from badgesite.awards.few import award_few
from badgesite.build.edition import list_names
from badgesite.build.folders import look
from badgesite.build.inputs import Scanned, digest_inputs
from badgesite.build.known import Asked, Known
from badgesite.build.memory import Memory, load_few, load_marks, pick_few, store_memory, take_in
from badgesite.build.order import Order
from badgesite.build.plan import make_plan
from badgesite.build.planned import Planned
from badgesite.build.prepare import prepare_few
from badgesite.build.setup import list_others, make_input, make_recipe, make_setting
from badgesite.build.state import Finished, State
from badgesite.build.stopwatch import Stopwatch
from badgesite.content.scan import Mark
from badgesite.pages.site import make_few_bundles

_MOST = 64  # files: with more, little is won


class Edit(NamedTuple):
    """What differs from the last build: some customers' files, and nothing else."""

    paths: tuple[str, ...]
    scanned: Scanned
    finished: Finished


def plan_few(order: Order, state: State, memory: Memory | None, scanned: Scanned, clock: Stopwatch) -> Planned | None:
    """Return what is to be done where a few customers changed and nobody else is concerned, else None.

    Nothing is written but what is remembered of these customers.
    """
    finished = state.finished
    if finished is None or order.is_verifying:
        return None
    marks = memory.content.marks if memory else load_marks(order.site)
    paths = find_edited(scanned, finished, marks)
    if not paths:
        return None
    few = pick_few(memory, paths) if memory else load_few(order.site, paths)
    planned = _plan(order, state.known, few, Edit(paths, scanned, finished), clock)
    if planned is None:
        return None
    store_memory(order.site, few)
    if memory:
        take_in(memory, few)
    state.known = planned.known
    return planned


def _plan(order: Order, known: Known, memory: Memory, edit: Edit, clock: Stopwatch) -> Planned | None:
    """Return what is to be done for the customers in the edited files, given a memory that has no others."""
    before = memory.content.outlines(edit.paths)
    files = tuple(file for file in edit.scanned.files if file.kind != "customers" or file.path in edit.paths)
    prepared = prepare_few(order.site, files, memory.content, edit.finished.problems)
    clock.lap("load", prepared, len(edit.paths))
    if prepared is None or prepared.content.outlines != before:
        return None
    content = prepared.content
    results = clock.lap("award", award_few(content, order.today, memory.awards), len(before))
    if results is None:
        return None
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = make_few_bundles(make_input(order, prepared, results, recipe, memory.pages), setting)
    if bundles is None:
        return None
    asked = known.narrow(Asked([bundle.name for bundle in bundles], list_names(content)))
    seen = look(order.out, asked, is_verifying=False)
    plan = clock.lap("plan", make_plan(bundles, setting, asked, seen))
    if plan.clashes:
        return None
    others = max(edit.finished.others, list_others(setting, plan), key=len)
    inputs = digest_inputs(edit.scanned, others, memory.content.unsettled)
    workshop = partial(memory.workshop.get, studio=setting.studio)
    return Planned(
        plan, inputs, prepared, results, recipe, setting, lambda: iter(bundles), asked, workshop, others, known
    )


def find_edited(scanned: Scanned, finished: Finished, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """Return the paths of the few customers' files that are other than when the last build finished.

    None of them if anything else is, or if the marks are not those of that build: they tell the files apart from
    others, as they were when they were last read.
    """
    edited = [file for file in scanned.files if marks.get(file.path) != file.stamp]
    if len(edited) > _MOST or any(file.kind != "customers" or file.path not in marks for file in edited):
        return ()
    earlier = {file.path: marks[file.path] for file in edited}
    is_all = digest_inputs(scanned, finished.others, earlier) == finished.inputs
    return tuple(earlier) if is_all else ()
