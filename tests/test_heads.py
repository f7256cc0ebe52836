"""Every page's head has what each network reads, in the order and form in which it reads it."""

import io
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from webpage import WebPage, read_page

HOME = "https://northwind.example/club/"
UNLISTED = "c5eecdea43284375a323cd44940fb760"
UNSHARED = {"404.html", "share/mastodon/index.html"}
"""Pages that nobody shares: they show the card of the site."""
ORDER = [
    'meta charset="utf-8"', 'meta name="viewport"', "title", 'meta name="description"', 'link rel="canonical"',
    'meta property="og:title"', 'meta property="og:description"', 'meta property="og:type"', 'meta property="og:url"',
    'meta property="og:site_name"', 'meta property="og:locale"', 'meta property="og:image"',
    'meta property="og:image:type"', 'meta property="og:image:width"', 'meta property="og:image:height"',
    'meta property="og:image:alt"', 'meta property="profile:username"', 'meta name="twitter:card"',
    'meta name="twitter:title"', 'meta name="twitter:description"', 'meta name="twitter:image"',
    'meta name="twitter:image:alt"', 'meta name="theme-color"', 'meta name="generator"', 'meta name="robots"',
    'link rel="icon"', 'link rel="apple-touch-icon"', 'link rel="preload"', 'link rel="stylesheet"',
    'link rel="alternate"', 'script type="application/ld+json"',
]  # fmt: skip
SOMETIMES = {'meta property="profile:username"', 'meta name="robots"', 'script type="application/ld+json"'}
SEVERAL = {'link rel="preload"', 'link rel="stylesheet"', 'link rel="alternate"'}
FIRST_READ = 32 * 1024  # Slack asks for no more of a page
CHARSET_WITHIN = 1024  # where the HTML standard looks for it
LONGEST_TITLE, LONGEST_DESCRIPTION = 90, 200
LARGEST_CARD = 300_000
_TAG = re.compile(r'<(?:(meta|link|script) ((?:charset|name|property|rel|type)="[^"]*")|(title))')
_META = re.compile(r'<meta (?:charset="utf-8"|(?:name|property|http-equiv)="[^"<>]+" content="[^"<>]*")>')


@cache
def pages_below(public: Path) -> dict[str, str]:
    """Return the text of every page by its path, redirects and what stands in frames left out."""
    files = [file for file in sorted(public.rglob("*.html")) if file.name != "embed.html"]
    texts = {file.relative_to(public).as_posix(): file.read_text("utf-8") for file in files}
    return {path: text for path, text in texts.items() if 'http-equiv="refresh"' not in text}


@cache
def page_at(public: Path, path: str) -> WebPage:
    return read_page(pages_below(public)[path])


@pytest.fixture(scope="session")
def public(demo: Path) -> Path:
    """The finished demo."""
    return demo / "public"


@pytest.fixture(scope="session")
def texts(public: Path) -> dict[str, str]:
    """The text of every page by its path."""
    return pages_below(public)


@pytest.fixture(scope="session")
def pages(public: Path, texts: dict[str, str]) -> dict[str, WebPage]:
    """Every page by its path."""
    return {path: page_at(public, path) for path in texts}


def head_of(text: str) -> str:
    """Return what stands from `<head>` to `</head>`, one tag a line."""
    return text[text.index("<head>\n") + 7 : text.index("</head>")]


def test_the_demo_has_a_page_of_every_kind(texts: dict[str, str]) -> None:
    assert {"index.html", "404.html", "badges/index.html", "members/index.html", "mira/index.html"} <= texts.keys()
    for shape in (r"c/[a-z-]+/index", r"c/[a-z-]+/[a-z-]+/index", r"badges/[a-z-]+/index", r"groups/[a-z-]+/index"):
        assert any(re.match(shape, path) for path in texts), shape


def test_each_tag_stands_once_and_in_order(texts: dict[str, str]) -> None:
    """Style sheets may be several, and a profile names its feed before that of all."""
    for path, text in texts.items():
        found = [match[3] or f"{match[1]} {match[2]}" for match in _TAG.finditer(head_of(text))]
        once = [tag for place, tag in enumerate(found) if tag not in SEVERAL or tag not in found[:place]]
        assert once == [tag for tag in ORDER if tag in once], path
        assert set(ORDER) - set(once) <= SOMETIMES, path


def test_everything_stands_where_the_shortest_readers_look(texts: dict[str, str]) -> None:
    for path, text in texts.items():
        assert text.encode().index(b'<meta charset="utf-8">') < CHARSET_WITHIN - len('<meta charset="utf-8">'), path
        assert text.encode().index(b"</head>") < FIRST_READ, path


def test_each_tag_has_its_line_and_double_quotes(texts: dict[str, str]) -> None:
    """Some readers take the head apart with regular expressions."""
    for path, text in texts.items():
        for line in head_of(text).splitlines():
            assert line.startswith("<") and line.endswith(">"), (path, line)
            assert line.count("<") == (2 if line.startswith(("<title", "<script")) else 1), (path, line)
            assert not line.startswith("<meta") or _META.fullmatch(line), (path, line)


