"""The fonts at hand: the package's Source Sans Pro by weight, then the site's own, then the system's."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import font_source_sans_pro

from badgesite.art.face import Face
from badgesite.art.system import SystemFonts
from badgesite.errors import Problem

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold", 900: "Black"}
FONT_ENDINGS = (".ttf", ".otf", ".ttc")

INVISIBLE = frozenset(
    [
        *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\ufeff\ufff9\ufffa\ufffb \t\n\r",
        *map(chr, (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE0F))),
        *map(chr, (*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0200))),
    ]
)
"""Characters that need no glyph. U+FE0F is none of them: it asks for a colour picture."""


class Fonts:
    """Finds a face for each piece of text, and tells which bytes that depends on."""

    def __init__(self, files: Iterable[Path] = (), language: str = "en", *, use_system_fonts: bool = True) -> None:
        self.language = language
        folder = Path(font_source_sans_pro.font_directory)
        self._package = {weight: folder / f"SourceSansPro-{name}.ttf" for weight, name in WEIGHTS.items()}
        self._files = tuple(sorted(files, key=lambda path: path.name))
        self._system = SystemFonts(use_system_fonts)
        self._by_weight: dict[int, tuple[Face, ...]] = {}

    def own_faces(self, weight: int) -> tuple[Face, ...]:
        """Return the package's face of that weight (400, 600, 700 or 900), then the site's, nearest weight first."""
        if weight not in self._by_weight:
            site = sorted(self._site_faces, key=lambda face: abs(face.weight - weight))
            self._by_weight[weight] = (Face(self._package[weight]), *site)
        return self._by_weight[weight]

    def faces_for(self, text: str, weight: int, language: str) -> list[Face]:
        """Return the faces that say they cover the text (one letter with its marks), the best first."""
        own = [face for face in self.own_faces(weight) if face.covers(text)]
        return own or self._system.faces_for(text, weight, language)

    @cached_property
    def covered(self) -> frozenset[str]:
        """Every character that needs none of the system's fonts."""
        faces = (Face(self._package[400]), *self._site_faces)
        return INVISIBLE.union(*(face.characters() for face in faces))

    def fingerprint(self, texts: Iterable[str]) -> str:
        """Return the SHA-256 of the own fonts' bytes and, where a text needs them, of the system's identity."""
        covered = self.covered
        if all(covered.issuperset(text) for text in texts):
            return self._own_fingerprint
        return self._whole_fingerprint

    @cached_property
    def _own_fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in (*self._package.values(), *self._files):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @cached_property
    def _whole_fingerprint(self) -> str:
        both = f"{self._own_fingerprint}\n{self.language}\n{self._system.identity()}"
        return hashlib.sha256(both.encode()).hexdigest()

    @cached_property
    def _site_faces(self) -> tuple[Face, ...]:
        return tuple(Face(path, index) for path in self._files for index in range(Face.count(path)))


def check_font(path: Path, place: Problem) -> Problem | None:
    """Return what is wrong with a font file of the site, at that place, or None."""
    try:
        if Face.count(path) > 0 and Face(path).glyph_count > 0:
            return None
    except (OSError, MemoryError, ValueError):
        pass
    return place._replace(what=f"{path.name} is no font that can be read", remedy="use a TTF, OTF or TTC file")
