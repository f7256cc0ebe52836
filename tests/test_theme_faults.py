"""A theme's mistakes: each is told with its file, its line and what to do, before anything is written."""

from pathlib import Path

import pytest

from badgesite.errors import Problem, ProblemsFound
from badgesite.pages.kinds import list_readable
from badgesite.theme.faults import find_faults
from badgesite.theme.find import find_theme
from built import build_site, look_at
from command import run
from sites import SITE, write_site

PLACE = Problem("content/site.yaml", 3, 11, "", "")
EXTENDS = "-- themes/own/theme.yaml --\nextends: default\n"


def faults_of(folder: Path, files: str, language: str = "en") -> list[str]:
    """Return what is wrong in the theme `own`, with paths from the site's folder."""
    write_site(folder, files if "own/theme.yaml" in files else EXTENDS + files)
    try:
        theme = find_theme("own", folder, PLACE)
        found = [str(problem) for problem in find_faults(theme, language, PLACE, list_readable())]
    except ProblemsFound as error:
        found = [str(problem) for problem in error.problems]
    return [line.replace(f"{folder}/", "") for line in found]


TEMPLATE = "themes/own/templates/text.html"
ENGLISH = "themes/own/strings/en.yaml"
CASES = {
    "syntax": (f"-- {TEMPLATE} --\n<p>\n{{% if page %}}\n", f"{TEMPLATE}:2:1: Unexpected end of template."),
    "a tag that is none": (
        f"-- {TEMPLATE} --\n\n{{% fro x in y %}}\n",
        f"{TEMPLATE}:2:1: Encountered unknown tag 'fro'. (correct the template)",
    ),
    "not UTF-8": ("", f"{TEMPLATE}:1:1: this file is not UTF-8 (save it as UTF-8)"),
    "a file of an option": (
        "-- themes/own/theme.yaml --\nextends: default\noptions:\n  font:\n    kind: font\n    default: Own\n"
        "    about: Its type.\n    files: [style.css, fonts/own.woff2]\n",
        "themes/own/theme.yaml:7:24: there is no file fonts/own.woff2 (put it into assets/ of the theme",
    ),
    "a name": (
        f"-- {TEMPLATE} --\n<p>\n{{{{ pge.title }}}}\n",
        f"{TEMPLATE}:2:1: there is nothing called “pge” (did you mean “page”?)",
    ),
    "a name of another template": (
        "-- themes/own/templates/sitemap.xml --\n{{ page }}\n",
        "themes/own/templates/sitemap.xml:1:1: there is nothing called “page” (did you mean “range”?)",
    ),
    "a filter": (
        f"-- {TEMPLATE} --\n{{{{ page.body | markdwon }}}}\n",
        f"{TEMPLATE}:1:1: there is no filter “markdwon” (did you mean “markdown”?)",
    ),
    "a test": (
        f"-- {TEMPLATE} --\n{{% if page is evn %}}{{% endif %}}\n",
        f"{TEMPLATE}:1:1: there is no test “evn” (did you mean “even”?)",
    ),
    "an include": (
        f"-- {TEMPLATE} --\n\n\n{{% include 'parts/bages.html' %}}\n",
        f"{TEMPLATE}:3:1: there is no template parts/bages.html (did you mean “parts/badges.html” or",
    ),
    "itself": (
        f'-- {TEMPLATE} --\n{{% extends "text.html" %}}\n',
        f"{TEMPLATE}:1:1: this template extends itself (extend that of the theme below, such as “default/text.html”)",
    ),
    "a macro that another file has not": (
        f'-- {TEMPLATE} --\n{{% import "parts/badges.html" as parts %}}\n{{{{ parts.medalion }}}}\n',
        f"{TEMPLATE}:2:1: parts/badges.html has no macro “medalion” (did you mean “medallion”?)",
    ),
    "a macro that pages need": (
        '-- themes/own/templates/parts/frame.html --\n{% macro links(frame, root) %}{% endmacro %}\n'
        "{% macro top(frame, root, here) %}{% endmacro %}\n",
        "themes/own/templates/parts/frame.html:1:1: this file lacks the macro “bottom”, which base.html uses",
    ),
    "a template that nothing uses": (
        "-- themes/own/templates/profil.html --\n",
        "themes/own/templates/profil.html:1:1: warning: nothing uses the template profil.html"
        " (did you mean “profile.html” or",
    ),
    "a text that is not there": (
        f'-- {TEMPLATE} --\n\n{{{{ t("menu.bagdes") }}}}\n',
        f"{TEMPLATE}:2:1: there is no text “menu.bagdes” (did you mean “menu.badges”",
    ),
    "a place that is not filled": (
        f'-- {TEMPLATE} --\n{{{{ t("profile.count", n=3) }}}}\n',
        f"{TEMPLATE}:1:1: “profile.count” needs count (give it here, as count=…)",
    ),
    "YAML": (f"-- {ENGLISH} --\nskip: [\n", f"{ENGLISH}:2:1:"),
    "a text that nothing reads": (
        f"-- {ENGLISH} --\nskip: Skip\nmenu.bagdes: Ours\n",
        f"{ENGLISH}:2:1: warning: nothing reads the text “menu.bagdes” (did you mean “menu.badges”",
    ),
    "an unknown place": (
        f'-- {ENGLISH} --\nskip: Skip\naward.title: "{{nam}} earned {{badge}}"\n',
        f"{ENGLISH}:2:14: {{nam}} in “award.title” cannot be filled in (did you mean “name”?)",
    ),
    "a place too few": (
        f'-- {ENGLISH} --\naward.title: "{{name}} did it"\n',
        f"{ENGLISH}:1:14: warning: “award.title” does not say {{badge}}, as the text does that it stands for"
        " (add it, unless you mean to leave it out)",
    ),
    "a brace": (
        f'-- {ENGLISH} --\nskip: "Skip {{ to"\n',
        f"{ENGLISH}:1:7: “skip” cannot be filled in:",
    ),
    "a place with a format": (
        f'-- {ENGLISH} --\naward.title: "{{name.__class__}} {{badge}}"\n',
        f"{ENGLISH}:1:14: “award.title” cannot be filled in: “{{name.__class__}}” is no name (write {{{{ for",
    ),
    "a plural form": (
        f"-- {ENGLISH} --\nprofile.count:\n  few: Some\n  other: '{{count}} of them'\n",
        f"{ENGLISH}:2:3: “few” is no plural form of this language (the forms of this language are: one, other)",
    ),
    "no form for the others": (
        f"-- {ENGLISH} --\nprofile.count:\n  one: '{{count}}'\n",
        f"{ENGLISH}:1:1: “profile.count” lacks the form “other” (add `other:`,",
    ),
    "plurals of a text that does not count": (
        f"-- {ENGLISH} --\nskip:\n  other: Skip\n",
        f"{ENGLISH}:2:3: “skip” does not count, so it has no plural forms (write it as one text)",
    ),
    "a list": (f"-- {ENGLISH} --\nskip: [a]\n", f"{ENGLISH}:1:7: “skip” is no text (write it in quotes,"),
    "a language": (
        "-- themes/own/strings/german.yaml --\nskip: Ab\n",
        "themes/own/strings/german.yaml:1:1: there is no language “german” (name",
    ),
    "a file that a style names": (
        '-- themes/own/assets/own.css --\n/* url("a") */\na { background: url(leaf.svg) }\n',
        "themes/own/assets/own.css:2:21: there is no file leaf.svg (put it into assets/ of the theme;",
    ),
    "another host": (
        '-- themes/own/assets/own.css --\n@import "https://fonts.example/a.css";\n',
        "themes/own/assets/own.css:1:10: https://fonts.example/a.css is not fetched: pages ask no other host",
    ),
    "a style in a style": (
        '-- themes/own/assets/own.css --\n@import url("own.css");\n',
        "themes/own/assets/own.css:1:14: a style sheet cannot take in own.css (leave it out: all are linked anyway)",
    ),
    "a key of theme.yaml": (
        "-- themes/own/theme.yaml --\nextends: default\nopions: {}\n",
        "themes/own/theme.yaml:2:1: unknown key “opions” (did you mean “options”?)",
    ),
    "a kind": (
        "-- themes/own/theme.yaml --\nextends: default\noptions:\n  a: {kind: colour, default: x, about: A}\n",
        "themes/own/theme.yaml:3:13: “kind” cannot be “colour” (did you mean “color”?)",
    ),
    "a default that is not of its kind": (
        "-- themes/own/theme.yaml --\nextends: default\noptions:\n  a: {kind: length, default: wide, about: A}\n",
        "themes/own/theme.yaml:3:30: “default” cannot be “wide” (write a length such as 12px or 1.5rem)",
    ),
    "a theme that it extends": (
        "-- themes/own/theme.yaml --\nextends: defualt\n",
        "themes/own/theme.yaml:1:10: there is no theme defualt (did you mean “default”?)",
    ),
    "a circle": (
        "-- themes/own/theme.yaml --\nextends: own\n",
        "themes/own/theme.yaml:1:10: themes extend each other in a circle (cut it here)",
    ),
    "an accent that is no colour": (
        "-- themes/own/theme.yaml --\nextends: default\noptions: {accent: {kind: font, default: Arial, about: A}}\n",
        "themes/own/theme.yaml:2:19: the option “accent” is no colour (leave out its `kind:`)",
    ),
    "several records": (f"-- {ENGLISH} --\n- skip: a\n- skip: b\n", f"{ENGLISH}:1:1: this file holds several"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "line"), CASES.values(), ids=CASES.keys())
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, files: str, line: str) -> None:
    if not files:
        (tmp_path / TEMPLATE).parent.mkdir(parents=True)
        (tmp_path / TEMPLATE).write_bytes(b"\xff")
    (found,) = faults_of(tmp_path, files)
    assert found.startswith(line)


