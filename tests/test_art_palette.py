"""Palettes: cards with few colours look like those in true colour, and what needs many colours keeps them."""

import io
import struct
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from badgesite.art import card as cards
from badgesite.art.card import draw_card
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.palette import MOST_GROUND, dither_ground, does_fit, find_indices, fit, looks_like, make_palette
from badgesite.art.png import LARGEST
from badgesite.art.sheet import true_sheet
from badgesite.art.slots import CANVASES
from badgesite.art.studio import Studio
from badgesite.errors import Problem
from badgesite.theme.find import find_theme

THEME = find_theme("default", Path("/nowhere"), Problem("", 1, 1, "", ""))
TIERS = ("bronze", "silver", "gold", "platinum", None)
SHAPES = ("hexagon", "star", "shield", "flower", "circle")
IN_PALETTE, IN_TRUE_COLOUR = 3, 2


@cache
def studio(accent: str) -> Studio:
    return Studio(THEME, accent, Path("/nowhere"), use_system_fonts=False)


def look_of(card: str, accent: str) -> CardLook:
    badges = tuple(
        MedallionLook(shape, accent, tier, icon="coffee") for shape, tier in zip(SHAPES, TIERS, strict=True)
    )
    texts = ("issuer", "name", "title", "line", "note", "goal", "date")
    return CardLook(card, tuple((slot, "Ada Lovelace") for slot in texts), badges, 3, 0.4)


def colour_type(png: bytes) -> int:
    return int(struct.unpack(">IIBB", png[16:26])[3])


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ramp(size: tuple[int, int] = (512, 256)) -> Image.Image:
    """A gradient as backdrops have it: from a dark tone of a colour to a lighter one."""
    grey = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [grey.point([low + value * span // 255 for value in range(256)]) for low, span in
                               ((30, 90), (12, 60), (6, 30))])  # fmt: skip


@pytest.mark.parametrize("accent", ["#b4532a", "#1f6feb", "#ffffff", "#ffd400"])
@pytest.mark.parametrize("card", sorted(CANVASES))
def test_a_card_in_a_palette_looks_like_the_one_in_true_colour(
    card: str, accent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On average no channel is off by more than 2 of 255, and no area of a few pixels is visibly."""
    look, here = look_of(card, accent), studio(accent)
    few = draw_card(look, here).png
    monkeypatch.setattr(cards, "choose_sheet", lambda look, studio: true_sheet(look.card, studio))
    true = draw_card(look, here).png
    assert (colour_type(few), colour_type(true)) == (IN_PALETTE, IN_TRUE_COLOUR)
    assert len(few) < len(true) <= LARGEST
    assert looks_like(opened(few), opened(true))
    difference = ImageChops.difference(opened(few), opened(true)).convert("L").histogram()
    assert sum(value * count for value, count in enumerate(difference)) / sum(difference) < 2


def test_photos_and_colourful_art_keep_their_colours(tmp_path: Path) -> None:
    """A row of badges too: one whose colours the palette lacks makes all of the card true colour."""
    Image.effect_mandelbrot((300, 300), (-3, -2.5, 2, 2.5), 100).convert("RGB").save(tmp_path / "p.png")
    here = Studio(THEME, "#b4532a", tmp_path, use_system_fonts=False)
    plain = look_of("profile", "#b4532a")
    odd = (*plain.badges, MedallionLook("circle", "#b4532a", "own", metal="#22cc44", icon="coffee"))
    assert colour_type(draw_card(plain, here).png) == IN_PALETTE
    assert colour_type(draw_card(plain._replace(portrait=Picture("p.png", "d")), here).png) == IN_TRUE_COLOUR
    assert colour_type(draw_card(plain._replace(badges=odd), here).png) == IN_TRUE_COLOUR


def test_an_award_has_a_palette_for_its_own_metal() -> None:
    badge = MedallionLook("circle", "#b4532a", "own", metal="#22cc44", icon="coffee")
    look = look_of("award", "#b4532a")._replace(badges=(badge,))
    assert colour_type(draw_card(look, studio("#b4532a")).png) == IN_PALETTE


def test_a_backdrop_keeps_its_brightness_in_few_colours() -> None:
    """Dithering is fair: a gradient is on average as bright as it was, in every part."""
    image = ramp()
    ground = dither_ground(image)
    assert ground is not None
    assert len(ground.getcolors(1000) or ()) <= MOST_GROUND
    small = [each.resize((16, 8), Image.Resampling.BOX) for each in (image, ground)]
    assert max(high for _, high in ImageChops.difference(*small).getextrema()) <= 1


def test_a_backdrop_with_too_many_colours_stays_as_it_is() -> None:
    hue = Image.linear_gradient("L").rotate(90)
    rainbow = Image.merge("HSV", (hue, Image.new("L", hue.size, 220), Image.linear_gradient("L")))
    assert dither_ground(rainbow.convert("RGB")) is None


def test_a_palette_shows_inks_exactly_and_keeps_what_is_in_it() -> None:
    ground = dither_ground(ramp())
    assert ground is not None
    medallion = Image.new("RGBA", (40, 40), "#d69f2a")
    palette = make_palette(ground, ["#ffffff", "#123456"], [medallion])
    assert len(palette.shown) <= 3 * 256
    written = Image.new("RGB", (2, 1), "#ffffff")
    written.putpixel((1, 0), (0x12, 0x34, 0x56))
    assert find_indices(written, palette).convert("RGB").tobytes() == written.tobytes()
    fitted = fit(medallion, palette).convert("RGB")
    again = find_indices(fitted, palette).convert("RGB")
    assert again.tobytes() == fitted.tobytes()
    assert does_fit(medallion, palette)
    assert not does_fit(Image.new("RGBA", (40, 40), "#00ff00"), palette)


def test_memory_is_bounded_however_many_badges_there_are() -> None:
    here = Studio(THEME, "#b4532a", Path("/nowhere"), use_system_fonts=False)
    for number in range(50):
        badge = MedallionLook("circle", "#b4532a", "own", metal=f"#{number:02x}8040", text=str(number))
        draw_card(CardLook("award-square", badges=(badge,)), here)
    assert len(here.sheets) <= 48
    assert len(here.drawings) <= 8
