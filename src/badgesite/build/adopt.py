"""Which files of an output folder are ours, told by the files themselves, for a build whose state is lost."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from badgesite.build.known import Known, know_only
from badgesite.build.parts import is_left_behind
from badgesite.pages.addresses import EMBED_DATA, EMBED_PAGE, FILES_LIST, QR_FILE, medallion_file, medallion_picture

_MARK = b'name="generator" content="badgesite'
_LINK = re.compile(rb'(?:href="|url=)((?:\.\./)*)\w+/')
_OWN_DOMAIN = re.compile(rb'<link rel="canonical" href="https?://([^/":]+)/"')
_HEAD = 32_768  # bytes: no head is longer, whatever the names in it
_BESIDE = (
    "index.html", "index.json", "feed.xml", "card.png", "square.png", "story.png", "portrait.webp",
    QR_FILE, EMBED_PAGE, EMBED_DATA,
)  # fmt: skip
"""What stands beside a page in its folder."""
_FIXED = ("assets/icon.svg", "assets/icon-512.png", ".nojekyll", "_headers", "_redirects")
_PART = re.compile(r"sitemap-\d+\.xml|search/q-[a-z0-9_-]+\.json")
_PARTS = ("sitemap-*.xml", "search/q-*.json")
_VERSIONED = re.compile(r"assets/(?:.*/)?[^/]+\.([0-9a-f]{10})(?:\.\w+)?")
"""A file whose name holds the first digits of its SHA-256."""


def adopt(out: Path) -> Known:
    """Return what a folder holds of ours: so a customer who left while the state was lost does not stay on the web.

    A page is told by its head, what belongs to a page by its place, a file of the theme by a name that
    holds the hash of its bytes, a file below `media/` by the list there, and `CNAME` by the first page's address.
    """
    return know_only(path for path, is_known in _Recogniser(out).look_through(out) if is_known)


def know(known: Known | None, out: Path) -> Known:
    """Return what is known of the last build; of one that is not known, what it left in the folder tells."""
    return known if known and known.rows else adopt(out)


def list_foreign(out: Path) -> list[str]:
    """Return what lies in a folder, and is or holds a file that nothing tells to be ours; sorted."""
    recogniser = _Recogniser(out)
    files = [path for path, is_known in recogniser.look_at(out) if not is_known]
    folders = [
        name for name in _list_folders(out) if not all(ours for _, ours in recogniser.look_through(out / name))
    ]
    return sorted(files + folders)


def is_ours(out: Path, folder: Path) -> bool:
    """Whether the page of a folder says that badgesite wrote it, and its links that it did so for this output folder.

    Another site may stand below this one.
    """
    with contextlib.suppress(OSError), (folder / "index.html").open("rb") as page:
        head = page.read(_HEAD)
        link = _LINK.search(head)
        return _MARK in head and link is not None and link[1].count(b"/") == len(folder.relative_to(out).parts)
    return False


def _names_own_domain(out: Path) -> bool:
    """Whether the file for it names the domain at which the first page says that it stands."""
    with contextlib.suppress(OSError), (out / "index.html").open("rb") as page:
        own = _OWN_DOMAIN.search(page.read(_HEAD))
        return own is not None and (out / "CNAME").read_bytes() == own[1] + b"\n"
    return False


class _Recogniser:
    """Knows what the files of an output folder tell of each other."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._named = set(_read_files_list(out))
        if is_ours(out, out):
            parts = (file.relative_to(out).as_posix() for some in _PARTS for file in out.glob(some))
            self._named |= {*_FIXED, *filter(_PART.fullmatch, parts), *(["CNAME"] if _names_own_domain(out) else [])}
        for badge in _list_folders(out / "badges"):
            if is_ours(out, out / "badges" / badge):
                self._named |= {medallion_file(badge), medallion_picture(badge)}

    def look_through(self, top: Path) -> Iterator[tuple[str, bool]]:
        """Yield the path of each file below a folder, and whether it is ours."""
        for folder, folders, _ in os.walk(top):
            folders[:] = _list_folders(Path(folder))
            yield from self.look_at(Path(folder))

    def look_at(self, folder: Path) -> Iterator[tuple[str, bool]]:
        """Yield the same of each file in a folder."""
        beside = _BESIDE if is_ours(self._out, folder) else ()
        for entry in list(os.scandir(folder)):
            if not entry.is_dir():
                path = Path(entry).relative_to(self._out).as_posix()
                yield path, entry.name in beside or path in self._named or self._is_named_by_hash(path)

    def _is_named_by_hash(self, path: str) -> bool:
        named = _VERSIONED.fullmatch(path)
        if not named or not (self._out / path).is_file():
            return False
        return hashlib.sha256((self._out / path).read_bytes()).hexdigest().startswith(named[1])


def _list_folders(folder: Path) -> list[str]:
    """Return the names of the folders in a folder that no killed build left behind, sorted; none if there is none."""
    with contextlib.suppress(OSError):
        return sorted(entry.name for entry in list(os.scandir(folder)) if _is_folder(entry))
    return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir() and not is_left_behind(entry)


def _read_files_list(out: Path) -> list[str]:
    with contextlib.suppress(OSError, ValueError):
        told = json.loads((out / FILES_LIST).read_bytes())
        if isinstance(told, dict) and told.get("generator") == "badgesite" and isinstance(told.get("files"), list):
            return [FILES_LIST, *(path for path in told["files"] if isinstance(path, str))]
    return []