SOUND = f"""\
-- {TEMPLATE} --
{{% extends "default/text.html" %}}
{{% import "parts/own.html" as own %}}
{{% block content %}}
{{% set place = page.title %}}
{{% if nowhere is defined %}}{{{{ nowhere }}}}{{% endif %}}
{{{{ own.leaf(place, t.number(3)) }}}} {{{{ t("own." ~ page.title) }}}} {{{{ super() }}}}
{{% include "parts/none.html" ignore missing %}}
{{% endblock %}}
-- themes/own/templates/parts/own.html --
{{% macro leaf(name, count) %}}{{{{ t("leaf.name", name=name) }}}}{{{{ caller() if caller }}}}{{% endmacro %}}
-- {ENGLISH} --
leaf.name: "{{name}}, a leaf"
own.about: About
profile.count: {{one: One leaf, other: "{{count}} leaves"}}
-- themes/own/strings/de.yaml --
leaf.name: "{{name}}, ein Blatt"
own.about: Über
"""


@pytest.mark.parametrize("language", ["en", "de", "de-AT"])
def test_what_is_sound_is_not_complained_of(tmp_path: Path, language: str) -> None:
    assert faults_of(tmp_path, SOUND, language) == []


def test_a_text_that_a_language_lacks_is_named_with_the_file_to_add_it_to(tmp_path: Path) -> None:
    german = SOUND.replace("own.about: Über\n", "")
    assert faults_of(tmp_path, german, "de") == [
        "themes/own/strings/de.yaml:1:1: warning: there is no text “own.about” in “de”, so it stays English"
        " (add it to themes/own/strings/de.yaml)"
    ]


