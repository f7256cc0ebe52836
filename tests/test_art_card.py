"""Cards: filled slots over a backdrop, the right size in pixels and bytes, the same bytes every time."""

import functools
import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import font_source_sans_pro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from badgesite.art.card import count_shown, draw_card, initials
from badgesite.art.colour import accent_colours, luminance
from badgesite.art.fonts import Fonts
from badgesite.art.look import CardLook, MedallionLook, Picture, texts_of
from badgesite.art.palette import looks_like
from badgesite.art.pixels import calm, image_of
from badgesite.art.png import LARGEST, draw_svg, pack, pack_small, rasterise
from badgesite.art.recent import Recent, Repeated
from badgesite.art.slots import CANVASES, Canvas, read_card
from badgesite.art.studio import Studio
from badgesite.art.svg import read_svg
from badgesite.errors import Problem, ProblemsFound
from badgesite.theme.find import find_theme
from sites import write_site
from small_site import SMALL

PLACE = Problem("content/site.yaml", 1, 1, "", "")
THEME = find_theme("default", Path("/nowhere"), PLACE)
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
SLOTS = ("name", "title", "line", "note", "goal", "issuer", "date")
CARDS = tuple(CANVASES)
TIERS = (None, "bronze", "silver", "gold", "platinum", "gold")
SHAPES = ("hexagon", "circle", "shield", "star", "scallop", "flower")
ROW = tuple(
    MedallionLook(shape, "#1f6feb", tier=tier, icon="coffee") for shape, tier in zip(SHAPES, TIERS, strict=True)
)


@functools.cache
def studio(accent: str = "#1f6feb", use_system_fonts: bool = True) -> Studio:
    return Studio(THEME, accent, Path("/nowhere"), use_system_fonts=use_system_fonts)


def fresh_studio() -> Studio:
    return Studio(THEME, "#1f6feb", Path("/nowhere"), use_system_fonts=False)


def full(card: str, text: str, **more: object) -> CardLook:
    look = CardLook(card, tuple((slot, text) for slot in SLOTS), ROW, 12, 0.4)
    return look._replace(**more)


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + body)
        found.append((name, body))
        at += 12 + length
    return found


@pytest.mark.parametrize("card", CARDS)
@given(text=st.text(max_size=120))
@settings(max_examples=8, deadline=None)
def test_any_text_makes_a_card(card: str, text: str) -> None:
    drawn = draw_card(full(card, text), studio())
    assert len(drawn.png) <= LARGEST
    assert opened(drawn.png).size == CANVASES[card][:2]


@pytest.mark.parametrize("accent", ["#b4532a", "#1f6feb", "#0f766e", "#ffffff", "#000000", "#ffd400"])
@pytest.mark.parametrize("card", CARDS)
def test_a_full_card_is_small_and_an_opaque_png(card: str, accent: str) -> None:
    """Whatever the site's colour; some chats show no preview of more than 300 kB."""
    png = draw_card(
        full(card, "Ada Lovelace, who answers newcomers’ questions before we wake up"), studio(accent)
    ).png
    assert len(png) <= LARGEST
    names = [name for name, _ in chunks(png)]
    kind = 3 if b"PLTE" in names else 2
    assert names == [b"IHDR", b"sRGB", *([b"PLTE"] if kind == 3 else []), b"IDAT", b"IEND"]
    assert struct.unpack(">IIBB", chunks(png)[0][1][:10]) == (*CANVASES[card][:2], 8, kind)


@pytest.mark.parametrize("accent", ["#b4532a", "#ffffff", "#000000", "#ffd400", "#00ff00"])
def test_colours_keep_their_distance_from_the_ground(accent: str) -> None:
    """Light text on the dark ground is legible (a contrast of 7 and more) whatever accent the site chose."""
    colours = accent_colours(accent)
    ground = luminance(colours["accent-ink"]) + 0.05
    assert all(
        (luminance(colours[word]) + 0.05) / ground > 7 for word in ("accent-bright", "accent-soft", "accent-pale")
    )
    pair = sorted(luminance(colours[word]) + 0.05 for word in ("accent", "on-accent"))
    assert pair[1] / pair[0] >= 4.5


def test_bytes_depend_on_the_look_alone() -> None:
    """Another process, with other cards drawn before, packs the same bytes."""
    looks = [full(card, "Ada Lovelace") for card in CARDS]
    first = [draw_card(look, fresh_studio()).png for look in looks]
    warm = fresh_studio()
    assert [draw_card(look, warm).png for look in reversed(looks)][::-1] == first
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "import test_art_card as t;"
        "print(hashlib.sha256(t.draw_card(t.full('award', 'Ada Lovelace'), t.fresh_studio()).png).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    assert printed == hashlib.sha256(first[1]).hexdigest()


