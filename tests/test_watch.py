"""Watching: whatever changes leads to a build that sees it, and nothing of our own making does."""

import contextlib
import datetime
import errno
import logging
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers import Observer

from badgesite.build.order import Report
from badgesite.errors import MissingLibrary, Problem, ProblemsFound, UsageError
from badgesite.serve import observe
from badgesite.serve.observe import Observation, Wake, is_source
from badgesite.serve.outcome import Outcome, attempt
from badgesite.serve.watch import let_settle, until_interrupt, watch
from serving import replace, running, wait_until

DAY = datetime.date(2026, 11, 22)


class Builds:
    """Stands in for the build: notes what each build found below `content/` and `themes/`, and writes an output."""

    def __init__(self, site: Path) -> None:
        self.seen: list[dict[str, str]] = []
        self.said: list[str] = []
        self.day = DAY
        self.meanwhile: Callable[[], None] = lambda: None
        self._site = site

    def __call__(self) -> None:
        """Look at the files, as a build does at its beginning, and then take some time."""
        found = {
            file.relative_to(self._site).as_posix(): file.read_text("utf-8")
            for top in ("content", "themes")
            for folder, _, names in os.walk(self._site / top, followlinks=True)
            for file in (Path(folder, name) for name in names)
        }
        for folder in ("public/c/ada", ".badgesite"):
            (self._site / folder).mkdir(parents=True, exist_ok=True)
            (self._site / folder / "written").write_text(str(len(self.seen)))
        self.meanwhile()
        self.seen.append(found)

    def wait_for(self, path: str, text: str | None = "") -> None:
        """Wait for a build that finds this text in a file; None for one that does not find the file."""
        wait_until(lambda: self.seen and self.seen[-1].get(path) == text, f"a build with {path}")


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    site = tmp_path / "site"
    (site / "content" / "customers").mkdir(parents=True)
    (site / "content" / "site.yaml").write_text("one")
    return Builds(site)


@contextlib.contextmanager
def watching(builds: Builds, *, is_polling: bool = False) -> Iterator[Path]:
    """Watch the site in a thread of its own, and give its folder once the first build is done."""
    stop = threading.Event()
    site = builds._site

    def run() -> None:
        watch(
            site, site / "public", builds, stop, say=builds.said.append, is_polling=is_polling,
            today=lambda: builds.day,
        )  # fmt: skip

    thread = threading.Thread(target=run)
    thread.start()
    try:
        wait_until(lambda: builds.seen or not thread.is_alive(), "the first build")
        assert thread.is_alive()
        yield site
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def watched(builds: Builds) -> Iterator[Path]:
    """A site that is watched."""
    with watching(builds) as folder:
        yield folder


def test_a_save_leads_to_a_build(watched: Path, builds: Builds) -> None:
    (watched / "content/site.yaml").write_text("two")
    builds.wait_for("content/site.yaml", "two")


def test_an_atomic_save_leads_to_a_build(watched: Path, builds: Builds) -> None:
    for text in ("two", "three", "four"):
        replace(watched / "content/site.yaml", text)
        builds.wait_for("content/site.yaml", text)


def test_a_deleted_file_leads_to_a_build(watched: Path, builds: Builds) -> None:
    (watched / "content/site.yaml").unlink()
    builds.wait_for("content/site.yaml", None)


def test_a_file_thrown_into_the_bin_leads_to_a_build(watched: Path, builds: Builds, tmp_path: Path) -> None:
    (watched / "content/site.yaml").rename(tmp_path / "bin.yaml")
    builds.wait_for("content/site.yaml", None)


def test_a_build_follows_each_change_once_and_never_its_own_writing(
    watched: Path, builds: Builds, tmp_path: Path
) -> None:
    """Each build writes outputs and its state; if that woke the next one, there would be more builds than changes."""
    for number in range(1, 5):
        outside = tmp_path / "moved.yaml"
        outside.write_text(str(number))
        outside.rename(watched / f"content/customers/{number}.yaml")
        builds.wait_for(f"content/customers/{number}.yaml", str(number))
        assert len(builds.seen) == 1 + number


def test_the_last_of_500_files_is_built_too(watched: Path, builds: Builds) -> None:
    """As after a `git checkout`."""
    for number in range(500):
        (watched / f"content/customers/{number}.yaml").write_text(str(number))
    wait_until(lambda: len(builds.seen[-1]) == 501 and builds.seen[-1]["content/customers/499.yaml"] == "499")


def test_new_folders_below_new_folders_are_watched(watched: Path, builds: Builds) -> None:
    folder = watched / "content/customers/europe/north"
    folder.mkdir(parents=True)
    (folder / "ada.yaml").write_text("one")
    builds.wait_for("content/customers/europe/north/ada.yaml", "one")
    (folder / "ada.yaml").write_text("two")
    builds.wait_for("content/customers/europe/north/ada.yaml", "two")


