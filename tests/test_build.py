"""A build renders exactly what an edit changed, leaves a whole site behind, and never touches what is not its own."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from badgesite.build.order import Order, Report
from badgesite.build.story import build
from badgesite.errors import Problem, ProblemsFound, UsageError
from built import REPOSITORY, TODAY, build_site, look_at, read_files
from sites import write_site
from small_site import CARDS, DATA, MEDALLIONS, PAGES, SMALL

ADA = "content/customers/ada.yaml"
SITE = "content/site.yaml"
ORDERS = "content/badges/orders.yaml"
OWN_THEME = """\
-- themes/own/theme.yaml --
extends: default
-- themes/own/templates/text.html --
{% extends "base.html" %}
{% block content %}<p>Ours: {{ page.title }}</p>{% endblock %}
"""
OF_ADA = {
    "c/ada/index.html", "c/ada/card.png", "c/ada/index.json", "c/ada/first/index.html", "c/ada/first/card.png",
    "c/ada/feed.xml", "c/augusta/index.html", "c/augusta/first/index.html",
}  # fmt: skip
SHOWING_ORDERS = {"c/ada/index.html", "c/ada/card.png", "c/ada/index.json", "c/augusta/index.html"}
"""Where a new order shows; what leads on from an old address unfolds into the card, too."""


def edit(site: Path, path: str, old: str, new: str) -> None:
    """Replace a text in a file."""
    text = (site / path).read_text("utf-8")
    assert text.count(old) == 1
    (site / path).write_text(text.replace(old, new), "utf-8")


def rendered_after(site: Path) -> set[str]:
    """Build, make sure that a second build has nothing to do, and return what the first one rendered."""
    report = build_site(site)
    assert build_site(site).rendered == ()
    return set(report.rendered)


def problems_of_build(site: Path, out: Path | None = None) -> list[Problem]:
    """Build what cannot be built, make sure that no file below the site changed, and return what is wrong."""
    before = look_at(site)
    with pytest.raises(ProblemsFound) as caught:
        build_site(site, out)
    assert {path: seen for path, seen in look_at(site).items() if not path.startswith(".badgesite/")} == {
        path: seen for path, seen in before.items() if not path.startswith(".badgesite/")
    }
    return list(caught.value.problems)


def test_the_outputs_are_exactly_these(small: Path) -> None:
    paths = read_files(small / "public").keys()
    assets = {path for path in paths if path.startswith("assets/")}
    assert paths - assets == PAGES | CARDS | MEDALLIONS | DATA
    theme = REPOSITORY / "themes" / "default" / "assets"
    own = {f"assets/{file.relative_to(theme).as_posix()}" for file in theme.rglob("*") if file.is_file()}
    plain = {re.sub(r"\.[0-9a-f]{10}\.", ".", path) for path in assets}
    assert plain == own | {"assets/look.css", "assets/icon.svg", "assets/icon-512.png"}


def test_the_report_counts_everything(small: Path, site: Path) -> None:
    whole = read_files(small / "public")
    report = build_site(site)
    assert (report.rendered, report.unchanged, report.deleted, report.problems) == ((), len(whole), (), ())
    edit(site, ADA, "orders: 1", "orders: 2")
    assert build_site(site).unchanged == len(whole) - 4


def test_a_finished_site_is_left_alone(site: Path) -> None:
    """Also its files' times: hosts and browsers go by them."""
    before = look_at(site / "public")
    assert rendered_after(site) == set()
    assert look_at(site / "public") == before


def test_a_comment_and_the_order_of_keys_render_nothing(site: Path) -> None:
    edit(site, ADA, "name: Ada Lovelace\naliases: [augusta]", "# Our first.\naliases: [augusta]\nname: Ada Lovelace")
    assert rendered_after(site) == set()


def test_a_touched_file_renders_nothing(site: Path) -> None:
    os.utime(site / ADA, ns=(0, 0))
    assert rendered_after(site) == set()


def test_a_new_order_renders_that_customer_alone(site: Path) -> None:
    edit(site, ADA, "orders: 1", "orders: 2")
    assert rendered_after(site) == SHOWING_ORDERS


def test_an_earned_badge_renders_where_it_shows(site: Path) -> None:
    edit(site, ADA, "orders: 1", "orders: 10")
    assert rendered_after(site) == {
        "c/ada/index.html", "c/ada/card.png", "c/ada/index.json",
        "c/ada/tenth/index.html", "c/ada/tenth/card.png", "c/augusta/tenth/index.html",
        "c/ada/feed.xml", "c/augusta/index.html",
        "badges/tenth/index.html", "badges/tenth/card.png", "badges/tenth/index.json",
        "index.html", "index.json", "members/index.html", "feed.xml", "sitemap.xml", "_redirects",
    }  # fmt: skip


