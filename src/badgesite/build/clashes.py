"""Two outputs that cannot both be, told at the files they come from."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from badgesite.build.plan import Claim, Clash
from badgesite.build.prepare import Prepared
from badgesite.build.sources import Source, find_source
from badgesite.errors import Problem, ProblemsFound
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting

_FILES = ("assets/", "media/")
"""Where files are published under their own names, and not in the folder of a page."""


class _Side(NamedTuple):
    path: str
    source: Source

    @property
    def holder(self) -> str:
        return "the site itself" if self.source.file == "content/site.yaml" else self.source.file

    @property
    def is_file(self) -> bool:
        return self.path.startswith(_FILES)

    @property
    def address(self) -> str:
        return self.path if self.is_file else f"{self.path.rpartition('/')[0]}/"


def check_clashes(
    clashes: Sequence[Clash],
    bundles: Callable[[], Iterable[Bundle]],
    setting: Setting,
    prepared: Prepared,
    site: Path,
) -> None:
    """Raise ProblemsFound if outputs clash; only then the bundles that do are expanded, to find their sources."""
    if not clashes:
        return
    names = {claim.bundle for clash in clashes for claim in clash}
    sources: dict[Claim, list[Source]] = {}
    for bundle in bundles():
        for output in bundle.outputs(setting) if bundle.name in names else ():
            source = find_source(output, bundle.name, prepared, site)
            sources.setdefault(Claim(output.path, bundle.name), []).append(source)
    raise ProblemsFound(
        _describe(_Side(one.path, sources[one][0]), _Side(other.path, sources[other][-1])) for one, other in clashes
    )


def _describe(one: _Side, other: _Side) -> Problem:
    """Return the problem at the later of the two, or at the only one that can be given another address."""
    here, there = (other, one) if other.source.is_named else (one, other)
    which = "one of them" if there.source.is_named or not here.is_file else "this file"
    word = "name" if here.is_file else "id"
    return here.source.place._replace(
        what=_tell_clash(here, there), remedy=f"give {which} another {word} or another place"
    )


def _tell_clash(here: _Side, there: _Side) -> str:
    if here.path.casefold() == there.path.casefold():
        case = "" if here.path == there.path else ", where case makes no difference"
        return f"{here.address} is also an address of {there.holder}{case}"
    steps = there.path.count("/") + 1
    if here.path.count("/") < steps:
        return f"{here.path} would be a file, and for {there.holder} a folder"
    return f"{'/'.join(here.path.split('/')[:steps])} would be a folder, and for {there.holder} a file"
