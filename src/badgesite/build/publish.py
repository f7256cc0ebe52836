"""Writing the finished outputs: each file replaced at once, deletions last and only of what is ours."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from badgesite.build.state import Known, Row
from badgesite.build.workers import Finished
from badgesite.errors import Problem, ProblemsFound

_MARK = b'name="generator" content="badgesite'
_MARK_WITHIN = 4096


def list_present(out: Path, known: Known, is_verifying: bool) -> frozenset[str]:
    """Return the paths of finished outputs that are still in the folder, as written if verifying."""
    found = {
        Path(folder, name).relative_to(out).as_posix()
        for folder, _, names in os.walk(out)
        for name in names
    } & known.rows.keys()  # fmt: skip
    if is_verifying:
        found = {path for path in found if digest_file(out / path) == known.rows[path].digest}
    return frozenset(found)


def digest_file(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_folder(out: Path, paths: Iterable[str], known: Known) -> None:
    """Raise ProblemsFound if writing the paths would touch files that badgesite did not write.

    With no state, a folder that badgesite filled is recognised by the mark in its first page.
    """
    if known.rows:
        foreign = [path for path in paths if path not in known.rows and (out / path).exists()]
    elif _has_mark(out):
        return
    else:
        foreign = sorted(entry.name for entry in os.scandir(out)) if out.is_dir() else []
    if out.exists() and not out.is_dir():
        raise ProblemsFound([Problem(str(out), 1, 1, "the output folder is a file", "choose another with --out")])
    if foreign:
        names = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        what = f"the output folder holds files that badgesite did not write: {names}"
        raise ProblemsFound([Problem(str(out), 1, 1, what, "move them away, or choose an empty folder with --out")])


def _has_mark(out: Path) -> bool:
    with contextlib.suppress(OSError), (out / "index.html").open("rb") as page:
        return _MARK in page.read(_MARK_WITHIN)
    return False


class Publisher:
    """Writes files below one folder, and never outside it."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._safe: set[Path] = set()

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
        self._make_folder(target.parent)
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

    def _make_folder(self, folder: Path) -> None:
        if folder in self._safe:
            return
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(self._out.resolve()):
            problem = Problem(str(folder), 1, 1, "a link leads out of the output folder", "remove the link")
            raise ProblemsFound([problem])
        self._safe.add(folder)
