"""What came of one of many builds: it may fail in any way, and the next one follows all the same."""

import traceback
from collections.abc import Callable
from typing import NamedTuple

from badgesite.build.order import Report
from badgesite.errors import MissingLibrary, Problem, ProblemsFound, UsageError


class Outcome(NamedTuple):
    """The report of a build, or None if it ended early, and all that went wrong; warnings are in the report alone."""

    report: Report | None
    problems: tuple[Problem, ...]


def attempt(build: Callable[[], Report]) -> Outcome:
    """Return what came of a build; a bug is printed with its traceback.

    Raises MissingLibrary: no change of a file can mend that.
    """
    try:
        report = build()
    except ProblemsFound as error:
        return Outcome(None, error.problems)
    except UsageError as error:
        return Outcome(None, (Problem("badgesite", 1, 1, str(error), "end it with Ctrl+C and call it otherwise"),))
    except MissingLibrary:
        raise
    except Exception as error:
        traceback.print_exc()
        return Outcome(None, (_describe_bug(error),))
    return Outcome(report, report.failures)


def _describe_bug(error: Exception) -> Problem:
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"badgesite itself failed: {traceback.format_exception_only(error)[-1].splitlines()[0]}"
    return Problem(place.filename, place.lineno or 1, 1, what, "this is no mistake of yours; the terminal says more")
