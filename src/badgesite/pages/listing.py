"""What machines read of the whole site: sitemap, robots, the feed of newest awards."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from badgesite.pages.feed import FeedEntry, FeedView, feed_file
from badgesite.pages.frame import Frame
from badgesite.pages.output import Output
from badgesite.pages.programme import NewsFace
from badgesite.pages.setting import Setting

MOST_IN_SITEMAP = 50_000
"""How many addresses a sitemap may hold (sitemaps.org/protocol.html)."""


class ListingFacts(NamedTuple):
    """Everything that these files read; `paths` lead to no unlisted customer."""

    frame: Frame
    paths: tuple[str, ...]
    news: tuple[NewsFace, ...]


class SitemapView(NamedTuple):
    """The addresses of the sitemap."""

    home: str
    paths: tuple[str, ...]


class RobotsView(NamedTuple):
    """What robots may read: everything."""

    home: str


def listing_outputs(facts: ListingFacts, setting: Setting) -> tuple[Output, ...]:
    """Return sitemap, robots and feed."""
    return (
        *_sitemaps(facts.frame.home, facts.paths),
        Output("robots.txt", "robots", RobotsView(facts.frame.home)),
        Output(feed_file(""), "feed", _feed(facts, setting)),
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


def _feed(facts: ListingFacts, setting: Setting) -> FeedView:
    strings, frame = setting.strings, facts.frame
    entries = tuple(
        FeedEntry(
            title=strings("award.title", name=news.person.name, badge=news.badge.name),
            summary=strings("award.share", name=news.person.name, badge=news.badge.name, site=frame.name),
            path=news.path,
            published=news.date,
            updated=news.date,
        )
        for news in facts.news
    )
    return FeedView(frame.home, "", frame.name, frame.tagline, frame.language, frame.name, entries)
