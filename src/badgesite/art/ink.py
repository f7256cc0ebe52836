"""Putting set text onto a surface, or into the `d` of an SVG path."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from PIL import Image

from badgesite.art.cairo import cairocffi
from badgesite.art.colour import to_rgb
from badgesite.art.face import Face
from badgesite.art.pixels import surface_of
from badgesite.art.recent import Recent
from badgesite.art.shaping import Glyph
from badgesite.art.text import SetText


class Pen:
    """Draws text; remembers the outlines and pictures of the glyphs that it drew lately."""

    def __init__(self) -> None:
        self._paths: Recent[tuple[int, int], tuple[Face, Any]] = Recent(4096)
        self._pictures: Recent[tuple[int, int], tuple[Face, Any]] = Recent(128)
        self._scratch = cairocffi.Context(cairocffi.ImageSurface(cairocffi.FORMAT_A8, 1, 1))

    def draw(self, text: SetText, context: Any, colour: str, opacity: float = 1.0) -> None:
        """Draw the text in a colour onto a cairo context; nothing outside its box is touched."""
        if not text.lines:
            return
        context.save()
        context.rectangle(text.box.x, text.box.y, text.box.width, text.box.height)
        context.clip()
        context.set_source_rgba(*to_rgb(colour), opacity)
        # Edges in 17 shades instead of 256: a palette keeps no more of them, and it is twice as fast.
        context.set_antialias(cairocffi.ANTIALIAS_FAST)
        for line in text.lines:
            self._draw_line(line.line.glyphs, line.x, line.y, text.size, context)
        context.restore()

    def _draw_line(self, glyphs: Iterable[Glyph], x: float, y: float, size: float, context: Any) -> None:
        pictures = [glyph for glyph in glyphs if glyph.face.has_pictures]
        context.save()
        context.translate(x, y)
        context.scale(size, -size)
        context.new_path()
        for glyph in glyphs:
            if not glyph.face.has_pictures:
                self._append(glyph, context)
        context.fill()
        for glyph in pictures:
            self._draw_picture(glyph, context)
        context.restore()

    def _append(self, glyph: Glyph, context: Any) -> None:
        face, number, x, y = glyph
        # The face is kept beside its path, so that its id cannot come to mean another face.
        path = self._paths.get((id(face), number), lambda: (face, self._trace(face, number)))[1]
        # Called for each letter, so past cairocffi's methods, which ask for the status of the context every time.
        cairo, pointer = cairocffi.cairo, context._pointer
        cairo.cairo_save(pointer)
        cairo.cairo_translate(pointer, x, y)
        cairo.cairo_scale(pointer, face.unit, face.unit)
        cairo.cairo_append_path(pointer, path)
        cairo.cairo_restore(pointer)

    def _trace(self, face: Face, number: int) -> Any:
        context = self._scratch
        context.new_path()
        draw = {"M": context.move_to, "L": context.line_to, "C": context.curve_to, "Z": context.close_path}
        for kind, values in face.outline(number):
            draw[kind](*values)
        # cairocffi's own copy_path makes a Python list of it, which is slow to append again and again.
        return cairocffi.ffi.gc(cairocffi.cairo.cairo_copy_path(context._pointer), cairocffi.cairo.cairo_path_destroy)

    def _draw_picture(self, glyph: Glyph, context: Any) -> None:
        face, number, x, y = glyph
        ink = face.ink(number)
        surface = self._pictures.get((id(face), number), lambda: (face, _read_picture(face, number)))[1]
        if surface is None or ink.right <= ink.left or ink.top <= ink.bottom:
            return
        context.save()
        context.translate(x + ink.left, y + ink.top)
        context.scale((ink.right - ink.left) / surface.get_width(), (ink.bottom - ink.top) / surface.get_height())
        context.set_source_surface(surface, 0, 0)
        context.get_source().set_filter(cairocffi.FILTER_GOOD)
        context.paint()
        context.restore()


class GlyphPicture(NamedTuple):
    """A colour picture in a text: its place in pixels and its PNG."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


def picture_places(text: SetText) -> Iterator[GlyphPicture]:
    """Yield the colour pictures (emoji) in the text."""
    for line in text.lines:
        for face, number, x, y in line.line.glyphs:
            if png := face.picture(number):
                ink, size = face.ink(number), text.size
                left, top = line.x + (x + ink.left) * size, line.y - (y + ink.top) * size
                yield GlyphPicture(left, top, (ink.right - ink.left) * size, (ink.top - ink.bottom) * size, png)


def has_pictures(text: SetText) -> bool:
    """Whether there are colour pictures (emoji) in the text."""
    return any(glyph.face.has_pictures for line in text.lines for glyph in line.line.glyphs)


def path_data(text: SetText) -> str:
    """Return the outlines of the text as the `d` of an SVG path; colour pictures are left out."""
    return "".join(_path_parts(text))


def _path_parts(text: SetText) -> Iterator[str]:
    for line in text.lines:
        for face, number, x, y in line.line.glyphs:
            scale = face.unit * text.size
            left, base = line.x + x * text.size, line.y - y * text.size
            for kind, values in () if face.has_pictures else face.outline(number):
                points = zip(values[::2], values[1::2], strict=True)
                yield kind + " ".join(f"{left + px * scale:.1f} {base - py * scale:.1f}" for px, py in points)


def _read_picture(face: Face, number: int) -> Any:
    data = face.picture(number)
    if not data:
        return None
    with Image.open(io.BytesIO(data)) as image:
        return surface_of(image.convert("RGBA"))
