"""Seals: the hash of a file beside it, which tells later whether its bytes are still as they were written.

SQLite notices damage to its own structure, but not a single letter that changed.
"""

import contextlib
import hashlib
from pathlib import Path


def seal(file: Path) -> None:
    """Write the hash of a file beside it."""
    part = find_seal(file).with_suffix(".part")
    part.write_text(_digest(file), "ascii")
    part.replace(find_seal(file))


def unseal(file: Path) -> None:
    """Remove the hash of a file that is about to change."""
    find_seal(file).unlink(missing_ok=True)


def is_sealed(file: Path) -> bool:
    """Whether there is a hash beside a file."""
    return find_seal(file).exists()


def is_as_sealed(file: Path) -> bool:
    """Whether a file has the bytes whose hash is beside it."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return find_seal(file).read_text("ascii") == _digest(file)
    return False


def find_seal(file: Path) -> Path:
    """Return where the hash of a file stands."""
    return file.with_name(f"{file.name}-seal")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()
