"""The look that a site chooses: the theme's options, and the colours that follow from them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.errors import Problem, suggest
from badgesite.theme.contrast import READABLE, VISIBLE, least_contrast, stand_out, text_on
from badgesite.theme.find import Grounds, Theme

_INKS = ("#ffffff", "#14120f")


class Look(NamedTuple):
    """The theme's options by name with the site's choices, as style sheets have them, and what they stand on."""

    values: tuple[tuple[str, str], ...]
    grounds: Grounds
    files: tuple[str, ...] = ()
    """Fonts below `assets/` that the first page that somebody sees needs at once, sorted."""

    @property
    def accent(self) -> str:
        """The colour of buttons, links and cards."""
        return dict(self.values)["accent"]


class Shades(NamedTuple):
    """An accent fit for one kind of light: for text, and for lines and marks."""

    text: str
    line: str


def choose_look(theme: Theme, chosen: Mapping[str, str]) -> Look:
    """Return the theme's options with the site's choices in place of the defaults; wrong ones are left out."""
    values = {name: option.read(option.default) for name, option in theme.options.items()}
    for name, value in chosen.items():
        try:
            values[name] = theme.options[name].read(value)
        except (KeyError, ValueError):
            continue
    as_they_are = (each for name, each in theme.options.items() if values[name] == each.read(each.default))
    files = {file for option in as_they_are for file in option.files}
    return Look(tuple(sorted(values.items())), theme.grounds, tuple(sorted(files)))


def check_look(theme: Theme, chosen: Mapping[str, str], places: Mapping[str, Problem]) -> Iterator[Problem]:
    """Yield a problem for each option that the theme does not have or whose value is wrong, and doubts.

    `places` holds, for each name, where it stands.
    """
    for name, value in chosen.items():
        if name not in theme.options:
            known = f"the theme {theme.name} has: {', '.join(sorted(theme.options))}"
            remedy = suggest(name, theme.options, known)
            yield places[name]._replace(what=f"there is no option “{name}”", remedy=remedy)
            continue
        try:
            theme.options[name].read(value)
        except ValueError as error:
            what = f"“{value}” is no {theme.options[name].kind_name}"
            yield places[name]._replace(what=what, remedy=str(error))
        else:
            yield from _check_accent(choose_look(theme, chosen), places[name]) if name == "accent" else ()


def _check_accent(look: Look, place: Problem) -> Iterator[Problem]:
    """Yield a warning if text in the accent cannot be read by day; by night every accent is made lighter or stays."""
    accent, grounds = look.accent, look.grounds.day
    reached = least_contrast(accent, grounds)
    if reached >= READABLE:
        return
    used = shade(accent, grounds).text
    yield place._replace(
        what=f"text in the accent {accent} cannot be read on a light page (contrast {reached:.1f}, {READABLE} is"
        f" needed), so pages write it in {used} there",
        remedy="keep it, as buttons and cards stay in your colour, or choose a darker one",
        is_warning=True,
    )


def write_look(look: Look) -> str:
    """Return the style sheet of the look: each option as a custom property, and the accent made readable."""
    accent = look.accent
    day, night = (shade(accent, grounds) for grounds in look.grounds)
    light = [*look.values, ("on-accent", text_on(accent, _INKS)), *_shade_values(day)]
    by_night = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_properties(_shade_values(night))} }} }}"
    return f":root {{ {_properties(light)} }}\n{by_night}\n"


def shade(accent: str, grounds: tuple[str, ...]) -> Shades:
    """Return the accent fit for these grounds, with the hue that it has."""
    return Shades(stand_out(accent, grounds, READABLE), stand_out(accent, grounds, VISIBLE))


def _shade_values(shades: Shades) -> list[tuple[str, str]]:
    return [("accent-text", shades.text), ("accent-line", shades.line)]


def _properties(values: list[tuple[str, str]]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values)
