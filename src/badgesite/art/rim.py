"""The rim of a medallion: a band of bevelled metal inside the outline, worked differently for each tier."""

import math

from badgesite.art.metal import Metal, Rim
from badgesite.art.outline import Outline, Point, perimeter, walk

RIM_WIDTH: dict[Rim, int] = {"plain": 36, "grooved": 42, "beaded": 44, "faceted": 46}
_EDGE = 7
_BEAD = 23
_FACET = 30


def draw_rim(outline: Outline, metal: Metal, ids: str) -> str:
    """Return the rim as SVG; it uses the gradients `face`, `lit` and `unlit`, the line and the clip path `cut`."""
    width = RIM_WIDTH[metal.rim]
    face, lit, unlit = (f"url(#{ids}{name})" for name in ("face", "lit", "unlit"))
    # Each band covers the wider ones below it, so that only a strip of each is seen.
    bands = [(width + 14, "#000", 0.14), (width + 6, "#000", 0.28), (width, unlit, 1), (width - _EDGE, face, 1)]
    if metal.rim == "grooved":
        bands += [(28, metal.deep, 1), (24, metal.shade, 1), (19, metal.shine, 1), (17, face, 1)]
    if metal.rim == "beaded":
        bands += [(width - _EDGE, metal.deep, 1), (width - _EDGE - 3, metal.shade, 1)]
    bands.append((_EDGE + (3 if metal.rim == "beaded" else 0), lit, 1))
    strips = "".join(_strip(ids, inset, paint, opacity) for inset, paint, opacity in bands)
    work = {"beaded": _beads, "faceted": _facets}.get(metal.rim, _plain)
    return f'<g clip-path="url(#{ids}cut)" fill="none">{strips}{work(outline, metal, ids)}</g>'


def _strip(ids: str, inset: float, paint: str, opacity: float) -> str:
    thin = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<use href="#{ids}line" stroke="{paint}" stroke-width="{2 * inset:g}"{thin}/>'


def _plain(outline: Outline, metal: Metal, ids: str) -> str:
    return ""


def _beads(outline: Outline, metal: Metal, ids: str) -> str:
    """Return a string of beads; each is a dot of a line with round ends."""
    count = round(perimeter(outline) * 0.92 / _BEAD)
    places = walk(outline, count, 23.5)
    dots = (
        ("".join(f"M{x + dx:.1f} {y + dy:.1f}h.01" for x, y in places), paint, size)
        for dx, dy, paint, size in ((1.5, 2.5, metal.deep, 20), (0, 0, metal.middle, 18), (-1, -1.5, metal.light, 13),
                                    (-2.5, -3, metal.shine, 6))
    )  # fmt: skip
    return "".join(
        f'<path d="{data}" stroke="{paint}" stroke-width="{size}" stroke-linecap="round"/>'
        for data, paint, size in dots
    )


def _facets(outline: Outline, metal: Metal, ids: str) -> str:
    """Return a zigzag of bright and dark cuts, as on a gem."""
    count = round(perimeter(outline) / _FACET)
    outer = walk(outline, 2 * count, _EDGE)
    inner = [_aside(outer[at - 1], outer[at], outer[(at + 1) % len(outer)]) for at in range(len(outer))]
    if math.dist(inner[0], outline.centre) > math.dist(outer[0], outline.centre):
        inner = [(2 * ox - ix, 2 * oy - iy) for (ox, oy), (ix, iy) in zip(outer, inner, strict=True)]
    bright, dark = [], []
    for at in range(0, 2 * count, 2):
        end = (at + 2) % (2 * count)
        bright.append((outer[at], outer[end], inner[at + 1]))
        dark.append((inner[at - 1], inner[at + 1], outer[at]))
    return "".join(
        f'<path d="{"".join(_triangle(corners) for corners in triangles)}" fill="{paint}" fill-opacity="{opacity}"/>'
        for triangles, paint, opacity in ((bright, metal.shine, 0.62), (dark, metal.shade, 0.5))
    )


def _aside(before: Point, at: Point, after: Point) -> Point:
    """Return the point one rim's depth to the side of a line that runs through three points."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    depth = (RIM_WIDTH["faceted"] - 2 * _EDGE) / (math.hypot(dx, dy) or 1)
    return at[0] - dy * depth, at[1] + dx * depth


def _triangle(corners: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
