"""Builds that die: of themselves at a chosen moment, or in a worker at a chosen output."""

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from badgesite.build import planned, workers
from badgesite.build.order import Order
from badgesite.build.prepare import Prepared
from badgesite.build.workshop import Recipe

_TOUCHES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.listdir", "os.scandir", "os.chmod"}


def run_in_fork(do: Callable[[], object]) -> int:
    """Do something in a process of its own, and return its exit code; minus the number of the signal it died of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
        child = os.fork()
    if not child:
        code = 1
        try:
            do()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def count_touches(folder: Path, do: Callable[[], object]) -> int:
    """Do something in a process of its own, and return how often that touches what is below a folder."""
    reader, writer = os.pipe()

    def report() -> None:
        count = 0

        def note(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal count
            count += _touches(folder, event, arguments)

        sys.addaudithook(note)
        do()
        os.write(writer, str(count).encode())

    assert run_in_fork(report) == 0
    os.close(writer)
    with os.fdopen(reader) as stream:
        return int(stream.read())


def die_at(folder: Path, number: int, do: Callable[[], object]) -> int:
    """Do something in a process that is killed when it is about to touch what is below a folder once more."""

    def doomed() -> None:
        left = number

        def die(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            left -= _touches(folder, event, arguments)
            if not left:
                left = -1  # also killing is told to this hook
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        do()

    return run_in_fork(doomed)


def _touches(folder: Path, event: str, arguments: tuple[Any, ...]) -> bool:
    return event in _TOUCHES and str(arguments[0]).startswith(str(folder))


class Arming:
    """The content folder of a recipe; whoever unpickles it, which only workers do, is armed."""

    def __init__(self, content: Path, deadly: frozenset[str], bad: frozenset[str]) -> None:
        self._arguments = content, deadly, bad

    def __reduce__(self) -> tuple[Callable[..., Path], tuple[Path, frozenset[str], frozenset[str]]]:
        return arm, self._arguments


def arm(content: Path, deadly: frozenset[str], bad: frozenset[str] = frozenset()) -> Path:
    """Let this process die of some outputs, and fail at others."""
    render = workers.render

    def render_or_die(output: Any, workshop: Any) -> Any:
        if output.path in deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if output.path in bad:
            raise ZeroDivisionError("division by zero")
        return render(output, workshop)

    workers.render = render_or_die  # type: ignore[attr-defined]
    return content


def arm_workers(patch: pytest.MonkeyPatch, deadly: set[str], bad: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    """Let the workers of coming builds die of some outputs, and fail at others."""
    make = planned.make_recipe

    def make_armed(order: Order, prepared: Prepared) -> Recipe:
        recipe = make(order, prepared)
        return recipe._replace(content=Arming(recipe.content, frozenset(deadly), frozenset(bad)))  # type: ignore[arg-type]

    patch.setattr(planned, "make_recipe", make_armed)
