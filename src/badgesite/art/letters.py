"""Splitting text into letters with their marks, and telling scripts and languages."""

import functools
import re
import unicodedata

import uharfbuzz as hb

from badgesite.art.direction import keep_isolates
from badgesite.art.system import EMOJI

LONGEST = 1000
_MOST_MARKS = 8
_MOST_JOINED = 12
_SPACE = re.compile(r"[\s\u0085]+")
_SHOWN_IN_COLOUR = re.compile(
    "[\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201-\U0001f265"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f900-\U0001faff\u231a\u231b\u23e9-\u23ec"
    "\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce"
    "\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f\u20e3]"
)
_HAN_LANGUAGES = ("ja", "ko", "zh")
_VISIBLE_VIRAMAS = "\u0bcd\u0e3a\u0f84\u103a"
"""Marks that end a syllable without joining the next letter to it: Tamil, Thai, Tibetan, Burmese."""


def clean(text: str) -> str:
    """Return the text as one line of composed characters, without controls and within the longest length."""
    kept = text[: 4 * LONGEST]
    if not (kept.isascii() and kept.isprintable()):
        kept = "".join(character for character in kept if _is_drawable(character))
    line = unicodedata.normalize("NFC", _SPACE.sub(" ", kept).strip())
    return keep_isolates(line[:LONGEST])


def split_letters(text: str) -> list[str]:
    """Return the text's letters, each with the marks that belong to it; emoji sequences and conjuncts whole.

    Marks past the eighth on one letter are dropped: no script stacks more, and a tower of them draws nothing.
    """
    if text.isascii():
        return list(text)
    letters: list[str] = []
    for character in text:
        if letters and _joins(letters[-1], character):
            if len(letters[-1]) <= _MOST_MARKS or not unicodedata.combining(character):
                letters[-1] += character
        else:
            letters.append(character)
    return letters


def is_emoji(letter: str) -> bool:
    """Whether the letter is shown as a colour picture by default, or asks to be."""
    return _SHOWN_IN_COLOUR.search(letter) is not None and "\ufe0e" not in letter


@functools.lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """Return the ISO 15924 code of the character's script; empty if it is used with any."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


def language_of(letter: str, han_language: str, site_language: str) -> str:
    """Return the language to ask a system font for: Chinese characters differ by country."""
    if letter.isascii():
        return site_language
    if is_emoji(letter):
        return EMOJI
    script = script_of(letter[0])
    if script in ("Hira", "Kana"):
        return "ja"
    if script == "Hang":
        return "ko"
    if script in ("Hani", "Bopo") or letter[0] in "、。「」・":
        return han_language
    return site_language


def find_han_language(text: str, site_language: str) -> str:
    """Return the language of the text's Chinese characters, told by what stands beside them, else by the site's."""
    if text.isascii():
        return site_language
    scripts = {script_of(character) for character in text}
    if scripts & {"Hira", "Kana"}:
        return "ja"
    if "Hang" in scripts:
        return "ko"
    return site_language if site_language.startswith(_HAN_LANGUAGES) else "zh-cn"


def _is_drawable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") or character in "\n\t\r"


def _joins(letter: str, character: str) -> bool:
    code, last = ord(character), ord(letter[-1])
    if 0x1F1E6 <= code <= 0x1F1FF:
        return len(letter) == 1 and 0x1F1E6 <= last <= 0x1F1FF
    if 0x1160 <= code <= 0x11FF:
        return 0x1100 <= last <= 0x11FF
    if 0x1F3FB <= code <= 0x1F3FF:
        return is_emoji(letter) or unicodedata.category(letter[0]) == "So"
    is_mark = unicodedata.category(character) in ("Mn", "Mc", "Me")
    is_tag = 0xE0020 <= code <= 0xE007F
    if is_mark or is_tag or character in "\u200c\u200d":
        return True
    return is_emoji(character) if last == 0x200D and is_emoji(letter) else _continues(letter, character)


def _continues(letter: str, character: str) -> bool:
    """Whether the character is the next consonant of a conjunct (rule GB9c of UAX 29, and its like elsewhere)."""
    if unicodedata.category(character) != "Lo" or len(letter) > _MOST_JOINED:
        return False
    virama = letter.rstrip("\u200d")[-1:]
    if virama == "\u0dca":
        return letter.endswith("\u200d")
    return virama != "" and unicodedata.combining(virama) == 9 and virama not in _VISIBLE_VIRAMAS
