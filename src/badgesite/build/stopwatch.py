"""How long the stages of a build take."""

import time
from typing import TypeVar

from badgesite.build.order import Timing

Stage = TypeVar("Stage")


class Stopwatch:
    """Notes how long each stage took in all."""

    def __init__(self, *before: Timing) -> None:
        """What was done before counts, too."""
        self._stages = {timing.stage: timing for timing in before}
        self._last = time.perf_counter()

    @property
    def timings(self) -> tuple[Timing, ...]:
        """The stages, in the order in which they first ended."""
        return tuple(self._stages.values())

    def lap(self, stage: str, value: Stage, things: int = 0) -> Stage:
        """Add the time since the last lap to a stage that made a value, and return the value."""
        now = time.perf_counter()
        before = self._stages.get(stage, Timing(stage, 0, 0))
        self._stages[stage] = Timing(stage, before.seconds + now - self._last, before.things + things)
        self._last = now
        return value
