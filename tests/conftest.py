"""Sites that several tests look at, each built once; no test may write into a shared one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from built import REPOSITORY, build_once, build_site
from drawings import share_drawings
from hostile_site import hostile_site
from serving import LIMIT
from sites import write_site
from small_site import SMALL

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REMEDY = "no browser to test with: apt-get install chromium (Debian), dnf install chromium, brew install chromium"

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def _build_demo(folder: Path) -> None:
    shutil.copytree(REPOSITORY / "content", folder / "content")
    build_site(folder, jobs=2)


def _build_small(folder: Path) -> None:
    build_site(write_site(folder, SMALL))


def _build_hostile(folder: Path) -> None:
    build_site(write_site(folder, hostile_site()))


@pytest.fixture(scope="session", autouse=True)
def _shared_drawings() -> Iterator[None]:
    """What one site had drawn is at hand for the next; it shows in no output."""
    with share_drawings():
        yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, built; its output is in `public/`."""
    return build_once(tmp_path_factory, "demo", _build_demo)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, built; only to be looked at and copied."""
    return build_once(tmp_path_factory, "small", _build_small)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of hostile names, built."""
    return build_once(tmp_path_factory, "hostile", _build_hostile)


@pytest.fixture
def site(small: Path, tmp_path: Path) -> Path:
    """A copy of the small site, built, to be changed."""
    return shutil.copytree(small, tmp_path / "site", ignore=shutil.ignore_patterns("finished"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        pytest.fail(REMEDY)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        expect.set_options(timeout=LIMIT * 1000)
        yield chromium
        chromium.close()
