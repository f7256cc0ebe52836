"""Where values stand in their files: looked up again, only when a problem needs it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from badgesite.content.front import yaml_of
from badgesite.content.parse import parse
from badgesite.model.content import Origin

Location = tuple[str | int, ...]


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int = 1
    column: int = 1


class Places:
    """Finds values of records in the files of a site; reads each file once."""

    def __init__(self, site_folder: Path) -> None:
        self._site_folder = site_folder
        self._records: dict[str, list[yaml.Node]] = {}

    def of_value(self, origin: Origin, location: Location) -> Place:
        """Return where a value begins; when it is not there, where that begins which should hold it."""
        return _place_of(_walk(self._find_record(origin), location)[1])

    def of_key(self, origin: Origin, location: Location) -> Place:
        """Return where the key of a value begins; without a key, where the value does."""
        return _place_of(_walk(self._find_record(origin), location)[0])

    def _find_record(self, origin: Origin) -> yaml.Node | None:
        if origin.path not in self._records:
            self._records[origin.path] = _read_nodes(self._site_folder / origin.path, origin.path)
        records = self._records[origin.path]
        return records[origin.number] if origin.number < len(records) else None


def _read_nodes(file: Path, path: str) -> list[yaml.Node]:
    try:
        text = yaml_of(path, file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return []
    if not parse(path, text).is_whole:  # PyYAML's composer must not see deep nesting or an alias bomb
        return []
    documents = yaml.compose_all(text, Loader=yaml.CBaseLoader)
    return [record for document in documents for record in _records_in(document)]


def _records_in(document: Any) -> Iterator[yaml.Node]:
    nodes = document.value if isinstance(document, yaml.SequenceNode) else [document]
    return (node for node in nodes if isinstance(node, yaml.MappingNode))


def _walk(node: yaml.Node | None, location: Location) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the nodes of the key and of the value at a location, as far along it as they exist."""
    key = node
    for step in location:
        pair = _step(node, step)
        if pair is None:
            return node, node
        key, node = pair
    return key, node


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        given = [item for item in node.value if not _is_absent(item)]
        return (given[step], given[step]) if step < len(given) else None
    return None


def _is_absent(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "~") and not node.style


def _place_of(node: yaml.Node | None) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1) if node else Place()
