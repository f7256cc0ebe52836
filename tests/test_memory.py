"""What is remembered from one build to the next: it saves work, and never changes what comes out."""

import dataclasses
import datetime
import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_content import TODAY, make_content
from badgesite.awards.award import Results, award
from badgesite.awards.memory import Memory as AwardMemory
from badgesite.build.memory import forget_all, load_memory, store_memory
from badgesite.content import memory as content_memory
from badgesite.content import parse as content_parse
from badgesite.content import read as content_read
from badgesite.content.load import load
from badgesite.content.memory import Memory as ContentMemory
from badgesite.content.scan import Stamp, is_settled, scan
from badgesite.model import Content, Customer
from sites import write_site
from small_site import SMALL
from test_awards_properties import SITE, facts_of

SECOND = 1_000_000_000
ADA = "content/customers/ada.yaml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose files count as settled at once."""
    monkeypatch.setattr(content_memory, "is_settled", lambda stamp, now: True)
    return write_site(tmp_path, SMALL)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    read = content_read._read_body
    monkeypatch.setattr(content_read, "_read_body", lambda path: names.append(Path(path).name) or read(path))
    return names


def test_a_file_that_nobody_touched_is_not_opened(site: Path, opened: list[str]) -> None:
    memory = ContentMemory()
    first = load(site, scan(site), memory)
    assert "ada.yaml" in opened
    opened.clear()
    assert load(site, scan(site), memory) == first
    assert opened == []


def test_only_the_edited_file_is_read(site: Path, opened: list[str]) -> None:
    memory = ContentMemory()
    load(site, scan(site), memory)
    opened.clear()
    (site / ADA).write_text("name: Ada Byron\n")
    content = load(site, scan(site), memory).content
    assert opened == ["ada.yaml"]
    assert content and content.customers["ada"].name == "Ada Byron"


@pytest.mark.parametrize("ahead", [0, -3600, 3600], ids=["the same time", "an older time", "a later time"])
def test_an_edit_is_noticed_whatever_time_the_file_claims(site: Path, ahead: int) -> None:
    """Same size, and the time put back: the system's own time of the change tells."""
    memory, file = ContentMemory(), site / ADA
    load(site, scan(site), memory)
    before = file.stat()
    file.write_text(file.read_text().replace("Ada Lovelace", "Eve Lovelace"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + ahead * SECOND))
    content = load(site, scan(site), memory).content
    assert file.stat().st_size == before.st_size
    assert content and content.customers["ada"].name == "Eve Lovelace"


def test_a_file_that_changed_just_now_is_read_again_but_not_parsed(
    site: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change once more within the same tick of the disk's clock."""
    monkeypatch.setattr(content_memory, "is_settled", lambda stamp, now: False)
    memory = ContentMemory()
    load(site, scan(site), memory)
    opened.clear()
    monkeypatch.delattr(content_parse, "_HANDLERS")
    again = ContentMemory(memory.said)
    content = load(site, tuple(file for file in scan(site) if file.kind != "pages"), again).content
    assert content and content.customers["ada"].name == "Ada Lovelace"
    assert "ada.yaml" in opened


@pytest.mark.parametrize(
    ("latest", "age", "settled"),
    [(7 * SECOND + 1, 0.05, False), (7 * SECOND + 1, 0.2, True), (7 * SECOND, 0.2, False), (7 * SECOND, 2.1, True)],
)
def test_a_time_in_whole_seconds_settles_later(latest: int, age: float, settled: bool) -> None:
    stamp = Stamp(1, latest - 5, latest, 1)
    assert is_settled(stamp, latest + round(age * SECOND)) is settled


def test_a_memory_forgets_files_that_are_gone(site: Path) -> None:
    memory = ContentMemory()
    load(site, scan(site), memory)
    (site / ADA).unlink()
    load(site, scan(site), memory)
    assert ADA not in memory.said and ADA in memory.forgotten


amounts = st.decimals(-3, 5, places=2)
histories = st.fixed_dictionaries({id_: st.lists(facts_of(amounts), max_size=8) for id_ in SITE.customers})


def with_digests(content: Content) -> Content:
    """Return the content as if it had been read from files: with a digest of each record."""
    kinds = ("badges", "series", "milestones", "customers")
    digests = {(kind, id_): repr(record) for kind in kinds for id_, record in getattr(content, kind).items()}
    return dataclasses.replace(content, digests=digests)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(histories, st.sampled_from([TODAY, datetime.date(2024, 1, 20)])), min_size=2, max_size=4))
def test_awards_come_out_the_same_with_a_memory(steps: list[tuple[dict[str, list[object]], datetime.date]]) -> None:
    """Also those that depend on who else got there, and on the day."""
    memory = AwardMemory()
    for history, today in steps:
        facts = {customer: tuple(found) for customer, found in history.items()}
        content = with_digests(dataclasses.replace(SITE, activity=facts))
        assert award(content, today, memory) == award(content, today)


