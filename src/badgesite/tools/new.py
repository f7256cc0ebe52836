"""`badgesite new`: the file of a new record, with what it may hold as comments."""

import contextlib
import datetime
import secrets
from pathlib import Path

from badgesite.build.disk import telling_refusals
from badgesite.content.load import check_site, load
from badgesite.content.scan import scan
from badgesite.errors import UsageError
from badgesite.model.record import read_id
from badgesite.tools.schema import name_schema
from badgesite.tools.templates import TEMPLATES, Kind

_FOLDERS: dict[Kind, str] = {
    "customer": "customers/{id}.yaml",
    "badge": "badges/{id}.yaml",
    "milestone": "milestones/{id}.yaml",
    "group": "groups/{id}.yaml",
    "page": "pages/{id}.md",
}


def new(site: Path, kind: Kind, id_: str, today: datetime.date, *, name: str | None, is_unlisted: bool) -> Path:
    """Write the file of a new record and return it.

    Raises UsageError for a bad or taken id, ProblemsFound where no site is or the disk refuses.
    """
    check_site(site)
    _check_id(kind, id_)
    if is_unlisted and kind != "customer":
        raise UsageError("--unlisted goes with customers only")
    file = site / "content" / _FOLDERS[kind].format(id=id_)
    _check_free(site, kind, id_, file)
    text = name_schema(site, f"{kind}s") + TEMPLATES[kind].format(
        id=id_,
        name=_quote(name or id_.rpartition("/")[2].replace("-", " ").replace("_", " ").strip().title() or id_),
        today=today.isoformat(),
        next_year=f"{today.year + 1}-12-31",
    )
    if is_unlisted:
        text += f"visibility: unlisted\ntoken: {secrets.token_hex(16)}   # keep it: it is the address of the page\n"
    with telling_refusals(file):
        _write(file, text)
    return file


def _write(file: Path, text: str) -> None:
    """Write a new file; raises OSError, and then there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        with file.open("x", encoding="utf-8") as stream:
            undo.callback(file.unlink)
            stream.write(text)
        undo.pop_all()


def _check_id(kind: Kind, id_: str) -> None:
    try:
        for part in id_.split("/") if kind == "page" else (id_,):
            read_id(part)
    except ValueError as error:
        raise UsageError(f"“{id_}” cannot be an id: {error}") from None


def _check_free(site: Path, kind: Kind, id_: str, file: Path) -> None:
    if file.exists():
        raise UsageError(f"{file} is there already; choose another id")
    content = load(site, scan(site)).content
    records = {"milestone": ("milestones", "series")}.get(kind, (f"{kind}s",))
    for record in records if content else ():
        if content and (record, id_) in content.origins:
            raise UsageError(f"the id “{id_}” is taken by {content.origins[record, id_].path}; choose another")


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if escaped != text or not text.replace(" ", "").isalnum() else text
