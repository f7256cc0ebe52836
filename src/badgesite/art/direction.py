"""Which way text runs: the Unicode Bidirectional Algorithm (https://www.unicode.org/reports/tr9/).

python-bidi does the rules of Unicode 6.2; pairs of brackets (N0) and isolates (BD8 to BD10) are added here.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from bidi import algorithm

_OVERRIDES = re.compile("[\u202a-\u202e]")
_LRI, _RLI, _FSI, _PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_DEEPEST = 4
_NEUTRAL = "\ufffc"  # a character without a direction of its own
_ONE_WAY = frozenset({"L", "EN", "ES", "ET", "CS", "ON", "WS", "BN", "NSM", "S", "B"})
"""Kinds of characters that leave a text with no letter from right to left as it stands."""


class _Isolate(NamedTuple):
    """A part of a text between an opening mark and its U+2069: where they stand."""

    start: int
    end: int


def keep_isolates(text: str) -> str:
    """Return the text without embeddings and overrides, and with only those isolates that open and close.

    Isolates more than four deep are dropped.
    """
    if text.isascii():
        return text
    kept = list(_OVERRIDES.sub("", text))
    opened: list[int] = []
    for at, character in enumerate(kept):
        if character in (_LRI, _RLI, _FSI):
            opened.append(at)
        elif character == _PDI:
            if not opened or len(opened) > _DEEPEST:
                kept[at] = ""
            if len(opened) > _DEEPEST:
                kept[opened[-1]] = ""
            opened = opened[:-1]
    for at in opened:
        kept[at] = ""
    return "".join(kept)


def find_base_level(text: str) -> int:
    """Return 1 if the text's first letter with a direction runs from right to left, else 0.

    What is isolated is skipped: so a name in a sentence does not turn the sentence round.
    """
    if text.isascii():
        return 0
    return int(algorithm.get_base_level(_collapse(text, _find_isolates(text)) or text))


def find_levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character in text of that base level; odd ones run from right to left."""
    if base == 0 and (text.isascii() or all(unicodedata.bidirectional(character) in _ONE_WAY for character in text)):
        return [0] * len(text)
    # Characters that are newer than this Python's Unicode, as emoji often are, have no direction that it knows.
    text = "".join(character if unicodedata.bidirectional(character) else _NEUTRAL for character in text)
    isolates = _find_isolates(text)
    outer = iter(_find_flat_levels(_collapse(text, isolates), base))
    levels: list[int] = []
    at = 0
    for isolate in [*isolates, _Isolate(len(text), len(text))]:
        levels += [next(outer) for _ in range(at, isolate.start)]
        if isolate.start < len(text):
            mark, inside = next(outer), text[isolate.start + 1 : isolate.end]
            levels += [mark, *find_levels(inside, _base_of(text[isolate.start], inside, base)), mark]
        at = isolate.end + 1
    return levels


def _base_of(mark: str, inside: str, around: int) -> int:
    """Return the base level of an isolate: the next one up with the direction that its mark asks for."""
    is_leftwards = find_base_level(inside) == 1 if mark == _FSI else mark == _RLI
    return around + 1 if (around + 1) % 2 == is_leftwards else around + 2


def _find_isolates(text: str) -> list[_Isolate]:
    """Return the isolates of the text that lie in no other, in order."""
    found: list[_Isolate] = []
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in (_LRI, _RLI, _FSI):
            opened.append(at)
        elif character == _PDI and opened:
            start = opened.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(_Isolate(start, at))
    return found


def _collapse(text: str, isolates: list[_Isolate]) -> str:
    """Return the text with one character without a direction for each isolate."""
    parts, at = [], 0
    for start, end in isolates:
        parts += [text[at:start], _NEUTRAL]
        at = end + 1
    return "".join([*parts, text[at:]])


def _find_flat_levels(text: str, base: int) -> list[int]:
    """Return the level of each character in text without isolates."""
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base % 2]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], ("L", "R")[base % 2])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = iter(storage["chars"])
    levels = [base] * len(text)
    for at, character in enumerate(text):
        is_dropped = unicodedata.bidirectional(character) in algorithm.X9_REMOVED
        levels[at] = levels[max(0, at - 1)] if is_dropped else next(known)["level"]
    return levels


def _resolve_brackets(characters: list[Any], base: str) -> None:
    """Give both brackets of a pair one direction (rule N0): the base's if it occurs inside, else the context's."""
    for start, end in _find_pairs(characters):
        inside = {_strong(each["type"]) for each in characters[start + 1 : end]} - {""}
        if not inside:
            continue
        before = next((kind for each in reversed(characters[:start]) if (kind := _strong(each["type"]))), base)
        direction = base if base in inside else before
        characters[start]["type"] = characters[end]["type"] = direction


def _find_pairs(characters: list[Any]) -> Iterator[tuple[int, int]]:
    """Yield where the brackets of each pair stand, in the order of the opening ones (definition BD16)."""
    opened: list[tuple[int, str]] = []
    pairs: list[tuple[int, int]] = []
    for at, each in enumerate(characters):
        character = each["ch"]
        if each["type"] != "ON" or not unicodedata.mirrored(character):
            continue
        if unicodedata.category(character) == "Ps":
            opened.append((at, _closing(character)))
        elif unicodedata.category(character) == "Pe" and character in (closing for _, closing in opened[-63:]):
            while opened[-1][1] != character:
                opened.pop()
            pairs.append((opened.pop()[0], at))
    yield from sorted(pairs)


def _closing(opening: str) -> str:
    """Return the bracket that closes another: of all pairs, the next or the next but one in Unicode."""
    following = (chr(ord(opening) + step) for step in (1, 2))
    return next((character for character in following if unicodedata.category(character) == "Pe"), "")


def _strong(kind: str) -> str:
    # Numbers count as running from right to left (N0).
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")
