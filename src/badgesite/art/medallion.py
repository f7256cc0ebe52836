"""The medallion: a badge drawn as SVG, 512 by 512, that needs nothing from outside."""

import hashlib
import json

from badgesite.art.colour import Lch, from_lch, to_lch
from badgesite.art.emblem import Place, draw_emblem
from badgesite.art.fonts import Type
from badgesite.art.icons import icon_elements
from badgesite.art.ink import path_data
from badgesite.art.look import MedallionLook
from badgesite.art.metal import Metal, fade, find_metal
from badgesite.art.outline import Outline, walk
from badgesite.art.rim import RIM_WIDTH, draw_rim
from badgesite.art.studio import Studio
from badgesite.art.text import Box, set_text

_RIBBON_TOP, _RIBBON_HEIGHT = 366, 76
_CLASP_LOWEST, _SEAL_LOWEST = 471, 460
_CAST = Metal("#ffffff", "#3a4049", "#8b919b", "#6d737d", "#4c525b", "#5c626c", "#5c626c", "plain", 0)
"""Greys that show on light and dark pages."""


def draw_medallion(look: MedallionLook, studio: Studio) -> str:
    """Return the medallion as SVG text, with ids that clash with no other medallion's on a page.

    Raises FileNotFoundError for a shape that the theme lacks, KeyError for an icon that the set lacks, BadPicture
    for art that is no picture.
    """
    outline = studio.shape(look.shape)
    metal = find_metal(look.tier, look.metal, look.accent)
    ids = "m" + hashlib.sha256(json.dumps(look).encode()).hexdigest()[:8] + "-"
    if look.state == "locked":
        body = _draw_locked(look, outline, ids, studio)
    else:
        worn = fade(metal) if look.state == "revoked" else metal
        body = _draw_worn(look, outline, worn, ids, studio)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">{body}</svg>'


def _draw_worn(look: MedallionLook, outline: Outline, metal: Metal, ids: str, studio: Studio) -> str:
    rim = RIM_WIDTH[metal.rim]
    x, y = outline.centre
    place = Place(x, y, outline.room - rim)
    if look.ribbon:
        place = Place(x, y - 34, (outline.room - rim) * 0.86)
    elif metal.pips or look.state == "revoked":
        place = Place(x, y - 8, outline.room - rim - 4)
    parts = (
        _definitions(outline, metal, ids),
        f'<path d="{outline.data}" fill="{metal.deep}" stroke="{metal.deep}" stroke-width="7"/>',
        f'<path d="{outline.data}" fill="url(#{ids}field)"/>',
        _draw_ground(outline, ids),
        draw_emblem(look, place, metal, ids, studio),
        draw_rim(outline, metal, ids),
        _draw_ribbon(look, studio) if look.ribbon else "",
        _draw_clasp(look, outline, metal, ids),
    )
    return "".join(parts)


def _definitions(outline: Outline, metal: Metal, ids: str) -> str:
    def gradient(name: str, *stops: tuple[float, str], steep: bool = False) -> str:
        end = 'x1="150" y1="0" x2="362" y2="490"' if steep else 'x1="40" y1="20" x2="470" y2="470"'
        inner = "".join(f'<stop offset="{at:g}" stop-color="{colour}"/>' for at, colour in stops)
        return f'<linearGradient id="{ids}{name}" gradientUnits="userSpaceOnUse" {end}>{inner}</linearGradient>'

    shine, light, middle, shade, deep = metal[:5]
    x, y = outline.centre
    return (
        "<defs>"
        + gradient("face", (0, light), (0.18, middle), (0.34, light), (0.46, shine), (0.58, light), (0.78, middle),
                   (0.9, shade), (1, middle))
        + gradient("lit", (0, shine), (0.4, light), (0.62, middle), (1, shade), steep=True)
        + gradient("unlit", (0, deep), (0.4, shade), (0.7, light), (1, shine), steep=True)
        + f'<radialGradient id="{ids}field" gradientUnits="userSpaceOnUse" cx="{x:.0f}" cy="{y - 70:.0f}" r="300">'
        f'<stop offset="0" stop-color="{metal.enamel}"/><stop offset="1" stop-color="{metal.enamel_deep}"/>'
        "</radialGradient>"
        f'<clipPath id="{ids}cut"><path d="{outline.data}"/></clipPath>'
        f'<path id="{ids}line" d="{outline.data}" stroke-linejoin="round"/></defs>'
    )  # fmt: skip


def _draw_ground(outline: Outline, ids: str) -> str:
    """Return faint rays from the middle to the rim, as engraved under enamel, and the gloss on top of it."""
    x, y = outline.centre
    ends = walk(outline, 72, 20)
    data = "".join(
        f"M{x:.0f} {y:.0f}L{ends[at][0]:.0f} {ends[at][1]:.0f}L{ends[at + 1][0]:.0f} {ends[at + 1][1]:.0f}Z"
        for at in range(0, 72, 2)
    )
    gloss = f'<ellipse cx="{x - 40:.0f}" cy="{y - 190:.0f}" rx="270" ry="190" fill="#fff" fill-opacity=".07"/>'
    rays = f'<path d="{data}" fill="#fff" fill-opacity=".055"/>'
    return f'{rays}<g clip-path="url(#{ids}cut)">{gloss}</g>'


