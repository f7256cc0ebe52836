"""The words of a theme in the site's language: `strings/LANGUAGE.yaml`, and dates and numbers to match."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from badgesite.theme.find import Theme, read_theme_yaml

FALLBACK = "en"
_NUMBERS = (int, Decimal)  # as a union it would be made anew each time
_parse_locale = functools.lru_cache(maxsize=64)(Locale.parse)


@functools.lru_cache(maxsize=4096)
def _written_date(day: str, locale: str) -> str:
    return str(format_date(datetime.date.fromisoformat(day), "long", locale=_parse_locale(locale)))


@functools.lru_cache(maxsize=4096)
def _written_number(value: Decimal | int, locale: str) -> str:
    return str(format_decimal(value.normalize() if isinstance(value, Decimal) else value, locale=locale))


class Forms(NamedTuple):
    """A text that counts: its plural forms by CLDR's names, and the locale whose plurals they are."""

    texts: Mapping[str, str]
    locale: Locale

    def choose(self, number: Decimal | int) -> str:
        """Return the form for a number; where it is not there, that of the many."""
        return self.texts.get(find_form(self.locale, number)) or self.texts["other"]


@dataclass(frozen=True)
class Strings:
    """The texts of a theme by key; a text may have plural forms."""

    language: str
    locale: Locale
    texts: Mapping[str, str | Forms]

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its places filled in, numbers as the language writes them; `n` chooses the plural form.

        Raises KeyError for no such text.
        """
        text = self.texts[key]
        if isinstance(text, Forms):
            text = text.choose(values["n"])
        for name, value in values.items():
            if isinstance(value, _NUMBERS):
                values[name] = self.number(value)
        return text.format_map(values)

    def date(self, day: datetime.date | str) -> str:
        """Return a day, or its ISO form, as people write it in the language, such as `2 January 2024`."""
        return _written_date(str(day), self._tag)

    def number(self, value: Decimal | int) -> str:
        """Return a number with the language's separators, without trailing zeros."""
        return _written_number(value, self._tag)

    def plural_form(self, value: Decimal) -> str:
        """Return the form in which the language counts a number, as CLDR names it, such as `one` or `other`."""
        return find_form(self.locale, value)

    @functools.cached_property
    def fixed(self) -> dict[str, str]:
        """The texts in which nothing is to be filled, by key."""
        return {key: text for key, text in self.texts.items() if isinstance(text, str) and not set("{}") & set(text)}

    @functools.cached_property
    def _tag(self) -> str:
        """The locale as text: to look up what was written before takes long by an object."""
        return str(self.locale)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)


@functools.lru_cache(maxsize=64)
def find_locale(language: str) -> Locale | None:
    """Return the locale of a language tag such as `pt-BR`, or None if there is no such language."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@functools.lru_cache(maxsize=4096)
def find_form(locale: Locale, value: Decimal | int) -> str:
    """Return the plural form that a language has for a number, by CLDR's names."""
    return str(locale.plural_form(int(value) if value == int(value) else Decimal(value).normalize()))


def list_forms(language: str) -> frozenset[str]:
    """Return the plural forms of a language by CLDR's names; of an unknown one those of English."""
    locale = find_locale(language) or Locale.parse(FALLBACK)
    return frozenset({*locale.plural_form.tags, "other"})


def runs_from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    locale = find_locale(language)
    return locale is not None and locale.text_direction == "rtl"


def list_tags(language: str) -> tuple[str, ...]:
    """Return the tags whose words a language may use, the widest first: `pt`, `pt-BR`."""
    parts = language.split("-")
    return tuple("-".join(parts[:end]) for end in range(1, len(parts) + 1))


Own = tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...]
"""Words that a site says otherwise than its theme: by key a text, or its plural forms by their names."""


def load_strings(theme: Theme, language: str, own: Own = ()) -> Strings:
    """Return the theme's texts in a language, and a site's own; what is lacking there stands in English."""
    english = Locale.parse(FALLBACK)
    locale = find_locale(language) or english
    texts: dict[str, str | Forms] = {}
    for tag in dict.fromkeys((FALLBACK, *list_tags(language))):
        for folder in reversed(theme.folders):
            file = folder / "strings" / f"{tag}.yaml"
            if file.is_file():
                rule = find_locale(tag) or english
                texts |= {
                    key: text if isinstance(text, str) else Forms(text, rule)
                    for key, text in read_theme_yaml(file).items()
                }
    texts |= {key: text if isinstance(text, str) else Forms(dict(text), locale) for key, text in own}
    return Strings(language, locale, texts)
