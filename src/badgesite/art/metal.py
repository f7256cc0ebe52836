"""What a medallion is made of: the colours of its metal and enamel, and how its rim is worked.

The four tiers are told apart without colour too: each has its own rim, and one to four pips below.
"""

from typing import Literal, NamedTuple

from badgesite.art.colour import Lch, from_lch, mix, to_lch

Rim = Literal["plain", "grooved", "beaded", "faceted"]


class Metal(NamedTuple):
    """Colours from the brightest light on the metal to its deepest shade, the enamel, and the work on the rim."""

    shine: str
    light: str
    middle: str
    shade: str
    deep: str
    enamel: str
    enamel_deep: str
    rim: Rim
    pips: int


_TIERS = {
    "bronze": Metal("#ffe0c2", "#e3a06b", "#b0682f", "#7a3f17", "#3a1b09", "#6e3a1d", "#2a1207", "plain", 1),
    "silver": Metal("#ffffff", "#dbe2e9", "#a3adb8", "#66717d", "#2a323b", "#4a5866", "#171d25", "grooved", 2),
    "gold": Metal("#fffbe0", "#f8d970", "#d69f2a", "#94620f", "#4a2e04", "#7a4d0c", "#2c1903", "beaded", 3),
    "platinum": Metal("#ffffff", "#e6eeff", "#aebde6", "#6b78b4", "#272c5c", "#3d4696", "#0f1238", "faceted", 4),
}


def find_metal(tier: str | None, colour: str | None, accent: str) -> Metal:
    """Return the metal of a tier; of an own tier's colour; without either, bright steel around the accent."""
    if tier in _TIERS and colour is None:
        return _TIERS[tier]
    if colour is not None:
        return _metal_of(colour)
    return _steel_around(accent)


def fade(metal: Metal) -> Metal:
    """Return the metal with no colour left, as a revoked award has it."""
    colours = (from_lch(Lch(0.2 + 0.62 * to_lch(colour).lightness, 0.006, 4.4)) for colour in metal[:7])
    return Metal._make((*colours, metal.rim, metal.pips))


def _metal_of(colour: str) -> Metal:
    """Return a metal around the given colour, whatever its own lightness."""
    _, chroma, hue = to_lch(colour)
    tones = ((0.97, 0.25), (0.86, 0.7), (0.68, 1.0), (0.48, 0.9), (0.25, 0.6), (0.38, 0.75), (0.17, 0.45))
    colours = (from_lch(Lch(light, min(chroma, 0.15) * share, hue)) for light, share in tones)
    return Metal._make((*colours, "plain", 0))


def _steel_around(accent: str) -> Metal:
    _, chroma, hue = to_lch(accent)
    enamel = from_lch(Lch(0.50, min(chroma, 0.15), hue))
    deep = from_lch(Lch(0.28, min(chroma, 0.15) * 0.7, hue))
    steel = ("#ffffff", "#f3f1ec", "#cfcbc4", "#938d85", "#38332e")
    return Metal._make((*(mix(tone, enamel, 0.06) for tone in steel), enamel, deep, "plain", 0))
