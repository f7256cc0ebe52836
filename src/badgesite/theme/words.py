"""What is wrong or lacking in the words of a theme, told with the file and the line."""

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from badgesite.errors import Problem, ProblemsFound, suggest
from badgesite.theme.find import Theme, built_in_themes, place_in, read_theme_yaml
from badgesite.theme.strings import FALLBACK, Forms, find_locale, list_forms, list_tags

_MOST_NAMED = 20
_BRACE = "write {{ for a brace that is meant as such, and {name} for what is filled in"

Said = str | Mapping[str, str]
IsRead = Callable[[str], bool]


class Words(NamedTuple):
    """Words of one language, and how to tell where in its file a location is, at the key or at the value."""

    texts: Mapping[str, Any]
    language: str
    place: Callable[[tuple[str, ...], bool], Problem]


def read_standard() -> dict[str, Said]:
    """Return the words of the built-in theme in English: all that the program asks any theme for."""
    return read_theme_yaml(built_in_themes() / "default" / "strings" / f"{FALLBACK}.yaml")


def find_word_faults(theme: Theme, language: str, where: Problem, is_read: IsRead) -> Iterator[Problem]:
    """Yield what is wrong in the words of a site's own theme, and what these and others lack in the site's language.

    `where` is the place of the language in `site.yaml`; `is_read` says whether a template reads a key.
    """
    standard, faults = read_standard(), list[Problem]()
    for folder in theme.own_folders:
        for file in sorted((folder / "strings").glob("*.yaml")):
            faults += check_words(file, _known_words(theme, standard, file), is_read)
    yield from faults
    if all(fault.is_warning for fault in faults):
        yield from _find_lacking(theme, standard)
        yield from _find_untranslated(theme, language, where)


def check_words(file: Path, known: Mapping[str, Said], is_read: IsRead) -> Iterator[Problem]:
    """Yield what is wrong in one file of words, given those that it stands beside or in place of."""
    if find_locale(file.stem) is None:
        yield Problem(
            str(file), 1, 1, f"there is no language “{file.stem}”", "name the file like en.yaml or pt-BR.yaml"
        )
        return
    try:
        texts = read_theme_yaml(file)
    except ProblemsFound as error:
        yield from error.problems
        return
    words = Words(texts, file.stem, lambda location, at_key: place_in(file, location, at_key=at_key))
    for key, text in texts.items():
        if key not in known and not is_read(key):
            remedy = suggest(key, known, "remove it, or read it in a template as " + '{{ t("' + key + '") }}')
            what = f"nothing reads the text “{key}”"
            yield place_in(file, (key,), at_key=True)._replace(what=what, remedy=remedy, is_warning=True)
        yield from _check_shape(words, key, text, known.get(key))


