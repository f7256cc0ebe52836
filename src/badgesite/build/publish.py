"""Writing the finished outputs: each file replaced at once, deletions last and only of what is ours."""

import contextlib
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from badgesite.build.state import Known, Row
from badgesite.build.workers import Finished
from badgesite.errors import Problem, ProblemsFound

_MARK = b'name="generator" content="badgesite'
_MARK_WITHIN = 32_768  # bytes: no head is longer, whatever the names in it
_TOPS = ("badges", "c", "groups", "members")
_OURS = re.compile(r"index\.html|index\.json|card\.png|square\.png|story\.png|portrait\.webp")
"""What stands beside a page in its folder."""


def list_present(out: Path, known: Known, is_verifying: bool) -> frozenset[str]:
    """Return the paths of finished outputs that are still in the folder, as written if verifying."""
    found = {
        Path(folder, name).relative_to(out).as_posix()
        for folder, _, names in os.walk(out)
        for name in names
    } & known.rows.keys()  # fmt: skip
    if is_verifying:
        files = {path: out / path for path in found}
        found = {
            path for path, file in files.items() if file.is_file() and digest_file(file) == known.rows[path].digest
        }
    return frozenset(found)


def digest_file(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_folder(out: Path, paths: Sequence[str], known: Known) -> None:
    """Raise ProblemsFound if writing or deleting the paths would touch what badgesite did not write.

    With no state, a folder that badgesite filled is recognised by the mark in its first page.
    """
    if out.exists() and not out.is_dir():
        raise ProblemsFound([Problem(str(out), 1, 1, "the output folder is a file", "choose another with --out")])
    if known.rows:
        foreign = [path for path in paths if path not in known.rows and os.path.lexists(out / path)]
    elif out.is_dir() and not _has_mark(out):
        foreign = sorted(entry.name for entry in os.scandir(out))
    else:
        foreign = []
    if foreign:
        names = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        what = f"the output folder holds files that badgesite did not write: {names}"
        raise ProblemsFound([Problem(str(out), 1, 1, what, "move them away, or choose an empty folder with --out")])
    what, remedy = "a link, file or folder stands in the way of badgesite's own", "move it away"
    if blocked := [Problem(str(out / path), 1, 1, what, remedy) for path in _list_blocked(out, paths)]:
        raise ProblemsFound(blocked)


def _list_blocked(out: Path, paths: Sequence[str]) -> Iterator[str]:
    """Yield folders that are none, also links to folders: these may lead anywhere; and files that are folders."""
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    for folder in sorted(folders):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            if not stat.S_ISDIR((out / folder).lstat().st_mode):
                yield folder
    yield from (path for path in paths if (out / path).is_dir())


def adopt(out: Path) -> Known:
    """Return what a folder holds of ours, told by the mark in its pages, for a build whose state is lost.

    So a customer who left meanwhile does not stay on the web.
    """
    rows: dict[str, Row] = {}
    for top in _TOPS:
        for folder, _, names in os.walk(out / top):
            if _has_mark(Path(folder)):
                ours = (Path(folder, name).relative_to(out).as_posix() for name in names if _OURS.fullmatch(name))
                rows |= {path: Row(path, "", "", "") for path in ours}
    return Known({}, rows)


def _has_mark(out: Path) -> bool:
    with contextlib.suppress(OSError), (out / "index.html").open("rb") as page:
        return _MARK in page.read(_MARK_WITHIN)
    return False


class Publisher:
    """Writes files below one folder that `check_folder` found free of links."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def write(self, finished: Iterable[Finished]) -> Iterator[Row]:
        """Write each output, and yield its row."""
        for task, rendered in finished:
            self._replace(self._out / task.output.path, rendered.body)
            yield Row(task.output.path, task.bundle, task.key, hashlib.sha256(rendered.body).hexdigest())

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files of ours, and the folders that this leaves empty."""
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

    def _replace(self, target: Path, body: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(body)
            temporary.chmod(0o644)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
