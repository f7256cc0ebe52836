"""Every link inside the site leads somewhere, wherever the site lives; nothing is loaded from elsewhere."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from built import build_site, read_files
from sites import write_site
from small_site import SMALL
from webpage import Element, WebPage, read_page

_STYLE_ADDRESS = re.compile(r"url\(([^)]*)\)|@import\s+([^;]+)")


class Site:
    """A finished site at an address: its files and pages."""

    def __init__(self, public: Path, home: str) -> None:
        self.home = home
        self.files = read_files(public)
        self.pages = {path: read_page(body.decode()) for path, body in self.files.items() if path.endswith(".html")}
        self.top = urlsplit(home).path.rstrip("/") + "/"

    def resolve(self, path: str, href: str) -> str | None:
        """Return the file that a link on a page leads to, and None if it leads away from the site.

        A page's file is served at its folder's address.
        """
        link = urlsplit(href)
        if link.scheme or link.netloc:
            if not (href + "/").startswith(self.home + "/"):
                return None
            target = link.path
        else:
            here = self.top + path[: path.rfind("/") + 1]
            target = posixpath.join(here, link.path) if link.path else here
        is_folder = target.endswith("/")
        target = posixpath.normpath(unquote(target)) + ("/" if is_folder else "")
        assert target.startswith(self.top), f"{path}: {href} leads out of the site"
        inside = target.removeprefix(self.top)
        return f"{inside}index.html" if inside.endswith("/") or not inside else inside


def addresses(page: WebPage) -> list[tuple[Element, str]]:
    """Return every address on a page with its element."""
    names = ("href", "src", "poster", "data", "action")
    return [(each, each.attributes[name]) for each in page.elements for name in names if name in each.attributes]


@pytest.fixture(scope="module", params=["at its address", "below a path"])
def built(request: pytest.FixtureRequest, demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo as its `site.yaml` says, and the small site at another address."""
    if request.param == "at its address":
        return Site(demo / "public", "https://northwind.example/club")
    folder = write_site(tmp_path_factory.mktemp("elsewhere"), SMALL)
    build_site(folder, base_url="https://h.example/a/b")
    return Site(folder / "public", "https://h.example/a/b")


def test_every_link_leads_to_a_file_and_every_fragment_to_a_place(built: Site) -> None:
    followed = 0
    for path, page in built.pages.items():
        for element, href in addresses(page):
            target = built.resolve(path, href)
            if target is None:
                continue
            followed += 1
            assert target in built.files, f"{path}: <{element.tag}> {href}"
            fragment = urlsplit(href).fragment
            if fragment and not fragment.startswith("text="):  # which says what to post, and leads nowhere
                assert fragment in built.pages[target].ids(), f"{path}: {href}"
    assert followed > 10 * len(built.pages)


def test_redirects_and_lists_lead_to_files(built: Site) -> None:
    for path, page in built.pages.items():
        for meta in page.all("meta"):
            if meta.get("http-equiv") == "refresh":
                assert built.resolve(path, meta.attributes["content"].removeprefix("0; url=")) in built.pages, path
    for name, pattern in (("sitemap.xml", "<loc>(.*?)</loc>"), ("feed.xml", 'href="(.*?)"')):
        found = re.findall(pattern, built.files[name].decode())
        assert found
        assert [each for each in found if built.resolve("", each) not in built.files] == []


def test_only_links_to_click_on_lead_away(built: Site) -> None:
    """No picture, style, script or font of another origin; whoever opens a page is seen by its host alone."""
    for path, page in built.pages.items():
        away = {element.tag for element, href in addresses(page) if built.resolve(path, href) is None}
        assert away <= {"a"}, path
        assert not [each for each in page.elements if each.get("srcset") or each.get("ping")], path


def test_pages_obey_a_strict_content_security_policy(built: Site) -> None:
    """`default-src 'self'`: no script, style or handler inside a page; linked data is not run."""
    for path, page in built.pages.items():
        assert page.all("style") == (), path
        assert {script.get("type") for script in page.all("script") if "src" not in script.attributes} <= {
            "application/ld+json"
        }, path
        for element in page.elements:
            assert not {name for name in element.attributes if name == "style" or name.startswith("on")}, path
            assert not (element.get("src") or "").startswith("data:"), path


def test_styles_and_drawings_name_only_files_of_the_site(built: Site) -> None:
    sheets = {path: body.decode() for path, body in built.files.items() if path.endswith((".css", ".svg"))}
    assert any("url(" in text for text in sheets.values())
    for path, text in sheets.items():
        for address, imported in _STYLE_ADDRESS.findall(text):
            href = (address or imported).strip("\"' ")
            if href.startswith("#"):
                assert f'id="{href[1:]}"' in text, (path, href)
            else:
                folder = path.rpartition("/")[0]
                assert built.resolve(f"{folder}/index.html", href) in built.files, (path, href)
        if path.endswith(".svg"):
            assert not re.search(r'href="(?!#)', text), path
            assert "<script" not in text, path


def test_the_page_for_unknown_addresses_works_at_any_depth(built: Site) -> None:
    """The host shows it in place of `/a/b/c/nobody/`, so its own links start at the host."""
    page = built.pages["404.html"]
    for element, href in addresses(page):
        if not urlsplit(href).scheme:
            assert href.startswith((built.top, "#")), (element.tag, href)
            if not href.startswith("#"):
                inside = urlsplit(href).path.removeprefix(built.top)
                assert (f"{inside}index.html" if inside.endswith("/") or not inside else inside) in built.files


def test_all_addresses_are_those_of_the_home(built: Site) -> None:
    """Built for one address, no file names another."""
    other = "northwind.example/club" if "h.example" in built.home else "h.example"
    assert [path for path, body in built.files.items() if other.encode() in body] == []
    assert built.home.encode() in built.files["robots.txt"]
