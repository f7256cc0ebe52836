"""What has to be rendered, what stays, what goes: by comparing keys with those of the last build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from badgesite.build.folders import Look
from badgesite.build.known import Known, Row
from badgesite.pages.output import Bundle, Output
from badgesite.pages.setting import Setting
from badgesite.pages.stamp import Stamp


class Task(NamedTuple):
    """An output that has to be rendered, with its bundle and key."""

    output: Output
    bundle: str
    key: str


class Claim(NamedTuple):
    """A path, and the bundle that has an output there."""

    path: str
    bundle: str


class Clash(NamedTuple):
    """Two outputs that cannot both be: at one address, or one at the folder that the other lies in.

    On many disks case makes no difference, so it makes none here.
    """

    first: Claim
    second: Claim


class Plan(NamedTuple):
    """What a build has to do."""

    tasks: tuple[Task, ...]
    kept: int
    gone: tuple[str, ...]
    bundles: Mapping[str, Stamp]
    """The stamps of all bundles, once the tasks are done."""
    folders: Mapping[str, int]
    """The times of folders that others changed since the last build."""
    clashes: tuple[Clash, ...]

    @property
    def outputs(self) -> int:
        """How many outputs the site has."""
        return self.kept + len(self.tasks)


def make_plan(bundles: Iterable[Bundle], setting: Setting, known: Known, seen: Look) -> Plan:
    """Return the plan, given what is known of the last build and what is seen in the output folder.

    Only where the source of a bundle differs are its facts gathered; only where the key of these differs, or a file
    is missing, are its outputs expanded and compared.
    """
    maimed = {row.bundle for path in seen.missing if (row := known.rows.get(path))}
    stamps: dict[str, Stamp] = {}
    stale: list[Task] = []
    claims = Claims(known)
    for bundle in bundles:
        before = known.bundles.get(bundle.name)
        is_current = before is not None and setting.stamper.is_current(before, bundle.source)
        stamp = before if before and is_current else bundle.stamp(setting.stamper)
        stamps[bundle.name] = stamp
        if before and before.key == stamp.key and bundle.name not in maimed:
            continue
        outputs = bundle.outputs(setting)
        claims.take(bundle.name, [output.path for output in outputs])
        stale += _find_stale(outputs, bundle.name, setting, claims, seen.missing)
    claims.close(list(stamps))
    kept = len(known.rows) - len(claims.before) + len(claims.owners) - len(stale)
    return Plan(tuple(stale), kept, claims.gone(), stamps, seen.folders, tuple(claims.clashes))


class Claims:
    """Which paths the bundles that changed had before, and which they have now."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.before = {} if known.is_whole else {row.path: row for row in known.rows.loose()}
        self.owners: dict[str, Claim] = {}
        """By the path in small letters."""
        self.clashes: list[Clash] = []

    def take(self, bundle: str, paths: Iterable[str]) -> None:
        """Note that a bundle has these outputs, and no others."""
        self._release(bundle)
        for path in paths:
            claim = Claim(path, bundle)
            if owner := self.owners.get(path.casefold()):
                self.clashes.append(Clash(owner, claim))
            self.owners[path.casefold()] = claim

    def close(self, bundles: Sequence[str]) -> None:
        """Note that there are these bundles and no others; what changed may claim a path of what did not."""
        for bundle in self._known.bundles.keys() - set(bundles):
            self._release(bundle)
        order = {bundle: number for number, bundle in enumerate(bundles)}
        for pair in (*self._meet_each_other(), *self._meet_others()):
            self.clashes.append(Clash(*sorted(pair, key=lambda claim: order.get(claim.bundle, -1))))

    def gone(self) -> tuple[str, ...]:
        """Return the paths that nothing claims any more, sorted."""
        return tuple(sorted(self.before.keys() - {claim.path for claim in self.owners.values()}))

    def _release(self, bundle: str) -> None:
        self.before |= {row.path: row for row in self._known.rows.of(bundle)}

    def _meet_each_other(self) -> Iterator[tuple[Claim, Claim]]:
        """Yield the files among the claims that stand where others need a folder, with one of these."""
        for folder, claim in _list_folders(self.owners.values()):
            if owner := self.owners.get(folder.casefold()):
                yield owner, claim

    def _meet_others(self) -> Iterator[tuple[Claim, Claim]]:
        """Yield the claims that meet an output of a bundle that did not change, with that."""
        for claim, met in self._list_met() if self._known.rows else ():
            yield from ((claim, Claim(row.path, row.bundle)) for row in met if row.path not in self.before)

    def _list_met(self) -> Iterator[tuple[Claim, list[Row]]]:
        rows, claims = self._known.rows, [claim for claim in self.owners.values() if not self._had(claim)]
        for claim in claims:
            yield claim, rows.alike(claim.path) + rows.below(claim.path)
        for folder, claim in _list_folders(claims):
            yield claim, rows.alike(folder)

    def _had(self, claim: Claim) -> bool:
        """Whether the bundle had this output before: then it met nothing."""
        row = self.before.get(claim.path)
        return row is not None and row.bundle == claim.bundle


def _list_folders(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Yield the folders that the claims need, each with one of these; seldom twice, for claims come by folder."""
    last = ""
    for claim in claims:
        folder = claim.path.rpartition("/")[0]
        while folder and not f"{last}/".startswith(f"{folder}/"):
            yield folder, claim
            folder = folder.rpartition("/")[0]
        last = claim.path.rpartition("/")[0]


def _find_stale(
    outputs: Iterable[Output], bundle: str, setting: Setting, claims: Claims, missing: frozenset[str]
) -> Iterable[Task]:
    for output in outputs:
        key = setting.stamper.key(output.kind, output.view)
        row = claims.before.get(output.path)
        if row is None or row.key != key or row.bundle != bundle or output.path in missing:
            yield Task(output, bundle, key)
