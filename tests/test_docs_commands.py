"""The documentation of the commands: each command and option is there, no other is, and its examples are true."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from badgesite.cli import app

TEXT = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")
PROGRAM: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = PROGRAM.commands
SECTIONS = dict(re.findall(r"^## `badgesite (\w+)`\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE))


def documented(section: str) -> set[str]:
    """Return the first column of a section's table."""
    return set(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE))


def options_of(command: Any) -> set[str]:
    """Return the options and arguments of a command, as its help names them."""
    options = {name for each in command.params if each.param_type_name == "option" for name in each.opts}
    return options | {
        each.metavar or each.name.upper() for each in command.params if each.param_type_name == "argument"
    }


def test_every_command_is_documented_and_no_other() -> None:
    assert SECTIONS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    assert documented(SECTIONS[name]) == options_of(COMMANDS[name])


def test_the_options_before_a_command_are_documented() -> None:
    assert documented(TEXT.partition("\n## ")[0]) == {*options_of(PROGRAM), "--help"}


def test_the_examples_print_what_they_are_said_to(tmp_path: Path) -> None:
    """Numbers may differ: they are times, or grow with the starter site."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    blocks = re.findall(r"^```console\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 9
    for command, said in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert without_numbers(done.stdout) == without_numbers(said), command


def without_numbers(text: str) -> str:
    return re.sub(r" *\d[\d.,]*", " N", text)
