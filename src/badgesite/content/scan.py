"""Which files there are: their place, size and time, and what is wrong with where they lie."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from badgesite.errors import Problem, suggest

Kind = Literal[
    "site", "badges", "milestones", "groups", "customers", "activity", "pages", "assets", "stray", "link", "closed"
]
ENDINGS: dict[Kind, str] = {
    "badges": ".yaml",
    "milestones": ".yaml",
    "groups": ".yaml",
    "customers": ".yaml",
    "activity": ".csv",
    "pages": ".md",
    "assets": "",
}
_KINDS: dict[str, Kind] = {kind: kind for kind in ENDINGS}
_NAMES: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
LARGEST: dict[str, int] = {".yaml": 4_000_000, ".md": 4_000_000, ".csv": 256_000_000, "": 20_000_000}
_FINE, _COARSE, _SECOND = 100_000_000, 2_000_000_000, 1_000_000_000  # nanoseconds
_IGNORED = re.compile(r"\..*|.*~|#.*#|.*\.(tmp|swp)|Thumbs\.db|desktop\.ini", re.DOTALL)
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN = {kind: re.compile(rf"[\w-][\w.-]*{re.escape(ending)}") for kind, ending in ENDINGS.items() if ending}
"""The names that most files have; they are neither ignored nor unshowable, and of such a file less need be asked."""
_NOTHING = re.compile("(?!)")


class Stamp(NamedTuple):
    """What tells that a file was changed without opening it: size in bytes, times in nanoseconds, its number.

    The time of the last change of anything about it, `ctime_ns`, is set by the system alone, so that a file that was
    put back with an older time is noticed, too.
    """

    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0


_NO_STAMP = "\0".join("0" * len(Stamp._fields))
Mark = Stamp | str
"""A file's stamp; the hash of its bytes where later ones could have the same stamp."""


class SourceFile(NamedTuple):
    """A file of `content/`: its path from the site's folder with `/` between the steps.

    Of kind `stray` (no place for it), `link` (leads elsewhere) and `closed` (cannot be opened) it may be a folder.
    """

    path: str
    kind: Kind
    stamp: Stamp = Stamp()

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.stamp.size


def scan(site_folder: Path) -> tuple[SourceFile, ...]:
    """Return the files below `content/` in the order of their paths; none when there is no such folder."""
    return tuple(map(expand, list_lines(site_folder)))


def list_lines(site_folder: Path) -> list[str]:
    """Return what `scan` does as a line for each file, which takes less time to make and to hash than a SourceFile.

    A line is the path, the kind and the fields of the stamp, with a null character between them.
    """
    if not (site_folder / "content").is_dir():
        return []
    return sorted(_walk(str(site_folder), "content", "stray"))


def expand(line: str) -> SourceFile:
    """Return the file that a line of `list_lines` tells of."""
    path, kind, *stamp = line.split("\0")
    return SourceFile(path, _NAMES[kind], Stamp(*map(int, stamp)))


def put_mark(line: str, mark: Mark) -> str:
    """Return a line of `list_lines` with another mark in place of its stamp."""
    path, kind, _ = line.split("\0", 2)
    return _write_line(path, kind, mark if isinstance(mark, str) else "\0".join(map(str, mark)))


def limit_of(file: SourceFile) -> int:
    """Return the size in bytes from which on a file is refused without being read."""
    return LARGEST[".yaml" if file.kind == "site" else ENDINGS[file.kind]]


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is an editor's or the system's own, and no content."""
    return bool(_IGNORED.fullmatch(name))


def stamp_of(facts: os.stat_result) -> Stamp:
    """Return the stamp in what the system says of a file."""
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


@contextlib.contextmanager
def open_folder(folder: str) -> Iterator[int | None]:
    """Open a folder, from where what lies in it is found sooner than from the top of the disk; raises OSError.

    Yields nothing where the system cannot do that.
    """
    if os.stat not in os.supports_dir_fd:
        yield None
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a file changed so long before `now` that a later change must have another time.

    A file may change twice within one tick of its disk's clock: 10 ms at most, where times have fractions; 2 s
    where they are whole seconds.
    """
    latest = max(stamp.mtime_ns, stamp.ctime_ns)
    return now - latest > (_FINE if latest % _SECOND else _COARSE)