RACE = make_content(
    {"star": {}, "hidden": {"secret": "true"}, "next": {}},
    series=[{"id": "s", "metric": "orders", "steps": [{"target": "2", "badge": "next"}]}],
    milestones=[{"id": "m", "badge": "star", "when": {"metric": "orders", "target": "1", "first": "1"}}],
    customers=[{"id": id_} for id_ in ("ada", "bea", "cleo")],
    activity={"ada": [("2024-01-03", "orders", "1")], "bea": [("2024-01-05", "orders", "1")]},
)


def change(content: Content, **more: object) -> Content:
    """Return the race with another Bea."""
    bea = Customer.model_validate({"id": "bea", "name": "Bea", **more})
    return with_digests(dataclasses.replace(content, customers={**content.customers, "bea": bea}))


def reckoned(memory: AwardMemory, content: Content) -> tuple[Results, set[str]]:
    """Return the results, and which customers were reckoned for them."""
    memory.learned.clear()
    return award(content, TODAY, memory), set(memory.learned)


def test_one_customers_edit_reckons_that_customer() -> None:
    memory = AwardMemory()
    award(with_digests(RACE), TODAY, memory)
    results, learned = reckoned(memory, change(RACE, bio="New here."))
    assert learned == {"bea"}
    assert results == award(change(RACE, bio="New here."), TODAY)


def test_who_comes_first_takes_the_place_from_others() -> None:
    memory = AwardMemory()
    award(with_digests(RACE), TODAY, memory)
    earlier = change(RACE, activity=[{"date": "2024-01-01", "orders": "1"}])
    results, learned = reckoned(memory, earlier)
    assert learned == {"ada", "bea"}
    assert [award.badge for award in results.standings["ada"].awards] == []
    assert results == award(earlier, TODAY)


def test_what_a_build_remembers_comes_back_from_the_disk(site: Path) -> None:
    (site / ".badgesite").mkdir()
    (site / "content/badges/again.yaml").write_text("name: Again\nrepeatable: true\nexpires_after: 1 year\n")
    (site / ADA).write_text(
        "name: Ada\nawards:\n"
        "- {badge: tenth, date: 2024-01-01, by: Mira, note: Thanks, evidence: 'https://a.example'}\n"
        "- {badge: again, date: 2024-01-01}\n- {badge: again, date: 2024-03-01}\n- {badge: again}\n"
    )
    memory = forget_all()
    content = load(site, scan(site), memory.content).content
    assert content
    results = award(content, TODAY, memory.awards)
    store_memory(site, memory)
    again = load_memory(site)
    assert again.content.said == memory.content.said
    assert [len(each.repeats) for each in again.awards.rows["ada"].standing.awards] == [2, 0]
    assert again.awards.rows == memory.awards.rows and again.awards.population == memory.awards.population
    assert award(content, TODAY, again.awards) == results
    assert not again.awards.learned


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"no database"),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        lambda file: execute(file, "UPDATE code SET fingerprint = 'older'"),
        lambda file: execute(file, "UPDATE standing SET standing = '[1, 2]'"),
        lambda file: execute(file, "UPDATE standing SET standing = replace(standing, 'https:', 'javascript:')"),
        lambda file: execute(file, "DROP TABLE said"),
    ],
    ids=["garbage", "cut short", "of other code", "of another form", "with a bad link", "without a table"],
)
def test_a_memory_that_is_no_good_is_empty(site: Path, damage: object) -> None:
    (site / ".badgesite").mkdir()
    write_site(
        site, "-- content/customers/ada.yaml --\nname: Ada\nawards: [{badge: tenth, evidence: 'https://a.example'}]\n"
    )
    memory = forget_all()
    content = load(site, scan(site), memory.content).content
    assert content
    award(content, TODAY, memory.awards)
    store_memory(site, memory)
    assert load_memory(site).awards.rows
    damage(site / ".badgesite" / "memory.sqlite")  # type: ignore[operator]
    empty = load_memory(site)
    assert "ada" not in empty.awards.rows and empty.content.said.items() <= memory.content.said.items()
    memory.content.learned |= memory.content.said.keys()
    memory.awards.learned |= memory.awards.rows.keys()
    store_memory(site, memory)
    assert load_memory(site).content.said == memory.content.said


def execute(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("wrote", "reads"), [(b"Ada Lovelace", b"Ada Lovelach"), (b"2024-01-02", b"2023-01-02")], ids=["a name", "a day"]
)
def test_a_letter_that_the_disk_altered_is_not_believed(site: Path, wrote: bytes, reads: bytes) -> None:
    (site / ".badgesite").mkdir()
    memory = forget_all()
    content = load(site, scan(site), memory.content).content
    assert content
    store_memory(site, memory)
    file = site / ".badgesite" / "memory.sqlite"
    assert wrote in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(wrote, reads))
    assert load(site, scan(site), load_memory(site).content).content == content