def _draw_ribbon(look: MedallionLook, studio: Studio) -> str:
    """Return a banner with folded ends across the lower part, its text in the middle."""
    own = to_lch(look.accent)
    chroma = 0.004 if look.state == "revoked" else min(own.chroma, 0.15)
    front, fold, back = (from_lch(Lch(light, chroma, own.hue)) for light in (0.47, 0.26, 0.37))
    top, bottom = _RIBBON_TOP, _RIBBON_TOP + _RIBBON_HEIGHT
    box = Box(78, top, 356, _RIBBON_HEIGHT, size=58, floor=18, type=Type(700), anchor="middle", align="middle")
    ends = "".join(
        f'<path transform="translate({x} 0) scale({side} 1)" d="M0 {top + 22}H76V{bottom + 22}H0L26 {top + 60}Z" '
        f'fill="{back}"/><path transform="translate({x} 0) scale({side} 1)" d="M44 {bottom}H76V{bottom + 22}Z" '
        f'fill="{fold}"/>'
        for x, side in ((8, 1), (504, -1))
    )
    return (
        f'{ends}<path d="M52 {top}H460V{bottom}H52Z" fill="{front}"/>'
        f'<path d="M52 {top + 7}H460M52 {bottom - 7}H460" stroke="#fff" stroke-opacity=".35" stroke-width="3"/>'
        f'<path d="{path_data(set_text(look.ribbon or "", box, studio.shaper))}" fill="#fff"/>'
    )


def _draw_clasp(look: MedallionLook, outline: Outline, metal: Metal, ids: str) -> str:
    """Return the clasp on the lower edge: a pip for each step of the tier, or the mark of a revoked award."""
    if look.state == "revoked":
        return _draw_seal("x", look, outline, metal)
    if not metal.pips:
        return ""
    x, y = outline.centre[0], _CLASP_LOWEST if look.ribbon else min(_CLASP_LOWEST, outline.bottom - 2)
    half, pitch = 17 + 21 * metal.pips, 42
    first = x - pitch * (metal.pips - 1) / 2
    pips = "".join(_pip(first + pitch * at, y) for at in range(metal.pips))
    plate = f'x="{x - half:.0f}" y="{y - 31:.0f}" width="{2 * half}" height="62" rx="31"'
    return (
        f'<rect {plate} fill="{metal.enamel_deep}" stroke="{metal.deep}" stroke-width="14"/>'
        f'<rect {plate} fill="{metal.enamel_deep}" stroke="url(#{ids}lit)" stroke-width="7"/>'
        f'<path d="{pips}" fill="{metal.shine}"/>'
    )


def _pip(x: float, y: float) -> str:
    """Return a small four-pointed star."""
    return f"M{x:.0f} {y - 21:.0f}l6 15 15 6-15 6-6 15-6-15-15-6 15-6Z"


def _draw_seal(icon: str, look: MedallionLook, outline: Outline, metal: Metal) -> str:
    """Return a round seal on the lower edge with an icon that says what has become of the award."""
    radius = 30 if look.ribbon else 44
    x, y = outline.centre[0], _SEAL_LOWEST + 14 if look.ribbon else min(_SEAL_LOWEST, outline.bottom - 8)
    corner, scale = radius * 0.66, radius * 0.055
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" fill="{metal.enamel_deep}" stroke="{metal.middle}" '
        f'stroke-width="7"/><g transform="translate({x - corner:.1f} {y - corner:.1f}) scale({scale:.3f})" '
        f'fill="none" stroke="{metal.shine}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">'
        f"{icon_elements(icon, 'none')}</g>"
    )


def _draw_locked(look: MedallionLook, outline: Outline, ids: str, studio: Studio) -> str:
    """Return what waits to be earned: the outline as a cast without metal, and a lock."""
    x, y = outline.centre
    place = Place(x, y - 8, outline.room - RIM_WIDTH["plain"] - 4)
    cast = f'<path d="{outline.data}" fill="{_CAST.middle}"'
    return (
        f'<defs><clipPath id="{ids}cut"><path d="{outline.data}"/></clipPath></defs>'
        f'{cast} fill-opacity=".2"/><g clip-path="url(#{ids}cut)">{cast} fill-opacity="0" stroke="{_CAST.middle}" '
        f'stroke-opacity=".38" stroke-width="52"/></g>'
        f'{cast} fill-opacity="0" stroke="{_CAST.middle}" stroke-width="6" stroke-dasharray="20 13" '
        f'stroke-linecap="round" stroke-linejoin="round"/>'
        f'<g opacity=".8">{draw_emblem(look, place, _CAST, ids, studio)}</g>'
    ) + _draw_seal("lock", look._replace(ribbon=None), outline, _CAST)
