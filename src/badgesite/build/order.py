"""What a build is asked to do, and what it reports."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from badgesite.errors import Problem

Progress = Callable[[int, int, int], None]
"""Told how many outputs of how many are finished, and of how many customers there were any among them."""


@dataclass(frozen=True, slots=True)
class Order:
    """The wishes of one build."""

    site: Path
    """The folder that holds `content/`."""
    out: Path
    """The folder for the finished site."""
    today: datetime.date
    """The day that ages and expiries are reckoned from."""
    base_url: str | None = None
    """Where the site will live, if not at the address in `site.yaml`."""
    jobs: int = 1
    """How many processes render; 1 renders in this one."""
    is_verifying: bool = False
    """Whether the bytes of finished outputs are compared, too, and not only that they are there."""
    is_sure: bool = False
    """Whether even more than half of the finished outputs may vanish."""


class Timing(NamedTuple):
    """How long a stage took, in seconds, and how many things it dealt with."""

    stage: str
    seconds: float
    things: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: paths from the top of the output folder."""

    rendered: tuple[str, ...]
    unchanged: int
    deleted: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Warnings: where the content has an error, there is no report."""
    timings: tuple[Timing, ...]
    failures: tuple[Problem, ...] = ()
    """Why outputs could not be rendered; their old files stay, and the next build tries again."""
    trace: str = ""
    """The traceback of the first failure that is a bug, or empty."""

    @property
    def seconds(self) -> float:
        """How long the whole build took."""
        return sum(timing.seconds for timing in self.timings)


def join(first: Report, second: Report) -> Report:
    """Return what two builds did, one right after the other."""
    rendered = {*first.rendered, *second.rendered}
    return Report(
        rendered=tuple(sorted(rendered.difference(second.deleted))),
        unchanged=second.unchanged + len(second.rendered) - len(rendered.difference(second.deleted)),
        deleted=tuple(sorted({*first.deleted, *second.deleted})),
        problems=tuple(dict.fromkeys((*first.problems, *second.problems))),
        timings=(*first.timings, *second.timings),
        failures=tuple(dict.fromkeys((*first.failures, *second.failures))),
        trace=first.trace or second.trace,
    )
