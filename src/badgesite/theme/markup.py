"""Markdown by many hands: rendered, then cleaned of everything that is not text."""

import functools
import html
import operator
import re

import markdown
import nh3
from markupsafe import Markup

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr", "i", "img",
    "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "abbr": {"title"}, "ol": {"start"}}
_PLAIN = re.compile(r"[^*_`\[\]<>#&|~!\\\n+=:\-\d]*")


_EMPHASIS = re.compile(r"(?<![^\s(])(\*\*?)(\w(?:[^*]*\w)?)\1(?![^\s.,;:!?)])")
"""Emphasis that can be nothing else: around whole words."""
_bare = operator.itemgetter(2)  # of emphasis that was found, its words
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SENTENCE = re.compile(r"[^\W\d_][^*_`\[\]<>&\\\"'\x00-\x1f\x7f\xa0]*")
"""A line that begins with a letter and has no mark but, perhaps, dashes and dots."""
_EXTENSIONS = ("abbr", "def_list", "fenced_code", "sane_lists", "smarty", "tables")
_SMART = frozenset(("'", '"', "--", "...", "\x02", "\x03"))
"""What quotes, dashes and ellipses are made of; the last two are taken out first, and others may meet then."""
_INLINE = {
    "`": ("backtick",),
    "\\": ("escape",),
    "[": ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"),
    "<": ("autolink", "automail", "html"),
    "&": ("entity",),
}
"""What Markdown looks for within lines, by a mark without which there is none of it."""
_MARKS = (*_INLINE, *_SMART)


@functools.lru_cache(maxsize=64)
def _renderer(marks: frozenset[str]) -> markdown.Markdown:
    """Return a renderer of texts in which no other marks are: to look for everything takes most of the time."""
    renderer = markdown.Markdown(extensions=_EXTENSIONS)
    for name in (name for mark in _INLINE.keys() - marks for name in _INLINE[mark]):
        renderer.inlinePatterns.deregister(name, strict=False)
    if marks.isdisjoint(_SMART):
        renderer.treeprocessors.deregister("smarty")
    return renderer


@functools.lru_cache(maxsize=256)
def _convert(text: str) -> str:
    """Return Markdown as HTML; kept for a while, because a page often shows a text and says its words, too."""
    return _renderer(frozenset(mark for mark in _MARKS if mark in text)).reset().convert(text)


@functools.lru_cache(maxsize=256)
def _read_sentence(text: str) -> str | None:
    """Return a text in which Markdown would only find emphasis, with its apostrophes curved; else None.

    Such a one is written in a tenth of the time, and most are.
    """
    if "--" in text or "..." in text:
        return None
    curved = _APOSTROPHE.sub("’", text) if "'" in text else text
    words = _EMPHASIS.sub(_bare, curved) if "*" in curved else curved
    return curved if _SENTENCE.fullmatch(words) else None


def _write_emphasis(found: re.Match[str]) -> str:
    tag = "em" if found[1] == "*" else "strong"
    return f"<{tag}>{found[2]}</{tag}>"


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep addresses of this site below `media/`; a picture from elsewhere would be a third party's."""
    if tag == "img" and name == "src":
        return value if re.match(r"(\.\./)*media/", value) else None
    return value


@functools.lru_cache(maxsize=4096)
def render_markdown(text: str, root: str = "") -> Markup:
    """Return Markdown as safe HTML.

    `assets/…` in links and pictures leads to the published file, a link that starts with `/` to a page of the
    site; `root` is the way from the page to the site's top. Top headings become second ones: the page has its own.
    """
    if sentence := _read_sentence(text):
        return Markup(f"<p>{_EMPHASIS.sub(_write_emphasis, sentence)}</p>")
    rendered = _convert(text)
    rendered = re.sub(r'\b(src|href)="assets/', rf'\1="{root}media/', rendered)
    rendered = re.sub(r'\bhref="/(?!/)', f'href="{root or "./"}', rendered)
    rendered = re.sub(r"<(/?)h1\b", r"<\1h2", rendered)
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    )
    return Markup(re.sub(r"<img(?![^>]* src=)[^>]*>", "", clean))


@functools.lru_cache(maxsize=4096)
def strip_markdown(text: str) -> str:
    """Return the words of Markdown on one line, without markup."""
    if _PLAIN.fullmatch(text):
        return text
    if sentence := _read_sentence(text):
        return " ".join(_EMPHASIS.sub(_bare, sentence).split())
    words = nh3.clean(_convert(text), tags=set())
    return " ".join(html.unescape(words).split())


def cut(text: str, length: int) -> str:
    """Return text of at most `length` characters, cut at a word and ended with `…`."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    words = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return words.rstrip(" ,;:.–—-") + "…"
