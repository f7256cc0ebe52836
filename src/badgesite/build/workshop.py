"""Opening what rendering needs, from plain values that travel to worker processes."""

from pathlib import Path
from typing import NamedTuple

from badgesite.art.studio import Studio
from badgesite.pages.kinds import Workshop
from badgesite.theme.environment import make_environment
from badgesite.theme.find import Theme
from badgesite.theme.look import Look
from badgesite.theme.strings import load_strings


class Recipe(NamedTuple):
    """What a workshop is opened from."""

    content: Path
    theme: Theme
    language: str
    look: Look
    fonts: tuple[str, ...]
    """The site's own fonts, as paths from `content`."""


def open_workshop(recipe: Recipe) -> Workshop:
    """Load theme, templates and fonts."""
    strings = load_strings(recipe.theme, recipe.language)
    return Workshop(
        content=recipe.content,
        theme=recipe.theme,
        environment=make_environment(recipe.theme, strings),
        studio=open_studio(recipe),
    )


def open_studio(recipe: Recipe) -> Studio:
    """Load what drawing needs."""
    return Studio(recipe.theme, recipe.look.accent, recipe.content, recipe.fonts, recipe.language)
