"""A page is small, keeps its shape while it loads, and is sound HTML."""

import re
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

from built import build_once, build_site
from sites import write_site
from test_browser import ONE_OF_EACH, serve
from webpage import read_page

AWARDS = 30
MOST_BYTES = 60_000  # of HTML, styles and scripts, before compression
EMPTY = re.compile(r'<(p|h[1-6]|li|dl|dd|ol|ul|div|section)( class="[^"]*")>\s*</|<(p|h[1-6]|li|dd|div)>\s*</')


def star_site() -> str:
    """Return a site whose one customer has thirty awards: four series of five, and ten by hand with a letter each."""
    badges = "".join(
        f"- {{id: badge-{n:02}, name: The Badge of Number {n}, criteria: Do it **{n} times**., tier: gold}}\n"
        for n in range(AWARDS)
    )
    series = "".join(
        f"-- content/milestones/series-{s}.yaml --\nname: Series {s}\nmetric: m{s}\n"
        f"steps: [{', '.join(f'{{target: {t + 1}, badge: badge-{s * 5 + t:02}}}' for t in range(5))}]\n"
        for s in range(4)
    )
    given = "".join(
        f"- {{badge: badge-{n}, by: Mira, date: 2024-01-{n - 19:02}, note: 'Thank you, and thank you once more, for "
        "all the help you gave at the bar on a Saturday that nobody had planned.'}\n"
        for n in range(20, AWARDS)
    )
    return f"""\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
tagline: Coffee people, celebrated.
voice: {{name: Mira, role: Head of community}}
join: {{label: Join the club, url: "https://northwind.example/join?from={{customer}}"}}
reply: mailto:mira@northwind.example
ask: What did you brew this week?
share: [linkedin, facebook, x, whatsapp, bluesky, mastodon, pinterest, email]
-- content/badges/all.yaml --
{badges}{series}-- content/customers/ada.yaml --
name: Ada Lovelace
joined: 2021-03-04
bio: Answers newcomers' questions **before we wake up**.
links: {{mastodon: "https://social.example/@ada"}}
metrics: {{m0: 9, m1: 9, m2: 9, m3: 9}}
said: [{{date: 2024-02-03, text: Best beans in town., url: "https://social.example/@ada/1"}}]
awards:
{given}"""


@pytest.fixture(scope="module")
def star(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site of the customer with thirty awards."""
    folder = build_once(tmp_path_factory, "star", lambda folder: build_site(write_site(folder, star_site()), jobs=2))
    return folder / "public"


def test_a_profile_with_thirty_awards_is_small(star: Path) -> None:
    folder = star / "c/ada"
    page = read_page((folder / "index.html").read_text("utf-8"))
    linked = [
        *page.links("stylesheet"),
        *(script.attributes["src"] for script in page.all("script") if script.get("src")),
    ]
    assert len(linked) >= 3
    assert (folder / "index.html").read_text("utf-8").count('<li>\n<img class="medallion"') == AWARDS
    sizes = {name: (folder / name).stat().st_size for name in ("index.html", *linked)}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_nothing_on_a_page_is_empty(demo: Path) -> None:
    """What is not known has no place kept for it; what waits for a script says so by its role."""
    for file in (demo / "public").rglob("*.html"):
        assert not EMPTY.findall(file.read_text("utf-8")), file


def test_each_picture_has_its_size(demo: Path) -> None:
    """So that nothing moves when it comes."""
    for file in (demo / "public").rglob("*.html"):
        for picture in read_page(file.read_text("utf-8")).all("img"):
            assert {"alt", "width", "height"} <= picture.attributes.keys(), (file, picture)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_pictures_come(browser: Browser, demo: Path, width: int) -> None:
    """Whatever they are waited for, every heading and link stands where it will stand in the end.

    The type is left out: whether a page shows it depends on how soon it comes.
    """
    places = "[...document.querySelectorAll('h1, h2, h3, a, p')].map(e => Math.round(e.getBoundingClientRect().top))"
    found = []
    with serve(demo / "public") as host:
        for is_waiting in (True, False):
            context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
            context.route("**/*.woff2", lambda route: route.abort())
            if is_waiting:
                context.route("**/*.{svg,svg?*,webp,webp?*}", lambda route: None)
            page = context.new_page()
            shown = []
            for path in ("", "c/amara/", "c/amara/copper-spoon/", "members/"):
                page.goto(f"{host}/{path}", wait_until="domcontentloaded" if is_waiting else "load")
                page.evaluate("document.fonts.ready")
                shown.append(page.evaluate(places))
                assert page.evaluate("[...document.images].some(i => i.complete)") != is_waiting, path
            found.append(shown)
            context.close()
    assert found[0] == found[1]
    assert min(map(len, found[0])) > 10


LINE = {"offline": False, "latency": 300, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""A slow one: milliseconds, and bytes in a second."""
MOVED = """new Promise(done => {
  let moved = 0;
  const add = list => list.getEntries().forEach(each => { moved += each.value; });
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 100);
})"""


def test_nothing_moves_when_the_type_comes(browser: Browser, demo: Path) -> None:
    """The browser itself has seen nothing move, though the fonts come too late for the first sight of a page."""
    with serve(demo / "public") as host:
        for path in ("", "c/amara/"):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            messages: list[str] = []
            page.on("console", lambda message, seen=messages: seen.append(message.text))
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", LINE)
            page.goto(f"{host}/{path}", wait_until="load")
            assert page.evaluate(MOVED) == 0, path
            assert messages == [], path
            context.close()


def test_every_page_is_sound_html(demo: Path, hostile: Path) -> None:
    """The parser that the standard describes has nothing to mend."""
    own = [demo / "public" / path / "index.html" for path in ONE_OF_EACH]
    moved = [demo / "public/404.html", demo / "public/c/amara-o/index.html"]
    for file in (*own, *moved, *(hostile / "public").rglob("*.html")):
        parser = html5lib.HTMLParser()
        parser.parse(file.read_bytes(), transport_encoding="utf-8")
        assert parser.errors == [], file
