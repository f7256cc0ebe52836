"""The doubts of `badgesite check`, each with its place in the files."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from badgesite.awards.doubts import Doubt
from badgesite.content.activity import Sought, find_rows
from badgesite.content.places import Places
from badgesite.content.scan import SourceFile
from badgesite.errors import Problem
from badgesite.model import Content

MOST_LISTED = 20


def locate_doubts(
    doubts: Iterable[Doubt], site: Path, content: Content, files: Iterable[SourceFile]
) -> Iterator[Problem]:
    """Yield the doubts as warnings; of very many that end in the same advice only the first ones."""
    listed: Counter[str] = Counter()
    kept = []
    for doubt in doubts:
        listed[doubt.remedy] += 1
        if listed[doubt.remedy] <= MOST_LISTED:
            kept.append(doubt)
        elif listed[doubt.remedy] == MOST_LISTED + 1:
            kept.append(
                doubt._replace(what="there are more doubts of this kind", remedy="look into the others first")
            )
    rows = _find_rows(site, files, {doubt.row for doubt in kept if doubt.row})
    places = Places(site)
    for doubt in kept:
        if doubt.row:
            path, line = rows.get(doubt.row, ("content/activity", 1))
            yield Problem(path, line, 1, doubt.what, doubt.remedy, is_warning=True)
        else:
            origin = content.origins[doubt.kind, doubt.id]
            place = places.of_value(origin, doubt.location)
            yield Problem(origin.path, *place, doubt.what, doubt.remedy, is_warning=True)


def find_copies(site: Path, files: Sequence[SourceFile]) -> Iterator[Problem]:
    """Yield a warning for each file of activity that says the same as another, so that everything counts twice."""
    sizes = Counter(file.size for file in files if file.kind == "activity")
    firsts: dict[bytes, str] = {}
    for file in files:
        if file.kind == "activity" and sizes[file.size] > 1:
            with (site / file.path).open("rb") as stream:
                first = firsts.setdefault(hashlib.file_digest(stream, "sha256").digest(), file.path)
            if first != file.path:
                what, remedy = f"this file says the same as {first}, and all of it counts twice", "remove one of them"
                yield Problem(file.path, 1, 1, what, remedy, is_warning=True)


def _find_rows(site: Path, files: Iterable[SourceFile], sought: set[Sought]) -> Mapping[Sought, tuple[str, int]]:
    """Return for each row the file and the line where it stands first."""
    found: dict[Sought, tuple[str, int]] = {}
    for file in files if sought else ():
        if file.kind == "activity":
            with (site / file.path).open(encoding="utf-8-sig", newline="") as lines:
                for row, line in find_rows(lines, sought).items():
                    found.setdefault(row, (file.path, line))
    return found
