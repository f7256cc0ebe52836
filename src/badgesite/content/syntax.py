"""YAML's own errors in a keeper's words."""

from typing import NamedTuple

import yaml

from badgesite.errors import Problem


class _Reading(NamedTuple):
    """How one of the parser's sentences is told; `where_it_began` points at the beginning of what went wrong."""

    sentence: str
    what: str
    remedy: str
    where_it_began: bool = False


_IN_QUOTES = "put the whole text in quotes"
_READINGS = (
    _Reading("tab character", "there is a tab at the start of this line", "indent with spaces"),
    _Reading("cannot start any token", "a text cannot begin with this character", _IN_QUOTES),
    _Reading("alphabetic or numeric", "a text cannot begin with `*` or `&`", _IN_QUOTES, True),
    _Reading("unexpected end of stream", "a quote opens here and is never closed", "close it", True),
    _Reading("unexpected document indicator", "a quote opens here and is never closed", "close it", True),
    _Reading("expected ',' or ']'", "a list opens here with [ and is never closed", "close it with ]", True),
    _Reading("expected ',' or '}'", "a mapping opens here with { and is never closed", "close it with }", True),
    _Reading("escape", "this \\ means nothing here", "use single quotes around the text, or write \\\\"),
    _Reading("could not find expected ':'", "this line has no `: ` after its key", "write `key: value`", True),
    _Reading(
        "expected '-' indicator", "a key stands beside a list here", "begin the line with `- `, or remove the list"
    ),
    _Reading(
        "block sequence entries", "a list cannot begin here", "begin a line of its own, or put the text in quotes"
    ),
    _Reading("node content", "a value is missing before this character", "put text that begins with it in quotes"),
    _Reading("comment or line break", "nothing may follow `|` or `>` in its line", "begin the text in the next line"),
)


def explain_syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return the parser's error as a problem at its place."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    before = lines[line][:column] if line < len(lines) else ""
    reading = _read(error.problem or "", before, _begins_with_tab(lines, line))
    if reading.where_it_began and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    return Problem(path, line + 1, column + 1, reading.what, reading.remedy)


def _begins_with_tab(lines: list[str], line: int) -> bool:
    row = lines[line] if line < len(lines) else ""
    return "\t" in row[: len(row) - len(row.lstrip())]


def _read(sentence: str, before: str, begins_with_tab: bool) -> _Reading:
    if begins_with_tab:
        return _READINGS[0]
    if "mapping values" in sentence:
        return _second_colon(before)
    if "expected key" in sentence and before.strip():
        return _Reading(sentence, "the value of this line ends before this", _IN_QUOTES)
    if "expected key" in sentence:
        return _Reading(sentence, "this line does not fit those above it", "indent it like the keys above")
    found = next((reading for reading in _READINGS if reading.sentence in sentence), None)
    return found or _Reading(
        sentence, f"this is no YAML: {sentence}", "look for a missing quote or a wrong indentation"
    )


def _second_colon(before: str) -> _Reading:
    if ": " in before:
        return _Reading("", "there is a second `: ` in this line", "put text that holds `: ` in quotes")
    remedy = "indent it like the keys above, each written as `key: value`"
    return _Reading("", "this key does not fit the line above it", remedy)
