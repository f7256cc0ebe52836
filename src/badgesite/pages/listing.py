"""What machines read of the whole site: sitemap, robots, search data, the feed of newest awards."""

from typing import NamedTuple

from badgesite.pages.data import JsonView
from badgesite.pages.frame import Frame
from badgesite.pages.output import Output
from badgesite.pages.programme import NewsFace
from badgesite.pages.setting import Setting


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

    frame: Frame
    paths: tuple[str, ...]


class RobotsView(NamedTuple):
    """What robots may read: everything."""

    frame: Frame


class FeedView(NamedTuple):
    """The entries of the Atom feed, newest first."""

    frame: Frame
    news: tuple[NewsFace, ...]


def listing_outputs(facts: ListingFacts, setting: Setting) -> tuple[Output, ...]:
    """Return sitemap, robots, search data and feed."""
    search = [{"name": each.name, "path": each.path, "kind": each.kind} for each in facts.listed if each.kind]
    return (
        Output("sitemap.xml", "sitemap", SitemapView(facts.frame, tuple(each.path for each in facts.listed))),
        Output("robots.txt", "robots", RobotsView(facts.frame)),
        Output("search.json", "json", JsonView(search)),
        Output("feed.xml", "feed", FeedView(facts.frame, facts.news)),
    )
