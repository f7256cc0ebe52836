"""Processes measured, each with all that it starts: seconds by the clock and of CPU, memory, and files replaced."""

import contextlib
import ctypes
import html
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

BYTES_A_UNIT = 1 if sys.platform == "darwin" else 1024  # of the memory that the system reports
PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
LOOK_AGAIN = 0.002  # seconds between two looks at a file


class Used(NamedTuple):
    """What a process and all that it started took."""

    seconds: float
    """By the clock, until the process ended."""
    cpu: float
    """Seconds of user and system time, start-up included."""
    memory: float
    """MiB that the largest of the processes had in memory at most."""
    printed: str


def adopt_orphans() -> None:
    """Let processes whose parent ends become this one's children, so that their time is counted; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Used:
    """Run a command to its end; raises RuntimeError with what it said if it fails.

    What went before is on the disk by then: else the first to have its own files written there would wait for those.
    """
    os.sync()
    start = time.perf_counter()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, stderr=said
        ) as process,
    ):
        assert process.stdout
        text = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        errors = said.read().decode()
    rest = list(_collect_orphans())
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors}")
    cpu = sum(each.ru_utime + each.ru_stime for each in (used, *rest))
    memory = max(each.ru_maxrss for each in (used, *rest)) * BYTES_A_UNIT / 2**20
    return Used(seconds, cpu, memory, text)


def _collect_orphans() -> Iterator[resource.struct_rusage]:
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait3(0)[2]


@contextlib.contextmanager
def running(command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a command running while the block runs, then end it as Ctrl+C does."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
    list(_collect_orphans())


def wait_until_replaced(
    before: Mapping[Path, tuple[int, int]], process: subprocess.Popen[bytes], most: float
) -> None:
    """Wait until every file is another than before; raises RuntimeError after `most` seconds."""
    end = time.perf_counter() + most
    left = set(before)
    while left:
        left = {file for file in left if look(file) in (None, before[file])}
        if process.poll() is not None or time.perf_counter() > end:
            names = ", ".join(sorted(str(file) for file in left))
            raise RuntimeError(f"badgesite serve did not replace {names} within {most:.0f} s")
        time.sleep(LOOK_AGAIN)


def read_words(page: Path) -> str:
    """Return the words of an HTML page's body as a reader sees them, without markup."""
    body = page.read_text("utf-8").partition("<body")[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def read_head(page: Path) -> list[tuple[str, str]]:
    """Return what an HTML page tells networks and chats of itself, without its maker and versions of pictures."""
    head = page.read_text("utf-8").partition("</head>")[0]
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"?]*)', head)
    return [(name, html.unescape(text)) for name, text in found if name != "generator"]


def look(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that replaced it, or nothing if there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