@pytest.mark.parametrize(
    ("slot", "card"), [("name", "profile"), ("title", "award"), ("note", "badge"), ("line", "site")]
)
def test_an_empty_slot_stays_backdrop(slot: str, card: str) -> None:
    """And a filled one changes nothing outside itself."""
    empty = opened(draw_card(CardLook(card), studio()).png).convert("RGB")
    backdrop = image_of(draw_svg(studio().card(card).backdrop, 1200)).convert("RGB")
    assert looks_like(empty, backdrop)
    filled = opened(draw_card(CardLook(card, ((slot, "Ada Lovelace"),)), studio()).png).convert("RGB")
    changed = ImageChops.difference(empty, filled).convert("L").getbbox()
    assert changed is not None
    assert changed[2] - changed[0] < 1150 and changed[3] - changed[1] < 330


def test_the_row_shows_how_many_more_there_are() -> None:
    few, many, most = (opened(draw_card(CardLook("profile", (), ROW, more), studio()).png) for more in (0, 3, 300))
    assert ImageChops.difference(few, many).getbbox() and ImageChops.difference(many, most).getbbox()
    forty = draw_card(CardLook("profile", (), ROW * 7), studio())
    assert len(forty.png) <= LARGEST


def test_missing_letters_are_told_also_of_medallions() -> None:
    look = CardLook("award", (("name", "佐藤"),), (ROW[0]._replace(icon=None, text="百"),))
    assert draw_card(look, studio(use_system_fonts=False)).missing == ("佐", "百", "藤")


def test_every_text_of_a_look_is_known_to_its_key() -> None:
    look = CardLook("award", (("name", "Ada"),), (ROW[0]._replace(ribbon="2024"),), portrait=Picture("a", "b"))
    assert list(texts_of(look)) == ["Ada", "2024"]
    assert json.loads(json.dumps(look))[1] == [["name", "Ada"]]


def test_the_fingerprint_changes_with_what_the_drawing_depends_on() -> None:
    plain = studio().fingerprint(["Ada"])
    assert plain == studio().fingerprint(["Grace"])
    assert plain != studio("#b4532a").fingerprint(["Ada"])
    assert plain != studio().fingerprint(["佐藤"])


