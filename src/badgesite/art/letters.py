"""Splitting text into letters with their marks, and telling scripts and directions."""

import functools
import re
import unicodedata

import uharfbuzz as hb
from bidi import algorithm

from badgesite.art.system import EMOJI

LONGEST = 1000
_MOST_MARKS = 8
_EMBEDDINGS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_SPACE = re.compile(r"[\s\u0085\u200b]+")
_SHOWN_IN_COLOUR = re.compile(
    "[\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201-\U0001f265"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f900-\U0001faff\u231a\u231b\u23e9-\u23ec"
    "\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce"
    "\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f\u20e3]"
)
_HAN_LANGUAGES = ("ja", "ko", "zh")


def clean(text: str) -> str:
    """Return the text as one line of composed characters, without controls and within the longest length."""
    kept = "".join(character for character in text[: 4 * LONGEST] if _is_drawable(character))
    line = _SPACE.sub(" ", _EMBEDDINGS.sub("", kept)).strip()
    return unicodedata.normalize("NFC", line)[:LONGEST]


def split_letters(text: str) -> list[str]:
    """Return the text's letters, each with the marks that belong to it; the emoji sequences whole.

    Marks past the eighth on one letter are dropped: no script stacks more, and a tower of them draws nothing.
    """
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


def find_base_level(text: str) -> int:
    """Return 1 if the text's first letter with a direction runs from right to left, else 0.

    What stands between U+2068 and U+2069 is skipped: so a name in a sentence does not turn the sentence round.
    """
    return int(algorithm.get_base_level(_ISOLATED.sub("", text) or text))


def find_levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character in text of that base level; odd ones run from right to left."""
    if base == 0 and not any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text):
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = iter(storage["chars"])
    levels = [base] * len(text)
    for at, character in enumerate(text):
        is_dropped = unicodedata.bidirectional(character) in algorithm.X9_REMOVED
        levels[at] = levels[max(0, at - 1)] if is_dropped else next(known)["level"]
    return levels


def _is_drawable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") or character in "\n\t\r"


def _joins(letter: str, character: str) -> bool:
    code, last = ord(character), ord(letter[-1])
    if 0x1F1E6 <= code <= 0x1F1FF:
        return len(letter) == 1 and 0x1F1E6 <= last <= 0x1F1FF
    if 0x1160 <= code <= 0x11FF:
        return 0x1100 <= last <= 0x11FF
    is_mark = unicodedata.category(character) in ("Mn", "Mc", "Me") or 0x1F3FB <= code <= 0x1F3FF
    is_tag = 0xE0020 <= code <= 0xE007F
    return is_mark or is_tag or character in "\u200c\u200d" or (last == 0x200D and is_emoji(character))
