"""The share kit in a real browser: copying, the device's own way to share, and the way to one's Mastodon server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from badgesite.pages.campaign import Campaign
from test_browser import Watcher, serve

SHARED = ("c/amara/", "c/amara/first-cup/", "badges/regular/", "c/c5eecdea43284375a323cd44940fb760/")
BADGES = dict(zip(SHARED, ("", "first-cup", "regular", ""), strict=True))
NOTE_SHARES = "window.shared = []; navigator.share = async (page) => { window.shared.push(page); };"
NO_SHEET = "Object.defineProperty(Navigator.prototype, 'share', { value: undefined });"
MEASURE_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (window.shifts += each.value)))
        .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def home(demo: Path) -> Iterator[str]:
    """The address of the served demo."""
    with serve(demo / "public") as host:
        yield f"{host}/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit with a clipboard of its own, on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context
    context.close()


def marked(path: str, source: str) -> str:
    """Return the address of a page of the demo as it is shared there, with the marks of its campaign."""
    return Campaign("club-2026", BADGES[path]).mark(f"https://northwind.example/club/{path}", source)


def clipboard(page: Page, kind: str = "text/plain") -> str:
    """Return what a visitor would paste."""
    read = "async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()"
    return str(page.evaluate(read, kind))


@pytest.mark.parametrize("path", SHARED)
def test_the_link_is_copied_and_that_is_said(context: BrowserContext, home: str, path: str) -> None:
    """With keys alone; nothing is asked of another origin, whatever is opened."""
    page = context.new_page()
    watcher = Watcher(page, home)
    page.goto(home + path)
    link = page.get_by_label("Link to this page", exact=True)
    link.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Copy: Link to this page"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "one sees where one is"
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert clipboard(page) == link.input_value() == marked(path, "copy")
    for summary in page.locator(".share summary").all():
        summary.focus()
        page.keyboard.press("Enter")
    codes = page.locator(".share img")
    assert codes.evaluate_all("async (all) => (await Promise.all(all.map((each) => each.decode()))).length") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert watcher.complaints == []


def test_a_signature_is_pasted_as_it_looks(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + SHARED[1])
    page.get_by_text("Show it elsewhere").click()
    page.get_by_role("button", name="Copy: In your e-mail signature").click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    code = page.get_by_label("In your e-mail signature", exact=True).input_value()
    assert clipboard(page) == code
    pasted = clipboard(page, "text/html")
    assert "<table" in pasted and 'src="https://northwind.example/club/badges/first-cup-512.png"' in pasted
    page.reload()
    page.get_by_text("Show it elsewhere").click()
    page.get_by_role("button", name="Copy: On a website (HTML)").click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert clipboard(page).startswith("<a ")


def test_the_devices_own_way_to_share_is_offered_where_it_has_one(context: BrowserContext, home: str) -> None:
    context.add_init_script(NOTE_SHARES)
    page = context.new_page()
    page.goto(home + SHARED[1])
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("window.shared") == [
        {
            "title": page.title(),
            "text": "Amara Okafor earned First Cup at Northwind Roasters",
            "url": marked(SHARED[1], "device"),
        }
    ]


def test_where_the_device_has_none_no_button_pretends(context: BrowserContext, home: str) -> None:
    context.add_init_script(NO_SHEET)
    page = context.new_page()
    page.goto(home + SHARED[0])
    page.get_by_role("button", name="Copy: Link to this page").wait_for()
    assert page.get_by_role("button", name="Share", exact=True).count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_buttons_come(context: BrowserContext, home: str, width: int) -> None:
    """Fonts stay away, as what they move is another matter."""
    context.route("**/*.woff2", lambda route: route.abort())
    context.add_init_script(NOTE_SHARES + MEASURE_SHIFTS)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 4000})
    for path in SHARED[:3]:
        page.goto(home + path)
        page.get_by_role("button", name="Share", exact=True).wait_for()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("window.shifts") == 0, path


def test_without_javascript_all_but_the_buttons_is_there(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    watcher = Watcher(page, home)
    page.goto(home + SHARED[1])
    assert page.locator(".share button").count() == 0
    assert page.get_by_label("Link to this page", exact=True).is_visible()
    page.get_by_text("QR code", exact=True).click()
    assert page.locator(".share img").is_visible()
    page.get_by_role("link", name="Mastodon").click()
    page.locator("noscript p").wait_for()
    assert not page.locator("form").is_visible()
    assert watcher.complaints == []
    context.close()


def catch_elsewhere(context: BrowserContext, home: str) -> list[str]:
    """Answer what is asked of other origins here, and return the list in which that is noted."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith(home):
            return route.continue_()
        asked.append(route.request.url)
        return route.fulfill(body="")

    context.route("**/*", answer)
    return asked


