"""What the disk refuses is told, what is seldom meant is asked about, and what cannot be rendered keeps its file."""

import contextlib
import errno
import gc
import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from badgesite.build import story, unchanged, workers
from badgesite.build.disk import flush
from badgesite.build.inputs import scan_inputs
from badgesite.build.order import Order
from badgesite.build.state import State
from badgesite.build.story import build
from badgesite.errors import Problem, ProblemsFound
from built import TODAY, build_site, look_at, read_files
from command import run
from disks import mounted
from sites import write_site
from small_site import SMALL

ADA = "content/customers/ada.yaml"


def edit(site: Path, old: str = "orders: 1", new: str = "orders: 2") -> None:
    """Change the file of a customer."""
    text = (site / ADA).read_text("utf-8")
    assert old in text
    (site / ADA).write_text(text.replace(old, new), "utf-8")


def refused(site: Path, out: Path | None = None) -> Problem:
    """Build what the disk refuses, and return what is wrong."""
    with pytest.raises(ProblemsFound) as caught:
        build_site(site, out)
    (problem,) = caught.value.problems
    return problem


def test_a_full_disk_is_told_and_what_stands_there_is_whole(site: Path, tmp_path: Path) -> None:
    """On a real one; as soon as there is room, the next build is exact."""
    out = tmp_path / "disk"
    whole = read_files(site / "public")
    with mounted(out, "600k"):
        problem = refused(site, out)
        assert (problem.what, problem.remedy) == ("the disk is full", "free some space, and try again")
        assert problem.path.startswith(str(out))
        for path, body in read_files(out).items():
            assert whole[path] == body
        assert not list(out.glob(".badgesite*"))
        subprocess.run(["mount", "-o", "remount,size=20m", out], check=True)
        build_site(site, out)
        assert read_files(out) == whole


def test_a_disk_that_is_full_for_the_state_is_told(site: Path, tmp_path: Path) -> None:
    folder = site / ".badgesite"
    shutil.rmtree(folder)
    with mounted(folder, "48k"):
        edit(site)
        problem = refused(site)
        assert (problem.what, problem.remedy) == ("the disk is full", "free some space, and try again")
        assert problem.path.startswith(str(folder))
        subprocess.run(["mount", "-o", "remount,size=20m", folder], check=True)
        build_site(site)
        assert build_site(site).rendered == ()


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "this disk can only be read"),
        (errno.EACCES, "badgesite may not write here"),
        (errno.EIO, "it cannot be written: Input/output error"),
    ],
)
@pytest.mark.parametrize("act", ["fchmod", "replace", "unlink", "mkdir"])
def test_whatever_the_disk_refuses_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, number: int, what: str, act: str
) -> None:
    """Each page is the old or the new one, nothing is left over, and the next build is exact."""
    before = read_files(site / "public")
    edit(site, "aliases: [augusta]", "aliases: [augusta2]")
    place = Path if act == "unlink" else os
    do = getattr(place, act)

    def refuse(*arguments: object, **options: object) -> object:
        path = str(arguments[-1] if act == "replace" else arguments[0])
        if act == "fchmod":  # which knows no path
            raise OSError(number, os.strerror(number))
        if path.startswith(str(site / "public")) and "augusta" in path:
            raise OSError(number, os.strerror(number), path)
        return do(*arguments, **options)

    mask = os.umask(0o077 if act == "fchmod" else 0o022)
    with contextlib.ExitStack() as stack:
        stack.callback(os.umask, mask)
        patch = stack.enter_context(monkeypatch.context())
        if act == "unlink":
            patch.setattr(Path, act, lambda self, *arguments, **options: refuse(self, *arguments, **options))
        else:
            patch.setattr(os, act, refuse)
        problem = refused(site)
    assert (problem.what, Path(problem.path).is_relative_to(site / "public")) == (what, True)
    build_site(site)
    after = read_files(site / "public")
    assert not list((site / "public").glob(".badgesite*"))
    assert before.keys() - after.keys() == {"c/augusta/index.html", "c/augusta/first/index.html"}
    assert build_site(site).rendered == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there files have other rights")
def test_files_and_folders_are_open_to_whoever_reads_whatever_the_umask(site: Path, tmp_path: Path) -> None:
    """A web server is seldom the same user."""
    command = [sys.executable, "-c", "from badgesite.cli import main; main()", "build", "--out", tmp_path / "out"]
    subprocess.run([*command, "--site", site], check=True, capture_output=True, umask=0o077)
    made = [tmp_path / "out", *(tmp_path / "out").rglob("*")]
    assert {file.stat().st_mode & 0o777 for file in made if file.is_file()} == {0o644}
    assert {file.stat().st_mode & 0o777 for file in made if file.is_dir()} == {0o755}


