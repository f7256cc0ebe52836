"""Markdown that is written quickly says what the library says when it looks for everything."""

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from badgesite.theme import markup

WHOLE = markdown.Markdown(extensions=["abbr", "def_list", "fenced_code", "sane_lists", "smarty", "tables"])
SIGNS = (*"aé日 19.,:;!?()`\\[]<>&*_'\"-#|~=+/@^{}\n\r\t\xa0’–\u2003\u0301\u200b\x02\x03", "\u2028", "\x85")
WORDS = (
    "don't", "'80s", "cup's", "...", "--", "---", "*one*", "**two words**", "*don't*", " *", "* ", " **", "  \n",
    "\n\n", "1. ", "- ", "> ", "# ", "    ", "```\n", "[a](http://b.example)", "![a](assets/b.png)", "a@b.example",
    "<http://a.example>", "<b>", "</b>", "<!--", "-->", "&amp;", "&#39;", "&quot;", "*[a]: b", "[a]: b",
    "a|b\n-|-\n", "klzzwxh:0000",
)  # fmt: skip
texts = st.lists(st.sampled_from((*SIGNS, *WORDS)), max_size=14).map("".join)


def write(text: str) -> tuple[str, str]:
    """Return Markdown as HTML, and its words, neither from memory."""
    markup._convert.cache_clear()
    return markup.render_markdown.__wrapped__(text, "../"), markup.strip_markdown.__wrapped__(text)


def write_slowly(text: str) -> tuple[str, str]:
    """Return the same by the library alone, looking for everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_read_sentence", lambda text: None)
        patch.setattr(markup, "_renderer", lambda marks: WHOLE)
        return write(text)


@settings(max_examples=1500, deadline=None)
@given(texts)
@example("Ten cups a week, *two of them* at Ada's, and **never says no**.")
@example("a-\x02-b")
@example("**a *b* c** *d **e** f* **g* *h**")
@example("don't, 'cause *it's* Ada's")
@example("a  *b*\u2003c ")
def test_what_is_written_quickly_is_what_the_library_writes(text: str) -> None:
    assert write(text) == write_slowly(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Swears by *the moka pot*.", "<p>Swears by <em>the moka pot</em>.</p>"),
        ("We don't, **ever**!", "<p>We don’t, <strong>ever</strong>!</p>"),
    ],
)
def test_sentences_with_emphasis_do_without_the_library(
    text: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most texts on most sites are such, and the library would take most of the time of a page."""
    monkeypatch.delattr(markup, "_convert")
    assert markup.render_markdown.__wrapped__(text) == written
    assert markup.strip_markdown.__wrapped__(f"{text} 1") == f"{text} 1".replace("*", "").replace("'", "’")
