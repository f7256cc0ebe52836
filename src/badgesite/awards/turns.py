"""The days on which a rule came true, again and again, and how those of several rules become one."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """A day on which a rule came true (None: the records cannot tell), and how many times anew.

    0 times if it counts no further time: it was still true, and renews what would expire.
    """

    date: datetime.date | None
    times: int = 1


def join_turns(ways: Sequence[Sequence[Turn]]) -> tuple[Turn, ...]:
    """Return the turns of several ways to one badge: the n-th time is when the first of them came to its n-th.

    Each way's turns are in the order of time, undated ones at the beginning; so is what is returned.
    """
    if len(ways) == 1:
        return tuple(ways[0])
    by_day: dict[datetime.date | None, list[tuple[int, int]]] = {}
    for number, turns in enumerate(ways):
        for turn in turns:
            by_day.setdefault(turn.date, []).append((number, turn.times))
    counts, reached, joined = [0] * len(ways), 0, []
    for day in sorted(by_day, key=lambda day: (day is not None, day)):
        for number, times in by_day[day]:
            counts[number] += times
        joined.append(Turn(day, max(counts) - reached))
        reached = max(counts)
    return tuple(joined)
