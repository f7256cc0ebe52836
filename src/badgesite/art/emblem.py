"""What is inside a medallion: an icon, a short text, or own art."""

import base64
import io
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from badgesite.art.clean import clean_svg
from badgesite.art.colour import mix
from badgesite.art.fonts import Type
from badgesite.art.icons import icon_elements
from badgesite.art.ink import GlyphPicture, path_data, picture_places
from badgesite.art.look import MedallionLook, Picture
from badgesite.art.metal import Metal
from badgesite.art.picture import load_image, view_box
from badgesite.art.studio import Studio
from badgesite.art.svg import read_svg
from badgesite.art.text import Box, set_text

_SHARPEST = 384


class Place(NamedTuple):
    """The circle that is free for the emblem."""

    x: float
    y: float
    radius: float


def draw_emblem(look: MedallionLook, place: Place, metal: Metal, ids: str, studio: Studio) -> str:
    """Return the emblem as SVG; a photo uses the clip path `cut`."""
    if look.icon is not None:
        return _icon(look.icon, place, metal)
    if look.text is not None:
        return _text(look.text, place, metal, studio)
    if look.art is not None:
        return _art(look.art, place, ids, studio)
    return ""


def _bright(metal: Metal) -> str:
    return mix(metal.light, metal.shine, 0.4)


def _icon(name: str, place: Place, metal: Metal) -> str:
    """Return the icon twice: its shade, and above it the icon in bright metal."""
    # In a narrow place the icon may reach further: few icons fill their corners.
    scale = min(1.62 * place.radius, 0.75 * place.radius + 115) / 24
    left, top = place.x - 12 * scale, place.y - 12 * scale
    shapes = icon_elements(name, "currentColor")
    line = 'fill="none" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round"'
    return "".join(
        f'<g transform="translate({left:.1f} {top + down:.1f}) scale({scale:.3f})" color="{paint}" stroke="{paint}" '
        f"{line}{more}>{shapes}</g>"
        for down, paint, more in ((5, metal.enamel_deep, ' opacity=".75"'), (0, _bright(metal), ""))
    )


def _text(text: str, place: Place, metal: Metal, studio: Studio) -> str:
    width, height = place.radius * 1.62, place.radius * 1.2
    box = Box(
        place.x - width / 2, place.y - height / 2, width, height, size=place.radius * 1.15, floor=place.radius * 0.2,
        type=Type(900), lines=1, anchor="middle", align="middle",
    )  # fmt: skip
    laid = set_text(text, box, studio.shaper)
    data = path_data(laid)
    shade = f'<path transform="translate(0 5)" d="{data}" fill="{metal.enamel_deep}" fill-opacity=".75"/>'
    letters = f'{shade}<path d="{data}" fill="{_bright(metal)}"/>' if data else ""
    return letters + "".join(map(_glyph_picture, picture_places(laid)))


def _glyph_picture(picture: GlyphPicture) -> str:
    x, y, width, height, png = picture
    href = "data:image/png;base64," + base64.b64encode(png).decode()
    return f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" href="{href}"/>'


def _art(art: Picture, place: Place, ids: str, studio: Studio) -> str:
    path = studio.file(art)
    if path.suffix.lower() == ".svg":
        return _drawing(path, place, ids)
    image = load_image(path)
    if image.getchannel("A").getextrema() == (255, 255):
        return _photo(image, ids)
    image.thumbnail((_SHARPEST, _SHARPEST), Image.Resampling.LANCZOS)
    side = place.radius * 1.5
    where = f'x="{place.x - side / 2:.1f}" y="{place.y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
    return f'<image {where} href="{_as_address(image, "PNG")}"/>'


def _drawing(path: Path, place: Place, ids: str) -> str:
    root = clean_svg(read_svg(path.read_bytes(), path.name), f"{ids}art-")
    box, side = view_box(root), place.radius * 1.5
    for name in ("width", "height", "x", "y"):
        root.attrib.pop(name, None)
    root.set("viewBox", " ".join(f"{value:g}" for value in box))
    root.set("x", f"{place.x - side / 2:.1f}")
    root.set("y", f"{place.y - side / 2:.1f}")
    root.set("width", f"{side:.1f}")
    root.set("height", f"{side:.1f}")
    return ET.tostring(root, encoding="unicode")


def _photo(image: Image.Image, ids: str) -> str:
    """Return a picture without transparency, so that it fills the whole medallion up to its rim."""
    square = ImageOps.fit(image.convert("RGB"), (_SHARPEST, _SHARPEST), Image.Resampling.LANCZOS)
    href = _as_address(square, "JPEG")
    return f'<g clip-path="url(#{ids}cut)"><image x="0" y="-14" width="512" height="512" href="{href}"/></g>'


def _as_address(image: Image.Image, kind: str) -> str:
    body = io.BytesIO()
    image.save(body, kind, quality=85)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(body.getvalue()).decode()
