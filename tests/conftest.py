"""Sites that several tests look at, each built once; no test may write into them."""

import shutil
from pathlib import Path

import pytest

from built import REPOSITORY, build_once, build_site


def _build_demo(folder: Path) -> None:
    shutil.copytree(REPOSITORY / "content", folder / "content")
    build_site(folder, jobs=2)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the demo."""
    return build_once(tmp_path_factory, "demo", _build_demo) / "public"
