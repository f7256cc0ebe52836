"""`badgesite init`: a small, complete site to start from."""

import shutil
from pathlib import Path

from badgesite.errors import UsageError
from badgesite.tools.schema import name_schema, write_schemas

_STARTER = Path(__file__).parent / "starter"
_IGNORED = (
    "# What badgesite makes from content/\n/public/\n/.badgesite/\n"
    "# What is for your eyes only, or to be sent by hand\n/report/\n/share/\n"
)


def init(folder: Path) -> tuple[Path, ...]:
    """Write the starter site into a folder, with what helps editors, and return the files of its content.

    Raises UsageError where a site already is.
    """
    if (folder / "content").exists():
        raise UsageError(f"{folder} already holds content/; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose a folder")
    shutil.copytree(_STARTER / "content", folder / "content")
    write_schemas(folder)
    for file in (folder / "content").rglob("*.yaml"):
        kind = file.stem if file.parent.name == "content" else file.parent.name
        file.write_text(name_schema(folder, kind) + file.read_text("utf-8"), "utf-8")
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text(_IGNORED, "utf-8")
    return tuple(sorted(file for file in (folder / "content").rglob("*") if file.is_file()))
