"""The theme `paper`: nothing of the program is wired to the look of `default`."""

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from badgesite.art.card import draw_card
from badgesite.art.colour import luminance
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.png import LARGEST
from badgesite.art.slots import CANVASES
from badgesite.art.studio import Studio, shape_names
from badgesite.errors import Problem
from badgesite.theme.find import built_in_themes, find_theme
from built import REPOSITORY, build_once, build_site

PAPER = find_theme("paper", Path("/nowhere"), Problem("content/site.yaml", 1, 1, "", ""))
OWN_SHAPES = {"stamp", "ticket", "cloud"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in the look of `paper`, each of whose shapes it uses, and its own option; without what is to share."""

    def make(folder: Path) -> None:
        shutil.copytree(REPOSITORY / "content", folder / "content")
        site = folder / "content" / "site.yaml"
        look = 'theme: paper\nlook:\n  stripe: "#2d6d5b"'
        text = site.read_text("utf-8").replace("theme: default\nlook:", look)
        site.write_text(text.replace("kit: [qr, embed]", "kit: []").replace("[square, story]", "[square]"), "utf-8")
        for records, shape in (("orders", "stamp"), ("visits", "ticket"), ("friends", "cloud")):
            file = folder / "content" / "badges" / f"{records}.yaml"
            file.write_text(re.sub(r"\bshape: \w+", f"shape: {shape}", file.read_text("utf-8")), "utf-8")
        assert [problem for problem in build_site(folder, jobs=2).problems if not problem.is_warning] == []

    return build_once(tmp_path_factory, "paper", make)


def test_the_demo_is_built_in_it(demo: Path) -> None:
    page = (demo / "public" / "index.html").read_text("utf-8")
    styles = re.findall(r'rel="stylesheet" href="assets/(\w+)\.\w+\.css"', page)
    assert styles == ["style", "paper", "look"]
    look = next((demo / "public" / "assets").glob("look.*.css")).read_text("utf-8")
    assert "--stripe: #2d6d5b;" in look


def test_every_card_of_the_demo_is_light_and_small(demo: Path) -> None:
    cards = [*(demo / "public").rglob("card.png"), *(demo / "public").rglob("s*re.png")]
    assert len(cards) > 200
    for card in cards:
        assert card.stat().st_size <= LARGEST, card
    for kind in ("card.png", "c/amara/card.png", "c/amara/first-cup/card.png", "badges/regular/card.png"):
        with Image.open(demo / "public" / kind) as picture:
            assert sum(picture.convert("RGB").resize((1, 1)).getpixel((0, 0))) > 3 * 160, kind


def test_it_draws_every_card_and_shape_of_its_own_and_has_those_of_default() -> None:
    own = built_in_themes() / "paper"
    assert {file.stem for file in (own / "cards").glob("*.svg")} == CANVASES.keys()
    assert {file.stem for file in (own / "shapes").glob("*.svg")} == OWN_SHAPES
    assert set(shape_names(PAPER)) > OWN_SHAPES
    assert not (own / "templates").exists()


@pytest.mark.parametrize("card", sorted(CANVASES))
@pytest.mark.parametrize("accent", ["#a8432f", "#ffffff", "#000000", "#ffd400"])
def test_text_on_its_cards_can_be_read_whatever_the_accent(card: str, accent: str) -> None:
    """Every colour of text has a contrast of 4.5 and more to the darkest of the sheets that it stands on."""
    studio = Studio(PAPER, accent, Path("/nowhere"), use_system_fonts=False)
    ground = luminance(studio.colours["accent-soft"]) if "award" in card else luminance(studio.colours["accent-pale"])
    for slot in studio.card(card).slots:
        for text in getattr(slot, "slots", (slot,)):
            if hasattr(text, "box"):
                assert (ground + 0.05) / (luminance(text.fill) + 0.05) >= 4.5, text.name


@pytest.mark.parametrize(("fill", "is_on_plate"), [("#fafafa", True), ("#101010", False)])
def test_a_light_logo_gets_a_dark_plate(tmp_path: Path, fill: str, is_on_plate: bool) -> None:
    (tmp_path / "assets").mkdir()
    mark = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><path fill="{fill}" d="M0 0H90V4H0Z"/></svg>'
    )
    (tmp_path / "assets" / "logo.svg").write_text(mark)
    studio = Studio(PAPER, "#a8432f", tmp_path, use_system_fonts=False)
    look = CardLook("badge", badges=(MedallionLook("stamp", "#a8432f"),), logo=Picture("assets/logo.svg", "d"))
    (slot,) = [slot for slot in studio.card("badge").slots if getattr(slot, "name", "") == "logo"]
    with Image.open(io.BytesIO(draw_card(look, studio).png)) as picture:
        below = (round(slot.area.x + slot.area.width / 2), round(slot.area.y + slot.area.height - 6))
        assert (sum(picture.convert("RGB").getpixel(below)) < 3 * 100) == is_on_plate
