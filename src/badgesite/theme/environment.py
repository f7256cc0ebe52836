"""The templates of a theme, ready to be filled."""

import datetime

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from badgesite.theme.find import Theme
from badgesite.theme.markup import cut, render_markdown, strip_markdown
from badgesite.theme.strings import Strings


def make_environment(theme: Theme, strings: Strings) -> Environment:
    """Return a Jinja environment over the theme's templates, in which reading what is not given raises."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder / "templates") for folder in theme.folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {
        "cut": cut,
        "date": strings.date,
        "markdown": render_markdown,
        "plain": strip_markdown,
        "moment": moment,
    }
    environment.globals = {"t": strings, "range": range}
    return environment


def moment(day: str) -> str:
    """Return the first moment of an ISO day in the form of RFC 3339, as Atom wants it."""
    return f"{datetime.date.fromisoformat(day).isoformat()}T00:00:00Z"
