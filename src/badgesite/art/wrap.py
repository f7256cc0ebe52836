"""Where a text may be broken into lines, and which lines fit a width."""

import functools
import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from badgesite.art.letters import script_of

ANYWHERE, BETWEEN, SPACE = 1, 2, 3
"""How good a place for a break is: inside a word; where the script or a hyphen allows one; at a space."""

_NO_SPACES = frozenset({"Hani", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Yiii"})
_SMALL_KANA = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_VOWELS_AFTER, _VOWELS_BEFORE = "ะาำๅๆฯະາຳຽໆຯ", "เแโใไເແໂໃໄ"
"""Thai and Lao vowels and signs that are letters of their own, and stand after or before their consonant."""
_NOT_FIRST = _SMALL_KANA | frozenset(
    "、。，．・：；！？」』）】〉》〕〗〙｝］｣､｡～〜ー々〻…‥%),.:;!?]}»›’”ฯ។៕၊။་།" + _VOWELS_AFTER
)
_NOT_LAST = frozenset("「『（【〈《〔〖〘｛［｢([{«‹‘“" + _VOWELS_BEFORE)
_AFTER = frozenset("-‐–—/\u200b་།")


class Wrapped(NamedTuple):
    """Which letters each line holds, as pairs of start and end; `is_whole` if no letter is left over."""

    lines: tuple[tuple[int, int], ...]
    is_whole: bool


class Paragraph(NamedTuple):
    """What breaking lines needs to know of each letter."""

    letters: Sequence[str]
    reach: Sequence[float]
    """How far the text reaches before each letter, and after the last, in em."""
    before: Sequence[int]
    """How good a break before each letter would be."""


def make_paragraph(letters: Sequence[str], advances: Sequence[float]) -> Paragraph:
    """Return the letters with what breaking them into lines needs."""
    before = [_rate_break(letters[at - 1], letters[at]) if at else ANYWHERE for at in range(len(letters))]
    return Paragraph(letters, (0.0, *accumulate(advances)), before)


def wrap(paragraph: Paragraph, width: float, most_lines: int, worst: int) -> Wrapped:
    """Break into at most so many lines no wider than `width` (em), at breaks no worse than `worst`.

    Each line holds as much as it can. Not whole if a piece without a break is wider than the line.
    """
    lines: list[tuple[int, int]] = []
    start, count = 0, len(paragraph.letters)
    while start < count and len(lines) < most_lines:
        end = _find_end(paragraph, start, width, worst)
        if end == start:
            return Wrapped(tuple(lines), False)
        lines.append((start, _without_space(paragraph, start, end)))
        start = end
    return Wrapped(tuple(lines), start >= count)


def balance(paragraph: Paragraph, width: float, wrapped: Wrapped, worst: int) -> Wrapped:
    """Return as many lines, of widths as even as can be: a last line with one short word looks lost."""
    if len(wrapped.lines) < 2:
        return wrapped
    low, high, best = width / 2, width, wrapped
    for _ in range(7):
        middle = (low + high) / 2
        tried = wrap(paragraph, middle, len(wrapped.lines), worst)
        if tried.is_whole:
            best, high = tried, middle
        else:
            low = middle
    return best


def _find_end(paragraph: Paragraph, start: int, width: float, worst: int) -> int:
    """Return the end of the longest line that starts there; the start if not even one piece fits.

    A word is broken only where it fills the line alone.
    """
    letters, reach, before = paragraph
    limit = reach[start] + width + 1e-6
    between = max(worst, BETWEEN)
    best = inside = start
    for end in range(start + 1, len(letters) + 1):
        if reach[end] > limit and letters[end - 1] != " ":
            break
        if end == len(letters) or before[end] >= between:
            best = end
        elif before[end] >= worst:
            inside = end
    return best if best > start else inside


def _without_space(paragraph: Paragraph, start: int, end: int) -> int:
    return end - 1 if end - 1 > start and paragraph.letters[end - 1] == " " else end


@functools.lru_cache(maxsize=8192)
def _rate_break(last: str, following: str) -> int:
    if last == " ":
        return SPACE
    if following == " " or following[0] in _NOT_FIRST or last[0] in _NOT_LAST:
        return 0 if following == " " else ANYWHERE
    if last == "\u200b":
        return SPACE
    if last in _AFTER and following[0].isalpha():
        return BETWEEN
    joined = "\u2060\u00a0\u202f\u200b"
    if last[-1] in joined or following[0] in joined or _ends_syllable(following):
        return ANYWHERE
    return BETWEEN if _has_no_spaces(last) or _has_no_spaces(following) else ANYWHERE


def _ends_syllable(letter: str) -> bool:
    """Whether a Burmese consonant closes the syllable before it: it bears an asat."""
    return "\u103a" in letter and "\u1000" <= letter[0] <= "\u1021"


def _has_no_spaces(letter: str) -> bool:
    return script_of(letter[0]) in _NO_SPACES or unicodedata.category(letter[0]) == "So"
