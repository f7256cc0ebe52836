"""The icons inside medallions: the Lucide set (https://lucide.dev), drawn in a box of 24 by 24 with lines of 2."""

import functools
import xml.etree.ElementTree as ET

import lucide

from badgesite.art.svg import read_svg


@functools.cache
def icon_names() -> frozenset[str]:
    """Return the names of all icons."""
    return frozenset(lucide.get_icon_list())


@functools.lru_cache(maxsize=512)
def icon_elements(name: str, paint: str) -> str:
    """Return an icon's elements as SVG without their own paint, save that filled parts are filled with `paint`."""
    if name not in icon_names():
        raise KeyError(f"there is no icon {name}")
    svg = read_svg(lucide.lucide_icon(name).encode(), f"{name}.svg")
    for element in svg.root.iter():
        if element.get("fill") == "currentColor":
            element.set("fill", paint)
    return "".join(ET.tostring(child, encoding="unicode").strip() for child in svg.root)