def test_mastodon_asks_for_the_server_and_remembers_it(context: BrowserContext, home: str) -> None:
    """Until it is named nothing is asked of anybody else; the next time it is filled in, on any page of the site."""
    asked = catch_elsewhere(context, home)
    page = context.new_page()
    page.goto(home + SHARED[1])
    page.get_by_role("link", name="Mastodon").click()
    page.locator("form").wait_for()
    said = f"Amara Okafor earned First Cup at Northwind Roasters {marked(SHARED[1], 'mastodon')}"
    assert page.locator("form blockquote").inner_text() == said
    server = page.get_by_label("Your server")
    for wrong in ("not a server", "mastodon"):
        server.fill(wrong)
        page.keyboard.press("Enter")
        assert "such as mastodon.social" in server.evaluate("(input) => input.validationMessage")
    assert asked == []
    server.fill(" https://Social.Example/@amara ")
    page.keyboard.press("Enter")
    page.wait_for_url("https://social.example/**")
    assert [urlsplit(url)._replace(query="").geturl() for url in asked] == ["https://social.example/share"]
    assert parse_qs(urlsplit(asked[0]).query) == {"text": [said]}
    page.goto(home + SHARED[2])
    page.get_by_role("link", name="Mastodon").click()
    page.locator("form").wait_for()
    assert page.get_by_label("Your server").input_value() == "social.example"
    assert len(asked) == 1
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("https://social.example/**")
    assert len(asked) == 2


def test_mastodon_gets_every_sign_of_a_name_as_it_is(context: BrowserContext, home: str, hostile: Path) -> None:
    with serve(hostile / "public") as host:
        asked = catch_elsewhere(context, host)
        page = context.new_page()
        page.goto(f"{host}/badges/b9/")
        page.get_by_role("link", name="Mastodon").click()
        page.get_by_label("Your server").fill("@ana@social.example")
        page.keyboard.press("Enter")
        page.wait_for_url("https://social.example/**")
    name = 'R&D "50 %" + Ünïcode #1'
    text = f"A badge worth having: {name} at {name} https://hostile.example/a/badges/b9/"
    assert parse_qs(urlsplit(asked[0]).query) == {"text": [text]}


def test_who_came_by_a_marked_link_is_counted_from_there_when_they_join(context: BrowserContext, home: str) -> None:
    """The other marks stay those of the page, and without a mark the page itself is where they come from."""
    page = context.new_page()
    for query, source in (("", "award"), ("?utm_source=linkedin&utm_campaign=other", "linkedin")):
        page.goto(f"{home}{SHARED[1]}{query}")
        link = urlsplit(page.get_by_role("link", name="Join the club").get_attribute("href") or "")
        assert parse_qs(link.query) == {
            "from": ["amara"], "badge": ["first-cup"], "group": ["home-brewers"], "utm_source": [source],
            "utm_medium": ["share"], "utm_campaign": ["club-2026"], "utm_content": ["first-cup"],
        }  # fmt: skip


@pytest.mark.parametrize("path", SHARED[:3])
def test_the_small_page_fits_its_frame_on_another_site(browser: Browser, home: str, path: str) -> None:
    """It opens the page in a tab of its own, and nothing in it is wider or higher than the frame."""
    context = browser.new_context(viewport={"width": 420, "height": 140})
    page = context.new_page()
    watcher = Watcher(page, home)
    page.goto(f"{home}{path}embed.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    assert page.evaluate("document.documentElement.scrollHeight") <= 140
    assert page.get_by_role("link").get_attribute("target") == "_blank"
    assert watcher.complaints == []
    context.close()
