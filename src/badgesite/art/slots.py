"""Cards: SVG drawings whose elements with `data-slot` are places for text and pictures.

Everything else is the backdrop. What a slot's attributes mean stands in docs/cards.md.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.art.clean import find_unsafe
from badgesite.art.fonts import ANY_SANS, Fonts, Type
from badgesite.art.picture import view_box
from badgesite.art.svg import Svg, write_svg
from badgesite.art.text import Align, Anchor, Box
from badgesite.errors import Problem, ProblemsFound, suggest

TEXT_SLOTS = ("name", "title", "line", "note", "goal", "issuer", "date")
PICTURE_SLOTS = ("badges", "medallion", "portrait", "progress", "logo")
_ANCHORS = ("start", "middle", "end")
_OPPOSITE: dict[str, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
_ALIGNS = ("top", "middle", "bottom")
_WEIGHTS = {"normal": 400, "400": 400, "500": 600, "600": 600, "bold": 700, "700": 700, "800": 900, "900": 900}
_COLOURED = ("fill", "stroke", "stop-color", "track", "plate", "color")


class Canvas(NamedTuple):
    """What a card has to be: its size in pixels, and the slots without which it would not say what it is for."""

    width: int
    height: int
    needs: tuple[str, ...]


CANVASES = {
    "profile": Canvas(1200, 630, ("name",)),
    "award": Canvas(1200, 630, ("name", "title")),
    "badge": Canvas(1200, 630, ("title",)),
    "site": Canvas(1200, 630, ("name",)),
    "award-square": Canvas(1080, 1080, ("name", "title")),
    "award-story": Canvas(1080, 1920, ("name", "title")),
}
"""The cards of a theme, by name."""


class Area(NamedTuple):
    """A rectangle of the card, in pixels."""

    x: float
    y: float
    width: float
    height: float


class TextSlot(NamedTuple):
    """A place for text, and its colour."""

    name: str
    box: Box
    fill: str
    opacity: float


class PictureSlot(NamedTuple):
    """A place for something drawn, and what its attributes say of it."""

    name: str
    area: Area
    fill: str
    track: str
    plate: str
    anchor: str
    gap: float
    floor: float
    most: int
    initials: str
    is_mirrored: bool = False
    """Whether rows and bars begin at the right."""


class Stack(NamedTuple):
    """Places for text that move together so that no hole is left where a text is short or missing."""

    slots: tuple[TextSlot, ...]
    align: Align


class Card(NamedTuple):
    """A card without its contents: the backdrop as SVG, and the slots in the order of the drawing.

    Its size is in pixels.
    """

    width: int
    height: int
    backdrop: str
    slots: tuple[TextSlot | PictureSlot | Stack, ...]


def read_card(
    svg: Svg, colours: Mapping[str, str], canvas: Canvas, fonts: Fonts, *, is_mirrored: bool = False
) -> Card:
    """Return the card of a drawing, painted in the site's colours and set in fonts at hand.

    It is mirrored for languages from right to left, unless the drawing says `data-mirror="no"`. Raises ProblemsFound
    with all that is wrong.
    """
    problems = [*_check_size(svg, canvas)]
    for element in svg.root.iter():
        problems += _paint(svg, element, colours)
    problems += _check_needed(svg, canvas)
    slots = _take_slots(svg, fonts, problems)
    if unsafe := find_unsafe(svg):
        problems.append(unsafe)
    remedy = "make it a slot, or turn it into paths"
    problems += [svg.problem(text, "the text of a backdrop is not drawn", remedy) for text in svg.root.iter("text")]
    is_mirrored = svg.root.attrib.pop("data-mirror", "yes") != "no" and is_mirrored
    if problems:
        raise ProblemsFound(problems)
    if is_mirrored:
        turn = ET.Element("g", {"transform": f"translate({canvas.width} 0) scale(-1 1)"})
        turn.extend(list(svg.root))
        svg.root[:] = [turn]
        slots = [mirror_slot(slot, canvas.width) for slot in slots]
    return Card(canvas.width, canvas.height, write_svg(svg.root), tuple(slots))


def mirror_slot(slot: TextSlot | PictureSlot | Stack, width: float) -> TextSlot | PictureSlot | Stack:
    """Return the slot as far from the other side of a card of this width, and with the other side as its start."""
    if isinstance(slot, Stack):
        return slot._replace(slots=tuple(_mirror_text(each, width) for each in slot.slots))
    if isinstance(slot, TextSlot):
        return _mirror_text(slot, width)
    area = slot.area._replace(x=width - slot.area.x - slot.area.width)
    return slot._replace(area=area, anchor=_OPPOSITE[slot.anchor], is_mirrored=True)


def _mirror_text(slot: TextSlot, width: float) -> TextSlot:
    box = slot.box
    mirrored = box._replace(x=width - box.x - box.width, anchor=_OPPOSITE[box.anchor])
    return slot._replace(box=mirrored)


def _check_size(svg: Svg, canvas: Canvas) -> Iterator[Problem]:
    """Yield a problem where the drawing is not as large as this card has to be."""
    root, whole = svg.root, f"0 0 {canvas.width} {canvas.height}"
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        root.set("viewBox", whole)
        yield svg.problem(root, "this card has no size", f'set viewBox="{whole}"')
        return
    place = f"{view_box(root)[2]:g}×{view_box(root)[3]:g} from {view_box(root)[0]:g},{view_box(root)[1]:g}"
    if place != f"{canvas.width}×{canvas.height} from 0,0":
        what = f"this card is {place.removesuffix(' from 0,0')}, not {canvas.width}×{canvas.height}"
        yield svg.problem(root, what, f'set viewBox="{whole}"')


def _check_needed(svg: Svg, canvas: Canvas) -> list[Problem]:
    """Return a problem for each slot that this card needs and lacks."""
    there = {element.get("data-slot") for element in svg.root.iter()}
    return [
        svg.problem(svg.root, f"this card lacks the slot {name}", f'draw a <rect data-slot="{name}">')
        for name in canvas.needs
        if name not in there
    ]


def _take_slots(svg: Svg, fonts: Fonts, problems: list[Problem]) -> list[TextSlot | PictureSlot | Stack]:
    """Take the slots out of the drawing, and add to the problems what is wrong with them."""
    slots: list[TextSlot | PictureSlot | Stack] = []
    for parent in list(svg.root.iter()):
        found: list[TextSlot | PictureSlot] = []
        before = len(problems)
        for element in [child for child in parent if "data-slot" in child.attrib]:
            parent.remove(element)
            try:
                found.append(_read_slot(svg, element, fonts))
            except ProblemsFound as error:
                problems += error.problems
        if "data-stack" not in parent.attrib:
            slots += found
        elif found or len(problems) == before:  # a stack of which no slot can be read has been told of by its slots
            slots += _read_stack(svg, parent, found, problems)
    return slots


def _read_stack(
    svg: Svg, group: ET.Element, found: list[TextSlot | PictureSlot], problems: list[Problem]
) -> list[Stack]:
    align = group.attrib.pop("data-stack")
    texts = tuple(slot for slot in found if isinstance(slot, TextSlot))
    if align not in _ALIGNS:
        problems.append(svg.problem(group, f"there is no stack {align}", f"use one of: {', '.join(_ALIGNS)}"))
    if len(texts) != len(found) or not texts:
        problems.append(svg.problem(group, "this stack holds other slots than text", "move the others out of it"))
    return [Stack(texts, align)] if texts else []  # type: ignore[arg-type]


def _paint(svg: Svg, element: ET.Element, colours: Mapping[str, str]) -> list[Problem]:
    """Put the site's colours where `data-fill`, `data-stroke` and their like name them."""
    problems = []
    for target in _COLOURED:
        word = element.attrib.pop(f"data-{target}", None)
        if word is None:
            continue
        if word not in colours and not word.startswith("#"):
            remedy = suggest(word, colours, f"use one of: {', '.join(sorted(colours))}")
            problems.append(svg.problem(element, f"there is no colour {word}", remedy))
            continue
        element.set(target, colours.get(word, word))
    return problems


