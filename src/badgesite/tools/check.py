"""`badgesite check`: everything wrong or doubtful in the content; writes nothing."""

from badgesite.awards.award import award
from badgesite.build.order import Order
from badgesite.build.plan import make_plan
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.setup import list_bundles, make_recipe, make_setting
from badgesite.build.state import Known
from badgesite.build.warnings import check_clashes
from badgesite.content.scan import scan


def check(order: Order) -> Prepared:
    """Return the content and what is doubtful in it; raises ProblemsFound with all that is wrong or doubtful."""
    prepared = prepare(order.site, scan(order.site))
    results = award(prepared.content, order.today)
    recipe = make_recipe(order, prepared)
    setting = make_setting(recipe)
    bundles = list_bundles(order, prepared, results, recipe, setting)
    plan = make_plan(bundles, setting, Known({}, {}), frozenset())
    check_clashes(plan.clashes, prepared.content, order.site)
    return prepared
