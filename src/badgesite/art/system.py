"""The system's fonts, found by asking fontconfig; none where its commands are missing."""

import bisect
import functools
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from badgesite.art.face import Face
from badgesite.art.recent import Recent

EMOJI = "und-zsye"
"""The language that fontconfig knows emoji by."""

_FORMAT = r"%{file}\t%{index}\t%{postscriptname}\t%{fontversion}\t%{charset}\n"
_TOP = 2  # steps of a path that hold more than fonts: `/usr`
_ESCAPED = re.compile(r"[\\:,=-]")
_FONTCONFIG_WEIGHTS = {400: 80, 600: 180, 700: 200, 900: 210}


class SystemFont(NamedTuple):
    """A face that fontconfig offers; `charset` lists the characters it has, such as `20-7e a0 2c6-2c7`."""

    path: str
    number: int
    name: str
    version: str
    charset: str

    def covers(self, text: str) -> bool:
        """Whether the face has each character."""
        starts, ends = _read_ranges(self.charset)
        for code in map(ord, text):
            at = bisect.bisect_right(starts, code) - 1
            if at < 0 or code > ends[at]:
                return False
        return True


class SystemFonts:
    """What `fc-match` offers, asked once for each weight and language."""

    def __init__(self, is_enabled: bool = True) -> None:
        self._is_enabled = is_enabled
        self._offers: Recent[tuple[int, str], tuple[SystemFont, ...]] = Recent(64)
        self._faces: Recent[tuple[str, int, int], Face] = Recent(64)

    def offers(self, weight: int, language: str) -> tuple[SystemFont, ...]:
        """Return the system's faces, the fittest for weight and language first."""
        if not self._is_enabled:
            return ()
        return self._offers.get((weight, language), lambda: _ask_fontconfig(weight, language))

    def faces_for(self, text: str, weight: int, language: str) -> list[Face]:
        """Return up to three faces that say they cover every character of the text."""
        fitting = [font for font in self.offers(weight, language) if font.covers(text)]
        return [self._load(font, weight) for font in fitting[:3]]

    def find_family(self, family: str) -> Path | None:
        """Return a file of the family of that name, or None."""
        pattern = ":family=" + _ESCAPED.sub(r"\\\g<0>", family)
        answer = _ask("fc-list", "--format", "%{file}\n", pattern)
        files = sorted(answer.splitlines()) if self._is_enabled else []
        return Path(files[0]) if files else None

    def list_folders(self) -> tuple[str, ...]:
        """Return the folders that hold the system's fonts and the wishes about them, with those above, sorted."""
        files = [Path(font.path) for font in self.offers(400, "en")]
        home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails where there is none
        own = [home / name for name in (".fonts", ".local/share/fonts", ".config/fontconfig")]
        config = [Path("/etc/fonts"), Path("/etc/fonts/conf.d"), Path("/usr/local/share/fonts")]
        above = (folder for file in files for folder in file.parents if len(folder.parts) > _TOP)
        return tuple(sorted({str(folder) for folder in (*above, *own, *config)}))

    def identity(self) -> str:
        """Return what tells this set of fonts from another: names, versions and sizes, in order, no paths."""
        lines = (
            f"{weight} {font.name} {font.version} {font.number} {_size(font.path)}"
            for weight in _FONTCONFIG_WEIGHTS
            for font in self.offers(weight, "en")
        )
        return "\n".join(lines)

    def _load(self, font: SystemFont, weight: int) -> Face:
        # Past 16 bits fontconfig's index numbers a variable font's named instances; the weight does that here.
        index = font.number & 0xFFFF
        return self._faces.get((font.path, index, weight), lambda: Face(Path(font.path), index, weight))


def _ask_fontconfig(weight: int, language: str) -> tuple[SystemFont, ...]:
    pattern = f"sans-serif:weight={_FONTCONFIG_WEIGHTS[weight]}:lang={language.lower()}"
    # With -s in place of -a a sans-serif would be left out where a serif covers the same.
    answer = _ask("fc-match", "-a", "--format", _FORMAT, pattern)
    rows = (line.split("\t") for line in answer.splitlines())
    fonts = [
        SystemFont(path, int(number), name, version, charset)
        for path, number, name, version, charset in (row for row in rows if len(row) == 5)
        if Path(path).is_file()
    ]
    # Families made for one script draw it better than those that hold a bit of everything.
    return tuple(sorted(fonts, key=lambda font: not font.name.startswith(("NotoSans", "NotoColor"))))


def _ask(*command: str) -> str:
    """Return what a command of fontconfig says; nothing where it is missing or fails."""
    try:
        answer = subprocess.run(command, capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode("utf-8", "replace")


@functools.lru_cache(maxsize=512)
def _read_ranges(charset: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where the ranges of a charset start, and where they end."""
    ranges = [part.partition("-") for part in charset.split()]
    return tuple(int(first, 16) for first, _, _ in ranges), tuple(int(last or first, 16) for first, _, last in ranges)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
