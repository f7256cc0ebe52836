"""What stands around every page: the issuer, the menu, the style."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from badgesite.model import Content
from badgesite.pages.conversation import Invitation
from badgesite.pages.stamp import Shared
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.look import Look
from badgesite.theme.strings import Strings


class MenuEntry(NamedTuple):
    """A link of the menu: its words and its path."""

    label: str
    path: str


@dataclass(frozen=True)
class Frame(Shared):
    """The same on every page, as displayed."""

    home: str
    """The site's address without a slash at its end."""
    name: str
    tagline: str
    language: str
    direction: str
    locale: str
    """The language and its country for Open Graph, such as `en_US`."""
    accent: str
    styles: tuple[str, ...]
    fonts: tuple[str, ...]
    """Those that a page asks for at once."""
    search_script: str
    scripts: tuple[str, ...]
    icon: str
    touch_icon: str
    logo: str
    menu: tuple[MenuEntry, ...]
    invitation: Invitation
    """That of pages which are about nobody and no badge."""

    def here(self, path: str) -> str:
        """Return the path if the menu leads to it, or nothing."""
        return path if any(entry.path == path for entry in self.menu) else ""


def make_frame(
    content: Content, strings: Strings, look: Look, assets: Iterable[ThemeAsset], home: str, look_address: str,
    icon: str, touch_icon: str, logo: str, invitation: Invitation,
) -> Frame:  # fmt: skip
    """Return the frame of a site; the addresses are paths from the site's top."""
    site = content.site
    assets = tuple(assets)
    ranked = sorted((asset.rank, asset.address) for asset in assets if asset.path != "search.js")
    sheets, scripts = ([f"assets/{each}" for _, each in ranked if each.endswith(end)] for end in (".css", ".js"))
    return Frame(
        home=home,
        name=site.name,
        tagline=site.tagline or "",
        language=site.language,
        direction=strings.direction,
        locale=country_locale(strings.locale),
        accent=look.accent,
        styles=(*sheets, look_address),
        fonts=tuple(f"assets/{asset.address}" for asset in assets if asset.path in look.files),
        scripts=tuple(scripts),
        search_script=next((f"assets/{asset.address}" for asset in assets if asset.path == "search.js"), ""),
        icon=icon,
        touch_icon=touch_icon,
        logo=logo,
        menu=_menu(content, strings),
        invitation=invitation,
    )


def _menu(content: Content, strings: Strings) -> tuple[MenuEntry, ...]:
    fixed = (MenuEntry(strings("menu.badges"), "badges/"), MenuEntry(strings("menu.members"), "members/"))
    own = (MenuEntry(page.title, f"{page.id}/") for page in content.pages.values() if page.menu)
    return (*fixed, *own)


def country_locale(locale: Locale) -> str:
    """Return a locale with its country, the likeliest if none is given: Open Graph wants `en_US`, never `en`."""
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = Locale.parse(get_global("likely_subtags").get(locale.language, "en_Latn_US"))
    return f"{locale.language}_{likely.territory or 'US'}"
