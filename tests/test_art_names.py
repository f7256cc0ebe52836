"""Names of every script: drawn in the right order with their marks, or left out with one warning that helps."""

import functools
import unicodedata
from pathlib import Path

import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.art.card import draw_card, initials
from badgesite.art.direction import find_base_level, find_levels, keep_isolates
from badgesite.art.face import Ink
from badgesite.art.fonts import Fonts, Type
from badgesite.art.letters import LONGEST, clean, split_letters
from badgesite.art.look import CardLook
from badgesite.art.shaping import Line, Shaper
from badgesite.art.studio import Studio
from badgesite.art.system import SystemFonts
from badgesite.art.text import Box, SetText, set_text
from badgesite.art.wrap import ANYWHERE, BETWEEN, SPACE, make_paragraph
from badgesite.build.warnings import suggest_fonts
from badgesite.errors import Problem
from badgesite.theme.find import find_theme
from command import run
from contact_sheet import draw_sheet
from sites import write_site
from small_site import SMALL
from world_names import WORLD

THEME = find_theme("default", Path("/nowhere"), Problem("", 1, 1, "", ""))
BOX = Box(0, 0, 400, 120, size=60, floor=24, type=Type(900), lines=2)
ANY_FONTS = pytest.mark.parametrize("use_system_fonts", [False, True], ids=["bare", "system"])
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        "aW \u0301\u0323क\u094d\u200d\u200c\u200b\u2066\u2067\u2068\u2069\u202e([)]אم1%🦊🏽🇩\ufe0f\u20e3佐。「"
    ),
)


@functools.cache
def studio(use_system_fonts: bool) -> Studio:
    return Studio(THEME, "#1f6feb", Path("/nowhere"), use_system_fonts=use_system_fonts)


def has_font(language: str, letter: str) -> bool:
    return bool(SystemFonts().faces_for(letter, 700, language))


def shown(text: str) -> str:
    """Return the text in the order of the eye, brackets mirrored, without the marks that isolate."""
    mirrored = {"(": ")", ")": "(", "[": "]", "]": "["}
    kept = keep_isolates(text)
    levels = find_levels(kept, find_base_level(kept))
    order = list(range(len(kept)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    seen = [mirrored.get(kept[at], kept[at]) if levels[at] % 2 else kept[at] for at in order]
    return "".join(character for character in seen if character not in "\u2066\u2067\u2068\u2069")


def whole_line(text: str, shaper: Shaper) -> Line:
    measured = shaper.measure(text, Type(900))
    return shaper.line(measured.whole, measured.setting)


@ANY_FONTS
@given(name=st.text(CHARACTERS, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_name_is_set_within_its_place_and_the_same_each_time(use_system_fonts: bool, name: str) -> None:
    """No exception, nothing wider or higher than its box, no box for a character, and no memory of other names."""
    first = set_text(name, BOX, studio(use_system_fonts).shaper)
    again = set_text(name, BOX, Shaper(studio(use_system_fonts).fonts))
    for text in (first, again):
        assert all(line.x >= 0 and line.x + line.line.width * text.size <= BOX.width + 0.5 for line in text.lines)
        assert all(0 <= line.y <= BOX.height for line in text.lines)
        assert all(glyph.number for line in text.lines for glyph in line.line.glyphs)
    assert _drawing(first) == _drawing(again)


def _drawing(text: SetText) -> object:
    return [
        (line.x, line.y, [(glyph.number, glyph.x, glyph.y) for glyph in line.line.glyphs]) for line in text.lines
    ], text._replace(lines=())


@ANY_FONTS
@pytest.mark.parametrize("kind", ["Latin", "mixed directions", "emoji", "Thai, long", "controls", "one mark"])
def test_a_name_gives_the_same_bytes_twice(use_system_fonts: bool, kind: str) -> None:
    look = CardLook("profile", (("name", WORLD[kind]), ("line", WORLD[kind])))
    fresh = Studio(THEME, "#1f6feb", Path("/nowhere"), use_system_fonts=use_system_fonts)
    assert draw_card(look, studio(use_system_fonts)).png == draw_card(look, fresh).png


def test_the_contact_sheet_can_be_drawn() -> None:
    names = dict(list(WORLD.items())[:5])
    assert draw_sheet(names, studio(False)).size == (4 * 608, 2 * 323)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("אבג (Ltd.) 3", "3 (.Ltd) גבא"),
        ("Ada (אב) B", "Ada (בא) B"),
        ("אב [12] גד", "דג [12] בא"),
        ("א (a [b) c] ב", "ב [c (a [b) א"),
        ("\u2068אב!\u2069 3 orders", "!בא 3 orders"),
        ("\u2068אב\u2069 earned", "בא earned"),
        ("a \u2067b א\u2069 c", "a א b c"),
        ("\u2069 a \u2068 b", " a  b"),
        ("a \u202eb\u202c", "a b"),
    ],
)
def test_directions_and_brackets_are_those_of_unicode(text: str, seen: str) -> None:
    """Brackets keep to one side of what they hold (N0), and an isolated name does not disturb its sentence."""
    assert shown(text) == seen


def test_isolates_within_isolates_have_a_bottom() -> None:
    text = keep_isolates("\u2067" * 500 + "אa" + "\u2069" * 500)
    assert text.count("\u2067") == text.count("\u2069") == 4
    assert len(find_levels(text, 0)) == len(text)


@pytest.mark.skipif(not has_font("he", "א"), reason="no Hebrew font is installed")
def test_a_line_keeps_the_directions_of_the_whole_text() -> None:
    """A comma between Hebrew words stays on the left of the first, also where the line ends with it."""
    shaper = studio(True).shaper
    measured = shaper.measure("a אב, גד", Type(400))
    comma = shaper.line(measured.part(4, 5), measured.setting).glyphs[0].number
    within = shaper.line(measured.part(2, 5), measured.setting).glyphs
    assert within[0].number == comma


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("श्री", ["श्री"]),
        ("त्र्यम्बक", ["त्र्य", "म्ब", "क"]),
        ("ශ්‍රී", ["ශ්‍රී"]),
        ("ස්", ["ස්"]),
        ("பாரதியார்", ["பா", "ர", "தி", "யா", "ர்"]),
        ("ស្រី", ["ស្រី"]),
        ("👩🏽\u200d👧", ["👩🏽\u200d👧"]),
        ("a 🏽", ["a", " ", "🏽"]),
        ("1\ufe0f\u20e3", ["1\ufe0f\u20e3"]),
        ("김민", ["김", "민"]),
        ("a\u200db", ["a\u200d", "b"]),
    ],
)
def test_letters_are_what_a_reader_counts(text: str, letters: list[str]) -> None:
    assert split_letters(clean(text)) == letters


