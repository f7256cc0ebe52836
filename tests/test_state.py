"""The state may be damaged, removed, held by others or forged: the build tells it, or goes on without."""

import contextlib
import errno
import fcntl
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from badgesite.build import lock
from badgesite.build.memory import Memory, load_memory
from badgesite.build.order import Order, Report
from badgesite.build.publish import Publisher
from badgesite.build.state import State
from badgesite.build.story import build
from badgesite.errors import Problem, ProblemsFound
from built import TODAY, build_site, look_at, read_files
from command import run

ADA = "content/customers/ada.yaml"


def edit(site: Path) -> None:
    """Give a customer another order."""
    text = (site / ADA).read_text("utf-8")
    (site / ADA).write_text(text.replace("orders: 1", "orders: 2"), "utf-8")


def state_of(site: Path) -> Path:
    """Return the state's file."""
    (file,) = (site / ".badgesite").glob("state-*.sqlite")
    return file


def problem_of_build(site: Path, out: Path | None = None) -> Problem:
    """Build what cannot be built, make sure that the finished site is left alone, and return what is wrong."""
    before = look_at(site / "public")
    with pytest.raises(ProblemsFound) as caught:
        build_site(site, out)
    assert look_at(site / "public") == before
    (problem,) = caught.value.problems
    return problem


def _write_over(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(file.stat().st_size))


