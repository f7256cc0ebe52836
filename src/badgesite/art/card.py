"""Cards: a copy of the backdrop with its slots drawn by cairo, packed as PNG of 1200 by 630."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from PIL import ImageStat

from badgesite.art.cairo import cairocffi
from badgesite.art.colour import to_rgb
from badgesite.art.letters import clean, script_of, split_letters
from badgesite.art.look import CardLook, MedallionLook, Picture, texts_of
from badgesite.art.medallion import draw_medallion
from badgesite.art.picture import BadPicture, load_fitting, load_round
from badgesite.art.pixels import calm, calm_surface, copy_surface, image_of, surface_of
from badgesite.art.png import draw_svg, pack_small
from badgesite.art.slots import HEIGHT, WIDTH, Area, PictureSlot, Stack, TextSlot
from badgesite.art.studio import Studio
from badgesite.art.text import Box, SetText, set_text, settle
from badgesite.errors import Problem, ProblemsFound

_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
_DARK = 110
_TWO_INITIALS = ("Latn", "Cyrl", "Grek", "Armn", "Geor")


class Drawn(NamedTuple):
    """A card as PNG, at most 300 kB, and the letters that no font at hand could draw."""

    png: bytes
    missing: tuple[str, ...]


def draw_card(look: CardLook, studio: Studio) -> Drawn:
    """Return the card; raises ProblemsFound where the theme's drawing or a picture of the site is wrong."""
    card = studio.card(look.card)
    surface = copy_surface(studio.surfaces.get(("backdrop", look.card), lambda: _draw_backdrop(card.backdrop)))
    context = cairocffi.Context(surface)
    texts = dict(look.texts)
    missing = set(studio.missing(text for badge in look.badges for text in texts_of(badge)))
    for slot in card.slots:
        if isinstance(slot, PictureSlot):
            _draw_picture(look, slot, context, studio)
            continue
        for place, text in _set_texts(texts, slot, studio):
            studio.pen.draw(text, context, place.fill, place.opacity)
            missing.update(text.missing)
    return Drawn(pack_small(image_of(surface)), tuple(sorted(missing)))


def _draw_backdrop(svg: str) -> Any:
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, WIDTH, HEIGHT)
    context = cairocffi.Context(surface)
    context.set_source_surface(draw_svg(svg, WIDTH, HEIGHT), 0, 0)
    context.paint()
    return surface_of(calm(image_of(surface)))


def _set_texts(
    texts: Mapping[str, str], slot: TextSlot | Stack, studio: Studio
) -> Iterator[tuple[TextSlot, SetText]]:
    places = slot.slots if isinstance(slot, Stack) else (slot,)
    laid = [set_text(texts.get(place.name, ""), place.box, studio.shaper) for place in places]
    return zip(places, settle(laid, slot.align) if isinstance(slot, Stack) else laid, strict=True)


def _draw_picture(look: CardLook, slot: PictureSlot, context: Any, studio: Studio) -> None:
    if slot.name == "badges" and look.badges:
        _draw_row(look, slot, context, studio)
    elif slot.name == "medallion" and look.badges:
        side = min(slot.area.width, slot.area.height)
        _paint(_medallion(look.badges[0], round(side), studio), slot.area, context)
    elif slot.name == "progress" and look.progress is not None:
        _draw_bar(look.progress, slot, context)
    elif slot.name == "portrait":
        _draw_portrait(look, slot, context, studio)
    elif slot.name == "logo" and look.logo is not None:
        _draw_logo(look.logo, slot, context, studio)


def _medallion(look: MedallionLook, side: int, studio: Studio) -> Any:
    return studio.surfaces.get((look, side), lambda: draw_svg(draw_medallion(look, studio), side))


def _small_medallion(look: MedallionLook, side: int, studio: Studio) -> Any:
    return studio.surfaces.get(
        ("small", look, side), lambda: calm_surface(draw_svg(draw_medallion(look, studio), side))
    )


def _draw_row(look: CardLook, slot: PictureSlot, context: Any, studio: Studio) -> None:
    """Draw the badges side by side as large as the slot is high; the last place says how many more there are."""
    shown = look.badges[: slot.most]
    more = look.more + len(look.badges) - len(shown)
    places = len(shown) + (1 if more else 0)
    side = int(min(slot.area.height, (slot.area.width - slot.gap * (places - 1)) / places))
    spare = slot.area.width - places * side - slot.gap * (places - 1)
    x = slot.area.x + spare * _SHARES[slot.anchor]
    y = slot.area.y + (slot.area.height - side) / 2
    for badge in shown:
        _paint(_small_medallion(badge, side, studio), Area(x, y, side, side), context)
        x += side + slot.gap
    if more:
        _draw_more(more, Area(x, y, side, side), slot, context, studio)


def _draw_more(more: int, area: Area, slot: PictureSlot, context: Any, studio: Studio) -> None:
    radius = area.height * 0.4
    middle = (area.x + area.width / 2, area.y + area.height * 0.47)
    context.arc(*middle, radius, 0, 2 * math.pi)
    context.set_source_rgba(*to_rgb(slot.track), 0.55)
    context.fill_preserve()
    context.set_source_rgba(*to_rgb(slot.fill), 0.5)
    context.set_line_width(3)
    context.stroke()
    inside = Box(
        middle[0] - radius * 0.86, middle[1] - radius / 2, radius * 1.72, radius, radius * 0.8, radius * 0.2,
        weight=700, anchor="middle", align="middle",
    )  # fmt: skip
    studio.pen.draw(set_text(f"+{more}", inside, studio.shaper), context, slot.fill)