def test_a_conjunct_without_an_end_has_one() -> None:
    assert max(map(len, split_letters("क्" * 300))) < 20


@pytest.mark.parametrize(
    ("name", "letters"),
    [("「寿限無」", "寿"), ("\u200bAda", "A"), ("श्री राम", "श्री"), ("(ada) 🦊", "A"), ("🦊", "🦊")],
)
def test_initials_are_letters_where_there_are_any(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("last", "following", "how_good"),
    [
        ("佐", "藤", BETWEEN), ("佐", "。", ANYWHERE), ("佐", "、", ANYWHERE), ("佐", "」", ANYWHERE),
        ("「", "佐", ANYWHERE), ("カ", "ー", ANYWHERE), ("キ", "ョ", ANYWHERE), ("中", "！", ANYWHERE),
        ("น", "า", ANYWHERE), ("เ", "ก", ANYWHERE), ("น", "เ", BETWEEN), ("ນ", "າ", ANYWHERE),
        ("ဆ", "န်", ANYWHERE), ("စု", "ကြ", BETWEEN), ("ན", "འ", ANYWHERE), ("་", "འ", BETWEEN),
        ("a", "b", ANYWHERE), ("-", "b", BETWEEN), (" ", "b", SPACE), ("ស", "\u200b", ANYWHERE),
        ("\u200b", "ស", SPACE),
    ],
)  # fmt: skip
def test_lines_break_where_the_script_allows(last: str, following: str, how_good: int) -> None:
    """No line starts with a closing mark, a small kana, or a vowel that belongs to the letter before."""
    assert make_paragraph([last, following], [1, 1]).before[1] == how_good


def test_zero_width_characters_take_no_room() -> None:
    shaper = studio(False).shaper
    plain = whole_line("Ada Lovelace", shaper)
    assert whole_line("\u200bA\u200b\u2060da\ufeff L\u200eove\u200blace\U000e0041", shaper).width == plain.width
    for nothing in ("\u200b\u200e\u2060", "\ufe0f", "\u2068\u2069", "\U000e0100", "\x07"):
        assert set_text(nothing, BOX, shaper).lines == ()


@pytest.mark.parametrize(("letter", "base"), [("ẹ\u0301", "ẹ"), ("ọ\u0300", "ọ"), ("Ụ\u0300", "Ụ"), ("é\u0331", "é")])
def test_marks_stand_over_composed_letters(letter: str, base: str) -> None:
    """Source Sans Pro has no anchors on composed letters; their marks lay to the right of them."""
    shaper = studio(False).shaper
    under, mark = whole_line(clean(letter), shaper).glyphs
    assert whole_line(base, shaper).glyphs[0].number == under.number
    box, place = under.face.ink(under.number), mark.face.ink(mark.number)
    assert mark.x == pytest.approx((box.left + box.right) / 2)
    assert not _overlap(box, place, mark.y)


