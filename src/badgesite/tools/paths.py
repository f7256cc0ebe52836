"""Which output is meant by what people have at hand: a file, a folder, an address on the web."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from badgesite.errors import Problem, ProblemsFound, suggest

_HERE = ("localhost", "127.0.0.1", "::1")


def find_path(
    given: str, known: Collection[str], out: Path, here: Path, home: str, customers: Collection[str]
) -> str:
    """Return the output that is meant, as its path from the top of the output folder `out`.

    It may be given from the folder `here` or from that top, by its address on the site at `home` or on this machine,
    with a version behind `?`, and a folder is its `index.html`. Raises ProblemsFound if that is none of those known;
    a bare word may have been meant for one of the customers.
    """
    meant = list(dict.fromkeys(_list_meant(given, out, here, home)))
    found = next((path for path in meant if path in known), None)
    if found is None:
        raise ProblemsFound([_describe_unknown(given, meant, known, out, customers)])
    return found


def _list_meant(given: str, out: Path, here: Path, home: str) -> Iterator[str]:
    top = urlsplit(home).path.strip("/")
    for text in (given, unquote(given.partition("#")[0].partition("?")[0])):
        if "://" in text:
            address = urlsplit(text)
            if address.hostname not in (urlsplit(home).hostname, *_HERE):
                return
            text = address.path
        else:
            yield from _from_folder(text, out, here)
        path = "/".join(step for step in text.split("/") if step not in ("", "."))
        if ".." not in path.split("/"):
            yield from _with_index(path)
            if f"{path}/".startswith(f"{top}/"):
                yield from _with_index(path[len(top) + 1 :])


def _from_folder(text: str, out: Path, here: Path) -> Iterator[str]:
    for resolve in (os.path.abspath, os.path.realpath):
        file, top = Path(resolve(here / text)), Path(resolve(out))
        if file.is_relative_to(top):
            path = file.relative_to(top).as_posix()
            yield from _with_index("" if path == "." else path)


def _with_index(path: str) -> Iterator[str]:
    yield path
    yield f"{path}/index.html" if path else "index.html"


def _describe_unknown(
    given: str, meant: list[str], known: Collection[str], out: Path, customers: Collection[str]
) -> Problem:
    if any(os.path.lexists(out / path) and not (out / path).is_dir() for path in meant):
        what = "badgesite did not write this file, and leaves it alone"
        return Problem(given, 1, 1, what, "delete it yourself if it should not be published")
    if "/" not in given and "." not in given:
        remedy = suggest(given, customers, f"name a customer by id or name, or a file of {out}")
        return Problem(given, 1, 1, "there is no customer and no folder of this name", remedy)
    wanted = next((path for path in reversed(meant) if path.endswith(".html")), given)
    wanted = next((path for path in meant if "." in path.rpartition("/")[2]), wanted)
    like = {path for path in known if path.count("/") == wanted.count("/")}
    remedy = suggest(wanted, like, f"name a file of {out}, or the address of a page, such as c/ada/")
    return Problem(given, 1, 1, "badgesite makes no such file", remedy)
