"""YAML to plain values: mappings, lists, and text.

Every scalar stays the text that it is (YAML's failsafe schema); an empty one or `~` means that nothing was
given. The parser's events are read one by one, since the composer overflows the stack on deep nesting and
builds whatever an alias bomb asks for.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import yaml

from badgesite.content.syntax import explain_syntax
from badgesite.errors import Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
DEEPEST = 50
MOST_REPEATED = 100_000
MOST_LISTED = 100
MORE = ("there is more wrong in this file", "correct what is listed first")
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Parsed(NamedTuple):
    """The records of a file and what is wrong with its YAML; `is_whole` is false where reading stopped early."""

    records: tuple[dict[str, Value], ...]
    problems: tuple[Problem, ...]
    is_whole: bool


class _Frame:
    """A list or a mapping that is being read; a mapping waits for a key or for its value."""

    __slots__ = ("anchor", "key", "mark", "start", "value")

    def __init__(self, value: "list[Any] | dict[str, Any]", event: Any, start: int) -> None:
        self.value = value
        self.key: str | None = None
        self.mark = event.start_mark
        self.anchor: str | None = event.anchor
        self.start = start


class _StopReading(Exception):  # noqa: N818 - it says what to do
    pass


def parse(path: str, text: str) -> Parsed:
    """Return the records that the documents of a YAML text hold; a list holds several.

    Things not given are left out of mappings and lists. Of a key that stands twice the first counts.
    """
    reader = _Reader(path)
    try:
        next_event = yaml.CBaseLoader(text).get_event
        while (event := next_event()) is not None:
            if handler := _HANDLERS.get(type(event)):
                handler(reader, event)
    except _StopReading:
        return Parsed(tuple(reader.records), tuple(reader.problems), False)
    except yaml.YAMLError as error:
        problem = _explain(path, text, error)
        return Parsed(tuple(reader.records), (*reader.problems, problem), False)
    return Parsed(tuple(reader.records), tuple(reader.problems), True)


def _explain(path: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        return explain_syntax(path, text, error)
    found = _FORBIDDEN.search(text)
    before = text[: found.start()] if found else ""
    character = f"U+{ord(found[0]):04X}" if found else "that YAML refuses"
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(path, line, column, f"there is a control character {character} here", "remove it")


class _Reader:
    """Builds the records from the events of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.records: list[dict[str, Value]] = []
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Value | None, int]] = {}
        self.nodes = 0
        self.repeated = 0

    def start_document(self, _: Any) -> None:
        self.anchors = {}

    def take_scalar(self, event: Any) -> None:
        self.nodes += 1
        if event.tag is not None:
            self._refuse_tag(event)
        value = event.value
        if value in ("", "~") and event.implicit[0] and not self._awaits_key():
            value = None
        if event.anchor is not None:
            self._name(event.anchor, value, 1, event.start_mark)
        self._put(value, event.start_mark)

    def start_list(self, event: Any) -> None:
        self._open(event, [])

    def start_mapping(self, event: Any) -> None:
        self._open(event, {})

    def end_list(self, _: Any) -> None:
        self._close(self.frames.pop())

    def end_mapping(self, _: Any) -> None:
        frame = self.frames.pop()
        if None in frame.value.values():  # type: ignore[union-attr]  # it began as a mapping
            given = {key: value for key, value in frame.value.items() if value is not None}  # type: ignore[union-attr]
            frame.value = given
        self._close(frame)

    def take_alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            what = f"`*{event.anchor}` repeats nothing"
            self._stop(event.start_mark, what, "put text that begins with * in quotes")
        value, size = self.anchors[event.anchor]
        self.nodes += size
        self.repeated += size
        if self.repeated > MOST_REPEATED:
            remedy = "write out what you mean instead of repeating it with `*`"
            self._stop(event.start_mark, f"aliases repeat more than {MOST_REPEATED:,} values here", remedy)
        self._put(value, event.start_mark)

    def _awaits_key(self) -> bool:
        return bool(self.frames) and self.frames[-1].key is None and type(self.frames[-1].value) is dict

    def _open(self, event: Any, value: "list[Any] | dict[str, Any]") -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(self.frames) >= DEEPEST:
            self._stop(event.start_mark, f"this is nested more than {DEEPEST} deep", "close the brackets above")
        self.nodes += 1
        self.frames.append(_Frame(value, event, self.nodes))

    def _close(self, frame: _Frame) -> None:
        if frame.anchor is not None:
            self._name(frame.anchor, frame.value, self.nodes - frame.start + 1, frame.mark)
        self._put(frame.value, frame.mark)

    def _name(self, anchor: str, value: "Value | None", size: int, mark: Any) -> None:
        if anchor in self.anchors:
            self._stop(mark, f"`&{anchor}` marks a second value", "give each its own name")
        self.anchors[anchor] = (value, size)

    def _put(self, value: "Value | None", mark: Any) -> None:
        if not self.frames:
            self._put_document(value, mark)
            return
        frame = self.frames[-1]
        container = frame.value
        if frame.key is not None:
            container.setdefault(frame.key, value)  # type: ignore[union-attr]  # what has a key is a mapping
            frame.key = None
        elif type(container) is list:
            self._put_item(container, value, mark)
        elif type(value) is str:
            if value in container:
                self._add(mark, f"the key “{_brief(value)}” stands here a second time", "keep one of the two")
            frame.key = value
        else:
            self._stop(mark, "a key must be text", "put text that begins with { or [ in quotes")

    def _put_item(self, container: list[Any], value: "Value | None", mark: Any) -> None:
        if len(self.frames) == 1 and value is not None and type(value) is not dict:
            self._add(mark, "this is no record", "write `key: value` lines, the first one after `- `")
        elif value is not None:
            container.append(value)

    def _put_document(self, value: "Value | None", mark: Any) -> None:
        if isinstance(value, dict):
            self.records.append(value)
        elif isinstance(value, list):
            self.records.extend(item for item in value if isinstance(item, dict))
        elif value is not None:
            self._add(mark, "this is no record", "write lines of the form `key: value`")

    def _refuse_tag(self, event: Any) -> None:
        remedy = "remove it, or put text that begins with ! in quotes"
        self._add(event.start_mark, f"the tag “{_brief(event.tag)}” is not allowed", remedy)

    def _add(self, mark: Any, what: str, remedy: str) -> None:
        if len(self.problems) == MOST_LISTED:
            self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, *MORE))
            raise _StopReading
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, what, remedy))

    def _stop(self, mark: Any, what: str, remedy: str) -> None:
        self._add(mark, what, remedy)
        raise _StopReading


def _brief(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_HANDLERS: dict[type, Callable[[_Reader, Any], None]] = {
    yaml.DocumentStartEvent: _Reader.start_document,
    yaml.ScalarEvent: _Reader.take_scalar,
    yaml.SequenceStartEvent: _Reader.start_list,
    yaml.SequenceEndEvent: _Reader.end_list,
    yaml.MappingStartEvent: _Reader.start_mapping,
    yaml.MappingEndEvent: _Reader.end_mapping,
    yaml.AliasEvent: _Reader.take_alias,
}
