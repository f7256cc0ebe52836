"""Building sites, and reading what was built."""

import datetime
import fcntl
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from badgesite.build.order import Order, Report
from badgesite.build.unchanged import build_if_changed
from badgesite.content.scan import is_settled, stamp_of

REPOSITORY = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 22)
"""The day that the demo is told on."""


def build_site(
    site: Path, out: Path | None = None, *, jobs: int = 1, base_url: str | None = None, is_verifying: bool = False
) -> Report:
    """Build the site of a folder into its `public/`, or elsewhere."""
    return build_if_changed(Order(site, out or site / "public", TODAY, base_url, jobs, is_verifying))


def let_settle(site: Path) -> None:
    """Wait until no file of content can change any more within the tick of the clock in which it was written."""
    files = [file.stat() for file in (site / "content").rglob("*")]
    while not all(is_settled(stamp_of(facts), time.time_ns()) for facts in files):
        time.sleep(0.01)


def forget(site: Path) -> None:
    """Make a site one that was not yet built, but keep what takes long to draw: workers share it in no other way."""
    shutil.rmtree(site / "public")
    for path in (site / ".badgesite").iterdir():
        if path.is_file():
            path.unlink()


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file by its path from the folder; links are not followed."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in _files(folder)}


def look_at(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of every file by its path: what must not change when a build is refused."""
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns) for file in _files(folder)
    }


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def build_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder that `make` filled, once in a run of the tests, also when several processes share the run."""
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "finished").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / "finished").touch()
    return folder
