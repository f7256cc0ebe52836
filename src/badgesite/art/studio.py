"""What drawing needs, loaded once a process: the theme's shapes and cards, fonts, and memories of bounded size."""

import functools
import hashlib
import importlib.metadata
from collections.abc import Callable, Collection, Hashable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from PIL.Image import Image

from badgesite.art.cairo import cairocffi
from badgesite.art.colour import accent_colours
from badgesite.art.fonts import FONT_ENDINGS, Fonts
from badgesite.art.ink import Pen
from badgesite.art.kept import Form, Kept, Origin
from badgesite.art.look import Picture
from badgesite.art.outline import Outline, read_outline
from badgesite.art.recent import Recent, Repeated
from badgesite.art.shaping import Shaper
from badgesite.art.slots import CANVASES, Card, read_card
from badgesite.art.svg import read_svg
from badgesite.errors import ProblemsFound
from badgesite.theme.find import Theme
from badgesite.theme.strings import runs_from_right

V = TypeVar("V")

_DRAWN_BY = ("cairocffi", "cairosvg", "deflate", "pillow", "python-bidi", "python-lucide", "uharfbuzz")


class Studio:
    """Everything at hand to draw with; made from plain values, so that each worker makes its own.

    `content` is the folder that pictures and fonts are named from; `fonts` are paths from there, such as
    `assets/fonts/Brand.ttf`. With a folder for it, what takes long to draw is kept there for other processes that
    have the same code.
    """

    def __init__(
        self,
        theme: Theme,
        accent: str,
        content: Path,
        fonts: Iterable[str] = (),
        language: str = "en",
        *,
        use_system_fonts: bool = True,
        kept_in: Path | None = None,
        code: str = "",
    ) -> None:
        self.theme = theme
        self.accent = accent
        self.is_mirrored = runs_from_right(language)
        self.colours = accent_colours(accent)
        files = (*theme_fonts(theme), *(content / path for path in fonts))
        self.fonts = Fonts(files, language, use_system_fonts=use_system_fonts)
        self.shaper = Shaper(self.fonts)
        self.surfaces: Recent[Hashable, Any] = Recent(192)
        """Medallions, portraits and logos as they were drawn lately, by what they are and their size."""
        self.drawings: Recent[Hashable, Any] = Recent(8)
        """The last medallions in true colour: who asks whether one fits a palette wants it in the palette next."""
        self.sheets: Recent[Hashable, Any] = Recent(48)
        """What cards are drawn on: few, but large."""
        self.pieces: Repeated[Hashable, Image] = Repeated(256)
        """What stands on many cards, in the palette of a sheet."""
        self.findings: Recent[Hashable, bool] = Recent(4096)
        """What was found out lately about such pictures."""
        self._content = content
        origin = Origin(
            f"{code} {language}", self._fingerprint_files, self.file, lambda text: self.fonts.cover([text])
        )
        # Before anything is read: what is drawn from a file that has changed since then is not kept.
        self._kept = Kept(kept_in, origin) if kept_in else None
        self._shapes: dict[str, Outline] = {}
        self._cards: dict[str, Card] = {}
        self._card_fingerprints: dict[str, str] = {}

    @functools.cached_property
    def pen(self) -> Pen:
        """What draws text."""
        return Pen()

    @functools.cached_property
    def shapes(self) -> tuple[str, ...]:
        """The names of the theme's shapes, sorted."""
        return shape_names(self.theme)

    def shape(self, name: str) -> Outline:
        """Return a shape of the theme; raises ProblemsFound in its file, FileNotFoundError if there is none."""
        if name not in self._shapes:
            self._shapes[name] = _read_shape(self.theme, name)
        return self._shapes[name]

    def card(self, name: str) -> Card:
        """Return a card of the theme; raises ProblemsFound in its file, FileNotFoundError if there is none."""
        if name not in self._cards:
            path = f"cards/{name}.svg"
            svg = read_svg(self.theme.read(path), str(self.theme.find(path)))
            self._cards[name] = read_card(svg, self.colours, CANVASES[name], self.fonts, is_mirrored=self.is_mirrored)
        return self._cards[name]

    def file(self, picture: Picture) -> Path:
        """Return where a picture of the site lies."""
        return self._content / picture.path

    def keep(self, key: Hashable, make: Callable[[], V], form: Form[V]) -> V:
        """Return the value of that key as another process kept it, else made."""
        return self._kept.get(key, make, form) if self._kept else make()

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the letters that no font at hand can draw, sorted, each once."""
        return tuple(sorted({letter for text in texts for letter in self.shaper.missing(text)}))

    def fingerprint(self, texts: Collection[str], card: str | None = None) -> str:
        """Return the SHA-256 of what a medallion, or the named card, depends on beside its look: for output keys.

        Fonts are part of it only if there are texts, those of the system only if the texts need them.
        """
        fonts = self.fonts.fingerprint(texts) if texts else ""
        drawing = self._fingerprint_card(card) if card else ""
        return hashlib.sha256(f"{self._tools}{self._shapes_fingerprint}{drawing}{fonts}".encode()).hexdigest()

    @functools.cached_property
    def own_fingerprint(self) -> str:
        """The fingerprint of all that anything is drawn with, for texts that need none of the system's fonts."""
        return hashlib.sha256(f"{self._drawn_by}{self.fonts.own_fingerprint}".encode()).hexdigest()

    @functools.cached_property
    def whole_fingerprint(self) -> str:
        """The fingerprint of all that anything is drawn with, for texts that may need the system's fonts."""
        return hashlib.sha256(f"{self._drawn_by}{self.fonts.whole_fingerprint}".encode()).hexdigest()

    @property
    def fingerprints(self) -> tuple[str, str]:
        """Both fingerprints; the second is empty as long as nobody asked for it."""
        return self.own_fingerprint, self.__dict__.get("whole_fingerprint", "")

    @functools.cached_property
    def _drawn_by(self) -> str:
        return self._tools + self.theme.fingerprint("cards", "shapes")

    def _fingerprint_files(self) -> str:
        """Return the fingerprint of all that is drawn with, from files as they are now."""
        return f"{self._tools} {self.theme.fingerprint('cards', 'shapes')} {self.fonts.fingerprint_files()}"

    @functools.cached_property
    def _tools(self) -> str:
        parts = [self.accent, cairocffi.cairo_version_string(), *(["mirrored"] if self.is_mirrored else [])]
        parts += [f"{name} {importlib.metadata.version(name)}" for name in _DRAWN_BY]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @functools.cached_property
    def _shapes_fingerprint(self) -> str:
        return self.theme.fingerprint("shapes")

    def _fingerprint_card(self, name: str) -> str:
        if name not in self._card_fingerprints:
            self._card_fingerprints[name] = hashlib.sha256(self.theme.read(f"cards/{name}.svg")).hexdigest()
        return self._card_fingerprints[name]


