"""What a card is put together from: pieces, each drawn in a place of its own on the sheet.

Most pieces of a card stand on other cards, too: the issuer, a medallion, a bar. So a piece is drawn apart from the
others, and brought to the sheet's palette once.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from PIL import Image

from badgesite.art.cairo import cairocffi
from badgesite.art.palette import Palette, find_indices
from badgesite.art.pixels import copy_part, copy_surface, image_of
from badgesite.art.sheet import Sheet
from badgesite.art.studio import Studio

Place = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels."""


class Piece(NamedTuple):
    """Something on a card: drawn within its place, and told by its key from all else that may be drawn there."""

    place: Place
    key: Hashable
    draw: Callable[[Any], None]
    """Draws it onto a cairo context."""


def place_around(x: float, y: float, width: float, height: float) -> Place:
    """Return the place that an area lies in, with a pixel around it for what its edges touch."""
    return math.floor(x) - 1, math.floor(y) - 1, math.ceil(x + width) + 1, math.ceil(y + height) + 1


def draw_pieces(pieces: Iterable[Piece], sheet: Sheet, studio: Studio) -> Image.Image:
    """Return the picture of the pieces on the sheet: of mode P if the sheet has a palette, else RGB."""
    if sheet.palette is None or sheet.indices is None:
        return _draw_together(pieces, sheet)
    picture = sheet.indices.copy()
    for piece in _part(pieces):
        picture.paste(_draw_alone(piece, sheet, sheet.palette, studio), piece.place[:2])
    return picture


def _draw_together(pieces: Iterable[Piece], sheet: Sheet) -> Image.Image:
    surface = copy_surface(sheet.backdrop)
    context = cairocffi.Context(surface)
    for piece in pieces:
        piece.draw(context)
    return image_of(surface)


def _draw_alone(piece: Piece, sheet: Sheet, palette: Palette, studio: Studio) -> Image.Image:
    def draw() -> Image.Image:
        surface = copy_part(sheet.backdrop, piece.place)
        piece.draw(cairocffi.Context(surface))
        return find_indices(image_of(surface), palette)

    return studio.pieces.get((sheet.key, piece.place, piece.key), draw)


def _part(pieces: Iterable[Piece]) -> Sequence[Piece]:
    """Return the pieces with those made one that overlap, so that the order of drawing counts within pieces alone."""
    apart: list[Piece] = []
    for piece in pieces:
        while other := next((each for each in apart if _do_overlap(each.place, piece.place)), None):
            apart.remove(other)
            piece = _join(other, piece)
        apart.append(piece)
    return apart


def _do_overlap(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _join(below: Piece, above: Piece) -> Piece:
    def draw(context: Any) -> None:
        below.draw(context)
        above.draw(context)

    left, top, right, bottom = zip(below.place, above.place, strict=True)
    return Piece((min(left), min(top), max(right), max(bottom)), (below[:2], above[:2]), draw)
