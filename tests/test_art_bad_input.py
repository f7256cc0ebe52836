"""Pictures and drawings that are hostile or broken: a message with place and remedy, or a good card; no request."""

import io
import socket
import struct
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from badgesite.art.card import draw_card
from badgesite.art.clean import clean_svg
from badgesite.art.look import CardLook, MedallionLook, Picture
from badgesite.art.medallion import draw_medallion
from badgesite.art.picture import check_picture, load_fitting, load_image, load_round
from badgesite.art.pixels import image_of
from badgesite.art.png import draw_svg
from badgesite.art.studio import Studio
from badgesite.art.svg import read_svg, write_svg
from badgesite.errors import Problem, ProblemsFound
from badgesite.theme.find import find_theme
from command import run
from sites import write_site
from small_site import SMALL

PLACE = Problem("content/site.yaml", 7, 3, "", "")
THEME = find_theme("default", Path("/nowhere"), PLACE)
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">\n'
PATH = '<path d="M0 0H9V9Z"/>'


def _refuse(*arguments: object, **named: object) -> None:
    raise AssertionError(f"a request was made: {arguments}")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of this file reach out: a socket or an opened address fails it."""
    monkeypatch.setattr(socket, "socket", _refuse)
    monkeypatch.setattr(socket, "create_connection", _refuse)
    monkeypatch.setattr(urllib.request, "urlopen", _refuse)


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(THEME, "#1f6feb", tmp_path, use_system_fonts=False)


def portrait(studio: Studio, name: str) -> Image.Image:
    """Return the portrait of a profile card with that picture, as large as the theme shows it."""
    card = draw_card(CardLook("profile", (("name", "Ada"),), portrait=Picture(name, "d")), studio)
    with Image.open(io.BytesIO(card.png)) as image:
        return image.convert("RGB").crop((94, 146, 238, 290))


# Pictures


def _bomb(width: int, height: int) -> bytes:
    """Return a true PNG of one bit a pixel and one colour: some hundred kilobytes for 30,000 by 30,000."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(width // 8 + 1)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _saved(format_: str, mode: str = "RGB", colour: object = None, **more: object) -> bytes:
    data = io.BytesIO()
    Image.new(mode, (64, 48), colour).save(data, format_, **more)  # type: ignore[arg-type]
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "what", "remedy"),
    [
        ("a.jpg", lambda: b"hello, I am text\n", "is no picture that can be read", "use a PNG, JPEG, WebP or SVG"),
        ("a.png", lambda: b"", "is no picture that can be read", "use a PNG, JPEG, WebP or SVG"),
        ("a.png", lambda: _bomb(30_000, 30_000), "has far too many pixels", "scale it to 2000"),
        ("a.png", lambda: _saved("PNG")[:-30], "is broken or cut short", "export it anew"),
        ("a.jpg", lambda: _saved("JPEG", quality=95)[:400], "is broken or cut short", "export it anew"),
        ("a.webp", lambda: _saved("WEBP")[:-20], "is broken or cut short", "export it anew"),
        ("a.png", lambda: _saved("GIF"), "is no picture that can be read", "use a PNG, JPEG, WebP or SVG"),
        ("a.png", lambda: _saved("TIFF"), "is no picture that can be read", "use a PNG, JPEG, WebP or SVG"),
        ("a.png", lambda: b"%PDF-1.4\n%%EOF", "is no picture that can be read", "use a PNG, JPEG, WebP or SVG"),
        ("a.svg", lambda: b"\0" * 50_000_000, "50 MB", "below 1 MB"),
        ("a.png", lambda: b"\0" * 50_000_000, "50 MB", "below 10 MB"),
    ],
)
def test_what_is_no_picture_is_told_at_its_place(
    tmp_path: Path, name: str, body: Callable[[], bytes], what: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(body())
    problem = check_picture(tmp_path / name, PLACE)
    assert problem is not None
    assert what in problem.what and name in problem.what
    assert remedy in problem.remedy
    assert (problem.path, problem.line, problem.column, problem.is_warning) == (*PLACE[:3], False)


def test_a_huge_picture_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(_bomb(30_000, 30_000))
    monkeypatch.setattr(Image.Image, "load", _refuse)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", _refuse)
    assert check_picture(tmp_path / "a.png", PLACE) is not None


def _animated(format_: str) -> bytes:
    data = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("#ff0000", "#0000ff")]
    frames[0].save(data, format_, save_all=True, append_images=frames[1:], duration=50, **_LOSSLESS.get(format_, {}))
    return data.getvalue()


_LOSSLESS = {"WEBP": {"lossless": True}}


