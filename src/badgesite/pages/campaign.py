"""The marks in shared links by which a business's own statistics tell where a visit came from."""

from typing import NamedTuple
from urllib.parse import unquote_plus, urlencode, urlsplit, urlunsplit


class Campaign(NamedTuple):
    """What is marked on links: nothing where the campaign has no name."""

    name: str = ""
    badge: str = ""
    """The badge that the page is about, if it is about one."""

    def mark(self, url: str, source: str) -> str:
        """Return an address with the `utm_` marks of a source, before its fragment; marks that it has remain."""
        if not self.name:
            return url
        parts = urlsplit(url)
        marks = {"utm_source": source, "utm_medium": "share", "utm_campaign": self.name, "utm_content": self.badge}
        there = _names(parts.query)
        more = urlencode({name: value for name, value in marks.items() if value and name not in there})
        return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, more)))))

    def names_source(self, url: str) -> bool:
        """Whether the source is ours to mark on an address."""
        return bool(self.name) and "utm_source" not in _names(urlsplit(url).query)


UNMARKED = Campaign()
"""Leaves every address as it is."""


def _names(query: str) -> set[str]:
    return {unquote_plus(pair.partition("=")[0]) for pair in query.split("&")}
