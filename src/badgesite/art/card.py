"""Cards: a copy of the backdrop with pieces drawn by cairo in its slots, packed as PNG."""

import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from PIL import ImageStat

from badgesite.art.colour import luminance, to_rgb
from badgesite.art.fonts import INVISIBLE, Type
from badgesite.art.ink import has_pictures
from badgesite.art.letters import clean, script_of, split_letters
from badgesite.art.look import CardLook, MedallionLook, Picture, texts_of
from badgesite.art.picture import load_round
from badgesite.art.pieces import Piece, draw_pieces, place_around
from badgesite.art.pixels import image_of
from badgesite.art.png import pack_small
from badgesite.art.sheet import Sheet, choose_sheet, load_picture, logo_on, medallion_on, true_sheet
from badgesite.art.slots import Area, PictureSlot, Stack, TextSlot
from badgesite.art.studio import Studio
from badgesite.art.text import Box, SetText, set_text, settle

_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
_DARK, _BRIGHT = 110, 165
_TWO_INITIALS = ("Latn", "Cyrl", "Grek", "Armn", "Geor")


class Drawn(NamedTuple):
    """A card as PNG, at most 300 kB, and the letters that no font at hand could draw."""

    png: bytes
    missing: tuple[str, ...]


def draw_card(look: CardLook, studio: Studio) -> Drawn:
    """Return the card; raises ProblemsFound where the theme's drawing or a picture of the site is wrong."""
    card = studio.card(look.card)
    written = dict(look.texts)
    laid = {slot: _set_texts(written, slot, studio) for slot in card.slots if not isinstance(slot, PictureSlot)}
    texts = [text for slot in laid.values() for _, text in slot]
    # Photos and emoji have more colours than a palette has room for.
    is_colourful = look.portrait is not None or any(map(has_pictures, texts))
    sheet = true_sheet(look.card, studio) if is_colourful else choose_sheet(look, studio)
    pieces: list[Piece] = []
    for slot in card.slots:
        if isinstance(slot, PictureSlot):
            pieces += _list_pictures(look, slot, sheet, studio)
            continue
        for place, text in laid[slot]:
            pieces += [_text_piece(written[place.name], place, text, studio)] if text.lines else []
    missing = set(studio.missing(text for badge in look.badges for text in texts_of(badge)))
    missing.update(letter for text in texts for letter in text.missing)
    return Drawn(pack_small(draw_pieces(pieces, sheet, studio)), tuple(sorted(missing)))


def _set_texts(texts: Mapping[str, str], slot: TextSlot | Stack, studio: Studio) -> list[tuple[TextSlot, SetText]]:
    places = slot.slots if isinstance(slot, Stack) else (slot,)
    laid = [set_text(texts.get(place.name, ""), place.box, studio.shaper) for place in places]
    return list(zip(places, settle(laid, slot.align) if isinstance(slot, Stack) else laid, strict=True))


def _text_piece(written: str, slot: TextSlot, text: SetText, studio: Studio) -> Piece:
    def draw(context: Any) -> None:
        studio.pen.draw(text, context, slot.fill, slot.opacity)

    box = text.box
    return Piece(place_around(box.x, box.y, box.width, box.height), (written, slot, box), draw)


def _list_pictures(look: CardLook, slot: PictureSlot, sheet: Sheet, studio: Studio) -> Iterator[Piece]:
    """Yield what is drawn in the slot; nothing if the look has nothing for it."""
    if slot.name == "badges" and look.badges:
        yield from _list_row(look, slot, sheet, studio)
    elif slot.name == "medallion" and look.badges:
        yield _medallion_piece(look.badges[0], int(min(slot.area.width, slot.area.height)), slot.area, sheet, studio)
    elif slot.name == "progress" and look.progress is not None:
        yield _piece(slot, look.progress, partial(_draw_bar, look.progress, slot))
    elif slot.name == "portrait":
        yield from _list_portrait(look, slot, studio)
    elif slot.name == "logo" and look.logo is not None:
        yield _piece(slot, look.logo, partial(_draw_logo, look.logo, slot, sheet, studio))


def _piece(slot: PictureSlot, key: Hashable, draw: Callable[[Any], None]) -> Piece:
    return Piece(place_around(*slot.area), (slot, key), draw)


def _list_portrait(look: CardLook, slot: PictureSlot, studio: Studio) -> Iterator[Piece]:
    """Yield the portrait; without one, the initials of the text that the slot names."""
    letters = initials(dict(look.texts).get(slot.initials, ""))
    if look.portrait is not None or letters:
        yield _piece(slot, (look.portrait, letters), partial(_draw_portrait, look.portrait, letters, slot, studio))


def _list_row(look: CardLook, slot: PictureSlot, sheet: Sheet, studio: Studio) -> Iterator[Piece]:
    """Yield the badges side by side as large as the slot is high; the last place says how many more there are."""
    shown = look.badges[: count_shown(len(look.badges), look.more, slot)]
    more = look.more + len(look.badges) - len(shown)
    places = len(shown) + (1 if more else 0)
    side = int(min(slot.area.height, (slot.area.width - slot.gap * (places - 1)) / places))
    spare = slot.area.width - places * side - slot.gap * (places - 1)
    x = slot.area.x + spare * _SHARES[slot.anchor]
    y = slot.area.y + (slot.area.height - side) / 2
    areas = [Area(x + at * (side + slot.gap), y, side, side) for at in range(places)]
    if slot.is_mirrored:
        areas.reverse()
    for badge, area in zip(shown, areas, strict=False):  # the last place may be for the number
        yield _medallion_piece(badge, side, area, sheet, studio)
    if more:
        draw = partial(_draw_more, more, areas[-1], slot, studio)
        yield Piece(place_around(*areas[-1]), (slot, "more", more), draw)


