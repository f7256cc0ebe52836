"""`badgesite init`: a small, complete site to start from."""

import shutil
from pathlib import Path

from badgesite.errors import UsageError

_STARTER = Path(__file__).parent / "starter"
_IGNORED = "# What badgesite makes from content/\n/public/\n/.badgesite/\n"


def init(folder: Path) -> tuple[Path, ...]:
    """Write the starter site into a folder, and return its files; raises UsageError where a site already is."""
    if (folder / "content").exists():
        raise UsageError(f"{folder} already holds content/; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose a folder")
    shutil.copytree(_STARTER / "content", folder / "content")
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text(_IGNORED, "utf-8")
    return tuple(sorted(file for file in (folder / "content").rglob("*") if file.is_file()))
