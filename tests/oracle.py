"""The oracle: chance edits, breaks and kills; after each step the output must be what a clean build makes.

    python tests/oracle.py --steps 1000 --seed 7

It knows builds by their front door alone. A seed tells the whole sequence, so what it finds can be replayed.
"""

import argparse
import concurrent.futures
import contextlib
import datetime
import hashlib
import itertools
import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from badgesite.build.memory import Memory, load_memory
from badgesite.build.order import Order, Report
from badgesite.build.unchanged import build_if_changed as build
from badgesite.errors import ProblemsFound
from oracle_edits import all_paths, forget, write_anew

_LONG_AGO = 1_000_000_000  # seconds since 1970
_THEIRS = {"google1234.html": b"club.example\n", "c/notes.txt": b"mine\n"}
"""Somebody else's files in the output, which stay."""
_SPOILS = ("colour: red\n", "name: Twice\n", "group: nowhere\n", "[\n", "awards: [{badge: nothing}]\n", "\tx: y\n")
_EVENTS: Mapping[str, frozenset[str]] = {
    "replacing": frozenset({"os.rename"}),
    "deleting": frozenset({"os.remove", "os.rmdir"}),
    "opening to write": frozenset({"open"}),
    "noting": frozenset({"sql"}),
    "anything": frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "open", "sql"}),
}
"""The moments at which a build is killed, by the audit events before which it happens; `sql` is a statement."""

_processes = multiprocessing.get_context("forkserver")
Digests = Mapping[str, str]
"""The SHA-256 of each file of an output folder by its path, `/` after the path of a folder."""


class DeviationError(AssertionError):
    """A build did not do what a clean build does."""


class Clean(NamedTuple):
    """What a clean build makes of some content, or what it finds wrong."""

    files: Digests
    problems: tuple[str, ...]


class Wishes(NamedTuple):
    """What a build is asked beside the content."""

    out: str = "public"
    today: datetime.date = datetime.date(2026, 11, 22)
    base_url: str | None = None

    def order(self, site: Path, *, jobs: int = 1, is_verifying: bool = False) -> Order:
        """Return the order of such a build of a site."""
        out = site / self.out
        return Order(site, out, self.today, self.base_url, jobs, is_verifying, is_sure=True)


def digest_folder(folder: Path) -> dict[str, str]:
    """Return what lies in a folder."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name if path.is_file() else f"{name}/"] = _digest(path.read_bytes()) if path.is_file() else ""
    return found


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def build_clean(files: Mapping[str, bytes], wishes: Wishes) -> Clean:
    """Build a site of these files where nothing was built before, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        _write_files(site, files)
        try:
            build(wishes.order(site))
        except ProblemsFound as error:
            return Clean({}, tuple(f"{problem.path} {problem.what}" for problem in error.problems))
        _write_files(site / wishes.out, _THEIRS)
        return Clean(digest_folder(site / wishes.out), ())


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


def build_and_die(order: Order, moment: str, count: int) -> None:
    """Build, and be killed at the `count`th such moment; with fewer of them, live."""
    left = itertools.count(count - 1, -1)

    def tick(event: str) -> None:
        if event in _EVENTS[moment] and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            tick(event)

    def connect(*arguments: Any, **options: Any) -> Any:
        connection = open_database(*arguments, **options)
        connection.set_trace_callback(lambda statement: tick("sql"))
        return connection

    open_database = sqlite3.connect
    sys.addaudithook(listen)
    with patch("sqlite3.connect", connect), contextlib.suppress(ProblemsFound):
        build(order)


