"""What has to be rendered, what stays, what goes: by comparing keys with those of the last build."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from badgesite.build.batches import Batch, Batches, Task, pack
from badgesite.build.folders import Look
from badgesite.build.known import Known, Row
from badgesite.pages.output import Bundle
from badgesite.pages.setting import Setting
from badgesite.pages.stamp import Stamp


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

    batches: Batches
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
        return self.kept + self.due

    @property
    def due(self) -> int:
        """How many outputs have to be rendered."""
        return self.batches.due

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all outputs that have to be rendered, before they are."""
        return (row for batch in self.batches for row in batch.rows)

    @property
    def tasks(self) -> Iterator[Task]:
        """The tasks of all batches, unpacked one batch at a time."""
        return (task for batch in self.batches for task in batch.unpack())


def _keep_still(batch: Batch) -> None:
    pass


def make_plan(
    bundles: Iterable[Bundle],
    setting: Setting,
    known: Known,
    seen: Look,
    tell: Callable[[Batch], None] = _keep_still,
    folder: Path | None = None,
) -> Plan:
    """Return the plan, given what is known of the last build and what is seen in the output folder.

    Only where the source of a bundle differs are its facts gathered; only where the key of these differs, or a file
    is missing, are its outputs expanded and compared. Each batch is told of as soon as it is known. Very many
    wait in a file in the folder, if one is given.
    """
    stamps: dict[str, Stamp] = {}
    claims = Claims(known)
    batches = Batches(folder)
    for batch in pack(_find_stale(bundles, setting, known, seen, stamps, claims)):
        batches.add(batch)
        tell(batch)
    claims.close(list(stamps))
    kept = len(known.rows) - len(claims.before) + len(claims.owners) - batches.due
    return Plan(batches, kept, claims.gone(), stamps, seen.folders, tuple(claims.clashes))


def _find_stale(
    bundles: Iterable[Bundle], setting: Setting, known: Known, seen: Look, stamps: dict[str, Stamp], claims: "Claims"
) -> Iterator[Task]:
    """Yield what has to be rendered; the stamps and claims of the bundles are noted on the way."""
    maimed = {row.bundle for path in seen.missing if (row := known.rows.get(path))}
    for bundle in bundles:
        before = known.bundles.get(bundle.name)
        is_current = before is not None and setting.stamper.is_current(before, bundle.source)
        stamp = before if before and is_current else bundle.stamp(setting.stamper)
        stamps[bundle.name] = stamp
        if before and before.key == stamp.key and bundle.name not in maimed:
            continue
        outputs = bundle.outputs(setting)
        rows = claims.take(bundle.name, [output.path for output in outputs])
        for output in outputs:
            key, row = setting.stamper.key(output.kind, output.view), rows.get(output.path)
            if row is None or row.key != key or output.path in seen.missing:
                yield Task(output, bundle.name, key)


class Claims:
    """Which paths the bundles that changed had before, and which they have now."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.before = {} if known.is_whole else {row.path: row.bundle for row in known.rows.loose()}
        """By the path, the bundle that had it."""
        self.owners: dict[str, str] = {}
        """By the path in small letters, the bundle that has it."""
        self._mixed: dict[str, str] = {}
        """By the path in small letters, the path where it has others."""
        self.clashes: list[Clash] = []

    def take(self, bundle: str, paths: Iterable[str]) -> dict[str, Row]:
        """Note that a bundle has these outputs, and no others; return those that it had, by path."""
        rows = self._release(bundle)
        for path in paths:
            small = path.casefold()
            if owner := self.owners.get(small):
                self.clashes.append(Clash(Claim(self._mixed.get(small, small), owner), Claim(path, bundle)))
            self.owners[small] = bundle
            if path != small:
                self._mixed[small] = path
            else:
                self._mixed.pop(small, None)
        return rows

    def close(self, bundles: Sequence[str]) -> None:
        """Note that there are these bundles and no others; what changed may claim a path of what did not."""
        for bundle in self._known.bundles.keys() - set(bundles):
            self._release(bundle)
        pairs = [*self._meet_each_other(), *self._meet_others()]
        order = {bundle: number for number, bundle in enumerate(bundles)} if pairs else {}
        for pair in pairs:
            self.clashes.append(Clash(*sorted(pair, key=lambda claim: order.get(claim.bundle, -1))))

    def gone(self) -> tuple[str, ...]:
        """Return the paths that nothing claims any more, sorted."""
        return tuple(sorted(path for path in self.before if self._find(path) != path))

    def _find(self, path: str) -> str | None:
        """Return the path that is claimed, of those that differ from this by case only."""
        small = path.casefold()
        return self._mixed.get(small, small) if small in self.owners else None

    def _list_claims(self) -> Iterator[Claim]:
        return (Claim(self._mixed.get(small, small), bundle) for small, bundle in self.owners.items())

    def _release(self, bundle: str) -> dict[str, Row]:
        rows = {row.path: row for row in self._known.rows.of(bundle)}
        self.before |= dict.fromkeys(rows, bundle)
        return rows

    def _meet_each_other(self) -> Iterator[tuple[Claim, Claim]]:
        """Yield the files among the claims that stand where others need a folder, with one of these."""
        for folder, claim in _list_folders(self._list_claims()):
            small = folder.casefold()
            if owner := self.owners.get(small):
                yield Claim(self._mixed.get(small, small), owner), claim

    def _meet_others(self) -> Iterator[tuple[Claim, Claim]]:
        """Yield the claims that meet an output of a bundle that did not change, with that."""
        for claim, met in self._list_met() if self._known.rows else ():
            yield from ((claim, Claim(row.path, row.bundle)) for row in met if row.path not in self.before)

    def _list_met(self) -> Iterator[tuple[Claim, list[Row]]]:
        rows, claims = self._known.rows, [claim for claim in self._list_claims() if not self._had(claim)]
        for claim in claims:
            yield claim, rows.alike(claim.path) + rows.below(claim.path)
        for folder, claim in _list_folders(claims):
            yield claim, rows.alike(folder)

    def _had(self, claim: Claim) -> bool:
        """Whether the bundle had this output before: then it met nothing."""
        return self.before.get(claim.path) == claim.bundle


def _list_folders(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Yield the folders that the claims need, each with one of these; seldom twice, for claims come by folder."""
    last = ""
    for claim in claims:
        folder = claim.path.rpartition("/")[0]
        while folder and not f"{last}/".startswith(f"{folder}/"):
            yield folder, claim
            folder = folder.rpartition("/")[0]
        last = claim.path.rpartition("/")[0]
