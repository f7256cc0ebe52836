"""The same facts for machines, as JSON."""

import json
from decimal import Decimal
from typing import Any, NamedTuple


class JsonView(NamedTuple):
    """What a JSON file says: dicts, lists, texts and numbers."""

    value: Any


def write_json(view: JsonView) -> bytes:
    """Return the JSON text, readable by people too; whole amounts are integers."""
    return (json.dumps(view.value, ensure_ascii=False, indent=1, default=_number) + "\n").encode()


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
