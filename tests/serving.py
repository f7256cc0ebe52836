"""Running `badgesite serve` and `badgesite watch` as a keeper does, and waiting for what comes of it."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

LIMIT = 60.0
"""Seconds after which something will not come any more; far more than it takes anywhere."""


def wait_until(is_so: Callable[[], object], what: str = "what was waited for") -> None:
    """Return as soon as something is so; fail if it never is."""
    pause = threading.Event()
    for _ in range(int(LIMIT / 0.01)):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError(f"{what} did not happen")


class Running:
    """A command that runs, and what it has said so far, on both outputs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, pattern: str, times: int = 1) -> str:
        """Return the first match of a pattern in what the command says, once it has said it that often."""
        wait_until(lambda: len(re.findall(pattern, self.said)) >= times, f"“{pattern}” × {times} in {self.said!r}")
        return re.findall(pattern, self.said)[0]

    @property
    def address(self) -> str:
        """Where the site is shown, with a slash at its end."""
        return self.wait_for(r"The site is at (\S+)")

    def interrupt(self) -> int:
        """Press Ctrl+C, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LIMIT)

    def end(self) -> None:
        """End it, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LIMIT)
        self._reader.join(LIMIT)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextlib.contextmanager
def running(command: str, site: Path, *options: object) -> Iterator[Running]:
    """Run a command on a site while the block runs."""
    arguments = [command, "--site", str(site), "--jobs", "1", *map(str, options)]
    process = subprocess.Popen(
        [sys.executable, "-c", "from badgesite.cli import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        preexec_fn=_hear_interrupts,
    )
    command_running = Running(process)
    try:
        yield command_running
    finally:
        command_running.end()


def _hear_interrupts() -> None:
    """Undo what a shell does to commands in the background: they do not hear Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def replace(file: Path, text: str) -> None:
    """Save as careful editors do: a whole new file in the old one's place."""
    draft = file.with_name(f".{file.name}.tmp")
    draft.write_text(text, "utf-8")
    draft.replace(file)
