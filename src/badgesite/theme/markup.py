"""Markdown by many hands: rendered, then cleaned of everything that is not text."""

import functools
import html
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


@functools.cache
def _renderer() -> markdown.Markdown:
    return markdown.Markdown(extensions=["abbr", "def_list", "fenced_code", "sane_lists", "smarty", "tables"])


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
    rendered = _renderer().reset().convert(text)
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
    words = nh3.clean(_renderer().reset().convert(text), tags=set())
    return " ".join(html.unescape(words).split())


def cut(text: str, length: int) -> str:
    """Return text of at most `length` characters, cut at a word and ended with `…`."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    words = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return words.rstrip(" ,;:.–—-") + "…"
