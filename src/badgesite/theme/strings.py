"""The words of a theme in the site's language: `strings/LANGUAGE.yaml`, and dates and numbers to match."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from badgesite.theme.find import Theme, read_theme_yaml

_FALLBACK = "en"


@functools.lru_cache(maxsize=4096)
def _written_date(day: str, locale: str) -> str:
    return str(format_date(datetime.date.fromisoformat(day), "long", locale=locale))


@functools.lru_cache(maxsize=4096)
def _written_number(value: Decimal | int, locale: str) -> str:
    return str(format_decimal(value.normalize() if isinstance(value, Decimal) else value, locale=locale))


@dataclass(frozen=True)
class Strings:
    """The texts of a theme by key; a text may have plural forms."""

    language: str
    locale: Locale
    texts: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its places filled in; `n` chooses the plural form. Raises KeyError for no such text."""
        text = self.texts[key]
        if not isinstance(text, str):
            form = self.locale.plural_form(values["n"])
            text = text.get(form) or text["other"]
        return text.format_map(values)

    def date(self, day: datetime.date | str) -> str:
        """Return a day, or its ISO form, as people write it in the language, such as `2 January 2024`."""
        return _written_date(str(day), self._tag)

    def number(self, value: Decimal | int) -> str:
        """Return a number with the language's separators, without trailing zeros."""
        return _written_number(value, self._tag)

    @functools.cached_property
    def _tag(self) -> str:
        """The locale as text: to look up what was written before takes long by an object."""
        return str(self.locale)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)


def load_strings(theme: Theme, language: str) -> Strings:
    """Return the theme's texts in a language; what it lacks there stands in English."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(_FALLBACK)
    texts: dict[str, str | Mapping[str, str]] = {}
    for tag in dict.fromkeys((_FALLBACK, language.partition("-")[0], language)):
        for folder in reversed(theme.folders):
            file = folder / "strings" / f"{tag}.yaml"
            if file.is_file():
                texts |= read_theme_yaml(file)
    return Strings(language, locale, texts)
