"""Templates: what they may read, and what is written once for many pages."""

from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from badgesite.theme.environment import make_environment
from badgesite.theme.find import Theme
from badgesite.theme.quick import QuickEnvironment

PIECES = "{% macro piece(name) %}<b>{{ t(name) }}</b>{% endmacro %}{% macro reads() %}{{ page }}{% endmacro %}"
PAGE = '{% import "pieces.html" as pieces %}'


@pytest.fixture
def said() -> list[object]:
    """What the words were asked for."""
    return []


@pytest.fixture
def environment(tmp_path: Path, said: list[object]) -> Environment:
    """The templates of a theme with two pieces."""

    class Words:
        date = None
        fixed: ClassVar = {"word": "a & b"}

        def __call__(self, name: Any) -> str:
            said.append(name)
            return f"<{name}>"

    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "pieces.html").write_text(PIECES)
    words: Any = Words()
    return make_environment(Theme("own", (tmp_path,), {}), words)


def test_a_piece_is_written_once_for_the_same_values(environment: Environment, said: list[object]) -> None:
    template = environment.from_string(PAGE + "{{ once(pieces.piece, page) }}")
    pages = [template.render(page=name) for name in ("a", "b", "a")]
    assert pages == ["<b>&lt;a&gt;</b>", "<b>&lt;b&gt;</b>", "<b>&lt;a&gt;</b>"]
    assert said == ["a", "b"]


def test_values_that_are_equal_but_look_different_are_told_apart(environment: Environment) -> None:
    template = environment.from_string(PAGE + "{{ once(pieces.piece, page) }}")
    assert [template.render(page=value) for value in (1, True)] == ["<b>&lt;1&gt;</b>", "<b>&lt;True&gt;</b>"]


def test_a_piece_of_another_file_cannot_read_the_page(environment: Environment) -> None:
    """So nothing of one page can stay in it for another."""
    template = environment.from_string(PAGE + "{{ once(pieces.reads) }}")
    with pytest.raises(UndefinedError):
        template.render(page="a")


def test_a_piece_of_the_template_itself_may(environment: Environment) -> None:
    template = environment.from_string("{% macro own() %}{{ page }}{% endmacro %}{{ once(own) }}")
    assert [template.render(page=name) for name in ("a", "b")] == ["a", "b"]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("<ul>\n  {% if 1 %}\n    <li>a  b\n  {% endif %}\n</ul>\n", "<ul>\n<li>a  b\n</ul>\n"),
        ("<div>\n  <pre>\n  a</pre></div>", "<div>\n  <pre>\n  a</pre></div>"),
    ],
)
def test_indentation_stays_in_templates_unless_it_means_something(
    environment: Environment, written: str, made: str
) -> None:
    assert environment.from_string(written).render() == made


def test_what_templates_show_keeps_its_space(environment: Environment) -> None:
    assert environment.from_string("  {{ page }}").render(page="  a\n  b") == "  a\n  b"


def test_words_that_need_nothing_are_written_into_the_template(environment: Environment, said: list[object]) -> None:
    """They are escaped as others are; what a template itself calls `t` is its own."""
    assert environment.from_string('{{ t("word") }} {{ t("other") }}').render() == "a &amp; b &lt;other&gt;"
    assert said == ["other"]
    own = environment.from_string('{% macro t(key) %}own {{ key }}{% endmacro %}{{ t("word") }}')
    assert own.render() == "own word"


@pytest.mark.parametrize(
    "written",
    [
        "{{ page }} {{ page | e }} {{ '<b>' | safe }} {{ page | safe }} {{ 1 }} {{ none }} {{ ['<', page] }}",
        "{% macro m(a, b='<') %}{{ a }}{{ b }}{{ caller('&') if caller is defined else '' }}{% endmacro %}"
        "{{ m(page) }}{{ m(page, b=m(1)) }}{{ m(*[page], **{'b': 2}) }}"
        "{% call(x) m(page) %}<i>{{ x }}</i>{% endcall %}",
        "{% macro m() %}{{ kwargs['class'] }}{{ varargs }}{% endmacro %}{{ m(page, class='<') }}",
        "{% for x in 'a<b' recursive %}{{ loop.index }}{{ x }}{{ loop.cycle('<', '>') }}{% else %}-{% endfor %}",
        "{% set y = page %}{% block one %}{% set z = '<' %}{{ z }}{% block two scoped %}{{ page }}{% endblock %}"
        "{% for z in '<>' %}{{ z }}{% endfor %}{{ z }}{% endblock %}{{ y }}{{ self.two() }}",
        "{% filter upper %}<{{ page }}{% endfilter %}{% set w %}<{{ page }}{% endset %}{{ w }}{{ w ~ page }}",
        "{% autoescape false %}{{ page }}{% block one %}{{ page }}{% endblock %}{% endautoescape %}{{ page }}",
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(page) }}"
        "{% autoescape false %}{{ m(page) }}{{ m('<') | e }}{% endautoescape %}{{ m(page) | e }}",
        '{% extends "above.html" %}{% block body %}{{ super() }}{{ page }}{% endblock %}',
        '{% include "above.html" %}{% from "piece.html" import m %}{{ m(page) }}',
    ],
)
def test_templates_say_what_jinja_itself_makes_of_them(written: str) -> None:
    """Whatever they are compiled to."""
    above = "<p>{% block body %}{{ page }}{% endblock %}</p>"
    loader = DictLoader({"above.html": above, "piece.html": "{% macro m(x) %}{{ x }}{% endmacro %}", "it": written})
    options: dict[str, Any] = {"loader": loader, "autoescape": True, "undefined": StrictUndefined}
    ours, plain = (made.get_template("it") for made in (QuickEnvironment({}, **options), Environment(**options)))
    for value in ("Ada & <Bea> \"'", "Ada", Markup("<b>"), 3, Decimal("0.5")):
        assert ours.render(page=value) == plain.render(page=value)