def _overlap(one: Ink, other: Ink, dy: float) -> bool:
    return other.bottom + dy < one.top and other.top + dy > one.bottom


@pytest.mark.skipif(not has_font("gu", "ગ"), reason="no Gujarati font is installed")
def test_sans_serifs_are_found_behind_serifs_that_cover_the_same() -> None:
    names = [font.name for font in SystemFonts().offers(700, "en") if font.covers("ગ")]
    assert not any("Sans" in name for name in names) or "Sans" in names[0]


@pytest.mark.skipif(not (has_font("ja", "直") and has_font("zh-cn", "直")), reason="no Chinese font is installed")
def test_chinese_characters_have_the_form_of_their_language() -> None:
    """直 is written in another way in Japan: beside kana it is Japanese, alone Chinese."""
    shaper = studio(True).shaper
    alone, beside = whole_line("直", shaper).glyphs[0], whole_line("直さ", shaper).glyphs[0]
    assert alone.face.outline(alone.number) != beside.face.outline(beside.number)


def test_hostile_text_is_shaped_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in characters given to HarfBuzz: a name of 100,000 marks or letters costs no more than one of 1,000."""
    given_to: list[int] = []
    shape = uharfbuzz.shape

    def count(font: uharfbuzz.Font, buffer: uharfbuzz.Buffer) -> None:
        given_to.append(len(buffer))
        shape(font, buffer)

    monkeypatch.setattr(uharfbuzz, "shape", count)
    hostile = [
        "a" + "\u0301" * 100_000, "\u0301" * 2000, "W" * 100_000, "W " * 50_000, "\u202e\u2067" * 10_000 + "א",
        "([" * 50_000 + "א", "क्" * 50_000, "".join(map(chr, range(0x4E00, 0x9000))), "\u200f" * 20_000,
    ]  # fmt: skip
    for text in hostile:
        given_to.clear()
        laid = set_text(text, BOX, Shaper(Fonts(use_system_fonts=False)))
        assert sum(given_to) < 60 * LONGEST, text[:4]
        assert len(given_to) < 4 * LONGEST, text[:4]
        assert len(laid.lines) <= BOX.lines


def test_a_bio_of_marks_makes_a_card() -> None:
    look = CardLook("profile", (("name", "\u0301" * 2000), ("line", "\u200f\u202e" * 10_000)))
    assert draw_card(look, studio(True)).png == draw_card(look, studio(True)).png


def test_the_package_that_helps_is_named() -> None:
    assert "fonts-noto-cjk" in suggest_fonts(["佐"])
    assert "fonts-noto-color-emoji" in suggest_fonts(["1\ufe0f\u20e3"])
    assert "fonts-noto-core" in suggest_fonts(["म"])
    assert "install" not in suggest_fonts(["\ue000"])


RARE = SMALL.replace("name: Ada Lovelace", "name: Ada 佐藤 🦊").replace("name: Bea Beatrix", "name: Bea \ue000")
ADA = (
    "content/customers/ada.yaml:1:1: warning: no font here can draw “佐” (U+4F50), “藤” (U+85E4), “🦊” (U+1F98A), so"
    " the pictures of ada leave it out (install fonts-noto-cjk and fonts-noto-color-emoji, or put a font that has it"
    " into content/assets/fonts/)"
)
BEA = (
    "content/customers/bea.yaml:1:1: warning: no font here can draw “\ue000” (U+E000), so the pictures of bea leave"
    " it out (write it in other characters, or put a font that has it into content/assets/fonts/)"
)


def test_what_cannot_be_drawn_is_told_once_for_each_customer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build tells it of the pictures that it draws; `check` tells it whenever it is asked."""
    monkeypatch.setenv("PATH", "/nowhere")
    write_site(tmp_path, RARE)
    built = run("build", "--site", tmp_path, "--jobs", 1)
    told = [line for line in built.err.splitlines() if "no font" in line]
    assert (built.code, [line for line in told if "/customers/" in line]) == (0, [ADA, BEA])
    again = run("build", "--site", tmp_path, "--jobs", 1)
    assert (again.code, again.err) == (0, "")
    checked = run("check", "--site", tmp_path)
    assert (checked.code, checked.err.splitlines()) == (0, told)


def test_every_name_of_the_sheet_has_letters_of_its_own() -> None:
    """The sheet is no proof of a script whose characters nobody typed in."""
    assert len({unicodedata.name(character, "").split(" ")[0] for name in WORLD.values() for character in name}) > 40