def test_a_language_without_words_is_told_once(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "", "fr") == [
        "content/site.yaml:3:11: warning: the theme own has no words in “fr”, so pages say theirs in English"
        " (write them into themes/own/strings/fr.yaml)"
    ]


def test_a_theme_that_extends_nothing_must_have_everything(tmp_path: Path) -> None:
    alone = '-- themes/own/theme.yaml --\noptions: {accent: {default: "#112233", about: A}}\n'
    found = faults_of(tmp_path, alone)
    assert found[0].startswith("themes/own/strings/en.yaml:1:1: ")
    assert " words are missing that every theme has: award.about, award.all, " in found[0]
    lacking = {line.split(" no template ")[1].split(" ")[0] for line in found if " no template " in line}
    assert lacking == set(list_readable())


def test_all_mistakes_are_listed_at_once_and_nothing_is_written(site: Path) -> None:
    """Those of templates, words, cards, styles and options, without a traceback."""
    before = look_at(site / "public")
    write_site(
        site,
        EXTENDS + f'-- {TEMPLATE} --\n{{{{ pge }}}}\n-- {ENGLISH} --\nskip: "{{x}}"\n'
        "-- themes/own/assets/own.css --\na { background: url(no.svg) }\n-- themes/own/cards/profil.svg --\n<svg/>\n",
    )
    with (site / "content/site.yaml").open("a+") as file:
        file.write("theme: own\nlook: {corners: round, font: '<b>'}\n")
        file.seek(0)
        last = len(file.readlines())
    ran = run("build", "--site", site, "--jobs", 1)
    assert (ran.code, ran.out) == (1, "")
    assert [line.partition(" (")[0] for line in ran.err.splitlines()] == [
        f"content/site.yaml:{last}:17: “round” is no length",
        f"content/site.yaml:{last}:30: “<b>” is no list of fonts",
        "themes/own/assets/own.css:1:21: there is no file no.svg",
        "themes/own/cards/profil.svg:1:1: warning: no card is made with profil.svg",
        "themes/own/strings/en.yaml:1:7: {x} in “skip” cannot be filled in",
        "themes/own/templates/text.html:1:1: there is nothing called “pge”",
    ]
    assert look_at(site / "public") == before


def test_what_only_filling_a_template_shows_is_told_once_for_all_pages(site: Path) -> None:
    """With the line of the theme, without a traceback; all other pages are made."""
    write_site(
        site,
        EXTENDS + '-- themes/own/templates/profile.html --\n{% extends "base.html" %}\n\n{{ page.nam }}\n'
        "{% block content %}\n{{ page.nam }}{% endblock %}\n"
        "-- themes/own/templates/badge.html --\n{{ page.badge.name | date }}\n",
    )
    with (site / "content/site.yaml").open("a") as file:
        file.write("theme: own\n")
    report = build_site(site)
    assert report.trace == ""
    assert [str(failure) for failure in report.failures] == [
        "themes/own/templates/badge.html:1:1: badges/first/index.html could not be rendered: ValueError:"
        " Invalid isoformat string: 'First Cup' (correct this line of the template)",
        "themes/own/templates/badge.html:1:1: badges/tenth/index.html could not be rendered: ValueError:"
        " Invalid isoformat string: 'Tenth Cup' (correct this line of the template)",
        "themes/own/templates/profile.html:5:1: c/ada/index.html and 1 more could not be rendered: there is no “nam”"
        " here (did you mean “name”?)",
    ]


def test_without_a_content_of_its_own_the_place_of_a_wrong_option_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, SITE + "look: {cornrs: 4px}\n")
    ran = run("check", "--site", tmp_path)
    assert ran.err.startswith("content/site.yaml:3:16: there is no option “cornrs” (did you mean “corners”?)")
