"""A build may die at any moment: what stands there are whole files, and the next build is exact."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from badgesite.build import state
from badgesite.build.state import State
from built import build_site, forget, read_files
from deadly import count_touches, die_at, run_in_fork

ADA = "content/customers/ada.yaml"


def edit(site: Path) -> None:
    """Change a customer, remove another and bring in a third: pages become new, changed and gone."""
    text = (site / ADA).read_text("utf-8")
    (site / ADA).write_text(text.replace("orders: 1", "orders: 10"), "utf-8")
    (site / "content/customers/bea.yaml").unlink()
    (site / "content/customers/cy.yaml").write_text("name: Cy\n", "utf-8")


def revert(site: Path, small: Path) -> None:
    """Bring back the content as it was."""
    shutil.rmtree(site / "content")
    shutil.copytree(small / "content", site / "content")


def leftovers(site: Path) -> list[str]:
    """Return what lies in the output folder and is no output."""
    return [path.name for path in (site / "public").rglob(".badgesite*")]


@pytest.fixture(scope="module")
def edited(small: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The outputs of the edited site, built clean."""
    site = tmp_path_factory.mktemp("edited")
    shutil.copytree(small / "content", site / "content")
    edit(site)
    build_site(site)
    return read_files(site / "public")


@pytest.fixture(scope="module")
def touches(small: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How often a build of the edit touches the site's files."""
    site = tmp_path_factory.mktemp("touched") / "site"
    shutil.copytree(small, site)
    edit(site)
    return count_touches(site, lambda: build_site(site))


@pytest.mark.parametrize("seed", range(10))
def test_a_build_that_is_killed_is_mended_by_the_next(
    small: Path, site: Path, edited: dict[str, bytes], touches: int, seed: int
) -> None:
    """Wherever it is killed, also twice, and whether the edit stays or is taken back."""
    chance = random.Random(seed)
    before = read_files(small / "public")
    edit(site)
    moments = sorted(chance.sample(range(1, touches), chance.randint(1, 2)), reverse=True)
    for number, moment in enumerate(moments):
        code = die_at(site, moment, lambda: build_site(site))
        assert code == -signal.SIGKILL or (number and not code), "only a second build may have less to do, and end"
        for path, body in read_files(site / "public").items():
            assert ".part/" in path or body in (before.get(path), edited.get(path)), path
    if is_reverted := chance.random() < 0.5:
        revert(site, small)
    build_site(site)
    assert read_files(site / "public") == (before if is_reverted else edited)
    assert leftovers(site) == []
    assert build_site(site).rendered == ()


def _die_instead(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("last", ["begin", "store", "finish"])
@pytest.mark.parametrize("is_reverted", [False, True])
def test_a_build_that_is_killed_before_it_notes_what_it_did_is_mended(
    small: Path,
    site: Path,
    edited: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    last: str,
    is_reverted: bool,
) -> None:
    edit(site)
    with monkeypatch.context() as patch:
        patch.setattr(State, last, _die_instead)
        assert run_in_fork(lambda: build_site(site)) == -signal.SIGKILL
    if is_reverted:
        revert(site, small)
    build_site(site)
    assert read_files(site / "public") == (read_files(small / "public") if is_reverted else edited)
    assert leftovers(site) == []
    assert build_site(site).rendered == ()


@pytest.mark.parametrize("builds", [(), (False,), (True,)], ids=["at once", "later", "after all bytes were read"])
def test_what_a_killed_build_put_into_new_folders_is_missed_when_it_is_lost(
    site: Path, edited: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, builds: tuple[bool, ...]
) -> None:
    """It did not come to note the times of these folders, and the next build has nothing to render there."""
    edit(site)
    with monkeypatch.context() as patch:
        patch.setattr(State, "finish", _die_instead)
        assert run_in_fork(lambda: build_site(site)) == -signal.SIGKILL
    for is_verifying in builds:
        assert build_site(site, is_verifying=is_verifying).rendered == ()
    lost = {"c/cy/index.html", "c/ada/tenth/card.png"}
    for path in lost:
        (site / "public" / path).unlink()
    assert set(build_site(site).rendered) == lost
    assert read_files(site / "public") == edited


def test_somebody_elses_part_is_not_removed(site: Path) -> None:
    """Only what bears our name is ours, and in it only files."""
    theirs = site / "public" / "film.mkv.part"
    theirs.write_text("mine")
    ours = site / "public" / ".badgesite-abcd1234.part"
    (ours / "folder").mkdir(parents=True)
    (ours / "12-0").write_text("half a p")
    edit(site)
    build_site(site)
    assert theirs.read_text() == "mine"
    assert [path.name for path in ours.iterdir()] == ["folder"]


def test_after_a_failure_of_the_machine_the_bytes_are_looked_at(
    site: Path, edited: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that did not finish cannot know what reached the disk; a file that is there may be empty."""
    edit(site)
    with monkeypatch.context() as patch:
        patch.setattr(State, "finish", _die_instead)
        assert run_in_fork(lambda: build_site(site)) == -signal.SIGKILL
    (site / "public/c/cy/index.html").write_bytes(b"")
    (site / "public/404.html").write_bytes(b"")
    monkeypatch.setattr(state, "_RUN", Path(os.devnull))
    assert set(build_site(site).rendered) == {"c/cy/index.html", "404.html"}
    assert read_files(site / "public") == edited


SCRIPT = """
import os, signal, sys
from pathlib import Path
from badgesite import cli
from badgesite.build.publish import Publisher
place, told = Publisher.place, []
def strike(self, part, path):
    place(self, part, path)
    told.append(part.partition("-")[0])
    if len(told) == 30:
        print(*set(told), flush=True)
        {blow}
Publisher.place = strike
sys.argv[1:] = ["build", "--jobs", "2", "--today", "2026-11-22"]
if __name__ == "__main__":
    cli.main()
"""


def strike(site: Path, blow: str) -> tuple[int, str, int]:
    """Build with two workers until a blow and until all have ended; return the exit code, what was said, and how
    many workers there were.
    """
    script = site / "strike.py"
    script.write_text(SCRIPT.format(blow=blow))
    with subprocess.Popen(
        [sys.executable, script],
        cwd=site,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as build:
        try:
            said, errors = build.communicate(timeout=120)  # as long as a worker lives, it holds the pipes open
        except subprocess.TimeoutExpired:
            os.killpg(build.pid, signal.SIGKILL)
            raise
    return build.returncode, errors, len(said.split())


@pytest.mark.parametrize(
    ("blow", "code"), [("os.kill(os.getpid(), signal.SIGKILL)", -9), ("os.killpg(0, signal.SIGINT)", 130)]
)
def test_workers_do_not_outlive_their_parent(site: Path, small: Path, blow: str, code: int) -> None:
    """Neither its death nor Ctrl+C, which reaches the workers, too; nobody speaks of it, and the next build mends."""
    forget(site)
    ended, said, workers = strike(site, blow)
    assert (ended, workers > 0) == (code, True), said
    if code == 130:
        assert (said, leftovers(site)) == ("", [])
    build_site(site)
    assert read_files(site / "public") == read_files(small / "public")
    assert leftovers(site) == []