def test_open_graph_goes_by_property_and_the_rest_by_name(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        for meta in page.all("meta"):
            if name := meta.get("property"):
                assert name.startswith(("og:", "profile:")), (path, name)
            if name := meta.get("name"):
                assert not name.startswith(("og:", "profile:", "article:")), (path, name)


def test_a_page_names_its_own_address_without_a_redirect(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        own = HOME + path.removesuffix("index.html")
        assert page.links("canonical") == (own,), path
        assert page.meta("og:url") == own, path


def test_the_card_is_there_as_declared_and_its_address_changes_with_it(
    public: Path, pages: dict[str, WebPage]
) -> None:
    versions: dict[str, set[bytes]] = {}
    for path, page in pages.items():
        address = page.meta("og:image") or ""
        assert page.meta("twitter:image") == address, path
        assert re.fullmatch(rf"{HOME}([a-z0-9_-]+/)*card\.png\?v=[0-9a-f]{{12}}", address), path
        body = (public / urlsplit(address).path.removeprefix("/club/")).read_bytes()
        assert len(body) <= LARGEST_CARD, path
        with Image.open(io.BytesIO(body)) as picture:
            assert picture.format == "PNG"
            declared = (page.meta("og:image:width"), page.meta("og:image:height"))
            assert tuple(map(str, picture.size)) == declared == ("1200", "630"), path
        versions.setdefault(urlsplit(address).query, set()).add(body)
    assert [query for query, bodies in versions.items() if len(bodies) > 1] == []


def test_a_page_shows_the_card_of_its_own_folder(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        own = path.removesuffix("index.html") if path not in UNSHARED else ""
        assert (page.meta("og:image") or "").startswith(f"{HOME}{own}card.png"), path


def test_titles_and_descriptions_fit_and_differ(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        title, description = page.one("title").text, page.meta("description") or ""
        assert 5 <= len(title) <= LONGEST_TITLE, (path, title)
        assert 10 <= len(description) <= LONGEST_DESCRIPTION, (path, description)
        assert not re.search(r"\*\*|__|\]\(|<|\n", description), (path, description)
        assert title == page.meta("og:title") == page.meta("twitter:title"), path
        assert description == page.meta("og:description") == page.meta("twitter:description"), path
    titles = [page.one("title").text for page in pages.values()]
    assert len(set(titles)) == len(titles)


def test_small_print_of_the_networks(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        assert re.fullmatch(r"[a-z]{2}_[A-Z]{2}", page.meta("og:locale") or ""), path
        assert re.fullmatch(r"#[0-9a-f]{6}", page.meta("theme-color") or ""), path
        assert page.meta("twitter:card") == "summary_large_image", path
        assert page.meta("og:image:type") == "image/png", path
        assert len(page.meta("og:image:alt") or "") > 10, path
        assert page.meta("og:image:alt") == page.meta("twitter:image:alt"), path
        assert page.meta("og:site_name") == "Northwind Roasters", path
        assert page.one("html").get("lang") == "en", path


def test_only_hidden_and_missing_pages_ask_not_to_be_indexed(public: Path, pages: dict[str, WebPage]) -> None:
    hidden = {path for path, page in pages.items() if "noindex" in (page.meta("robots") or "")}
    assert hidden == {path for path in pages if path.startswith(f"c/{UNLISTED}/")} | UNSHARED
    assert len(hidden) > 3
    others = [file for file in public.rglob("*.html") if file.relative_to(public).as_posix() not in pages]
    assert {file.name for file in others} == {"index.html", "embed.html"}
    for file in others:
        assert read_page(file.read_text("utf-8")).meta("robots") == "noindex"


def test_profiles_are_profiles(pages: dict[str, WebPage]) -> None:
    for path, page in pages.items():
        is_profile = re.fullmatch(r"c/([a-z0-9_-]+)/index\.html", path)
        assert page.meta("og:type") == ("profile" if is_profile else "website"), path
        is_named = is_profile and is_profile[1] != UNLISTED
        assert page.meta("profile:username") == (is_profile[1] if is_profile and is_named else None), path


def test_linked_data_says_what_the_head_says(pages: dict[str, WebPage]) -> None:
    """Mastodon reads a WebPage before it reads the tags, so both must say the same; it leaves a ProfilePage alone."""
    for path, page in pages.items():
        if path in UNSHARED:
            assert {frozenset(script.attributes) for script in page.all("script")} == {frozenset({"src", "defer"})}
            continue
        script = page.linked_data()
        assert script.attributes == {"type": "application/ld+json"}, path
        assert not re.search(r"[<>&]", script.text), path
        data = json.loads(script.text)
        assert data["@context"] == "https://schema.org", path
        assert data["@type"] == ("ProfilePage" if page.meta("og:type") == "profile" else "WebPage"), path
        said = (data["url"], data["name"], data["description"], data["inLanguage"])
        own = (page.meta("og:url"), page.meta("og:title"), page.meta("og:description"), page.one("html").get("lang"))
        assert said == own, path
        if data["@type"] == "WebPage":
            assert (data["headline"], data["image"]) == (page.meta("og:title"), page.meta("og:image")), path
        else:
            assert data["mainEntity"]["name"] == " ".join(page.one("h1").text.split()), path
            assert page.one("title").text.startswith(data["mainEntity"]["name"]), path


def test_the_linked_data_of_an_award_names_the_person_and_what_they_hold(pages: dict[str, WebPage]) -> None:
    """One that was revoked or has expired names the person alone."""
    for path, held in (("amara/copper-spoon", ["The Copper Spoon"]), ("lukasz/tasting-panel", [])):
        person = json.loads(pages[f"c/{path}/index.html"].linked_data().text)["mainEntity"]
        assert person["@type"] == "Person"
        assert person["url"] == f"{HOME}c/{path.split('/')[0]}/"
        assert person["name"] in pages[f"c/{path}/index.html"].one("title").text
        assert person["award"] == held


def test_the_heads_of_endless_names_are_short_enough_too(hostile: Path) -> None:
    texts = pages_below(hostile / "public")
    assert texts
    assert [path for path, text in texts.items() if text.encode().index(b"</head>") >= FIRST_READ] == []
    descriptions = [page_at(hostile / "public", path).meta("description") or "" for path in texts]
    assert max(map(len, descriptions)) <= LONGEST_DESCRIPTION
    assert [each for each in descriptions if each.endswith(("-…", " …"))] == []
