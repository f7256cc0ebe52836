"""The file that an output comes from."""

from pathlib import Path
from typing import NamedTuple

from badgesite.art.look import Picture
from badgesite.build.prepare import Prepared
from badgesite.build.warnings import SITE, find_record
from badgesite.content.load import place
from badgesite.errors import Problem
from badgesite.pages.output import Output
from badgesite.pages.portrait import PortraitView
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.find import Theme


class Source(NamedTuple):
    """Where the keeper changes an output."""

    place: Problem
    """A problem without words there, for `_replace(what=…, remedy=…)`."""
    is_named: bool
    """Whether another name of the file, or another id in it, gives the output another address."""

    @property
    def file(self) -> str:
        """The file's path from the site's folder; the whole path of a file that is not the site's own."""
        return self.place.path


def find_source(output: Output, bundle: str, prepared: Prepared, site: Path) -> Source:
    """Return the record that a bundle comes from, or the very file that is published; `site.yaml` for all else."""
    record = find_record(bundle, prepared.content)
    if record != SITE:
        return Source(place(site, prepared.content, *record, ()), is_named=True)
    match output.view:
        case Picture(path=path):
            return _source_of_file(f"content/{path}", is_named=bundle == "files")
        case PortraitView(picture=picture):
            return _source_of_file(f"content/{picture.path}", is_named=False)
        case ThemeAsset(path=path):
            return _source_of_file(_find_asset(prepared.theme, path, site), is_named=True)
    return Source(place(site, prepared.content, *SITE, ()), is_named=False)


def _source_of_file(path: str, *, is_named: bool) -> Source:
    return Source(Problem(path, 1, 1, "", ""), is_named)


def _find_asset(theme: Theme, path: str, site: Path) -> str:
    file = theme.find(f"assets/{path}") or theme.folders[0]
    return file.relative_to(site).as_posix() if file.is_relative_to(site) else str(file)
