"""The theme's own files for browsers, under names that change with their bytes."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from rcssmin import cssmin

from badgesite.errors import Problem, suggest
from badgesite.theme.find import Theme, place_in, read_theme_yaml

_CSS_ADDRESS = re.compile(rb"""url\(\s*(["']?)([^"'():\s]+)\1\s*\)""")
"""An address without a scheme: a file of the theme."""
_ELSEWHERE = re.compile(rb"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)


class ThemeAsset(NamedTuple):
    """A file of the theme's `assets/`: its path there, its published path, its SHA-256."""

    path: str
    address: str
    digest: str
    rank: int
    """How far the theme that it comes from extends others: 0 for one that extends none."""


def list_theme_assets(theme: Theme) -> tuple[ThemeAsset, ...]:
    """Return the theme's assets, sorted by path, each once: the more specific theme's."""
    return tuple(_describe(theme, path) for path in sorted(_list_paths(theme)))


def _list_paths(theme: Theme) -> set[str]:
    return {
        file.relative_to(top / "assets").as_posix()
        for top in theme.folders
        for file in (top / "assets").rglob("*")
        if file.is_file()
    }


def read_theme_asset(theme: Theme, path: str) -> bytes:
    """Return the bytes to publish.

    A style sheet comes without comments, but for those that begin with `/*!`, and without needless space; what it
    names as `url("…")` gets its published name.
    """
    body = theme.read(f"assets/{path}")
    if not path.endswith(".css"):
        return body
    compact = bytes(cssmin(body, keep_bang_comments=True))
    return _CSS_ADDRESS.sub(lambda match: b'url("' + _publish(theme, match[2].decode()).encode() + b'")', compact)


def _publish(theme: Theme, path: str) -> str:
    """Return the address of a file of the theme; a part of the page that names one (`#id`) stays as it is."""
    return path if path.startswith(("#", "/")) else _describe(theme, path).address


def find_style_faults(theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong with the addresses in the style sheets of a site's own theme."""
    for folder in theme.own_folders:
        for file in sorted((folder / "assets").rglob("*.css")):
            body = _COMMENT.sub(lambda found: re.sub(rb"[^\n]", b" ", found[0]), file.read_bytes())
            for found in _CSS_ADDRESS.finditer(body):
                yield from _check_address(
                    theme, file, found[2].decode("utf-8", "replace"), _place(body, found.start(2))
                )
            for found in _ELSEWHERE.finditer(body):
                what = f"{found[1].decode('utf-8', 'replace')} is not fetched: pages ask no other host for anything"
                yield Problem(
                    str(file), *_place(body, found.start(1)), what, "put the file into assets/ of the theme"
                )


def _check_address(theme: Theme, file: Path, path: str, place: tuple[int, int]) -> Iterator[Problem]:
    if path.startswith(("#", "/")):
        return
    if theme.find(f"assets/{path}") is None:
        yield Problem(str(file), *place, *_say_missing(theme, path))
    elif path.endswith(".css"):
        yield Problem(
            str(file), *place, f"a style sheet cannot take in {path}", "leave it out: all are linked anyway"
        )


def find_missing_files(theme: Theme) -> Iterator[Problem]:
    """Yield a problem for each file of an option of a site's own theme that is not there."""
    for file in (folder / "theme.yaml" for folder in theme.own_folders):
        for name, option in (read_theme_yaml(file).get("options") or {}).items():
            for number, path in enumerate(option.get("files") or ()):
                if theme.find(f"assets/{path}") is None:
                    what, remedy = _say_missing(theme, path)
                    yield place_in(file, ("options", name, "files", number))._replace(what=what, remedy=remedy)


def _say_missing(theme: Theme, path: str) -> tuple[str, str]:
    remedy = "put it into assets/ of the theme; addresses begin there"
    return f"there is no file {path}", suggest(path, _list_paths(theme), remedy)


def _place(body: bytes, at: int) -> tuple[int, int]:
    """Return the line and the column of a place."""
    return body.count(b"\n", 0, at) + 1, at - body.rfind(b"\n", 0, at)


def _describe(theme: Theme, path: str) -> ThemeAsset:
    digest = hashlib.sha256(read_theme_asset(theme, path)).hexdigest()
    pure = PurePosixPath(path)
    holders = [rank for rank, folder in enumerate(reversed(theme.folders)) if (folder / "assets" / path).is_file()]
    return ThemeAsset(path, str(pure.with_name(f"{pure.stem}.{digest[:10]}{pure.suffix}")), digest, max(holders))
