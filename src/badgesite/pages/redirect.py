"""Pages at old addresses that lead to the present one, on every host."""

from collections.abc import Iterable
from typing import NamedTuple

from badgesite.pages.addresses import way_up
from badgesite.pages.head import Head
from badgesite.pages.output import Output, PageView


class RedirectView(NamedTuple):
    """Where an old address leads: the relative way for browsers, the head of that page for previews."""

    language: str
    direction: str
    locale: str
    home: str
    site: str
    way: str
    icon: str
    """The relative way to it: a browser that is told of none asks the host's top folder."""
    styles: tuple[str, ...]
    """The relative ways to them."""
    head: Head


def redirect_all(outputs: Iterable[Output], folder: str, earlier: Iterable[str]) -> tuple[Output, ...]:
    """Return what leads from earlier folders of a folder to its pages among the outputs, with all that is below.

    It unfolds as those pages do, and beside a page, where frames of other sites look, as that page.
    """
    pages = [each for each in outputs if isinstance(each.view, PageView) and each.path.startswith(folder)]
    heads = {page.path.removesuffix("index.html"): page.view.head for page in pages}
    return tuple(
        _redirect(page, heads[page.path[: page.path.rindex("/") + 1]], old + page.path.removeprefix(folder))
        for old in earlier
        for page in pages
    )


def _redirect(page: Output, head: Head, old: str) -> Output:
    frame = page.view.frame
    view = RedirectView(
        language=frame.language,
        direction=frame.direction,
        locale=frame.locale,
        home=frame.home,
        site=frame.name,
        way=way_up(old) + page.path.removesuffix("index.html"),
        icon=way_up(old) + frame.icon,
        styles=tuple(way_up(old) + style for style in frame.styles),
        head=head._replace(username="", is_indexed=False, feed="", has_oembed=False),  # it tells of none of these
    )
    return Output(old, "redirect", view)
