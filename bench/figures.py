"""Figures beside their budgets, and what they were measured on."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

_PACKAGES = ("badgesite", "jinja2", "markdown", "pyyaml", "cairosvg", "pydantic")


class Row(NamedTuple):
    """A line of a table; without a budget the figure is for information."""

    what: str
    figure: str
    budget: str = ""
    verdict: str = ""


def at_most(what: str, value: float, unit: str, most: float | None) -> Row:
    """Return the row of a figure that must not be larger than its budget, if it has one."""
    row = Row(what, f"{_write(value)} {unit}")
    return row if most is None else _judge(row, f"≤ {most:g} {unit}", value <= most)


def at_least(what: str, times: float, least: float | None) -> Row:
    """Return the row of a ratio that must not be smaller than its budget, if it has one."""
    row = Row(what, f"{_write(times)} ×")
    return row if least is None else _judge(row, f"≥ {least:g} ×", times >= least)


def _judge(row: Row, budget: str, is_met: bool) -> Row:
    return row._replace(budget=budget, verdict="within" if is_met else "OVER" if "≤" in budget else "SHORT")


def _write(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def show(heading: str, rows: Iterable[Row], notes: Sequence[str] = ()) -> None:
    """Print a table, and under it what a reader has to know about it."""
    print(f"\n{heading}")
    for row in rows:
        print(f"  {row.what:<62}{row.figure:>14}   {row.budget:<12}{row.verdict}".rstrip())
    for note in notes:
        print(f"  ({note})")
    sys.stdout.flush()


def show_grid(heading: str, names: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Print a table of several columns."""
    print(f"\n{heading}")
    for line in (names, *lines):
        print("  " + "".join(f"{cell:>19}" for cell in line))
    sys.stdout.flush()


def describe_machine() -> str:
    """Return the versions of what is compared, the processors, and how busy they are already."""
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    load = f", load {os.getloadavg()[0]:.1f} before this began" if hasattr(os, "getloadavg") else ""
    machine = f"{os.cpu_count()} × {_processor()}{load}"
    return f"{packages}\nPython {platform.python_version()}, {platform.system()}, {machine}"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
