"""Reading very many files in several processes: what they say goes into the memory, from which it is loaded."""

import collections
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from badgesite.build.processes import submit
from badgesite.content.memory import Memory, Said
from badgesite.content.read import read_file
from badgesite.content.scan import SourceFile

_MANY = 2_000  # files: fewer are read before a process has started
_TOGETHER = 100  # files handed over at once
_HANDED = 4  # times so many are with the pool


def list_unread(files: Iterable[SourceFile], memory: Memory) -> list[SourceFile]:
    """Return the customers' files that were not read as they are now, if they are very many, else none."""
    unread = [file for file in files if file.kind == "customers" and memory.digest(file) is None]
    return unread if len(unread) >= _MANY else []


def read_together(site: Path, files: Sequence[SourceFile], memory: Memory, pool: ProcessPoolExecutor) -> None:
    """Read files, the first ones in the pool and the last ones here, until all are read.

    What is wrong with a file is not remembered, and told when it is read once more. If the pool breaks, the rest is
    left.
    """
    waiting = collections.deque(files[at : at + _TOGETHER] for at in range(0, len(files), _TOGETHER))
    running: collections.deque[Future[list[tuple[str, Said]]]] = collections.deque()
    try:
        while waiting or running:
            while waiting and len(running) < _HANDED:
                running.append(submit(pool, read_some, site, waiting.popleft()))
            while running and (running[0].done() or not waiting):
                memory.believe(running.popleft().result())
            for file in waiting.pop() if waiting else ():
                read_file(site, file, memory)
    except BrokenProcessPool:
        return


def read_some(site: Path, files: Sequence[SourceFile]) -> list[tuple[str, Said]]:
    """Return what those of the files say in which nothing is wrong, by path."""
    memory = Memory()
    for file in files:
        read_file(site, file, memory)
    return [(path, said) for path, said in memory.said.items() if said.lines]
