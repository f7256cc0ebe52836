"""Text on cards: every script is shaped, nothing leaves its box, no box is ever drawn for a character."""

import functools
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.art.cairo import cairocffi
from badgesite.art.direction import find_levels
from badgesite.art.fonts import Fonts, Type
from badgesite.art.ink import Pen, path_data, picture_places
from badgesite.art.letters import clean, split_letters
from badgesite.art.shaping import Glyph, Shaper
from badgesite.art.system import EMOJI, SystemFonts
from badgesite.art.text import Box, SetText, set_text, settle

BOX = Box(20, 30, 260, 90, size=40, floor=16, type=Type(700), lines=2)


@functools.cache
def shaper(use_system_fonts: bool) -> Shaper:
    return Shaper(Fonts(use_system_fonts=use_system_fonts))


def laid_out(text: str, box: Box = BOX, use_system_fonts: bool = False) -> SetText:
    return set_text(text, box, shaper(use_system_fonts))


def glyphs_of(text: str, use_system_fonts: bool = True) -> tuple[Glyph, ...]:
    """Return the glyphs of text on one line, from left to right."""
    measured = shaper(use_system_fonts).measure(text, Type(700))
    return shaper(use_system_fonts).line(measured.whole, measured.setting).glyphs


def has_system_fonts(language: str, letter: str) -> bool:
    return bool(SystemFonts().faces_for(letter, 700, language))


needs_emoji = pytest.mark.skipif(not has_system_fonts(EMOJI, "🦊"), reason="no emoji font is installed")
needs_arabic = pytest.mark.skipif(not has_system_fonts("ar", "م"), reason="no Arabic font is installed")
needs_thai = pytest.mark.skipif(not has_system_fonts("th", "น"), reason="no Thai font is installed")
needs_japanese = pytest.mark.skipif(not has_system_fonts("ja", "佐"), reason="no Japanese font is installed")

NAMES = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="aW é\u0301\u0300🦊👨\u200d👩🇩🇪नमस्ते佐藤さくらمحمدשלוםนภัส\u202e\u2067\u2069", max_size=60),
)


