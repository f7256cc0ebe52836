"""The outline of a shape: read from the `d` of an SVG path, followed, and measured."""

import functools
import math
from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple

from badgesite.art.cairo import cairocffi, load_cairosvg

Point = tuple[float, float]
_MOVE, _LINE = 0, 1
_NEAR = 4.0


class Outline(NamedTuple):
    """A closed outline in a box of 512 by 512: its path data, points along it, and measures."""

    data: str
    points: tuple[Point, ...]
    centre: Point
    room: float
    """The radius of the largest circle around the centre that the outline holds."""
    bottom: float
    """Where the outline ends below its centre."""


@functools.lru_cache(maxsize=64)
def read_outline(data: str) -> Outline:
    """Return the outline of some path data; raises ValueError if that is no closed path."""
    points = _thin_out(_flatten(data))
    if len(points) < 3:
        raise ValueError("its path encloses nothing")
    centre = _find_centre(points)
    room = min(_distance(centre, one, other) for one, other in _sides(points))
    crossings = [y for y in (_cross(centre[0], one, other) for one, other in _sides(points)) if y is not None]
    return Outline(data, points, centre, room, max(crossings))


def perimeter(outline: Outline) -> float:
    """Return the length of the outline."""
    return sum(math.dist(one, other) for one, other in _sides(outline.points))


@functools.lru_cache(maxsize=256)
def walk(outline: Outline, count: int, inset: float) -> tuple[Point, ...]:
    """Return `count` points that lie at a distance inside the outline, as far from each other along it."""
    inner = tuple(_inwards(outline, inset))
    sides = _sides(inner)
    lengths = [math.dist(one, other) for one, other in sides]
    step, travelled, at = sum(lengths) / count, 0.0, 0
    places = []
    for number in range(count):
        while travelled + lengths[at] < number * step and at < len(sides) - 1:
            travelled += lengths[at]
            at += 1
        (x1, y1), (x2, y2) = sides[at]
        share = (number * step - travelled) / lengths[at]
        places.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))
    return tuple(places)


def _inwards(outline: Outline, inset: float) -> Iterator[Point]:
    """Yield points moved into the outline, leaving out those that came too near to another part of it."""
    sides = _sides(outline.points)
    turn = 1 if sum(one[0] * other[1] - other[0] * one[1] for one, other in sides) > 0 else -1
    for (x1, y1), (x2, y2) in sides:
        length = math.dist((x1, y1), (x2, y2))
        point = ((x1 + x2) / 2 - (y2 - y1) / length * turn * inset, (y1 + y2) / 2 + (x2 - x1) / length * turn * inset)
        if all(math.dist(point, other) > inset * 0.97 for other in outline.points):
            yield point


def _find_centre(points: tuple[Point, ...]) -> Point:
    """Return the point of the axis in the middle that lies deepest inside the outline."""
    middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    heights = [top + (bottom - top) * share / 40 for share in range(10, 31)]
    sides = _sides(points)

    def room(y: float) -> float:
        # Between heights with as much room the one nearest the middle of the whole looks right.
        return min(_distance((middle, y), one, other) for one, other in sides) - abs(y - (top + bottom) / 2) * 0.05

    return middle, max(heights, key=room)


def _sides(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return [(one, other) for one, other in zip(points, points[1:] + points[:1], strict=True) if one != other]


def _distance(point: Point, one: Point, other: Point) -> float:
    (px, py), (x1, y1), (x2, y2) = point, one, other
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = min(1.0, max(0.0, ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / length))
    return math.dist(point, (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))


def _cross(x: float, one: Point, other: Point) -> float | None:
    low, high = sorted((one, other))
    if not low[0] <= x <= high[0]:
        return None
    if high[0] == low[0]:
        return max(low[1], high[1])
    return low[1] + (high[1] - low[1]) * (x - low[0]) / (high[0] - low[0])


def _flatten(data: str) -> tuple[Point, ...]:
    """Follow the path with CairoSVG's own reader, so that what is measured is what will be drawn."""
    cairosvg = load_cairosvg()
    context = cairocffi.Context(cairocffi.RecordingSurface(cairocffi.CONTENT_COLOR, None))
    context.set_tolerance(0.5)
    try:
        cairosvg.path.path(SimpleNamespace(context=context), _PathNode(d=data))
        steps = [points for kind, points in context.copy_path_flat() if kind in (_MOVE, _LINE)]
    except (cairocffi.CairoError, cairosvg.helpers.PointError, IndexError) as error:
        raise ValueError("its path data is broken") from error
    # The first move is CairoSVG's own, to 0,0.
    return tuple((float(x), float(y)) for x, y in steps if (x, y) != (0, 0))


def _thin_out(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points without those so near the one before that nobody could tell."""
    kept: list[Point] = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) >= _NEAR:
            kept.append(point)
    if len(kept) > 1 and math.dist(kept[0], kept[-1]) < _NEAR:
        kept.pop()
    return tuple(kept)


class _PathNode(dict[str, str]):
    """What CairoSVG's path reader needs of an element: its attributes, and a place for the corners it notes."""

    vertices: object = None
