"""What only planning and rendering find out, told where the keeper can mend it."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.content.load import place
from badgesite.errors import Problem, ProblemsFound
from badgesite.model import Content

_KINDS = {"customer": "customers", "badge": "badges", "group": "groups", "page": "pages"}


class Missing(NamedTuple):
    """Characters that no font could draw in an output of a bundle."""

    bundle: str
    characters: tuple[str, ...]


def check_clashes(clashes: Iterable[tuple[str, str, str]], content: Content, site: Path) -> None:
    """Raise ProblemsFound if two things would stand at one address: path, bundle and bundle."""
    problems = [
        place(site, content, *_record(second, content), ())._replace(
            what=f"{path} is also the address of {_name(first, content)}",
            remedy="give one of them another id or another place",
        )
        for path, first, second in clashes
    ]
    if problems:
        raise ProblemsFound(problems)


def describe_missing(missing: Iterable[Missing], content: Content, site: Path) -> Iterator[Problem]:
    """Yield a warning for each record whose characters were left out of pictures."""
    by_bundle: dict[str, set[str]] = {}
    for each in missing:
        by_bundle.setdefault(each.bundle, set()).update(each.characters)
    for bundle, characters in sorted(by_bundle.items()):
        written = ", ".join(f"“{character}” (U+{ord(character[0]):04X})" for character in sorted(characters))
        yield place(site, content, *_record(bundle, content), ())._replace(
            what=f"no font here can draw {written}, so pictures leave it out",
            remedy=suggest_fonts(characters),
            is_warning=True,
        )


def suggest_fonts(characters: Iterable[str]) -> str:
    """Return which Debian packages hold fonts for the characters."""
    packages = sorted({_package_for(character) for character in characters})
    return f"install {' and '.join(packages)}, or put a font that has it into content/assets/fonts/"


def _package_for(character: str) -> str:
    name = unicodedata.name(character[0], "")
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")):
        return "fonts-noto-cjk"
    is_emoji = unicodedata.category(character[0]) == "So" and ord(character[0]) > 0x1F000
    return "fonts-noto-color-emoji" if is_emoji else "fonts-noto-core"


def _record(bundle: str, content: Content) -> tuple[str, str]:
    kind, _, id_ = bundle.partition("/")
    record = (_KINDS.get(kind, ""), id_)
    return record if record in content.origins else ("site", "")


def _name(bundle: str, content: Content) -> str:
    kind, id_ = _record(bundle, content)
    return content.origins[kind, id_].path if kind != "site" else f"the page of {bundle.partition('/')[0]}"
