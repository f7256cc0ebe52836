"""Changing records in YAML files as a careful person would: comments, order and quotes stay."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

Values: TypeAlias = "Mapping[str, str | Values | Sequence[str] | Sequence[Values] | None]"
"""What a record says: texts, mappings of them, lists of texts or of these mappings; None where a key is to go."""
_TYPED = re.compile(r"~|null|true|false|yes|no|on|off|y|n|[-+.]?\d[\d.,:_eE+-]*", re.IGNORECASE)
_FLAT_LIST = re.compile(r"^( *)[\w-]+:[ \t]*(?:#.*)?\n(?:[ \t]*#.*\n)*\1- ", re.MULTILINE)
_PLAIN = ("date", "joined", "id", "badge", "group", "visibility", "token", "portrait")
"""Keys whose values are no prose, so that what looks like a number or a day in them is one."""


class _Texts(VersionedResolver):
    """Takes every scalar as the text that it is, as the site's own reader does."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


def write_record(values: Values) -> str:
    """Return the YAML of a new record."""
    return _dump(_open(), [_compose(values)])


def change_records(text: str, changes: Iterable[tuple[int, Values]]) -> str:
    """Return a YAML text with more in its records, by number: keys are set, mappings and lists joined."""
    yaml = _open(is_deep=not _FLAT_LIST.search(text))
    yaml.explicit_start = text.startswith("---")
    documents = list(yaml.load_all(text))
    records = [record for document in documents for record in _list_records(document)]
    for number, values in changes:
        _join(records[number], values)
    changed = _dump(yaml, documents)
    if all(isinstance(document, list) for document in documents) and re.search(r"^- ", text, re.MULTILINE):
        changed = re.sub(r"^  ", "", changed, flags=re.MULTILINE)
    return changed


def _open(*, is_deep: bool = True) -> YAML:
    """Return a reader and writer that sets the dashes of lists deeper than their key, or below it."""
    yaml = YAML()
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4 if is_deep else 2, offset=2 if is_deep else 0)
    return yaml


def _dump(yaml: YAML, documents: Sequence[Any]) -> str:
    target = io.StringIO()
    yaml.dump_all(documents, target)
    return target.getvalue()


def _list_records(document: Any) -> list[Any]:
    if isinstance(document, list):
        return list(document)
    return [document] if document is not None else []


def _join(record: Any, values: Values) -> None:
    for key, value in values.items():
        old = record.get(key)
        if value is None:
            record.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(old, dict):
            _join(old, value)
        elif isinstance(old, list) and isinstance(value, Sequence) and not _is_texts(value):
            old.extend(_compose(item) for item in value)
        else:
            record[key] = _compose_value(key, value)


def _compose(values: Any) -> Any:
    return CommentedMap({key: _compose_value(key, value) for key, value in values.items()})


def _compose_value(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        flow = CommentedMap({name: _compose_value("date", each) for name, each in value.items()})
        flow.fa.set_flow_style()
        return flow
    if not isinstance(value, str):
        return _compose_texts(value) if _is_texts(value) else [_compose(item) for item in value]
    if "\n" in value:
        return LiteralScalarString(value + "\n")
    return DoubleQuotedScalarString(value) if key not in _PLAIN and _TYPED.fullmatch(value) else value


def _is_texts(value: Sequence[Any]) -> bool:
    return all(isinstance(each, str) for each in value)


def _compose_texts(texts: Sequence[str]) -> CommentedSeq:
    flow = CommentedSeq(_compose_value("id", text) for text in texts)
    flow.fa.set_flow_style()
    return flow
