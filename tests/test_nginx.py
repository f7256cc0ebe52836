"""A site behind a real nginx set up as docs/hosting.md says, at the root of a domain and below a path."""

import http.client
import io
import json
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from badgesite.art.card import Drawn
from badgesite.pages import kinds, search
from badgesite.pages.host import CONTENT_SECURITY_POLICY
from built import build_site
from nginx import Served, serve
from sites import write_site
from small_site import SMALL
from world_names import WORLD

YEAR, DAY, EACH_TIME = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"
GUARDS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
}
UNWRITTEN = ("controls", "nothing to see", "one mark")
"""Names that content refuses, or in which there is nothing to search for."""
PEOPLE = [name for kind, name in WORLD.items() if kind not in UNWRITTEN]
ALIKE = [f"Maria Muster {number}" for number in range(30)]


BELOW = pytest.mark.parametrize("served", ["below a path"], indirect=True)


def world_site() -> str:
    """Return a site of people with names of the world, and of many who are called alike."""
    names = enumerate([*PEOPLE, *ALIKE])
    listed = "".join(f"- id: m{number}\n  name: {json.dumps(name, ensure_ascii=False)}\n" for number, name in names)
    return f"{SMALL}-- content/customers/all.yaml --\n{listed}"


@pytest.fixture(scope="module", params=["at the root", "below a path"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small site at the root of a domain; one of many names, all cards alike, below a path."""
    folder = tmp_path_factory.mktemp("nginx")
    if request.param == "at the root":
        build_site(write_site(folder / "site", SMALL), base_url="http://club.example")
        top = "/"
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kinds, "draw_card", lambda look, studio: Drawn(draw_dot(), ()))
            patch.setattr(search, "MOST_IN_PART", 5)
            build_site(write_site(folder / "site", world_site()))
        top = "/club/"
    with serve(folder / "set", folder / "site" / "public", top) as found:
        yield found


def draw_dot() -> bytes:
    """Return a picture that is quickly drawn."""
    target = io.BytesIO()
    Image.new("RGB", (1, 1)).save(target, "PNG")
    return target.getvalue()


def test_each_answer_says_what_browsers_may_do_and_how_long_it_is_kept(served: Served) -> None:
    """Files with a version in their name for a year, pictures with one behind it for a day, all else not at all."""
    (style,) = (served.public / "assets").glob("look.*.css")
    kept = {
        "": EACH_TIME,
        "c/ada/": EACH_TIME,
        "c/ada/feed.xml": EACH_TIME,
        "search.json": EACH_TIME,
        "badges/first.svg?v=123456789abc": DAY,
        "badges/first.svg": EACH_TIME,
        f"assets/{style.name}": YEAR,
    }
    for path, time in kept.items():
        status, headers, body = served.ask(served.top + path)
        assert (status, headers.get("cache-control")) == (200, time), path
        assert headers | GUARDS == headers, path
        assert len(body) > 20, path


def test_a_wrong_address_shows_the_page_for_it_and_is_not_kept(served: Served) -> None:
    for path in ("c/nobody/", "nowhere.html", "assets/gone.0123456789.css"):
        status, headers, body = served.ask(served.top + path)
        assert (status, "cache-control" in headers) == (404, False), path
        assert headers | GUARDS == headers, path
        assert body == (served.public / "404.html").read_bytes(), path


def test_an_address_without_its_last_slash_leads_on_where_the_site_is(served: Served) -> None:
    for path in ("c/ada", "badges") if served.top == "/" else ("c/ada", "badges", ""):
        status, headers, _ = served.ask((served.top + path).rstrip("/"))
        assert (status, headers["location"]) == (301, (served.top + path).rstrip("/") + "/"), path


def test_texts_come_packed(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    (style,) = (served.public / "assets").glob("style.*.css")
    connection.request("GET", f"{served.top}assets/{style.name}", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    assert answer.getheader("content-encoding") == "gzip"
    assert len(answer.read()) < style.stat().st_size / 2
    connection.close()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A tab; at the end nothing failed in it, nothing complained, and nobody else was asked for anything."""
    with browser.new_context() as context:
        tab, faults = context.new_page(), []
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
        tab.on("request", lambda request: None if request.url.startswith(served.url) else faults.append(request.url))
        yield tab
        assert faults == []


def test_pages_and_earlier_addresses_open_without_a_complaint(page: Page, served: Served) -> None:
    for path in ("", "badges/", "badges/first/", "c/ada/", "c/ada/first/", "members/", "about/"):
        page.goto(served.url + path, wait_until="load")
        assert page.locator("h1").count() == 1, path
    page.goto(f"{served.url}c/augusta/first/")
    page.wait_for_url(f"{served.url}c/ada/first/")


def test_search_finds_by_the_beginning_of_a_word_and_leads_there(page: Page, served: Served) -> None:
    page.goto(f"{served.url}members/")
    page.get_by_label("Find a member").fill("LOVE")
    page.locator(".search li a", has_text="Ada Lovelace").first.click()
    page.wait_for_url(f"{served.url}c/*/")
    page.go_back()
    page.get_by_label("Find a member").fill("tenth")
    expect(page.locator(".search li")).to_have_count(1)
    assert page.locator(".search li").inner_text().split("\n") == ["Tenth Cup", "Badge"]
    page.get_by_label("Find a member").fill("xyzzy")
    page.get_by_text("Nothing here is called so.").wait_for()
    assert page.locator(".search li").count() == 0


@BELOW
def test_search_reads_words_of_every_script_as_the_build_does(page: Page, served: Served) -> None:
    """Each name is found as it is written, in the parts in which the build filed its words."""
    page.goto(f"{served.url}members/")
    box = page.get_by_label("Find a member")
    for name in PEOPLE:
        box.fill("")
        expect(page.locator(".search li")).to_have_count(0)
        box.fill(name)
        expect(page.locator(".search li").get_by_text(" ".join(name.split()), exact=True).first).to_be_visible()


@BELOW
def test_search_for_what_many_are_called_shows_some_and_says_so(page: Page, served: Served) -> None:
    page.goto(f"{served.url}members/")
    box = page.get_by_label("Find a member")
    box.fill("maria")
    page.get_by_text("There are more.").wait_for()
    assert page.locator(".search li").count() == 20
    box.fill("muster maria 17")
    expect(page.locator(".search li")).to_have_count(1)
    assert page.locator(".search li bdi").inner_text() == "Maria Muster 17"
