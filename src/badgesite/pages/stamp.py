"""Keys: the hash of everything that an output depends on."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any


def digest(value: Any) -> str:
    """Return the SHA-256 of plain data: tuples, texts, numbers, days and shared values."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encode)


def _encode(value: object) -> str:
    match value:
        case Shared():
            return value.digest
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a key")


class Shared:
    """A frozen dataclass that many views hold; it enters their keys by its digest, which is computed once."""

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 over all fields."""
        return digest(tuple(getattr(self, field.name) for field in fields(self)))  # type: ignore[arg-type]


class Stamper:
    """Computes keys.

    `fingerprints` holds for each kind of output the hash of the code and theme files that write it; `drawing`
    returns the fingerprint of what some texts are drawn with, which the kinds in `drawn` depend on, too.
    """

    def __init__(
        self, fingerprints: Mapping[str, str], drawn: frozenset[str], drawing: Callable[[Iterable[str]], str]
    ) -> None:
        self._fingerprints = fingerprints
        self._drawn = drawn
        self._drawing = drawing

    def key(self, kind: str, view: Any) -> str:
        """Return the key of an output of a kind that shows the view; what is drawn depends on more."""
        written = _canonical(view)
        drawing = self._drawing([written]) if kind in self._drawn else ""
        return hashlib.sha256(f"{self._fingerprints[kind]}\0{drawing}\0{written}".encode()).hexdigest()

    def version(self, kind: str, view: Any) -> str:
        """Return the short form of the key for addresses that change with what they show."""
        return self.key(kind, view)[:12]
