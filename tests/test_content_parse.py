"""Reading YAML: all text stays text, and what is wrong with the YAML is told in a keeper's words."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content.parse import parse


def problems_in(text: str) -> list[str]:
    return [str(problem) for problem in parse("a.yaml", text).problems]


def test_scalars_stay_text_and_what_is_not_given_is_left_out() -> None:
    parsed = parse(
        "a.yaml", "a: No\nb: 012\nc: 2024-01-02\nd: ~\ne:\nf: ''\ng: [1, ~, '~', null]\non: {x: , y: 1.50}\n"
    )
    assert parsed.problems == ()
    assert parsed.records == (
        {"a": "No", "b": "012", "c": "2024-01-02", "f": "", "g": ["1", "~", "null"], "on": {"y": "1.50"}},
    )


def test_a_list_and_several_documents_hold_several_records() -> None:
    assert parse("a.yaml", "- a: 1\n- a: 2\n---\n---\na: 3\n---\n- a: 4\n").records == (
        {"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "4"},
    )  # fmt: skip


def test_an_alias_repeats_what_its_anchor_marks() -> None:
    assert parse("a.yaml", "a: &x {b: [1]}\nc: *x\nd: &y text\ne: *y\n").records == (
        {"a": {"b": ["1"]}, "c": {"b": ["1"]}, "d": "text", "e": "text"},
    )


IN_QUOTES = "(put the whole text in quotes)"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: [1\nc: 2\n", "2:4: a list opens here with [ and is never closed (close it with ])"),
        ("a: {b: 1\nc: 2\n", "1:4: a mapping opens here with { and is never closed (close it with })"),
        ("a: 'x\nb: y\n", "1:4: a quote opens here and is never closed (close it)"),
        ("a: x\n\tb: y\n", "2:1: there is a tab at the start of this line (indent with spaces)"),
        ("a:\n\t- x\n", "2:1: there is a tab at the start of this line (indent with spaces)"),
        ("a: |\n\tx\n", "2:1: there is a tab at the start of this line (indent with spaces)"),
        ("bio: Answers: now\n", "1:13: there is a second `: ` in this line (put text that holds `: ` in quotes)"),
        ("a: b\n  c: d\n", "2:4: this key does not fit the line above it"
                           " (indent it like the keys above, each written as `key: value`)"),
        ("a: 1\nb\nc: 2\n", "2:1: this line has no `: ` after its key (write `key: value`)"),
        ("a: @ada\n", f"1:4: a text cannot begin with this character {IN_QUOTES}"),
        ("a: **bold**\n", f"1:4: a text cannot begin with `*` or `&` {IN_QUOTES}"),
        ("a: 'O'Brien'\n", f"1:7: the value of this line ends before this {IN_QUOTES}"),
        ("a: [x](y)\n", f"1:7: the value of this line ends before this {IN_QUOTES}"),
        ("a: 1\n- b\n", "2:1: this line does not fit those above it (indent it like the keys above)"),
        ("- a: 1\nb: 2\n", "2:1: a key stands beside a list here (begin the line with `- `, or remove the list)"),
        ("a: - b\n", "1:4: a list cannot begin here (begin a line of its own, or put the text in quotes)"),
        ('a: "\\q"\n', "1:5: this \\ means nothing here (use single quotes around the text, or write \\\\)"),
        ("a: }\n", "1:4: a value is missing before this character (put text that begins with it in quotes)"),
        ("a: |x\n", "1:5: nothing may follow `|` or `>` in its line (begin the text in the next line)"),
        ("a: 1\nb: x\x07y\n", "2:5: there is a control character U+0007 here (remove it)"),
        ("a: 1\nb: 2\na: 3\n", "3:1: the key “a” stands here a second time (keep one of the two)"),
        ("a:\na: 3\n", "2:1: the key “a” stands here a second time (keep one of the two)"),
        ("a: !!python/name:os.system x\n", "1:4: the tag “tag:yaml.org,2002:python/name:os.system” is not allowed"
                                           " (remove it, or put text that begins with ! in quotes)"),
        ("a: !!int 1\n", "1:4: the tag “tag:yaml.org,2002:int” is not allowed"
                         " (remove it, or put text that begins with ! in quotes)"),
        ("{a: 1}: b\n", "1:1: a key must be text (put text that begins with { or [ in quotes)"),
        ("a: {{name}}\n", "1:5: a key must be text (put text that begins with { or [ in quotes)"),
        ("hello\n", "1:1: this is no record (write lines of the form `key: value`)"),
        ("- a: 1\n- b\n", "2:3: this is no record (write `key: value` lines, the first one after `- `)"),
        ("a: *x\n", "1:4: `*x` repeats nothing (put text that begins with * in quotes)"),
        ("a: &x [*x]\n", "1:8: `*x` repeats nothing (put text that begins with * in quotes)"),
        ("a: &x 1\nb: &x 2\n", "2:4: `&x` marks a second value (give each its own name)"),
        ("[" * 200_000, "1:51: this is nested more than 50 deep (close the brackets above)"),
        ("{a: " * 200_000, "1:201: this is nested more than 50 deep (close the brackets above)"),
        ("- " * 200_000, "1:101: this is nested more than 50 deep (close the brackets above)"),
    ],
)  # fmt: skip
def test_each_mistake_in_the_yaml_is_one_message_with_its_place(text: str, problem: str) -> None:
    assert problems_in(text) == [f"a.yaml:{problem}"]


def test_an_alias_bomb_is_not_expanded() -> None:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 10)]
    assert problems_in("a0: &a0 boom\n" + "".join(levels)) == [
        "a.yaml:6:45: aliases repeat more than 100,000 values here"
        " (write out what you mean instead of repeating it with `*`)"
    ]


def test_mistakes_that_do_not_end_the_reading_are_listed_together() -> None:
    assert problems_in("a: 1\na: 2\nb: !x 3\nb: 4\n") == [
        "a.yaml:2:1: the key “a” stands here a second time (keep one of the two)",
        "a.yaml:3:4: the tag “!x” is not allowed (remove it, or put text that begins with ! in quotes)",
        "a.yaml:4:1: the key “b” stands here a second time (keep one of the two)",
    ]
    assert parse("a.yaml", "a: 1\na: 2\n").records == ({"a": "1"},)


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(plain, inner), max_leaves=20)


@given(st.dictionaries(plain, values))
def test_what_is_written_in_quotes_is_read_as_it_is(record: dict[str, object]) -> None:
    text = yaml.dump(record, default_style='"', allow_unicode=True)
    assert parse("a.yaml", text) == ((record,), (), True)


@given(st.text() | st.text("{}[]-:,&*!|>'\"#%@`~?\n\t ax0"))
def test_any_text_gives_records_or_problems_with_places_inside_it(text: str) -> None:
    parsed = parse("a.yaml", text)
    json.dumps(parsed.records)
    for problem in parsed.problems:
        assert 1 <= problem.line <= len((text + "\n").splitlines()) + 1
        assert problem.column >= 1
        assert str(problem).isprintable()
