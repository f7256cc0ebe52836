"""The theme in a real browser: open to everybody, found through by words and keys, and a certificate on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from hostile_site import NAMES
from test_browser import Watcher, serve

KINDS = (
    "", "badges/?for=priya", "badges/regular/", "members/", "groups/neighbours/", "help/questions/", "c/amara/",
    "c/priya/", "c/amara/copper-spoon/", "c/lukasz/tasting-panel/", "404.html", "c/amara/embed.html",
    "share/mastodon/#text=Hello",
)  # fmt: skip
"""A page of each kind, with the tombstone of a revoked award."""


@pytest.fixture(scope="module")
def home(demo: Path) -> Iterator[str]:
    """The address of the served demo."""
    with serve(demo / "public") as host:
        yield f"{host}/"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page on a small screen, without motion."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Browser, home: str, width: int, scheme: Literal["light", "dark"]) -> None:
    """On a small light and on a large dark screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )
    context.add_init_script(path=AXE_FILE_PATH)
    page = context.new_page()
    for path in KINDS:
        page.goto(home + path)
        if "for=" in path:
            page.locator(".locked").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")  # and one node of each other
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], path
        assert found["passes"], path
    context.close()


def shown(page: Page) -> list[str]:
    """Return the names of the badges that the catalogue shows."""
    return page.locator(".tile:visible h3").all_inner_texts()


def test_the_catalogue_is_filtered_by_words_series_tier_and_group(page: Page, home: str) -> None:
    page.goto(f"{home}badges/")
    everything, status = shown(page), page.get_by_role("status")
    assert len(everything) > 20
    assert status.inner_text() == ""
    words = page.get_by_label("Words")
    words.fill("BREWS caf")
    assert shown(page) == []
    assert status.inner_text() == f"0 of {len(everything)} badges"
    words.fill("ten órders")
    assert shown(page) == []
    words.fill("hundréd ORDER")
    assert shown(page) == ["Century"]
    words.fill("")
    page.get_by_label("Series").select_option("Orders")
    assert shown(page) == ["First Cup", "Regular", "Shelf of Honour", "Century"]
    page.get_by_label("Tier").select_option("Gold")
    assert shown(page) == ["Shelf of Honour"]
    assert page.locator("h2:visible").all_inner_texts() == ["Orders"]
    page.get_by_label("Series").select_option("All")
    page.get_by_label("Tier").select_option("All")
    assert shown(page) == everything
    page.get_by_label("Worn by").select_option("Neighbours")
    assert 0 < len(shown(page)) < len(everything)


def test_what_was_chosen_is_still_there_after_a_look_at_a_badge(page: Page, home: str) -> None:
    page.goto(f"{home}badges/")
    page.get_by_label("Tier").select_option("Platinum")
    chosen = shown(page)
    page.get_by_role("link", name="Century").click()
    page.wait_for_url("**/century/")
    page.go_back()
    assert shown(page) == chosen == ["Century", "Part of the Furniture"]
    page.reload()
    assert shown(page) == chosen


def test_a_profile_leads_to_the_catalogue_in_which_the_rest_is_locked(page: Page, home: str) -> None:
    """The unlisted customer's, too, whose address is known to who comes from there alone."""
    for who, name in (("priya", "Priya Nair"), ("c5eecdea43284375a323cd44940fb760", "")):
        page.goto(f"{home}c/{who}/")
        held = set(page.locator(".timeline h3").all_inner_texts())
        page.get_by_role("link", name="All badges, and which are still to come").click()
        page.locator(".tile .mark").first.wait_for()
        assert name in page.locator("main .lead").inner_text()
        tiles = page.locator(".tile")
        assert set(tiles.filter(has_text="Still to earn").locator("h3").all_inner_texts()).isdisjoint(held)
        assert set(page.locator(".tile:not(.locked) h3").all_inner_texts()) == held
        assert tiles.filter(has_text="Earned").count() == len(held)
        page.get_by_label("Words").fill("still to earn")
        assert set(shown(page)).isdisjoint(held)


def test_an_address_can_ask_the_catalogue_for_nothing_else(page: Page, home: str) -> None:
    """Neither another file nor markup, and somebody unknown locks nothing."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for who in ("../members", "amara/../../members", "<b>x</b>", "%2e%2e"):
        page.goto(f"{home}badges/?for={who}&words=<i>")
        page.wait_for_load_state("networkidle")
        assert page.locator(".locked").count() == 0
    assert not [url for url in asked if url.endswith(".json")]


def test_without_javascript_the_catalogue_is_whole_and_has_no_dead_fields(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}badges/?for=priya&tier=Gold")
    assert page.locator(".tile").count() > 20
    assert page.locator("form:visible").count() == 0
    context.close()


PARTS = {"the name": ".who", "the badge": "h1", "the day": "time", "the signature": ".signature", "the link": ".seal"}


@pytest.mark.parametrize("site", ["demo", "hostile"])
def test_an_award_prints_as_a_certificate_of_one_sheet(
    browser: Browser, demo: Path, hostile: Path, site: str
) -> None:
    """Also with endless names, and in both formats, upright and lying; the screen's furniture stays away."""
    longest = NAMES.index("W" * 300)
    path = {"demo": "c/amara/copper-spoon/", "hostile": f"c/c{longest}/b{longest}/"}[site]
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    with serve((demo if site == "demo" else hostile) / "public") as host:
        page.goto(f"{host}/{path}")
        for format_ in ("A4", "Letter"):
            for is_lying in (False, True):
                sheets = page.pdf(format=format_, landscape=is_lying).count(b"/Type /Page\n")
                assert sheets == 1, (path, format_, is_lying)
        page.emulate_media(media="print")
        for name, selector in PARTS.items():
            assert page.locator(selector).first.is_visible(), (path, name)
        assert page.locator(".stage img").is_visible()
        assert f"/{path}" in page.locator(".seal").inner_text()
        assert page.locator("nav, .actions, .share, .invitation").locator("visible=true").count() == 0
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 26, 22)", "ink, by night too"
        page.emulate_media(media="screen")
        assert not page.locator(".seal").is_visible()
    context.close()


def test_every_link_is_reached_by_keys_and_seen_when_it_is(page: Page, home: str) -> None:
    focused = """() => {
      const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
      const isSeen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.outlineStyle !== 'none';
      const place = [...document.querySelectorAll('*')].indexOf(it);
      return [it.tagName === 'BODY', isSeen, it.outerHTML.slice(0, 80), place];
    }"""
    for path in ("badges/", "c/priya/", "c/amara/copper-spoon/"):
        page.goto(home + path)
        stops = page.locator("a[href], input, select, summary, button").locator("visible=true").count()
        order = []
        for _ in range(stops):
            page.keyboard.press("Tab")
            is_lost, is_seen, markup, place = page.evaluate(focused)
            assert not is_lost, path
            assert is_seen, (path, markup)
            order.append(place)
        assert order == sorted(set(order)), path


def test_keys_skip_the_menu_and_open_a_series(page: Page, home: str) -> None:
    page.goto(f"{home}c/priya/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.locator("summary").first.focus()
    assert not page.locator(".series .steps").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".series .steps").first.is_visible()


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_who_wants_rest(
    browser: Browser, home: str, motion: Literal["reduce", "no-preference"], moves: bool
) -> None:
    context = browser.new_context(reduced_motion=motion)
    page = context.new_page()
    watcher = Watcher(page, home)
    page.goto(f"{home}c/amara/copper-spoon/")
    assert page.evaluate("document.getAnimations().length > 0") is moves
    wait = page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration")
    assert (wait != "0s") is moves
    assert watcher.complaints == []
    context.close()
