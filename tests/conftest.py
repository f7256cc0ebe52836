"""Sites that several tests look at, each built once; no test may write into a shared one."""

import shutil
from pathlib import Path

import pytest

from built import REPOSITORY, build_once, build_site
from hostile_site import hostile_site
from sites import write_site
from small_site import SMALL


def _build_demo(folder: Path) -> None:
    shutil.copytree(REPOSITORY / "content", folder / "content")
    build_site(folder, jobs=2)


def _build_small(folder: Path) -> None:
    build_site(write_site(folder, SMALL))


def _build_hostile(folder: Path) -> None:
    build_site(write_site(folder, hostile_site()))


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
