"""What the commands are asked in the same way, and the order that it makes."""

import contextlib
import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from badgesite.build.order import Order
from badgesite.errors import UsageError

Value = TypeVar("Value")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Site = Annotated[
    Path | None,
    typer.Option(help="The folder that holds content/. Default: here, or the nearest parent that does."),
]
Out = Annotated[
    Path | None, typer.Option(help="Where the finished site goes. Default: public/ in the site's folder.")
]
BaseUrl = Annotated[str | None, typer.Option(help="Where the site will live, if not at the `url` of site.yaml.")]
Today = Annotated[str | None, typer.Option(help="The day that ages and expiries are reckoned from (YYYY-MM-DD).")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, max=1024, help="How many processes draw pictures and pages. Default: one a processor."),
]
Poll = Annotated[
    bool, typer.Option("--poll", help="Look at every file each second, where the system does not report changes.")
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Go on even if more than half of the finished files would be deleted.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome for machines, and nothing else.")]


def find_site(given: Path | None) -> Path:
    """Return the folder that holds `content/`: the given one, else here or the nearest parent that has one."""
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), here)


def make_order(
    site: Path | None,
    out: Path | None,
    base_url: str | None,
    today: str | None,
    jobs: int,
    is_verifying: bool = False,
    is_sure: bool = False,
) -> Order:
    """Return what a build is asked; raises UsageError for an option that cannot be read."""
    folder = find_site(site)
    return Order(
        site=folder,
        out=out or folder / "public",
        today=read_day("--today", today) if today else datetime.date.today(),
        base_url=_read_home(base_url) if base_url else None,
        jobs=jobs,
        is_verifying=is_verifying,
        is_sure=is_sure,
    )


def read_day(option: str, text: str) -> datetime.date:
    """Return the day that an option names; raises UsageError if it is none."""
    if _DAY.fullmatch(text):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(text)  # without loading all that reads content
    from badgesite.model.record import read_date

    return _read(option, text, read_date)


def _read_home(text: str) -> str:
    from badgesite.model.site import read_home

    return _read("--base-url", text, read_home)


def _read(option: str, text: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: {error}") from None
