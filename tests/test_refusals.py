"""What the disk or the system refuses a command: told in a line each, and nothing is left half-written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from built import TODAY, build_site, forget, look_at, read_files
from command import run
from disks import mounted

_MAIN = "from badgesite.cli import main; main()"
_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such streams and signals")


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A site as `init` writes it."""
    folder = tmp_path / "start"
    assert run("init", folder).code == 0
    return folder


def fill(disk: Path) -> None:
    """Write onto a disk until nothing more fits."""
    with (disk / "rest").open("wb", buffering=0) as stream:
        size = 65536
        while size:
            try:
                stream.write(bytes(size))
            except OSError:
                size //= 2


@pytest.mark.parametrize(
    "command", ["init new", "new customer zoe", "schema", "gallery sheets", "import a.csv --write"]
)
def test_a_full_disk_is_told_and_no_content_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    disk = tmp_path / "disk"
    with mounted(disk, "1m"):
        monkeypatch.chdir(disk)
        if command != "init new":
            assert run("init", ".").code == 0
        (disk / "a.csv").write_text("id,name\nzoe,Zoe\nyan,Yan\n", "utf-8")
        fill(disk)
        before = read_files(disk)
        ran = run(*command.split())
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert ran.err.endswith(": the disk is full (free some space, and try again)\n")
        assert read_files(disk) == before
        (disk / "rest").unlink()
        if command != "gallery sheets":  # these are larger than this disk
            assert run(*command.split()).code == 0
        monkeypatch.undo()


def test_a_folder_that_is_none_is_told_by_who_writes_there(start: Path) -> None:
    (start / "content/pages").rename(start / "pages")
    (start / "content/pages").touch()
    ran = run("new", "page", "faq", "--site", start)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"{start}/content/pages:1:1: ") and ran.err.count("\n") == 1


def test_nothing_is_begun_where_no_site_is(tmp_path: Path) -> None:
    for command in (("schema",), ("new", "customer", "zoe")):
        ran = run(*command, "--site", tmp_path / "nope")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"content:1:1: there is no folder content/ in {tmp_path}/nope (")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_start_of_a_site_leaves_room_for_the_next(tmp_path: Path) -> None:
    (tmp_path / "schemas").touch()
    ran = run("init", tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert not (tmp_path / "content").exists()
    (tmp_path / "schemas").unlink()
    assert run("init", tmp_path).code == 0


def test_too_many_processes_are_wrong_usage(start: Path) -> None:
    ran = run("build", "--site", start, "--jobs", 10**20)
    assert ran.code == 2
    assert "1<=x<=1024" in ran.err


@_POSIX
@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_no_build_and_nothing_is_written_in_their_stead(
    site: Path, small: Path, closed: str
) -> None:
    """Also not by workers."""
    forget(site)
    command = (sys.executable, "-c", _MAIN, "build", "--site", site, "--jobs", "2", "--today", TODAY.isoformat())
    done = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *command], stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0
    assert read_files(site / "public") == read_files(small / "public")
    assert build_site(site).rendered == ()


@_POSIX
@pytest.mark.parametrize("number", [1, 15], ids=["SIGHUP", "SIGTERM"])
@pytest.mark.parametrize("is_set_aside", [False, True])
def test_a_build_that_is_asked_to_end_tidies_up(site: Path, small: Path, number: int, is_set_aside: bool) -> None:
    """Unless the request was set aside before."""
    forget(site)
    script = f"""
import os, signal
from badgesite.build import workers
write_part = workers.write_part

def write_and_ask(*given):
    os.kill(os.getpid(), {number})
    return write_part(*given)

workers.write_part = write_and_ask
signal.signal({number}, signal.{"SIG_IGN" if is_set_aside else "SIG_DFL"})
{_MAIN}
"""
    command = [sys.executable, "-c", script, "build", "--site", site, "--jobs", "1", "--today", TODAY.isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0 if is_set_aside else 128 + number, "")
    assert not list((site / "public").glob(".badgesite*"))
    build_site(site)
    assert read_files(site / "public") == read_files(small / "public")
    assert not [path for path in look_at(site) if os.path.basename(path).endswith(".part")]  # noqa: PTH119
