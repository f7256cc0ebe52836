"""Opening what rendering needs, from plain values that travel to worker processes."""

import sys
from pathlib import Path
from typing import NamedTuple

from badgesite.art.studio import Studio
from badgesite.build.code import fingerprint_code
from badgesite.build.state import FOLDER
from badgesite.pages.kinds import Workshop
from badgesite.theme.compiled import Compiled
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
    strings, kept_in = load_strings(recipe.theme, recipe.language), recipe.content.parent / FOLDER
    code = f"{fingerprint_code()} {sys.version} {strings.fixed}"
    return Workshop(
        content=recipe.content,
        theme=recipe.theme,
        environment=make_environment(recipe.theme, strings, Compiled(kept_in / "compiled", code)),
        studio=open_studio(recipe, kept_in / "drawn"),
    )


class OpenWorkshop:
    """The workshop that was opened last, for who builds again and again."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._workshop: Workshop | None = None

    def get(self, recipe: Recipe, studio: Studio) -> Workshop:
        """Return the workshop of a recipe, opened anew if a file that it is made from changed; the studio is new."""
        key = (recipe, recipe.theme.fingerprint("templates", "strings"), *studio.fingerprints)
        if self._workshop is None or key != self._key:
            self._workshop, self._key = open_workshop(recipe), key
        return self._workshop


def open_studio(recipe: Recipe, kept_in: Path | None = None) -> Studio:
    """Load what drawing needs; with a folder for it, what takes long to draw is kept there."""
    code = fingerprint_code() if kept_in else ""
    look, fonts = recipe.look, recipe.fonts
    return Studio(recipe.theme, look.accent, recipe.content, fonts, recipe.language, kept_in=kept_in, code=code)
