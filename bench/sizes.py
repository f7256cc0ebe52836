"""Each size measured: nothing changed, one customer edited, served, and what a customer costs as the number grows."""

import re
import socket
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from builds import BADGESITE, JOBS, Built, Pictures, Wishes, build, build_cold, make_site, say
from figures import Row, at_most, show, show_grid
from make_site import FIRST
from measure import look, running, wait_until_replaced

REPEATS = 3  # of what takes seconds
EDITS = 5  # in serve
UNCHANGED = {10_000: 0.5, 100_000: 2.0}  # CPU seconds
EDITED = {10_000: 1.0, 100_000: 5.0}  # seconds
SERVED = {10_000: 0.3, 100_000: 2.0}  # seconds
MEMORY = {100_000: 1024}  # MiB
FLAT = 20  # per cent, from 1,000 customers on: with fewer, a start-up that varies drowns them


class Edited(NamedTuple):
    """A build after an edit, and the seconds from the save until page and card were replaced."""

    built: Built
    replaced: float


class Sized(NamedTuple):
    """All that is measured of one size."""

    customers: int
    cold: Built
    unchanged: tuple[Built, ...]
    edited: tuple[Edited, ...]
    served: tuple[float, ...]
    """Seconds from each save until page and card are replaced."""


def show_sizes(wishes: Wishes) -> None:
    """Measure each size, and print the tables of it and of what grows with it."""
    start_up = measure_start(wishes)
    sized = [measure_size(count, wishes) for count in wishes.sizes]
    for heading, rows in (
        ("Nothing changed, CPU", [_row(each, _cpu(each.unchanged), UNCHANGED) for each in sized]),
        ("One customer edited, from a cold start, from the save to page and card", list(_edited_rows(sized))),
        ("One customer edited, in serve, from the save to page and card", list(_served_rows(sized))),
    ):
        show(heading, rows)
    show_growth(sized, start_up, wishes.pictures)


def measure_start(wishes: Wishes) -> float:
    """Return the CPU seconds of a cold build with hardly any customers."""
    site = make_site("start", 1, wishes)
    return statistics.median(build_cold(site, **_left_out(wishes)).used.cpu for _ in range(REPEATS))


def _left_out(wishes: Wishes) -> dict[str, str]:
    return {"BENCH_PICTURES": "stub"} if wishes.pictures == "stub" else {}


def measure_size(count: int, wishes: Wishes) -> Sized:
    """Build a site cold, unchanged, after edits, and in serve."""
    site = make_site(f"whole-{count}", count, wishes)
    say("building it cold")
    cold = build_cold(site, **_left_out(wishes))
    say(f"that took {cold.used.cpu:.1f} s CPU; building it unchanged, and after edits")
    unchanged = tuple(build(site) for _ in range(REPEATS))
    if any(each.rendered for each in unchanged):
        raise RuntimeError(f"a build with nothing changed rendered {unchanged}")
    edited = tuple(build_edited(site) for _ in range(REPEATS))
    say("serving it")
    return Sized(count, cold, unchanged, edited, tuple(serve_edited(site, count)))


def edit(site: Path) -> None:
    """Give a customer one more order, in place."""
    file = site / "content" / "customers" / "000" / f"{FIRST}.yaml"
    text = file.read_text("utf-8")
    more = re.sub(r"orders: (\d+)", lambda found: f"orders: {int(found[1]) + 1}", text, count=1)
    file.write_text(more, "utf-8")


def look_at_edited(site: Path) -> dict[Path, tuple[int, int]]:
    """Return what tells the edited customer's page and card from those that replace them."""
    found = {
        file: look(file) for name in ("index.html", "card.png") for file in [site / "public" / "c" / FIRST / name]
    }
    return {file: seen for file, seen in found.items() if seen}


def build_edited(site: Path) -> Edited:
    """Edit, and build; raises RuntimeError if page or card stayed as they were."""
    before, start = look_at_edited(site), time.time()
    edit(site)
    built = build(site)
    if any(look(file) == seen for file, seen in before.items()):
        raise RuntimeError("an edit left the customer's page or card as it was")
    return Edited(built, max(file.stat().st_ctime for file in before) - start)  # ctime: when it took its place


def serve_edited(site: Path, count: int) -> Iterator[float]:
    """Yield how long serve takes for each of some edits; the first, while it starts, is not counted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running([*BADGESITE, "serve", "--site", site, "--port", str(port), "--jobs", str(JOBS)]) as process:
        for number in range(EDITS + 1):
            before = look_at_edited(site)
            start = time.perf_counter()
            edit(site)
            wait_until_replaced(before, process, most=900)
            if number:
                yield time.perf_counter() - start
            time.sleep(1 + count / 25_000)  # nobody saves again at once


def _cpu(runs: Sequence[Built]) -> float:
    return statistics.median(each.used.cpu for each in runs)


def _most(sized: Sized) -> float:
    return max(built.used.memory for built in (sized.cold, *sized.unchanged, *(each.built for each in sized.edited)))


def _row(sized: Sized, value: float, budgets: Mapping[int, float], more: str = "") -> Row:
    return at_most(f"{sized.customers:,} customers{more}", value, "s", budgets.get(sized.customers))


def _edited_rows(sized: Sequence[Sized]) -> Iterator[Row]:
    for each in sized:
        builds = [edited.built for edited in each.edited]
        seconds = statistics.median(built.used.seconds for built in builds)
        done = f": {builds[-1].rendered} outputs; the build ends after {seconds:.2f} s, {_cpu(builds):.2f} s CPU"
        yield _row(each, statistics.median(edited.replaced for edited in each.edited), EDITED, done)


def _served_rows(sized: Sequence[Sized]) -> Iterator[Row]:
    for each in sized:
        times = ", ".join(f"{seconds:.2f}" for seconds in each.served)
        yield _row(each, statistics.median(each.served), SERVED, f": median of {times}")


def show_growth(sized: Sequence[Sized], start_up: float, pictures: Pictures) -> None:
    """Print what a customer costs at each size, and the memory of the largest process."""
    costs = [(each.cold.used.cpu - start_up) / each.customers * 1000 for each in sized]
    lines = [
        (
            f"{each.customers:,}", f"{each.cold.rendered:,}", f"{each.cold.used.seconds:,.1f}",
            f"{each.cold.used.cpu:,.1f}", f"{each.cold.used.cpu / each.customers * 1000:.2f}", f"{cost:.2f}",
            f"{_most(each):,.0f}",
        )
        for each, cost in zip(sized, costs, strict=True)
    ]  # fmt: skip
    names = ("customers", "outputs", "seconds", "CPU seconds", "CPU ms/customer", "beyond start-up", "MiB at most")
    show_grid(f"Cold, {JOBS} jobs, the whole site; start-up takes {start_up:.2f} s CPU", names, lines)
    spread = (max(costs) / min(costs) - 1) * 100
    flat = FLAT if sized[0].customers >= 1000 and len(sized) > 1 else None
    grown = at_most("Cost of a customer beyond start-up, dearest over cheapest", spread, "%", flat)
    largest = sized[-1]
    what = f"Largest process of any build, {largest.customers:,} customers"
    memory = at_most(what, _most(largest), "MiB", MEMORY.get(largest.customers))
    notes = [
        "STUBBED in these cold builds: drawing, packing and writing cards; one small picture stands for all of them",
        "all else is real; where a card costs the same at any size, the spread with cards is smaller",
    ]
    show("Growth", [grown, memory], notes if pictures == "stub" else [])