def _read_slot(svg: Svg, element: ET.Element, fonts: Fonts) -> TextSlot | PictureSlot:
    name = element.get("data-slot", "")
    known = (*TEXT_SLOTS, *PICTURE_SLOTS)
    if name not in known:
        remedy = suggest(name, known, f"use one of: {', '.join(known)}")
        raise ProblemsFound([svg.problem(element, f"there is no slot {name}", remedy)])
    if element.tag not in ("rect", "text"):
        raise ProblemsFound([svg.problem(element, f"the slot {name} is a <{element.tag}>", "make it a <rect>")])
    if element.get("transform"):
        remedy = "remove `transform`, and write the place as x and y"
        raise ProblemsFound([svg.problem(element, f"the slot {name} is transformed", remedy)])
    read = _Reader(svg, element, name, fonts)
    return _text_slot(read, element, name) if name in TEXT_SLOTS else _picture_slot(read, name)


def _text_slot(read: "_Reader", element: ET.Element, name: str) -> TextSlot:
    size = read.number("font-size")
    lines = round(read.number("data-lines", 1))
    leading = read.number("data-leading", 1.16)
    anchor = read.word("text-anchor", _ANCHORS, "start")
    if element.tag == "rect":
        area = read.area()
    else:
        # On a <text>, x and y are where its first line begins; the box reaches as far as its lines need.
        width, x = read.number("data-width"), read.number("x", 0)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        area = Area(left, read.number("y", 0) - 0.95 * size, width, (1.25 + (lines - 1) * leading) * size)
    type_ = Type(_WEIGHTS[read.word("font-weight", tuple(_WEIGHTS), "400")], read.family())
    floor = min(size, read.number("data-floor", size * 0.6))
    align = read.word("data-align", _ALIGNS, "top")
    box = Box(*area, size, floor, type_, lines, leading, anchor, align)  # type: ignore[arg-type]
    return TextSlot(name, box, read.colour("fill", "#ffffff"), read.number("fill-opacity", 1))


