"""Atom feeds: the newest awards of all, and those of one customer (RFC 4287)."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from badgesite.pages.addresses import whole_address
from badgesite.theme.markup import cut, strip_markdown

MOST_IN_FEED = 50
_LONGEST_SUMMARY = 500
_BEGINNING = "1970-01-01"
"""When a feed changed last that holds nothing yet; Atom wants a day."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What may stand in no XML, not even escaped (XML 1.0, 2.2)."""


class FeedEntry(NamedTuple):
    """An award in a feed: the path of its page, and its days in ISO form."""

    title: str
    summary: str
    """Markdown; the feed says its words."""
    path: str
    published: str
    updated: str
    """The last day on which it was earned; of most the only one."""


class FeedView(NamedTuple):
    """What a feed says, its entries newest first."""

    home: str
    path: str
    """The folder that the feed stands in, whose page shows the same."""
    title: str
    subtitle: str
    language: str
    author: str
    entries: tuple[FeedEntry, ...]


def feed_file(folder: str) -> str:
    """Return the path of the feed of a folder."""
    return f"{folder}feed.xml"


def write_feed(view: FeedView) -> bytes:
    """Return the feed as Atom; written by hand, because there is one for each customer."""
    return "\n".join(_list_lines(view)).encode()


def _list_lines(view: FeedView) -> Iterator[str]:
    page, feed = (_text(whole_address(view.home, path)) for path in (view.path, feed_file(view.path)))
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(view.language)}">'
    yield f"<title>{_text(view.title)}</title>"
    if view.subtitle:
        yield f"<subtitle>{_text(view.subtitle)}</subtitle>"
    yield f"<id>{page}</id>"
    yield f'<link rel="alternate" type="text/html" href="{page}"/>'
    yield f'<link rel="self" type="application/atom+xml" href="{feed}"/>'
    yield f"<updated>{_moment(max((each.updated for each in view.entries), default=_BEGINNING))}</updated>"
    yield f"<author><name>{_text(view.author)}</name></author>"
    yield "<generator>badgesite</generator>"
    yield from _list_entries(view.home, view.entries)
    yield "</feed>\n"


def _list_entries(home: str, entries: Iterable[FeedEntry]) -> Iterator[str]:
    for each in entries:
        page = _text(whole_address(home, each.path))
        yield f"<entry>\n<title>{_text(each.title)}</title>\n<id>{page}</id>"
        yield f'<link rel="alternate" type="text/html" href="{page}"/>'
        yield f"<published>{_moment(each.published)}</published>\n<updated>{_moment(each.updated)}</updated>"
        yield f"<summary>{_text(cut(strip_markdown(each.summary), _LONGEST_SUMMARY))}</summary>\n</entry>"


def _moment(day: str) -> str:
    """Return the first moment of a day in the form of RFC 3339."""
    return f"{day}T00:00:00Z"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))
