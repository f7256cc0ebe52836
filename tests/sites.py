"""A site in a string: `-- path --` on a line of its own begins a file, and what follows is its text."""

import re
from pathlib import Path

from badgesite.content.load import Loaded, load
from badgesite.content.scan import scan

_HEADING = re.compile(r"^-- (\S.*) --\n", re.MULTILINE)
SITE = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
"""


def write_site(folder: Path, files: str) -> Path:
    """Write the files of a string below a folder, and return the folder."""
    before, *parts = _HEADING.split(files)
    assert not before, "text stands before the first file"
    for path, text in zip(parts[::2], parts[1::2], strict=True):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    return folder


def load_site(folder: Path, files: str = "") -> Loaded:
    """Write the files of a string and load the site of the folder."""
    write_site(folder, files)
    return load(folder, scan(folder))


def problems_of(folder: Path, files: str = "") -> list[str]:
    """Write the files of a string and return the problems of the folder's site, as they are shown."""
    return [str(problem) for problem in load_site(folder, files).problems]
