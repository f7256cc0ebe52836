"""Everything that is wrong or doubtful in a theme, found before anything is rendered."""

from collections.abc import Collection, Iterator, Mapping

from babel import Locale

from badgesite.errors import Problem
from badgesite.theme.assets import find_missing_files, find_style_faults
from badgesite.theme.environment import make_environment
from badgesite.theme.find import Theme
from badgesite.theme.strings import FALLBACK, Strings, load_strings
from badgesite.theme.templates import find_template_faults, read_templates
from badgesite.theme.words import find_word_faults


def find_faults(
    theme: Theme, language: str, where: Problem, names: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield what is wrong in the words, templates and styles of a theme, each with its file and line.

    What came with the program is taken to be sound. `where` is the place of the language in `site.yaml`; `names`
    holds, for each template that makes an output, what it can read.
    """
    if not theme.own_folders:
        yield from find_word_faults(theme, language, where, lambda key: True)
        return
    yield from find_style_faults(theme)
    yield from find_missing_files(theme)
    environment = make_environment(theme, Strings(FALLBACK, Locale.parse(FALLBACK), {}))
    reading = read_templates(theme, environment)
    wrong = list(find_word_faults(theme, language, where, reading.reads))
    yield from wrong
    strings = load_strings(theme, language) if all(problem.is_warning for problem in wrong) else None
    yield from find_template_faults(theme, reading, environment, strings, names)