def _see_through() -> bytes:
    image = Image.new("P", (64, 48), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.paste(0, (0, 0, 64, 4))
    data = io.BytesIO()
    image.save(data, "PNG", transparency=0)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("cmyk.jpg", lambda: _saved("JPEG", "CMYK", (0, 255, 255, 0), quality=95)),
        ("animated.webp", lambda: _animated("WEBP")),
        ("animated.png", lambda: _animated("PNG")),
        ("palette.png", _see_through),
        ("alpha.webp", lambda: _saved("WEBP", "RGBA", (255, 0, 0, 255), lossless=True)),
        ("wrong-ending.png", lambda: _saved("JPEG", "RGB", (255, 0, 0), quality=95)),
    ],
)
def test_unusual_pictures_make_a_good_card(
    tmp_path: Path, studio: Studio, name: str, body: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(body())
    assert check_picture(tmp_path / name, PLACE) is None
    red, green, blue = portrait(studio, name).getpixel((72, 72))  # type: ignore[misc]
    assert red > 220 and green < 40 and blue < 40


@pytest.mark.parametrize("mode", ["I;16", "L", "1", "LA"])
def test_grey_pictures_keep_their_light(tmp_path: Path, mode: str) -> None:
    """A picture with 16 bits a pixel is scaled, not cut off at white."""
    middle = {"I;16": 0x6000, "1": 1, "LA": (0x60, 255)}.get(mode, 0x60)
    data = io.BytesIO()
    Image.new(mode, (8, 8), middle).save(data, "PNG")
    (tmp_path / "a.png").write_bytes(data.getvalue())
    assert load_image(tmp_path / "a.png").getpixel((4, 4)) == ((255,) * 4 if mode == "1" else (0x60, 0x60, 0x60, 255))


@pytest.mark.parametrize(("turn", "corner"), [(1, (0, 0)), (3, (47, 63)), (6, (47, 0)), (8, (0, 63))])
def test_a_photograph_stands_upright(tmp_path: Path, turn: int, corner: tuple[int, int]) -> None:
    """The camera notes in EXIF how it was held; the red corner of the raw picture goes where that says."""
    image = Image.new("RGB", (48, 64) if turn in (1, 3) else (64, 48), "white")
    image.paste("#ff0000", (0, 0, 16, 16))
    exif = Image.Exif()
    exif[0x0112] = turn
    image.save(tmp_path / "a.jpg", quality=95, exif=exif)
    upright = load_image(tmp_path / "a.jpg")
    assert upright.size == (48, 64)
    red, green, _, _ = upright.getpixel(corner)  # type: ignore[misc]
    assert red > 200 and green < 60


def test_a_narrow_picture_is_no_trouble(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 1), "red").save(tmp_path / "a.png")
    assert load_round(tmp_path / "a.png", 100).get_width() == 100
    assert load_fitting(tmp_path / "a.png", 100, 50).get_height() == 1


# Drawings that people bring

