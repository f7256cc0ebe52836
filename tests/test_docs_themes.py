"""The documentation of themes: its example is a theme that works, and it names every template."""

import datetime
import re
from pathlib import Path
from typing import get_args

from PIL import Image

from badgesite.build.order import Order
from badgesite.build.story import build
from badgesite.errors import Problem
from badgesite.theme.find import find_theme
from badgesite.theme.options import Kind
from sites import SITE, write_site

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "themes.md").read_text("utf-8")
CONTENT = f"""\
{SITE}theme: spring
look: {{leaf: "#00aa00", stem: 0.5rem}}
-- content/badges/first.yaml --
name: First
shape: leaf
"""


def test_the_example_is_a_theme_that_works(tmp_path: Path) -> None:
    files = re.findall(r"^`(themes/\S+)`\n\n```\w+\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert {Path(path).parent.name for path, _ in files} == {
        "spring",
        "assets",
        "strings",
        "templates",
        "shapes",
        "cards",
    }
    write_site(tmp_path, CONTENT + "".join(f"-- {path} --\n{text}" for path, text in files))
    report = build(Order(tmp_path, tmp_path / "public", datetime.date(2026, 11, 22)))
    assert [problem for problem in report.problems if "themes" in problem.path] == []
    with Image.open(tmp_path / "public" / "card.png") as card:
        assert len(card.convert("RGB").crop((0, 0, 1200, 180)).getcolors() or ()) <= 4, "the theme's own, plain above"
    missing = (tmp_path / "public" / "404.html").read_text("utf-8")
    assert "<h1>Nothing grows here yet</h1>" in missing
    assert ">Our badges</a>" in missing
    styles = [Path(path).name for path in re.findall(r'rel="stylesheet" href="([^"]+)"', missing)]
    assert [name.split(".")[0] for name in styles] == ["style", "theme", "look"]
    look = (tmp_path / "public" / "assets" / styles[-1]).read_text("utf-8")
    assert all(
        each in look
        for each in ("--leaf: #00aa00;", "--stem: 0.5rem;", "--accent: #2f7d4f;", "--on-accent:", "--accent-text:")
    )


def test_every_template_is_named_and_no_other() -> None:
    folder = ROOT / "themes" / "default" / "templates"
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    (table,) = re.findall(r"^\| file \| page \|\n(.*?)\n\n", TEXT, re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"`([\w/-]+\.\w+)`", table)) == there


def test_every_option_of_the_built_in_theme_is_named_with_its_default_and_each_kind() -> None:
    place = Problem("content/site.yaml", 1, 1, "", "")
    options = find_theme("default", Path("/nowhere"), place).options
    (table,) = re.findall(r"^\| option \| what it is [^\n]*\n(.*?)\n\n", TEXT, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| `(\w+)` \|.*\| `([^`]+)` \|$", table, re.MULTILINE)
    assert dict(rows) == {name: option.default for name, option in options.items()}
    (kinds,) = re.findall(r"^\| `kind` \|[^\n]*\n(.*?)\n\n", TEXT, re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)`", kinds, re.MULTILINE)) == set(get_args(Kind))
