"""Working ahead: processes help to read what is new, and render the first batches while the rest is being planned.

What they make are parts. None takes its place before the whole plan is known and found sound; if it is not, they go.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from badgesite.build.batches import Batch
from badgesite.build.disk import telling_refusals
from badgesite.build.order import Order
from badgesite.build.parts import open_parts
from badgesite.build.publish import check_folder
from badgesite.build.readers import list_unread, read_together
from badgesite.build.state import State
from badgesite.build.workers import Crew, open_crew
from badgesite.build.workshop import Recipe
from badgesite.content.memory import Memory
from badgesite.content.scan import SourceFile

_FEW = 16  # batches: with no more, processes would start for little
_TOGETHER = 4  # batches handed over at once: what comes back interrupts the planning
_MOST = 1024  # batches: what becomes of them is kept until the plan is sound


class Ahead:
    """What is begun with before the plan is whole; all that is open ends with the stack."""

    def __init__(self, order: Order, state: State, stack: contextlib.ExitStack) -> None:
        self._order = order
        self._state = state
        self._stack = stack
        self._folders = stack.enter_context(contextlib.ExitStack())
        self._crews = stack.enter_context(contextlib.ExitStack())  # end first: they write into the folders
        self._waiting: list[Batch] = []
        self._parts: Path | None = None
        self.crew: Crew | None = None
        self.begun = 0
        """How many batches the crew was handed: the first ones of the plan."""

    def read(self, files: Iterable[SourceFile], memory: Memory) -> None:
        """Have files read by all processes, where very many were never read."""
        if self._order.jobs > 1 and (unread := list_unread(files, memory)):
            read_together(self._order.site, unread, memory, self._call_crew().pool)

    def warm(self, recipe: Recipe) -> None:
        """Have processes that are there make themselves ready to render."""
        if self.crew:
            self.crew.warm(recipe, self._order.jobs)

    def take(self, recipe: Recipe, batch: Batch) -> None:
        """Have the next batch of the plan rendered, soon or later.

        Raises ProblemsFound if nothing may be written into the output folder, or nothing can.
        """
        if self._order.jobs == 1 or self.begun >= _MOST:
            return
        self._waiting.append(batch)
        if len(self._waiting) >= (_TOGETHER if self._parts else _FEW):
            self._parts = self._parts or self._begin()
            for at in range(0, len(self._waiting), _TOGETHER):
                self._call_crew().hand(recipe, self._parts, tuple(self._waiting[at : at + _TOGETHER]))
            self.begun += len(self._waiting)
            self._waiting.clear()

    def _call_crew(self) -> Crew:
        if self.crew is None:
            self.crew = self._crews.enter_context(open_crew(self._order.jobs))
        return self.crew

    def _begin(self) -> Path:
        out = self._order.out
        check_folder(out, (), self._state.known)
        self._state.begin(())  # whatever happens now, the next build looks for parts that were left behind
        with telling_refusals(out):
            return self._folders.enter_context(open_parts(out))

    @contextlib.contextmanager
    def open_parts(self) -> Iterator[Path]:
        """Yield the folder for parts, that of what was begun if there is one; both are gone afterwards."""
        with self._stack:
            yield self._parts or self._folders.enter_context(open_parts(self._order.out))
