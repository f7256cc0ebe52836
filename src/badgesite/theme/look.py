"""The look that a site chooses: the theme's options, and the colours that follow from them."""

import colorsys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.errors import Problem, suggest
from badgesite.model.record import read_color
from badgesite.theme.find import Theme

_PAPER, _NIGHT = "#fbf9f6", "#201d18"
"""Of the grounds that text stands on, the darkest by day and the lightest by night."""
_READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


class Look(NamedTuple):
    """The theme's options by name with the site's choices, as `#rrggbb`."""

    values: tuple[tuple[str, str], ...]

    @property
    def accent(self) -> str:
        """The colour of buttons, links and cards."""
        return dict(self.values)["accent"]


def choose_look(theme: Theme, chosen: Mapping[str, str]) -> Look:
    """Return the theme's options with the site's choices in place of the defaults."""
    values = {name: option.default for name, option in theme.options.items()}
    values |= {name: value.lower() for name, value in chosen.items() if name in values}
    return Look(tuple(sorted(values.items())))


def check_look(theme: Theme, chosen: Mapping[str, str], places: Mapping[str, Problem]) -> Iterator[Problem]:
    """Yield a problem for each option that the theme does not have or that is no colour.

    `places` holds, for each name, where it stands.
    """
    for name, value in chosen.items():
        if name not in theme.options:
            known = f"the theme {theme.name} has: {', '.join(sorted(theme.options))}"
            remedy = suggest(name, theme.options, known)
            yield places[name]._replace(what=f"there is no option “{name}”", remedy=remedy)
            continue
        try:
            read_color(value)
        except ValueError as error:
            yield places[name]._replace(what=f"“{value}” is no colour", remedy=str(error))


def write_look(look: Look) -> str:
    """Return the style sheet of the look: each option as a custom property, and the accent made readable."""
    accent = look.accent
    light = [*look.values, ("on-accent", _readable_on(accent)), ("accent-text", _until_readable(accent, _PAPER, -1))]
    dark = [("accent-text", _until_readable(accent, _NIGHT, 1))]
    by_night = f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(dark)} }} }}"
    return f":root {{ {_properties(light)} }}\n{by_night}\n"


def _properties(values: list[tuple[str, str]]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values)


def _readable_on(color: str) -> str:
    return max(("#ffffff", _NIGHT), key=lambda text: contrast(text, color))


def _until_readable(color: str, ground: str, direction: int) -> str:
    """Return the colour, made darker (-1) or lighter (1) until it can be read on the ground."""
    red, green, blue = (channel / 255 for channel in _channels(color))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while contrast(color, ground) < _READABLE and 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + direction * 0.02))
        color = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
    return color


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
