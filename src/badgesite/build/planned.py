"""From what was scanned to a plan of what has to be done."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from badgesite.awards.award import Results, award
from badgesite.build.adopt import know
from badgesite.build.ahead import Ahead
from badgesite.build.folders import look
from badgesite.build.inputs import Scanned, digest_inputs
from badgesite.build.known import Known
from badgesite.build.memory import Memory, store_memory
from badgesite.build.order import Order
from badgesite.build.plan import Plan, make_plan
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.setup import list_bundles, list_others, make_recipe, make_setting
from badgesite.build.state import FOLDER, State
from badgesite.build.stopwatch import Stopwatch
from badgesite.build.workers import Here
from badgesite.build.workshop import Recipe
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting


class Planned(NamedTuple):
    """A plan, and all that it was made from."""

    plan: Plan
    inputs: str
    """The hash of the stamps of all that was read."""
    prepared: Prepared
    results: Results
    recipe: Recipe
    setting: Setting
    bundles: Callable[[], Iterator[Bundle]]
    known: Known
    workshop: Here
    others: tuple[str, ...]
    """The files and folders of the system that the outputs depend on."""
    elsewhere: Known | None = None
    """What is known of outputs that were not looked at, so that some may be missing."""


def plan_all(order: Order, state: State, memory: Memory, scanned: Scanned, clock: Stopwatch, ahead: Ahead) -> Planned:
    """Return what is to be done; nothing is written but what is remembered of the content, and parts.

    Raises ProblemsFound with everything that is wrong in the content.
    """
    ahead.read(scanned.files, memory.content)
    prepared = clock.lap("load", prepare(order.site, scanned.files, memory.content), len(scanned.files))
    content, recipe = prepared.content, make_recipe(order, prepared)
    ahead.warm(recipe)
    results = clock.lap("award", award(content, order.today, memory.awards), len(content.customers))
    setting = make_setting(recipe)
    bundles = partial(list_bundles, order, prepared, results, recipe, setting, memory.pages)
    known = know(state.known, order.out)
    seen = look(order.out, known, is_verifying=order.is_verifying or state.is_doubtful)
    take = partial(ahead.take, recipe)
    plan = clock.lap("plan", make_plan(bundles(), setting, known, seen, take, order.site / FOLDER))
    store_memory(order.site, memory)
    workshop = partial(memory.workshop.get, studio=setting.studio)
    others = list_others(setting, plan)
    inputs = digest_inputs(scanned, others, memory.content.unsettled)
    return Planned(plan, inputs, prepared, results, recipe, setting, bundles, known, workshop, others)
