"""With the state lost, what is ours is told by the files themselves: it goes when it is due, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from built import build_once, build_site, read_files
from rich_site import build_rich
from sites import write_site

THEIRS = {
    "CNAME": b"club.example\n",
    "assets/app.0123456789.js": b"named like a version, but of other bytes",
    "badges/mine.svg": b"<svg/>",
    "c/notes.txt": b"mine",
    "media/film.mp4": b"film",
    "shop/card.png": b"no page of ours stands beside it",
    "shop/index.html": b"<title>Shop</title>",
}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich site, built; only to be copied."""
    return build_once(tmp_path_factory, "rich", build_rich)


@pytest.fixture
def site(rich: Path, tmp_path: Path) -> Path:
    """A copy of the rich site, built."""
    return Path(shutil.copytree(rich, tmp_path / "site"))


def drop(site: Path, path: str, *texts: str) -> None:
    """Take texts out of a file of a site."""
    text = (site / path).read_text("utf-8")
    for each in texts:
        assert each in text
        text = text.replace(each, "")
    (site / path).write_text(text, "utf-8")


def drop_badge(site: Path) -> None:
    (site / "content/milestones/keen.yaml").unlink()
    badges = site / "content/badges/all.yaml"
    lines = badges.read_text("utf-8").splitlines(keepends=True)
    badges.write_text("".join(line for line in lines if "id: keen" not in line), "utf-8")


def swap_accent(site: Path) -> None:
    site_file = site / "content/site.yaml"
    site_file.write_text(site_file.read_text("utf-8").replace("#b4532a", "#2f7d4f"), "utf-8")


def drop_theme(site: Path) -> None:
    write_site(site, "-- themes/own/assets/more.css --\nb { color: red }\n")
    build_site(site)
    (site / "themes/own/assets/more.css").unlink()


def drop_picture(site: Path) -> None:
    (site / "content/assets/plan.svg").unlink()
    drop(site, "content/pages/about.md", ", and [our plan](assets/plan.svg)")


def drop_voice(site: Path) -> None:
    drop(site, "content/site.yaml", "portrait: assets/mira.png, ")


def drop_page(site: Path) -> None:
    (site / "content/pages/fine-print.md").unlink()


def drop_customer(site: Path) -> None:
    (site / "content/customers/ada.yaml").unlink()
    drop(site, "content/activity/2026.csv", "ada,2026-01-05,orders,1\n", "ada,2026-01-07,orders,2\n")


@pytest.mark.parametrize(
    ("edit", "gone"),
    [
        (drop_badge, "badges/keen.svg badges/keen-512.png badges/keen/card.png c/ada/keen/square.png"),
        (swap_accent, "assets/look."),
        (drop_theme, "assets/more."),
        (drop_picture, "media/plan.svg"),
        (drop_voice, "media/voice.webp"),
        (drop_page, "fine-print/index.html fine-print/card.png"),
        (drop_customer, "c/ada/portrait.webp c/augusta/index.html"),
    ],
)
def test_what_is_not_due_goes_and_what_others_brought_stays(
    site: Path, tmp_path: Path, edit: Callable[[Path], None], gone: str
) -> None:
    edit(site)
    before = read_files(site / "public")
    for path, body in THEIRS.items():
        (site / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "public" / path).write_bytes(body)
    shutil.rmtree(site / ".badgesite")
    report = build_site(site)
    build_site(site, tmp_path / "clean")
    assert read_files(site / "public") == read_files(tmp_path / "clean") | THEIRS
    assert set(report.deleted) == before.keys() - read_files(tmp_path / "clean").keys()
    for start in gone.split():
        assert any(path.startswith(start) for path in report.deleted)


@pytest.mark.parametrize("named", ["club.example", "mine.example"])
def test_a_domain_goes_if_it_was_the_sites_own(site: Path, named: str) -> None:
    """Another one was named by hand."""
    build_site(site, base_url="https://club.example")
    (site / "public/CNAME").write_text(f"{named}\n")
    shutil.rmtree(site / ".badgesite")
    build_site(site)
    assert (site / "public/CNAME").exists() == (named == "mine.example")


def test_a_build_that_died_before_its_first_page_is_recognised(site: Path) -> None:
    """Though its state was removed as well."""
    whole = read_files(site / "public")
    for path in whole:
        if path != "about/index.html" and not path.startswith(("assets/fonts", "badges/bug")):
            (site / "public" / path).unlink()
    shutil.rmtree(site / ".badgesite")
    assert set(build_site(site).rendered) == whole.keys()
    assert read_files(site / "public") == whole


def test_a_list_of_files_that_is_none_names_nothing(site: Path) -> None:
    (site / "public/media/index.json").write_bytes(b'{"files": ["media/film.mp4"]}')
    (site / "public/media/film.mp4").write_bytes(b"film")
    shutil.rmtree(site / ".badgesite")
    build_site(site)
    assert (site / "public/media/film.mp4").read_bytes() == b"film"
