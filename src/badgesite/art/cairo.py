"""The one place where the drawing library is loaded, so that its absence is explained and not a traceback."""

import importlib
from pathlib import Path
from typing import Any

from badgesite.errors import MissingLibrary

HOW_TO_INSTALL = (
    "the library cairo, which draws the cards, is not installed; install it with the line for this computer:\n"
    "  Debian, Ubuntu:  apt-get install libcairo2\n"
    "  Fedora:          dnf install cairo\n"
    "  macOS:           brew install cairo"
)


class _Cairo:
    """The package that draws, loaded when it is first asked for something: it takes long, and reading needs none."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(load_cairo(), name)
        setattr(self, name, found)  # so that nobody comes here for it again
        return found


cairocffi: Any = _Cairo()


def load_cairo() -> Any:
    """Return the package that draws, loaded now."""
    return _load("cairocffi")


def load_cairosvg() -> Any:
    """Return the package that draws SVG, loaded only now: a build may find all its drawings made."""
    return _load("cairosvg")


def _load(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except OSError as error:
        raise MissingLibrary(HOW_TO_INSTALL) from error


def find_library() -> str:
    """Return the file of the library that draws; empty where the system does not tell."""
    load_cairo()
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    paths = (line.split(maxsplit=5)[-1] for line in lines if "libcairo.so" in line)
    return next(paths, "")
