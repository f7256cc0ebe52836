"""Very many files are read by several processes, and nobody can tell from what comes of it."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from badgesite.build import readers
from badgesite.build.readers import list_unread, read_together
from badgesite.content.load import load
from badgesite.content.memory import Memory
from badgesite.content.scan import scan
from badgesite.errors import ProblemsFound
from built import build_site, let_settle, read_files
from sites import write_site
from small_site import SMALL

CUSTOMERS = "".join(f"-- content/customers/c{number}.yaml --\nname: C{number}\n" for number in range(40))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few files count as many."""
    monkeypatch.setattr(readers, "_MANY", 20)
    monkeypatch.setattr(readers, "_TOGETHER", 2)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of 42 customers, never built."""
    folder = write_site(tmp_path / "site", SMALL + CUSTOMERS)
    let_settle(folder)
    return folder


def open_pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


def test_what_others_read_is_what_one_would_read_oneself(site: Path) -> None:
    """All of it is in the memory, and what is loaded from there is the same."""
    files, memory = scan(site), Memory()
    with open_pool() as pool:
        read_together(site, list_unread(files, memory), memory, pool)
    assert len([path for path in memory.said if path.startswith("content/customers/")]) == 42
    assert list_unread(files, memory) == []
    ours, theirs = load(site, files).demand(), load(site, files, memory).demand()
    assert dict(ours.customers) == dict(theirs.customers)
    assert (ours.outlines, ours.origins, ours.digests) == (theirs.outlines, theirs.origins, theirs.digests)


def test_the_pages_are_the_same(site: Path) -> None:
    """A build with two jobs reads with both, and makes what one job makes."""
    build_site(site, jobs=2)
    build_site(site, site / "other")
    assert read_files(site / "public") == read_files(site / "other")


def test_every_mistake_is_told_however_the_files_are_read(site: Path) -> None:
    """What another process found wrong is found once more, with its place."""
    for number in (0, 20, 39):
        (site / f"content/customers/c{number}.yaml").write_text("name: [\n", "utf-8")
    told = []
    for jobs in (1, 2):
        with pytest.raises(ProblemsFound) as caught:
            build_site(site, jobs=jobs)
        told.append(caught.value.problems)
    assert told[0] == told[1]
    assert {problem.path for problem in told[0]} == {f"content/customers/c{number}.yaml" for number in (0, 20, 39)}


def test_a_reader_that_dies_leaves_the_rest_to_others(site: Path) -> None:
    """The pool is broken; what is not in the memory is read when it is loaded."""
    files, memory = scan(site), Memory()
    with open_pool() as pool:
        pool.submit(os.kill, pool.submit(os.getpid).result(), signal.SIGKILL)
        read_together(site, list_unread(files, memory), memory, pool)
    assert len(load(site, files, memory).demand().customers) == 42


def test_few_files_are_not_worth_a_process(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are those that were read before."""
    monkeypatch.setattr(readers, "_MANY", 43)
    assert list_unread(scan(site), Memory()) == []
