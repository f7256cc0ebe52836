"""Markdown files: the YAML between two lines `---` on top, and the text below."""

import re
from typing import NamedTuple

_PARTS = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(.*)", re.DOTALL | re.MULTILINE)


class Parts(NamedTuple):
    """Front matter as YAML, whose lines have the same numbers as in the file, and the text after it."""

    front: str
    body: str


def split_front_matter(text: str) -> Parts | None:
    """Return the two parts of a Markdown file; None when its front matter is missing or not closed."""
    found = _PARTS.match(text)
    return Parts("\n" + found[1], found[2]) if found else None


def yaml_of(path: str, text: str) -> str:
    """Return the YAML of a file: all of it, or the front matter of a Markdown file."""
    if not path.endswith(".md"):
        return text
    parts = split_front_matter(text)
    return parts.front if parts else ""
