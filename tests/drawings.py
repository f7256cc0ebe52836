"""What builds keep of their drawings and templates, shared by all sites of a process.

A site that was never built has nothing kept, and most of the time of its first build goes into drawing backdrops and
medallions that the last site of the tests had as well. Here what its own folder lacks is looked for among what other
sites kept, by the very names and states that say on the disk whether it still counts; and it is laid into the site's
own folder, which so looks as after any build. What is there but damaged, or of another state, is drawn anew as ever.
Builds in processes of their own, such as the clean ones of the oracle, share nothing.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from jinja2.bccache import Bucket

from badgesite.art import studio
from badgesite.art.kept import Kept
from badgesite.build import workshop
from badgesite.build.state import FOLDER
from badgesite.theme.compiled import Compiled


@contextlib.contextmanager
def share_drawings() -> Iterator[None]:
    """Let all sites that this process builds share what they keep."""
    with (
        patch.object(SharedKept, "shared", {}),
        patch.object(SharedCompiled, "shared", {}),
        patch.object(studio, "Kept", SharedKept),
        patch.object(workshop, "Compiled", SharedCompiled),
    ):
        yield


def _is_of_a_site(folder: Path) -> bool:
    return folder.parent.name == FOLDER


class SharedKept(Kept):
    """Pictures of which other sites' are good enough."""

    shared: ClassVar[dict[tuple[bytes, bytes], bytes]] = {}
    """The bytes of their files, by state and name."""

    def _read(self, place: Path, name: bytes) -> bytes:
        if _is_of_a_site(self._folder) and not place.exists() and (packed := self.shared.get((self._state, name))):
            self._folder.mkdir(exist_ok=True)
            place.write_bytes(packed)
        return super()._read(place, name)

    def _write(self, place: Path, name: bytes, body: bytes) -> None:
        super()._write(place, name, body)
        if _is_of_a_site(self._folder) and place.exists():
            self.shared[self._state, name] = place.read_bytes()


class SharedCompiled(Compiled):
    """Templates of which other sites' are good enough."""

    shared: ClassVar[dict[tuple[bytes, str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if not (self._folder / bucket.key).exists() and (body := self.shared.get(self._name(bucket))):
            bucket.bytecode_from_string(body)
            super().dump_bytecode(bucket)
        else:
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        if _is_of_a_site(self._folder):
            self.shared[self._name(bucket)] = bucket.bytecode_to_string()

    def _name(self, bucket: Bucket) -> tuple[bytes, str, str]:
        return self._code, bucket.key, bucket.checksum
