"""The content of a site: everything that its files say, and everything that is wrong with them, at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.content.check import check
from badgesite.content.doubts import check_doubts
from badgesite.content.gather import Clash, Records, gather
from badgesite.content.memory import Memory
from badgesite.content.parse import MORE, MOST_LISTED
from badgesite.content.places import Location, Places
from badgesite.content.read import read_file
from badgesite.content.records import Found
from badgesite.content.references import check_ledgers
from badgesite.content.scan import SourceFile
from badgesite.errors import Problem, ProblemsFound, sort_problems
from badgesite.model import Content, Fact


class Loaded(NamedTuple):
    """The content, or None without a valid `site.yaml`, and all problems, sorted.

    Where there are problems other than warnings the content lacks what is wrong and may name what it lacks.
    """

    content: Content | None
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong; there may be warnings."""
        return all(problem.is_warning for problem in self.problems)

    def demand(self) -> Content:
        """Return the content; raises ProblemsFound with all that is wrong in it."""
        if self.content is None or not self.is_sound:
            raise ProblemsFound(problem for problem in self.problems if not problem.is_warning)
        return self.content


def load(
    site_folder: Path, files: tuple[SourceFile, ...], memory: Memory | None = None, *, is_part: bool = False
) -> Loaded:
    """Return what the files of a scan say, and what is wrong with each and between them.

    What the memory holds is not read again. Of a part, without some customers' files, activity may name others.
    """
    if not files:
        return Loaded(None, (_nothing_there(site_folder),))
    memory = memory or Memory()
    memory.forget_others(file.path for file in files)
    readings = [(file, read_file(site_folder, file, memory)) for file in files]
    records, clashes = gather(readings, memory.take_made())
    places = Places(site_folder)
    problems = [problem for _, reading in readings for problem in reading.problems]
    problems += _locate(places, (found for _, reading in readings for found in reading.found))
    problems += _locate(places, check(records))
    problems += _describe_clashes(places, clashes)
    problems += () if is_part else check_ledgers(records)
    if not any(file.kind == "site" for file in files):
        remedy = "write it; `badgesite init DIR` makes a site with one to learn from"
        problems.append(Problem("content/site.yaml", 1, 1, "this file is missing", remedy))
    if not problems:
        problems += _locate(places, check_doubts(records))
    return Loaded(_content_of(records), sort_problems(problems))


def place(
    site_folder: Path, content: Content, kind: str, identifier: str, location: Location, *, at_key: bool = False
) -> Problem:
    """Return a problem without words at a value of a record, or at its key, for `_replace(what=…, remedy=…)`.

    The kind is the record's mapping in `Content`; `site` has the id "". Raises KeyError for an unknown record.
    """
    origin = content.origins[kind, identifier]
    places = Places(site_folder)
    return Problem(origin.path, *(places.of_key if at_key else places.of_value)(origin, location), "", "")


def check_site(site_folder: Path) -> None:
    """Raise ProblemsFound if there is no `content/` in a folder."""
    if not (site_folder / "content").is_dir():
        raise ProblemsFound([_nothing_there(site_folder)])


def _nothing_there(site_folder: Path) -> Problem:
    is_folder = (site_folder / "content").is_dir()
    what = "this folder is empty" if is_folder else f"there is no folder content/ in {site_folder}"
    return Problem(
        "content", 1, 1, what, "`badgesite init DIR` makes a site to start from, `--site DIR` names another"
    )


def _locate(places: Places, found: Iterable[Found]) -> Iterator[Problem]:
    """Yield each finding with its place; of very many in one file only the first ones."""
    listed: Counter[str] = Counter()
    for origin, finding in found:
        listed[origin.path] += 1
        if listed[origin.path] > MOST_LISTED + 1:
            continue
        find = places.of_key if finding.at_key else places.of_value
        place = find(origin, finding.location)
        what, remedy = (finding.what, finding.remedy) if listed[origin.path] <= MOST_LISTED else MORE
        yield Problem(origin.path, *place, what, remedy, finding.is_warning)


def _describe_clashes(places: Places, clashes: Iterable[Clash]) -> Iterator[Problem]:
    for clash in clashes:
        first, second = (places.of_value(origin, ("id",)) for origin in (clash.first, clash.second))
        what = f"the id “{clash.id}” is taken by {clash.first.path}:{first.line}:{first.column}"
        yield Problem(clash.second.path, *second, what, "give one of the two another id")


def _content_of(records: Records) -> Content | None:
    if records.site is None:
        return None
    return Content(
        site=records.site,
        badges=records.badges,
        series=records.series,
        milestones=records.milestones,
        groups=records.groups,
        customers=records.customers,
        pages=records.pages,
        activity=_join_activity(records),
        assets=records.assets,
        origins=records.origins,
        digests=records.digests,
    )


def _join_activity(records: Records) -> dict[str, tuple[Fact, ...]]:
    """Return the facts of all files by customer, in the order of ids, then of files and lines."""
    joined: dict[str, list[Fact]] = {}
    for ledger in records.ledgers.values():
        for customer, facts in ledger.facts.items():
            if customer in records.customers:
                joined.setdefault(customer, []).extend(facts)
    return {customer: tuple(joined[customer]) for customer in sorted(joined)}
