"""What nobody can earn any more is recommended to nobody; what stands on a page says so."""

import datetime
import json
from pathlib import Path

from badgesite.build.order import Order
from badgesite.build.story import build
from sites import SITE, write_site
from webpage import WebPage, read_page

FILES = f"""\
{SITE}-- content/badges/all.yaml --
- {{id: one, name: One, criteria: c, retired: 2026-02-01}}
- {{id: two, name: Two, criteria: c}}
- {{id: three, name: Three, criteria: c, expires_after: 1 month}}
- {{id: full, name: Full, criteria: c, tier: gold}}
- {{id: summer, name: Summer, criteria: c, tier: platinum}}
- {{id: after, name: After, criteria: c, tier: platinum}}
- {{id: given, name: Given, criteria: c}}
-- content/milestones/all.yaml --
- {{id: orders, name: Orders, metric: orders,
   steps: [{{target: 1, badge: one}}, {{target: 2, badge: two}}, {{target: 3, badge: three}}]}}
- {{id: first, badge: full, when: {{metric: orders, target: 1, first: 1}}}}
- {{id: summery, badge: summer, when: {{all_of: [{{metric: orders, target: 9}}], not_after: 2026-08-31}}}}
- {{id: after-summer, badge: after, when: {{all_of: [summer]}}}}
-- content/customers/ada.yaml --
{{name: Ada, activity: [{{date: 2026-03-01, orders: 3}}]}}
"""


NOTICE = "This badge can no longer be earned."


def build_on(site: Path, day: str) -> Path:
    """Build the site as it is on a day, and return the output folder."""
    build(Order(site, site / "public", datetime.date.fromisoformat(day), None, 1))
    return site / "public"


def words(public: Path, path: str) -> str:
    """Return the words of a page."""
    return " ".join(read_page((public / path / "index.html").read_text("utf-8")).text.split())


def section(public: Path, path: str, heading: str) -> str:
    """Return the words of the section of a page that has this heading."""
    page = read_page((public / path / "index.html").read_text("utf-8"))
    (found,) = (each.text for each in page.all("section") if heading in each.text)
    return " ".join(found.split())


def test_closed_badges_are_recommended_to_nobody(tmp_path: Path) -> None:
    """Also when only a day or another customer closed them since the last build."""
    site = write_site(tmp_path, FILES)
    public = build_on(site, "2026-01-01")
    reach, first = section(public, "", "Badges to reach for"), section(public, "", "Good first badges")
    assert all(name in reach for name in ("One", "Two", "Three", "Full", "Summer", "After", "Given"))
    assert "One" in first
    assert "Be the first" in words(public, "badges/summer")

    public = build_on(site, "2026-09-01")
    reach, first = section(public, "", "Badges to reach for"), section(public, "", "Good first badges")
    assert all(name in reach for name in ("Two", "Three", "Given"))
    assert not any(name in reach for name in ("One", "Full", "Summer", "After"))
    assert ("One" in first, "Two" in first) == (False, True)
    for closed in ("summer", "after", "full"):
        assert NOTICE in words(public, f"badges/{closed}")
        assert "Be the first" not in words(public, f"badges/{closed}")
    assert "Nobody holds it." in words(public, "badges/summer")
    assert "Nobody holds it." in words(public, "badges/one")
    assert NOTICE not in words(public, "badges/given")


def test_a_profile_shows_no_step_that_is_out_of_reach(tmp_path: Path) -> None:
    """Nor does what it tells machines of awards name one that has expired."""
    public = build_on(write_site(tmp_path, FILES), "2026-09-01")
    assert section(public, "c/ada", "The way so far").endswith("Two Three")
    assert "One" not in section(public, "c/ada", "The way so far")
    page = read_page((public / "c/ada/index.html").read_text("utf-8"))
    (person,) = (data["mainEntity"] for data in map(json.loads, _scripts(page)) if data["@type"] == "ProfilePage")
    assert sorted(person["award"]) == ["Full", "Two"]


def _scripts(page: WebPage) -> list[str]:
    return [each.text for each in page.all("script") if each.get("type") == "application/ld+json"]
