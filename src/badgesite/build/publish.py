"""Writing the finished outputs: each file replaced at once, deletions last and only of what is ours."""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from badgesite.build.adopt import is_ours, list_foreign
from badgesite.build.disk import make_folder, telling_refusals
from badgesite.build.known import Known
from badgesite.errors import Problem, ProblemsFound

_FEW = 10  # outputs may always vanish


def check_folder(out: Path, paths: Sequence[str], known: Known) -> None:
    """Raise ProblemsFound if writing or deleting the paths would touch what badgesite did not write.

    With no state, a folder that badgesite filled is recognised by its first page, or by all its files.
    """
    if out.exists() and not out.is_dir():
        raise ProblemsFound([Problem(str(out), 1, 1, "the output folder is a file", "choose another with --out")])
    if known.rows:
        foreign = [path for path in paths if path not in known.rows and os.path.lexists(out / path)]
    elif out.is_dir() and not is_ours(out, out):
        foreign = list_foreign(out)
    else:
        foreign = []
    if foreign:
        what = f"the output folder holds files that badgesite did not write: {_name_some(foreign)}"
        raise ProblemsFound([Problem(str(out), 1, 1, what, "move them away, or choose an empty folder with --out")])
    what, remedy = "a link, file or folder stands in the way of badgesite's own", "move it away"
    if blocked := [Problem(str(out / path), 1, 1, what, remedy) for path in _list_blocked(out, paths)]:
        raise ProblemsFound(blocked)


def _list_blocked(out: Path, paths: Sequence[str]) -> Iterator[str]:
    """Yield folders that are none, also links to folders: these may lead anywhere; and files that are folders."""
    absent: set[str] = set()
    for folder in sorted(_list_folders(paths)):
        if folder.rpartition("/")[0] in absent:
            absent.add(folder)
            continue
        try:
            if not stat.S_ISDIR(os.lstat(f"{out}/{folder}").st_mode):  # very many: a Path for each takes long
                yield folder
        except (FileNotFoundError, NotADirectoryError):
            absent.add(folder)
    there = (path for path in paths if path.rpartition("/")[0] not in absent)
    yield from (path for path in there if os.path.isdir(f"{out}/{path}"))  # noqa: PTH112


def _list_folders(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return folders


def check_vanishing(out: Path, gone: Sequence[str], known: Known) -> None:
    """Raise ProblemsFound if more than half of what stands there would vanish: that is seldom what one meant."""
    if len(gone) <= _FEW or len(gone) * 2 <= len(known.rows):
        return
    present = [path for path in known.rows if os.path.lexists(out / path)]
    vanishing = sorted(set(gone).intersection(present))
    if len(vanishing) > _FEW and len(vanishing) * 2 > len(present):
        what = f"{len(vanishing):,} of {len(present):,} finished files would be deleted: {_name_some(vanishing)}"
        raise ProblemsFound([Problem(str(out), 1, 1, what, "look whether content is missing, or say `--yes`")])


def _name_some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3:,} more" if len(paths) > 3 else "")


class Publisher:
    """Puts parts into their places below one folder that `check_folder` found free of links."""

    def __init__(self, out: Path, parts: Path) -> None:
        self._out = out
        self.parts = parts

    def place(self, part: str, path: str) -> None:
        """Put a part in the place of an output, at once; raises OSError."""
        source, target = f"{self.parts}/{part}", f"{self._out}/{path}"  # a Path for each of very many takes long
        try:
            os.replace(source, target)  # noqa: PTH105
        except FileNotFoundError:  # most folders are there already: it costs less to be told than to ask
            make_folder(target.rpartition("/")[0])
            os.replace(source, target)  # noqa: PTH105

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files of ours, and the folders that this leaves empty; raises OSError."""
        for path in paths:
            target = self._out / path
            target.unlink(missing_ok=True)
            for folder in target.relative_to(self._out).parents:
                if folder == Path():
                    break
                try:
                    (self._out / folder).rmdir()
                except OSError:
                    break  # not empty: somebody still needs it


@contextlib.contextmanager
def open_publisher(out: Path, opened: AbstractContextManager[Path]) -> Iterator[Publisher]:
    """Yield a publisher of the parts in a folder; raises ProblemsFound where the disk refuses what it does."""
    with telling_refusals(out), opened as parts:
        yield Publisher(out, parts)
