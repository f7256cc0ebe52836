"""`badgesite gallery`: contact sheets with every medallion at each size, and a clear word where that cannot be."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from badgesite.theme.find import built_in_themes
from command import run
from sites import SITE, write_site

BADGES = """\
-- content/badges/all.yaml --
- {id: one, name: One, icon: coffee, shape: leaf}
- {id: two, name: Two, text: "2"}
"""
LEAF = "M256 26C400 26 470 130 470 256C470 400 380 470 256 470C130 470 42 400 42 256L42 26Z"
ROUND = "M42 256A214 214 0 0 1 470 256A214 214 0 0 1 42 256Z"
THEME = f"""\
-- themes/bare/theme.yaml --
options: {{accent: {{default: "#2f7d4f", about: "The colour."}}}}
-- themes/bare/shapes/leaf.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="{LEAF}"/></svg>
-- themes/bare/shapes/circle.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="{ROUND}"/></svg>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose theme has two shapes."""
    write_site(
        tmp_path, f"{SITE}theme: bare\ntiers: {{copper: {{label: Copper, color: '#b87333'}}}}\n{BADGES}{THEME}"
    )
    for part in ("cards", "templates", "strings"):
        shutil.copytree(built_in_themes() / "default" / part, tmp_path / "themes" / "bare" / part)
    return tmp_path


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_there_is_a_sheet_of_the_badges_and_one_of_each_shape(site: Path) -> None:
    ran = run("gallery", site / "sheets" / "now", "--site", site)
    files = [site / "sheets" / "now" / f"{name}.png" for name in ("badges", "shape-circle", "shape-leaf")]
    assert (ran.code, ran.err, ran.out.split()) == (0, "", [str(file) for file in files])
    sizes = [size_of(file) for file in files]
    assert sizes[1] == sizes[2]
    # Five tiers and none, in rows of three states, beside one row of badges.
    assert sizes[1] == (sizes[0][0], 6 * sizes[0][1])


def test_every_cell_holds_a_medallion_on_light_and_on_dark(site: Path) -> None:
    run("gallery", site / "sheets", "--site", site)
    with Image.open(site / "sheets" / "shape-leaf.png") as sheet:
        width, height = sheet.width // 3, sheet.height // 6
        for at in range(18):
            left, top = at % 3 * width, at // 3 * height
            cell = sheet.convert("RGB").crop((left, top, left + width, top + height))
            for box in ((24, 24, 536, 536), (560, 48, 688, 176), (608, 214, 640, 246), (560, 304, 688, 432)):
                assert len(cell.crop(box).getcolors(1 << 20) or ()) > 20, (at, box)


def test_a_file_in_its_place_is_not_replaced(site: Path) -> None:
    (site / "sheets").write_text("mine")
    ran = run("gallery", site / "sheets", "--site", site)
    assert ran.code == 2
    assert "choose a folder" in ran.err
    assert (site / "sheets").read_text() == "mine"


def test_problems_of_the_content_are_told(site: Path) -> None:
    write_site(site, "-- content/badges/wrong.yaml --\nname: Wrong\nicon: coffe\n")
    ran = run("gallery", site / "sheets", "--site", site)
    assert ran.code == 1
    assert "there is no icon “coffe”" in ran.err
    assert not (site / "sheets").exists()