def test_the_fingerprint_of_a_picture_covers_only_what_it_is_drawn_with(tmp_path: Path) -> None:
    """Another card changes only that card's, another font only those of pictures with letters."""
    theme = tmp_path / "themes/own"
    shutil.copytree(THEME.folders[0], theme)
    own = find_theme("own", tmp_path, PLACE)

    def fingerprints() -> dict[str, str]:
        studio = Studio(own, "#1f6feb", tmp_path)
        cards = {card: studio.fingerprint(["Ada"], card) for card in ("badge", "profile")}
        return {**cards, "text": studio.fingerprint(["Ada"]), "icon": studio.fingerprint([])}

    def find_changed(before: dict[str, str]) -> set[str]:
        return {name for name, fingerprint in fingerprints().items() if before[name] != fingerprint}

    before = fingerprints()
    assert len(set(before.values())) == 4
    (theme / "cards/badge.svg").write_text("<svg/>")
    assert find_changed(before) == {"badge"}
    before = fingerprints()
    (theme / "fonts").mkdir(exist_ok=True)
    shutil.copy(Path(font_source_sans_pro.font_directory) / "SourceSansPro-Light.ttf", theme / "fonts/Brand.ttf")
    assert find_changed(before) == {"badge", "profile", "text"}
    before = fingerprints()
    (theme / "shapes/own.svg").write_text("<svg/>")
    assert find_changed(before) == {"badge", "profile", "text", "icon"}


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Lovelace", "AL"), ("ada", "A"), ("O'Brien & Sons", "OS"), ("佐藤 さくら", "佐"), ("محمد الأمين", "م"),
     ("🦊 Foxy", "F"), ("🦊", "🦊"), ("", ""), ("\u200b", ""), ("Ana María Ñandú", "AÑ"), ("42", "4")],
)  # fmt: skip
def test_initials_stand_for_a_portrait(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_portrait_and_a_logo_are_drawn(tmp_path: Path) -> None:
    """A portrait is upright and round; a dark logo gets a plate, a bright one none."""
    (tmp_path / "assets").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    picture = Image.new("RGB", (400, 200), "#00ff00")
    picture.paste("#ff0000", (0, 0, 200, 200))
    picture.save(tmp_path / "assets" / "p.jpg", exif=exif, quality=95)
    for name, fill in (("dark", "#101010"), ("bright", "#fafafa")):
        (tmp_path / "assets" / f"{name}.svg").write_text(
            f'<svg {XMLNS} width="300" height="100"><path fill="{fill}" d="M0 0H300V9H0Z"/></svg>'
        )
    here = Studio(THEME, "#1f6feb", tmp_path, use_system_fonts=False)
    drawn = opened(draw_card(CardLook("profile", portrait=Picture("assets/p.jpg", "d")), here).png)
    (slot,) = [slot for slot in here.card("profile").slots if getattr(slot, "name", "") == "portrait"]
    x, y, width, height = (round(value) for value in slot.area)
    assert drawn.getpixel((x + width // 2, y + 30))[0] > 200
    assert drawn.getpixel((x + width // 2, y + height - 30))[1] > 200
    assert drawn.getpixel((x + 12, y + 12))[1] < 100
    plates = [
        opened(draw_card(CardLook("profile", logo=Picture(f"assets/{name}.svg", "d")), here).png)
        .convert("RGB")
        .getpixel((1110, 52))
        for name in ("dark", "bright")
    ]
    assert sum(plates[0]) > 600 > sum(plates[1])


def test_a_broken_portrait_is_a_problem_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "p.png").write_text("hello")
    here = Studio(THEME, "#1f6feb", tmp_path)
    with pytest.raises(ProblemsFound, match=r"content/assets/p\.png:1:1: this picture is no picture"):
        draw_card(CardLook("profile", portrait=Picture("assets/p.png", "d")), here)


def test_a_noisy_picture_still_fits(tmp_path: Path) -> None:
    noise = Image.effect_noise((1200, 630), 120).convert("RGB")
    png = pack_small(noise, 800_000)
    assert len(png) <= 800_000
    assert opened(png).convert("RGB").size == (1200, 630)
    assert b"PLTE" in dict(chunks(png))


def test_calming_changes_no_pixel_visibly() -> None:
    ramp = Image.linear_gradient("L").resize((512, 512))
    image = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180)))
    assert max(high for _, high in ImageChops.difference(image, calm(image)).getextrema()) <= 2


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_packing_loses_nothing(mode: str) -> None:
    ramp = Image.linear_gradient("L")
    bands = (ramp, ramp.rotate(90), ramp.rotate(180), ramp.rotate(270))
    image = Image.merge(mode, bands[: len(mode)])
    assert opened(pack(image)).tobytes() == image.tobytes()
    assert opened(pack_small(image.convert("RGB"))).tobytes() == image.convert("RGB").tobytes()


def test_a_drawing_is_rasterised_at_the_width_asked_for() -> None:
    png = rasterise(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="9" height="9"/></svg>', 300
    )
    assert opened(png).size == (300, 150)
    assert opened(png).mode == "RGBA"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "x.png"])
def test_drawing_fetches_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda *_: pytest.fail("it fetched"))
    svg = f'<svg {XMLNS} viewBox="0 0 9 9"><image width="9" height="9" href="{address}"/></svg>'
    with pytest.raises(ValueError, match="may not refer"):
        rasterise(svg, 9)


@pytest.mark.skipif(shutil.which("pngcheck") is None, reason="pngcheck is not installed")
def test_pngcheck_finds_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(draw_card(full("award", "Ada"), studio()).png)
    (tmp_path / "b.png").write_bytes(rasterise('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', 64))
    (tmp_path / "c.png").write_bytes(pack_small(Image.effect_noise((600, 600), 90).convert("RGB"), 300_000))
    subprocess.run(["pngcheck", "-q", *map(str, sorted(tmp_path.glob("*.png")))], check=True)


PLAIN = Canvas(1200, 630, ())


def card_of(body: str, size: str = 'viewBox="0 0 1200 630"', canvas: Canvas = PLAIN) -> list[Problem]:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{body}\n</svg>'
    with pytest.raises(ProblemsFound) as raised:
        read_card(read_svg(svg.encode(), "themes/x/cards/profile.svg"), accent_colours("#1f6feb"), canvas, Fonts())
    return list(raised.value.problems)


RECT = '<rect data-slot="name" x="10" y="20" width="300" height="80" font-size="40"'


