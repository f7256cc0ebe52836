"""Medallions: clean SVG, safe beside others on a page, told apart without colour, made of cleaned art."""

import base64
import itertools
import json
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from badgesite.art.icons import icon_names
from badgesite.art.look import MedallionLook, Picture, texts_of
from badgesite.art.medallion import draw_medallion
from badgesite.art.picture import BadPicture, check_picture
from badgesite.art.pixels import image_of
from badgesite.art.png import draw_svg
from badgesite.art.studio import Studio, shape_names
from badgesite.errors import Problem, ProblemsFound
from badgesite.theme.find import Theme, find_theme

PLACE = Problem("content/badges/regular.yaml", 3, 6, "", "")
THEME = find_theme("default", Path("/nowhere"), PLACE)
TIERS = (None, "bronze", "silver", "gold", "platinum")
PLAIN = MedallionLook("hexagon", "#b4532a", tier="silver", icon="coffee")


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "assets").mkdir()
    return Studio(THEME, "#b4532a", tmp_path, use_system_fonts=False)


def grey(look: MedallionLook, studio: Studio, side: int = 32) -> Image.Image:
    ground = Image.new("RGB", (side, side), "#808080")
    drawn = image_of(draw_svg(draw_medallion(look, studio), side))
    ground.paste(drawn, (0, 0), drawn)
    return ground.convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_the_theme_has_its_shapes() -> None:
    assert set(shape_names(THEME)) >= {
        "circle", "diamond", "flower", "hexagon", "octagon", "pentagon", "scallop", "shield", "square", "star",
    }  # fmt: skip


@pytest.mark.parametrize("shape", shape_names(THEME))
def test_tiers_are_told_apart_without_colour_and_small(shape: str, studio: Studio) -> None:
    """At 32 pixels and in grey; the pips alone make the difference even if the metals were one grey."""
    drawn = [grey(PLAIN._replace(shape=shape, tier=tier), studio) for tier in TIERS]
    assert min(difference(one, other) for one, other in itertools.combinations(drawn, 2)) > 4


@pytest.mark.parametrize("shape", shape_names(THEME))
def test_a_shape_stays_within_the_drawing(shape: str, studio: Studio) -> None:
    drawn = image_of(draw_svg(draw_medallion(PLAIN._replace(shape=shape, tier="platinum"), studio), 512))
    left, top, right, bottom = drawn.getchannel("A").getbbox() or (0, 0, 512, 512)
    assert left > 0 and top > 0 and right < 512 and bottom < 512


def test_shapes_are_told_apart(studio: Studio) -> None:
    drawn = [grey(PLAIN._replace(shape=shape), studio) for shape in shape_names(THEME)]
    assert min(difference(one, other) for one, other in itertools.combinations(drawn, 2)) > 3


def test_states_are_told_apart_without_colour(studio: Studio) -> None:
    drawn = [grey(PLAIN._replace(state=state), studio) for state in ("earned", "locked", "revoked")]
    assert min(difference(one, other) for one, other in itertools.combinations(drawn, 2)) > 6


@pytest.mark.parametrize("state", ["earned", "locked", "revoked"])
def test_a_medallion_needs_nothing_from_outside(state: str, studio: Studio) -> None:
    """No font, no script, no style that a strict content policy would refuse, and every reference is its own."""
    svg = draw_medallion(PLAIN._replace(ribbon="2024", icon=None, text="10", state=state), studio)
    assert 'viewBox="0 0 512 512"' in svg
    assert not re.search(r"<(text|script|style|image)|style=|font|\son\w+=", svg)
    assert svg.count("http") == 1  # the name of the SVG namespace
    ids = set(re.findall(r'\bid="([^"]+)"', svg))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg)) <= ids


def test_two_medallions_share_no_id(studio: Studio) -> None:
    """Several are drawn into one page."""
    looks = (PLAIN, PLAIN._replace(tier="gold"), PLAIN._replace(ribbon="2024"))
    ids = [set(re.findall(r'\bid="([^"]+)"', draw_medallion(look, studio))) for look in looks]
    assert all(ids) and not ids[0] & ids[1] and not ids[0] & ids[2]


