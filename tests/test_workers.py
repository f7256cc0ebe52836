"""A worker that dies takes nothing with it but the output that killed it."""

import os
import subprocess
import sys
from multiprocessing import forkserver
from pathlib import Path

import pytest

from badgesite.build import workers
from badgesite.errors import ProblemsFound
from built import build_site, forget, read_files
from deadly import arm_workers


@pytest.fixture
def fresh(site: Path) -> Path:
    """The small site, not yet built."""
    forget(site)
    return site


def test_an_output_that_kills_its_worker_is_named_and_the_rest_goes_on(
    fresh: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a second one, and also in the next build, which has only these to render and yet lives on."""
    whole = read_files(small / "public")
    deadly = {"c/ada/card.png", "feed.xml"}
    with monkeypatch.context() as patch:
        arm_workers(patch, deadly, bad={"c/bea/card.png"})
        for expected in (whole.keys() - deadly - {"c/bea/card.png"}, set()):
            report = build_site(fresh, jobs=2)
            assert set(report.rendered) == expected
            assert {(problem.path, problem.what.partition(":")[0]) for problem in report.failures} == {
                ("content/customers/ada.yaml", "c/ada/card.png could not be rendered"),
                ("content/customers/bea.yaml", "c/bea/card.png could not be rendered"),
                ("content/site.yaml", "feed.xml could not be rendered"),
            }
            assert sum("the process that rendered it ended" in problem.what for problem in report.failures) == 2
            assert read_files(fresh / "public") == {
                path: whole[path] for path in whole if path in read_files(fresh / "public")
            }
            assert not list((fresh / "public").glob(".badgesite*"))
    assert set(build_site(fresh, jobs=2).rendered) == deadly | {"c/bea/card.png"}
    assert read_files(fresh / "public") == whole


def test_a_build_whose_workers_die_again_and_again_is_given_up(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MOST_DEATHS", 2)
    with monkeypatch.context() as patch:
        arm_workers(patch, {"c/ada/card.png", "c/bea/card.png", "feed.xml"})
        with pytest.raises(ProblemsFound, match="2 files ended the process that rendered them") as caught:
            build_site(fresh, jobs=2)
    assert len(caught.value.problems) == 3
    assert not list((fresh / "public").glob(".badgesite*"))
    build_site(fresh, jobs=2)
    assert build_site(fresh).rendered == ()


def test_workers_that_cannot_start_are_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deadly.arm", _die)
    arm_workers(monkeypatch, set())
    with pytest.raises(ProblemsFound, match="the processes that render end as soon as they start"):
        build_site(fresh, jobs=2)


def test_nor_is_it_a_traceback_if_the_process_that_they_are_forks_of_ends(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "doomed.py").write_text("import os\nos._exit(3)\n", "utf-8")
    script = (
        "from badgesite import cli\nfrom badgesite.build import processes\nprocesses._LOADED = 'doomed'\ncli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--site", fresh, "--jobs", "2"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "the processes that render end as soon as they start" in done.stderr
    assert done.returncode == 1


def test_workers_start_anew_where_they_cannot_be_forks(
    fresh: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(forkserver, "ensure_running", fail)
    build_site(fresh, jobs=2)
    assert read_files(fresh / "public") == read_files(small / "public")


def _die(*_: object) -> None:
    raise SystemExit(3)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_bytes_are_the_same_for_any_number_of_jobs(fresh: Path, small: Path, jobs: int) -> None:
    build_site(fresh, jobs=jobs)
    assert read_files(fresh / "public") == read_files(small / "public")
