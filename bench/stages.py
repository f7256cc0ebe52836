"""Where the time of profiles goes: `python bench/stages.py SITE` builds them cold in one process, stage by stage.

The site is one of `make_site.py`, and its output and state are put aside first. Seconds are of CPU; what a stage
calls that is a stage itself counts there alone.
"""

import argparse
import contextlib
import functools
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import partial
from badgesite import cli
from badgesite.build import planned, prepare, story, workers
from badgesite.build.publish import Publisher
from badgesite.build.state import State
from badgesite.pages import cards
from badgesite.pages.output import Bundle
from badgesite.pages.stamp import Stamper
from badgesite.theme import environment
from builds import MADE, put_aside
from figures import show_grid
from make_site import TODAY

STAGES: dict[str, list[tuple[Any, str]]] = {
    "load": [(prepare, "load"), (planned, "prepare"), (story, "scan_inputs")],
    "award": [(planned, "award")],
    "expand": [(Bundle, "stamp"), (Bundle, "outputs")],
    "keys": [(Stamper, "stamp"), (Stamper, "key"), (Stamper, "version")],
    "plan": [(planned, "make_plan")],
    "templates": [(workers, "render")],
    "markdown": [(environment, "render_markdown"), (environment, "strip_markdown"), (cards, "strip_markdown")],
    "write": [(workers, "write_part"), (Publisher, "place")],
    "note": [(State, "begin"), (State, "store"), (story, "note"), (planned, "store_memory")],
}


class Clock:
    """Seconds of CPU by stage, each moment in the innermost."""

    def __init__(self, start_up: float) -> None:
        self.seconds = {"start-up": start_up}
        self._stack = ["rest"]
        self._last = time.process_time()

    def turn(self) -> None:
        """Count the time since the last turn for the stage that is running."""
        now = time.process_time()
        stage = self._stack[-1]
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def wrap(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the work with its time counted for a stage."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            self.turn()
            self._stack.append(stage)
            try:
                return work(*given, **named)
            finally:
                self.turn()
                self._stack.pop()

        return timed


def measure(site: Path) -> dict[str, float]:
    """Return the seconds of CPU by stage of a cold build of the profiles alone; start-up is what imports take."""
    start_up = time.process_time()
    put_aside(site, *MADE)
    clock = Clock(start_up)
    partial.keep_only(partial.KEPT["page"])
    for stage, places in STAGES.items():
        for place, name in places:
            setattr(place, name, clock.wrap(stage, getattr(place, name)))
    sys.argv[1:] = ["build", "--site", str(site), "--today", str(TODAY), "--jobs", "1", "--json"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        cli.main()
    clock.turn()
    return clock.seconds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Say where the time of profiles goes.")
    parser.add_argument("site", type=Path)
    site = parser.parse_args().site
    count = sum(1 for _ in (site / "content" / "customers").rglob("*.yaml"))
    seconds = measure(site)
    lines = [(stage, f"{spent:.2f}", f"{spent / count * 1000:.3f}") for stage, spent in seconds.items()]
    total = sum(seconds.values())
    lines.append(("all", f"{total:.2f}", f"{total / count * 1000:.3f}"))
    show_grid(f"{count:,} profiles, one process", ("stage", "CPU seconds", "ms each"), lines)