@pytest.mark.parametrize("use_system_fonts", [False, True])
@given(text=NAMES, lines=st.integers(1, 3), anchor=st.sampled_from(["start", "middle", "end"]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_text_draws_outside_its_box(use_system_fonts: bool, text: str, lines: int, anchor: str) -> None:
    """Whatever a customer is called, the rest of the card stays untouched, and no character becomes a box."""
    box = BOX._replace(lines=lines, anchor=anchor)
    laid = laid_out(text, box, use_system_fonts)
    assert all(glyph.number != 0 for line in laid.lines for glyph in line.line.glyphs)
    assert all(line.line.width * laid.size <= box.width + 0.5 for line in laid.lines)
    assert len(laid.lines) <= lines
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 300, 160)
    Pen().draw(laid, cairocffi.Context(surface), "#ffffff")
    surface.flush()
    data, stride = bytes(surface.get_data()), surface.get_stride()
    rows = [data[start : start + 300] for start in range(0, len(data), stride)]
    inside = [row[20:280] for row in rows[30:120]]
    assert sum(map(sum, rows)) == sum(map(sum, inside))


def test_a_line_that_fits_keeps_its_size() -> None:
    laid = laid_out("Ada Lovelace")
    assert (laid.size, len(laid.lines), laid.missing) == (40, 1, ())


def test_long_text_wraps_before_it_shrinks() -> None:
    laid = laid_out("Three orders in a month")
    assert (laid.size, len(laid.lines)) == (40, 2)


def test_longer_text_shrinks_and_keeps_its_words_whole() -> None:
    words = "Weekend wanderer of the distant mountains"
    laid = laid_out(words)
    assert 16 < laid.size < 40
    assert sum(len(line.line.glyphs) for line in laid.lines) == len(words) - 1  # all but the space at the break


def test_text_past_the_floor_ends_in_an_ellipsis() -> None:
    laid = laid_out("word " * 60)
    ellipsis = glyphs_of("…", False)[0].number
    assert laid.size == 16
    assert laid.lines[-1].line.glyphs[-1].number == ellipsis


def test_a_word_longer_than_the_line_is_broken() -> None:
    laid = laid_out("W" * 28)
    assert len(laid.lines) == 2
    assert sum(len(line.line.glyphs) for line in laid.lines) == 28


def test_lines_of_one_text_are_about_as_long() -> None:
    """A last line with one short word looks lost."""
    first, second = laid_out("Answers all newcomers quickly").lines
    assert second.line.width > first.line.width * 0.5


def test_what_no_font_has_is_left_out_and_reported() -> None:
    laid = laid_out("佐藤 Ada")
    assert laid.missing == ("佐", "藤")
    assert len(laid.lines[0].line.glyphs) == 3
    assert laid_out("佐藤").lines == ()


def test_a_tower_of_marks_is_cut() -> None:
    laid = laid_out("a" + "\u0301" * 2000 + "b")
    assert len(laid.lines[0].line.glyphs) < 20


def test_letters_keep_their_marks_and_emoji_stay_whole() -> None:
    family, flag = "👨\u200d👩\u200d👧", "🇩🇪"
    assert split_letters(clean(f"e\u0301{family}{flag}🇫🇷")) == ["é", family, flag, "🇫🇷"]


def test_directions_follow_the_letters() -> None:
    """Numbers and Latin words inside Hebrew run from left to right."""
    assert find_levels("אב 12", 1) == [1, 1, 1, 2, 2]
    assert find_levels("Ada אב", 0) == [0, 0, 0, 0, 1, 1]


def test_characters_that_unicode_does_not_know_yet_have_the_direction_around_them() -> None:
    """As the emoji of next year have in a Python of this year."""
    assert find_levels("Ada \u0378", 0) == [0, 0, 0, 0, 0]
    assert find_levels("\u0378\U000e01f0", 0) == [0, 0]
    assert find_levels("א\u0378ב", 1) == [1, 1, 1]
    assert find_levels("אב \u0378 Ada", 1) == [1, 1, 1, 1, 1, 2, 2, 2]


def test_a_name_set_apart_does_not_turn_the_sentence_round() -> None:
    """U+2068 and U+2069 around a name are how a template says that it is a name."""
    apart = shaper(True).measure("\u2068אב\u2069 earned", Type(400))
    bare = shaper(True).measure("אב earned", Type(400))
    assert (apart.setting.base_level, bare.setting.base_level) == (0, 1)


@needs_arabic
def test_arabic_letters_join() -> None:
    """The letter at the beginning of a word has another form than alone."""
    alone, word = laid_out("م", use_system_fonts=True), laid_out("محمد", use_system_fonts=True)
    forms = {glyph.number for glyph in word.lines[0].line.glyphs}
    assert alone.lines[0].line.glyphs[0].number not in forms


@needs_arabic
def test_the_first_arabic_letter_stands_right() -> None:
    assert glyphs_of("اب")[-1].number == glyphs_of("ا")[-1].number


@needs_thai
def test_scripts_without_spaces_wrap_between_letters() -> None:
    laid = laid_out("ขอบคุณมากสำหรับกาแฟที่ดีที่สุด", use_system_fonts=True)
    assert len(laid.lines) == 2


@needs_japanese
def test_japanese_takes_no_closing_mark_to_the_next_line() -> None:
    box = BOX._replace(width=4.2 * 40, lines=3, height=300)
    texts = [line.line for line in laid_out("あああ「ああ」ああああ", box, True).lines]
    closing = glyphs_of("あ」")[1].number
    assert all(line.glyphs[0].number != closing for line in texts)


@needs_emoji
def test_emoji_are_colour_pictures() -> None:
    laid = laid_out("🦊 Foxy", use_system_fonts=True)
    (fox,) = picture_places(laid)
    assert fox.png.startswith(b"\x89PNG")
    assert path_data(laid).count("M") >= 4


def test_outlines_for_svg_lie_in_the_box() -> None:
    numbers = [float(number) for number in re.findall(r"[\d.-]+", path_data(laid_out("Ada")))]
    assert all(19 <= x <= 281 for x in numbers[::2])
    assert all(30 <= y <= 120 for y in numbers[1::2])


def test_short_texts_of_a_stack_close_up() -> None:
    """Where the middle text is missing, the others move together and keep to the region of all three."""
    boxes = [BOX._replace(y=y, lines=1, height=50) for y in (0, 60, 120)]
    texts = [laid_out(text, box) for text, box in zip(["Ada", "", "Regular"], boxes, strict=True)]
    top, gap, below = settle(texts, "middle")
    assert gap.lines == ()
    assert top.box.y > 20
    assert below.box.y == pytest.approx(top.box.y + top.box.height + 10)
    assert top.box.y - 0 == pytest.approx(170 - below.box.y - below.box.height)


def test_the_fingerprint_asks_the_system_only_where_a_text_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = itertools.count()
    monkeypatch.setattr(SystemFonts, "identity", lambda self: f"{next(asked)}")
    fonts = Fonts()
    plain = fonts.fingerprint(["Ada Lovelace", "Łukasz", "Николай", "Ελένη"])
    assert next(asked) == 0
    assert fonts.fingerprint(["Ada", "佐藤"]) != plain
    assert fonts.fingerprint(["❤\ufe0f"]) != plain
    assert fonts.fingerprint(["\ud800"]) != plain
    assert fonts.fingerprint(["O’Brien"]) == plain == Fonts().fingerprint([])


def test_without_fontconfig_there_are_no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert SystemFonts().offers(400, "en") == ()
    assert Shaper(Fonts()).measure("佐 Ada", Type(400)).missing == ("佐",)
