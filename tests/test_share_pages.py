"""What finished pages offer to those who want to show them around, and what lies beside the pages for that."""

import datetime
import json
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from badgesite.build.order import Order
from badgesite.build.story import build
from built import build_once, build_site, read_files
from command import run
from sites import write_site
from webpage import WebPage, read_page

HOME = "https://northwind.example/club"
NAME = 'R&D "50 %" + Ünïcode #1'
FILES = f"""\
-- content/site.yaml --
name: Northwind & Sons
url: {HOME}
kit: [qr, oembed]
share: [x, mastodon, linkedin, reddit]
metrics: {{orders: {{label: Orders, unit: [order, orders]}}}}
-- content/badges/all.yaml --
- {{id: odd, name: '{NAME}', criteria: Be odd.}}
- {{id: lost, name: Lost, criteria: Lose it.}}
-- content/groups/firms.yaml --
name: Firms
share: [teams, email]
-- content/customers/ada.yaml --
name: Ada Lovelace
aliases: [augusta]
awards: [{{badge: odd, date: 2024-02-29}}, {{badge: lost, date: 2024-01-01, revoked: 2024-02-01}}]
-- content/customers/bea.yaml --
name: Bea Beatrix
group: firms
awards: [{{badge: odd}}]
"""
LONGEST_PAGE = 60_000


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with the whole kit; only to be looked at and copied."""
    return build_once(tmp_path_factory, "share-kit", lambda folder: build_site(write_site(folder, FILES)))


@pytest.fixture(scope="module")
def outputs(shared: Path) -> dict[str, bytes]:
    """Every output by its path."""
    return read_files(shared / "public")


def page_of(outputs: dict[str, bytes], folder: str) -> WebPage:
    """Return the page of a folder."""
    return read_page(outputs[f"{folder}index.html"].decode())


def chips(page: WebPage) -> list[str]:
    """Return the words of the share links, in their order."""
    addresses = ("x.com", "share/mastodon", "sharing/share-offsite", "reddit.com", "teams.", "mailto:")
    links = [each for each in page.all("a") if any(part in (each.get("href") or "") for part in addresses)]
    return [link.text for link in links]


@pytest.mark.parametrize("folder", ["c/ada/", "c/ada/odd/", "badges/odd/"])
def test_the_networks_are_those_of_the_site_in_its_order(outputs: dict[str, bytes], folder: str) -> None:
    assert chips(page_of(outputs, folder)) == ["X", "Mastodon", "LinkedIn", "Reddit"]


@pytest.mark.parametrize("folder", ["c/bea/", "c/bea/odd/"])
def test_the_networks_of_a_group_come_first(outputs: dict[str, bytes], folder: str) -> None:
    assert chips(page_of(outputs, folder)) == ["Teams", "E-mail", "X", "Mastodon", "LinkedIn", "Reddit"]


@pytest.mark.parametrize("folder", ["c/ada/", "c/ada/odd/", "badges/odd/"])
def test_the_link_to_copy_is_that_of_the_page(outputs: dict[str, bytes], folder: str) -> None:
    """It can be copied by hand, too, where no script runs."""
    first = page_of(outputs, folder).all("input")[0]
    assert (first.get("value"), "readonly" in first.attributes) == (f"{HOME}/{folder}", True)
    assert first.get("dir") == "auto", "an address begins at its beginning on pages from right to left, too"


def test_a_name_that_looks_like_an_address_comes_through_every_link(outputs: dict[str, bytes]) -> None:
    """Also the form of a LinkedIn profile, the fields to copy, and the code to paste."""
    page = page_of(outputs, "c/ada/odd/")
    said = f"Ada Lovelace earned {NAME} at Northwind & Sons"
    links = [urlsplit(each.attributes["href"]) for each in page.all("a") if each.get("rel") == "noopener"]
    values = {link.netloc + link.path: parse_qs(link.query or link.fragment, strict_parsing=True) for link in links}
    assert values == {
        "x.com/intent/post": {"text": [said], "url": [f"{HOME}/c/ada/odd/"]},
        "../../../share/mastodon/": {"text": [f"{said} {HOME}/c/ada/odd/"]},
        "www.linkedin.com/sharing/share-offsite/": {"url": [f"{HOME}/c/ada/odd/"]},
        "www.reddit.com/submit": {"url": [f"{HOME}/c/ada/odd/"], "title": [said]},
        "www.linkedin.com/profile/add": {
            "startTask": ["CERTIFICATION_NAME"],
            "name": [NAME],
            "organizationName": ["Northwind & Sons"],
            "issueYear": ["2024"],
            "issueMonth": ["2"],
            "certId": ["ada/odd"],
            "certUrl": [f"{HOME}/c/ada/odd/"],
        },
    }
    fields = [each.get("value") for each in page.all("input")]
    assert fields == [f"{HOME}/c/ada/odd/", NAME, "Northwind & Sons", "ada/odd", f"{HOME}/c/ada/odd/"]


def test_with_code_to_embed_a_page_has_it_and_without_it_has_none(shared: Path, tmp_path: Path) -> None:
    site = shutil.copytree(shared, tmp_path / "site")
    config = site / "content/site.yaml"
    config.write_text(config.read_text("utf-8").replace("kit: [qr, oembed]", "kit: [embed]"), "utf-8")
    build_site(site)
    files = read_files(site / "public")
    page = page_of(files, "c/ada/odd/")
    codes = [each.get("value") or "" for each in page.all("input")][5:]
    assert [code[:6] for code in codes] == ["<a hre", "[![Ada", "<ifram", "<table"]
    (image,) = read_page(codes[0]).all("img")
    assert image.get("src") == f"{HOME}/badges/odd-512.png"
    assert len(page_of(files, "c/ada/").all("input")) == 4, "a profile has all but the signature"
    assert not [path for path in files if path.endswith(("qr.svg", "oembed.json"))]
    config.write_text(config.read_text("utf-8").replace("kit: [embed]", "kit: []"), "utf-8")
    report = build_site(site)
    assert {path.rpartition("/")[2] for path in report.deleted} == {"embed.html"}
    assert page_of(read_files(site / "public"), "c/ada/").all("details") == ()


def test_medallions_can_be_taken_along(outputs: dict[str, bytes]) -> None:
    for folder in ("c/ada/odd/", "badges/odd/"):
        links = [each for each in page_of(outputs, folder).all("a") if (each.get("download") or "").startswith("odd")]
        assert [(link.text, link.get("download")) for link in links] == [("SVG", "odd.svg"), ("PNG", "odd.png")]
        paths = [re.sub(r"^(\.\./)+|\?.*", "", link.attributes["href"]) for link in links]
        assert paths == ["badges/odd.svg", "badges/odd-512.png"]
        assert set(paths) <= outputs.keys()


def test_what_was_revoked_is_not_shown_around_but_its_frames_say_so(outputs: dict[str, bytes]) -> None:
    page = page_of(outputs, "c/ada/lost/")
    assert page.all("input") == ()
    assert "c/ada/lost/qr.svg" not in outputs
    frame = read_page(outputs["c/ada/lost/embed.html"].decode())
    assert "no longer holds Lost" in frame.text
    assert "over" in (frame.one("a").get("class") or "")


@pytest.mark.parametrize("folder", ["c/ada/", "c/ada/odd/", "badges/odd/"])
def test_other_sites_learn_how_to_embed_a_page(outputs: dict[str, bytes], folder: str) -> None:
    """By oEmbed 1.0, with the title of the page; the frame leads to the small page, and that to the page."""
    page = page_of(outputs, folder)
    (link,) = [each for each in page.all("link") if each.get("type") == "application/json+oembed"]
    assert (link.get("href"), link.get("title")) == (f"{HOME}/{folder}oembed.json", page.one("title").text)
    data = json.loads(outputs[f"{folder}oembed.json"])
    assert (data["version"], data["type"], data["title"]) == ("1.0", "rich", page.meta("og:title"))
    assert (data["provider_name"], data["provider_url"]) == ("Northwind & Sons", f"{HOME}/")
    assert data["thumbnail_url"] == page.meta("og:image")
    assert (data["thumbnail_width"], data["thumbnail_height"]) == (1200, 630)
    frame = read_page(data["html"]).one("iframe")
    assert (frame.get("width"), frame.get("height")) == (str(data["width"]), str(data["height"]))
    small = read_page(outputs[f"{folder}embed.html"].decode())
    assert frame.get("src") == f"{HOME}/{folder}embed.html"
    assert (small.meta("robots"), small.links("canonical")) == ("noindex", (f"{HOME}/{folder}",))
    assert (small.one("a").get("href"), small.one("a").get("target")) == (f"{HOME}/{folder}", "_blank")
    assert small.faults == ()


def test_an_old_frame_leads_to_the_small_page_of_today(outputs: dict[str, bytes]) -> None:
    old = read_page(outputs["c/augusta/odd/embed.html"].decode())
    assert "0; url=../../../c/ada/odd/embed.html" in [meta.get("content") for meta in old.all("meta")]


def test_what_a_code_or_frame_does_not_show_leaves_it_alone(shared: Path, tmp_path: Path) -> None:
    """And whatever was made after an edit is as if made from nothing."""
    site = shutil.copytree(shared, tmp_path / "site")
    build_site(site)
    write_site(
        site,
        "-- content/customers/bea.yaml --\nname: Bea Beatrix\ngroup: firms\nbio: Hello!\nawards: [{badge: odd}]\n",
    )
    rendered = build_site(site).rendered
    assert "c/bea/index.html" in rendered
    assert not [path for path in rendered if path.endswith(("qr.svg", "embed.html"))]
    build(Order(site, tmp_path / "anew", datetime.date(2026, 11, 22)))
    assert read_files(site / "public") == read_files(tmp_path / "anew")


def test_what_stands_in_frames_counts_as_no_page(shared: Path, tmp_path: Path) -> None:
    site = shutil.copytree(shared, tmp_path / "site")
    write_site(site, "-- content/customers/cy.yaml --\nname: Cy\n")
    pages = json.loads(run("plan", "--site", site, "--today", "2026-11-22", "--json").out)["pages"]
    assert pages["new"] == ["c/cy/"]


def test_mastodon_has_no_page_where_nobody_is_sent_there(tmp_path: Path) -> None:
    """The list of a group counts, too."""
    site = FILES.replace("share: [x, mastodon, linkedin, reddit]", "share: [x]")
    build_site(write_site(tmp_path, site))
    assert not (tmp_path / "public/share").exists()
    write_site(tmp_path, "-- content/groups/firms.yaml --\nname: Firms\nshare: [mastodon]\n")
    build_site(tmp_path)
    assert (tmp_path / "public/share/mastodon/index.html").exists()


def test_a_profile_of_thirty_awards_is_light(tmp_path: Path) -> None:
    """HTML, styles and scripts together, before compression, with every network and the whole kit."""
    badges = "".join(f"- {{id: b{n}, name: Badge number {n}, criteria: Do it., icon: star}}\n" for n in range(30))
    note = "Thank you for **all** the days on which you helped those who were new here."
    awards = "".join(f"- {{badge: b{n}, date: 2024-01-{n + 1:02}, by: Mira, note: '{note}'}}\n" for n in range(30))
    files = (
        f"-- content/site.yaml --\nname: Northwind Roasters\nurl: {HOME}\nkit: [qr, embed, oembed]\n"
        f"-- content/badges/all.yaml --\n{badges}"
        f"-- content/customers/ada.yaml --\nname: Ada Lovelace\nawards:\n{awards}"
    )
    build_site(write_site(tmp_path, files))
    public = tmp_path / "public"
    page = (public / "c/ada/index.html").read_text("utf-8")
    needed = re.findall(r'(?:rel="stylesheet" href|<script src)="../../([^"]+)"', page)
    assert len(needed) == 3
    assert len(page.encode()) + sum((public / path).stat().st_size for path in needed) <= LONGEST_PAGE
