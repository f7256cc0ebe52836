"""How well one colour stands out from another (WCAG 2.2, relative luminance); colours are `#rrggbb`."""

import colorsys
from collections.abc import Iterable

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""
VISIBLE = 3.0
"""The least contrast of lines and marks (WCAG 2.2, 1.4.11)."""
_STEP = 0.01


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def least_contrast(color: str, grounds: Iterable[str]) -> float:
    """Return the contrast of a colour with the ground that it stands out from least."""
    return min(contrast(color, ground) for ground in grounds)


def stand_out(color: str, grounds: tuple[str, ...], least: float) -> str:
    """Return the colour, made darker on light grounds and lighter on dark ones until it has that contrast to all.

    Its hue stays; black or white is returned where nothing else has the contrast.
    """
    step = -_STEP if _luminance(grounds[0]) > 0.18 else _STEP
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(color)))
    while least_contrast(color, grounds) < least and 0 < lightness + step < 1:
        lightness += step
        color = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
    return color if least_contrast(color, grounds) >= least else ("#000000" if step < 0 else "#ffffff")


def text_on(color: str, inks: Iterable[str]) -> str:
    """Return the first ink that can be read on a colour, else black or white: one of them always can."""
    readable = (ink for ink in inks if contrast(ink, color) >= READABLE)
    return next(readable, max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, color)))


def _luminance(color: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
