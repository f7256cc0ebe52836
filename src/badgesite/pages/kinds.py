"""The kinds of output: what renders each, and which of the theme's folders its bytes depend on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from badgesite.art.card import draw_card
from badgesite.art.clean import clean_svg
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.medallion import draw_medallion
from badgesite.art.png import rasterise
from badgesite.art.studio import Studio
from badgesite.art.svg import read_svg, write_svg
from badgesite.pages.addresses import way_up
from badgesite.pages.data import JsonView, write_json
from badgesite.pages.feed import FeedView, write_feed
from badgesite.pages.listing import RobotsView, SitemapView
from badgesite.pages.output import Output, PageView, TextFile
from badgesite.pages.portrait import PortraitView, draw_portrait
from badgesite.pages.qr import QrView, draw_qr
from badgesite.pages.redirect import RedirectView
from badgesite.pages.search import PartView, write_part
from badgesite.pages.stamp import Drawn, Writer
from badgesite.theme.assets import ThemeAsset, read_theme_asset
from badgesite.theme.find import Theme

CARDS = ("profile", "award", "badge", "site")


class Rendered(NamedTuple):
    """The bytes of an output, and the characters that no font could draw."""

    body: bytes
    missing: tuple[str, ...] = ()


class Workshop(NamedTuple):
    """What rendering needs, loaded once in each process."""

    content: Path
    theme: Theme
    environment: Environment
    studio: Studio


@dataclass(frozen=True, slots=True)
class Kind:
    """How outputs of one kind are rendered.

    `writes` says whether their bytes depend on the theme's templates and strings; `draws`, what they are drawn with,
    by the view.
    """

    render: Callable[[Output, Workshop], Rendered]
    writes: bool = False
    draws: Callable[[Any], Drawn] | None = None


def _page(template: str, output: Output, workshop: Workshop) -> Rendered:
    view: PageView = output.view
    text = workshop.environment.get_template(template).render(
        frame=view.frame, head=view.head, page=view.page, root=way_up(output.path)
    )
    return Rendered(text.encode())


def _missing_page(output: Output, workshop: Workshop) -> Rendered:
    view: PageView = output.view
    template = workshop.environment.get_template("missing.html")
    return Rendered(template.render(frame=view.frame, head=view.head, page=view.page, root=view.page.top).encode())


def _file(template: str, output: Output, workshop: Workshop) -> Rendered:
    view: SitemapView | RobotsView | RedirectView = output.view
    return Rendered(workshop.environment.get_template(template).render(view._asdict()).encode())


def _json(output: Output, workshop: Workshop) -> Rendered:
    view: JsonView = output.view
    return Rendered(write_json(view))


def _feed(output: Output, workshop: Workshop) -> Rendered:
    view: FeedView = output.view
    return Rendered(write_feed(view))


def _search(output: Output, workshop: Workshop) -> Rendered:
    view: PartView = output.view
    return Rendered(write_part(view))


def _card(output: Output, workshop: Workshop) -> Rendered:
    look: CardLook = output.view
    drawn = draw_card(look, workshop.studio)
    return Rendered(drawn.png, drawn.missing)


def _draw_card_with(look: CardLook) -> Drawn:
    return Drawn(look.card, has_text=True)


def _medallion(output: Output, workshop: Workshop) -> Rendered:
    look: MedallionLook = output.view
    return Rendered(draw_medallion(look, workshop.studio).encode())


def _medallion_png(output: Output, workshop: Workshop) -> Rendered:
    look: MedallionLook = output.view
    return Rendered(rasterise(draw_medallion(look, workshop.studio), 512))


def _draw_medallion_with(look: MedallionLook) -> Drawn:
    return Drawn(None, has_text=bool(look.text or look.ribbon))


def _portrait(output: Output, workshop: Workshop) -> Rendered:
    view: PortraitView = output.view
    return Rendered(draw_portrait(view, workshop.content))


def _asset(output: Output, workshop: Workshop) -> Rendered:
    asset: ThemeAsset = output.view
    return Rendered(read_theme_asset(workshop.theme, asset.path))


def _plain(output: Output, workshop: Workshop) -> Rendered:
    view: TextFile = output.view
    return Rendered(view.text.encode())


def _picture_file(output: Output, workshop: Workshop) -> Rendered:
    picture: Picture = output.view
    body = (workshop.content / picture.path).read_bytes()
    if picture.path.lower().endswith(".svg"):
        body = write_svg(clean_svg(read_svg(body, picture.path), "")).encode()
    return Rendered(body)


def _qr(output: Output, workshop: Workshop) -> Rendered:
    view: QrView = output.view
    return Rendered(draw_qr(view))


_PAGES = ("programme", "catalogue", "badge", "profile", "award", "members", "group", "text", "embed", "mastodon")

KINDS: dict[str, Kind] = {
    **{name: Kind(partial(_page, f"{name}.html"), writes=True) for name in _PAGES},
    "missing": Kind(_missing_page, writes=True),
    "redirect": Kind(partial(_file, "redirect.html"), writes=True),
    "feed": Kind(_feed),
    "sitemap": Kind(partial(_file, "sitemap.xml"), writes=True),
    "sitemap-index": Kind(partial(_file, "sitemap-index.xml"), writes=True),
    "robots": Kind(partial(_file, "robots.txt"), writes=True),
    "json": Kind(_json),
    "search": Kind(_search),
    "card": Kind(_card, draws=_draw_card_with),
    "medallion": Kind(_medallion, draws=_draw_medallion_with),
    "medallion-png": Kind(_medallion_png, draws=_draw_medallion_with),
    "portrait": Kind(_portrait),
    "qr": Kind(_qr),
    "asset": Kind(_asset),
    "look": Kind(_plain),
    "host": Kind(_plain),
    "file": Kind(_picture_file),
}

_VIEWS: dict[str, tuple[str, ...]] = {
    "redirect.html": RedirectView._fields,
    "sitemap.xml": SitemapView._fields,
    "sitemap-index.xml": SitemapView._fields,
    "robots.txt": RobotsView._fields,
}


def list_readable() -> dict[str, tuple[str, ...]]:
    """Return for each template that makes an output the names that it can read."""
    templates = [kind.render.args[0] for kind in KINDS.values() if isinstance(kind.render, partial)]
    page = (*PageView._fields, "root")
    return {name: _VIEWS.get(name, page) for name in (*templates, "missing.html")}


def list_writers(code: str, theme: Theme) -> dict[str, Writer]:
    """Return for each kind, and for bundles, what writes it."""
    words = theme.fingerprint("templates", "strings")
    kinds = {name: Writer(code, words if kind.writes else "") for name, kind in KINDS.items()}
    return kinds | {"bundle": Writer(code, words)}


DRAWN = {name: kind.draws for name, kind in KINDS.items() if kind.draws}
"""The kinds whose keys cover what they are drawn with."""


def render(output: Output, workshop: Workshop) -> Rendered:
    """Return the bytes of an output; the same for the same output and workshop."""
    return KINDS[output.kind].render(output, workshop)
