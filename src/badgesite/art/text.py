"""Setting text into a box: it wraps, then shrinks to a floor, then ends in `…`; it never leaves the box."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from badgesite.art.fonts import Type
from badgesite.art.shaping import Line, Measured, Shaper
from badgesite.art.wrap import ANYWHERE, BETWEEN, SPACE, Paragraph, Wrapped, balance, make_paragraph, wrap

Anchor = Literal["start", "middle", "end"]
Align = Literal["top", "middle", "bottom"]

_STEP = 0.95
_ASCENT, _DESCENT = 0.76, 0.24
_HIGHEST, _LOWEST = 1.15, 0.55
_WORDS_KEPT_WHOLE = 0.72
_NOT_BEFORE_ELLIPSIS = frozenset(" ,.;:–-、。・「（([{«“")


class Box(NamedTuple):
    """A place for text, in pixels, and how the text sits in it."""

    x: float
    y: float
    width: float
    height: float
    size: float
    floor: float
    type: Type = Type()
    lines: int = 1
    leading: float = 1.16
    anchor: Anchor = "start"
    align: Align = "top"


class SetLine(NamedTuple):
    """A line with the pixel where its baseline starts."""

    x: float
    y: float
    line: Line


class SetText(NamedTuple):
    """Text in its box: lines, the size of the type in pixels, and the letters that no font could draw."""

    box: Box
    size: float
    lines: tuple[SetLine, ...]
    missing: tuple[str, ...]


def set_text(text: str, box: Box, shaper: Shaper) -> SetText:
    """Return the text set into the box."""
    measured = shaper.measure(text, box.type)
    if not measured.letters:
        return SetText(box, box.size, (), measured.missing)
    paragraph = make_paragraph(measured.letters, measured.advances)
    for size, worst in _attempts(box):
        most = _most_lines(box, size)
        wrapped = wrap(paragraph, box.width / size, most, worst)
        if not wrapped.is_whole:
            continue
        lines = _shape_lines(measured, balance(paragraph, box.width / size, wrapped, worst), shaper)
        if _fits(lines, box, size):
            return SetText(box, size, _place(lines, box, size), measured.missing)
    lines = _cut(measured, paragraph, box, shaper)
    return SetText(box, box.floor, _place(lines, box, box.floor), measured.missing)


def settle(texts: Sequence[SetText], align: Align) -> list[SetText]:
    """Return the texts moved up or down so that no room is left between them, save the gaps between their boxes.

    Together they stay between the top of the first box and the bottom of the last, where `align` says.
    """
    top, bottom = texts[0].box.y, texts[-1].box.y + texts[-1].box.height
    gaps = [0.0, *(max(0.0, two.box.y - one.box.y - one.box.height) for one, two in pairwise(texts))]
    heights = [_height(tuple(line.line for line in text.lines), text.box, text.size) for text in texts]
    steps = [gap if any(heights[:at]) and heights[at] else 0.0 for at, gap in enumerate(gaps)]
    y = top + (bottom - top - sum(heights) - sum(steps)) * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[align]
    settled = []
    for text, step, height in zip(texts, steps, heights, strict=True):
        box = text.box._replace(y=y + step, height=height)
        lines = _place(tuple(line.line for line in text.lines), box, text.size)
        settled.append(text._replace(box=box, lines=lines))
        y += step + height
    return settled


def _attempts(box: Box) -> Iterator[tuple[float, int]]:
    """Yield the sizes to try with the worst break allowed: words stay whole as long as they stay big enough."""
    sizes = [box.size]
    while sizes[-1] * _STEP > box.floor:
        sizes.append(sizes[-1] * _STEP)
    sizes.append(box.floor)
    for size in sizes:
        if size >= box.size * _WORDS_KEPT_WHOLE:
            yield size, SPACE
    for worst in (BETWEEN, ANYWHERE):
        for size in sizes:
            yield size, worst


def _most_lines(box: Box, size: float) -> int:
    room = (box.height - (_ASCENT + _DESCENT) * size) / (size * box.leading)
    return max(1, min(box.lines, 1 + int(room + 1e-6)))


def _shape_lines(measured: Measured, wrapped: Wrapped, shaper: Shaper) -> tuple[Line, ...]:
    parts = (measured.part(start, end) for start, end in wrapped.lines)
    return tuple(shaper.line(part, measured.setting) for part in parts)


def _fits(lines: tuple[Line, ...], box: Box, size: float) -> bool:
    is_narrow = all(line.width * size <= box.width + 0.5 for line in lines)
    return is_narrow and _height(lines, box, size) <= box.height + 0.5


def _cut(measured: Measured, paragraph: Paragraph, box: Box, shaper: Shaper) -> tuple[Line, ...]:
    """Return what the box holds at the floor size, the last line ending in `…`."""
    width = box.width / box.floor
    wrapped = wrap(paragraph, width, _most_lines(box, box.floor), ANYWHERE)
    start = wrapped.lines[-1][0] if wrapped.lines else 0
    end = start
    while end < len(measured.letters) and paragraph.reach[end + 1] - paragraph.reach[start] < width:
        end += 1
    while True:
        while end > start and measured.letters[end - 1] in _NOT_BEFORE_ELLIPSIS:
            end -= 1
        last = shaper.line(measured.part(start, end).extended("…", measured.setting.base_level), measured.setting)
        if last.width <= width or end <= start:
            break
        end -= 1
    return (*_shape_lines(measured, Wrapped(wrapped.lines[:-1], True), shaper), last)


def _height(lines: tuple[Line, ...], box: Box, size: float) -> float:
    if not lines:
        return 0.0
    return (_ascent(lines) + _descent(lines) + (len(lines) - 1) * box.leading) * size


def _ascent(lines: tuple[Line, ...]) -> float:
    return min(_HIGHEST, max(_ASCENT, lines[0].top)) if lines else 0


def _descent(lines: tuple[Line, ...]) -> float:
    return min(_LOWEST, max(_DESCENT, -lines[-1].bottom)) if lines else 0


def _place(lines: tuple[Line, ...], box: Box, size: float) -> tuple[SetLine, ...]:
    spare = box.height - _height(lines, box, size)
    top = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[box.align]
    first = top + _ascent(lines) * size
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[box.anchor]
    return tuple(
        SetLine(box.x + share * (box.width - line.width * size), first + at * size * box.leading, line)
        for at, line in enumerate(lines)
    )