def test_a_moved_folder_is_watched_at_its_new_place(watched: Path, builds: Builds) -> None:
    (watched / "content/customers/old").mkdir()
    (watched / "content/customers/old/ada.yaml").write_text("one")
    builds.wait_for("content/customers/old/ada.yaml", "one")
    (watched / "content/customers/old").rename(watched / "content/customers/new")
    builds.wait_for("content/customers/new/ada.yaml", "one")
    (watched / "content/customers/new/ada.yaml").write_text("two")
    builds.wait_for("content/customers/new/ada.yaml", "two")


def test_a_deleted_content_folder_that_is_made_again_is_watched(watched: Path, builds: Builds) -> None:
    for text in ("two", "three"):
        shutil.rmtree(watched / "content")
        builds.wait_for("content/site.yaml", None)
        (watched / "content").mkdir()
        (watched / "content/site.yaml").write_text("new")
        builds.wait_for("content/site.yaml", "new")
        replace(watched / "content/site.yaml", text)
        builds.wait_for("content/site.yaml", text)


def test_a_content_folder_that_is_exchanged_at_once_is_watched(watched: Path, builds: Builds) -> None:
    (watched / "draft").mkdir()
    (watched / "draft/site.yaml").write_text("draft")
    (watched / "content").rename(watched / "old")
    (watched / "draft").rename(watched / "content")
    builds.wait_for("content/site.yaml", "draft")
    replace(watched / "content/site.yaml", "edited")
    builds.wait_for("content/site.yaml", "edited")


def test_a_theme_that_appears_after_the_start_is_watched(watched: Path, builds: Builds) -> None:
    (watched / "themes/spring/assets").mkdir(parents=True)
    (watched / "themes/spring/assets/theme.css").write_text("a {}")
    builds.wait_for("themes/spring/assets/theme.css", "a {}")
    replace(watched / "themes/spring/assets/theme.css", "b {}")
    builds.wait_for("themes/spring/assets/theme.css", "b {}")


def test_a_theme_that_a_link_leads_to_is_watched(watched: Path, builds: Builds, tmp_path: Path) -> None:
    theme = tmp_path / "elsewhere"
    theme.mkdir()
    (theme / "theme.yaml").write_text("one")
    (watched / "themes").mkdir()
    (watched / "themes/linked").symlink_to(theme)
    builds.wait_for("themes/linked/theme.yaml", "one")
    replace(theme / "theme.yaml", "two")
    builds.wait_for("themes/linked/theme.yaml", "two")


def test_a_change_during_a_build_leads_to_another(watched: Path, builds: Builds) -> None:
    """The build has read the file already when it changes."""

    def change() -> None:
        builds.meanwhile = lambda: None
        replace(watched / "content/site.yaml", "during")

    builds.meanwhile = change
    replace(watched / "content/site.yaml", "before")
    builds.wait_for("content/site.yaml", "during")
    assert "before" in [seen["content/site.yaml"] for seen in builds.seen]


def test_changes_without_end_are_built_all_the_same(watched: Path, builds: Builds) -> None:
    file = watched / "content/site.yaml"
    pause = threading.Event()
    count = 0
    while len(builds.seen) < 3:
        count += 1
        assert count < 20_000, "no build came between the changes"
        file.write_text(str(count))
        pause.wait(0.002)
    builds.wait_for("content/site.yaml", str(count))


def test_a_new_day_leads_to_a_build(watched: Path, builds: Builds) -> None:
    builds.day = DAY + datetime.timedelta(days=1)
    wait_until(lambda: len(builds.seen) == 2)


def test_lost_reports_lead_to_a_build(watched: Path, builds: Builds) -> None:
    """So many changes at once that the system dropped some: watchdog only complains of that."""
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    wait_until(lambda: len(builds.seen) == 2)


def test_polling_sees_a_save_and_a_new_content_folder(builds: Builds) -> None:
    with watching(builds, is_polling=True) as site:
        replace(site / "content/site.yaml", "longer than before")
        builds.wait_for("content/site.yaml", "longer than before")
        shutil.rmtree(site / "content")
        builds.wait_for("content/site.yaml", None)
        (site / "content").mkdir()
        (site / "content/site.yaml").write_text("new")
        builds.wait_for("content/site.yaml", "new")
        replace(site / "content/site.yaml", "edited again")
        builds.wait_for("content/site.yaml", "edited again")
    assert builds.said == []


def no_instance() -> None:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


class Exhausted:
    """An observer for which the system has room for two folders, and no more."""

    def __init__(self) -> None:
        self._observer = Observer()
        self._places = 2

    def schedule(self, *arguments: object, **options: object) -> object:
        if self._places == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._places -= 1
        return self._observer.schedule(*arguments, **options)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self._observer, name)


