"""Scanning: every file has a known place, and nothing outside the content is ever read."""

# ruff: noqa: E501 - messages stand here as they are shown

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content.load import load
from badgesite.content.scan import Mark, SourceFile, Stamp, expand, put_mark, scan
from sites import SITE, problems_of, write_site


def test_files_are_listed_with_their_kind_and_size_in_the_order_of_their_paths(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        SITE
        + "-- content/customers/z.yaml --\nname: Z\n-- content/customers/a/b/c.yaml --\n"
        + "-- content/assets/fonts/x.ttf --\n-- content/pages/a.md --\n-- content/activity/2024.csv --\n",
    )
    assert [(file.path, file.kind, file.size) for file in scan(tmp_path)] == [
        ("content/activity/2024.csv", "activity", 0),
        ("content/assets/fonts/x.ttf", "assets", 0),
        ("content/customers/a/b/c.yaml", "customers", 0),
        ("content/customers/z.yaml", "customers", 8),
        ("content/pages/a.md", "pages", 0),
        ("content/site.yaml", "site", 61),
    ]


@pytest.mark.parametrize(
    "name", [".ada.yaml.swp", ".git/x", ".DS_Store", "ada.yaml~", "#ada.yaml#", "x.tmp", "Thumbs.db", "desktop.ini"]
)
def test_what_systems_and_editors_leave_behind_is_no_content(tmp_path: Path, name: str) -> None:
    assert problems_of(tmp_path, SITE + f"-- content/customers/{name} --\n-- content/{name} --\n") == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("badges/x.yml", "badges/x.yml:1:1: the ending of this file must be .yaml (rename it to x.yaml)"),
        ("badges/X.YAML", "badges/X.YAML:1:1: the ending of this file must be .yaml (rename it to X.yaml)"),
        ("badges/x.png", "badges/x.png:1:1: only .yaml files belong in content/badges/"
                         " (move this one to content/assets/, or remove it)"),
        ("activity/a.xlsx", "activity/a.xlsx:1:1: only .csv files belong in content/activity/"
                            " (move this one to content/assets/, or remove it)"),
        ("custmers/ada.yaml", "custmers:1:1: there is no place for “custmers” in content/ (did you mean “customers”?)"),
        ("notes.txt", "notes.txt:1:1: there is no place for “notes.txt” in content/ (move it elsewhere;"
                      " the folders here are badges, milestones, groups, customers, activity, pages, assets)"),
        ("badges", "badges:1:1: “badges” must be a folder (rename this file)"),
        ("ada.yaml", "ada.yaml:1:1: no file of this name belongs here"
                     " (its name must be site.yaml, or it must lie in a folder)"),
    ],
)  # fmt: skip
def test_a_file_without_a_place_is_a_problem(tmp_path: Path, path: str, problem: str) -> None:
    assert problems_of(tmp_path, SITE + f"-- content/{path} --\nname: x\n") == [f"content/{problem}"]


def test_links_that_lead_away_are_refused(tmp_path: Path) -> None:
    write_site(
        tmp_path, SITE + "-- secret.txt --\nx\n-- content/assets/in.png --\nx\n-- content/customers/ada.yaml --\n"
    )
    assets = tmp_path / "content/assets"
    (assets / "away.png").symlink_to(tmp_path / "secret.txt")
    (assets / "nowhere.png").symlink_to("gone.png")
    (assets / "folder").symlink_to(tmp_path, target_is_directory=True)
    (assets / "loop").symlink_to(assets, target_is_directory=True)
    (assets / "itself").symlink_to("itself")
    (assets / "inside.png").symlink_to("in.png")
    (tmp_path / "content/customers/ada.yaml").unlink()
    refused = "this link does not lead to a file of content/ (put the file or folder itself here)"
    assert problems_of(tmp_path) == [
        f"content/assets/{name}:1:1: {refused}" for name in ("away.png", "folder", "itself", "loop", "nowhere.png")
    ]
    assert "content/assets/inside.png" in [file.path for file in scan(tmp_path)]


def test_a_file_that_goes_while_it_is_looked_at_is_a_problem_even_if_it_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may be known of it that a later look could take for the same."""
    write_site(tmp_path, SITE + "-- content/customers/ada.yaml --\nname: Ada\n")

    def list_and_lose(folder: int | str, scandir: Any = os.scandir) -> list[os.DirEntry[str]]:
        entries = list(scandir(folder))
        if any(entry.name == "ada.yaml" for entry in entries):
            (tmp_path / "content/customers/ada.yaml").unlink()
        return entries

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", list_and_lose)
        files = scan(tmp_path)
    assert SourceFile("content/customers/ada.yaml", "closed") in files
    (tmp_path / "content/customers/ada.yaml").write_text("name: Ada\n", "utf-8")
    assert list(map(str, load(tmp_path, files).problems)) == [
        "content/customers/ada.yaml:1:1: this cannot be opened (only files and folders that you may read belong here)"
    ]


@given(
    st.builds(Stamp, *[st.integers(0, 2**64)] * 4) | st.text("0123456789abcdef", min_size=64, max_size=64),
    st.builds(Stamp, *[st.integers(-(2**63), 2**64)] * 4),
)
def test_a_line_with_the_mark_of_a_file_is_the_line_of_that_file(mark: Mark, stamp: Stamp) -> None:
    line = "\0".join(("content/customers/a.yaml", "customers", *map(str, stamp)))
    file = SourceFile("content/customers/a.yaml", "customers", stamp)
    assert expand(line) == file
    assert put_mark(put_mark(line, mark), stamp) == line
    assert mark == stamp or put_mark(line, mark) != line


def test_a_name_that_cannot_be_shown_is_a_problem(tmp_path: Path) -> None:
    write_site(tmp_path, SITE + "-- content/assets/in.png --\n")
    (tmp_path / "content/assets/a\nb.png").touch()
    assert problems_of(tmp_path) == [
        "content/assets/a\ufffdb.png:1:1: the name of this file cannot be read"
        " (rename it with plain letters, digits, `-` and `_`)"
    ]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    write_site(tmp_path, SITE + "-- content/assets/in.png --\n")
    os.mkfifo(tmp_path / "content/assets/pipe.png")
    assert problems_of(tmp_path) == [
        "content/assets/pipe.png:1:1: this cannot be opened (only files and folders that you may read belong here)"
    ]