@pytest.mark.parametrize(
    ("body", "what", "remedy"),
    [
        ('<rect data-slot="nam" width="9" height="9"/>', "there is no slot nam", "did you mean “name”"),
        ('<rect data-slot="badges" x="9" height="9"/>', "the slot badges has no width", "in pixels"),
        ('<rect data-slot="name" width="99" height="9"/>', "the slot name has no font-size", "in pixels"),
        ('<text data-slot="name" font-size="40" x="9" y="50"/>', "the slot name has no data-width", "in pixels"),
        (RECT.replace("300", "30%") + "/>", "width='30%' is no size", "in pixels"),
        (RECT.replace("300", "1300") + "/>", "reaches beyond the card", "1200×630"),
        (RECT + ' data-align="center"/>', "data-align='center' is not known", "top, middle, bottom"),
        (RECT + ' fill="red"/>', "fill='red' is no colour", "#rrggbb"),
        (RECT + ' data-fill="acent"/>', "there is no colour acent", "did you mean “accent”"),
        (RECT + ' transform="scale(2)"/>', "is transformed", "x and y"),
        (RECT + ' font-family="Brandd, sans-serif"/>', "there is no font “Brandd”", "content/assets/fonts/"),
        ('<circle data-slot="portrait" r="9"/>', "the slot portrait is a <circle>", "<rect>"),
        ('<g data-stack="center">' + RECT + "/></g>", "there is no stack center", "top, middle, bottom"),
        ('<image width="9" height="9" href="x.png"/>', "this SVG refers to x.png", "outside"),
        ('<text x="9" y="9">Hello</text>', "the text of a backdrop is not drawn", "slot"),
    ],
)
def test_what_is_wrong_with_a_slot_is_told_with_its_line(body: str, what: str, remedy: str) -> None:
    (problem,) = card_of(body)
    assert (problem.path, problem.line) == ("themes/x/cards/profile.svg", 2)
    assert problem.column >= 1
    assert what in problem.what and remedy in problem.remedy


def test_a_stack_whose_slots_are_wrong_is_not_called_empty() -> None:
    (problem,) = card_of('<g data-stack="top">' + RECT + ' font-family="Brandd"/></g>')
    assert "there is no font" in problem.what


def test_all_that_is_wrong_with_a_card_is_told_at_once() -> None:
    problems = card_of('<rect data-slot="nam"/>\n<rect data-slot="logo"/>', 'viewBox="0 0 600 315"')
    assert [problem.line for problem in problems] == [1, 2, 3]


@pytest.mark.parametrize(
    ("size", "what"),
    [
        ('viewBox="0 0 600 315"', "this card is 600×315, not 1200×630"),
        ('width="1080" height="1080"', "this card is 1080×1080, not 1200×630"),
        ('viewBox="10 0 1200 630"', "this card is 1200×630 from 10,0, not 1200×630"),
        ("", "this card has no size"),
        ('width="1200"', "this card has no size"),
    ],
)
def test_a_card_of_another_size_is_told_with_its_line(size: str, what: str) -> None:
    (problem,) = card_of(RECT.replace("300", "200").replace("80", "40") + "/>", size)
    assert (problem.line, problem.what, problem.remedy) == (1, what, 'set viewBox="0 0 1200 630"')


@pytest.mark.parametrize(
    "size", ['viewBox="0 0 1200 630"', 'width="1200" height="630"', 'width="1200px" height="630px"']
)
def test_a_card_may_say_its_size_either_way(size: str) -> None:
    svg = f"<svg {XMLNS} {size}>{RECT}/></svg>"
    card = read_card(read_svg(svg.encode(), "x.svg"), {}, CANVASES["profile"], Fonts())
    assert (card.width, card.height) == (1200, 630)


@pytest.mark.parametrize("name", sorted(CANVASES))
def test_a_card_without_a_slot_that_it_needs_is_told(name: str) -> None:
    canvas = CANVASES[name]
    problems = card_of("<g/>", f'viewBox="0 0 {canvas.width} {canvas.height}"', canvas)
    assert {problem.what for problem in problems} == {f"this card lacks the slot {slot}" for slot in canvas.needs}
    assert problems and all(problem.line == 1 for problem in problems)


@pytest.mark.parametrize(
    ("badges", "more", "shown"),
    [(1, 0, 1), (2, 0, 2), (6, 0, 6), (7, 0, 7), (8, 0, 6), (40, 0, 6), (40, 60, 6), (6, 1, 6), (1, 5, 1)],
)
def test_the_row_shows_as_many_badges_as_its_slot_says(badges: int, more: int, shown: int) -> None:
    """The default card's is for six; a single one that is left over is shown instead of a number."""
    (slot,) = [slot for slot in studio().card("profile").slots if getattr(slot, "name", "") == "badges"]
    assert count_shown(badges, more, slot) == shown


