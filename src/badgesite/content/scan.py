"""Which files there are: their place, size and time, and what is wrong with where they lie."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

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
LARGEST: dict[str, int] = {".yaml": 4_000_000, ".md": 4_000_000, ".csv": 256_000_000, "": 20_000_000}
_FINE, _COARSE, _SECOND = 100_000_000, 2_000_000_000, 1_000_000_000  # nanoseconds
_IGNORED = re.compile(r"\..*|.*~|#.*#|.*\.(tmp|swp)|Thumbs\.db|desktop\.ini", re.DOTALL)
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Stamp(NamedTuple):
    """What tells that a file was changed without opening it: size in bytes, times in nanoseconds, its number.

    The time of the last change of anything about it, `ctime_ns`, is set by the system alone, so that a file that was
    put back with an older time is noticed, too.
    """

    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0


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
    top = site_folder / "content"
    if not top.is_dir():
        return ()
    return tuple(sorted(_walk(str(top), "content", os.path.realpath(top)), key=lambda file: file.path))


def limit_of(file: SourceFile) -> int:
    """Return the size in bytes from which on a file is refused without being read."""
    return LARGEST[".yaml" if file.kind == "site" else ENDINGS[file.kind]]


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is an editor's or the system's own, and no content."""
    return bool(_IGNORED.fullmatch(name))


def stamp_of(facts: os.stat_result) -> Stamp:
    """Return the stamp in what the system says of a file."""
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a file changed so long before `now` that a later change must have another time.

    A file may change twice within one tick of its disk's clock: 10 ms at most, where times have fractions; 2 s
    where they are whole seconds.
    """
    latest = max(stamp.mtime_ns, stamp.ctime_ns)
    return now - latest > (_FINE if latest % _SECOND else _COARSE)


def _walk(folder: str, path: str, top: str) -> Iterator[SourceFile]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield SourceFile(path, "closed")
        return
    for entry in entries:
        if is_ignored(entry.name):
            continue
        inner = f"{path}/{entry.name}"
        if entry.is_file(follow_symlinks=False):
            yield _look_at_file(entry, inner)
        else:
            yield from _look_at(entry, inner, top)


def _look_at_file(entry: os.DirEntry[str], path: str) -> SourceFile:
    """Return a file that is no link, as most are: less needs to be asked of it."""
    if _UNSHOWABLE.search(path):
        return SourceFile(_UNSHOWABLE.sub("\ufffd", path), "stray")
    kind = _kind_of(path, is_folder=False)
    return SourceFile(path, kind) if kind == "stray" else SourceFile(path, kind, stamp_of(entry.stat()))


def _look_at(entry: os.DirEntry[str], path: str, top: str) -> Iterator[SourceFile]:
    is_folder = entry.is_dir()
    kind = _kind_of(path, is_folder)
    if _UNSHOWABLE.search(path):
        yield SourceFile(_UNSHOWABLE.sub("\ufffd", path), "stray")
    elif entry.is_symlink() and _leads_away(entry, top):
        yield SourceFile(path, "link")
    elif kind == "stray":
        yield SourceFile(path, "stray")
    elif not (is_folder or entry.is_file()):
        yield SourceFile(path, "closed")
    elif is_folder:
        yield from _walk(entry.path, path, top)
    else:
        yield SourceFile(path, kind, stamp_of(entry.stat()))


def _leads_away(entry: os.DirEntry[str], top: str) -> bool:
    """Whether a link leads out of the content, nowhere, or to a folder, which could lead back to itself."""
    return not entry.is_file() or not os.path.realpath(entry.path).startswith(top + os.sep)


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
