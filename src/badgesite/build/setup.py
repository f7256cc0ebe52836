"""What planning and rendering start from, made of prepared content."""

from collections.abc import Iterator

from badgesite.art.cairo import find_library
from badgesite.art.studio import font_files
from badgesite.awards.award import Results
from badgesite.build.code import fingerprint_code
from badgesite.build.order import Order
from badgesite.build.plan import Plan
from badgesite.build.prepare import Prepared
from badgesite.build.workshop import Recipe, open_studio
from badgesite.model import Site
from badgesite.pages.kinds import DRAWN, list_writers
from badgesite.pages.memory import Memory
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting
from badgesite.pages.site import SiteInput, make_bundles
from badgesite.pages.stamp import Stamper
from badgesite.theme.assets import list_theme_assets
from badgesite.theme.look import choose_look
from badgesite.theme.strings import Own, load_strings


def make_recipe(order: Order, prepared: Prepared) -> Recipe:
    """Return what each worker opens its workshop from."""
    content = prepared.content
    look = choose_look(prepared.theme, content.site.look)
    folder = order.site / "content"
    words = list_own_words(content.site)
    return Recipe(folder, prepared.theme, content.site.language, look, font_files(folder), words)


def list_own_words(site: Site) -> Own:
    """Return what a site says otherwise than its theme."""
    return tuple(
        (key, text if isinstance(text, str) else tuple(sorted(text.items())))
        for key, text in sorted(site.strings.items())
    )


def make_setting(recipe: Recipe) -> Setting:
    """Return the words and the maker of keys."""
    writers = list_writers(fingerprint_code(), recipe.theme, recipe.words)
    studio = open_studio(recipe)
    return Setting(load_strings(recipe.theme, recipe.language, recipe.words), Stamper(writers, DRAWN, studio), studio)


def list_others(setting: Setting, plan: Plan) -> tuple[str, ...]:
    """Return the files and folders of the system that the outputs depend on."""
    library = (find_library(),)
    if all(stamp.is_plain for stamp in plan.bundles.values()):
        return library
    return (*library, *setting.studio.fonts.list_folders())


def list_bundles(
    order: Order, prepared: Prepared, results: Results, recipe: Recipe, setting: Setting, memory: Memory
) -> Iterator[Bundle]:
    """Yield everything that the site consists of."""
    return make_bundles(make_input(order, prepared, results, recipe, memory), setting)


def make_input(order: Order, prepared: Prepared, results: Results, recipe: Recipe, memory: Memory) -> SiteInput:
    """Return what the pages are made from."""
    return SiteInput(
        content=prepared.content,
        results=results,
        look=recipe.look,
        assets=list_theme_assets(recipe.theme),
        home=order.base_url or prepared.content.site.url,
        today=order.today,
        memory=memory,
    )
