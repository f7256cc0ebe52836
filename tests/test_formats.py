"""Further formats of an award's picture: made only where they are wanted, only for awards that hold."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from badgesite.errors import ProblemsFound
from built import build_site
from sites import problems_of, write_site

SITE = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
{formats}-- content/badges/all.yaml --
- {{id: first, name: First Cup, text: "1"}}
- {{id: lost, name: Lost Cup, text: "0"}}
-- content/customers/ada.yaml --
name: Ada Lovelace
awards:
  - {{badge: first, date: 2024-01-02}}
  - {{badge: lost, date: 2024-01-02, revoked: 2024-02-03}}
"""
BARE_CARD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">\n<g/>\n</svg>\n'


def pictures(out: Path) -> set[str]:
    return {file.relative_to(out / "c" / "ada").as_posix() for file in (out / "c" / "ada").rglob("*.png")}


def test_without_the_setting_there_are_none(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, SITE.format(formats="")))
    assert pictures(tmp_path / "public") == {"card.png", "first/card.png", "lost/card.png"}
    page = (tmp_path / "public/c/ada/first/index.html").read_text("utf-8")
    assert re.findall('download="(.*?)"', page) == ["first.svg", "first.png"]


def test_each_award_that_holds_has_them_and_its_page_offers_them(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, SITE.format(formats="formats: [square, story]\n")))
    out = tmp_path / "public"
    assert pictures(out) == {"card.png", "first/card.png", "lost/card.png", "first/square.png", "first/story.png"}
    sizes = {name: Image.open(io.BytesIO((out / f"c/ada/first/{name}.png").read_bytes())).size
             for name in ("square", "story")}  # fmt: skip
    assert sizes == {"square": (1080, 1080), "story": (1080, 1920)}
    page = (out / "c/ada/first/index.html").read_text("utf-8")
    assert all(f'download="first-{name}.png"' in page for name in sizes)
    assert "download=" not in (out / "c/ada/lost/index.html").read_text("utf-8")


def test_turning_one_off_removes_it_and_renders_its_page_alone(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, SITE.format(formats="formats: [square, story]\n")))
    write_site(tmp_path, SITE.format(formats="formats: [story]\n"))
    report = build_site(tmp_path)
    assert report.deleted == ("c/ada/first/square.png",)
    assert report.rendered == ("c/ada/first/index.html",)


def test_a_format_that_there_is_not_is_told(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, SITE.format(formats="formats: [round]\n"))
    assert problem.startswith("content/site.yaml:3:")
    assert "square" in problem


@pytest.mark.parametrize(("formats", "is_wrong"), [("formats: [square]\n", True), ("", False)])
def test_a_themes_drawing_of_a_format_is_checked_where_it_is_used(
    tmp_path: Path, formats: str, is_wrong: bool
) -> None:
    theme = f"-- themes/mine/theme.yaml --\nextends: default\n-- themes/mine/cards/award-square.svg --\n{BARE_CARD}"
    write_site(tmp_path, SITE.format(formats=f"{formats}theme: mine\n") + theme)
    if not is_wrong:
        build_site(tmp_path)
        return
    with pytest.raises(ProblemsFound, match=r"award-square\.svg:1:\d+: this card lacks the slot name"):
        build_site(tmp_path)