def test_a_look_is_plain_enough_for_a_key() -> None:
    look = PLAIN._replace(art=Picture("assets/a.svg", "abc"), icon=None, ribbon="2024", text="10")
    assert json.loads(json.dumps(look))[0] == "hexagon"
    assert list(texts_of(look)) == ["10", "2024"]


def test_an_own_tier_has_the_colour_given(studio: Studio) -> None:
    svg = draw_medallion(PLAIN._replace(tier="emerald", metal="#0f7a4f"), studio)
    red, green, blue = ImageStat.Stat(image_of(draw_svg(svg, 64)).convert("RGB")).mean
    assert green > red and green > blue


def test_a_long_text_is_fitted(studio: Studio) -> None:
    short, long = (draw_medallion(PLAIN._replace(icon=None, text=text), studio) for text in ("7", "W" * 300))
    assert len(long) < 20 * len(short)


def test_icons_have_names_to_choose_from(studio: Studio) -> None:
    assert {"coffee", "trophy", "lock", "x"} <= icon_names()
    with pytest.raises(KeyError, match="coffe"):
        draw_medallion(PLAIN._replace(icon="coffe"), studio)


def test_a_missing_shape_is_named(studio: Studio) -> None:
    with pytest.raises(FileNotFoundError, match="shapes/hexagram"):
        draw_medallion(PLAIN._replace(shape="hexagram"), studio)


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ('<path d="M0 0L9 9"/>\n<path d="M0 0L9 9"/>', 1, "no outline for a medallion"),
        ('\n<path d="M0 0 twirl"/>', 2, "broken"),
        ('\n\n<path d="M5 5L9 9"/>', 3, "encloses nothing"),
    ],
)
def test_a_wrong_shape_is_told_with_its_line(tmp_path: Path, body: str, line: int, what: str) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "odd.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">{body}</svg>'
    )
    studio = Studio(Theme("t", (tmp_path,), {}), "#b4532a", tmp_path)
    with pytest.raises(ProblemsFound, match=what) as raised:
        studio.shape("odd")
    assert raised.value.problems[0].line == line


def svg_file(folder: Path, body: str) -> Path:
    path = folder / "assets" / "art.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n{body}</svg>')
    return path


def test_own_art_is_cleaned(studio: Studio, tmp_path: Path) -> None:
    """Only shapes and paint go into the page; classes become attributes, ids get the medallion's prefix."""
    svg_file(
        tmp_path,
        """<style>.a, .b {fill: #123456; stroke: url(http://evil.example/x)} @import "x";</style>
        <script>alert(1)</script><a href="javascript:alert(1)"><rect/></a><foreignObject/>
        <linearGradient id="g"><stop stop-color="red"/></linearGradient>
        <path id="p" class="a" d="M0 0H9V9Z" onclick="alert(1)" style="opacity: .5; behavior: url(x)"/>
        <use href="#p" fill="url(#g)"/><use href="other.svg#p"/><image href="file:///etc/passwd"/>
        <rect fill="u\\72l(http://evil.example)" mask="image-set('http://evil.example')"/><text>Hi</text>""",
    )
    svg = draw_medallion(PLAIN._replace(icon=None, art=Picture("assets/art.svg", "d")), studio)
    assert not re.search(r"script|alert|evil|file:|onclick|style|class|foreign|<text|other\.svg|\\", svg)
    assert 'fill="#123456"' in svg and 'opacity=".5"' in svg
    assert re.search(r'href="#(m[0-9a-f]{8}-)art-p"', svg) and re.search(r"url\(#m[0-9a-f]{8}-art-g\)", svg)


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("<path/>\n<script>1</script>", 3, "<script>"),
        ('<path onload="x"/>', 2, "event handler onload"),
        ('<image href="http://evil.example/a.png"/>', 2, "refers to http://evil"),
        ('<use href="file:///etc/passwd"/>', 2, "refers to file:"),
        ('<image href="data:image/png;base64,AA"/>', 2, "a picture, which is left out"),
        ("<style>@import 'x.css';</style>", 2, "style refers"),
        ('<path style="fill: url(http://evil.example)"/>', 2, "refers to fill"),
        ('<g id="a"><use href="#a"/></g>', 1, "repeats itself"),
        ("<text>Hello</text>", 2, "left out"),
        ("<path", 2, "no SVG"),
    ],
)
def test_unsafe_art_is_told_with_its_line(tmp_path: Path, body: str, line: int, what: str) -> None:
    (tmp_path / "assets").mkdir()
    problem = check_picture(svg_file(tmp_path, body), PLACE)
    assert problem is not None
    assert what in problem.what and f"art.svg:{line}:" in problem.what
    assert (problem.path, problem.line, problem.column) == PLACE[:3]
    assert problem.is_warning == ("left out" in what)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;">]><svg xmlns="x">&b;</svg>')
    problem = check_picture(path, PLACE)
    assert problem is not None and "entities" in problem.what


