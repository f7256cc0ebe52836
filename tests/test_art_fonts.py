"""Fonts of a theme and of a site: where they are found, how a slot names one, and what is told of those that fail."""

import shutil
from pathlib import Path

import font_source_sans_pro
import pytest

from badgesite.art.fonts import Fonts, check_font
from badgesite.art.slots import Canvas, TextSlot, read_card
from badgesite.art.studio import Studio, font_files
from badgesite.art.svg import read_svg
from badgesite.art.system import SystemFonts
from badgesite.art.text import set_text
from badgesite.build.prepare import prepare
from badgesite.content.scan import scan
from badgesite.errors import Problem, ProblemsFound
from badgesite.theme.find import find_theme
from sites import SITE, write_site

PLACE = Problem("content/site.yaml", 1, 1, "", "")
THEME = find_theme("default", Path("/nowhere"), PLACE)
RECT = '<rect data-slot="name" x="10" y="20" width="300" height="80" font-size="40"'
LIGHT = Path(font_source_sans_pro.font_directory) / "SourceSansPro-Light.ttf"


def test_the_sites_fonts_are_found_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "fonts"
    folder.mkdir(parents=True)
    shutil.copy(LIGHT, folder / "Brand.ttf")
    (folder / "Broken.otf").write_bytes(b"nothing of a font")
    (folder / "LICENSE.txt").write_text("free")
    assert font_files(tmp_path) == ("assets/fonts/Brand.ttf", "assets/fonts/Broken.otf")
    assert check_font(folder / "Brand.ttf", PLACE) is None
    problem = check_font(folder / "Broken.otf", PLACE)
    assert problem is not None and "Broken.otf is no font" in problem.what
    own = Studio(THEME, "#1f6feb", tmp_path, ["assets/fonts/Brand.ttf"])
    assert own.fingerprint(["Ada"]) != Studio(THEME, "#1f6feb", tmp_path).fingerprint(["Ada"])


@pytest.mark.parametrize("folder", ["themes/own/fonts", "content/assets/fonts/brand"])
def test_a_slot_names_its_font(tmp_path: Path, folder: str) -> None:
    """It comes from the theme or from the site, below their folders of fonts; what it lacks is drawn as ever."""
    slot = RECT + " font-family=\"'source sans pro LIGHT', serif\"/>"
    site = write_site(
        tmp_path,
        SITE
        + f"""\
theme: own
-- themes/own/theme.yaml --
extends: default
-- themes/own/cards/profile.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">{slot}</svg>
""",
    )
    plain = studio_of(site).fingerprint(["Ada"])
    (site / folder).mkdir(parents=True)
    shutil.copy(LIGHT, site / folder / "Brand.ttf")
    own = studio_of(site)
    assert own.fingerprint(["Ada"]) != plain
    (name,) = own.card("profile").slots
    assert isinstance(name, TextSlot)
    faces = [glyph.face for line in set_text("Ada 佐", name.box, own.shaper).lines for glyph in line.line.glyphs]
    assert [face.weight for face in faces[:4]] == [300, 300, 300, 300] and len(faces) in (4, 5)
    prepare(site, scan(site))


def studio_of(site: Path) -> Studio:
    theme = find_theme("own", site, PLACE)
    return Studio(theme, "#1f6feb", site / "content", font_files(site / "content"))


def test_a_font_that_only_this_computer_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the card would look different, so it is to lie beside the site."""
    monkeypatch.setattr(SystemFonts, "find_family", lambda self, family: Path("/fonts/Grand.ttf"))
    slot = f'{RECT} font-family="Grand: Old-Style"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">{slot}</svg>'
    with pytest.raises(ProblemsFound) as raised:
        read_card(read_svg(svg.encode(), "x.svg"), {}, Canvas(1200, 630, ()), Fonts())
    (problem,) = raised.value.problems
    assert problem.remedy.startswith("this computer has it; copy /fonts/Grand.ttf into content/assets/fonts/")


def test_a_font_of_the_system_is_found_by_its_name() -> None:
    offers = SystemFonts().offers(400, "en")
    file = SystemFonts().find_family("DejaVu Sans") if offers else None
    assert file is None or file.is_file()
    assert SystemFonts().find_family("Nobody: Has, This-One") is None


def test_a_themes_broken_font_is_told(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        SITE + "theme: own\n-- themes/own/theme.yaml --\nextends: default\n-- themes/own/fonts/A.ttf --\nnothing\n",
    )
    with pytest.raises(ProblemsFound) as raised:
        prepare(site, scan(site))
    (problem,) = raised.value.problems
    assert problem.path.endswith("own/fonts/A.ttf") and "is no font" in problem.what