def test_the_long_text_of_a_badge_does_not_touch_profiles(site: Path) -> None:
    edit(site, ORDERS, "criteria: Place an order.", "criteria: Place an order., description: The one that began it.")
    assert rendered_after(site) == {"badges/first/index.html", "badges/first/index.json"}


def test_a_new_customer_renders_theirs_and_the_lists(site: Path) -> None:
    write_site(site, "-- content/customers/cy.yaml --\nname: Cy\n")
    assert rendered_after(site) == {
        "c/cy/index.html", "c/cy/card.png", "c/cy/index.json", "c/cy/feed.xml",
        "members/index.html", "index.json", "search.json", "sitemap.xml",
    }  # fmt: skip


@pytest.mark.parametrize("edit_ada", ["remove", "hide"])
def test_a_customer_who_leaves_leaves_nothing(site: Path, edit_ada: str) -> None:
    """Removed or made private: the files are gone, with their folders; somebody else's file stays."""
    (site / "public" / "c" / "ada" / "notes.txt").write_text("mine")
    (site / "public" / "CNAME").write_text("mine")
    if edit_ada == "remove":
        (site / ADA).unlink()
    else:
        edit(site, ADA, "aliases:", "visibility: private\naliases:")
    report = build_site(site)
    assert set(report.deleted) == OF_ADA
    assert set(report.rendered) == {
        "badges/first/index.html", "badges/first/card.png", "badges/first/index.json",
        "index.html", "index.json", "members/index.html", "feed.xml", "search.json", "sitemap.xml", "_redirects",
    }  # fmt: skip
    left = read_files(site / "public")
    assert [path for path in left if path.startswith(("c/ada", "c/augusta"))] == ["c/ada/notes.txt"]
    assert left["CNAME"] == b"mine"
    assert not (site / "public" / "c" / "augusta").exists()
    assert not [path for path, body in left.items() if b"Lovelace" in body or b"augusta" in body]


def test_the_name_of_the_site_renders_everything_that_says_it(site: Path) -> None:
    before = read_files(site / "public")
    saying = {path for path, body in before.items() if path.endswith((".html", ".xml")) and b"Northwind" in body}
    edit(site, SITE, "Northwind Roasters", "Southwind")
    rendered = rendered_after(site)
    assert rendered >= saying | CARDS | {"index.json", "assets/icon.svg"}
    assert not rendered & (
        MEDALLIONS | {path for path in DATA if path.endswith("/index.json") or path.startswith((".", "_"))}
    )
    assert not [path for path, body in read_files(site / "public").items() if b"Northwind" in body]


def test_a_theme_of_the_sites_own_changes_one_template(site: Path) -> None:
    """What it does not have comes from the theme that it extends; no picture is drawn again."""
    before = read_files(site / "public")
    write_site(site, OWN_THEME)
    edit(site, SITE, "tagline:", "theme: own\ntagline:")
    rendered = rendered_after(site)
    after = read_files(site / "public")
    assert {path for path in after if after[path] != before.get(path)} == {"about/index.html"}
    assert b"<p>Ours: About</p>" in after["about/index.html"]
    assert not rendered & (CARDS | MEDALLIONS)
    edit(site, "themes/own/templates/text.html", "Ours:", "Still ours:")
    assert "about/index.html" in rendered_after(site)
    assert b"<p>Still ours: About</p>" in (site / "public/about/index.html").read_bytes()


def test_a_card_of_the_sites_own_theme_draws_just_those_cards_again(site: Path) -> None:
    write_site(site, OWN_THEME)
    edit(site, SITE, "tagline:", "theme: own\ntagline:")
    build_site(site)
    card = (REPOSITORY / "themes/default/cards/badge.svg").read_text("utf-8")
    card = card.replace("</svg>", '<path d="M0 0h9v9z"/></svg>')
    write_site(site, f"-- themes/own/cards/badge.svg --\n{card}")
    drawn = {f"badges/{badge}/{name}" for badge in ("first", "tenth") for name in ("card.png", "index.html")}
    assert rendered_after(site) == drawn


def test_a_deleted_output_comes_back(site: Path) -> None:
    before = read_files(site / "public")
    (site / "public/c/ada/card.png").unlink()
    shutil.rmtree(site / "public/badges")
    assert rendered_after(site) == {path for path in before if path.startswith("badges/")} | {"c/ada/card.png"}
    assert read_files(site / "public") == before


def test_a_deleted_output_folder_comes_back(site: Path) -> None:
    before = read_files(site / "public")
    shutil.rmtree(site / "public")
    assert rendered_after(site) == before.keys()
    assert read_files(site / "public") == before


