"""What this very process wrote into a state, kept for its next build, which need not read it again."""

from pathlib import Path

from badgesite.build.known import Recalled
from badgesite.build.seal import find_seal
from badgesite.content.scan import Stamp, stamp_of


class Held:
    """What stands in a state, as long as nobody touched its file and seal."""

    def __init__(self) -> None:
        self._stamps: tuple[object, ...] | None = None
        self._recalled: Recalled | None = None

    def hold(self, file: Path, recalled: Recalled) -> None:
        """Keep what was just written and sealed."""
        self._stamps, self._recalled = _read_stamps(file), recalled

    def forget(self) -> None:
        """Keep nothing."""
        self._stamps = self._recalled = None

    def recall(self, file: Path) -> Recalled | None:
        """Return what stands in a file that is as it was left, else None."""
        return self._recalled if self._stamps is not None and self._stamps == _read_stamps(file) else None


def _read_stamps(file: Path) -> tuple[str, Stamp, Stamp] | None:
    try:
        return str(file.absolute()), stamp_of(file.stat()), stamp_of(find_seal(file).stat())
    except OSError:
        return None
