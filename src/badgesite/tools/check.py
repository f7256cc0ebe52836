"""`badgesite check`: everything wrong or doubtful in the content; writes nothing."""

from collections.abc import Iterable, Iterator

from badgesite.art.look import texts_of
from badgesite.art.studio import Studio
from badgesite.awards.doubts import find_doubts
from badgesite.build.batches import Task
from badgesite.build.folders import UNSEEN
from badgesite.build.known import know_only
from badgesite.build.order import Order
from badgesite.build.prepare import Prepared
from badgesite.build.warnings import Missing, describe_missing
from badgesite.build.workshop import open_studio
from badgesite.errors import sort_problems
from badgesite.pages.kinds import DRAWN
from badgesite.tools.doubts import find_copies, locate_doubts
from badgesite.tools.opened import open_site


def check(order: Order) -> Prepared:
    """Return the content and what is doubtful in it; raises ProblemsFound with all that is wrong or doubtful."""
    site = open_site(order)
    prepared, content = site.prepared, site.prepared.content
    plan = site.plan(know_only(()), UNSEEN)
    missing = list(_find_missing(plan.tasks, open_studio(site.recipe)))
    doubts = locate_doubts(find_doubts(content, site.results, order.today), order.site, content, site.files)
    copies = find_copies(order.site, site.files)
    warnings = (*prepared.warnings, *copies, *doubts, *describe_missing(missing, content, order.site))
    return prepared._replace(warnings=sort_problems(warnings))


def _find_missing(tasks: Iterable[Task], studio: Studio) -> Iterator[Missing]:
    """Yield what no font here can draw: a build says so only of the pictures that it draws anew."""
    for task in tasks:
        if task.output.kind in DRAWN and (characters := studio.missing(texts_of(task.output.view))):
            yield Missing(task.bundle, characters)
