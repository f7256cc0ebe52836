"""The finished demo in a real browser: silent, self-contained, never too wide, and whole without JavaScript."""

import contextlib
import functools
import re
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, Response

from hostile_site import NAMES

ONE_OF_EACH = (
    "", "badges/", "badges/regular/", "badges/copper-spoon/", "members/", "groups/neighbours/", "how-it-works/",
    "help/questions/", "c/amara/", "c/priya/", "c/sakura/", "c/mohamed/", "c/lukasz/tasting-panel/",
    "c/sakura/tasting-panel/", "c/c5eecdea43284375a323cd44940fb760/", "share/mastodon/",
)  # fmt: skip
"""A page of each kind: the star and the newcomer, scripts from left and right, a revoked award, a hidden page."""
Scheme = Literal["light", "dark"]


class StrictHandler(SimpleHTTPRequestHandler):
    """Serves files as a careful host does: nothing from elsewhere, nothing inside the page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden method
        """Stay quiet."""


class Server(ThreadingHTTPServer):
    """A server that does not mind when a browser has seen enough."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and give the address of the host."""
    handler = functools.partial(StrictHandler, directory=str(folder))
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module", params=["/", "/club/"])
def home(request: pytest.FixtureRequest, demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served demo: at the root of a host, and below a path."""
    top = demo / "public"
    if request.param != "/":
        top = tmp_path_factory.mktemp("host")
        (top / "club").symlink_to(demo / "public")
    with serve(top) as host:
        yield host + request.param


class Watcher:
    """Notes all that a page says, asks for, and does not get."""

    def __init__(self, page: Page, home: str) -> None:
        self.complaints: list[str] = []
        self._origin = "/".join(home.split("/")[:3]) + "/"
        page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.on("requestfailed", self._note_failure)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(self._origin):
            self.complaints.append(f"elsewhere: {request.url}")

    def _note_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which only says that the test went on to the next page
            self.complaints.append(f"{request.failure}: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_is_silent_and_fits(browser: Browser, home: str, width: int, scheme: Scheme) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    watcher = Watcher(page, home)
    for path in ONE_OF_EACH:
        page.goto(home + path, wait_until="load")
        assert watcher.complaints == [], path
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1] == width, path
        assert page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)") == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_the_colours_that_the_reader_prefers(browser: Browser, home: str, scheme: Scheme) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(home)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    text = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    brightness = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, text)]
    assert (brightness[0] > brightness[1]) == (scheme == "light")
    context.close()


def test_a_visitor_without_javascript_finds_the_way(browser: Browser, home: str) -> None:
    """From the programme by its own links to a badge, to somebody who holds it, to the picture of their award."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    watcher = Watcher(page, home)
    page.goto(home)
    page.locator("header nav a").first.click()
    assert page.url == f"{home}badges/"
    page.locator("main h3 a").first.click()
    assert re.fullmatch(rf"{home}badges/[a-z0-9-]+/", page.url)
    page.locator('main a[href*="/c/"]').first.click()
    assert re.fullmatch(rf"{home}c/[a-z0-9-]+/[a-z0-9-]+/", page.url)
    assert page.locator("h1").is_visible()
    assert page.locator("main img.medallion").first.is_visible()
    assert watcher.complaints == []
    context.close()


def test_an_old_address_leads_to_the_present_one(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}c/amara-o/")
    page.wait_for_url(f"{home}c/amara/")
    assert page.locator("h1").inner_text() == "Amara Okafor"
    context.close()


def test_the_first_tab_stop_skips_to_the_content(browser: Browser, home: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(home)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, "it can be seen"
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_names_of_any_length_and_kind_fit(browser: Browser, hostile: Path, width: int) -> None:
    """Also one of 300 letters without a space, in the menu as well."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    with serve(hostile / "public") as host:
        watcher = Watcher(page, f"{host}/")
        shapes = ("c/c{}/", "c/c{}/b{}/", "badges/b{}/", "groups/g{}/", "p{}/")
        paths = [shape.format(number, number) for shape in shapes for number in (NAMES.index("W" * 300), 2)]
        for path in ("", "badges/", "members/", *paths):
            page.goto(f"{host}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert watcher.complaints == [], path
    context.close()
