"""The settings that a theme offers under `look:`, and what may be written for each kind of them."""

import re
from collections.abc import Callable
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from badgesite.model.record import Line, Record, read_color

Kind = Literal["color", "length", "font"]
_LENGTH = re.compile(r"0|\d{1,3}(\.\d{1,3})?(px|rem|em)")
_FAMILY = re.compile(r"[^\W_][\w -]{0,60}")
_GENERIC = frozenset(
    ("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-rounded")
)
_MOST_FAMILIES = 12


def _read_length(value: str) -> str:
    length = value.lower()
    if not _LENGTH.fullmatch(length):
        raise ValueError("write a length such as 12px or 1.5rem")
    return f"{length}px" if length == "0" else length  # CSS reckons with it, and a bare 0 has no unit there


def _read_font(value: str) -> str:
    """Return families as CSS has them, in quotes but for the words of CSS itself."""
    families = [family.strip().strip("\"'").strip() for family in value.split(",")]
    if len(families) > _MOST_FAMILIES or not all(_FAMILY.fullmatch(family) for family in families):
        raise ValueError("write names of fonts, the first choice first, such as Georgia, serif")
    return ", ".join(family.lower() if family.lower() in _GENERIC else f'"{family}"' for family in families)


_READERS: dict[Kind, Callable[[str], str]] = {"color": read_color, "length": _read_length, "font": _read_font}
_NAMES: dict[Kind, str] = {"color": "colour", "length": "length", "font": "list of fonts"}


class ThemeOption(Record):
    """A setting that a theme offers under `look:`."""

    kind: Kind = "color"
    default: Line
    about: Line = Field(description="What the option is for.")
    files: tuple[Line, ...] = Field(
        (), description="Files of `assets/`, such as fonts, that pages ask for at once while a site has the default."
    )

    @field_validator("default")
    @classmethod
    def _is_of_its_kind(cls, value: str, info: ValidationInfo) -> str:
        if "kind" in info.data:
            _READERS[info.data["kind"]](value)
        return value

    @property
    def kind_name(self) -> str:
        """What a value of the option is called."""
        return _NAMES[self.kind]

    def read(self, value: str) -> str:
        """Return a value as style sheets have it; raises ValueError, which says how to write it."""
        return _READERS[self.kind](value)
