"""Rendering ahead: processes begin with the first batches while their parent still plans the rest.

What they make are parts. None takes its place before the whole plan is known and found sound; if it is not, they go.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from badgesite.build.disk import describe_refusal
from badgesite.build.order import Order
from badgesite.build.parts import open_parts
from badgesite.build.plan import Batch
from badgesite.build.publish import check_folder
from badgesite.build.state import State
from badgesite.build.workers import Crew, open_crew
from badgesite.build.workshop import Recipe
from badgesite.errors import ProblemsFound

_FEW = 16  # batches: with no more, processes would start for little
_TOGETHER = 4  # batches handed over at once: what comes back interrupts the planning
_MOST = 1024  # batches: what becomes of them is kept until the plan is sound


class Ahead:
    """The batches of a plan that are begun with before it is whole; all that is open ends with the stack."""

    def __init__(self, order: Order, state: State, stack: contextlib.ExitStack) -> None:
        self._order = order
        self._state = state
        self._stack = stack
        self._waiting: list[Batch] = []
        self.crew: Crew | None = None
        self.begun = 0
        """How many batches the crew was handed: the first ones of the plan."""

    def take(self, recipe: Recipe, batch: Batch) -> None:
        """Have the next batch of the plan rendered, soon or later.

        Raises ProblemsFound if nothing may be written into the output folder, or nothing can.
        """
        if self._order.jobs == 1 or self.begun >= _MOST:
            return
        self._waiting.append(batch)
        if len(self._waiting) >= (_TOGETHER if self.crew else _FEW):
            self.crew = self.crew or self._begin(recipe)
            for at in range(0, len(self._waiting), _TOGETHER):
                self.crew.hand(tuple(self._waiting[at : at + _TOGETHER]))
            self.begun += len(self._waiting)
            self._waiting.clear()

    def _begin(self, recipe: Recipe) -> Crew:
        out = self._order.out
        check_folder(out, (), self._state.known)
        self._state.begin(())  # whatever happens now, the next build looks for parts that were left behind
        try:
            parts = self._stack.enter_context(open_parts(out))
        except OSError as error:
            raise ProblemsFound([describe_refusal(error, out)]) from error
        return self._stack.enter_context(open_crew(recipe, parts, self._order.jobs))

    @contextlib.contextmanager
    def open_parts(self) -> Iterator[Path]:
        """Yield the folder for parts, the crew's if there is one; both are gone afterwards."""
        with self._stack:
            yield self.crew.parts if self.crew else self._stack.enter_context(open_parts(self._order.out))