LAUGHS = "<!DOCTYPE svg [<!ENTITY a 'ha'>\n" + "".join(
    f"<!ENTITY {one} '{f'&{other};' * 10}'>\n" for one, other in zip("bcdefghij", "abcdefghi", strict=True)
)
OUTSIDE = "file:///etc/hostname"
HOSTILE = {
    "a script": f"{OPEN}<script>fetch('http://evil.example')</script>{PATH}</svg>",
    "a script elsewhere": f"{OPEN}<g><script href='http://evil.example/x.js'/></g>{PATH}</svg>",
    "a billion laughs": f"{LAUGHS}]>\n{OPEN}<text>&j;</text></svg>",
    "an entity of a file": f"<!DOCTYPE svg [<!ENTITY f SYSTEM '{OUTSIDE}'>]>\n{OPEN}<text>&f;</text></svg>",
    "a parameter entity": f"<!DOCTYPE svg [<!ENTITY % f SYSTEM 'http://evil.example/x'> %f;]>\n{OPEN}{PATH}</svg>",
    "a picture on the web": f"{OPEN}<image href='http://evil.example/a.png' width='9' height='9'/></svg>",
    "a picture by xlink": f"{OPEN}<image xlink:href='//evil.example/a.png' width='9' height='9'/></svg>",
    "a picture of a file": f"{OPEN}<image href='{OUTSIDE}' width='9' height='9'/></svg>",
    "a picture beside it": f"{OPEN}<image href='../secret.png' width='9' height='9'/></svg>",
    "a use of a file": f"{OPEN}<use href='{OUTSIDE}#a'/></svg>",
    "an import": f"{OPEN}<style>@import url(http://evil.example/x.css);</style>{PATH}</svg>",
    "an import in quotes": f"{OPEN}<style>@import 'http://evil.example/x.css';</style>{PATH}</svg>",
    "a style that refers": f"{OPEN}<path d='M0 0H9V9Z' style='fill: url(http://evil.example/a.svg#b)'/></svg>",
    "a fill that refers": f"{OPEN}<path d='M0 0H9V9Z' fill='url({OUTSIDE}#b)'/></svg>",
    "a font face": f"{OPEN}<style>@font-face {{src: url('http://evil.example/f.woff')}}</style>{PATH}</svg>",
    "an event handler": f"{OPEN}<path d='M0 0H9V9Z' onload='alert(1)'/></svg>",
    "an event handler in capitals": f"{OPEN}<path d='M0 0H9V9Z' onLoad='alert(1)'/></svg>",
    "a link that runs": f"{OPEN}<a href='javascript:alert(1)'>{PATH}</a></svg>",
    "a use that runs": f"{OPEN}<use href=' javascript:alert(1)'/></svg>",
    "a filter's picture": f"{OPEN}<filter id='f'><feImage href='http://evil.example/a.png'/></filter>{PATH}</svg>",
    "an animated address": f"{OPEN}<animate attributeName='href' to='javascript:alert(1)'/>{PATH}</svg>",
    "a page inside": f"{OPEN}<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject></svg>",
    "UTF-16 with a lie": '<?xml version="1.0" encoding="UTF-16"?><svg xmlns="http://www.w3.org/2000/svg"/>',
}
EVIL = ("evil.example", "hostname", "javascript", "alert", "<script", "<style", "<image", "@import", "on" + "load=")


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_drawing_is_refused_with_its_line(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.svg").write_text(body)
    problem = check_picture(tmp_path / "a.svg", PLACE)
    assert problem is not None and not problem.is_warning
    assert problem.what.startswith("a.svg:") and problem.remedy
    assert (problem.path, problem.line, problem.column) == PLACE[:3]


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_hostile_gets_past_cleaning(tmp_path: Path, studio: Studio, body: str) -> None:
    """Also where nobody checked before, what reaches a page or CairoSVG has only shapes and paint."""
    (tmp_path / "a.svg").write_text(body)
    try:
        cleaned = write_svg(clean_svg(read_svg(body.encode(), "a.svg"), ""))
        medallion = draw_medallion(MedallionLook("circle", "#1f6feb", art=Picture("a.svg", "d")), studio)
    except ProblemsFound as error:
        assert error.problems[0].remedy
        return
    for svg in (cleaned, medallion):
        assert [evil for evil in EVIL if evil in svg] == []
        assert draw_svg(svg, 32).get_width() == 32


REFERRING = {
    "image": '<image href="{}" width="10" height="10"/>',
    "xlink": '<image xlink:href="{}" width="10" height="10"/>',
    "use": '<use href="{}#a"/>',
    "fill": '<path d="M0 0H9V9Z" fill="url({}#a)"/>',
    "mask": '<path d="M0 0H9V9Z" mask="url({}#a)"/>',
    "style": "<style>@import url({});</style>" + PATH,
    "gradient": '<linearGradient id="g" href="{}#a"/><path d="M0 0H9V9Z" fill="url(#g)"/>',
    "text path": '<text><textPath href="{}#a">x</textPath></text>',
}


@pytest.mark.parametrize(
    "address", ["http://evil.example/a", "file://{}", "{}", "ftp://evil.example/a", "//evil.example"]
)
@pytest.mark.parametrize("element", REFERRING.values(), ids=REFERRING.keys())
def test_cairosvg_itself_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, element: str, address: str
) -> None:
    """Were cleaning to fail, the renderer would still refuse: it raises, or leaves out, and never reads."""
    secret = tmp_path / "secret.svg"
    secret.write_text(f'{OPEN}<path id="a" d="M0 0H10V10H0Z" fill="#ff0000"/></svg>')
    monkeypatch.chdir(tmp_path)
    svg = OPEN + element.replace("{}", address.replace("{}", str(secret))) + "</svg>"
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *arguments, **named: opened.append(arguments))
    monkeypatch.setattr("io.open", lambda *arguments, **named: opened.append(arguments))
    try:
        drawn = image_of(draw_svg(svg, 10))
    except (ValueError, AttributeError):
        drawn = Image.new("RGBA", (10, 10))
    assert opened == []
    assert (255, 0, 0) not in {pixel[:3] for _, pixel in drawn.getcolors() or ()}  # type: ignore[index]


