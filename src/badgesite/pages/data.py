"""The same facts for machines, as JSON."""

import json
from decimal import Decimal
from typing import Any, NamedTuple


class JsonView(NamedTuple):
    """What a JSON file says: dicts, lists, texts and numbers."""

    value: Any


def write_json(view: JsonView) -> bytes:
    """Return the JSON text, readable by people too."""
    return (json.dumps(view.value, ensure_ascii=False, indent=1) + "\n").encode()


def as_number(amount: Decimal) -> int | float:
    """Return an amount as JSON writes it: a whole one as an integer."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
