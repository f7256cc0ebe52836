"""What hosts read: a domain of its own, no Jekyll, headers, and earlier addresses that lead to the present ones."""

import re
import shutil
from pathlib import Path

import pytest

from badgesite.pages import listing
from badgesite.pages.host import find_domain, write_redirects
from built import build_site, read_files
from sites import write_site


def test_every_site_has_what_hosts_look_for(site: Path) -> None:
    files = read_files(site / "public")
    assert files[".nojekyll"] == b""
    assert files["_headers"].startswith(b"/*\n  Content-Security-Policy: default-src 'self'; ")
    assert b"\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in files["_headers"]
    assert "CNAME" not in files


def test_earlier_addresses_lead_to_the_present_ones(site: Path) -> None:
    assert (site / "public/_redirects").read_text() == (
        "# Earlier addresses\n/c/augusta/* https://northwind.example/club/c/ada/:splat 301\n"
    )
    assert (site / "public/c/augusta/index.html").exists()


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


def test_redirects_take_along_what_is_below() -> None:
    text = write_redirects("https://n.example", [("badges/old/", "badges/new/")])
    assert text.splitlines()[1] == "/badges/old/* https://n.example/badges/new/:splat 301"


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
