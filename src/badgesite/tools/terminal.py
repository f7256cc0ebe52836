"""What the commands print: the outcome for people or machines, and beside it problems and progress."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from badgesite.build.order import Progress
from badgesite.build.report import as_data
from badgesite.errors import Problem, ProblemsFound


def print_json(answer: Mapping[str, Any]) -> None:
    """Print an answer for machines, on one line."""
    print(json.dumps(answer, ensure_ascii=False))


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems for machines."""
    print_json({"problems": as_data(problems)})


@contextlib.contextmanager
def answering(*, as_json: bool) -> Iterator[None]:
    """Print the problems that end the block, if machines ask."""
    try:
        yield
    except ProblemsFound as error:
        if as_json:
            print_problems(error.problems)
        raise


@contextlib.contextmanager
def show_progress(*, is_wanted: bool) -> Iterator[Progress]:
    """Show a bar on a terminal; stay quiet in a pipe."""
    if not is_wanted or not sys.stderr.isatty():
        yield lambda done, of, customers: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("Rendering"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}")
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Rendering", total=None, pace="")

        def tell(done: int, of: int, customers: int) -> None:
            seconds = bar.tasks[0].elapsed or 1
            number, noun = (customers, "customers") if customers else (done, "files")
            pace = number / seconds
            bar.update(task, completed=done, total=of, pace=f"{pace:,.{0 if pace >= 10 else 1}f} {noun}/s")

        yield tell


def show(problems: Iterable[Problem]) -> None:
    """Tell problems, one a line."""
    say_all(map(str, problems))


def say_all(lines: Iterable[str]) -> None:
    """Tell lines beside the outcome."""
    for line in lines:
        say(line)


def note(text: str) -> None:
    """Tell something in the name of the program."""
    say(f"badgesite: {text}")


def say(text: str) -> None:
    """Tell a line beside the outcome: on standard error."""
    print(text, file=sys.stderr)
