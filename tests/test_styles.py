"""Style sheets are published without what only their authors read, and mean the same."""

from pathlib import Path

import pytest

from badgesite.errors import Problem
from badgesite.theme.assets import read_theme_asset
from badgesite.theme.find import find_theme
from sites import write_site


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("/* ours */\n.a  >  .b {\n  color : red ;\n}\n", ".a>.b{color:red}"),
        (".a :hover,\n.b { margin: calc(1px + 2px) -1px }", ".a :hover,.b{margin:calc(1px + 2px) -1px}"),
        (".a /* x */ .b { content: \"/* ; */ , c\" }", ".a .b{content:\"/* ; */ , c\"}"),
        (".a::before { content: '\\'; ' } /* ** end ***/", ".a::before{content:'\\'; '}"),
        ("@media (scripting: none) { .a { --x: 1px 2px } }", "@media (scripting:none){.a{--x:1px 2px}}"),
        ("/*! by us */ .a { b: c }", "/*! by us */.a{b:c}"),
        (".a0 { margin: 0.5rem -0.1em 10.5px 0 }", ".a0{margin:0.5rem -0.1em 10.5px 0}"),
        (".a { background: url(#0.5), calc(1px - 0.5em); ; }", ".a{background:url(\"#0.5\"),calc(1px - 0.5em)}"),
    ],
)  # fmt: skip
def test_only_what_means_nothing_is_left_out(tmp_path: Path, written: str, published: str) -> None:
    """A space between selectors or beside a sign can mean something, and all that stands in quotes does."""
    write_site(tmp_path, f"-- themes/own/theme.yaml --\nextends: default\n-- themes/own/assets/own.css --\n{written}")
    theme = find_theme("own", tmp_path, Problem("", 1, 1, "", ""))
    assert read_theme_asset(theme, "own.css").decode() == published
