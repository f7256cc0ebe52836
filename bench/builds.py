"""Building a made-up site, whole or in part, in processes of its own."""

import compileall
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import badgesite
from make_site import TODAY, Activity
from measure import Used, run

Pictures = Literal["stub", "real"]
Part = Literal["sizes", "plain", "hugo"]

HERE = Path(__file__).parent
BADGESITE = (sys.executable, "-c", "from badgesite.cli import main; main()")
PARTIAL = (sys.executable, HERE / "partial.py")
JOBS = 2
MADE = ("public", ".badgesite")  # by builds, in the folder of a site


class Wishes(NamedTuple):
    """What is to be measured."""

    sizes: tuple[int, ...]
    pictures: Pictures
    activity: Activity
    folder: Path
    """Where the sites are made; all stay there until everything is measured (`put_aside` tells why)."""
    parts: tuple[Part, ...]


class Built(NamedTuple):
    """What a build took, and what it says it did."""

    used: Used
    rendered: int


def compile_code() -> None:
    """Compile badgesite, as pip does when it installs: in a checkout each process may have to do it."""
    compileall.compile_dir(Path(badgesite.__file__).parent, quiet=1)


def make_site(name: str, count: int, wishes: Wishes) -> Path:
    """Write a site and return its folder."""
    site = wishes.folder / name
    say(f"writing a site of {count:,} customers into {site}")
    if site.exists():
        sys.exit(f"{site} is there already: move it away, or choose another folder with --keep")
    run([sys.executable, HERE / "make_site.py", site, "--customers", str(count), "--activity", wishes.activity])
    return site


def build(
    site: Path, program: Sequence[str | Path] = BADGESITE, environment: Mapping[str, str] | None = None
) -> Built:
    """Build the site as its keeper would."""
    options = ("--site", site, "--today", str(TODAY), "--jobs", str(JOBS), "--json")
    used = run([*program, "build", *options], environment)
    return Built(used, json.loads(used.printed)["rendered"])


def build_cold(site: Path, **left_out: str) -> Built:
    """Build the site from nothing; what is left out is told as `partial.py` wants it."""
    put_aside(site, *MADE)
    return build(site, PARTIAL, left_out) if left_out else build(site)


def put_aside(site: Path, *names: str) -> None:
    """Rename what an earlier build made, if anything: were it removed, whoever makes files next would take longer.

    For a minute and more ext4 gives none of the inodes to another file, and steps over each of them
    (`recently_deleted` in Linux's fs/ext4/ialloc.c).
    """
    for name in names:
        if (site / name).exists():
            (site / name).rename(tempfile.mkdtemp(prefix=f"{name}-", dir=site))


def expect(built: Built, count: int) -> None:
    """Raise RuntimeError if a build rendered another number of outputs: then bench/partial.py does not hold."""
    if built.rendered != count:
        raise RuntimeError(f"{built.rendered} outputs were rendered instead of {count}")


def say(text: str) -> None:
    """Tell on stderr what takes so long."""
    print(f"… {text}", file=sys.stderr, flush=True)
