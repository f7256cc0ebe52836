"""Building only if something changed: else that is said at once, without loading what rendering needs."""

import time
from typing import TYPE_CHECKING

from badgesite.build.folders import look
from badgesite.build.inputs import Scanned, digest_inputs, scan_inputs
from badgesite.build.known import StateLost
from badgesite.build.order import Order, Progress, Report, Timing
from badgesite.build.state import has_state, open_state

if TYPE_CHECKING:
    from badgesite.build.memory import Memory

_MANY = 500  # customers' files: a first build of fewer is done before other processes are of use


def build_if_changed(
    order: Order, progress: Progress = lambda done, of, customers: None, memory: "Memory | None" = None
) -> Report:
    """Bring the output folder up to date, and say what was done; raises what `build` does."""
    is_first = not has_state(order.site, order.out)
    found = None if is_first or order.is_verifying else _find_unchanged(order)
    if isinstance(found, Report):
        return found
    if is_first and order.jobs > 1:
        found = scan_inputs(order)
        if sum(file.kind == "customers" for file in found.files) >= _MANY:
            from badgesite.build.processes import warm_up

            warm_up()
    from badgesite.build.story import build

    return build(order, progress, memory, found)


def _find_unchanged(order: Order) -> Report | Scanned | None:
    """Return the report of a build that would do nothing, else what was scanned if it came to that."""
    start = time.perf_counter()
    try:
        with open_state(order.site, order.out) as state:
            finished = state.finished
            if finished is None or not finished.inputs:
                return None
            scanned = scan_inputs(order)
            if digest_inputs(scanned, finished.others) != finished.inputs:
                return scanned
            seen = look(order.out, state.known, is_verifying=False)
            if seen.missing:
                return scanned
            state.note_folders(seen.folders)
    except StateLost:
        return None
    timing = Timing("scan", time.perf_counter() - start, len(scanned.lines))
    return Report((), finished.outputs, (), finished.problems, (timing,))