def test_nested_uses_do_not_multiply(tmp_path: Path) -> None:
    """A drawing of a few lines that draws its parts a billion times is refused, at once."""
    (tmp_path / "assets").mkdir()
    rows = [f'<g id="g{at}">' + f'<use href="#g{at - 1}"/>' * 10 + "</g>" for at in range(1, 10)]
    problem = check_picture(svg_file(tmp_path, '<g id="g0"><path/></g>' + "".join(rows)), PLACE)
    assert problem is not None and "repeats itself" in problem.what


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    problem = check_picture(svg_file(tmp_path, "<g>" * 5000 + "</g>" * 5000), PLACE)
    assert problem is not None and "inside one another" in problem.what


def save(path: Path, mode: str = "RGB", size: tuple[int, int] = (40, 30), **more: object) -> Path:
    Image.new(mode, size).save(path, **more)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("name", "mode"), [("a.png", "RGBA"), ("a.png", "P"), ("a.png", "1"), ("a.png", "I;16"), ("a.jpg", "CMYK"),
                       ("a.jpg", "L"), ("a.webp", "RGB")],
)  # fmt: skip
def test_usual_pictures_are_taken(tmp_path: Path, name: str, mode: str, studio: Studio) -> None:
    save(tmp_path / "assets" / name, mode)
    assert check_picture(tmp_path / "assets" / name, PLACE) is None
    svg = draw_medallion(PLAIN._replace(icon=None, art=Picture(f"assets/{name}", "d")), studio)
    (kind, body) = re.findall(r'href="data:image/(\w+);base64,([^"]+)"', svg)[0]
    assert kind in ("png", "jpeg") and base64.b64decode(body)
    assert draw_svg(svg, 64).get_width() == 64


def test_an_animated_picture_shows_its_first_frame(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert check_picture(path, PLACE) is None


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    whole = save(tmp_path / "whole.png", size=(300, 300))
    cases = {
        "text.png": (b"hello", "no picture that can be read"),
        "cut.png": (whole.read_bytes()[:-60], "broken or cut short"),
        "huge.png": (save(tmp_path / "h.png", "1", (7000, 7000)).read_bytes(), "7000×7000 pixels"),
        "heavy.png": (b"\0" * 10_000_001, "10 MB"),
        "tiff.png": (save(tmp_path / "t.tiff").read_bytes(), "no picture that can be read"),
    }
    for name, (body, what) in cases.items():
        (tmp_path / name).write_bytes(body)
        problem = check_picture(tmp_path / name, PLACE)
        assert problem is not None and what in problem.what and name in problem.what
    absent = check_picture(tmp_path / "absent.png", PLACE)
    assert absent is not None and "no file absent.png" in absent.what


def test_broken_art_is_no_traceback_of_another_room(tmp_path: Path, studio: Studio) -> None:
    (tmp_path / "assets" / "a.png").write_bytes(b"hello")
    with pytest.raises(BadPicture, match="no picture"):
        draw_medallion(PLAIN._replace(icon=None, art=Picture("assets/a.png", "d")), studio)