def _draw_bar(share: float, slot: PictureSlot, context: Any) -> None:
    x, y, width, height = slot.area
    # Nothing reached yet still shows where the bar begins.
    reached = max(height, width * min(1.0, max(0.0, share)))
    for length, colour in ((width, slot.track), (reached, slot.fill)):
        _trace_rounded(Area(x, y, length, height), height / 2, context)
        context.set_source_rgb(*to_rgb(colour))
        context.fill()


def _draw_portrait(look: CardLook, slot: PictureSlot, context: Any, studio: Studio) -> None:
    """Draw the portrait in a ring; without one, the initials of the text that the slot names."""
    letters = initials(dict(look.texts).get(slot.initials, ""))
    if look.portrait is None and not letters:
        return
    area, radius = slot.area, min(slot.area.width, slot.area.height) / 2
    middle, inner = (area.x + area.width / 2, area.y + area.height / 2), round(2 * radius - 2 * slot.gap)
    _fill_circle(middle, radius, slot.fill, context)
    if look.portrait is not None:
        surface = _picture(look.portrait, load_round, (inner,), studio)
        _paint(surface, Area(middle[0] - inner / 2, middle[1] - inner / 2, inner, inner), context)
        return
    _fill_circle(middle, inner / 2, slot.track, context)
    box = Box(
        middle[0] - inner * 0.4, middle[1] - inner * 0.3, inner * 0.8, inner * 0.6, inner * 0.44, inner * 0.1,
        weight=700, anchor="middle", align="middle",
    )  # fmt: skip
    studio.pen.draw(set_text(letters, box, studio.shaper), context, slot.plate)


def initials(name: str) -> str:
    """Return the first letter of the first and last word; only one where letters join or are words."""
    words = [split_letters(word)[0] for word in clean(name).split(" ") if word]
    letters = [letter for letter in words if letter[0].isalpha()] or words[:1]
    if not letters:
        return ""
    if not all(script_of(letter[0]) in _TWO_INITIALS for letter in letters):
        return letters[0]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def _draw_logo(logo: Picture, slot: PictureSlot, context: Any, studio: Studio) -> None:
    """Draw the logo as large as fits; a dark one on a plate, since cards may be dark."""
    x, y, width, height = slot.area
    surface = _picture(logo, load_fitting, (int(width), int(height)), studio)
    if _is_dark(surface):
        pad = slot.gap
        surface = _picture(logo, load_fitting, (int(width - 2 * pad), int(height - 2 * pad)), studio)
        wide = surface.get_width() + 2 * pad
        left = x + (width - wide) * _SHARES[slot.anchor]
        _trace_rounded(Area(left, y, wide, height), 12, context)
        context.set_source_rgb(*to_rgb(slot.plate))
        context.fill()
        slot = slot._replace(area=Area(left + pad, y, surface.get_width(), height))
    x, y, width, height = slot.area
    left = x + (width - surface.get_width()) * _SHARES[slot.anchor]
    _paint(surface, Area(left, y + (height - surface.get_height()) / 2, width, height), context)


def _picture(picture: Picture, load: Callable[..., Any], sizes: tuple[int, ...], studio: Studio) -> Any:
    def make() -> Any:
        try:
            return load(studio.file(picture), *sizes)
        except BadPicture as error:
            problem = Problem(f"content/{picture.path}", 1, 1, f"this picture {error.what}", error.remedy)
            raise ProblemsFound([problem]) from error

    return studio.surfaces.get((picture, load.__name__, sizes), make)


def _is_dark(surface: Any) -> bool:
    """Whether the drawn part of a picture is so dark that it would vanish on a dark ground."""
    image = image_of(surface)
    drawn = ImageStat.Stat(image.convert("L"), mask=image.getchannel("A"))
    return bool(drawn.count[0]) and drawn.mean[0] < _DARK


def _paint(surface: Any, area: Area, context: Any) -> None:
    # At whole pixels cairo copies instead of resampling.
    context.set_source_surface(surface, round(area.x), round(area.y))
    context.paint()


def _fill_circle(middle: tuple[float, float], radius: float, colour: str, context: Any) -> None:
    context.arc(*middle, radius, 0, 2 * math.pi)
    context.set_source_rgb(*to_rgb(colour))
    context.fill()


def _trace_rounded(area: Area, radius: float, context: Any) -> None:
    x, y, width, height = area
    context.new_path()
    corners = ((x + width, y, -90), (x + width, y + height, 0), (x, y + height, 90), (x, y, 180))
    for corner_x, corner_y, turn in corners:
        across = math.copysign(radius, x + width / 2 - corner_x)
        down = math.copysign(radius, y + height / 2 - corner_y)
        start = math.radians(turn)
        context.arc(corner_x + across, corner_y + down, radius, start, start + math.pi / 2)
    context.close_path()
