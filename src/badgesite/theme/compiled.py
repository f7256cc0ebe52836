"""Templates as Jinja compiled them, kept on the disk for the next process: they save time and decide nothing.

Jinja tells by the template's text whether what was kept of it still counts.
"""

import contextlib
import hashlib
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from badgesite.theme.whole import write_whole

_LENGTH = 32  # bytes of a hash


class Compiled(BytecodeCache):
    """The templates in one folder, which is made where its parent is there; what is damaged is compiled anew."""

    def __init__(self, folder: Path, code: str) -> None:
        """`code` tells what the templates are compiled by and call, and what is written into them."""
        self._folder = folder
        self._code = code.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template is kept."""
        with contextlib.suppress(OSError):
            kept = (self._folder / bucket.key).read_bytes()
            if kept[:_LENGTH] == self._sign(kept[_LENGTH:]):
                bucket.bytecode_from_string(kept[_LENGTH:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled; where that is not possible it is compiled again next time."""
        body = bucket.bytecode_to_string()
        write_whole(self._folder / bucket.key, self._sign(body) + body)

    def _sign(self, body: bytes) -> bytes:
        return hashlib.sha256(self._code + body).digest()