@pytest.mark.parametrize("native", [no_instance, Exhausted])
def test_polling_is_chosen_when_the_system_has_no_more_reports_to_give(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, native: Callable[[], object]
) -> None:
    monkeypatch.setattr(observe, "Observer", native)
    with watching(builds) as site:
        replace(site / "content/site.yaml", "longer than before")
        builds.wait_for("content/site.yaml", "longer than before")
    assert builds.said == [
        "the system cannot report changes (it watches as many folders as it may), so files are looked at every second"
        " instead"
    ]


def test_the_output_is_not_even_looked_at(builds: Builds) -> None:
    """Its thousands of folders would use up what the system can watch; only sources are watched to their depths."""
    site = builds._site
    (site / "themes").mkdir()
    with Observation(site, Wake(site, site / "public"), builds.said.append) as observation:
        assert observation.renew()
        assert not observation.renew()
        deep = {path.name for path, (_, watched) in observation._watches.items() if watched.is_recursive}
        assert deep == {"content", "themes"}
        assert observation._watches.keys() == {site, site / "content", site / "themes"}


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("content", True),
        ("content/site.yaml", True),
        ("content/customers/no/ada.yaml", True),
        ("themes/spring/theme.yaml", True),
        ("content/.site.yaml.swp", False),
        ("content/customers/ada.yaml~", False),
        ("content/customers/#ada.yaml#", False),
        ("content/.git/index", False),
        ("content/assets/Thumbs.db", False),
        ("public/index.html", False),
        (".badgesite/state.sqlite", False),
        ("themes/out/index.html", False),
        ("README.md", False),
        ("../elsewhere/theme.css", True),
        ("../elsewhere/.theme.css.swp", False),
    ],
)
def test_only_sources_wake(path: str, matters: bool) -> None:
    """Neither outputs, also where the output folder lies in an odd place, nor the files that editors make."""
    site = Path("/home/mira/club")
    changed = Path(os.path.normpath(site / path))
    out = site / ("themes/out" if path.startswith("themes/out") else "public")
    assert is_source(changed, site, out) is matters


class Restless(threading.Event):
    """Set again whenever it is waited for."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_ctrl_c_is_noted_also_where_its_exception_is_lost() -> None:
    with until_interrupt() as stop:
        with contextlib.suppress(KeyboardInterrupt):  # as libraries in C do when they call back
            signal.raise_signal(signal.SIGINT)
        assert stop.is_set()


@pytest.mark.parametrize("request_", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_ends_what_goes_on(request_: signal.Signals) -> None:
    with until_interrupt() as stop:
        signal.raise_signal(request_)
        raise AssertionError("it went on")
    assert stop.is_set()


def test_patience_ends_with_the_last_change_still_noted() -> None:
    changed = Restless()
    let_settle(changed, patience=0)
    assert changed.is_set()


def test_quiet_leaves_nothing_noted() -> None:
    changed = threading.Event()
    changed.set()
    let_settle(changed, quiet=0)
    assert not changed.is_set()


def test_what_is_wrong_in_the_content_ends_nothing() -> None:
    problem = Problem("content/site.yaml", 3, 1, "unknown key", "remove it")

    def build() -> Report:
        raise ProblemsFound([problem])

    assert attempt(build) == Outcome(None, (problem,))


def test_pages_that_could_not_be_rendered_are_told_beside_the_others() -> None:
    failure = Problem("public/c/ada/card.png", 1, 1, "it could not be rendered", "mend the theme")
    report = Report(("index.html",), 3, (), (), (), failures=(failure,))
    assert attempt(lambda: report) == Outcome(report, (failure,))


def test_a_wrong_call_found_late_ends_nothing() -> None:
    def build() -> Report:
        raise UsageError("--out x: choose another")

    assert attempt(build).problems[0].what == "--out x: choose another"


def test_a_bug_is_shown_with_its_traceback_and_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def build() -> Report:
        raise RuntimeError("two\nlines")

    (problem,) = attempt(build).problems
    assert problem.what == "badgesite itself failed: RuntimeError: two"
    assert problem.path == __file__
    assert "Traceback" in capsys.readouterr().err


def test_a_missing_library_ends_the_command() -> None:
    def build() -> Report:
        raise MissingLibrary("apt-get install libcairo2")

    with pytest.raises(MissingLibrary):
        attempt(build)


def test_the_command_builds_goes_on_after_a_mistake_and_ends_with_ctrl_c(site: Path) -> None:
    badge = site / "content/badges/orders.yaml"
    good = badge.read_text("utf-8")
    with running("watch", site) as watcher:
        watcher.wait_for(r"\d+ unchanged, in")
        replace(badge, good.replace("tier: bronze", "tear: bronze"))
        watcher.wait_for(r"content/badges/orders\.yaml:1:\d+: unknown key “tear” \(did you mean “tier”\?\)")
        replace(badge, good.replace("First Cup", "First Sip"))
        wait_until(lambda: "First Sip" in (site / "public/badges/first/index.html").read_text("utf-8"))
        assert watcher.interrupt() == 0
    assert "Traceback" not in watcher.said
