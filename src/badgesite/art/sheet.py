"""What a card is drawn on: its backdrop, and the palette that all that is put on it keeps to."""

import struct
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from PIL import Image

from badgesite.art.cairo import cairocffi
from badgesite.art.kept import FINDING, Form
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.medallion import draw_medallion
from badgesite.art.palette import Palette, dither_ground, does_fit, find_indices, fit, make_palette
from badgesite.art.picture import BadPicture, load_fitting
from badgesite.art.pixels import calm, calm_surface, image_of, read_surface, surface_of, write_surface
from badgesite.art.png import draw_svg
from badgesite.art.slots import Card, PictureSlot, Stack, TextSlot
from badgesite.art.studio import Studio
from badgesite.errors import Problem, ProblemsFound
from badgesite.model.badge import BUILT_IN_TIERS

_SIZES = struct.Struct(">HHH3B")  # width, height, the bytes of the colours, and the ground's red, green and blue
_GRID = 768  # bytes of the colours on the grid


class Ground(NamedTuple):
    """The palette of a card, and the backdrop in its colours as a picture of mode P."""

    palette: Palette
    indices: Image.Image


class Sheet(NamedTuple):
    """A backdrop as a cairo surface, and the palette of the card; without one, the card is in true colour.

    With a palette, `indices` is the backdrop as a picture of mode P.
    """

    key: Hashable
    backdrop: Any
    palette: Palette | None = None
    indices: Image.Image | None = None


def true_sheet(card: str, studio: Studio) -> Sheet:
    """Return the sheet of a card in true colour."""
    return Sheet(None, _backdrop("calm", card, lambda: calm(_draw_backdrop(studio.card(card))), studio))


def choose_sheet(look: CardLook, studio: Studio) -> Sheet:
    """Return a sheet with a palette if nobody could tell its medallions and logo from those in true colour."""
    slot = _badges_slot(studio.card(look.card))
    is_single = slot is not None and slot.name == "medallion"
    metals = tuple(_sample_of(badge, studio) for badge in look.badges[:1]) if is_single else ()
    key = ("sheet", look.card, look.logo, metals)
    sheet: Sheet = studio.sheets.get(key, lambda: _make_sheet(key, look, metals, studio))
    palette = sheet.palette
    if palette is None or slot is None:
        return sheet if palette else true_sheet(look.card, studio)
    side, badges = _side(slot), look.badges[: 1 if is_single else slot.most + 1]
    is_whole = all(_does_medallion_fit(sheet.key, palette, badge, side, studio) for badge in badges)
    return sheet if is_whole else true_sheet(look.card, studio)


def medallion_on(sheet: Sheet, look: MedallionLook, side: int, studio: Studio) -> Any:
    """Return the surface of a medallion in the colours of the sheet, so many pixels wide and high."""
    if sheet.palette is None:
        key = ("calm", look, side)
        return _surface(key, lambda: calm_surface(_draw_medallion(look, side, studio)), studio)
    return _fitted(sheet, (look, side), lambda: _draw_medallion(look, side, studio), studio)


def logo_on(sheet: Sheet, logo: Picture, width: int, height: int, studio: Studio) -> Any:
    """Return the surface of a logo in the colours of the sheet; raises ProblemsFound if it is no picture."""
    return _fitted(
        sheet, (logo, width, height), lambda: load_picture(logo, load_fitting, (width, height), studio), studio
    )


def load_picture(picture: Picture, load: Callable[..., Any], sizes: tuple[int, ...], studio: Studio) -> Any:
    """Return the surface of a picture of the site; raises ProblemsFound if it is no picture."""

    def make() -> Any:
        try:
            return load(studio.file(picture), *sizes)
        except BadPicture as error:
            problem = Problem(f"content/{picture.path}", 1, 1, f"this picture {error.what}", error.remedy)
            raise ProblemsFound([problem]) from error

    return studio.surfaces.get((picture, load.__name__, sizes), make)


def _make_sheet(key: Hashable, look: CardLook, metals: tuple[MedallionLook, ...], studio: Studio) -> Sheet:
    drawn = studio.keep(key, lambda: _draw_ground(look, metals, studio), _GROUND)
    if drawn is None:
        return Sheet(key, None)
    backdrop = _backdrop("dithered", look.card, lambda: _draw_dithered(look.card, studio), studio)
    return Sheet(key, backdrop, drawn.palette, drawn.indices)


def _draw_ground(look: CardLook, metals: tuple[MedallionLook, ...], studio: Studio) -> Ground | None:
    """Return the palette of a card; None if one could tell the card from one in true colour."""
    card = studio.card(look.card)
    ground = _draw_dithered(look.card, studio)
    if ground is None:
        return None
    slot = _badges_slot(card)
    badges = (metals or _all_metals(studio)) if slot else ()
    samples = [image_of(_draw_medallion(badge, _side(slot), studio)) for badge in badges if slot]
    logos = [image_of(surface) for surface in _draw_logos(look, studio)]
    palette = make_palette(ground, _inks(card), samples + logos)
    return Ground(palette, find_indices(ground, palette)) if all(does_fit(logo, palette) for logo in logos) else None


