"""Rendering begins while the plan is still being made, and yet nothing takes its place before the plan is sound."""

import multiprocessing
import os
import shutil
import signal
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest

from badgesite.build import ahead, batches, parts, planned, processes, readers, story, unchanged
from badgesite.build.ahead import Ahead
from badgesite.build.order import Report
from badgesite.errors import ProblemsFound
from built import build_site, forget, look_at, read_files
from deadly import arm_workers, run_in_fork

BEA = "content/customers/bea.yaml"
PAGE = "content/pages/c/ada.md"


@pytest.fixture
def fresh(site: Path) -> Path:
    """The small site, not yet built."""
    forget(site)
    return site


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Small batches, with which a crew begins at once; the numbers of those that it was handed."""
    monkeypatch.setattr(batches, "MOST_IN_BATCH", 3)
    monkeypatch.setattr(ahead, "_FEW", 2)
    monkeypatch.setattr(ahead, "_TOGETHER", 2)
    take, numbers = Ahead.take, []

    def note(self: Ahead, *given: Any) -> None:
        take(self, *given)
        numbers.append(self.begun)

    monkeypatch.setattr(Ahead, "take", note)
    return numbers


def edit_all(site: Path) -> None:
    """Change what every page shows."""
    file = site / "content/site.yaml"
    file.write_text(file.read_text("utf-8").replace("name: ", "name: New "), "utf-8")


def clash(site: Path) -> None:
    """Bring in a page at the address of a customer."""
    (site / PAGE).parent.mkdir(parents=True)
    (site / PAGE).write_text("---\ntitle: Ada\n---\n", "utf-8")


@pytest.mark.parametrize("most", [2, 4, 1000])
def test_what_is_rendered_ahead_is_what_would_be_rendered_later(
    fresh: Path, small: Path, begun: list[int], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Whether some or nearly all of it is."""
    monkeypatch.setattr(ahead, "_MOST", most)
    whole = read_files(small / "public")
    assert set(build_site(fresh, jobs=2).rendered) == whole.keys()
    assert 0 < begun[-1] <= most
    assert read_files(fresh / "public") == whole
    assert not list((fresh / "public").glob(".badgesite*"))
    assert build_site(fresh, jobs=2).rendered == ()


def test_one_job_begins_with_nothing(fresh: Path, begun: list[int]) -> None:
    build_site(fresh, jobs=1)
    assert begun and not any(begun)


def test_a_plan_that_is_not_sound_leaves_the_output_as_it_was(site: Path, small: Path, begun: list[int]) -> None:
    clash(site)
    edit_all(site)
    before = look_at(site / "public")
    with pytest.raises(ProblemsFound, match="c/ada"):
        build_site(site, jobs=2)
    assert begun[-1] > 0
    assert look_at(site / "public") == before
    shutil.rmtree(site / "content")
    shutil.copytree(small / "content", site / "content")
    assert build_site(site, jobs=2).rendered == ()
    assert read_files(site / "public") == read_files(small / "public")


def test_a_plan_that_is_not_sound_makes_no_output_folder(fresh: Path, begun: list[int]) -> None:
    clash(fresh)
    with pytest.raises(ProblemsFound, match="c/ada"):
        build_site(fresh, jobs=2)
    assert begun[-1] > 0
    assert not (fresh / "public").exists()


@pytest.mark.parametrize("many", [1, 1000])
def test_nobody_writes_parts_any_more_when_they_are_removed(
    fresh: Path, begun: list[int], monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Whether the processes were there from the first, to read, or came later."""
    monkeypatch.setattr(unchanged, "_MANY", many)
    monkeypatch.setattr(readers, "_MANY", many)
    remove, working = parts._remove, []

    def note(folder: Path) -> None:
        working.append(len(multiprocessing.active_children()))
        remove(folder)

    monkeypatch.setattr(parts, "_remove", note)
    clash(fresh)
    with pytest.raises(ProblemsFound, match="c/ada"):
        build_site(fresh, jobs=2)
    assert begun[-1] > 0
    assert working == [0]
    assert not (fresh / "public").exists()


def test_processes_are_prepared_from_the_first_only_where_very_much_was_never_built(
    fresh: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    warm_up, build = processes.warm_up, story.build

    def note_warm_up() -> BaseContext:
        calls.append("warm up")
        return warm_up()

    def note_build(*given: Any) -> Report:
        calls.append("build")
        return build(*given)

    monkeypatch.setattr(processes, "warm_up", note_warm_up)
    monkeypatch.setattr(story, "build", note_build)
    build_site(fresh, jobs=2)
    assert calls[:2] == ["build", "warm up"]
    monkeypatch.setattr(unchanged, "_MANY", 1)
    calls.clear()
    assert build_site(fresh, jobs=2).rendered == ()
    build_site(fresh, jobs=2, is_verifying=True)
    assert "warm up" not in calls
    forget(fresh)
    calls.clear()
    build_site(fresh, jobs=2)
    assert calls[:2] == ["warm up", "build"]
    assert read_files(fresh / "public") == read_files(small / "public")


def test_a_build_that_is_killed_while_it_plans_leaves_nothing_for_good(
    site: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where all that was edited is taken back, so that the next build has nothing to render."""
    (site / BEA).write_text("name: Beatrix\n", "utf-8")
    edit_all(site)
    with monkeypatch.context() as patch:
        patch.setattr(planned, "store_memory", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        assert run_in_fork(lambda: build_site(site, jobs=2)) == -signal.SIGKILL
    assert list((site / "public").glob(".badgesite*"))
    shutil.rmtree(site / "content")
    shutil.copytree(small / "content", site / "content")
    assert build_site(site, jobs=2).rendered == ()
    assert not list((site / "public").glob(".badgesite*"))
    assert read_files(site / "public") == read_files(small / "public")


def test_an_output_that_kills_its_worker_is_found_among_those_begun(
    fresh: Path, small: Path, begun: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = {"c/ada/card.png", "feed.xml"}
    with monkeypatch.context() as patch:
        arm_workers(patch, deadly)
        report = build_site(fresh, jobs=2)
    whole = read_files(small / "public")
    assert begun[-1] > 0
    assert set(report.rendered) == whole.keys() - deadly
    assert set(build_site(fresh, jobs=2).rendered) == deadly
    assert read_files(fresh / "public") == whole


def test_nothing_is_begun_in_a_folder_that_holds_files_of_others(fresh: Path) -> None:
    (fresh / "public").mkdir()
    (fresh / "public/notes.txt").write_text("mine", "utf-8")
    before = look_at(fresh / "public")
    with pytest.raises(ProblemsFound, match="files that badgesite did not write"):
        build_site(fresh, jobs=2)
    assert look_at(fresh / "public") == before


def test_a_disk_that_refuses_parts_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(fresh / "public"))

    monkeypatch.setattr(parts.tempfile, "mkdtemp", refuse)
    with pytest.raises(ProblemsFound, match="badgesite may not write here"):
        build_site(fresh, jobs=2)
