"""The documentation of the commands: each command and option is there, no other is, and its examples are true."""

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer

from badgesite.cli import app
from command import run

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


def test_the_examples_print_what_they_are_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers may differ: they are times, or grow with the starter site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    blocks = re.findall(r"^```console\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 9
    for command, said in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE):
        assert without_numbers(printed_by(command)) == without_numbers(said), command


def printed_by(command: str) -> str:
    """Return what a line prints in a shell; our own commands run in this process, which starts but once."""
    line, is_quiet, _ = command.partition(" 2>/dev/null")
    program, *arguments = shlex.split(line)
    if program == "badgesite":
        ran = run(*arguments)
        assert is_quiet or not (ran.out and ran.err), "in which order?"
        return ran.out if is_quiet else ran.out + ran.err
    return subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def without_numbers(text: str) -> str:
    return re.sub(r" *\d[\d.,]*", " N", text)
