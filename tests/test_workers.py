"""A worker that dies takes nothing with it but the output that killed it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

import nh3
import pytest

from badgesite.build import workers
from badgesite.errors import ProblemsFound
from built import TODAY, build_site, forget, read_files
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


def _run(script: str, *arguments: str | Path, cwd: Path, paths: Sequence[Path] = ()) -> str:
    """Run a script in a process of its own that starts in a folder, and return what it prints, which is all well."""
    file = cwd.parent / "script.py"
    file.write_text(script, "utf-8")
    done = subprocess.run(
        [sys.executable, file, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


_DOOMED = "processes._LOADED = 'doomed'"
_CUT_OFF = """
    from multiprocessing import util
    from pathlib import Path
    processes.warm_up()
    for socket in Path(util.get_temp_dir()).glob("listener-*"):
        socket.unlink()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each starts anew")
@pytest.mark.parametrize("lose", [_DOOMED, _CUT_OFF], ids=["it ends", "it cannot be reached"])
def test_workers_start_anew_when_that_of_which_they_would_be_forks_is_lost(
    fresh: Path, small: Path, tmp_path: Path, lose: str
) -> None:
    (tmp_path / "doomed.py").write_text("import os\nos._exit(3)\n", "utf-8")
    script = "from badgesite import cli\nfrom badgesite.build import processes\nif __name__ == '__main__':\n"
    _run(
        f"{script}    {lose}\n    cli.main()\n",
        *("build", "--site", fresh, "--jobs", "2", "--today", TODAY.isoformat()),
        cwd=fresh,
        paths=[tmp_path],
    )
    assert read_files(fresh / "public") == read_files(small / "public")


_ASK = """
from badgesite.build.processes import open_pool, submit
if __name__ == "__main__":
    with open_pool(1) as pool:
        print(submit(pool, eval, {asked!r}).result())
"""


@pytest.mark.parametrize("is_odd", [False, True])
def test_workers_load_nothing_that_lies_where_the_command_is_given(tmp_path: Path, is_odd: bool) -> None:
    here, odd = tmp_path / "here", tmp_path / "a:b"
    for folder in (here, odd):
        folder.mkdir()
    (here / "nh3.py").touch()
    asked = _ASK.format(asked="__import__('sys').modules['badgesite.theme.markup'].nh3.__file__")
    script = asked.replace("with", f"__import__('sys').path.append({str(odd)!r})\n    with") if is_odd else asked
    asked_of_all = f"import badgesite.theme.markup\n{script}"
    assert Path(_run(asked_of_all, cwd=here).strip()) == Path(nh3.__file__)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_workers_do_not_hear_of_an_interrupt_while_they_start(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    asked = "__import__('signal').pthread_sigmask(0, [])"
    assert "SIGINT" in _run(_ASK.format(asked=asked), cwd=tmp_path / "here")


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