def test_a_drawing_may_be_in_another_encoding(tmp_path: Path) -> None:
    body = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{OPEN}<title>Café</title>{PATH}</svg>'
    (tmp_path / "a.svg").write_bytes(body.encode("latin-1"))
    assert check_picture(tmp_path / "a.svg", PLACE) is None


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<use href='#'/><use/><use href='#nobody'/>", None),
        (f"<pattern id='p' width='9' height='9'><g fill='url(#p)'>{PATH}</g></pattern>{PATH}", "repeats itself"),
        (f"<mask id='p'><g mask='url(#p)'>{PATH}</g></mask>", "repeats itself"),
        (f"<clipPath id='p'><g style='clip-path: url(#p)'>{PATH}</g></clipPath>", "repeats itself"),
        ("<path d='M0 0H9V9' opacity='x'/>", "cannot be drawn"),
        ("<path d='M0 0H9V9' fill='rgb(1)'/>", "cannot be drawn"),
        ("<path d='M0 foo'/><rect width='abc' height='3'/><polygon points='1 2 3'/>", None),
        ("<path d='M0 0H1e300Vnan' stroke='red' stroke-dasharray='0.00001'/>", None),
    ],
)
def test_drawings_with_wrong_values_are_told_or_drawn(tmp_path: Path, body: str, what: str | None) -> None:
    """What CairoSVG would end on with a traceback is told before anything is drawn."""
    (tmp_path / "a.svg").write_text(f"{OPEN}{body}</svg>")
    problem = check_picture(tmp_path / "a.svg", PLACE)
    if what is None:
        assert problem is None
        assert load_fitting(tmp_path / "a.svg", 32, 32).get_width() == 32
    else:
        assert problem is not None and what in problem.what


LONG = 900_000


@pytest.mark.parametrize(
    "body",
    [
        f"<style>{'a' * LONG}</style>",
        f"<style>{'/*' * (LONG // 2)}</style>",
        f"<style>{'{' * LONG}</style>",
        f"<path d='{'a' * LONG}'/>",
        f"<path d='M0 0' fill='{'url(#' * (LONG // 5)}'/>",
        f"<path d='M0 0' fill='{' ' * LONG}x'/>",
        f"<path d='M0 0' transform='{'a(' * (LONG // 2)}'/>",
    ],
    ids=["a rule", "comments", "braces", "a path", "references", "spaces", "calls"],
)
def test_a_long_value_is_read_in_one_go(tmp_path: Path, body: str) -> None:
    """Reading takes time in proportion to the length: were it the square, this test would run for hours."""
    (tmp_path / "a.svg").write_text(f"{OPEN}{body}</svg>")
    problem = check_picture(tmp_path / "a.svg", PLACE)
    assert problem is None or problem.remedy


# Through the front door


def _lines(site: Path) -> Iterator[str]:
    ran = run("build", "--site", site, "--jobs", 1)
    assert (ran.code, ran.out) == (1, "")
    assert not (site / "public").exists()
    yield from ran.err.splitlines()


def test_all_bad_pictures_are_listed_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    site = write_site(tmp_path, SMALL.replace("aliases: [augusta]", "portrait: assets/ada.png"))
    write_site(site, "-- content/customers/bea.yaml --\nname: Bea\nportrait: assets/bea.svg\n")
    (site / "content" / "assets").mkdir()
    (site / "content" / "assets" / "ada.png").write_bytes(_bomb(30_000, 30_000))
    (site / "content" / "assets" / "bea.svg").write_text(HOSTILE["a picture of a file"])
    ada, bea = _lines(site)
    assert ada.startswith("content/customers/ada.yaml:2:11: ada.png has far too many pixels (scale it")
    assert bea.startswith("content/customers/bea.yaml:2:11: bea.svg:2: this SVG refers to file:") and "(remove" in bea


THEME_FILES = "-- themes/mine/theme.yaml --\nextends: default\n"


@pytest.mark.parametrize(
    ("drawing", "where", "what"),
    [
        ("hello\n", "1:1", "this is no SVG"),
        ("<html><body/></html>\n", "1:1", "this is no SVG but <html>"),
        ("", "1:1", "this is no SVG"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">\n<rect data-slot="name"', "2:1", "no SVG"),
        (HOSTILE["a billion laughs"], "1:", "declares entities"),
    ],
)
def test_a_theme_whose_card_is_no_drawing(tmp_path: Path, drawing: str, where: str, what: str) -> None:
    site = write_site(tmp_path, SMALL.replace("tagline:", "theme: mine\ntagline:"))
    write_site(site, THEME_FILES)
    (site / "themes" / "mine" / "cards").mkdir()
    (site / "themes" / "mine" / "cards" / "profile.svg").write_text(drawing)
    (line,) = _lines(site)
    assert f"themes/mine/cards/profile.svg:{where}" in line
    assert what in line and line.endswith(")")


def test_hostile_words_make_a_site(tmp_path: Path) -> None:
    """A name of 500 combining marks and a bio of 20,000 marks of direction go through YAML to a card."""
    files = SMALL.replace(
        "name: Ada Lovelace", 'name: "' + "\\u0301" * 500 + '"\nbio: "' + "\\u200f\\u202e" * 10_000 + '"'
    )
    site = write_site(tmp_path, files)
    ran = run("build", "--site", site, "--jobs", 1)
    assert (ran.code, ran.err) == (0, "")
    with Image.open(site / "public" / "c" / "ada" / "card.png") as card:
        assert card.size == (1200, 630)