def shape_names(theme: Theme) -> tuple[str, ...]:
    """Return the names of the theme's shapes, sorted."""
    return theme.names("shapes", ".svg")


def font_files(content: Path) -> tuple[str, ...]:
    """Return the site's fonts below `assets/fonts/`, sorted, as paths from the content folder."""
    return tuple(file.relative_to(content).as_posix() for file in _list_fonts(content / "assets" / "fonts"))


def theme_fonts(theme: Theme) -> tuple[Path, ...]:
    """Return the files below the `fonts/` of a theme, sorted by path; a theme's own hides what it extends."""
    by_path: dict[str, Path] = {}
    for folder in reversed(theme.folders):
        by_path |= {file.relative_to(folder).as_posix(): file for file in _list_fonts(folder / "fonts")}
    return tuple(by_path[path] for path in sorted(by_path))


def _list_fonts(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in FONT_ENDINGS)


def _read_shape(theme: Theme, name: str) -> Outline:
    path = f"shapes/{name}.svg"
    svg = read_svg(theme.read(path), str(theme.find(path)))
    paths = list(svg.root.iter("path"))
    if len(paths) != 1 or svg.root.get("viewBox") != "0 0 512 512":
        remedy = 'draw it as one <path> in an SVG with viewBox="0 0 512 512"'
        raise ProblemsFound([svg.problem(svg.root, "this is no outline for a medallion", remedy)])
    try:
        return read_outline(paths[0].get("d", ""))
    except ValueError as error:
        remedy = "draw one closed outline, without transformations"
        raise ProblemsFound([svg.problem(paths[0], f"this is no outline: {error}", remedy)]) from error
