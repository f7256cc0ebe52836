"""What hosts read: a domain of its own, no Jekyll, headers, and earlier addresses that lead to the present ones."""

import posixpath
import re
import shutil
from pathlib import Path

import pytest

from badgesite.errors import ProblemsFound
from badgesite.pages import listing
from badgesite.pages.host import find_domain
from built import build_site, read_files
from sites import write_site
from webpage import read_page


def test_every_site_has_what_hosts_look_for(site: Path) -> None:
    files = read_files(site / "public")
    assert files[".nojekyll"] == b""
    assert files["_headers"].startswith(b"/*\n  Content-Security-Policy: default-src 'self'; ")
    assert b"\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in files["_headers"]
    assert "CNAME" not in files


def test_earlier_addresses_lead_to_the_present_ones(site: Path) -> None:
    """A rule for each page first, of which Cloudflare Pages takes more; then one for all that lies beside them."""
    assert (site / "public/_redirects").read_text() == (
        "# Earlier addresses\n"
        "/c/augusta/ https://northwind.example/club/c/ada/ 301\n"
        "/c/augusta/first/ https://northwind.example/club/c/ada/first/ 301\n"
        "/c/augusta/* https://northwind.example/club/c/ada/:splat 301\n"
    )
    assert (site / "public/c/augusta/index.html").exists()


MOVED = f"""\
-- content/badges/orders.yaml --
- {{id: first, name: First Cup, criteria: Place an order., text: "1", aliases: [number-one]}}
-- content/milestones/orders.yaml --
{{id: orders, name: Orders, metric: orders, steps: [{{target: 1, badge: first}}]}}
-- content/groups/guild.yaml --
{{name: Guild, aliases: [club]}}
-- content/pages/help/start.md --
---
title: First steps
aliases: [help, help/first-steps]
---
Welcome.
-- content/customers/cy.yaml --
name: Cy
visibility: unlisted
token: {"0123456789abcdef" * 2}
activity: [{{date: 2024-01-02, orders: 1}}]
"""
EVERY_MOVE = {
    "badges/number-one/": "badges/first/",
    "groups/club/": "groups/guild/",
    "help/": "help/start/",
    "help/first-steps/": "help/start/",
    "c/augusta/": "c/ada/",
    "c/augusta/first/": "c/ada/first/",
    "c/augusta/number-one/": "c/ada/first/",
    "c/ada/number-one/": "c/ada/first/",
    f"c/{'0123456789abcdef' * 2}/number-one/": f"c/{'0123456789abcdef' * 2}/first/",
}


def lead(rules: list[list[str]], path: str) -> str:
    """Return where a path leads by the rules: the first that fits, as often as one does."""
    for old, new, _ in rules:
        places = re.escape(old).replace(r"\*", "(?P<splat>.*)").replace(":customer", "(?P<customer>[^/]+)")
        if found := re.fullmatch(places, path):
            there = new
            for name, value in found.groupdict().items():
                there = there.replace(f":{name}", value)
            return lead(rules, there.removeprefix("https://northwind.example/club"))
    return path


def test_whatever_moved_leads_on_by_a_page_and_by_a_rule(site: Path) -> None:
    """Customers, badges with the awards of all holders, groups and pages; it unfolds as what it leads to."""
    build_site(write_site(site, MOVED))
    files = read_files(site / "public")
    pages = {path: read_page(body.decode()) for path, body in files.items() if path.endswith(".html")}
    moved = {
        path.removesuffix("index.html"): page
        for path, page in pages.items()
        if any(meta.get("http-equiv") for meta in page.all("meta"))
    }
    assert moved.keys() == EVERY_MOVE.keys()
    rules = [line.split() for line in files["_redirects"].decode().splitlines()[1:]]
    for old, new in EVERY_MOVE.items():
        there = pages[f"{new}index.html"]
        refresh = next(meta for meta in moved[old].all("meta") if meta.get("http-equiv"))
        assert (
            posixpath.normpath(posixpath.join(old, refresh.attributes["content"].removeprefix("0; url="))) == new[:-1]
        )
        named = [name for meta in moved[old].all("meta") if (name := meta.get("property") or meta.get("name"))]
        assert {"og:title", "og:description", "og:image", "og:url", "twitter:card"} <= {*named}
        assert len(named) == len({*named})
        told = [(name, moved[old].meta(name)) for name in named if name != "robots"]
        assert told == [(name, there.meta(name)) for name in named if name != "robots"], old
        assert moved[old].links("canonical") == there.links("canonical")
        assert moved[old].one("title").text == there.one("title").text
        assert lead(rules, f"/{old}") == f"/{new}"
    assert [rule for rule in rules if any("0123456789abcdef" in part for part in rule)] == []
    plain = [not set("*:") & {*rule[0]} for rule in rules]
    assert plain == sorted(plain, reverse=True), "rules with a place in them come last"
    assert lead(rules, "/help/other/") == "/help/other/", "a page may lie below an earlier address of another"


