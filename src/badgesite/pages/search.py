"""What search in the browser reads: the names of all pages in small parts, each of names that begin alike.

`search.json` is the first part. A part has `found`, pages as name, path and kind, and `next`, the beginnings for
which there are further parts, each in a file of its own (`part_file`). So a search reads a few small files, however
many customers there are. The theme's `search.js` reads words as `read_words` does, and follows these parts.
"""

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from badgesite.pages.output import Output
from badgesite.pages.setting import Setting

MOST_IN_PART = 150
LONGEST_TERM = 32
"""Characters; file names grow with them."""
_MOST_TERMS = 5 * MOST_IN_PART
"""More than that are not so few pages that one part could hold them."""
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = frozenset(("Mn", "Mc", "Me", "Cf"))
"""Marks on letters, and what only tells how to set them."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"}
)
"""Letters that people without them on their keyboard write otherwise, and that Unicode does not take apart."""

FoundKind = Literal["page", "group", "badge", "customer"]


class Found(NamedTuple):
    """A page that may be found."""

    name: str
    path: str
    kind: FoundKind


class SearchFacts(NamedTuple):
    """Every page that may be found, no unlisted customer among them."""

    found: tuple[Found, ...]


class PartView(NamedTuple):
    """A part: the pages that it names itself, and the beginnings of names that further parts have."""

    found: tuple[Found, ...]
    further: tuple[str, ...] = ()


class _Term(NamedTuple):
    """What a page is found by: one of its words, and the others behind it."""

    text: str
    found: Found


def read_words(text: str) -> list[str]:
    """Return the words of a name as search compares them: small letters without accents."""
    lower = text.lower() if text.isascii() else _simplify(text)
    return _WORD.findall(lower) or lower.split()


def _simplify(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in letters if unicodedata.category(each) not in _UNSEEN)
    return plain.lower().translate(_LETTERS)


def part_file(beginning: str) -> str:
    """Return the file of the part for a beginning, in characters that every disk and host takes."""
    if not beginning:
        return "search.json"
    return f"search/q-{''.join(map(_spell, beginning))}.json"


def _spell(letter: str) -> str:
    if letter == " ":
        return "_"
    return letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):x}-"


def search_outputs(facts: SearchFacts, setting: Setting) -> tuple[Output, ...]:
    """Return all parts."""
    terms = sorted(_Term(text, found) for found in facts.found for text in _list_terms(found.name))
    return tuple(Output(part_file(beginning), "search", part) for beginning, part in _split("", terms))


def _list_terms(name: str) -> set[str]:
    """Return what a name is found by: all its words from each of them on, those before it at the end."""
    words = read_words(name)
    return {" ".join((word, *words[:place], *words[place + 1 :]))[:LONGEST_TERM] for place, word in enumerate(words)}


def _split(beginning: str, terms: Sequence[_Term]) -> Iterator[tuple[str, PartView]]:
    """Yield the part of sorted terms that begin alike, and its further parts, with their beginnings.

    Of more pages than a part holds with the very same term the first ones are named.
    """
    if len(terms) <= _MOST_TERMS and len(found := _list_once(terms)) <= MOST_IN_PART:
        yield beginning, PartView(found)
        return
    length = len(beginning)
    whole = list(itertools.takewhile(lambda term: len(term.text) == length, terms))
    groups = [tuple(some) for _, some in itertools.groupby(terms[len(whole) :], lambda term: term.text[length])]
    inside, outside = _choose_inside(whole, groups)
    further = {_find_beginning(some[0].text, some[-1].text): some for some in outside}
    yield beginning, PartView(_list_once(inside)[:MOST_IN_PART], tuple(further))
    for longer, some in further.items():
        yield from _split(longer, some)


def _choose_inside(
    whole: Iterable[_Term], groups: Sequence[Sequence[_Term]]
) -> tuple[list[_Term], list[Sequence[_Term]]]:
    """Return the terms that a part names itself, small groups too while there is room, and the other groups."""
    inside = list(whole)
    small: set[int] = set()
    for place in sorted(range(len(groups)), key=lambda place: len(groups[place])):
        if len(inside) + len(groups[place]) > MOST_IN_PART:
            break
        small.add(place)
        inside += groups[place]
    return sorted(inside), [group for place, group in enumerate(groups) if place not in small]


def _find_beginning(one: str, other: str) -> str:
    """Return how both texts begin."""
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in alike)


def _list_once(terms: Iterable[_Term]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(term.found for term in terms))


def write_part(part: PartView) -> bytes:
    """Return a part as JSON, a page a line."""
    found = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in part.found)
    further = json.dumps(part.further, ensure_ascii=False, separators=(",", ":"))
    return f'{{"next":{further},"found":[\n{found}\n]}}\n'.encode()
