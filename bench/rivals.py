"""The same pages by a plain script and by Hugo, beside badgesite."""

import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from builds import HERE, JOBS, Wishes, build_cold, expect, make_site, put_aside, say
from figures import Row, at_least, at_most, show
from hugo import install_hugo, make_hugo_site
from measure import Used, read_head, read_words, run

COMPARED = 10_000  # customers, or fewer if no size is as large
SAMPLE = 300  # customers that the plain script gets
TURNS = 5
WHOLE = 1000  # customers whose every page and card is made


def compared(wishes: Wishes) -> int:
    """Return how many customers the comparisons have."""
    return min(COMPARED, max(wishes.sizes))


def show_plain(wishes: Wishes) -> None:
    """Measure profiles and cards beside the plain script."""
    count = compared(wishes)
    site = make_site("real", min(WHOLE, count), wishes)
    say("building all of it, with every card")
    whole = build_cold(site)
    sample = min(SAMPLE, count)
    say(f"running the plain script on {sample} of them")
    idle, busy = (run_plain(site, number) for number in (0, sample))
    site = make_site("pair", count, wishes)
    say("building profiles and their cards alone")
    ours = build_cold(site, BENCH_KEEP="pair")
    expect(ours, 2 * count)
    plain = scale(idle, busy, count / sample)
    show(
        f"Cold, {count:,} customers, a profile and its card each: {2 * count:,} files by both",
        [
            *_both_rows(f"badgesite, {JOBS} jobs", ours.used.cpu, ours.used.seconds),
            *_both_rows("plain script, one process", plain.cpu, plain.seconds),
            at_least("times as fast, in seconds of CPU", plain.cpu / ours.used.cpu, _at_full(count, 12)),
            Row("times as fast, by the clock", f"{plain.seconds / ours.used.seconds:.2f} ×"),
            Row(
                f"badgesite, whole site of {min(WHOLE, count):,}: {whole.rendered:,} files",
                _each(whole.used, whole.rendered),
            ),
            Row(f"plain script: {2 * sample:,} files", _each(scale(idle, busy, 1), 2 * sample)),
        ],
        [
            f"the plain script did {sample} customers; what these took beyond its start-up is scaled to {count:,}",
            "badgesite left out every other page and picture here, by bench/partial.py; the whole site has them all",
            f"its pages say the same as badgesite's: all {sample} were compared",
        ],
    )


def run_plain(site: Path, count: int) -> Used:
    """Run the plain script on so many customers of a finished site; raises RuntimeError if its pages say less."""
    out = site / "plain"
    medallions = site / "public" / "badges"
    used = run([sys.executable, HERE / "plain.py", site, medallions, out, "--customers", str(count)])
    compare_pages(site / "public", out, count)
    return used


def scale(idle: Used, busy: Used, times: float) -> Used:
    """Return what so many times the work would take, with start-up once."""
    cpu, seconds = ((getattr(busy, name) - getattr(idle, name)) * times for name in ("cpu", "seconds"))
    return Used(idle.seconds + seconds, idle.cpu + cpu, busy.memory, "")


def show_hugo(wishes: Wishes) -> None:
    """Measure profiles without cards beside Hugo."""
    binary, count = install_hugo(), compared(wishes)
    site = make_site("pages", count, wishes)
    folder = site / "hugo"
    make_hugo_site(site, folder)
    say(f"building profiles alone and by Hugo, in turn, {TURNS} times")
    turns = [(build_cold(site, BENCH_KEEP="page"), run_hugo(binary, folder)) for _ in range(TURNS)]
    for built, _ in turns:
        expect(built, count)
    ours, theirs = median([built.used for built, _ in turns]), median([used for _, used in turns])
    compare_pages(site / "public", folder / "public", count)
    say("building profiles alone, stage by stage")
    stages = run([sys.executable, HERE / "stages.py", site]).printed
    sizes = [
        sum(file.stat().st_size for file in top.glob("c/*/*.html")) for top in (site / "public", folder / "public")
    ]
    version = run([binary, "version"]).printed.split()[1].partition("-")[0]
    show(
        f"Cold, {count:,} profiles without cards, beside Hugo {version}",
        [
            *_both_rows(f"badgesite, {JOBS} jobs", ours.cpu, ours.seconds),
            *_both_rows("Hugo, all processors", theirs.cpu, theirs.seconds),
            Row("badgesite, CPU a profile", f"{ours.cpu / count * 1000:.2f} ms"),
            Row("Hugo, CPU a profile", f"{theirs.cpu / count * 1000:.2f} ms"),
            at_most(
                "badgesite's time by the clock, in Hugo's",
                ours.seconds / theirs.seconds,
                "×",
                _at_full(count, 1),
            ),
            at_most("badgesite's seconds of CPU, in Hugo's", ours.cpu / theirs.cpu, "×", _at_full(count, 1)),
        ],
        [
            f"medians of {TURNS} builds by each, in turn",
            "Hugo is given awards and goals ready-made in the front matter: it cannot reckon them",
            "badgesite left out every other page and picture here, by bench/partial.py",
            f"both say the same on all pages, in {sizes[0] / count:,.0f} and {sizes[1] / count:,.0f} bytes each",
        ],
    )
    print(stages, end="", flush=True)


def run_hugo(binary: Path, folder: Path) -> Used:
    """Run Hugo on a site of its own, from nothing."""
    put_aside(folder, "public", "resources")
    return run([binary, "--source", folder, "--quiet"])


def median(used: Sequence[Used]) -> Used:
    """Return the medians of what was used, each of its own."""
    seconds, cpu, memory = (
        statistics.median(getattr(each, name) for each in used) for name in ("seconds", "cpu", "memory")
    )
    return Used(seconds, cpu, memory, "")


def compare_pages(ours: Path, theirs: Path, count: int) -> None:
    """Raise RuntimeError unless there are so many pages of theirs, each with the words and the head of ours."""
    pages = sorted(theirs.glob("c/*/index.html"))
    if len(pages) != count:
        raise RuntimeError(f"{theirs} holds {len(pages)} pages instead of {count}")
    for page in pages:
        own = ours / page.relative_to(theirs)
        if read_words(page) != read_words(own) or read_head(page) != read_head(own):
            raise RuntimeError(f"{page} says something else than {own}")


def _at_full(count: int, budget: float) -> float | None:
    """Return a budget, which is one of so many customers and of no fewer."""
    return budget if count == COMPARED else None


def _both_rows(who: str, cpu: float, seconds: float) -> Iterator[Row]:
    yield Row(who, f"{cpu:,.1f} s CPU")
    yield Row(f"{who}, by the clock", f"{seconds:,.1f} s")


def _each(used: Used, count: int) -> str:
    return f"{used.cpu / count * 1000:.2f} ms each"
