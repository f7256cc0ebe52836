"""Files that save time and decide nothing: where one cannot be written, it is left out."""

import contextlib
import os
from pathlib import Path

_WRITERS = 16


def write_whole(place: Path, body: bytes) -> None:
    """Write a file whole or not at all; its folder is made where the folder's parent is there.

    Two processes may write it at once, and what they leave may then be mixed: a hash in it has to tell.
    """
    # The name is one of few, so that killed processes leave few behind.
    part = place.with_name(f"{place.name}-{os.getpid() % _WRITERS}.part")
    with contextlib.suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        try:
            part.write_bytes(body)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
