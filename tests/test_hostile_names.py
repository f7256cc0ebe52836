"""Names that look like markup, code, or nothing go through every page, card, feed and JSON unharmed."""

import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from defusedxml import ElementTree
from PIL import Image

from built import read_files
from hostile_site import HOME, NAMES
from webpage import WebPage, read_page

EVERY = pytest.mark.parametrize("number", range(len(NAMES)), ids=[name[:20] for name in NAMES])
LARGEST_CARD = 300_000
SHARED_TEXT = {
    "x.com": "text",
    "www.threads.com": "text",
    "bsky.app": "text",
    "wa.me": "text",
    "t.me": "text",
    "www.reddit.com": "title",
    "www.pinterest.com": "description",
    "social-plugins.line.me": "text",
    "teams.microsoft.com": "msgText",
    "mailto": "body",
}
SHARED_ADDRESS = {
    "www.linkedin.com": "url",
    "www.facebook.com": "u",
    "x.com": "url",
    "www.threads.com": "url",
    "t.me": "url",
    "www.reddit.com": "url",
    "www.pinterest.com": "url",
    "social-plugins.line.me": "url",
    "teams.microsoft.com": "href",
}
WITH_FORM = {"badges/index.html", "members/index.html", "share/mastodon/index.html"}
LONGEST_SHARED = 120
"""Of a name so many characters come through in every network."""


@pytest.fixture(scope="module")
def outputs(hostile: Path) -> dict[str, bytes]:
    """Every output of the hostile site by its path."""
    return read_files(hostile / "public")


def page_of(outputs: dict[str, bytes], path: str) -> WebPage:
    """Return a page of the site."""
    return read_page(outputs[path].decode())


def plain(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())


def test_every_page_is_whole_and_runs_nothing(outputs: dict[str, bytes]) -> None:
    pages = {path: page_of(outputs, path) for path in outputs if path.endswith(".html")}
    assert len(pages) == len(NAMES) * (2 * (3 + 3 + 1) - 1 + 1 + 1 + 1) + 5
    for path, page in pages.items():
        assert page.faults == (), path
        scripts = [script for script in page.all("script") if "src" not in script.attributes]
        assert [script.attributes for script in scripts] in ([], [{"type": "application/ld+json"}]), path
        unwanted = {"style", "iframe", "object", "embed", "base"} | ({"form"} if path not in WITH_FORM else set())
        assert not unwanted & {each.tag for each in page.elements}, path
        names = {name for each in page.elements for name in each.attributes}
        assert not {name for name in names if name.startswith("on") or name == "style"}, path
        schemes = {urlsplit(each.attributes["href"]).scheme for each in page.all("a")}
        assert schemes <= {"", "https", "mailto"}, path


@EVERY
def test_a_profile_says_the_name_as_it_is(outputs: dict[str, bytes], number: int) -> None:
    name = NAMES[number]
    page = page_of(outputs, f"c/c{number}/index.html")
    assert plain(page.one("h1").text) == name
    for text in (
        page.one("title").text,
        page.meta("og:title"),
        page.meta("og:image:alt"),
        page.meta("twitter:title"),
    ):
        assert text and text.startswith(name[:60])
    linked = json.loads(page.linked_data().text)
    assert linked["mainEntity"]["name"] == name
    assert linked["mainEntity"]["award"] == [name]


@EVERY
def test_an_award_says_whose_it_is_and_what_it_is(outputs: dict[str, bytes], number: int) -> None:
    name = NAMES[number]
    page = page_of(outputs, f"c/c{number}/b{number}/index.html")
    assert plain(page.one("h1").text) == name
    assert plain(page.text).count(name) > 2
    linked = json.loads(page.linked_data().text)
    assert linked["name"].startswith(name[:60])


@EVERY
def test_badges_groups_and_pages_say_their_names(outputs: dict[str, bytes], number: int) -> None:
    for path in (f"badges/b{number}", f"groups/g{number}", f"p{number}"):
        page = page_of(outputs, f"{path}/index.html")
        assert plain(page.one("h1").text) == NAMES[number]
        assert page.one("title").text.startswith(NAMES[number][:60])
        assert json.loads(page.linked_data().text)["name"].startswith(NAMES[number][:60])


def test_lists_say_every_name(outputs: dict[str, bytes]) -> None:
    for path in ("members/index.html", "badges/index.html", "index.html"):
        text = plain(page_of(outputs, path).text)
        assert [name for name in NAMES if name not in text] == [], path


