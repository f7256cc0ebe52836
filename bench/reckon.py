"""Reckon the awards of a site in this process and print what that took, as JSON: `python bench/reckon.py DIR DAY`."""

import datetime
import itertools
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from badgesite.awards.award import award
from badgesite.awards.memory import Memory
from badgesite.awards.programme import arrange
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.model import Content, Fact
from measure import BYTES_A_UNIT

_T = TypeVar("_T")


def main(site: Path, today: datetime.date) -> None:
    """Reckon from nothing, once more, and after edits of one customer."""
    loaded, seconds = timed(lambda: load(site, scan(site)))
    content = loaded.content
    assert loaded.is_sound and content, loaded.problems[:3]
    said: dict[str, object] = {"load": seconds, "loaded_memory": peak()}
    memory = Memory()
    results, said["cold"] = timed(lambda: award(content, today, memory))
    said["memory"] = peak()
    said["awards"] = sum(len(standing.awards) for standing in results.standings.values())
    said["unchanged"], said["unchanged_reckoned"] = again(content, today, memory)
    first = next(iter(content.customers))
    edited = edit(content, first, Fact(today, "visits", Decimal(1)))
    said["edited"], said["edited_reckoned"] = again(edited, today, memory)
    before, newcomers = memory.population, list(choose_newcomers(content, memory))
    rule = arrange(content).limited[0]
    for id_ in newcomers:
        edited = edit(edited, id_, Fact(datetime.date(2000, 1, 1), rule.metric, rule.target))
    said["newcomers"] = len(newcomers)
    said["moved"], said["moved_reckoned"] = again(edited, today, memory)
    assert memory.population != before
    print(json.dumps(said))


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """Return what the work returns and its seconds of CPU."""
    start = time.process_time()
    made = work()
    return made, time.process_time() - start


def again(content: Content, today: datetime.date, memory: Memory) -> tuple[float, int]:
    """Return the seconds of CPU of reckoning with what is remembered, and how many customers were reckoned."""
    memory.learned.clear()
    _, seconds = timed(lambda: award(content, today, memory))
    return seconds, len(memory.learned)


def edit(content: Content, customer: str, fact: Fact) -> Content:
    """Return the content with one row more."""
    return replace(content, activity={**content.activity, customer: (*content.activity.get(customer, ()), fact)})


def choose_newcomers(content: Content, memory: Memory) -> Iterator[str]:
    """Yield as many customers without a place as must come first until others lose theirs."""
    assert memory.population
    number, last = memory.population.last_days[0]  # of the first rule with limited places
    days = {id_: dict(row.firsts).get(number) for id_, row in memory.rows.items()}
    taken = sum(day is not None and day < last for day in days.values())
    left = arrange(content).limited[number].first - taken
    late = (id_ for id_, day in days.items() if day is None or day > last)
    yield from itertools.islice(late, left)


def peak() -> float:
    """Return the MiB that this process had in memory at most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_A_UNIT / 2**20


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2]))