class World:
    """A site that chance changes, and what must be true of it."""

    def __init__(self, folder: Path, seed: int, builder: Callable[..., Report] = build) -> None:
        self.site = folder
        self.story: list[str] = []
        """What happened, in the words of a replay."""
        self._seed = seed
        self._build = builder
        self._chance = Random(seed)
        self._wishes = Wishes()
        self._memory: Memory | None = None
        self._files: dict[str, bytes] = {}
        self._history: dict[str, list[bytes | None]] = {}
        self._clean: dict[str, concurrent.futures.Future[Clean]] = {}
        self._pool = concurrent.futures.ProcessPoolExecutor(1, mp_context=_processes, max_tasks_per_child=1)
        self._waiting: list[tuple[int, Digests, concurrent.futures.Future[Clean]]] = []

    def run(self, steps: int) -> Iterator[str]:
        """Take so many steps and yield what each did; raises DeviationError with the story so far."""
        _processes.set_forkserver_preload(["badgesite.build.story", "oracle"])
        with self._pool:
            self._begin()
            for _ in range(steps):
                self._step()
                yield self.story[-1]
            self._compare_waiting(most=0)

    def _begin(self) -> None:
        self.story.append("")
        while not self._files or self._ask_clean().result().problems:
            for path in all_paths():
                self._put(path, write_anew(path, self._files, self._chance))
        self._judge(self._files)

    # What chance does

    def _step(self) -> None:
        """Change something, perhaps be killed while building, build, and judge."""
        chance = self._chance
        self.story.append("")
        before = dict(self._files)
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            self._change()
        if chance.random() < 0.3:
            chance.choice((self._lose_outputs, self._harm_state, self._ask_otherwise))()
        while chance.random() < 0.25:
            self._kill()
            if chance.random() < 0.5:
                self._tell("take it back")
                self._restore(before)
        self._judge(before)

    def _change(self) -> None:
        changes = (
            self._rewrite, self._rewrite, self._rewrite, self._rewrite, self._revert, self._remove, self._rename,
            self._touch, self._spoil,
        )  # fmt: skip
        self._chance.choice(changes)()

    def _rewrite(self) -> None:
        path = self._chance.choice(all_paths())
        self._put(path, write_anew(path, self._files, self._chance))

    def _revert(self) -> None:
        path = self._chance.choice(sorted(self._history))
        self._put(path, self._chance.choice(self._history[path]))

    def _remove(self) -> None:
        """Remove a record, and for the most part what names it."""
        path = self._chance.choice([path for path in sorted(self._files) if path != "content/site.yaml"])
        self._put(path, None)
        if self._chance.random() < 0.8:
            for other, body in sorted(self._files.items()):
                left = forget(Path(path).stem, body.decode("utf-8", "replace")).encode()
                if other.endswith((".yaml", ".csv")) and "/badges/" not in other and left != body:
                    self._put(other, left)

    def _rename(self) -> None:
        """Give a customer another id, with the old one as an alias, or take it back."""
        customers = [path for path in sorted(self._files) if path.startswith("content/customers/")]
        if customers:
            path = self._chance.choice(customers)
            new = self._chance.choice(("content/customers/old/eve.yaml", "content/customers/fay.yaml"))
            body = self._files[path] + f"aliases: [{Path(path).stem}]\n".encode()
            self._put(path, None)
            self._put(new, body)

    def _touch(self) -> None:
        path = self._chance.choice(sorted(self._files))
        self._tell(f"touch {path}")
        os.utime(self.site / path, (_LONG_AGO, _LONG_AGO) if self._chance.random() < 0.5 else None)

    def _spoil(self) -> None:
        path = self._chance.choice([path for path in sorted(self._files) if path.startswith("content/")])
        if path.endswith(".yaml"):
            self._put(path, self._files[path] + self._chance.choice(_SPOILS).encode())

    def _lose_outputs(self) -> None:
        """Delete a few files or folders of the output, or all of it."""
        out = self.site / self._wishes.out
        if self._chance.random() < 0.2:
            self._tell("lose the whole output")
            shutil.rmtree(out, ignore_errors=True)
            return
        paths = [path for path in digest_folder(out) if not _is_theirs(path)]
        lost = self._chance.sample(paths, min(len(paths), self._chance.choice((1, 2, 9))))
        self._tell(f"lose {' '.join(lost)}")
        for path in lost:
            if path.endswith("/"):
                shutil.rmtree(out / path, ignore_errors=True)
            else:
                (out / path).unlink(missing_ok=True)

    def _harm_state(self) -> None:
        """Remove the state, or flip a few of its bytes, or cut it short."""
        state = self.site / ".badgesite"
        files = [path for path in sorted(state.rglob("*")) if path.is_file() and path.stat().st_size]
        way = self._chance.choice(("remove", "flip", "flip", "cut"))
        if way == "remove" or not files:
            self._tell("remove the state")
            shutil.rmtree(state, ignore_errors=True)
            return
        file = self._chance.choice(files)
        body = bytearray(file.read_bytes())
        places = sorted(self._chance.randrange(len(body)) for _ in range(self._chance.choice((1, 3, 30))))
        self._tell(f"{way} {file.name} at {places[0] if way == 'cut' else places}")
        for place in places:
            body[place] ^= 1 << self._chance.randrange(8)
        file.write_bytes(file.read_bytes()[: places[0]] if way == "cut" else body)

    def _ask_otherwise(self) -> None:
        chance = self._chance
        today = datetime.date(2026, 11, 22) + datetime.timedelta(chance.choice((0, 0, 9, 33)))
        self._wishes = Wishes(
            chance.choice(("public", "public", "other")),
            today,
            chance.choice((None, None, "https://elsewhere.example")),
        )
        self._tell(f"ask for {self._wishes}")

    def _kill(self) -> None:
        """Kill a building process at some moment, and see that nothing is half."""
        moment = self._chance.choice(sorted(_EVENTS))
        count = int(2 ** self._chance.uniform(0, 5.5))
        self._tell(f"die before {moment} no. {count}")
        out = self.site / self._wishes.out
        before = digest_folder(out)
        process = _processes.Process(target=build_and_die, args=(self._wishes.order(self.site), moment, count))
        process.start()
        process.join()
        self._tell("killed" if process.exitcode == -signal.SIGKILL else f"lived ({process.exitcode})")
        if process.exitcode not in (0, -signal.SIGKILL):
            self._fail(f"a build that was to be killed ended with {process.exitcode}")
        clean, after = self._ask_clean().result(), digest_folder(out)
        new = before if clean.problems else clean.files
        for path, digest in after.items():
            if not path.endswith("/") and not _is_leftover(path) and digest not in (before.get(path), new.get(path)):
                self._fail(f"{path} is neither the old file nor the new one after a kill")
        if lost := [path for path in before.keys() & new.keys() - after.keys() if not _is_leftover(path)]:
            self._fail(f"lost by a kill: {', '.join(sorted(lost))}")

    # Files

    def _put(self, path: str, body: bytes | None) -> None:
        """Write or remove a file; its time may be older than before, or the same, with the same size."""
        file, chance = self.site / path, self._chance
        old = file.stat() if file.exists() else None
        self._history.setdefault(path, []).append(self._files.get(path))
        if body is None:
            if old:
                self._tell(f"remove {path}")
                file.unlink()
                del self._files[path]
            return
        manner = chance.choice(("new", "new", "old", "same"))
        if manner == "same" and old and path.endswith((".yaml", ".css", ".html")):
            body = body.rstrip(b"\n").ljust(old.st_size, b"\n")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        if manner == "old":
            os.utime(file, (_LONG_AGO, _LONG_AGO))
        elif manner == "same" and old:
            os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
        self._files[path] = body
        self._tell(f"write {path} ({_digest(body)[:6]}, {manner} time)")

    def _restore(self, files: Mapping[str, bytes]) -> None:
        for path in sorted(self._files.keys() | files.keys()):
            if self._files.get(path) != files.get(path):
                self._put_plain(path, files.get(path))

    def _put_plain(self, path: str, body: bytes | None) -> None:
        if body is None:
            (self.site / path).unlink()
            del self._files[path]
        else:
            (self.site / path).parent.mkdir(parents=True, exist_ok=True)
            (self.site / path).write_bytes(body)
            self._files[path] = body

    # Judging

    def _judge(self, before: Mapping[str, bytes]) -> None:
        """Build and compare; what is refused must be refused by a clean build too, and change nothing."""
        out = self.site / self._wishes.out
        seen = digest_folder(out)
        try:
            report = self._choose_builder()(self._wishes.order(self.site, is_verifying=self._chance.random() < 0.1))
        except ProblemsFound as error:
            if digest_folder(out) != seen:
                self._fail("a refused build changed the output")
            if self._ask_clean().result().problems:
                self._tell(f"refused ({error.problems[0].what}); take it back")
                self._restore(before)
            else:
                self._fail(f"refused what a clean build takes: {'; '.join(map(str, error.problems))}")
            self._judge(before)
            return
        made = {**digest_folder(out), **self._keep_theirs(out, seen)}
        self._check_report(report, seen, made)
        made = {path: digest for path, digest in made.items() if path not in _list_failed(report)}
        further = self._build(self._wishes.order(self.site))
        if further.rendered or further.deleted:
            self._fail(f"a second build rendered {further.rendered} and deleted {further.deleted}")
        self._tell(f"{len(report.rendered)} rendered, {len(report.deleted)} deleted")
        self._waiting.append((len(self.story), made, self._ask_clean()))
        self._compare_waiting(most=6)

    def _choose_builder(self) -> Callable[[Order], Report]:
        """Return a builder that knows only what lies on the disk, or one that remembers, as `serve` does."""
        if self._chance.random() < 0.5:
            return self._build
        self._tell("remember")
        self._memory = self._memory or load_memory(self.site)
        return lambda order: self._build(order, memory=self._memory)

    def _keep_theirs(self, out: Path, seen: Digests) -> Digests:
        """Return somebody else's files, put into a new output folder, which must still lie in an old one."""
        if lost := [path for path in _THEIRS if path in seen and not (out / path).exists()]:
            self._fail(f"deleted what is somebody else's: {', '.join(lost)}")
        _write_files(out, _THEIRS)
        return {path: digest for path, digest in digest_folder(out).items() if _is_theirs(path)}

    def _check_report(self, report: Report, seen: Digests, made: Digests) -> None:
        files = {path: digest for path, digest in made.items() if not path.endswith("/") and path not in _THEIRS}
        changed = {path for path, digest in files.items() if seen.get(path) != digest}
        if unsaid := changed - set(report.rendered):
            self._fail(f"changed without a word: {', '.join(sorted(unsaid))}")
        if hidden := sorted(filter(_is_leftover, files)):
            self._fail(f"left behind: {', '.join(hidden)}")
        failed = files.keys() & _list_failed(report)
        if lost := [path for path in failed if seen.get(path) != files[path]]:
            self._fail(f"could not be rendered, and did not keep its file: {', '.join(lost)}")
        if len(files) != len(report.rendered) + report.unchanged + len(failed):
            self._fail(f"{len(files)} files, but {len(report.rendered)} rendered and {report.unchanged} unchanged")

    def _ask_clean(self) -> concurrent.futures.Future[Clean]:
        parts = [repr(self._wishes), *(f"{path} {_digest(body)}" for path, body in sorted(self._files.items()))]
        key = _digest("\n".join(parts).encode())
        if key not in self._clean:
            self._clean[key] = self._pool.submit(build_clean, dict(self._files), self._wishes)
        return self._clean[key]

    def _compare_waiting(self, most: int) -> None:
        """Compare what was made with what clean builds make, all but the last few: those are still at it."""
        while len(self._waiting) > most:
            step, made, future = self._waiting.pop(0)
            clean = future.result()
            if clean.problems:
                self._fail(f"built what a clean build refuses: {'; '.join(clean.problems)}", step)
            if made != clean.files:
                self._fail(_describe_difference(made, clean.files), step)

    def _tell(self, what: str) -> None:
        self.story[-1] += f"; {what}" if self.story[-1] else what

    def _fail(self, what: str, step: int | None = None) -> None:
        story = "\n".join(f"{number}: {told}" for number, told in enumerate(self.story[:step]))
        raise DeviationError(f"{story}\n\nseed {self._seed}, step {(step or len(self.story)) - 1}: {what}")


