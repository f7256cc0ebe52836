"""`badgesite check`: everything wrong or doubtful in the content; writes nothing."""

from collections.abc import Iterable, Iterator
from functools import partial

from badgesite.art.look import texts_of
from badgesite.art.studio import Studio
from badgesite.awards.award import award
from badgesite.awards.doubts import find_doubts
from badgesite.build.clashes import check_clashes
from badgesite.build.folders import UNSEEN
from badgesite.build.known import know_only
from badgesite.build.order import Order
from badgesite.build.plan import Task, make_plan
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.setup import list_bundles, make_recipe, make_setting
from badgesite.build.warnings import Missing, describe_missing
from badgesite.build.workshop import open_studio
from badgesite.content.scan import scan
from badgesite.errors import sort_problems
from badgesite.pages.kinds import DRAWN
from badgesite.pages.memory import Memory
from badgesite.tools.doubts import find_copies, locate_doubts


def check(order: Order) -> Prepared:
    """Return the content and what is doubtful in it; raises ProblemsFound with all that is wrong or doubtful."""
    files = scan(order.site)
    prepared = prepare(order.site, files)
    results = award(prepared.content, order.today)
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = partial(list_bundles, order, prepared, results, recipe, setting, Memory())
    plan = make_plan(bundles(), setting, know_only(()), UNSEEN)
    check_clashes(plan.clashes, bundles, setting, prepared, order.site)
    missing = list(_find_missing(plan.tasks, open_studio(recipe)))
    doubts = locate_doubts(find_doubts(prepared.content, results, order.today), order.site, prepared.content, files)
    copies = find_copies(order.site, files)
    warnings = (*prepared.warnings, *copies, *doubts, *describe_missing(missing, prepared.content, order.site))
    return prepared._replace(warnings=sort_problems(warnings))


def _find_missing(tasks: Iterable[Task], studio: Studio) -> Iterator[Missing]:
    """Yield what no font here can draw: a build says so only of the pictures that it draws anew."""
    for task in tasks:
        if task.output.kind in DRAWN and (characters := studio.missing(texts_of(task.output.view))):
            yield Missing(task.bundle, characters)
