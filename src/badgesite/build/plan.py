"""What has to be rendered, what stays, what goes: by comparing keys with those of the last build."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from badgesite.build.state import Known
from badgesite.pages.output import Bundle, Output
from badgesite.pages.setting import Setting


class Task(NamedTuple):
    """An output that has to be rendered, with its bundle and key."""

    output: Output
    bundle: str
    key: str


class Plan(NamedTuple):
    """What a build has to do."""

    tasks: tuple[Task, ...]
    kept: int
    gone: tuple[str, ...]
    bundles: Mapping[str, str]
    """The keys of all bundles, once the tasks are done."""
    clashes: tuple[tuple[str, str, str], ...]
    """Addresses that two bundles claim, also when they differ only by case: path, bundle, bundle."""


def make_plan(bundles: Iterable[Bundle], setting: Setting, known: Known, present: frozenset[str]) -> Plan:
    """Return the plan; `present` are the paths of finished outputs whose files are still as written.

    Only where a bundle's key differs, or a file of it is missing, are its outputs expanded and compared.
    """
    by_bundle = _paths_by_bundle(known)
    keys: dict[str, str] = {}
    tasks: list[Task] = []
    owners: dict[str, tuple[str, str]] = {}
    clashes: list[tuple[str, str, str]] = []
    for bundle in bundles:
        keys[bundle.name] = key = bundle.key(setting.stamper)
        kept = by_bundle.get(bundle.name, ())
        if known.bundles.get(bundle.name) == key and present.issuperset(kept):
            paths: Iterable[str] = kept
        else:
            outputs = bundle.outputs(setting)
            paths = [output.path for output in outputs]
            tasks += _stale(outputs, bundle.name, setting, known, present)
        for path in paths:
            if owner := owners.get(path.casefold()):
                clashes.append((path, owner[0], bundle.name))
            owners[path.casefold()] = (bundle.name, path)
    claimed = {path for _, path in owners.values()}
    gone = tuple(sorted(known.rows.keys() - claimed))
    return Plan(tuple(tasks), len(owners) - len(tasks), gone, keys, tuple(clashes))


def _paths_by_bundle(known: Known) -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for row in known.rows.values():
        paths.setdefault(row.bundle, []).append(row.path)
    return paths


def _stale(
    outputs: Iterable[Output], bundle: str, setting: Setting, known: Known, present: frozenset[str]
) -> Iterable[Task]:
    for output in outputs:
        key = setting.stamper.key(output.kind, output.view)
        row = known.rows.get(output.path)
        if row is None or row.key != key or row.bundle != bundle or output.path not in present:
            yield Task(output, bundle, key)
