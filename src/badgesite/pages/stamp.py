"""Keys: the hash of everything that an output depends on."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from badgesite.art.studio import Studio

_KEY_LENGTH = 24  # hexadecimal digits of each part, 96 bits


def digest(value: Any) -> str:
    """Return the SHA-256 of plain data: tuples, texts, numbers, days and shared values."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()


def _encode(value: object) -> str:
    match value:
        case Shared():
            return value.digest
        case datetime.date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be part of a key")


_canonical = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encode).encode


class Shared:
    """A frozen dataclass that many views hold; it enters their keys by its digest, which is computed once."""

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 over all fields."""
        return digest(tuple(getattr(self, field.name) for field in fields(self)))  # type: ignore[arg-type]


class Stamp(NamedTuple):
    """The key of a bundle, what it was made from, and how to tell later that this is still the same."""

    source: str
    """The hash of all that the facts were gathered from, and of what draws them; empty where that is not told."""
    is_plain: bool
    """Whether the facts need none of the system's fonts."""
    key: str
    """The hash of the facts, and of what writes and draws them."""


class Writer(NamedTuple):
    """What writes outputs of a kind: the hash of the code, and that of the theme's files that it reads, if any."""

    code: str
    theme: str = ""


class Key(NamedTuple):
    """The parts of a key, to tell why it differs from another."""

    code: str
    theme: str
    drawing: str
    view: str

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """Return the parts of a key, or None if the text is none."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == len(cls._fields) else None


class Drawn(NamedTuple):
    """What a picture is drawn with beside the theme's shapes: the card of that name, if any, and fonts."""

    card: str | None
    has_text: bool


class Stamper:
    """Computes keys.

    `writers` holds for each kind of output what writes it. The kinds in `drawn` depend on what the studio draws with,
    too, as their views tell.
    """

    def __init__(
        self, writers: Mapping[str, Writer], drawn: Mapping[str, Callable[[Any], Drawn]], studio: "Studio"
    ) -> None:
        self._writers = writers
        self._drawn = drawn
        self._studio = studio

    def key(self, kind: str, view: Any) -> str:
        """Return the key of an output of a kind that shows the view; what is drawn depends on more."""
        written = _canonical(view)
        return self._key(kind, written, self._fingerprint_drawing(kind, view, written))

    def stamp(self, source: str, facts: Any) -> Stamp:
        """Return the stamp of a bundle's facts, gathered from a source."""
        written = _canonical(facts)
        is_plain = self._studio.fonts.cover([written])
        key = self._key("bundle", written, self._fingerprint_all(is_plain))
        return Stamp(self._source(source, is_plain), is_plain, key)

    def is_current(self, stamp: Stamp, source: str) -> bool:
        """Whether facts gathered from the source would get the same stamp, so that they need not be gathered."""
        return source != "" and stamp.source == self._source(source, stamp.is_plain)

    def _source(self, source: str, is_plain: bool) -> str:
        drawing = self._fingerprint_all(is_plain)
        return hashlib.sha256(f"{self._writer} {drawing} {source}".encode()).hexdigest()

    @functools.cached_property
    def _writer(self) -> str:
        return str(self._writers["bundle"])

    def _fingerprint_all(self, is_plain: bool) -> str:
        return self._studio.own_fingerprint if is_plain else self._studio.whole_fingerprint

    def _fingerprint_drawing(self, kind: str, view: Any, written: str) -> str:
        if kind not in self._drawn:
            return ""
        drawn = self._drawn[kind](view)
        return self._studio.fingerprint([written] if drawn.has_text else [], drawn.card)

    def _key(self, kind: str, written: str, drawing: str) -> str:
        view = hashlib.sha256(f"{kind} {written}".encode()).hexdigest()
        return ".".join(Key(*(part[:_KEY_LENGTH] for part in (*self._writers[kind], drawing, view))))

    def version(self, kind: str, view: Any) -> str:
        """Return the short form of the key for addresses that change with what they show."""
        return hashlib.sha256(self.key(kind, view).encode()).hexdigest()[:12]
