"""Placing marks on letters where the font has both but does not say how they go together."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from badgesite.art.face import Face, Ink

_GAP = 0.05
_HIGH, _LOW = 0.4, 0.1


class Placed(NamedTuple):
    """A shaped glyph: its number, advance and offsets in em, and the place of its character in the text."""

    number: int
    advance: float
    dx: float
    dy: float
    place: int


def place_marks(glyphs: Iterable[Placed], face: Face) -> Iterator[Placed]:
    """Yield the glyphs of text running from left to right; marks that the font leaves lying go on their letters.

    Fonts have anchors on `e` for the marks of `ẹ́`, but seldom on `ẹ` for the acute.
    """
    under: Ink | None = None
    advance = 0.0
    for glyph in glyphs:
        ink = face.ink(glyph.number)
        if under is None or not face.is_mark(glyph.number):
            under, advance = ink, glyph.advance
            yield glyph
            continue
        is_loose = glyph.advance == glyph.dx == glyph.dy == 0
        placed = _place(glyph, ink, under, advance) if is_loose else glyph
        under = under._replace(
            top=max(under.top, ink.top + placed.dy), bottom=min(under.bottom, ink.bottom + placed.dy)
        )
        yield placed


def _place(glyph: Placed, mark: Ink, under: Ink, advance: float) -> Placed:
    """Return the mark with its origin in the middle of what it belongs to; clear of it if it is high or low."""
    dx = (under.left + under.right) / 2 - advance
    if mark.bottom >= _HIGH:
        return glyph._replace(dx=dx, dy=max(0.0, under.top + _GAP - mark.bottom))
    if mark.top <= _LOW:
        return glyph._replace(dx=dx, dy=min(0.0, under.bottom - _GAP - mark.top))
    return glyph._replace(dx=dx)