def _picture_slot(read: "_Reader", name: str) -> PictureSlot:
    area = read.area()
    return PictureSlot(
        name,
        area,
        read.colour("fill", "#ffffff"),
        read.colour("track", "#808080"),
        read.colour("plate", "#ffffff"),
        read.word("text-anchor", _ANCHORS, "start"),
        read.number("data-gap", 16),
        max(1.0, min(area.height, read.number("data-floor", area.height * 0.6))),
        round(read.number("data-most", 6)),
        read.word("data-initials", ("", *TEXT_SLOTS), ""),
    )


class _Reader(NamedTuple):
    """Reads the attributes of one slot; raises ProblemsFound at its place."""

    svg: Svg
    element: ET.Element
    name: str
    fonts: Fonts

    def number(self, attribute: str, otherwise: float | None = None) -> float:
        text = self.element.get(attribute)
        if text is None and otherwise is not None:
            return otherwise
        try:
            value = float((text or "").removesuffix("px"))
        except ValueError:
            value = -1.0
        if not 0 <= value <= 2000:
            what = f"the slot {self.name} has no {attribute}" if text is None else f"{attribute}={text!r} is no size"
            raise self._problem(what, f'give it {attribute}="…" in pixels')
        return value

    def word(self, attribute: str, known: tuple[str, ...], otherwise: str) -> str:
        word = self.element.get(attribute, otherwise)
        if word not in known:
            raise self._problem(f"{attribute}={word!r} is not known", f"use one of: {', '.join(known)}")
        return word

    def family(self) -> str:
        """Return the first family of `font-family` in small letters; "" for the font that is always there."""
        first = self.element.get("font-family", "").split(",")[0].strip(" \t\n\"'")
        family = first.casefold()
        if family in ANY_SANS:
            return ""
        if family not in self.fonts.families:
            raise self._problem(f"there is no font “{first}”", self._find_font(first))
        return family

    def _find_font(self, family: str) -> str:
        if file := self.fonts.find_elsewhere(family):
            return f"this computer has it; copy {file} into content/assets/fonts/, so that every computer has"
        otherwise = "put its file into content/assets/fonts/ or fonts/ of the theme, or leave out font-family"
        return suggest(family, self.fonts.families.values(), otherwise)

    def colour(self, attribute: str, otherwise: str) -> str:
        colour = self.element.get(attribute, otherwise).lower()
        if len(colour) == 4 and colour.startswith("#"):
            colour = "#" + "".join(2 * digit for digit in colour[1:])
        if len(colour) != 7 or not set(colour[1:]) <= set("0123456789abcdef"):
            remedy = f"write it as #rrggbb, or use data-{attribute}"
            raise self._problem(f"{attribute}={colour!r} is no colour", remedy)
        return colour

    def area(self) -> Area:
        area = Area(self.number("x", 0), self.number("y", 0), self.number("width"), self.number("height"))
        _, _, width, height = view_box(self.svg.root)
        if area.width < 1 or area.height < 1 or area.x + area.width > width or area.y + area.height > height:
            remedy = f"keep it within {width:g}×{height:g}"
            raise self._problem(f"the slot {self.name} reaches beyond the card", remedy)
        return area

    def _problem(self, what: str, remedy: str) -> ProblemsFound:
        return ProblemsFound([self.svg.problem(self.element, what, remedy)])