def test_an_output_folder_that_can_only_be_read_is_told(site: Path) -> None:
    """On a real one."""
    out = site / "public"
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount")
    if subprocess.run(["mount", "--bind", out, out], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", out], check=True)
        edit(site)
        before = look_at(out)
        problem = refused(site)
        assert problem.what == "this disk can only be read"
        assert look_at(out) == before
    finally:
        subprocess.run(["umount", "-l", out], check=True)
    assert len(build_site(site).rendered) == 4


MANY = SMALL + "-- content/customers/many.yaml --\n" + "".join(f"- {{id: c{n}, name: C {n}}}\n" for n in range(30))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A site of some thirty customers, built."""
    site = write_site(tmp_path / "many", MANY)
    build_site(site)
    return site


def test_most_outputs_vanish_only_when_that_is_meant(many: Path) -> None:
    (many / "content/customers/many.yaml").unlink()
    before = look_at(many / "public")
    ran = run("build", "--site", many, "--today", TODAY)
    assert (ran.code, ran.out) == (1, "")
    paths = [path for path in before if path.startswith("c/c")]
    assert len(paths) == 120
    some = ", ".join(sorted(paths)[:3])
    assert ran.err == (
        f"{many}/public:1:1: 120 of {len(before)} finished files would be deleted: {some} and 117 more"
        " (look whether content is missing, or say `--yes`)\n"
    )
    assert look_at(many / "public") == before
    ran = run("build", "--site", many, "--today", TODAY, "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert not list((many / "public/c").glob("c*"))


def test_few_outputs_may_vanish_unasked(many: Path) -> None:
    """Ten of however many; and what was deleted by hand does not vanish once more."""
    (many / "content/customers/many.yaml").unlink()
    for number in range(3, 30):
        shutil.rmtree(many / f"public/c/c{number}")
    assert len(build_site(many).deleted) == 120


def fail_at(patch: pytest.MonkeyPatch, error: Exception, *paths: str) -> None:
    """Let the outputs at these paths fail."""
    render = workers.render  # type: ignore[attr-defined]

    def render_or_fail(output: object, workshop: object) -> object:
        if output.path in paths:  # type: ignore[attr-defined]
            raise error
        return render(output, workshop)

    patch.setattr(workers, "render", render_or_fail)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (MemoryError(), "there was not enough memory"),
        (FileNotFoundError(2, "No such file", "a.png"), "a.png: No such file"),
    ],
)
def test_an_output_that_cannot_be_rendered_keeps_its_file(
    site: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    """Everything else is published and deleted, also beside it, and the next build tries again."""
    before = read_files(site / "public")
    edit(site, "orders: 1", "orders: 10")
    (site / "content/customers/bea.yaml").unlink()
    with monkeypatch.context() as patch:
        fail_at(patch, error, "c/ada/card.png", "c/ada/tenth/index.html")
        report = build_site(site)
        assert {problem.path for problem in report.failures} == {ADA}
        assert [problem.what for problem in report.failures] == [
            f"c/ada/card.png could not be rendered: {words}",
            f"c/ada/tenth/index.html could not be rendered: {words}",
        ]
        assert type(error).__name__ in report.trace
        after = read_files(site / "public")
        assert after["c/ada/card.png"] == before["c/ada/card.png"]
        assert after["c/ada/index.html"] != before["c/ada/index.html"]
        assert "c/bea/index.html" not in after
        assert "c/ada/tenth/index.html" not in after
        assert len(build_site(site).failures) == 2
    assert set(build_site(site).rendered) == {"c/ada/card.png", "c/ada/tenth/index.html"}
    assert build_site(site).rendered == ()


def test_an_output_that_failed_is_tried_again_after_the_edit_is_taken_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_files(site / "public")
    edit(site)
    with monkeypatch.context() as patch:
        fail_at(patch, ValueError("no"), "c/ada/card.png")
        build_site(site)
    edit(site, "orders: 2", "orders: 1")
    assert set(build_site(site).rendered) == {
        "c/ada/card.png",
        "c/ada/index.html",
        "c/ada/index.json",
        "c/augusta/index.html",
    }
    assert read_files(site / "public") == before


def test_a_customer_whose_page_failed_may_leave(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(site)
    with monkeypatch.context() as patch:
        fail_at(patch, ValueError("no"), "c/ada/card.png")
        build_site(site)
    (site / ADA).unlink()
    assert "c/ada/card.png" in build_site(site).deleted
    assert not (site / "public/c/ada").exists()


def test_a_template_that_fails_is_told_with_its_line(site: Path) -> None:
    write_site(
        site,
        "-- themes/own/theme.yaml --\nextends: default\n"
        "-- themes/own/templates/text.html --\n"
        '{% extends "base.html" %}\n{% block content %}{{ page.nothing }}{% endblock %}\n',
    )
    with (site / "content/site.yaml").open("a") as file:
        file.write("theme: own\n")
    report = build_site(site)
    (failure,) = report.failures
    assert (failure.path, failure.line) == ("themes/own/templates/text.html", 2)
    assert failure.what == "about/index.html could not be rendered: there is no “nothing” here"


def test_the_command_tells_what_failed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the error output with its traceback, in the sentence, in the data and by its exit code."""
    edit(site)
    fail_at(monkeypatch, ZeroDivisionError("division by zero"), "c/ada/card.png")
    ran = run("build", "--site", site, "--today", TODAY, "--jobs", "1")
    assert ran.code == 1
    assert ran.out.startswith(f"{site}/public: 3 rendered, ")
    assert ", 1 failed, in " in ran.out
    what = "c/ada/card.png could not be rendered: ZeroDivisionError: division by zero"
    assert ran.err.startswith(f"{ADA}:1:1: {what} (")
    assert ran.err.count("Traceback (most recent call last)") == 1
    ran = run("build", "--site", site, "--today", TODAY, "--jobs", "1", "--json")
    assert ran.code == 1
    (problem,) = json.loads(ran.out)["problems"]
    assert (problem["what"], problem["is_warning"]) == (what, False)


def test_of_very_many_failures_the_first_ones_are_told(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site_file = many / "content/site.yaml"
    site_file.write_text(site_file.read_text("utf-8").replace("Northwind", "Southwind"), "utf-8")
    fail_at(monkeypatch, ValueError("no"), *(f"c/c{number}/card.png" for number in range(30)))
    ran = run("build", "--site", many, "--today", TODAY, "--jobs", "1")
    assert ran.code == 1
    assert ran.err.count("could not be rendered: ValueError: no") == 20
    assert "… and 10 more could not be rendered\n" in ran.err


def test_the_time_of_each_stage_is_told(site: Path) -> None:
    edit(site)
    (site / "content/customers/bea.yaml").unlink()
    report = build(Order(site, site / "public", TODAY))
    things = {timing.stage: timing.things for timing in report.timings}
    assert things["render"] == things["publish"] == len(report.rendered)
    assert things["delete"] == len(report.deleted)


def test_a_build_is_noted_as_done_once_the_disk_has_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    finish = State.finish

    def tell(self: State, *given: Any) -> None:
        told.append("done")
        finish(self, *given)

    monkeypatch.setattr(story, "flush", lambda: partial(told.append, "the disk has it"))
    monkeypatch.setattr(State, "finish", tell)
    edit(site)
    build_site(site)
    assert told == ["the disk has it", "done"]


def test_other_work_goes_on_while_the_disk_takes_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    is_other_done, is_taken = threading.Event(), threading.Event()

    def take() -> None:
        assert is_other_done.wait(60)
        is_taken.set()

    monkeypatch.setattr(os, "sync", take, raising=False)
    wait = flush()
    assert not is_taken.is_set()
    is_other_done.set()
    wait()
    assert is_taken.is_set()


def test_the_disk_is_waited_for_where_no_other_work_can_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def fail(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(os, "sync", partial(told.append, "the disk has it"), raising=False)
    monkeypatch.setattr(threading.Thread, "start", fail)
    flush()()
    assert told == ["the disk has it"]


def test_garbage_is_looked_for_again_after_a_build(site: Path) -> None:
    assert gc.isenabled()
    edit(site)
    build_site(site)
    assert gc.isenabled()


@pytest.mark.parametrize("is_first", [True, False])
def test_the_time_of_a_look_before_the_build_counts(
    site: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    if is_first:
        shutil.rmtree(site / ".badgesite")
    edit(site)
    monkeypatch.setattr(unchanged, "scan_inputs", lambda order: replace(scan_inputs(order), seconds=1000.0))
    report = build_site(site, jobs=2)
    assert report.rendered
    assert next(timing for timing in report.timings if timing.stage == "scan").seconds >= 1000
    assert report.seconds < 2000
