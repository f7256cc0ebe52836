"""Files that give the site its look in browsers: styles, fonts, icons, the issuer's logo."""

import hashlib
from pathlib import PurePosixPath
from typing import NamedTuple

from badgesite.art.card import initials
from badgesite.art.look import MedallionLook, Picture
from badgesite.model import Content
from badgesite.pages.output import Output, TextFile
from badgesite.pages.setting import Setting
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.look import Look, write_look


class StyleFacts(NamedTuple):
    """Everything that these files read."""

    assets: tuple[ThemeAsset, ...]
    look: TextFile
    icon: MedallionLook
    logo: Picture | None


def look_address(look: Look) -> str:
    """Return the path of the site's colours, which changes with them."""
    return f"assets/look.{_version(write_look(look))}.css"


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def icon_look(content: Content, look: Look) -> MedallionLook:
    """Return the medallion that stands for the site in browsers' tabs: its first letter."""
    letter = initials(content.site.name)[:1] or "★"
    return MedallionLook(shape="circle", accent=look.accent, text=letter)


def icon_address(icon: MedallionLook, setting: Setting) -> str:
    """Return the path of the icon, which changes with it."""
    return f"assets/icon.svg?v={setting.stamper.version('medallion', icon)}"


def touch_icon_address(icon: MedallionLook, setting: Setting) -> str:
    """Return the path of the icon for home screens and Messages."""
    return f"assets/icon-512.png?v={setting.stamper.version('medallion-png', icon)}"


def logo_address(logo: Picture | None) -> str:
    """Return the path of the issuer's mark, or nothing."""
    return f"media/logo.{logo.digest[:10]}{PurePosixPath(logo.path).suffix.lower()}" if logo else ""


def style_outputs(facts: StyleFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the theme's assets, the colours, the icons and the logo."""
    return (
        *(Output(f"assets/{asset.address}", "asset", asset) for asset in facts.assets),
        Output(f"assets/look.{_version(facts.look.text)}.css", "look", facts.look),
        Output("assets/icon.svg", "medallion", facts.icon),
        Output("assets/icon-512.png", "medallion-png", facts.icon),
        *((Output(logo_address(facts.logo), "file", facts.logo),) if facts.logo else ()),
    )
