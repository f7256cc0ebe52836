"""Finding a theme and what it extends.

A theme is a folder: `theme.yaml` (what it extends, its options), `templates/`, `cards/`, `shapes/`,
`fonts/`, `strings/` and `assets/`. A file that it lacks is taken from the theme that it extends.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError

from badgesite.content.messages import explain
from badgesite.content.parse import parse
from badgesite.content.places import Location, Places
from badgesite.errors import Problem, ProblemsFound, suggest
from badgesite.model.content import Origin
from badgesite.model.record import Color, Id, Record
from badgesite.theme.options import ThemeOption


class Grounds(NamedTuple):
    """The colours that words stand on in light and in dark mode, that of the page first."""

    day: tuple[str, ...] = ("#ffffff",)
    night: tuple[str, ...] = ("#000000",)


PLAIN_GROUNDS = Grounds()
"""What a theme is taken to have that does not say."""


class GroundsFile(Record):
    """What `theme.yaml` says of the grounds."""

    day: Annotated[tuple[Color, ...], Field(min_length=1)]
    night: Annotated[tuple[Color, ...], Field(min_length=1)]


class ThemeFile(Record):
    """What `theme.yaml` says."""

    extends: Id | None = Field(None, description="The theme that this one takes its other files from.")
    options: dict[Id, ThemeOption] = Field({}, description="What a site may choose under `look:`.")
    grounds: GroundsFile | None = Field(None, description="The colours of backgrounds, that of the page first.")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with those that it extends: its folders, the most specific first, and its options by name.

    There is always an option `accent`.
    """

    name: str
    folders: tuple[Path, ...]
    options: Mapping[str, ThemeOption]
    grounds: Grounds = PLAIN_GROUNDS

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Those of its folders that did not come with the program."""
        return tuple(folder for folder in self.folders if folder.parent != built_in_themes())

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
    grounds: Grounds | None = None
    wanted: str | None = name
    while wanted is not None:
        folder = next((top / wanted for top in tops if (top / wanted / "theme.yaml").is_file()), None)
        if folder is None:
            raise ProblemsFound([_missing(wanted, tops, place)])
        if folder in folders:
            raise ProblemsFound([place._replace(what="themes extend each other in a circle", remedy="cut it here")])
        folders.append(folder)
        file = _read_theme_file(folder / "theme.yaml")
        options = {**file.options, **options}
        grounds = grounds or (Grounds(file.grounds.day, file.grounds.night) if file.grounds else None)
        wanted = file.extends
        place = place_in(folder / "theme.yaml", ("extends",))
    if "accent" not in options:
        where, remedy = folders[0] / "theme.yaml", "add it under `options:`, or write `extends: default`"
        raise ProblemsFound([Problem(str(where), 1, 1, f"the theme {name} has no option “accent”", remedy)])
    if options["accent"].kind != "color":
        where = folders[0] / "theme.yaml"
        what, remedy = "the option “accent” is no colour", "leave out its `kind:`"
        raise ProblemsFound([place_in(where, ("options", "accent"))._replace(what=what, remedy=remedy)])
    return Theme(name, tuple(folders), options, grounds or PLAIN_GROUNDS)


def _missing(name: str, tops: tuple[Path, ...], place: Problem) -> Problem:
    known = {file.parent.name for top in tops for file in top.glob("*/theme.yaml")}
    remedy = suggest(name, known, "make themes/" + name + "/theme.yaml, or use one of: " + ", ".join(sorted(known)))
    return place._replace(what=f"there is no theme {name}", remedy=remedy)


def _read_theme_file(file: Path) -> ThemeFile:
    values = read_theme_yaml(file)
    try:
        return ThemeFile.model_validate(values)
    except ValidationError as error:
        raise ProblemsFound(
            place_in(file, found.location, at_key=found.at_key)._replace(what=found.what, remedy=found.remedy)
            for found in explain(ThemeFile, error)
        ) from error


def place_in(file: Path, location: Location, *, at_key: bool = False) -> Problem:
    """Return a problem without words at a value, or a key, of a theme's YAML, for `_replace(what=…, remedy=…)`."""
    places, origin = Places(file.parent), Origin(file.name)
    place = places.of_key(origin, location) if at_key else places.of_value(origin, location)
    return Problem(str(file), *place, "", "")


def read_theme_yaml(file: Path) -> dict[str, Any]:
    """Return what a YAML file of a theme says; raises ProblemsFound where it cannot be read."""
    try:
        parsed = parse(str(file), file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        remedy = "save it as UTF-8"
        raise ProblemsFound([Problem(str(file), 1, 1, "this file is not UTF-8", remedy)]) from error
    if parsed.problems:
        raise ProblemsFound(parsed.problems)
    if len(parsed.records) > 1:
        remedy = "write lines of the form `key: value`, without `- ` and `---`"
        raise ProblemsFound([Problem(str(file), 1, 1, "this file holds several records", remedy)])
    return dict(parsed.records[0]) if parsed.records else {}
