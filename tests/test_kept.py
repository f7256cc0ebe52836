"""What took long to draw is kept for other processes, and never shows in a card: it only saves time."""

import dataclasses
import hashlib
import shutil
from pathlib import Path

import pytest
from PIL import Image

from badgesite.art import kept, sheet
from badgesite.art.card import draw_card
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.studio import Studio
from badgesite.errors import Problem
from badgesite.theme.find import Theme, find_theme

THEME = find_theme("default", Path("/nowhere"), Problem("content/site.yaml", 1, 1, "", ""))
TIERS = (None, "bronze", "silver", "gold", "platinum")
ROW = tuple(MedallionLook("hexagon", "#1f6feb", tier=tier, icon="coffee", ribbon="2") for tier in TIERS)
LOOKS = (
    CardLook("profile", (("name", "Ada"), ("line", "Ten orders")), ROW, 2, 0.4),
    CardLook("award", (("name", "Ada"), ("title", "Regular")), ROW[3:4]),
    CardLook("profile", (("name", "Ada \N{SPARKLES}"),), ROW[:2]),
)


def open_studio(site: Path, theme: Theme = THEME, code: str = "1") -> Studio:
    return Studio(theme, "#1f6feb", site, kept_in=site / "drawn", code=code)


def draw_all(studio: Studio) -> list[bytes]:
    return [draw_card(look, studio).png for look in LOOKS]


@pytest.fixture(scope="module")
def plain() -> list[bytes]:
    return draw_all(Studio(THEME, "#1f6feb", Path("/nowhere")))


def refuse(*_: object) -> None:
    raise AssertionError("it was drawn again")


def test_cards_are_the_same_whether_their_parts_are_drawn_or_were_kept(
    tmp_path: Path, plain: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert draw_all(open_studio(tmp_path)) == plain
    monkeypatch.setattr(sheet, "draw_svg", refuse)
    assert draw_all(open_studio(tmp_path)) == plain


def test_damaged_pictures_are_drawn_anew_and_kept_again(
    tmp_path: Path, plain: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_all(open_studio(tmp_path))
    for number, file in enumerate(sorted((tmp_path / "drawn").iterdir())):
        data = bytearray(file.read_bytes())
        data[len(data) * (number % 5) // 5] ^= 1
        file.write_bytes(data[: len(data) - number % 2])
    assert draw_all(open_studio(tmp_path)) == plain
    monkeypatch.setattr(sheet, "draw_svg", refuse)
    assert draw_all(open_studio(tmp_path)) == plain


def test_cards_are_drawn_where_nothing_can_be_kept(tmp_path: Path, plain: list[bytes]) -> None:
    (tmp_path / "drawn").write_text("a file stands in the way")
    assert draw_all(open_studio(tmp_path)) == plain
    assert draw_all(open_studio(tmp_path / "nowhere")) == plain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drawn"]


def test_what_other_code_or_another_theme_drew_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_all(open_studio(tmp_path))
    other = shutil.copytree(THEME.folders[0], tmp_path / "other")
    (other / "cards" / "profile.svg").write_bytes((other / "cards" / "profile.svg").read_bytes() + b"\n")
    monkeypatch.setattr(sheet, "draw_svg", refuse)
    for studio in (
        open_studio(tmp_path, code="2"),
        open_studio(tmp_path, dataclasses.replace(THEME, folders=(other,))),
    ):
        with pytest.raises(AssertionError, match="drawn again"):
            draw_all(studio)


def test_no_more_is_kept_than_there_are_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PLACES", {"sheet": 1, "medallion": 2, "finding": 1})
    expected = draw_all(open_studio(tmp_path))
    names = sorted(file.name for file in (tmp_path / "drawn").iterdir())
    assert names == ["finding-0", "medallion-0", "medallion-1", "sheet-0"]
    monkeypatch.setattr(kept, "LARGEST", 10)
    shutil.rmtree(tmp_path / "drawn")
    assert draw_all(open_studio(tmp_path)) == expected
    assert not list((tmp_path / "drawn").glob("sheet*"))


def test_what_was_drawn_from_a_file_that_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 40), "#336699").save(logo)
    was = hashlib.sha256(logo.read_bytes()).hexdigest()
    look = CardLook("award", (("name", "Ada"),), ROW[:1], logo=Picture("logo.png", was))
    right = draw_card(look, Studio(THEME, "#1f6feb", tmp_path)).png
    before = logo.read_bytes()
    Image.new("RGB", (40, 40), "#cc3311").save(logo)
    wrong = draw_card(look, open_studio(tmp_path)).png
    logo.write_bytes(before)
    assert draw_card(look, open_studio(tmp_path)).png == right != wrong