def _walk(site: str, folder: str, kind: Kind) -> list[str]:
    is_plain = _PLAIN.get(kind, _NOTHING).fullmatch
    lines: list[str] = []
    inner: list[str] = []
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(open_folder(f"{site}/{folder}"))
            entries = list(os.scandir(f"{site}/{folder}" if opened is None else opened))
        except OSError:
            return [_write_line(folder, "closed")]
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if is_plain(entry.name) and entry.is_file(follow_symlinks=False):
                lines.append(_tell(entry, path, kind))
            elif not is_ignored(entry.name):
                if line := _look_at(entry, site, path):
                    lines.append(line)
                else:
                    inner.append(path)
    for path in inner:
        lines += _walk(site, path, _kind_of(path, is_folder=True))
    return lines


def _look_at(entry: os.DirEntry[str], site: str, path: str) -> str:
    """Return the line of a file, or of a folder where none may be; nothing for a folder to be walked."""
    if _UNSHOWABLE.search(path):
        return _write_line(_UNSHOWABLE.sub("\ufffd", path), "stray")
    if entry.is_symlink() and _leads_away(site, path):
        return _write_line(path, "link")
    kind = _kind_of(path, entry.is_dir())
    if kind == "stray":
        return _write_line(path, "stray")
    if entry.is_dir():
        return ""
    return _tell(entry, path, kind) if entry.is_file() else _write_line(path, "closed")


def _leads_away(site: str, path: str) -> bool:
    """Whether a link leads out of the content, nowhere, or to a folder, which could lead back to itself."""
    place, top = f"{site}/{path}", os.path.realpath(f"{site}/content")
    return not os.path.isfile(place) or not os.path.realpath(place).startswith(top + os.sep)  # noqa: PTH113


def _tell(entry: os.DirEntry[str], path: str, kind: Kind) -> str:
    """Return the line of a file; one that is closed, or gone while it is looked at, has no stamp to be known by."""
    try:
        facts = entry.stat()
    except OSError:
        return _write_line(path, "closed")
    # To make a Stamp of each would take long.
    stamp = f"{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\0{facts.st_ino}"
    return _write_line(path, kind, stamp)


def _write_line(path: str, kind: str, mark: str = _NO_STAMP) -> str:
    return f"{path}\0{kind}\0{mark}"


def _kind_of(path: str, is_folder: bool) -> Kind:
    if path == "content/site.yaml" and not is_folder:
        return "site"
    _, first, *rest = path.split("/", 2)
    kind = _KINDS.get(first)
    if kind is None or not (rest or is_folder):
        return "stray"
    return kind if is_folder or path.endswith(ENDINGS[kind]) else "stray"


def explain_misplaced(file: SourceFile) -> Problem:
    """Return what is wrong with a file of kind `stray`, `link` or `closed`."""
    if file.kind == "link":
        what, remedy = "this link does not lead to a file of content/", "put the file or folder itself here"
    elif file.kind == "closed":
        what, remedy = "this cannot be opened", "only files and folders that you may read belong here"
    else:
        what, remedy = _explain_stray(file.path)
    return Problem(file.path, 1, 1, what, remedy)


def _explain_stray(path: str) -> tuple[str, str]:
    steps = path.split("/")
    if len(steps) > 2 and steps[1] in ENDINGS:
        return _explain_ending(steps[-1], steps[1])
    if steps[1] in ENDINGS:
        return f"“{steps[1]}” must be a folder", "rename this file"
    if path.lower().endswith((".yaml", ".yml")):
        return "no file of this name belongs here", "its name must be site.yaml, or it must lie in a folder"
    otherwise = "move it elsewhere; the folders here are " + ", ".join(ENDINGS)
    return f"there is no place for “{steps[1]}” in content/", suggest(steps[1], ENDINGS, otherwise)


def _explain_ending(name: str, kind: str) -> tuple[str, str]:
    ending = next(ending for known, ending in ENDINGS.items() if known == kind)
    if "\ufffd" in name or not ending:
        return "the name of this file cannot be read", "rename it with plain letters, digits, `-` and `_`"
    stem, _, found = name.rpartition(".")
    if ending == ".yaml" and found.lower() in ("yml", "yaml", "yam"):
        return f"the ending of this file must be {ending}", f"rename it to {stem}{ending}"
    return f"only {ending} files belong in content/{kind}/", "move this one to content/assets/, or remove it"
