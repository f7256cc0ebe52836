"""A site made ready to be asked what a build would do; nothing is written."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeVar

from badgesite.awards.award import Results, award
from badgesite.build.clashes import check_clashes
from badgesite.build.folders import Look
from badgesite.build.known import Known, StateLost
from badgesite.build.order import Order
from badgesite.build.plan import Plan, make_plan
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.setup import list_bundles, make_recipe, make_setting
from badgesite.build.state import State, read_state
from badgesite.build.workshop import Recipe
from badgesite.content.scan import SourceFile, scan
from badgesite.pages.memory import Memory
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting

Told = TypeVar("Told")


class Opened(NamedTuple):
    """A site, and all that a plan is made from."""

    order: Order
    files: tuple[SourceFile, ...]
    prepared: Prepared
    results: Results
    recipe: Recipe
    setting: Setting
    bundles: Callable[[], Iterator[Bundle]]

    def plan(self, known: Known, seen: Look) -> Plan:
        """Return what a build would do; raises ProblemsFound if outputs clash."""
        plan = make_plan(self.bundles(), self.setting, known, seen)
        check_clashes(plan.clashes, self.bundles, self.setting, self.prepared, self.order.site)
        return plan


def open_site(order: Order) -> Opened:
    """Return the site of an order; raises ProblemsFound with all that is wrong in its content."""
    files = scan(order.site)
    prepared = prepare(order.site, files)
    results = award(prepared.content, order.today)
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = partial(list_bundles, order, prepared, results, recipe, setting, Memory())
    return Opened(order, files, prepared, results, recipe, setting, bundles)


def ask_state(order: Order, ask: Callable[[State | None], Told]) -> Told:
    """Return what is told, given the state of the last build; a missing or damaged one is None.

    Raises ProblemsFound while a build is running.
    """
    with read_state(order.site, order.out) as state:
        try:
            return ask(state)
        except StateLost:
            return ask(None)
