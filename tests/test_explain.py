"""`badgesite explain`: each reason why an output is not current, in words; nothing is written."""

import fcntl
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import font_source_sans_pro
import pytest

from badgesite.build.publish import Publisher
from built import TODAY, build_site, look_at
from command import Ran, run
from sites import write_site

ADA = "content/customers/ada.yaml"
CARD = "c/ada/card.png"
ABOUT = "about/index.html"
CURRENT = "It is current: nothing that it shows has changed since it was made."
Edit = Callable[[Path], object]


def explain(site: Path, path: str, *more: object) -> Ran:
    """Ask for an output, and make sure that this leaves everything as it was."""
    before = look_at(site)
    ran = run("explain", path, "--site", site, "--today", TODAY, *more)
    assert look_at(site) == before
    return ran


def told(site: Path, path: str) -> list[str]:
    """Return what is said of an output, line by line, without what it is."""
    ran = explain(site, path)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.splitlines()[1:]


def swap(path: str, old: str, new: str) -> Edit:
    """Return the edit that replaces a text in a file, later than all that was built."""

    def edit(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert text.count(old) == 1
        (site / path).write_text(text.replace(old, new), "utf-8")
        touch_later(site / path, site)

    return edit


def touch_later(file: Path, site: Path) -> None:
    """Make a file an hour newer than a page that was built: however long the build took, all of it came before."""
    later = (site / "public" / ABOUT).stat().st_mtime_ns + 3_600_000_000_000
    os.utime(file, ns=(later, later))


def bring_font(site: Path) -> None:
    file = site / "content/assets/fonts/Brand.ttf"
    file.parent.mkdir(parents=True)
    shutil.copy(Path(font_source_sans_pro.font_directory) / "SourceSansPro-Light.ttf", file)
    touch_later(file, site)


def rename_bea(site: Path) -> None:
    (site / "content/customers/bea.yaml").rename(site / "content/customers/beatrix.yaml")
    swap("content/customers/beatrix.yaml", "name:", "aliases: [bea]\nname:")(site)


def use_own_theme(site: Path) -> None:
    """Build with a theme of the site's own that changes nothing."""
    write_site(site, "-- themes/own/theme.yaml --\nextends: default\n")
    swap("content/site.yaml", "tagline:", "theme: own\ntagline:")(site)
    build_site(site)


def test_what_is_current_is_said_to_be(site: Path) -> None:
    assert explain(site, CARD) == Ran(0, f"{CARD}: the card of customer ada ({ADA}).\n{CURRENT}\n", "")
    assert told(site, ABOUT) == [CURRENT]


def test_what_stands_in_the_place_of_the_state_is_told(site: Path) -> None:
    folder = site / ".badgesite"
    (lock,) = folder.glob("*.lock")
    lock.unlink()
    lock.mkdir()
    line = f"{lock}:1:1: there is a folder in the place of a file (move it away, and try again)\n"
    assert explain(site, CARD) == Ran(1, "", line) == run("build", "--site", site, "--jobs", 1)
    shutil.rmtree(folder)
    folder.touch()
    what = "badgesite keeps what it knows of the last build in a folder of this name, and this is none"
    line = f"{folder}:1:1: {what} (move it away)\n"
    assert explain(site, CARD) == Ran(1, "", line) == run("build", "--site", site, "--jobs", 1)


@pytest.mark.parametrize(
    ("edit", "path", "reason", "edited"),
    [
        (swap(ADA, "orders: 1", "orders: 2"), CARD, "what it shows changed", ADA),
        (
            bring_font,
            CARD,
            "what it is drawn with changed: the theme's cards or shapes, the accent, or fonts",
            "content/assets/fonts/Brand.ttf",
        ),
        (
            rename_bea,
            "c/bea/index.html",
            "it was made for customer bea, and because what it shows changed",
            "content/customers/beatrix.yaml",
        ),
    ],
)
def test_a_change_is_named_with_the_files_edited_since(
    site: Path, edit: Edit, path: str, reason: str, edited: str
) -> None:
    edit(site)
    assert told(site, path) == [
        f"The next build makes it anew, because {reason}.",
        f"Edited since it was made: {edited}.",
    ]
    assert path in build_site(site).rendered
    assert told(site, path) == [CURRENT]


def test_other_words_of_the_theme_are_named(site: Path) -> None:
    use_own_theme(site)
    write_site(site, "-- themes/own/strings/en.yaml --\nmissing.lead: Nothing grows here.\n")
    assert told(site, ABOUT)[0] == (
        "The next build makes it anew, because the templates or the words of the theme changed."
    )
    assert told(site, CARD) == [CURRENT]


def test_other_code_is_named(site: Path) -> None:
    with patch("badgesite.build.setup.fingerprint_code", lambda: "0" * 64):
        assert told(site, "feed.xml") == [
            "The next build makes it anew, because badgesite itself changed, or a package that it writes with."
        ]


def test_a_missing_file_is_named_beside_what_else_holds(site: Path) -> None:
    (site / "public" / CARD).unlink()
    assert told(site, CARD) == ["The next build makes it anew, because its file is missing."]
    swap(ADA, "orders: 1", "orders: 2")(site)
    assert told(site, CARD) == [
        "The next build makes it anew, because what it shows changed, and because its file is missing."
    ]


def test_other_bytes_need_a_build_that_looks_at_them(site: Path) -> None:
    """A build does not look at them by itself, which is said."""
    (site / "public" / CARD).write_bytes(b"mine")
    assert told(site, CARD) == [
        "It is what the content asks for, and `badgesite build --verify` makes it anew, because "
        "its bytes are not as badgesite wrote them."
    ]
    assert build_site(site).rendered == ()
    assert build_site(site, is_verifying=True).rendered == (CARD,)
    assert told(site, CARD) == [CURRENT]


def test_what_could_not_be_rendered_is_said_to_be(site: Path) -> None:
    use_own_theme(site)
    write_site(site, "-- themes/own/templates/text.html --\n{{ 1 // 0 }}\n")
    build_site(site)
    assert told(site, ABOUT)[0] == "The next build makes it anew, because the last build could not render it."


def test_what_an_interrupted_build_was_about_to_replace_is_said_to_be(site: Path, tmp_path: Path) -> None:
    """Though the content is as before, and what the dead build wrote last lies in the state's journal."""
    killed = tmp_path / "killed"

    def die(publisher: Publisher, part: str, path: str) -> None:
        shutil.copytree(site, killed)
        raise KeyboardInterrupt

    text = (site / ADA).read_text("utf-8")
    swap(ADA, "orders: 1", "orders: 2")(site)
    with patch.object(Publisher, "place", die), pytest.raises(KeyboardInterrupt):
        build_site(site)
    assert list((killed / ".badgesite").glob("state-*-wal"))
    (killed / ADA).write_text(text, "utf-8")
    reason = "a build that was interrupted was about to replace it"
    assert told(killed, CARD) == [f"The next build makes it anew, because {reason}."]
    assert told(killed, ABOUT) == [CURRENT]
    assert CARD in build_site(killed).rendered


def test_what_nothing_asks_for_is_deleted(site: Path) -> None:
    (site / ADA).unlink()
    assert explain(site, CARD).out == (
        f"{CARD}: an earlier output of customer ada.\n"
        "The next build deletes it: nothing in content/ asks for it any more.\n"
    )
    assert CARD in build_site(site).deleted


def test_what_was_never_built_is_said_to_be(site: Path) -> None:
    write_site(site, "-- content/customers/cy.yaml --\nname: Cy\n")
    assert told(site, "c/cy/") == ["The next build makes it, because it has never been built."]
    shutil.rmtree(site / ".badgesite")
    shutil.rmtree(site / "public")
    assert told(site, CARD) == ["The next build makes it, because it has never been built."]
    assert not (site / ".badgesite").exists()


def _remove(file: Path) -> None:
    shutil.rmtree(file.parent)


def _damage(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(file.stat().st_size))


def _damage_the_middle(file: Path) -> None:
    body = file.read_bytes()
    file.write_bytes(body[:4096] + random.Random(2).randbytes(len(body) - 4096))


@pytest.mark.parametrize("harm", [_remove, _damage, _damage_the_middle])
def test_a_state_that_is_lost_is_said_to_be(site: Path, harm: Edit) -> None:
    (file,) = (site / ".badgesite").glob("state-*.sqlite")
    harm(file)
    assert "because what badgesite knew of the last build is lost." in told(site, CARD)[0]


@pytest.mark.parametrize(
    ("given", "here"),
    [
        (CARD, "."),
        ("/c/ada/card.png", "."),
        ("./c/ada/card.png?v=0123456789ab", "."),
        ("public/c/ada/card.png", "."),
        ("card.png", "public/c/ada"),
        ("../ada/card.png", "public/c/ada"),
        ("https://northwind.example/club/c/ada/card.png?v=0123456789ab", "."),
        ("http://127.0.0.1:8000/club/c/ada/card.png", "."),
        ("/club/c/ada/card.png", "."),
    ],
)
def test_an_output_may_be_named_as_people_have_it(
    site: Path, monkeypatch: pytest.MonkeyPatch, given: str, here: str
) -> None:
    monkeypatch.chdir(site / here)
    assert explain(site, given).out.startswith(f"{CARD}: the card")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("c/ada", "c/ada/index.html"),
        ("https://northwind.example/club/c/ada/", "c/ada/index.html"),
        ("https://northwind.example/club", "index.html"),
        ("/", "index.html"),
        ("public", "index.html"),
    ],
)
def test_a_folder_means_its_page(site: Path, monkeypatch: pytest.MonkeyPatch, given: str, path: str) -> None:
    monkeypatch.chdir(site)
    assert explain(site, given).out.startswith(f"{path}: a page")
    assert explain(site, str(site / "public" / path)).out.startswith(f"{path}: a page")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("c/adda/", "badgesite makes no such file (did you mean “c/ada/index.html”"),
        ("https://other.example/club/c/ada/", "badgesite makes no such file ("),
        ("c", "there is no customer and no folder of this name ("),
        ("adda", "there is no customer and no folder of this name (did you mean “ada”"),
        ("../content/site.yaml", "badgesite makes no such file ("),
        ("notes.txt", "badgesite did not write this file, and leaves it alone ("),
    ],
)
def test_what_is_no_output_is_told_with_the_nearest(site: Path, given: str, said: str) -> None:
    (site / "public/notes.txt").write_text("mine")
    ran = explain(site, given)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"{given}:1:1: {said}")


def test_a_mistake_in_the_content_is_told_as_a_check_does(site: Path) -> None:
    swap(ADA, "name:", "nome:")(site)
    ran = explain(site, CARD)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == run("check", "--site", site).err != ""


def test_a_running_build_is_told(site: Path) -> None:
    (file,) = (site / ".badgesite").glob("state-*.lock")
    with file.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = explain(site, CARD)
    assert (ran.code, ran.out) == (1, "")
    assert "another build of this site is running" in ran.err


def test_machines_are_told_the_same(site: Path) -> None:
    assert json.loads(explain(site, CARD, "--json").out) == {"path": CARD, "is_current": True, "reasons": []}
    (site / "public" / CARD).unlink()
    assert json.loads(explain(site, CARD, "--json").out) == {
        "path": CARD,
        "is_current": False,
        "reasons": ["its file is missing"],
    }
    ran = explain(site, "c/adda/", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"][0]["what"] == "badgesite makes no such file"