@EVERY
def test_data_of_a_customer_says_every_word_as_written(outputs: dict[str, bytes], number: int) -> None:
    name = NAMES[number]
    data = json.loads(outputs[f"c/c{number}/index.json"])
    assert (data["name"], data["bio"], data["said"][0]["text"]) == (name, name, name)
    assert data["links"] == {name: "https://x.example/?a=1&b=2"}
    award = data["awards"][0]
    assert (award["badge"], award["name"], award["by"], award["note"]) == (f"b{number}", name, name, name)
    badge = json.loads(outputs[f"badges/b{number}/index.json"])
    assert (badge["name"], badge["description"], badge["criteria"]) == (name, name, name)
    assert badge["perk"] == {"text": name, "how": None, "until": None, "once": False, "claim": None}
    group = json.loads(outputs[f"groups/g{number}/index.json"])
    assert (group["name"], group["description"]) == (name, name)


def test_every_json_file_can_be_read(outputs: dict[str, bytes]) -> None:
    data = {path: json.loads(body) for path, body in outputs.items() if path.endswith(".json")}
    assert data["index.json"]["name"] == NAMES[-1]
    assert data["index.json"]["voice"]["name"] == NAMES[6]
    for kind in ("customer", "badge", "group", "page"):
        found = [each for path, part in data.items() if path.startswith("search") for each in part["found"]]
        assert {name for name, _, its in found if its == kind} == set(NAMES), kind


def test_every_xml_file_can_be_read(outputs: dict[str, bytes]) -> None:
    """Feed, sitemap and medallions; the feed says each name in a title and the sitemap has each address."""
    trees = {path: ElementTree.fromstring(body) for path, body in outputs.items() if path.endswith((".xml", ".svg"))}
    titles = [title.text for title in trees["feed.xml"].iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[0] == NAMES[-1]
    assert all(any(name in (title or "") for title in titles[1:]) for name in NAMES)
    addresses = {each.text for each in trees["sitemap.xml"].iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {f"{HOME}/c/c{number}/b{number}/" for number in range(len(NAMES))} <= addresses
    assert sum(path.endswith("/qr.svg") for path in trees) == len(NAMES) * 3
    assert sum(path.endswith(".svg") for path in trees) == len(NAMES) * 4 + 1


@EVERY
def test_share_links_parse_back_to_the_same_text(outputs: dict[str, bytes], number: int) -> None:
    for path in (f"c/c{number}/", f"c/c{number}/b{number}/", f"badges/b{number}/"):
        page = page_of(outputs, f"{path}index.html")
        kit = [urlsplit(each.attributes["href"]) for each in page.all("a") if each.get("rel") == "noopener"]
        links = {link.netloc or link.scheme or "own": link for link in kit if link.path != "/profile/add"}
        assert links.keys() == SHARED_TEXT.keys() | SHARED_ADDRESS.keys() | {"own"}
        for host, key in SHARED_TEXT.items():
            said = parse_qs(links[host].query, strict_parsing=True)[key][0]
            assert NAMES[number][:LONGEST_SHARED] in said, (path, host)
        assert links["own"].path == "../" * path.count("/") + "share/mastodon/"
        assert NAMES[number] in parse_qs(links["own"].fragment, strict_parsing=True)["text"][0]
        assert f"{HOME}/{path}" in parse_qs(links["mailto"].query, strict_parsing=True)["body"][0]
        for host, key in SHARED_ADDRESS.items():
            assert parse_qs(links[host].query, strict_parsing=True)[key] == [f"{HOME}/{path}"], (path, host)


def test_every_card_is_a_picture_of_the_declared_size(outputs: dict[str, bytes]) -> None:
    cards = {path: body for path, body in outputs.items() if path.endswith("card.png")}
    assert len(cards) == len(NAMES) * (1 + 2 + 1 + 1 + 1) + 3
    for path, body in cards.items():
        assert len(body) <= LARGEST_CARD, path
        with Image.open(io.BytesIO(body)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630)), path
            picture.load()


def test_no_value_of_a_head_is_too_long_for_the_clients(outputs: dict[str, bytes]) -> None:
    """Synapse drops a value of more than 1,000 characters; Discord a site's name of more than 256 bytes."""
    for path, body in outputs.items():
        if path.endswith(".html"):
            page = read_page(body.decode())
            assert max(len(meta.attributes.get("content", "")) for meta in page.all("meta")) < 1000, path
            assert len((page.meta("og:site_name") or "").encode()) <= 256, path
