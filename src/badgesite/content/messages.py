"""What validation found, in a keeper's words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from badgesite.content.parse import MOST_LISTED
from badgesite.content.places import Location
from badgesite.errors import suggest
from badgesite.model.milestone import RULE_KINDS
from badgesite.model.record import Record

_LONGEST_SHOWN = 60


class Finding(NamedTuple):
    """One thing wrong or doubtful in a record, and where in it; `at_key` points at the key, not at the value."""

    location: Location
    what: str
    remedy: str
    at_key: bool = False
    is_warning: bool = False


def show(text: str) -> str:
    """Return text in quotes, on one line and short enough for a message."""
    line = "".join(character if character.isprintable() else "\ufffd" for character in text[: _LONGEST_SHOWN + 1])
    return f"“{line[: _LONGEST_SHOWN - 1]}…”" if len(line) > _LONGEST_SHOWN else f"“{line}”"


def explain(model: type[Record], error: ValidationError) -> tuple[Finding, ...]:
    """Return the findings of a failed validation, no more than are listed."""
    details = error.errors(include_url=False)
    asked_for_flag = {detail["loc"][:-1] for detail in details if _asks_for_flag(detail)}
    return tuple(
        _explain(model, detail)
        for detail in details[: MOST_LISTED + 1]
        if not (detail["type"] == "missing" and detail["loc"][:-1] in asked_for_flag) and not _is_echo(detail)
    )


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because what stands in it is wrong, as is told by itself."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _asks_for_flag(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden" and detail["loc"][0] == "when" and detail["input"] == "true"


def _explain(model: type[Record], detail: ErrorDetails) -> Finding:
    location = location_in_file(detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            return _explain_unknown_key(model, detail, location)
        case "missing":
            return _explain_missing(model, detail, location)
        case "literal_error":
            choices = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            remedy = _suggest(str(detail["input"]), tuple(choices), "use one of: " + ", ".join(choices))
            return Finding(location, _say_wrong(location, detail["input"]), remedy)
        case "value_error":
            return _explain_value(detail, location)
    return _explain_shape(model, detail, location)


def location_in_file(location: Location) -> Location:
    """Return pydantic's location without what does not stand in the file: the kinds of rules, `[key]`."""
    if location[-1:] == ("[key]",):
        location = location[:-1]
    if location[:1] != ("when",):
        return location
    steps = list(location[2:])
    for place in range(len(steps) - 2, -1, -1):
        if isinstance(steps[place], int):
            del steps[place + 1]
    return ("when", *steps)


def _explain_unknown_key(model: type[Record], detail: ErrorDetails, location: Location) -> Finding:
    key = str(location[-1])
    what = f"unknown key {show(key)}"
    if _asks_for_flag(detail):
        return Finding(location, what, f"to ask for a flag write `flag: {key}`", at_key=True)
    keys = _keys_of(_record_at(model, detail["loc"][:-1]))
    if location[0] == "when":
        keys = _keys_of_rules()
        if key in ("not_before", "not_after"):
            return Finding(location, what, f"write {{all_of: [{{…}}], {key}: …}} with this rule in it", at_key=True)
    if location[0] == "when" and key in _keys_of_rules():
        own = ", ".join(_keys_of(_record_at(model, detail["loc"][:-1])))
        remedy = f"this one has: {own}; write {{all_of: [{{…}}, {{…}}]}} to ask for both"
        return Finding(location, f"“{key}” belongs to another rule", remedy, at_key=True)
    remedy = _suggest(key, keys, "remove it; the keys here are: " + ", ".join(keys))
    return Finding(location, what, remedy, at_key=True)


def _explain_missing(model: type[Record], detail: ErrorDetails, location: Location) -> Finding:
    key = location[-1]
    if isinstance(key, int):
        return Finding(location[:-1], f"{_name(location)} has too few entries", "write them as [one, two]")
    record = _record_at(model, detail["loc"][:-1])
    field = next(field for name, field in record.model_fields.items() if (field.alias or name) == key)
    about = (field.description or "").rstrip(".")
    return Finding(location, f"missing key “{key}”", f"add `{key}:`, {about[:1].lower()}{about[1:]}", at_key=True)


def _explain_value(detail: ErrorDetails, location: Location) -> Finding:
    remedy = str(detail["ctx"]["error"])
    if _is_about_key(detail):
        return Finding(location, f"{show(str(location[-1]))} cannot be a key here", remedy, at_key=True)
    if not location or (isinstance(detail["input"], dict) and isinstance(location[-1], int)):
        return Finding(location, "the keys of this record do not fit together", remedy)
    return Finding(location, _say_wrong(location, detail["input"]), remedy)


def _is_about_key(detail: ErrorDetails) -> bool:
    """Whether a key is wrong; pydantic marks that for mappings, but not for the metrics of an activity."""
    *_, last = detail["loc"] or ("",)
    return last == "[key]" or (detail["loc"][:1] == ("activity",) and last == detail["input"] != "date")


def _explain_shape(model: type[Record], detail: ErrorDetails, location: Location) -> Finding:
    name = _name(location)
    match detail["type"]:
        case "model_type" | "model_attributes_type":
            keys = ", ".join(
                _keys_of_rules() if location[0] == "when" else _keys_of(_record_at(model, detail["loc"]))
            )
            return Finding(location, f"{name} must hold keys of its own", f"write {{key: value}} with: {keys}")
        case "dict_type":
            return Finding(location, f"{name} must hold keys of its own", "write {key: value}")
        case "tuple_type":
            return Finding(location, f"{name} must be a list", "write [one, two], or lines that begin with `- `")
        case "too_short":
            return Finding(location, f"{name} has too few entries", f"write at least {detail['ctx']['min_length']}")
        case "too_long":
            return Finding(location, f"{name} has too many entries", f"keep {detail['ctx']['max_length']}")
    return Finding(location, f"{name} is wrong: {detail['msg']}", "correct it")


def _say_wrong(location: Location, value: Any) -> str:
    return (
        f"{_name(location)} cannot be {show(value)}" if isinstance(value, str) else f"{_name(location)} is not right"
    )


def _name(location: Location) -> str:
    """Return the nearest key in quotes."""
    return show(next((step for step in reversed(location) if isinstance(step, str)), "the record"))


@lru_cache(maxsize=1000)
def _suggest(word: str, known: tuple[str, ...], otherwise: str) -> str:
    return suggest(word[:_LONGEST_SHOWN], known, otherwise)


@lru_cache(maxsize=100)
def _keys_of(record: type[Record]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in record.model_fields.items())


def _keys_of_rules() -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for kind in RULE_KINDS.values() for key in _keys_of(kind)))


def _record_at(model: type[Record], location: Location) -> type[Record]:
    """Return the record that a model holds at pydantic's location of it."""
    if location[:1] == ("when",):
        return RULE_KINDS[str([step for step in location if step in RULE_KINDS][-1])]
    steps = iter(location)
    for step in steps:
        field = next((field for name, field in model.model_fields.items() if (field.alias or name) == step), None)
        if field is None:
            continue
        kinds = tuple(_records_in(field.annotation))
        if kinds:
            model = kinds[0]
        if get_origin(field.annotation) is dict:
            next(steps, None)
    return model


def _records_in(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)
