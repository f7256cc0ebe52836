"""What machines read of the whole site: sitemap, robots, search data, the feed of newest awards."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from badgesite.pages.data import JsonView
from badgesite.pages.frame import Frame
from badgesite.pages.output import Output
from badgesite.pages.programme import NewsFace
from badgesite.pages.setting import Setting

MOST_IN_SITEMAP = 50_000
"""How many addresses a sitemap may hold (sitemaps.org/protocol.html)."""


class Listed(NamedTuple):
    """A page that may be found: its path, its name and what it is about."""

    path: str
    name: str
    kind: str


class ListingFacts(NamedTuple):
    """Everything that these files read; `listed` holds no unlisted customer."""

    frame: Frame
    listed: tuple[Listed, ...]
    news: tuple[NewsFace, ...]


class SitemapView(NamedTuple):
    """The addresses of the sitemap."""

    home: str
    paths: tuple[str, ...]


class RobotsView(NamedTuple):
    """What robots may read: everything."""

    home: str


class FeedEntry(NamedTuple):
    """An award in the feed."""

    name: str
    badge: str
    path: str
    date: str


class FeedView(NamedTuple):
    """The Atom feed, with its entries newest first."""

    home: str
    name: str
    tagline: str
    language: str
    entries: tuple[FeedEntry, ...]


def listing_outputs(facts: ListingFacts, setting: Setting) -> tuple[Output, ...]:
    """Return sitemap, robots, search data and feed."""
    search = [{"name": each.name, "path": each.path, "kind": each.kind} for each in facts.listed if each.kind]
    return (
        *_sitemaps(facts.frame.home, [each.path for each in facts.listed]),
        Output("robots.txt", "robots", RobotsView(facts.frame.home)),
        Output("search.json", "json", JsonView(search)),
        Output("feed.xml", "feed", _feed(facts)),
    )


def _sitemaps(home: str, paths: Sequence[str]) -> Iterator[Output]:
    """Yield the sitemap; where it would be longer than any may be, the list of its parts, and these."""
    if len(paths) <= MOST_IN_SITEMAP:
        yield Output("sitemap.xml", "sitemap", SitemapView(home, tuple(paths)))
        return
    parts = {
        f"sitemap-{number}.xml": tuple(paths[start : start + MOST_IN_SITEMAP])
        for number, start in enumerate(range(0, len(paths), MOST_IN_SITEMAP), 1)
    }
    yield Output("sitemap.xml", "sitemap-index", SitemapView(home, tuple(parts)))
    yield from (Output(name, "sitemap", SitemapView(home, some)) for name, some in parts.items())


def _feed(facts: ListingFacts) -> FeedView:
    entries = tuple(FeedEntry(news.person.name, news.badge.name, news.path, news.date) for news in facts.news)
    return FeedView(facts.frame.home, facts.frame.name, facts.frame.tagline, facts.frame.language, entries)