def _is_theirs(path: str) -> bool:
    return any(their.startswith(path) for their in _THEIRS)


def _list_failed(report: Report) -> set[str]:
    """Return what could not be rendered, such as a page whose template includes a file that was removed."""
    return {problem.what.partition(" could not be rendered")[0] for problem in report.failures}


def _is_leftover(path: str) -> bool:
    """Whether a killed build may leave this: what is hidden, no visitor sees, and the next build removes."""
    return any(part.startswith(".badgesite") for part in Path(path).parts)


def _describe_difference(made: Digests, clean: Digests) -> str:
    parts = {
        "too many": made.keys() - clean.keys(),
        "missing": clean.keys() - made.keys(),
        "stale": {path for path in made.keys() & clean.keys() if made[path] != clean[path]},
    }
    return "not what a clean build makes: " + "; ".join(
        f"{word} {', '.join(sorted(paths))}" for word, paths in parts.items() if paths
    )


def main() -> None:
    """Run for as many steps as asked, and tell each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        try:
            for number, told in enumerate(World(Path(folder), wanted.seed).run(wanted.steps), 1):
                print(f"{number}: {told}", flush=True)
        except DeviationError as deviation:
            sys.exit(f"\n{deviation}\n\nReplay it with:  make oracle SEED={wanted.seed} STEPS={wanted.steps}")
    print(f"{wanted.steps} steps, and every one like a clean build")


if __name__ == "__main__":
    main()
