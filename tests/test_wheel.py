"""The packed program works by itself: installed from a wheel, used outside of the repository."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import badgesite
from built import REPOSITORY
from webpage import read_page


def call(*arguments: object, cwd: Path) -> str:
    """Run a program in an environment that knows nothing of the repository, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(
        [*map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=REPOSITORY)
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment in which the wheel is installed beside the parts that it needs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    call(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel,
         cwd=folder)  # fmt: skip
    ours = next((folder / "lib").glob("python*/site-packages"))
    (ours / "parts.pth").write_text(sysconfig.get_path("purelib") + "\n" + sysconfig.get_path("platlib") + "\n")
    place = call(python, "-c", "import badgesite; print(badgesite.__file__)", cwd=folder).strip()
    assert Path(place).is_relative_to(ours)
    return folder / "bin" / "badgesite"


def test_the_wheel_holds_the_program_with_its_theme_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    package = Path(badgesite.__file__).parent
    wanted = {f"badgesite/{file.relative_to(package).as_posix()}" for file in package.rglob("*") if file.is_file()}
    themes = REPOSITORY / "themes"
    wanted |= {
        f"badgesite/themes/{file.relative_to(themes).as_posix()}" for file in themes.rglob("*") if file.is_file()
    }
    wanted = {name for name in wanted if "__pycache__" not in name}
    assert {name for name in names if ".dist-info/" not in name} == wanted
    assert {"badgesite/py.typed", "badgesite/themes/default/theme.yaml"} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_init_and_build_work_from_an_installed_wheel(program: Path, tmp_path: Path) -> None:
    call(program, "init", "club", cwd=tmp_path)
    printed = call(program, "build", "--site", "club", "--jobs", "2", cwd=tmp_path)
    assert printed.startswith("club/public: ")
    page = read_page((tmp_path / "club" / "public" / "index.html").read_text("utf-8"))
    assert page.faults == ()
    sheets = [tmp_path / "club" / "public" / sheet for sheet in page.links("stylesheet")]
    assert sheets and all(sheet.is_file() for sheet in sheets)
    assert (tmp_path / "club" / "public" / "card.png").read_bytes().startswith(b"\x89PNG")
    assert call(program, "--version", cwd=tmp_path) == f"badgesite {badgesite.__version__}\n"
