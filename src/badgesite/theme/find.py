"""Finding a theme and what it extends.

A theme is a folder: `theme.yaml` (what it extends, its options), `templates/`, `cards/`, `shapes/`,
`fonts/`, `strings/` and `assets/`. A file that it lacks is taken from the theme that it extends.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from badgesite.content.messages import explain
from badgesite.content.parse import parse
from badgesite.errors import Problem, ProblemsFound, suggest
from badgesite.model.record import Color, Id, Line, Record


class ThemeOption(Record):
    """A setting that a theme offers under `look:`."""

    default: Color
    about: Line


class ThemeFile(Record):
    """What `theme.yaml` says."""

    extends: Id | None = None
    options: dict[Id, ThemeOption] = Field({})


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with those that it extends: its folders, the most specific first, and its options by name.

    There is always an option `accent`.
    """

    name: str
    folders: tuple[Path, ...]
    options: Mapping[str, ThemeOption]

    def find(self, path: str) -> Path | None:
        """Return the file at a path such as `cards/profile.svg`, or None."""
        return next((file for folder in self.folders if (file := folder / path).is_file()), None)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the theme; raises FileNotFoundError with the theme's name."""
        file = self.find(path)
        if file is None:
            raise FileNotFoundError(f"theme {self.name} has no {path}")
        return file.read_bytes()

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Return the stems of the files with an ending in one of the theme's folders, sorted."""
        return tuple(sorted({file.stem for top in self.folders for file in (top / folder).glob(f"*{suffix}")}))

    def fingerprint(self, *parts: str) -> str:
        """Return the SHA-256 of every file in the given folders of the theme."""
        digest = hashlib.sha256()
        for top in self.folders:
            for file in sorted(file for part in parts for file in (top / part).rglob("*") if file.is_file()):
                body = file.read_bytes()
                digest.update(f"{file.relative_to(top).as_posix()}\0{len(body)}\0".encode() + body)
        return digest.hexdigest()


def built_in_themes() -> Path:
    """Return the folder of the themes that come with the program: in the wheel, or in a checkout."""
    package = Path(__file__).parent.parent
    packed = package / "themes"
    return packed if packed.is_dir() else package.parent.parent / "themes"


def find_theme(name: str, site_folder: Path, place: Problem) -> Theme:
    """Return the theme of that name: the site's own, else a built-in one.

    `place` is where the name stands; raises ProblemsFound there when there is no such theme, and in
    `theme.yaml` when that is wrong.
    """
    tops = (site_folder / "themes", built_in_themes())
    folders: list[Path] = []
    options: dict[str, ThemeOption] = {}
    wanted: str | None = name
    while wanted is not None:
        folder = next((top / wanted for top in tops if (top / wanted / "theme.yaml").is_file()), None)
        if folder is None or folder in folders:
            raise ProblemsFound([_missing(wanted, tops, place)])
        folders.append(folder)
        file = _read_theme_file(folder / "theme.yaml")
        options = {**file.options, **options}
        wanted = file.extends
    if "accent" not in options:
        where, remedy = str(folders[0] / "theme.yaml"), "add it under `options:`, or write `extends: default`"
        raise ProblemsFound([Problem(where, 1, 1, f"the theme {name} has no option “accent”", remedy)])
    return Theme(name, tuple(folders), options)


def _missing(name: str, tops: tuple[Path, ...], place: Problem) -> Problem:
    known = {file.parent.name for top in tops for file in top.glob("*/theme.yaml")}
    remedy = suggest(name, known, "make themes/" + name + "/theme.yaml, or use one of: " + ", ".join(sorted(known)))
    return place._replace(what=f"there is no theme {name}", remedy=remedy)


def _read_theme_file(file: Path) -> ThemeFile:
    values = read_theme_yaml(file)
    try:
        return ThemeFile.model_validate(values)
    except ValidationError as error:
        findings = explain(ThemeFile, error)
        raise ProblemsFound(Problem(str(file), 1, 1, found.what, found.remedy) for found in findings) from error


def read_theme_yaml(file: Path) -> dict[str, Any]:
    """Return what a YAML file of a theme says; raises ProblemsFound where it cannot be read."""
    try:
        parsed = parse(str(file), file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        remedy = "save it as UTF-8"
        raise ProblemsFound([Problem(str(file), 1, 1, "this file is not UTF-8", remedy)]) from error
    if parsed.problems:
        raise ProblemsFound(parsed.problems)
    return dict(parsed.records[0]) if parsed.records else {}
