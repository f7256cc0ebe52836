"""One face of a font file: what it covers, how it shapes, what its glyphs look like."""

from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from badgesite.art.recent import Recent

_FAMILY_NAMES = (1, 16)
"""The name records of a family: as old programs see it, and as designers do (OpenType, table `name`)."""

Segment = tuple[str, tuple[float, ...]]
"""`("M", (x, y))`, `("L", (x, y))`, `("C", (x1, y1, x2, y2, x, y))` or `("Z", ())`, y upwards."""


class Ink(NamedTuple):
    """The box that a glyph's marks fill, in em from its origin, y upwards."""

    left: float
    bottom: float
    right: float
    top: float


class Face:
    """A loaded face. Measures are in em: 1 is the size of the type."""

    def __init__(self, path: Path, index: int = 0, weight: int = 400) -> None:
        face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self.glyph_count: int = face.glyph_count
        self.has_pictures: bool = face.has_color_png
        self.unit = 1 / max(1, face.upem)
        self.font = hb.Font(face)
        if face.has_var_data:
            self.font.set_variations({"wght": float(weight)})
        self.weight = float(self.font.get_style_value(hb.StyleTag.WEIGHT))
        self._inks: Recent[int, Ink] = Recent(4096)
        self._outlines: Recent[int, tuple[Segment, ...]] = Recent(1024)

    @staticmethod
    def count(path: Path) -> int:
        """Return how many faces the file holds; 0 if it is no font."""
        return int(hb.Face(hb.Blob.from_file_path(str(path))).count)

    @property
    def families(self) -> frozenset[str]:
        """The names of the family that the face belongs to."""
        return frozenset(self.font.face.get_name(number) for number in _FAMILY_NAMES) - {None, ""}

    def characters(self) -> frozenset[str]:
        """Return every character that the face has a glyph for."""
        return frozenset(chr(code) for code in self.font.face.unicodes if not 0xD800 <= code < 0xE000)

    def covers(self, text: str) -> bool:
        """Whether the face has a glyph for each character."""
        return all(self.font.get_nominal_glyph(ord(character)) for character in text)

    def ink(self, glyph: int) -> Ink:
        """Return the box of the glyph's marks."""
        return self._inks.get(glyph, lambda: self._measure(glyph))

    def is_mark(self, glyph: int) -> bool:
        """Whether the font says that the glyph is a mark on another."""
        return bool(self.font.face.get_layout_glyph_class(glyph) == hb.OTLayoutGlyphClass.MARK)

    def outline(self, glyph: int) -> tuple[Segment, ...]:
        """Return the glyph's outline in units of `unit` em; empty for a blank one."""
        return self._outlines.get(glyph, lambda: self._trace(glyph))

    def picture(self, glyph: int) -> bytes:
        """Return the glyph's colour picture as PNG; empty if it has none."""
        return bytes(self.font.get_glyph_color_png(glyph).data or b"") if self.has_pictures else b""

    def _measure(self, glyph: int) -> Ink:
        box = self.font.get_glyph_extents(glyph)
        if box is None:
            return Ink(0, 0, 0, 0)
        top, left = box.y_bearing * self.unit, box.x_bearing * self.unit
        return Ink(left, top + box.height * self.unit, left + box.width * self.unit, top)

    def _trace(self, glyph: int) -> tuple[Segment, ...]:
        pen = _Pen()
        self.font.draw_glyph_with_pen(glyph, pen)
        return tuple(pen.segments)


class _Pen:
    """Collects what HarfBuzz draws (the method names are those of fontTools' pens)."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("L", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("C", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        (x0, y0), (x1, y1), (x2, y2) = self._at, control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        second = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
        self._add("C", first, second, end)

    def closePath(self) -> None:  # noqa: N802
        self.segments.append(("Z", ()))

    def _add(self, kind: str, *points: tuple[float, float]) -> None:
        self.segments.append((kind, tuple(value for point in points for value in point)))
        self._at = points[-1]