def check_own_words(words: Words, theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong in the words that a site says otherwise than its theme; each must be one of the theme's."""
    standard = read_standard()
    files = (folder / "strings" / f"{FALLBACK}.yaml" for folder in reversed(theme.folders))
    own = {key: text for file in files for key, text in read_sound(file).items()}
    known = {**own, **standard}
    for key, text in words.texts.items():
        if key in known:
            yield from _check_shape(words, key, text, known[key])
        else:
            what, remedy = (
                f"there is no text “{key}”",
                suggest(key, known, "take a key of themes/default/strings/en.yaml"),
            )
            yield words.place((key,), True)._replace(what=what, remedy=remedy)


def _check_shape(words: Words, key: str, text: Any, known: Said | None) -> Iterator[Problem]:
    forms = list_forms(words.language)
    if isinstance(text, str):
        yield from _check_places(words, (key,), text, known)
        return
    if not isinstance(text, dict) or not all(isinstance(each, str) for each in text.values()):
        what, remedy = f"“{key}” is no text", 'write it in quotes, or its plural forms as {one: "…", other: "…"}'
        yield words.place((key,), False)._replace(what=what, remedy=remedy)
        return
    if isinstance(known, str):
        what, remedy = f"“{key}” does not count, so it has no plural forms", "write it as one text"
        yield words.place((key,), False)._replace(what=what, remedy=remedy)
        return
    for form in text.keys() - forms:
        remedy = suggest(form, forms, f"the forms of this language are: {', '.join(sorted(forms))}")
        what = f"“{form}” is no plural form of this language"
        yield words.place((key, form), True)._replace(what=what, remedy=remedy)
    if "other" not in text:
        what, remedy = f"“{key}” lacks the form “other”", "add `other:`, which stands for all numbers without a form"
        yield words.place((key,), True)._replace(what=what, remedy=remedy)
    yield from _check_forms(words, key, text, known)


def _check_forms(words: Words, key: str, text: Mapping[str, str], known: Said | None) -> Iterator[Problem]:
    for form, said in text.items():
        yield from _check_unknown(words, (key, form), said, known)
    if known is not None and (lost := find_places(known) - _places_or_none(text)):
        yield _describe_lost(words, (key,), lost)


def _check_places(words: Words, location: tuple[str, ...], text: str, known: Said | None) -> Iterator[Problem]:
    faults = list(_check_unknown(words, location, text, known))
    yield from faults
    if known is not None and not faults and (lost := find_places(known) - find_places(text)):
        yield _describe_lost(words, location, lost)


def _check_unknown(words: Words, location: tuple[str, ...], text: str, known: Said | None) -> Iterator[Problem]:
    try:
        there = find_places(text)
    except ValueError as error:
        yield words.place(location, False)._replace(
            what=f"“{location[0]}” cannot be filled in: {error}", remedy=_BRACE
        )
        return
    if known is None:
        return
    may = find_places(known) | (set() if isinstance(known, str) else {"n"})
    for name in sorted(there - may):
        listed = "use " + ", ".join(f"{{{each}}}" for each in sorted(may)) if may else "nothing is filled in here"
        what = f"{{{name}}} in “{location[0]}” cannot be filled in"
        yield words.place(location, False)._replace(what=what, remedy=suggest(name, may, listed))


def _describe_lost(words: Words, location: tuple[str, ...], lost: Iterable[str]) -> Problem:
    names = " and ".join(f"{{{name}}}" for name in sorted(lost))
    remedy = "add it, unless you mean to leave it out"
    what = f"“{location[0]}” does not say {names}, as the text does that it stands for"
    return words.place(location, False)._replace(what=what, remedy=remedy, is_warning=True)


def find_places(text: Said | Forms) -> set[str]:
    """Return the names in braces of a text, or of all its plural forms; raises ValueError where they are no names."""
    if isinstance(text, str):
        names = set()
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is not None:
                if form or conversion or not name.isidentifier():
                    raise ValueError(f"“{{{name}}}” is no name")
                names.add(name)
        return names
    forms = text.texts if isinstance(text, Forms) else text
    return set().union(*(find_places(form) for form in forms.values()))


def _places_or_none(text: Mapping[str, str]) -> set[str]:
    try:
        return find_places(text)
    except ValueError:
        return set()


def _known_words(theme: Theme, standard: Mapping[str, Said], file: Path) -> dict[str, Said]:
    """Return the English words that those of a file stand beside or in place of: never the file's own."""
    known: dict[str, Said] = {}
    below = theme.folders[theme.folders.index(file.parent.parent) :]
    for folder in reversed(below):
        english = folder / "strings" / f"{FALLBACK}.yaml"
        known |= read_sound(english) if english != file else {}
    return {**known, **standard}


def read_sound(file: Path) -> dict[str, Said]:
    """Return the words of a file that can be filled in; what is wrong in it is told by itself."""
    try:
        texts = read_theme_yaml(file) if file.is_file() else {}
    except ProblemsFound:
        return {}
    return {key: text for key, text in texts.items() if _is_sound(text)}


def _is_sound(text: Any) -> bool:
    if not isinstance(text, str) and not (
        isinstance(text, dict) and text and all(isinstance(each, str) for each in text.values())
    ):
        return False
    try:
        find_places(text)
    except ValueError:
        return False
    return True


def _keys(theme: Theme, tags: Iterable[str]) -> set[str]:
    files = (folder / "strings" / f"{tag}.yaml" for folder in theme.folders for tag in tags)
    return set().union(*(read_theme_yaml(file) for file in files if file.is_file()))


def _find_lacking(theme: Theme, standard: Mapping[str, Said]) -> Iterator[Problem]:
    """Yield a problem if a theme that extends nothing lacks words which the program asks for."""
    if lacking := sorted(standard.keys() - _keys(theme, (FALLBACK,))):
        named = ", ".join(lacking[:_MOST_NAMED]) + (" …" if len(lacking) > _MOST_NAMED else "")
        file = theme.folders[-1] / "strings" / f"{FALLBACK}.yaml"
        what = f"{len(lacking)} words are missing that every theme has: {named}"
        yield Problem(
            str(file), 1, 1, what, f"add them, or write `extends: default` in {file.parent.parent.name}/theme.yaml"
        )


def _find_untranslated(theme: Theme, language: str, where: Problem) -> Iterator[Problem]:
    """Yield a warning for each text that the theme lacks in the site's language, or one if it has none there."""
    tags = list_tags(language)
    if tags[0] == FALLBACK:
        return
    english, there = _keys(theme, (FALLBACK,)), _keys(theme, tags)
    own = next(iter(theme.own_folders), None)
    file = (own or theme.folders[0]) / "strings" / f"{tags[0]}.yaml"
    add = f"{file}" if own else f"themes/NAME/strings/{file.name} of a theme that extends {theme.name}"
    if not there:
        what = f"the theme {theme.name} has no words in “{language}”, so pages say theirs in English"
        yield where._replace(what=what, remedy=f"write them into {add}", is_warning=True)
        return
    missing = sorted(english - there)
    place = Problem(str(file), 1, 1, "", "") if file.is_file() else where
    for key in missing[:_MOST_NAMED]:
        what, remedy = f"there is no text “{key}” in “{language}”, so it stays English", f"add it to {add}"
        yield place._replace(what=what, remedy=remedy, is_warning=True)
    if len(missing) > _MOST_NAMED:
        what = f"{len(missing) - _MOST_NAMED} more texts are missing in “{language}”"
        yield place._replace(what=what, remedy=f"add them to {add}", is_warning=True)
