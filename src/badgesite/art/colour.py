"""Colours derived from one another so that they look evenly bright whatever the hue.

The arithmetic is Oklab's (https://bottosson.github.io/posts/oklab/): lightness from 0 to 1, chroma from 0 to
about 0.3, hue in radians. Colours are written `#rrggbb`.
"""

import math
from typing import NamedTuple


class Lch(NamedTuple):
    """Lightness, chroma, hue."""

    lightness: float
    chroma: float
    hue: float


def to_rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def to_lch(colour: str) -> Lch:
    """Return the colour's lightness, chroma and hue."""
    r, g, b = (_linear(value) for value in to_rgb(colour))
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    bb = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return Lch(0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_, math.hypot(a, bb), math.atan2(bb, a))


def from_lch(colour: Lch) -> str:
    """Return the nearest colour that a screen can show: with less chroma where there is not that much."""
    chroma = colour.chroma
    while True:
        channels = _to_linear(colour._replace(chroma=chroma))
        if chroma < 0.002 or all(-0.001 <= value <= 1.001 for value in channels):
            break
        chroma *= 0.94
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in channels)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that is `share` (0 to 1) of the way from one to the other."""
    pairs = zip(to_rgb(one), to_rgb(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Return how bright the colour is, 0 to 1, as WCAG reckons it."""
    r, g, b = (_linear(value) for value in to_rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def accent_colours(accent: str) -> dict[str, str]:
    """Return the colours that a card can name, by word, derived from the site's accent."""
    own = to_lch(accent)
    tint = min(own.chroma, 0.16)

    def tone(lightness: float, share: float) -> str:
        return from_lch(Lch(lightness, tint * share, own.hue))

    white, dark = 1.05 / (luminance(accent) + 0.05), tone(0.1, 0.3)
    on_accent = "#ffffff" if white >= 4.5 else dark  # WCAG 2.2, 1.4.3: either has that contrast
    return {
        "accent": accent,
        "accent-bright": tone(0.76, 0.95),
        "accent-soft": tone(0.86, 0.45),
        "accent-pale": tone(0.95, 0.18),
        "accent-dark": tone(0.42, 0.75),
        "accent-deep": tone(0.29, 0.55),
        "accent-ink": tone(0.2, 0.3),
        "accent-night": tone(0.15, 0.22),
        "accent-glow": tone(0.5, 0.95),
        "on-accent": on_accent,
    }


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * math.pow(value, 1 / 2.4) - 0.055


def _to_linear(colour: Lch) -> tuple[float, float, float]:
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    l_ = math.pow(colour.lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    m_ = math.pow(colour.lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    s_ = math.pow(colour.lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
