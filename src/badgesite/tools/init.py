"""`badgesite init`: a small, complete site to start from."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from badgesite.build.disk import telling_refusals
from badgesite.errors import UsageError
from badgesite.tools.schema import name_schema, write_schemas

_STARTER = Path(__file__).parent / "starter"
_IGNORED = (
    "# What badgesite makes from content/\n/public/\n/.badgesite/\n"
    "# What is for your eyes only, or to be sent by hand\n/report/\n/share/\n"
)


def init(folder: Path) -> tuple[Path, ...]:
    """Write the starter site into a folder, with what helps editors, and return the files of its content.

    Raises UsageError where a site already is, ProblemsFound if the disk refuses; then no content is left there.
    """
    if (folder / "content").exists():
        raise UsageError(f"{folder} already holds content/; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose a folder")
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, folder / "content", ignore_errors=True)
        with telling_refusals(folder):
            write_schemas(folder)
            files = tuple(_write_starter(folder))
            ignored = folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text(_IGNORED, "utf-8")
        undo.pop_all()
    return files


def _write_starter(folder: Path) -> Iterator[Path]:
    """Write the files of the starter's content, with where their schemas are, and yield them."""
    for source in sorted(_STARTER.rglob("*")):
        if source.is_file():
            file = folder / source.relative_to(_STARTER)
            kind = source.stem if source.parent.name == "content" else source.parent.name
            head = name_schema(folder, kind) if source.suffix == ".yaml" else ""
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(head.encode() + source.read_bytes())
            yield file
