"""What is at an address: a file of the output folder and nothing else, as a careful host would answer."""

import html
import mimetypes
import os
import re
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from badgesite.serve.board import State

HTML = "text/html; charset=utf-8"
_TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_NEVER = re.compile(r"|\..*|.*\.part|.*[\0\\].*", re.DOTALL)
"""Steps that lead elsewhere, and files that are not finished outputs."""
_NO_PAGE = Template((Path(__file__).parent / "no_page.html").read_text("utf-8"))


class Answer(NamedTuple):
    """A status with a body of some type, or with the address to go to instead."""

    status: int
    media_type: str
    body: bytes
    location: str = ""

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.media_type == HTML


def answer(out: Path, asked: str, state: State) -> Answer:
    """Return what the output folder holds at the path of an address, decoded; never anything from outside of it."""
    begin = f"{state.path}/"
    if asked == state.path:
        return _redirect(begin)
    if asked.startswith(begin) and (found := _look_up(out, asked, asked.removeprefix(begin))):
        return found
    if moved := _find_moved(out, asked, state):
        return moved
    missing = read_file(out, "404.html") if asked.startswith(begin) else None
    return Answer(404, HTML, _describe_absence(state) if missing is None else missing)


def read_file(out: Path, path: str) -> bytes | None:
    """Return the bytes of a file below the folder, None if there is none, or none that may be shown.

    What begins with a dot or ends in `.part` is no finished output, and no link is followed.
    """
    steps = path.split("/")
    if any(
        not step or step.startswith(".") or step.endswith(".part") or "\0" in step or "\\" in step for step in steps
    ):
        return None
    file = os.path.join(os.path.realpath(out), *steps)  # noqa: PTH118 - compared with what os.path returns
    try:
        return Path(file).read_bytes() if os.path.realpath(file) == file else None
    except OSError:
        return None


def _look_up(out: Path, asked: str, path: str) -> Answer | None:
    """Return the file at a path, the page of the folder there, or the way to it when the slash is missing."""
    if path == "" or path.endswith("/"):
        page = read_file(out, f"{path}index.html")
        return None if page is None else Answer(200, HTML, page)
    body = read_file(out, path)
    if body is not None:
        return Answer(200, _type_of(path), body)
    return None if read_file(out, f"{path}/index.html") is None else _redirect(f"{asked}/")


def _find_moved(out: Path, asked: str, state: State) -> Answer | None:
    """Return the way to the page in its present place, if the site began elsewhere before."""
    for begin in (f"{former}/" for former in state.former):
        path = asked.removeprefix(begin)
        if asked.startswith(begin) and _look_up(out, asked, path):
            return _redirect(f"{state.path}/{path}")
    return None


def _redirect(path: str) -> Answer:
    return Answer(307, "text/plain; charset=utf-8", b"", quote(path))


def _type_of(path: str) -> str:
    ending = Path(path).suffix.lower()
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _describe_absence(state: State) -> bytes:
    title, text = "There is no page here", "Nothing was built for this address."
    if state.problems:
        text = "It can only be built when the files are right."
    elif not state.builds:
        title, text = "The site is being built", "This page appears by itself as soon as it is ready."
    home = quote(f"{state.path}/")
    return _NO_PAGE.substitute(title=title, text=text, home=html.escape(home)).encode()
