"""What went wrong, where, and what to do about it.

A user's mistake is a `Problem`: it has a place and a remedy. Anything else is a bug and keeps its traceback.
"""

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

_MOST_COMPARED = 2_000


class Problem(NamedTuple):
    """One thing wrong or doubtful in the user's files. `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    what: str
    remedy: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.what} ({self.remedy})"

    def seen_from(self, folder: Path) -> "Problem":
        """Return it with a path from a folder, if its file lies there."""
        path = Path(self.path)
        return self._replace(path=path.relative_to(folder).as_posix()) if path.is_relative_to(folder) else self


class ProblemsFound(Exception):  # noqa: N818 - it reads as a claim: `except ProblemsFound`
    """Raised where work cannot go on; holds every problem known by then, sorted and without repeats."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(Exception):
    """The command was called wrongly; the message says how to call it."""


class MissingLibrary(Exception):  # noqa: N818 - it reads as a claim: `except MissingLibrary`
    """A library of the system is not installed; the message has the command that installs it."""


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by place, each once."""
    return tuple(sorted(set(problems)))


def suggest(word: str, known: Collection[str], otherwise: str) -> str:
    """Return `did you mean “orders”?` when a known word is near, else the other remedy."""
    near = difflib.get_close_matches(word.lower(), sorted(_list_alike(word.lower(), known)), n=3, cutoff=0.6)
    if not near:
        return otherwise
    return "did you mean " + " or ".join(f"“{name}”" for name in near) + "?"


def _list_alike(word: str, known: Collection[str]) -> Collection[str]:
    """Return the words worth comparing: among very many only those of a like length that begin alike."""
    if len(known) <= _MOST_COMPARED:
        return known
    alike = [other for other in known if other[:2] == word[:2] and abs(len(other) - len(word)) <= 2]
    return alike if len(alike) <= _MOST_COMPARED else ()