def test_the_row_never_shrinks_badges_below_the_floor() -> None:
    (slot,) = [slot for slot in studio().card("profile").slots if getattr(slot, "name", "") == "badges"]
    many = slot._replace(most=40)
    shown = count_shown(40, 0, many)
    assert 6 < shown < 40
    assert (many.area.width - shown * many.gap) / (shown + 1) >= many.floor


def test_a_text_element_is_a_slot_around_its_baseline() -> None:
    body = (
        '<text data-slot="name" x="600" y="200" font-size="40" data-width="400" text-anchor="middle" data-lines="2"/>'
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">{body}</svg>'
    card = read_card(read_svg(svg.encode(), "x.svg"), {}, PLAIN, Fonts())
    (slot,) = card.slots
    assert (slot.box.x, slot.box.width, slot.box.lines) == (400, 400, 2)
    assert slot.box.y < 200 < slot.box.y + slot.box.height
    assert "text" not in card.backdrop


def test_a_memory_forgets_what_was_unused_longest() -> None:
    memory: Recent[str, str] = Recent(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda key=key: key)
    assert len(memory) == 2
    assert memory.get("a", lambda: "made anew") == "a"
    assert memory.get("b", lambda: "made anew") == "made anew"


def test_what_is_wanted_a_single_time_is_not_remembered() -> None:
    memory: Repeated[str, str] = Repeated(1)
    made = [memory.get(key, lambda at=at: f"{at}") for at, key in enumerate(("a", "b", "a", "c", "a", "b", "b", "a"))]
    assert made == ["0", "1", "2", "3", "2", "5", "5", "7"]


def test_a_card_is_the_same_whatever_was_drawn_before() -> None:
    """Pieces that other cards have, too, are drawn once; where they lie and what they say tells them apart."""
    look = full("profile", "Ada Lovelace")
    others = (look._replace(progress=0.9), look._replace(badges=ROW[1:]), full("profile", "Ada Byron"))
    used = fresh_studio()
    for each in (*others, look, *others, look):
        draw_card(each, used)
    assert draw_card(look, used).png == draw_card(look, fresh_studio()).png


def own_studio(folder: Path, *changes: tuple[str, str]) -> Studio:
    """Return a studio of the theme with texts on the card of profiles exchanged for others."""
    theme = folder / "themes/own"
    shutil.copytree(THEME.folders[0], theme, dirs_exist_ok=True)
    file = theme / "cards/profile.svg"
    svg = file.read_text("utf-8")
    for old, new in changes:
        assert svg.count(old) == 1
        svg = svg.replace(old, new)
    file.write_text(svg, "utf-8")
    return Studio(find_theme("own", folder, PLACE), "#1f6feb", folder, use_system_fonts=False)


def test_a_piece_that_overlaps_others_is_told_from_the_same_ones_elsewhere(tmp_path: Path) -> None:
    """Badges stand in the middle, so that one of them stands elsewhere than where there are two."""
    slots = (
        ('data-gap="18" data-most', 'data-gap="160" text-anchor="middle" data-most'),
        ('x="74" y="584" width="1054"', 'x="523" y="505" width="605"'),
    )
    one, two = (full("profile", "Ada")._replace(badges=badges, more=0) for badges in (ROW[1:2], ROW[:2]))
    used, fresh = own_studio(tmp_path, *slots), own_studio(tmp_path / "fresh", *slots)
    for each in (one, one, two):
        drawn = draw_card(each, used)
    assert drawn.png == draw_card(two, fresh).png


def test_slots_that_overlap_are_drawn_over_each_other_in_their_order(tmp_path: Path) -> None:
    here = own_studio(tmp_path, ('x="74" y="584"', 'x="74" y="430"'))
    apart, over = (opened(draw_card(full("profile", "Ada"), each).png) for each in (fresh_studio(), here))
    assert over.crop((84, 431, 1118, 443)).tobytes() == apart.crop((84, 585, 1118, 597)).tobytes()
    assert over.crop((66, 364, 1134, 430)).tobytes() == apart.crop((66, 364, 1134, 430)).tobytes()


@pytest.mark.parametrize("command", ["build", "check"])
def test_without_cairo_there_is_a_message_and_no_traceback_of_others(tmp_path: Path, command: str) -> None:
    (tmp_path / "cairocffi.py").write_text("raise OSError('no library called \"cairo-2\" was found')")
    site = write_site(tmp_path / "site", SMALL)
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from badgesite.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script, command, "--site", site], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("badgesite: the library cairo")
    for line in ("apt-get install libcairo2", "dnf install cairo", "brew install cairo"):
        assert line in done.stderr
    assert not (site / "public").exists()
