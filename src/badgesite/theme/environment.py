"""The templates of a theme, ready to be filled."""

import functools
import re

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Macro
from markupsafe import Markup

from badgesite.theme.find import Theme
from badgesite.theme.markup import cut, render_markdown, strip_markdown
from badgesite.theme.quick import QuickEnvironment
from badgesite.theme.strings import Strings


class Outdent(Extension):
    """Templates without the indentation of their lines, which pages need not carry, unless space means something."""

    _indentation = re.compile(r"^[ \t]+", re.MULTILINE)
    _meaning = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the text of a template; its lines keep their numbers."""
        return source if self._meaning.search(source) else self._indentation.sub("", source)


def make_environment(theme: Theme, strings: Strings, compiled: BytecodeCache | None = None) -> Environment:
    """Return a Jinja environment over the theme's templates, in which reading what is not given raises.

    A template is that of the most specific theme; `default/base.html` is that of the theme `default`. Templates that
    were `compiled` before are not compiled again.
    """
    loaders = {folder: FileSystemLoader(folder / "templates") for folder in theme.folders}
    by_theme = PrefixLoader({folder.name: loader for folder, loader in loaders.items()})
    environment = QuickEnvironment(
        strings.fixed,
        loader=ChoiceLoader([*loaders.values(), by_theme]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
        extensions=[Outdent],
    )
    environment.filters |= {
        "cut": cut,
        "date": strings.date,
        "markdown": render_markdown,
        "plain": strip_markdown,
    }
    environment.globals = {"t": strings, "range": range, "once": functools.lru_cache(1024, typed=True)(fill)}
    return environment


def fill(piece: Macro, *given: object) -> Markup:
    """Return what a macro makes of values; it can read nothing else if it was imported without context.

    Templates know it as `once`, because what it made is kept: most pages show the same menu and the same badges.
    """
    return Markup(piece(*given))
