"""The rooms of the program import one way only, and each has a word that says what lives there."""

import ast
import graphlib
from pathlib import Path

import pytest

import badgesite

ROOMS = ("errors", "model", "content", "awards", "theme", "art", "pages", "build", "serve", "tools", "cli")
"""From left to right: a room may import itself and those to its left."""
NO_ROOMS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "misc", "lib"}
PACKAGE = Path(badgesite.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    """Return the dotted name of a file of the package."""
    steps = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


MODULES = {module_of(file): file.read_text("utf-8") for file in FILES}


def imports_of(source: str) -> set[str]:
    """Return every module of the package that a source imports, wherever in the source that happens."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (below & MODULES.keys()) or {node.module or ""}
    return {name for name in names if name.split(".")[0] == "badgesite"}


def room_of(module: str) -> str:
    """Return the room of a module; the package itself, with its version, belongs to none."""
    return module.split(".")[1] if "." in module else ""


def test_imports_are_found_wherever_they_stand() -> None:
    source = "import json\ndef later():\n    from badgesite.build.story import build\n    import badgesite.cli\n"
    assert imports_of(source) == {"badgesite.build.story", "badgesite.cli"}
    assert imports_of("from badgesite import __version__, tools") == {"badgesite.tools"}


def test_every_module_lives_in_a_room_and_every_room_is_there() -> None:
    assert {room_of(module) for module in MODULES} - {""} == set(ROOMS)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_room_imports_only_rooms_to_its_left(module: str) -> None:
    room = room_of(module)
    allowed = {"", *ROOMS[: ROOMS.index(room) + 1]} if room else {""}
    assert {name for name in imports_of(MODULES[module]) if room_of(name) not in allowed} == set()


def test_no_module_imports_itself_over_others() -> None:
    """A circle is a design error, also inside a room, and also where an import inside a function hides it."""
    graph = {module: imports_of(source) for module, source in MODULES.items()}
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert set(order) == graph.keys()


def test_no_module_has_a_name_that_says_nothing() -> None:
    steps = {step for file in FILES for step in file.relative_to(PACKAGE).with_suffix("").parts}
    assert steps & NO_ROOMS == set()
