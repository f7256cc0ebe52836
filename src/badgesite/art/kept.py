"""Pictures that take long to draw, kept on the disk for the next process: they save time and decide nothing.

There is a fixed number of places, and the hash of all that a picture was drawn from says which of them is its own.
The picture that came first stays, until the code, the theme or a font changes. What is damaged, or cannot be written,
is drawn anew.
"""

import contextlib
import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from badgesite.art.look import Picture
from badgesite.theme.whole import write_whole

PLACES = {"sheet": 48, "medallion": 384, "finding": 384}
"""How many pictures of a kind are kept at most."""
LARGEST = 1_000_000
"""How many bytes a kept picture may have."""
_LENGTH = 32  # bytes of a hash
_HEAD = struct.Struct(f">{_LENGTH}s{_LENGTH}sI")

V = TypeVar("V")


class Form(NamedTuple, Generic[V]):
    """How values of a kind become bytes and values again; reading raises ValueError for other bytes."""

    kind: str
    write: Callable[[V], bytes]
    read: Callable[[bytes], V]


class Origin(NamedTuple):
    """What everything is drawn with, and from."""

    code: str
    """The fingerprint of the code."""
    find_files: Callable[[], str]
    """Returns the fingerprint of the files that are drawn with, as they are now."""
    find_picture: Callable[[Picture], Path]
    is_plain: Callable[[str], bool]
    """Whether a text needs none of the system's fonts, of which it is not known when they change."""


class Kept:
    """The pictures in one folder, which is made where its parent is there."""

    def __init__(self, folder: Path, origin: Origin) -> None:
        self._folder = folder
        self._origin = origin
        self._files = origin.find_files()
        self._state = hashlib.sha256(f"{origin.code} {self._files}".encode()).digest()
        self._taken: set[Path] = set()

    def get(self, key: Hashable, make: Callable[[], V], form: Form[V]) -> V:
        """Return the value of that key, read or else made; the key names all files of the site it is made from."""
        text = json.dumps(key, ensure_ascii=False)
        if not self._origin.is_plain(text):
            return make()
        name = hashlib.sha256(f"{form.kind} {text}".encode("utf-8", "surrogatepass")).digest()
        place = self._folder / f"{form.kind}-{int.from_bytes(name[:4]) % PLACES[form.kind]}"
        with contextlib.suppress(OSError, ValueError, struct.error, zlib.error):
            return form.read(self._read(place, name))
        value = make()
        if place not in self._taken and self._is_unchanged(key):
            self._write(place, name, form.write(value))
        return value

    def _read(self, place: Path, name: bytes) -> bytes:
        """Return what is kept by that name; raises ValueError if that is something else, or damaged."""
        data = place.read_bytes()
        state, own, checksum = _HEAD.unpack_from(data)
        packed = data[_HEAD.size :]
        if state != self._state or zlib.crc32(packed, zlib.crc32(own)) != checksum:
            raise ValueError("it is of another state, or damaged")
        if own != name:
            self._taken.add(place)
            raise ValueError("the place is taken")
        return zlib.decompress(packed)

    def _write(self, place: Path, name: bytes, body: bytes) -> None:
        packed = zlib.compress(body, 1)
        if len(packed) <= LARGEST:
            write_whole(place, _HEAD.pack(self._state, name, zlib.crc32(packed, zlib.crc32(name))) + packed)

    def _is_unchanged(self, key: Hashable) -> bool:
        """Whether what was drawn from is still what the hashes tell: a file may change while it is drawn from."""
        with contextlib.suppress(OSError):
            named = ((self._origin.find_picture(picture), picture.digest) for picture in _list_pictures(key))
            is_same = all(hashlib.sha256(path.read_bytes()).hexdigest() == digest for path, digest in named)
            return is_same and self._origin.find_files() == self._files
        return False


def _list_pictures(key: Hashable) -> Iterator[Picture]:
    """Yield the files of the site that a key names, however deep."""
    if isinstance(key, Picture):
        yield key
    elif isinstance(key, tuple):
        for part in key:
            yield from _list_pictures(part)


def _read_finding(data: bytes) -> bool:
    if data not in (b"\0", b"\1"):
        raise ValueError("this is no finding")
    return data == b"\1"


FINDING: Form[bool] = Form("finding", lambda value: b"\1" if value else b"\0", _read_finding)
