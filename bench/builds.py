"""Building a made-up site, whole or in part, in processes of its own."""

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from make_site import TODAY, Activity
from measure import Used, run

Pictures = Literal["stub", "real"]
Part = Literal["sizes", "plain", "hugo"]

HERE = Path(__file__).parent
BADGESITE = (sys.executable, "-c", "from badgesite.cli import main; main()")
PARTIAL = (sys.executable, HERE / "partial.py")
JOBS = 2


class Wishes(NamedTuple):
    """What is to be measured."""

    sizes: tuple[int, ...]
    pictures: Pictures
    activity: Activity
    keep: Path | None
    parts: tuple[Part, ...]


class Built(NamedTuple):
    """What a build took, and what it says it did."""

    used: Used
    rendered: int


@contextlib.contextmanager
def make_site(name: str, count: int, wishes: Wishes) -> Iterator[Path]:
    """Write a site, which goes when the block ends unless it is to be kept."""
    say(f"writing a site of {count:,} customers")
    with contextlib.ExitStack() as stack:
        if wishes.keep:
            site = wishes.keep / name
            if site.exists():
                sys.exit(f"{site} is there already: move it away, or choose another folder with --keep")
        else:
            site = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="badgesite-bench-")))
        wished = ("--customers", str(count), "--activity", wishes.activity)
        run([sys.executable, HERE / "make_site.py", site, *wished])
        yield site
        say("removing it" if not wishes.keep else f"kept in {site}")


def build(
    site: Path, program: Sequence[str | Path] = BADGESITE, environment: Mapping[str, str] | None = None
) -> Built:
    """Build the site as its keeper would."""
    options = ("--site", site, "--today", str(TODAY), "--jobs", str(JOBS), "--json")
    used = run([*program, "build", *options], environment)
    return Built(used, json.loads(used.printed)["rendered"])


def build_cold(site: Path, **left_out: str) -> Built:
    """Build the site from nothing; what is left out is told as `partial.py` wants it."""
    for folder in (site / "public", site / ".badgesite"):
        shutil.rmtree(folder, ignore_errors=True)
    return build(site, PARTIAL, left_out) if left_out else build(site)


def expect(built: Built, count: int) -> None:
    """Raise RuntimeError if a build rendered another number of outputs: then bench/partial.py does not hold."""
    if built.rendered != count:
        raise RuntimeError(f"{built.rendered} outputs were rendered instead of {count}")


def say(text: str) -> None:
    """Tell on stderr what takes so long."""
    print(f"… {text}", file=sys.stderr, flush=True)