def test_a_reverted_edit_gives_the_same_bytes(site: Path) -> None:
    before = read_files(site / "public")
    edit(site, ADA, "Ada Lovelace", "Ada King")
    there = rendered_after(site)
    edit(site, ADA, "Ada King", "Ada Lovelace")
    assert rendered_after(site) == there
    assert read_files(site / "public") == before


def test_two_workers_write_the_same_bytes_as_one(small: Path, tmp_path: Path) -> None:
    write_site(tmp_path, SMALL)
    build_site(tmp_path, jobs=2)
    assert read_files(tmp_path / "public") == read_files(small / "public")


def test_verify_mends_a_changed_byte_and_nothing_else(site: Path) -> None:
    before = read_files(site / "public")
    page = site / "public/c/ada/index.html"
    page.write_bytes(page.read_bytes().replace(b"Ada", b"Eve"))
    assert build_site(site).rendered == ()
    assert build_site(site, is_verifying=True).rendered == ("c/ada/index.html",)
    assert read_files(site / "public") == before
    assert build_site(site, is_verifying=True).rendered == ()


def _damage(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0 and then nothing")


def _tear(file: Path) -> None:
    body = file.read_bytes()
    file.write_bytes(body[: len(body) // 2])


def _remove(file: Path) -> None:
    shutil.rmtree(file.parent)


def _write_another(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("spoil", [_damage, _tear, _remove, _write_another])
def test_a_lost_state_is_an_empty_one(site: Path, spoil: Callable[[Path], None]) -> None:
    """Everything is rendered once more, over the files that are recognised as ours."""
    before = read_files(site / "public")
    (file,) = (site / ".badgesite").glob("state-*.sqlite")
    spoil(file)
    assert rendered_after(site) == before.keys()
    assert read_files(site / "public") == before


@pytest.mark.parametrize("name", ["佐" * 300, "&" * 300])
def test_pages_of_the_longest_names_are_told_by_their_mark_too(site: Path, name: str) -> None:
    """A long name moves the mark down the page, but not out of sight."""
    write_site(site, f"-- {ADA} --\nname: {json.dumps(name, ensure_ascii=False)}\n")
    build_site(site)
    shutil.rmtree(site / ".badgesite")
    (site / ADA).unlink()
    build_site(site)
    assert not (site / "public" / "c" / "ada").exists()


def test_a_customer_who_leaves_while_the_state_is_lost_leaves_nothing(site: Path) -> None:
    """Their pages are told by their mark; somebody else's file beside them, and a site of theirs below, stay."""
    (site / "public" / "c" / "ada" / "notes.txt").write_text("mine")
    shutil.copytree(site / "public" / "c" / "bea", site / "public" / "another" / "c" / "bea")
    shutil.rmtree(site / ".badgesite")
    (site / ADA).unlink()
    build_site(site)
    left = {path for path in read_files(site / "public") if path.startswith(("c/", "another/"))}
    assert left == {
        "c/ada/notes.txt", "c/bea/index.html", "c/bea/card.png", "c/bea/index.json", "c/bea/feed.xml",
        "another/c/bea/index.html", "another/c/bea/card.png", "another/c/bea/index.json",
        "another/c/bea/feed.xml",
    }  # fmt: skip


def test_outputs_that_a_killed_build_was_about_to_replace_are_made_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the edit is taken back in between, so that all keys are those of the finished build."""
    before = read_files(site / "public")
    text = (site / ADA).read_text("utf-8")
    edit(site, ADA, "orders: 1", "orders: 2")
    replace = os.replace

    def die_at_the_card(part: str, target: str) -> None:
        if Path(target).name == "card.png":
            raise KeyboardInterrupt
        replace(part, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die_at_the_card)
        with pytest.raises(KeyboardInterrupt):
            build_site(site)
    changed = {path for path, body in read_files(site / "public").items() if before.get(path) != body}
    assert changed == {"c/ada/index.html"}, "whole files of the old or the new site, and no leftovers"
    (site / ADA).write_text(text, "utf-8")
    assert rendered_after(site) == SHOWING_ORDERS
    assert read_files(site / "public") == before


def test_old_addresses_lead_to_the_present_one(site: Path) -> None:
    for old, way in (("c/augusta", "../../c/ada/"), ("c/augusta/first", "../../../c/ada/first/")):
        text = (site / "public" / old / "index.html").read_text("utf-8")
        assert f'<meta http-equiv="refresh" content="0; url={way}">' in text
        assert f'<link rel="canonical" href="https://northwind.example/club/{way.replace("../", "")}">' in text
        assert (site / "public" / old / way / "index.html").is_file()


@pytest.mark.parametrize(
    ("files", "what"),
    [
        (
            "-- content/pages/badges.md --\n---\ntitle: Ours\n---\n",
            "content/pages/badges.md:2:1: badges/ is also an address of the site itself",
        ),
        (
            "-- content/pages/c/bea.md --\n---\ntitle: Bea\n---\n",
            "content/customers/bea.yaml:1:1: c/bea/ is also an address of content/pages/c/bea.md",
        ),
        (
            "-- content/pages/members.md --\n---\ntitle: People\n---\n",
            "content/pages/members.md:2:1: members/ is also an address of the site itself",
        ),
    ],
)
def test_two_things_at_one_address_are_named(site: Path, files: str, what: str) -> None:
    write_site(site, files)
    (found,) = problems_of_build(site)
    assert str(found) == f"{what} (give one of them another id or another place)"


@pytest.mark.parametrize("out", ["content", "content/public", ".", ".."])
def test_the_output_folder_must_lie_outside_of_the_content(site: Path, out: str) -> None:
    before = look_at(site)
    with pytest.raises(UsageError, match=r"must lie outside of content/"):
        build_site(site, site / out)
    assert look_at(site) == before


def test_a_folder_of_somebody_else_is_left_alone(site: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    write_site(theirs, "-- index.html --\n<title>Mine</title>\n-- a/b.txt --\nmine\n")
    before = look_at(theirs)
    (found,) = problems_of_build(site, theirs)
    assert found.what == "the output folder holds files that badgesite did not write: a, index.html"
    assert found.remedy == "move them away, or choose an empty folder with --out"
    assert look_at(theirs) == before


def test_a_file_of_somebody_else_is_not_overwritten(site: Path) -> None:
    """It stands where a new customer's page is to be; everything else could be written, and nothing is."""
    write_site(site, "-- public/c/cy/index.html --\nmine\n-- content/customers/cy.yaml --\nname: Cy\n")
    (found,) = problems_of_build(site)
    assert found.what == "the output folder holds files that badgesite did not write: c/cy/index.html"


def test_an_empty_folder_is_filled(site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    build_site(site, tmp_path / "empty")
    assert read_files(tmp_path / "empty") == read_files(site / "public")


def test_the_output_folder_may_be_a_link(site: Path, tmp_path: Path) -> None:
    shutil.move(site / "public", tmp_path / "elsewhere")
    (site / "public").symlink_to(tmp_path / "elsewhere")
    edit(site, ADA, "orders: 1", "orders: 2")
    assert rendered_after(site) == SHOWING_ORDERS


def test_an_output_folder_that_is_a_file_is_refused(site: Path) -> None:
    (site / "file").write_text("mine")
    (found,) = problems_of_build(site, site / "file")
    assert (found.path, found.what) == (str(site / "file"), "the output folder is a file")


def _link_folder(site: Path, elsewhere: Path) -> str:
    shutil.rmtree(site / "public/c")
    (site / "public/c").symlink_to(elsewhere)
    return "c"


def _link_folder_of_the_removed(site: Path, elsewhere: Path) -> str:
    shutil.copytree(site / "public/c/ada", elsewhere, dirs_exist_ok=True)
    shutil.rmtree(site / "public/c/ada")
    (site / "public/c/ada").symlink_to(elsewhere)
    (site / ADA).unlink()
    return "c/ada"


def _put_file_for_folder(site: Path, elsewhere: Path) -> str:
    shutil.rmtree(site / "public/c/ada")
    (site / "public/c/ada").write_text("mine")
    return "c/ada"


def _put_folder_for_file(site: Path, elsewhere: Path) -> str:
    (site / "public/feed.xml").unlink()
    (site / "public/feed.xml").mkdir()
    return "feed.xml"


@pytest.mark.parametrize(
    "obstruct", [_link_folder, _link_folder_of_the_removed, _put_file_for_folder, _put_folder_for_file]
)
def test_nothing_is_written_or_deleted_through_what_stands_in_the_way(
    site: Path, tmp_path: Path, obstruct: Callable[[Path, Path], str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = obstruct(site, elsewhere)
    before = sorted(elsewhere.rglob("*")), look_at(elsewhere)
    (found,) = problems_of_build(site)
    assert found.path == str(site / "public" / path)
    assert found.what == "a link, file or folder stands in the way of badgesite's own"
    assert (sorted(elsewhere.rglob("*")), look_at(elsewhere)) == before


def test_a_link_for_a_file_is_replaced_and_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine")
    target = site / "public/c/ada/index.json"
    target.unlink()
    target.symlink_to(tmp_path / "mine.json")
    edit(site, ADA, "orders: 1", "orders: 2")
    build_site(site)
    assert not target.is_symlink()
    assert (tmp_path / "mine.json").read_text() == "mine"


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    write_site(tmp_path, SMALL)
    report: Report = build(Order(tmp_path, tmp_path / "public", TODAY), lambda *pace: told.append(pace))
    count = len(report.rendered)
    assert told[-1] == (count, count, 2)
    assert told == sorted(told)
    assert len(told) > 1
