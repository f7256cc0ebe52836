"""What could not be rendered, in words, and told where the keeper can mend it."""

import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
import markupsafe
from jinja2 import UndefinedError

import badgesite.theme
from badgesite.build.warnings import find_record
from badgesite.content.load import place
from badgesite.errors import Problem, suggest
from badgesite.model import Content
from badgesite.theme.find import Theme

_REMEDY = "see to that; until then its old file stays, and every build tries again"

_CALLED = tuple(Path(module.__file__ or "").parent for module in (jinja2, markupsafe, badgesite.theme))
"""What templates call by themselves: filters, words and Jinja2."""
_NO_ATTRIBUTE = re.compile(r"'([\w.]+)\.(\w+) object' has no attribute '(\w+)'")


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


def find_theme_fault(error: Exception, theme: Theme) -> Problem | None:
    """Return a mistake in a template of the site's own as a problem at its line; None if that is not why.

    It is one if nothing but templates, and what they call by themselves, led from there to the error.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [at for at, frame in enumerate(frames) if _lies_in(frame.filename, theme.own_folders)]
    if not own or not all(_lies_in(frame.filename, (*theme.folders, *_CALLED)) for frame in frames[own[-1] :]):
        return None
    at = next(frame for frame in reversed(frames) if _lies_in(frame.filename, theme.folders))
    if not _lies_in(at.filename, theme.own_folders):
        at = frames[own[-1]]  # the site's own template gave the built-in one something wrong
    what, remedy = _say_fault(error)
    return Problem(at.filename, at.lineno or 1, 1, what, remedy)


def _lies_in(file: str, folders: Iterable[Path]) -> bool:
    return any(Path(file).is_relative_to(folder) for folder in folders)


def _say_fault(error: Exception) -> tuple[str, str]:
    """Return what is wrong in a template and what to do about it."""
    if found := _NO_ATTRIBUTE.fullmatch(str(error)):
        kind = getattr(sys.modules.get(found[1]), found[2], None)
        known = {name for name in dir(kind) if not name.startswith("_")} - {"count", "index"}
        listed = f"it has: {', '.join(sorted(known))}" if known else "see what the template can read"
        return f"there is no “{found[3]}” here", suggest(found[3], known, listed)
    if isinstance(error, UndefinedError):
        return str(error), "correct the name"
    return f"{type(error).__name__}: {error}", "correct this line of the template"


def describe_failures(failures: Iterable[Failed], content: Content, site: Path) -> Iterator[Problem]:
    """Yield what is wrong with each output: where a problem says so itself, else at the record it comes from.

    What several outputs fail of is told once.
    """
    by_problem: dict[Problem, list[str]] = {}
    for failed in failures:
        for problem in failed.problems:
            by_problem.setdefault(problem.seen_from(site), []).append(failed.path)
        if not failed.problems:
            where = place(site, content, *find_record(failed.bundle, content), ())
            yield where._replace(what=f"{failed.path} could not be rendered: {failed.reason}", remedy=_REMEDY)
    for problem, paths in by_problem.items():
        first = min(paths)
        which = first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"
        yield problem._replace(what=f"{which} could not be rendered: {problem.what}")