def _medallion_piece(badge: MedallionLook, side: int, area: Area, sheet: Sheet, studio: Studio) -> Piece:
    def draw(context: Any) -> None:
        _paint(medallion_on(sheet, badge, side, studio), area, context)

    left, top = round(area.x), round(area.y)
    return Piece((left, top, left + side, top + side), badge, draw)


def count_shown(badges: int, more: int, slot: PictureSlot) -> int:
    """Return how many of the badges the row shows: as many as it may and can without making them too small."""
    fitting = math.floor((slot.area.width + slot.gap) / (slot.floor + slot.gap))
    # The last place is for the number of the others, unless it would stand for a single badge.
    places = min(slot.most + 1, fitting)
    return badges if badges <= places and not more else max(1, min(badges, places - 1))


def _draw_more(more: int, area: Area, slot: PictureSlot, studio: Studio, context: Any) -> None:
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
        type=Type(700), anchor="middle", align="middle",
    )  # fmt: skip
    studio.pen.draw(set_text(f"+{more}", inside, studio.shaper), context, slot.fill)


def _draw_bar(share: float, slot: PictureSlot, context: Any) -> None:
    x, y, width, height = slot.area
    # Nothing reached yet still shows where the bar begins.
    reached = max(height, width * min(1.0, max(0.0, share)))
    for length, colour in ((width, slot.track), (reached, slot.fill)):
        start = x + width - length if slot.is_mirrored else x
        _trace_rounded(Area(start, y, length, height), height / 2, context)
        context.set_source_rgb(*to_rgb(colour))
        context.fill()


def _draw_portrait(portrait: Picture | None, letters: str, slot: PictureSlot, studio: Studio, context: Any) -> None:
    """Draw the portrait, or else the letters, in a ring."""
    area, radius = slot.area, min(slot.area.width, slot.area.height) / 2
    middle, inner = (area.x + area.width / 2, area.y + area.height / 2), round(2 * radius - 2 * slot.gap)
    _fill_circle(middle, radius, slot.fill, context)
    if portrait is not None:
        surface = load_picture(portrait, load_round, (inner,), studio)
        _paint(surface, Area(middle[0] - inner / 2, middle[1] - inner / 2, inner, inner), context)
        return
    _fill_circle(middle, inner / 2, slot.track, context)
    box = Box(
        middle[0] - inner * 0.4, middle[1] - inner * 0.3, inner * 0.8, inner * 0.6, inner * 0.44, inner * 0.1,
        type=Type(700), anchor="middle", align="middle",
    )  # fmt: skip
    studio.pen.draw(set_text(letters, box, studio.shaper), context, slot.plate)


def initials(name: str) -> str:
    """Return the first letter of the first and last word; only one where letters join or are words."""
    words = [split_letters(word) for word in clean(name).split(" ") if word]
    firsts = (next((letter for letter in word if letter[0].isalpha()), "") for word in words)
    others = (letter for word in words for letter in word if letter not in INVISIBLE)
    letters = [letter for letter in firsts if letter] or list(others)[:1]
    if not letters:
        return ""
    if not all(script_of(letter[0]) in _TWO_INITIALS for letter in letters):
        return letters[0]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def _draw_logo(logo: Picture, slot: PictureSlot, sheet: Sheet, studio: Studio, context: Any) -> None:
    """Draw the logo as large as fits; on a plate where it would not stand out."""
    x, y, width, height = slot.area
    surface = logo_on(sheet, logo, int(width), int(height), studio)
    if studio.findings.get(("lost", logo, slot), lambda: _is_lost(surface, slot.plate)):
        pad = slot.gap
        surface = logo_on(sheet, logo, int(width - 2 * pad), int(height - 2 * pad), studio)
        wide = surface.get_width() + 2 * pad
        left = x + (width - wide) * _SHARES[slot.anchor]
        _trace_rounded(Area(left, y, wide, height), 12, context)
        context.set_source_rgb(*to_rgb(slot.plate))
        context.fill()
        slot = slot._replace(area=Area(left + pad, y, surface.get_width(), height))
    x, y, width, height = slot.area
    left = x + (width - surface.get_width()) * _SHARES[slot.anchor]
    _paint(surface, Area(left, y + (height - surface.get_height()) / 2, width, height), context)


def _is_lost(surface: Any, plate: str) -> bool:
    """Whether the drawn part of a picture would vanish on the ground, which is dark where the plate is light."""
    image = image_of(surface)
    drawn = ImageStat.Stat(image.convert("L"), mask=image.getchannel("A"))
    if not drawn.count[0]:
        return False
    return drawn.mean[0] < _DARK if luminance(plate) > 0.36 else drawn.mean[0] > _BRIGHT


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
