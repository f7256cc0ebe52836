"""Pages in a real browser while their site is edited: they follow it, and what is wrong lies over them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from serving import LIMIT, Running, replace, running
from sites import write_site

THEME = """\
-- themes/spring/theme.yaml --
extends: default
-- themes/spring/assets/theme.css --
h1 { color: rgb(1, 2, 3); }
"""
GOOD = "---\ntitle: About\n---\nWho we **are**.\n"
BAD = "---\ntitle: About\ndescripton: Us.\n<b>bold</b>: 1\n---\nWho we **are**.\n"
ABOUT = "content/pages/about.md"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a low window, so that there is something to scroll; no error may go by in it."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 500}, reduced_motion="reduce")
    context.set_default_timeout(LIMIT * 1000)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    assert [complaint for complaint in complaints if not re.search("404|ERR_", complaint)] == []


@pytest.fixture
def club(site: Path) -> Iterator[Running]:
    """The small site, shown by the command."""
    with running("serve", site, "--port", 20_300) as command:
        command.wait_for(r"\d+ unchanged, in")
        yield command


def mark(page: Page) -> None:
    """Leave a mark that is gone when the page is loaded anew."""
    page.evaluate("window.isMarked = true")


def is_marked(page: Page) -> bool:
    return page.evaluate("window.isMarked === true") is True


def test_a_page_is_loaded_anew_when_it_changed_and_stays_where_it_is_scrolled(
    page: Page, club: Running, site: Path
) -> None:
    page.goto(f"{club.address}c/ada/")
    mark(page)
    page.evaluate("window.scrollTo(0, 300)")
    ada = site / "content/customers/ada.yaml"
    replace(ada, ada.read_text("utf-8").replace("Ada Lovelace", "Augusta Ada King"))
    expect(page.locator("h1")).to_have_text("Augusta Ada King")
    assert not is_marked(page)
    page.wait_for_function("window.scrollY === 300")


def test_a_page_is_not_loaded_anew_when_another_one_changed(page: Page, club: Running, site: Path) -> None:
    """The overlay that comes with the build after that shows that the page has heard of both."""
    page.goto(f"{club.address}c/ada/")
    mark(page)
    replace(site / ABOUT, GOOD.replace("are", "were"))
    club.wait_for(r"[1-9]\d* rendered")
    replace(site / ABOUT, BAD)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert is_marked(page)


def test_what_is_wrong_lies_over_the_last_good_page_until_it_is_mended(page: Page, club: Running, site: Path) -> None:
    page.goto(f"{club.address}about/")
    mark(page)
    replace(site / ABOUT, BAD)
    dialog = page.get_by_role("alertdialog", name="2 things need mending")
    expect(dialog).to_be_visible()
    expect(dialog.locator("li")).to_have_count(2)
    first = dialog.locator("li").first
    expect(first).to_contain_text(ABOUT)
    expect(first).to_contain_text("line 3, column 1")
    expect(first).to_contain_text("“descripton”")
    expect(first).to_contain_text("did you mean “description”?")
    expect(page.locator("main h1")).to_have_text("About")
    replace(site / ABOUT, BAD.replace("descripton: Us.\n", ""))
    expect(page.get_by_role("alertdialog", name="One thing needs mending")).to_be_visible()
    replace(site / ABOUT, GOOD)
    expect(dialog).to_have_count(0)
    assert is_marked(page)


def test_what_people_wrote_is_only_text_in_the_overlay(page: Page, club: Running, site: Path) -> None:
    page.goto(f"{club.address}about/")
    replace(site / ABOUT, BAD)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("“<b>bold</b>”")
    assert dialog.locator("b").count() == 0


def test_the_overlay_takes_the_focus_and_gives_way_to_escape_until_the_next_build(
    page: Page, club: Running, site: Path
) -> None:
    page.goto(f"{club.address}about/")
    replace(site / ABOUT, BAD)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    with page.expect_response(re.compile("events")):
        page.goto(f"{club.address}c/ada/")  # where the same failed build is told again
    replace(site / ABOUT, BAD.replace("descripton", "descriptoin"))
    expect(dialog).to_contain_text("“descriptoin”")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_a_dismissed_overlay_stays_away_on_the_next_page(page: Page, club: Running, site: Path) -> None:
    page.goto(f"{club.address}about/")
    replace(site / ABOUT, BAD)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(f"{club.address}c/ada/")
    mark(page)
    page.evaluate("""async () => {
        const tag = document.querySelector("script[data-whole]");
        const stream = new EventSource(new URL(`events?page=${location.pathname}`, tag.src));
        await new Promise((heard) => stream.onmessage = heard);
        stream.close();
    }""")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert is_marked(page)


def test_the_overlay_works_under_a_strict_policy_and_fits_a_phone(page: Page, club: Running, site: Path) -> None:
    def add_policy(route: Route) -> None:
        response = route.fetch()
        policy = {"Content-Security-Policy": "default-src 'self'"}
        route.fulfill(response=response, headers={**response.headers, **policy})

    page.route(re.compile("/about/$"), add_policy)
    page.goto(f"{club.address}about/")
    replace(site / ABOUT, BAD.replace("descripton", "x" * 60))
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] <= 500
    assert dialog.locator("li").first.evaluate("item => item.scrollWidth <= item.clientWidth")


def test_a_style_sheet_is_exchanged_in_place(page: Page, site: Path) -> None:
    write_site(site, THEME)
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text("utf-8") + "theme: spring\n", "utf-8")
    with running("serve", site, "--port", 20_300) as command:
        command.wait_for(r"\d+ unchanged, in")
        page.goto(f"{command.address}about/")
        mark(page)
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
        for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)"):
            replace(site / "themes/spring/assets/theme.css", f"h1 {{ color: {colour}; }}")
            expect(page.locator("h1")).to_have_css("color", colour)
        assert is_marked(page)


def test_a_picture_is_exchanged_in_place(page: Page, club: Running, site: Path) -> None:
    page.goto(f"{club.address}badges/first/")
    mark(page)
    picture = page.locator("main img.medallion").first
    before = picture.get_attribute("src")
    badges = site / "content/badges/orders.yaml"
    replace(badges, badges.read_text("utf-8").replace('text: "1"', 'text: "I"'))
    expect(picture).not_to_have_attribute("src", str(before))
    assert is_marked(page)
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_a_page_that_is_gone_gives_way_to_the_page_that_says_so(page: Page, club: Running, site: Path) -> None:
    page.goto(f"{club.address}about/")
    (site / ABOUT).unlink()
    expect(page.locator("h1")).to_have_text(re.compile("Nothing here"))
    (site / ABOUT).write_text(GOOD, "utf-8")
    expect(page.locator("h1")).to_have_text("About")


def test_the_first_page_of_a_site_that_was_broken_appears_by_itself(page: Page, site: Path) -> None:
    replace(site / ABOUT, BAD)
    with running("serve", site, "--port", 20_300, "--out", site / "fresh") as command:
        page.goto(command.address)
        expect(page.get_by_role("alertdialog")).to_contain_text("“descripton”")
        expect(page.locator("main h1")).to_have_text("There is no page here")
        replace(site / ABOUT, GOOD)
        expect(page.locator("main h1")).to_have_text("Northwind Roasters")
        expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_a_page_follows_the_server_through_its_end_and_new_start(page: Page, site: Path) -> None:
    """Loaded anew only if it changed in the meantime; nobody else asks for the port that is free in between."""
    with running("serve", site, "--port", 20_400) as command:
        command.wait_for(r"\d+ unchanged, in")
        address = command.address
        port = int(re.findall(r":(\d+)/", address)[0])
        page.goto(f"{address}about/")
        mark(page)
        assert command.interrupt() == 0
    replace(site / ABOUT, BAD)
    with running("serve", site, "--port", port) as command:
        assert command.address == address
        expect(page.get_by_role("alertdialog")).to_be_visible()
        assert is_marked(page)
        assert command.interrupt() == 0
    replace(site / ABOUT, GOOD.replace("Who", "Where"))
    with running("serve", site, "--port", port) as command:
        expect(page.locator("main")).to_contain_text("Where we are")
        assert not is_marked(page)
        assert command.interrupt() == 0


def test_a_hidden_page_catches_up_when_it_is_seen_again(page: Page, club: Running, site: Path) -> None:
    """It holds no connection while nobody sees it: browsers open only six to one server."""
    page.goto(f"{club.address}about/")
    hide = """isHidden => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    mark(page)
    page.evaluate(hide, True)
    replace(site / ABOUT, GOOD.replace("Who", "Where"))
    club.wait_for(r"[1-9]\d* rendered")
    assert is_marked(page)
    page.evaluate(hide, False)
    expect(page.locator("main")).to_contain_text("Where we are")
