"""Templates as Jinja compiled them, kept on the disk for the next process: they save time and decide nothing.

Jinja tells by the template's text whether what was kept of it still counts.
"""

import contextlib
import hashlib
import os
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_LENGTH = 32  # bytes of a hash
_WRITERS = 16


class Compiled(BytecodeCache):
    """The templates in one folder, which is made where its parent is there; what is damaged is compiled anew."""

    def __init__(self, folder: Path, code: str) -> None:
        """`code` is the fingerprint of the code that the templates are compiled by and call."""
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
        # The name is one of few, so that killed processes leave few behind; should two share it, the hash tells.
        part = self._folder / f"{bucket.key}-{os.getpid() % _WRITERS}.part"
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            try:
                part.write_bytes(self._sign(body) + body)
                part.replace(self._folder / bucket.key)
            finally:
                part.unlink(missing_ok=True)

    def _sign(self, body: bytes) -> bytes:
        return hashlib.sha256(self._code + body).digest()
