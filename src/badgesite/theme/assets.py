"""The theme's own files for browsers, under names that change with their bytes."""

import hashlib
import re
from pathlib import PurePosixPath
from typing import NamedTuple

from badgesite.theme.find import Theme

_CSS_SPACE = rb"(?:\s|/\*(?:[^*]|\*(?!/))*\*/)"
_CSS_PIECE = re.compile(
    rb"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|%(space)b*([{};,])%(space)b*|%(space)b+""" % {b"space": _CSS_SPACE},
    re.DOTALL,
)
"""A text in quotes, which stays as it is; a mark with the space around it, which means nothing; other space."""
_CSS_ADDRESS = re.compile(rb'url\("([^":]+)"\)')


class ThemeAsset(NamedTuple):
    """A file of the theme's `assets/`: its path there, its published path, its SHA-256."""

    path: str
    address: str
    digest: str
    rank: int
    """How far the theme that it comes from extends others: 0 for one that extends none."""


def list_theme_assets(theme: Theme) -> tuple[ThemeAsset, ...]:
    """Return the theme's assets, sorted by path, each once: the more specific theme's."""
    paths = {
        file.relative_to(top / "assets").as_posix()
        for top in theme.folders
        for file in (top / "assets").rglob("*")
        if file.is_file()
    }
    return tuple(_describe(theme, path) for path in sorted(paths))


def read_theme_asset(theme: Theme, path: str) -> bytes:
    """Return the bytes to publish.

    A style sheet comes without comments and needless space; what it names as `url("…")` gets its published name.
    """
    body = theme.read(f"assets/{path}")
    if not path.endswith(".css"):
        return body
    compact = _CSS_PIECE.sub(lambda match: match[1] or match[2] or b" ", body)
    return _CSS_ADDRESS.sub(lambda match: b'url("' + _published(theme, match[1].decode()).encode() + b'")', compact)


def _published(theme: Theme, path: str) -> str:
    return _describe(theme, path).address


def _describe(theme: Theme, path: str) -> ThemeAsset:
    digest = hashlib.sha256(read_theme_asset(theme, path)).hexdigest()
    pure = PurePosixPath(path)
    holders = [rank for rank, folder in enumerate(reversed(theme.folders)) if (folder / "assets" / path).is_file()]
    return ThemeAsset(path, str(pure.with_name(f"{pure.stem}.{digest[:10]}{pure.suffix}")), digest, max(holders))
