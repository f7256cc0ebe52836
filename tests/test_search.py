"""What search reads: every page that may be found, in small parts that few requests lead to."""

import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.pages import search
from badgesite.pages.search import (
    MOST_IN_PART,
    Found,
    SearchFacts,
    part_file,
    read_words,
    search_outputs,
    write_part,
)
from built import build_site, read_files
from sites import write_site
from world_names import WORLD

LARGEST = 12_000  # bytes of a part
LETTERS = "abcdeé佐-' "


def list_parts(names: list[str]) -> dict[str, Any]:
    """Return the parts for customers of these names by their paths, as they are read."""
    found = tuple(Found(name, f"c/c{number}/", "customer") for number, name in enumerate(names))
    outputs = search_outputs(SearchFacts(found), None)  # type: ignore[arg-type]
    assert len({output.path for output in outputs}) == len(outputs)
    return {output.path: json.loads(write_part(output.view)) for output in outputs}


def follow(parts: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """Yield the parts that may tell of names with a word that begins so."""

    def read(beginning: str) -> Iterator[dict[str, Any]]:
        part = parts[part_file(beginning)]
        yield part
        for longer in part["next"]:
            if longer.startswith(text) or text.startswith(longer):
                yield from read(longer)

    return read("")


def make_names(count: int, seed: int = 1) -> list[str]:
    """Return names of which many begin alike."""
    chance = random.Random(seed)
    given, last = ("Ana", "Anna", "Anastasia", "Bo", "Nguyễn", "佐藤"), ("Smith", "Smit", "Nguyễn", "Ang", "Øst")
    return [f"{chance.choice(given)} {chance.choice(last)} {chance.randrange(count)}" for _ in range(count)]


def test_a_small_site_has_one_part() -> None:
    parts = list_parts(list(map(str, range(MOST_IN_PART))))
    assert parts.keys() == {"search.json"}
    assert len(parts["search.json"]["found"]) == MOST_IN_PART


def test_every_name_is_found_by_the_beginning_of_each_of_its_words() -> None:
    names = [*make_names(3000), *WORLD.values()]
    parts = list_parts(names)
    assert len(parts) > 20
    for number in (*range(0, 3000, 50), *range(3000, len(names))):
        for word in read_words(names[number]):
            for length in {1, 2, 3, len(word)}:
                told = [path for part in follow(parts, word[:length]) for _, path, _ in part["found"]]
                assert f"c/c{number}/" in told, (names[number], word[:length])


def test_parts_are_small_and_soon_reached() -> None:
    parts = list_parts(make_names(5000))
    assert max(len(part["found"]) for part in parts.values()) <= MOST_IN_PART
    for text in ("anastasia ang 1", "smit 44", "nguyen ang", "佐藤 smith 1"):
        read = list(follow(parts, text))
        assert len(read) <= 6, text
        assert sum(len(json.dumps(part, ensure_ascii=False).encode()) for part in read) < 2 * LARGEST


def test_very_many_of_one_name_do_not_swell_a_part() -> None:
    parts = list_parts(["Maria"] * 400 + ["W" * 300] * 400)
    assert max(len(part["found"]) for part in parts.values()) == MOST_IN_PART
    assert max(len(Path(path).name) for path in parts) < 255


def test_a_new_name_touches_few_parts() -> None:
    names = make_names(3000)
    before, after = list_parts(names), list_parts([*names, "Anna Smith 7777777"])
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert 1 <= len(changed) <= 8


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=400))
def test_whatever_the_names_each_is_found_once_in_a_part_and_no_file_is_strange(names: list[str]) -> None:
    parts = list_parts(names)
    for path, part in parts.items():
        assert path == "search.json" or re.fullmatch(r"search/q-[a-z0-9_-]+\.json", path)
        paths = [path for _, path, _ in part["found"]]
        assert len(set(paths)) == len(paths) <= MOST_IN_PART
    everything = {path for part in parts.values() for _, path, _ in part["found"]}
    if len(names) <= MOST_IN_PART:
        assert everything == {f"c/c{number}/" for number, name in enumerate(names) if read_words(name)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Zoë O’Brien", ["zoe", "o", "brien"]),
        ("Łukasz Ångström-Weiß", ["lukasz", "angstrom", "weiss"]),
        ("佐藤 さくら", ["佐藤", "さくら"]),
        ("Αλέξης", ["αλεξησ"]),
        ("İpek ILIK", ["ipek", "ilik"]),
        ("🦊", ["🦊"]),
        ("L\u00adove\u200blace", ["lovelace"]),
    ],
)
def test_words_are_read_without_accents(name: str, words: list[str]) -> None:
    assert read_words(name) == words


def test_what_search_reads_leaves_with_the_customer_also_when_the_state_was_lost(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who went private can be found in a part of theirs that nothing points to any more."""
    monkeypatch.setattr(search, "MOST_IN_PART", 1)
    monkeypatch.setattr(search, "_MOST_TERMS", 1)
    write_site(site, "-- content/customers/x.yaml --\nname: Xanthippe\n")
    build_site(site)
    assert "search/q-xanthippe.json" in read_files(site / "public")
    (site / "content/customers/x.yaml").write_text("name: Xanthippe\nvisibility: private\n")
    shutil.rmtree(site / ".badgesite")
    build_site(site)
    assert [path for path, body in read_files(site / "public").items() if b"Xanthippe" in body or "xan" in path] == []