def test_a_badge_is_shown_at_its_earlier_address_too(site: Path) -> None:
    """Whoever put it into a page or signature of their own goes on showing it."""
    build_site(write_site(site, MOVED))
    files = read_files(site / "public")
    assert files["badges/number-one.svg"] == files["badges/first.svg"]
    assert files["badges/number-one-512.png"] == files["badges/first-512.png"]


def test_the_earlier_address_of_an_unlisted_customer_leads_nowhere(site: Path) -> None:
    text = (site / "content/customers/ada.yaml").read_text("utf-8")
    write_site(
        site, f"-- content/customers/ada.yaml --\n{text}visibility: unlisted\ntoken: {'0123456789abcdef' * 2}\n"
    )
    build_site(site)
    assert (site / "public/_redirects").read_text() == "# Earlier addresses\n"


def test_a_domain_of_its_own_is_told(site: Path) -> None:
    build_site(site, base_url="https://club.example")
    assert (site / "public/CNAME").read_text() == "club.example\n"
    build_site(site)
    assert not (site / "public/CNAME").exists()


def test_a_domain_that_somebody_named_by_hand_is_not_written_over(site: Path) -> None:
    """It stays where the build has none to name; else the build says which file is in its way, and does nothing."""
    (site / "public/CNAME").write_text("mine.example\n")
    build_site(site)
    with pytest.raises(ProblemsFound, match="files that badgesite did not write: CNAME"):
        build_site(site, base_url="https://club.example")
    assert (site / "public/CNAME").read_text() == "mine.example\n"
    assert "northwind.example/club" in (site / "public/robots.txt").read_text()
    (site / "public/CNAME").unlink()
    build_site(site, base_url="https://club.example")
    assert (site / "public/CNAME").read_text() == "club.example\n"


@pytest.mark.parametrize(
    ("home", "domain"),
    [
        ("https://club.example", "club.example"),
        ("https://www.club.example", "www.club.example"),
        ("https://club.example/club", ""),
        ("https://club.example:8443", ""),
        ("https://me.github.io", ""),
        ("https://me.github.io/club", ""),
        ("http://127.0.0.1", ""),
        ("http://localhost", ""),
    ],
)
def test_only_a_domain_that_is_the_sites_alone_is_its_own(home: str, domain: str) -> None:
    assert find_domain(home) == domain


def test_a_long_sitemap_is_split(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locations(name: str) -> list[str]:
        return re.findall("<loc>https://northwind.example/club/(.*)</loc>", (site / "public" / name).read_text())

    whole = locations("sitemap.xml")
    monkeypatch.setattr(listing, "MOST_IN_SITEMAP", 4)
    write_site(site, "-- content/customers/cy.yaml --\nname: Cy\n")
    build_site(site)
    parts = locations("sitemap.xml")
    assert parts == [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    found = [locations(part) for part in parts]
    assert {len(part) for part in found[:-1]} == {4}
    assert sorted(path for part in found for path in part) == sorted([*whole, "c/cy/"])
    monkeypatch.undo()
    (site / "content/customers/cy.yaml").unlink()
    shutil.rmtree(site / ".badgesite")
    build_site(site)
    assert locations("sitemap.xml") == whole
    assert not list((site / "public").glob("sitemap-*"))
