"""Feeds: of all newest awards, and of each public customer; feed readers take them as they are."""

import shutil
from pathlib import Path

import feedparser
import pytest
from defusedxml import ElementTree

from badgesite.pages.feed import FeedEntry, FeedView, write_feed
from built import build_site, read_files
from hostile_site import HOME, NAMES
from sites import write_site
from webpage import read_page

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = FeedView("https://n.example", "c/ada/", "Ada", "", "en", "N", ())
DATED = """\
-- content/badges/more.yaml --
- {id: late, name: Late, criteria: Be late., icon: star}
- {id: again, name: Again, criteria: Come again., icon: star, repeatable: true}
- {id: undated, name: Undated, criteria: Be there., icon: star}
- {id: gone, name: Gone, criteria: Be there., icon: star}
-- content/customers/ada.yaml --
name: Ada Lovelace
aliases: [augusta]
activity: [{date: 2024-01-02, orders: 1}]
awards:
  - {badge: late, date: 2025-01-01, note: "Well **done** & *so* late."}
  - {badge: again, date: 2023-01-01}
  - {badge: again, date: 2026-01-01}
  - {badge: undated}
  - {badge: gone, date: 2025-02-02, revoked: 2025-03-03}
-- content/customers/cy.yaml --
name: Cy
visibility: unlisted
token: 0123456789abcdef0123456789abcdef
activity: [{date: 2024-01-02, orders: 1}]
"""


@pytest.fixture(scope="module")
def outputs(hostile: Path) -> dict[str, bytes]:
    """Every output of the hostile site by its path."""
    return read_files(hostile / "public")


def test_a_feed_reader_finds_no_error(outputs: dict[str, bytes]) -> None:
    feeds = {path: feedparser.parse(body) for path, body in outputs.items() if path.endswith("feed.xml")}
    assert feeds.keys() == {"feed.xml", *(f"c/c{number}/feed.xml" for number in range(len(NAMES)))}
    for path, feed in feeds.items():
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.encoding == "utf-8"
        assert feed.feed.links[1] | {"href": f"{HOME}/{path}", "rel": "self"} == feed.feed.links[1]
        assert feed.entries, path


def test_feeds_have_all_that_atom_asks_for(outputs: dict[str, bytes]) -> None:
    """RFC 4287, 4.1: one id, title and day for the feed and each entry, an author, and addresses that are whole."""
    for path in [path for path in outputs if path.endswith("feed.xml")]:
        feed = ElementTree.fromstring(outputs[path])
        ids = [each.text or "" for each in feed.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids)
        assert all(each.startswith(f"{HOME}/") for each in ids)
        assert len(feed.findall(f"{ATOM}author/{ATOM}name")) == 1
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1, (path, name)
            link = element.find(f"{ATOM}link[@rel='alternate']")
            assert link.get("href") == element.findtext(f"{ATOM}id")
            assert f"{link.get('href').removeprefix(f'{HOME}/')}index.html" in outputs


def test_names_stand_in_feeds_as_they_are(outputs: dict[str, bytes]) -> None:
    for number, name in enumerate(NAMES):
        feed = feedparser.parse(outputs[f"c/c{number}/feed.xml"], sanitize_html=False)
        assert feed.feed.title.startswith(name[:60])
        assert all(name in entry.title for entry in feed.entries)


@pytest.fixture(scope="module")
def dated(small: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every output of the small site with awards of every sort."""
    site = shutil.copytree(small, tmp_path_factory.mktemp("dated") / "site")
    build_site(write_site(site, DATED))
    return read_files(site / "public")


def test_a_customers_feed_tells_the_dated_awards_that_hold_newest_first(dated: dict[str, bytes]) -> None:
    """One earned again moves up; its address and first day stay."""
    feed = feedparser.parse(dated["c/ada/feed.xml"])
    told = [(each.title, each.published[:10], each.updated[:10]) for each in feed.entries]
    assert told == [
        ("Ada Lovelace earned Again", "2023-01-01", "2026-01-01"),
        ("Ada Lovelace earned Late", "2025-01-01", "2025-01-01"),
        ("Ada Lovelace earned First Cup", "2024-01-02", "2024-01-02"),
    ]
    assert feed.feed.updated == "2026-01-01T00:00:00Z"
    assert [each.summary for each in feed.entries] == ["Come again.", "Well done & so late.", "Place an order."]


def test_who_has_no_award_has_a_feed_without_entries(dated: dict[str, bytes]) -> None:
    feed = feedparser.parse(dated["c/bea/feed.xml"])
    assert (feed.bozo, feed.entries) == (False, [])


def test_public_profiles_name_their_feed_and_unlisted_customers_have_none(dated: dict[str, bytes]) -> None:
    home = "https://northwind.example/club"
    pages = {path: read_page(body.decode()) for path, body in dated.items() if path.endswith("index.html")}
    for path, page in pages.items():
        if page.all("link") and not any(meta.get("http-equiv") for meta in page.all("meta")):
            folder = path.removesuffix("index.html")
            own = (f"{home}/{folder}feed.xml",) if folder in ("c/ada/", "c/bea/") else ()
            assert page.links("alternate") == (*own, f"{home}/feed.xml"), path
    assert {path for path in dated if path.endswith("feed.xml")} == {"feed.xml", "c/ada/feed.xml", "c/bea/feed.xml"}
    assert b"Cy" not in dated["feed.xml"]


def test_what_no_xml_can_hold_is_left_out() -> None:
    entry = FeedEntry("A\ufffe<b>", "x\uffff & y", "c/ada/b/", "2024-01-01", "2024-01-01")
    feed = feedparser.parse(write_feed(FEED._replace(entries=(entry,))), sanitize_html=False)
    assert not feed.bozo
    assert (feed.entries[0].title, feed.entries[0].summary) == ("A<b>", "x & y")


def test_a_feed_has_a_longest_summary() -> None:
    entry = FeedEntry("A", "word " * 4000, "c/ada/b/", "2024-01-01", "2024-01-01")
    (found,) = feedparser.parse(write_feed(FEED._replace(entries=(entry,)))).entries
    assert 400 < len(found.summary) <= 500
    assert found.summary.endswith("word…")