def _damage_the_middle(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[4096 : len(body)] = random.Random(2).randbytes(len(body) - 4096)
    file.write_bytes(body)


def _cut(file: Path) -> None:
    body = file.read_bytes()
    file.write_bytes(body[: len(body) // 3 + 100])


def _use_another_schema(file: Path) -> None:
    """Also if it says that it is ours."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"CREATE TABLE output (title TEXT); PRAGMA user_version = {version}")


def _drop_a_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE output")
    connection.close()


def _put_blobs(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE output SET path = CAST(path AS BLOB)")
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [_write_over, _damage_the_middle, _cut, _use_another_schema, _drop_a_table, os.truncate, Path.unlink],
)
def test_a_damaged_state_is_an_empty_one(site: Path, spoil: Callable[..., None]) -> None:
    before = read_files(site / "public")
    spoil(state_of(site), *([0] if spoil is os.truncate else []))
    assert set(build_site(site).rendered) == before.keys()
    assert read_files(site / "public") == before
    assert build_site(site).rendered == ()


def test_a_row_of_another_type_is_noticed(site: Path) -> None:
    before = read_files(site / "public")
    _put_blobs(state_of(site))
    assert set(build_site(site).rendered) == before.keys()
    assert build_site(site).rendered == ()


def touch_and_build(site: Path) -> None:
    """Put somebody's file into a folder of ours, which a build that finds nothing changed takes note of."""
    (site / "public/c/ada/notes.txt").write_text("mine")
    with patch("badgesite.build.inputs.is_settled", lambda stamp, now: True):
        build_site(site)


@pytest.mark.parametrize("meanwhile", [lambda site: None, touch_and_build])
def test_a_single_letter_that_changed_is_noticed(site: Path, meanwhile: Callable[[Path], object]) -> None:
    """Though SQLite finds nothing wrong: the page would be nobody's, and stay when its customer leaves."""
    with patch("badgesite.build.inputs.is_settled", lambda stamp, now: True):
        build_site(site)
    with sqlite3.connect(state_of(site)) as connection:
        connection.execute("UPDATE output SET bundle = 'customer/bex' WHERE path = 'c/bea/index.html'")
    connection.close()
    meanwhile(site)
    (site / "content/customers/bea.yaml").unlink()
    build_site(site)
    assert not (site / "public/c/bea").exists()
    assert build_site(site).rendered == ()


def build_again(site: Path, memory: Memory) -> Report:
    """Build as `serve` does, which keeps its memory from one build to the next."""
    return build(Order(site, site / "public", TODAY), memory=memory)


@pytest.fixture
def serving(site: Path) -> Memory:
    """The memory of a process that has built the site twice."""
    memory = load_memory(site)
    edit(site)
    assert build_again(site, memory).rendered
    assert build_again(site, memory).rendered == ()
    return memory


def test_what_the_same_process_wrote_is_not_read_again(
    site: Path, serving: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("badgesite.build.state.is_as_sealed", lambda file: pytest.fail("it was read"))
    bea = site / "content/customers/bea.yaml"
    bea.write_text(f"{bea.read_text('utf-8')}bio: Comes on Mondays.\n", "utf-8")
    assert "c/bea/index.html" in build_again(site, serving).rendered


@pytest.mark.parametrize("meanwhile", [lambda site: None, touch_and_build])
def test_a_letter_that_changed_is_noticed_by_who_builds_again_and_again(
    site: Path, serving: Memory, meanwhile: Callable[[Path], object]
) -> None:
    with sqlite3.connect(state_of(site)) as connection:
        connection.execute("UPDATE output SET bundle = 'customer/bex' WHERE path = 'c/bea/index.html'")
    connection.close()
    meanwhile(site)
    (site / "content/customers/bea.yaml").unlink()
    build_again(site, serving)
    assert not (site / "public/c/bea").exists()
    assert build_again(site, serving).rendered == ()


def test_another_process_may_build_in_between(site: Path, serving: Memory) -> None:
    bea = site / "content/customers/bea.yaml"
    before = bea.read_bytes()
    bea.unlink()
    build_site(site)
    assert build_again(site, serving).rendered == ()
    bea.write_bytes(before)
    assert "c/bea/index.html" in build_again(site, serving).rendered
    assert build_site(site).rendered == ()


@pytest.mark.parametrize("moment", ["begin", "store", "finish"])
def test_damage_that_shows_late_is_mended_in_the_same_build(
    site: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The build begins anew without what it knew."""
    edit(site)
    act, times = getattr(State, moment), []

    def stumble(self: State, *arguments: object) -> None:
        times.append(self)
        if len(times) == 1:
            connection = sqlite3.connect(":memory:")
            self._connection = connection  # one without the tables
        act(self, *arguments)

    monkeypatch.setattr(State, moment, stumble)
    paths = read_files(site / "public").keys()
    assert set(build_site(site).rendered) == paths
    assert build_site(site).rendered == ()


def _remove_folder(site: Path) -> None:
    shutil.rmtree(site / ".badgesite")


def _replace_folder(site: Path) -> None:
    shutil.move(site / ".badgesite", site / "away")
    shutil.copytree(site / "away", site / ".badgesite")


@pytest.mark.parametrize("interfere", [_remove_folder, _replace_folder])
def test_a_state_that_is_removed_while_building_is_made_anew(
    site: Path, monkeypatch: pytest.MonkeyPatch, interfere: Callable[[Path], None]
) -> None:
    edit(site)
    place, placed = Publisher.place, []

    def place_and_interfere(self: Publisher, part: str, path: str) -> None:
        place(self, part, path)
        placed.append(path)
        if len(placed) == 1:
            interfere(site)

    monkeypatch.setattr(Publisher, "place", place_and_interfere)
    report = build_site(site)
    assert "c/ada/index.html" in report.rendered
    assert build_site(site).rendered == ()
    after = read_files(site / "public")
    shutil.rmtree(site / "public")
    build_site(site)
    assert read_files(site / "public") == after


@pytest.mark.parametrize("path", ["../precious.txt", "c/../../precious.txt", "{site}/precious.txt"])
def test_a_row_that_leads_out_of_the_output_is_damage(site: Path, path: str) -> None:
    (site / "precious.txt").write_text("mine")
    with sqlite3.connect(state_of(site)) as connection:
        connection.execute("INSERT INTO bundle VALUES ('x', '', 0, 'y')")
        connection.execute("INSERT INTO output VALUES (?, 'x', 'y', 'z')", [path.format(site=site)])
    connection.close()
    paths = read_files(site / "public").keys()
    report: Report = build_site(site)
    assert (set(report.rendered), report.deleted) == (paths, ())
    assert (site / "precious.txt").read_text() == "mine"
    assert build_site(site).rendered == ()


def test_a_state_folder_that_is_a_file_is_told(site: Path) -> None:
    shutil.rmtree(site / ".badgesite")
    (site / ".badgesite").write_text("mine")
    problem = problem_of_build(site)
    assert problem.path == str(site / ".badgesite")
    assert problem.remedy == "move it away"
    assert (site / ".badgesite").read_text() == "mine"


def test_a_folder_without_content_gets_no_state(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        build_site(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_state_folder_that_cannot_be_written_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = Path.open

    def refuse(self: Path, mode: str = "r", **rest: object) -> object:
        if self.parent.name == ".badgesite":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))
        return open_(self, mode, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    edit(site)
    problem = problem_of_build(site)
    assert Path(problem.path).parent == site / ".badgesite"
    assert problem.what == "this disk can only be read"


def test_a_state_that_another_program_holds_is_told_and_left_alone(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("badgesite.build.database._PATIENCE", 0.0)
    edit(site)
    other = sqlite3.connect(state_of(site), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("DELETE FROM output")
    problem = problem_of_build(site)
    assert problem[:3] == (str(state_of(site)), 1, 1)
    assert problem.what == "another program holds this file"
    other.execute("ROLLBACK")
    other.close()
    assert set(build_site(site).rendered) == {
        "c/ada/index.html",
        "c/ada/card.png",
        "c/ada/index.json",
        "c/augusta/index.html",
    }


def test_a_second_build_says_that_another_one_is_running(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its process id; one into another folder does not disturb."""
    monkeypatch.setattr(lock, "_TRIES", 2)
    edit(site)
    file = state_of(site).with_suffix(".lock")
    with file.open("r+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.truncate(0)
        other.write("4711")
        other.flush()
        problem = problem_of_build(site)
        assert problem.what == "another build of this site is running (process 4711)"
        ran = run("build", "--site", site, "--today", TODAY)
        assert (ran.code, ran.out) == (1, "")
        assert "(process 4711)" in ran.err
        build_site(site, site / "elsewhere")
    assert len(build_site(site).rendered) == 4
    assert file.read_text() == str(os.getpid())


def test_a_second_build_waits_for_the_first(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(site)
    other = state_of(site).with_suffix(".lock").open("r+")
    fcntl.flock(other, fcntl.LOCK_EX)
    monkeypatch.setattr("badgesite.build.lock.time.sleep", lambda seconds: other.close())
    assert len(build_site(site).rendered) == 4


def test_a_disk_without_locks_is_good_enough(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: object, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("badgesite.build.lock.fcntl.flock", refuse)
    edit(site)
    assert len(build_site(site).rendered) == 4
    assert build_site(site).rendered == ()
