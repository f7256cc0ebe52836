"""What only planning and rendering find out, told where the keeper can mend it."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.art.letters import is_emoji
from badgesite.content.load import place
from badgesite.errors import Problem
from badgesite.model import Content

_KINDS = {"customer": "customers", "badge": "badges", "group": "groups", "page": "pages"}
SITE = ("site", "")
"""The kind and id of the record that describes the site itself."""


class Missing(NamedTuple):
    """Characters that no font could draw in an output of a bundle."""

    bundle: str
    characters: tuple[str, ...]


def describe_missing(missing: Iterable[Missing], content: Content, site: Path) -> Iterator[Problem]:
    """Yield a warning for each record whose characters were left out of pictures."""
    by_bundle: dict[str, set[str]] = {}
    for each in missing:
        by_bundle.setdefault(each.bundle, set()).update(each.characters)
    for bundle, characters in sorted(by_bundle.items()):
        kind, id_ = find_record(bundle, content)
        written = ", ".join(f"“{character}” ({_codes(character)})" for character in sorted(characters))
        pictures = f"the pictures of {id_}" if id_ else "pictures"
        yield place(site, content, kind, id_, ())._replace(
            what=f"no font here can draw {written}, so {pictures} leave it out",
            remedy=suggest_fonts(characters),
            is_warning=True,
        )


def suggest_fonts(characters: Iterable[str]) -> str:
    """Return which Debian packages hold fonts for the characters."""
    packages = sorted({_package_for(character) for character in characters} - {""})
    first = f"install {' and '.join(packages)}" if packages else "write it in other characters"
    return f"{first}, or put a font that has it into content/assets/fonts/"


def _package_for(character: str) -> str:
    """Return the package with a font for the character; empty if no font has to know it."""
    if unicodedata.category(character[0]) in ("Co", "Cn"):
        return ""
    if is_emoji(character) or (unicodedata.category(character[0]) == "So" and character[0] > "\U0001f000"):
        return "fonts-noto-color-emoji"
    name = unicodedata.name(character[0], "")
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")):
        return "fonts-noto-cjk"
    return "fonts-noto-core"


def _codes(letter: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in letter)


def find_record(bundle: str, content: Content) -> tuple[str, str]:
    """Return the kind and id of the record that a bundle comes from; the site itself if there is none."""
    kind, _, id_ = bundle.partition("/")
    record = (_KINDS.get(kind, ""), id_)
    return record if record in content.origins else SITE
