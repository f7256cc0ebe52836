"""The fonts at hand: Source Sans Pro by weight, then those of the theme and the site, then the system's."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import font_source_sans_pro

from badgesite.art.face import Face
from badgesite.art.system import SystemFonts
from badgesite.errors import Problem

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold", 900: "Black"}
FONT_ENDINGS = (".ttf", ".otf", ".ttc")
ANY_SANS = frozenset({"", "sans-serif", "source sans pro"})
"""The families, in small letters, that stand for the font that is always there."""

INVISIBLE = frozenset(
    [
        *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\ufeff\ufff9\ufffa\ufffb \t\n\r",
        *map(chr, (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE0F))),
        *map(chr, (*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0200))),
    ]
)
"""Characters that need no glyph. U+FE0F is none of them: it asks for a colour picture."""


class Type(NamedTuple):
    """How text is to look: the weight (400, 600, 700 or 900), and the family in small letters; "" is any sans."""

    weight: int = 400
    family: str = ""


class Fonts:
    """Finds a face for each piece of text, and tells which bytes that depends on.

    Beside the font that is always there it knows those of the given files: the theme's, then the site's.
    """

    def __init__(self, files: Iterable[Path] = (), language: str = "en", *, use_system_fonts: bool = True) -> None:
        self.language = language
        folder = Path(font_source_sans_pro.font_directory)
        self._package = {weight: folder / f"SourceSansPro-{name}.ttf" for weight, name in WEIGHTS.items()}
        self._files = tuple(files)
        self._system = SystemFonts(use_system_fonts)
        self._more: dict[int, tuple[Face, ...]] = {}
        self._by_type: dict[Type, tuple[Face, ...]] = {}

    @cached_property
    def families(self) -> dict[str, str]:
        """The families that a card may name beside the font that is always there, by their names in small letters."""
        return {name.casefold(): name for face in self._more_faces(400) for name in sorted(face.families)}

    def own_faces(self, type_: Type) -> tuple[Face, ...]:
        """Return the faces of the type's family, the one that is always there, then the others, nearest weight first.

        The weight is 400, 600, 700 or 900.
        """
        if type_ not in self._by_type:
            more = sorted(self._more_faces(type_.weight), key=lambda face: abs(face.weight - type_.weight))
            named = [face for face in more if type_.family in map(str.casefold, face.families)]
            rest = [face for face in more if face not in named]
            self._by_type[type_] = (*named, Face(self._package[type_.weight]), *rest)
        return self._by_type[type_]

    def faces_for(self, text: str, type_: Type, language: str) -> list[Face]:
        """Return the faces that say they cover the text (one letter with its marks), the best first."""
        own = [face for face in self.own_faces(type_) if face.covers(text)]
        return own or self._system.faces_for(text, type_.weight, language)

    def list_folders(self) -> tuple[str, ...]:
        """Return the folders whose times change when the system gets other fonts, or other wishes about them."""
        return self._system.list_folders()

    def find_elsewhere(self, family: str) -> Path | None:
        """Return the file of a family that this computer has, though neither theme nor site brings it."""
        return self._system.find_family(family)

    @cached_property
    def covered(self) -> frozenset[str]:
        """Every character that needs none of the system's fonts."""
        faces = (Face(self._package[400]), *self._more_faces(400))
        return INVISIBLE.union(*(face.characters() for face in faces))

    def cover(self, texts: Iterable[str]) -> bool:
        """Whether the texts need none of the system's fonts."""
        return all(self.covered.issuperset(self._leave_out_plain(text)) for text in texts)

    def _leave_out_plain(self, text: str) -> str:
        """Return a text without what of ASCII is covered: most have little else, and bytes are left out at once."""
        rest = text.encode("utf-8", "surrogatepass").translate(None, self._plain)
        return rest.decode("utf-8", "surrogatepass")

    @cached_property
    def _plain(self) -> bytes:
        return "".join(filter(str.isascii, self.covered)).encode()

    def fingerprint(self, texts: Iterable[str]) -> str:
        """Return the SHA-256 of the own fonts' bytes and, where a text needs them, of the system's identity."""
        return self.own_fingerprint if self.cover(texts) else self.whole_fingerprint

    @cached_property
    def own_fingerprint(self) -> str:
        """The SHA-256 of the own fonts' bytes."""
        return self.fingerprint_files()

    def fingerprint_files(self) -> str:
        """Return the SHA-256 of the own fonts' bytes as they are now."""
        digest = hashlib.sha256()
        for path in (*self._package.values(), *self._files):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @cached_property
    def whole_fingerprint(self) -> str:
        """The SHA-256 of the own fonts' bytes and of the system's identity."""
        both = f"{self.own_fingerprint}\n{self.language}\n{self._system.identity()}"
        return hashlib.sha256(both.encode()).hexdigest()

    def _more_faces(self, weight: int) -> tuple[Face, ...]:
        if weight not in self._more:
            places = ((path, index) for path in self._files for index in range(Face.count(path)))
            self._more[weight] = tuple(Face(path, index, weight) for path, index in places)
        return self._more[weight]


def check_font(path: Path, place: Problem) -> Problem | None:
    """Return what is wrong with a font file of the site, at that place, or None."""
    try:
        if Face.count(path) > 0 and Face(path).glyph_count > 0:
            return None
    except (OSError, MemoryError, ValueError):
        pass
    return place._replace(what=f"{path.name} is no font that can be read", remedy="use a TTF, OTF or TTC file")
