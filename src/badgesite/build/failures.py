"""What could not be rendered, in words, and told where the keeper can mend it."""

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.build.warnings import find_record
from badgesite.content.load import place
from badgesite.errors import Problem
from badgesite.model import Content
from badgesite.theme.find import Theme

_REMEDY = "see to that; until then its old file stays, and every build tries again"


class Failed(NamedTuple):
    """An output that could not be rendered: its path and bundle, and why, or the problems that say so better."""

    path: str
    bundle: str
    reason: str
    problems: tuple[Problem, ...]


def explain(error: Exception, theme: Theme) -> str:
    """Return an exception in words; one in a template with the template's name and line."""
    if isinstance(error, MemoryError):
        return "there was not enough memory"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return words + _name_template(error, theme)


def _name_template(error: Exception, theme: Theme) -> str:
    """Return the innermost line of the theme that led there; Jinja2 puts its templates' lines into tracebacks."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(Path(frame.filename).is_relative_to(folder) for folder in theme.folders):
            return f" ({frame.filename}, line {frame.lineno})"
    return ""


def describe_failures(failures: Iterable[Failed], content: Content, site: Path) -> Iterator[Problem]:
    """Yield what is wrong with each output: where a problem says so itself, else at the record it comes from."""
    for failed in failures:
        words = f"{failed.path} could not be rendered"
        yield from (problem._replace(what=f"{words}: {problem.what}") for problem in failed.problems)
        if not failed.problems:
            where = place(site, content, *find_record(failed.bundle, content), ())
            yield where._replace(what=f"{words}: {failed.reason}", remedy=_REMEDY)