def _does_medallion_fit(key: Hashable, palette: Palette, look: MedallionLook, side: int, studio: Studio) -> bool:
    def find() -> bool:
        return does_fit(image_of(_draw_medallion(look, side, studio)), palette)

    return studio.findings.get((key, look), lambda: studio.keep(("fits", key, look), find, FINDING))


def _badges_slot(card: Card) -> PictureSlot | None:
    slots = (slot for slot in card.slots if isinstance(slot, PictureSlot))
    return next((slot for slot in slots if slot.name in ("badges", "medallion")), None)


def _side(slot: PictureSlot) -> int:
    return int(min(slot.area.width, slot.area.height))


def _inks(card: Card) -> list[str]:
    """Return the colours of all that may be written or drawn in the slots, sorted."""
    slots = [each for slot in card.slots for each in (slot.slots if isinstance(slot, Stack) else (slot,))]
    inks = ((slot.fill,) if isinstance(slot, TextSlot) else (slot.fill, slot.track, slot.plate) for slot in slots)
    return sorted({ink for each in inks for ink in each})


def _all_metals(studio: Studio) -> tuple[MedallionLook, ...]:
    """Return a badge of each tier and one without: what most sites have."""
    looks = (MedallionLook("", studio.accent, tier) for tier in (None, *BUILT_IN_TIERS))
    return tuple(_sample_of(look, studio) for look in looks)


def _sample_of(look: MedallionLook, studio: Studio) -> MedallionLook:
    """Return a badge with the same colours, which many badges have in common."""
    return look._replace(shape=studio.shapes[0], icon=None, text=None if look.art else "1", ribbon="1")


def _draw_backdrop(card: Card) -> Image.Image:
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, card.width, card.height)
    context = cairocffi.Context(surface)
    context.set_source_surface(draw_svg(card.backdrop, card.width, card.height), 0, 0)
    context.paint()
    return image_of(surface)


def _draw_dithered(card: str, studio: Studio) -> Any:
    return studio.sheets.get(("ground", card), lambda: dither_ground(_draw_backdrop(studio.card(card))))


def _draw_medallion(look: MedallionLook, side: int, studio: Studio) -> Any:
    return studio.drawings.get((look, side), lambda: draw_svg(draw_medallion(look, studio), side))


def _draw_logos(look: CardLook, studio: Studio) -> list[Any]:
    if look.logo is None:
        return []
    slots = (slot for slot in studio.card(look.card).slots if isinstance(slot, PictureSlot) and slot.name == "logo")
    sizes = ((int(slot.area.width), int(slot.area.height)) for slot in slots)
    return [load_picture(look.logo, load_fitting, size, studio) for size in sizes]


def _fitted(sheet: Sheet, key: Hashable, draw: Callable[[], Any], studio: Studio) -> Any:
    palette = sheet.palette
    if palette is None:
        return draw()
    return _surface(("fitted", sheet.key, key), lambda: surface_of(fit(image_of(draw()), palette)), studio)


def _surface(key: Hashable, draw: Callable[[], Any], studio: Studio) -> Any:
    return studio.surfaces.get(key, lambda: studio.keep(key, draw, _MEDALLION))


def _backdrop(way: str, card: str, draw: Callable[[], Image.Image], studio: Studio) -> Any:
    key = (way, card)
    return studio.sheets.get(key, lambda: studio.keep(key, lambda: surface_of(draw()), _BACKDROP))


def _write_ground(ground: Ground | None) -> bytes:
    """Return a ground as bytes; none if there is no palette for the card."""
    if ground is None:
        return b""
    palette, indices = ground
    grid = bytes(palette.grid.getpalette() or ())
    head = _SIZES.pack(*indices.size, len(palette.shown), *palette.ground)
    return head + grid + palette.shown + indices.tobytes()


def _read_ground(data: bytes) -> Ground | None:
    """Return what was written; raises ValueError or struct.error for other bytes."""
    if not data:
        return None
    width, height, shown, *ground = _SIZES.unpack_from(data)
    start = _SIZES.size
    middle, end = start + _GRID, start + _GRID + shown
    grid, indices = Image.new("P", (1, 1)), Image.frombytes("P", (width, height), data[end:])
    grid.putpalette(data[start:middle])
    indices.putpalette(data[middle:end])
    return Ground(Palette(grid, data[middle:end], tuple(ground)), indices)


_GROUND = Form("sheet", _write_ground, _read_ground)
_BACKDROP = Form("sheet", write_surface, read_surface)
_MEDALLION = Form("medallion", write_surface, read_surface)
