"""Nothing is stale: whatever changed is noticed, whatever was lost comes back, and nothing undeclared is read."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from PIL import Image

from badgesite.errors import ProblemsFound
from badgesite.pages.data import JsonView
from badgesite.pages.kinds import Rendered, Workshop, render
from badgesite.pages.output import Output
from built import REPOSITORY, build_once, build_site, read_files
from rich_site import build_rich, paint
from sites import write_site
from small_site import SMALL


class Edit(NamedTuple):
    """A file, a text in it, another of the same length, and an output that shows it."""

    path: str
    old: str
    new: str
    shown: str


EDITS = [
    Edit("content/customers/ada.yaml", "Ada Lovelace", "Ada Loveless", "c/ada/index.html"),
    Edit("content/activity/2026.csv", "01-07,orders,2", "01-07,orders,5", "c/ada/index.json"),
    Edit("content/badges/all.yaml", "Bug Finder", "Bug Hunter", "badges/bug/index.html"),
    Edit("content/site.yaml", "Coffee people", "Coffee lovers", "index.html"),
    Edit("content/pages/about.md", "Who we", "Why we", "about/index.html"),
    Edit("content/assets/plan.svg", "M0 0", "M1 1", "media/plan.svg"),
    Edit("themes/own/strings/en.yaml", "Nothing grows", "Nothing lives", "404.html"),
    Edit("themes/own/templates/robots.txt", "Allow: /", "Allow: *", "robots.txt"),
    Edit("themes/own/cards/profile.svg", 'slot="name" x="40"', 'slot="name" x="50"', "c/ada/card.png"),
]  # fmt: skip


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich site, built; only to be looked at and copied."""
    return build_once(tmp_path_factory, "rich", build_rich)


@pytest.fixture
def site(rich: Path, tmp_path: Path) -> Path:
    """A copy of the rich site, built, to be changed."""
    copy = shutil.copytree(rich, tmp_path / "site", ignore=shutil.ignore_patterns("finished"))
    build_site(copy)  # so that it has seen the times of the copied files
    return copy


def say(site: Path, edit: Edit, old: str, new: str) -> None:
    """Replace a text of the edit's file in place."""
    text = (site / edit.path).read_text("utf-8")
    assert text.count(old) == 1
    assert len(old.encode()) == len(new.encode())
    (site / edit.path).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.path)
def test_an_edit_that_keeps_the_size_is_noticed_whatever_its_time(site: Path, edit: Edit) -> None:
    """Set to the very time that the file had, then restored with an older one: each build shows what is there."""
    before, then = read_files(site / "public"), (site / edit.path).stat()
    say(site, edit, edit.old, edit.new)
    os.utime(site / edit.path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert edit.shown in build_site(site).rendered
    assert read_files(site / "public")[edit.shown] != before[edit.shown]
    say(site, edit, edit.new, edit.old)
    os.utime(site / edit.path, ns=(0, 0))
    assert edit.shown in build_site(site).rendered
    assert read_files(site / "public") == before


def test_another_picture_of_the_same_size_and_time_is_noticed(site: Path) -> None:
    file = site / "content/assets/ada.png"
    then = file.stat()
    body = paint("navy")
    file.write_bytes(body.ljust(then.st_size, b"\0"))
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert "c/ada/portrait.webp" in build_site(site).rendered


def test_a_file_swapped_for_another_of_the_same_times_is_noticed(site: Path) -> None:
    """As `mv` and archives do: the times come along with the file."""
    file, other = site / "content/customers/ada.yaml", site / "other.yaml"
    other.write_text(file.read_text("utf-8").replace("Lovelace", "Loveless"), "utf-8")
    then = file.stat()
    os.utime(other, ns=(then.st_atime_ns, then.st_mtime_ns))
    other.replace(file)
    assert "c/ada/index.html" in build_site(site).rendered


@contextlib.contextmanager
def edit_while_building(file: Path, edit: str, after: str) -> Iterator[list[os.stat_result]]:
    """Write a text into a file once, as soon as the build has opened another file; yields what the file was then."""
    seen: list[os.stat_result] = []
    is_listening = True

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if is_listening and not seen and event == "open" and str(arguments[0]).endswith(after):
            seen.append(file.stat())
            file.write_text(edit, "utf-8")
            os.utime(file, ns=(seen[0].st_atime_ns, seen[0].st_mtime_ns))

    sys.addaudithook(listen)
    yield seen
    is_listening = False


def test_an_edit_during_a_build_is_noticed_by_the_next(tmp_path: Path) -> None:
    """Though the file has its old size and time, and was changed in the same tick of the clock if that can be had."""
    write_site(tmp_path, SMALL)
    build_site(tmp_path)
    file = tmp_path / "content/customers/ada.yaml"
    text = file.read_text("utf-8")
    for number in range(4):
        file.write_text(text.replace("Lovelace", f"Love{number:04}"), "utf-8")
        last = text.replace("Lovelace", f"Lace{number:04}")
        (tmp_path / "content/customers/bea.yaml").touch()
        with edit_while_building(file, last, "bea.yaml") as seen:
            build_site(tmp_path)
        build_site(tmp_path)
        assert f"Lace{number:04}".encode() in (tmp_path / "public/c/ada/index.html").read_bytes()
        if seen and seen[0].st_ctime_ns == file.stat().st_ctime_ns:
            break
    assert seen, "the build reads bea.yaml"


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>\n'
WEBP = io.BytesIO()
Image.new("RGB", (9, 9)).save(WEBP, "WEBP")
FURTHER = b"---\ntitle: Further\n---\n"
CLASHES = {
    "files by case": (
        {"assets/Plan.svg": DRAWING, "pages/two.md": FURTHER + b"[a](assets/Plan.svg)\n"},
        "content/assets/plan.svg:1:1: media/plan.svg is also an address of content/assets/Plan.svg, where case makes "
        "no difference (give one of them another name or another place)",
    ),
    "a file and the portrait of the voice": (
        {"assets/voice.webp": WEBP.getvalue(), "pages/two.md": FURTHER + b"[a](assets/voice.webp)\n"},
        "content/assets/voice.webp:1:1: media/voice.webp is also an address of content/assets/mira.png "
        "(give this file another name or another place)",
    ),
    "files of a theme by case": (
        {"../themes/own/assets/More.css": b"b{}", "../themes/own/assets/more.css": b"b{}"},
        "themes/own/assets/more.css:1:1: assets/more.ef2a875407.css is also an address of themes/own/assets/More.css"
        ", where case makes no difference (give one of them another name or another place)",
    ),
    "a page below a file": (
        {"assets/Plan": b"A plan.", "pages/media/plan.md": FURTHER, "pages/two.md": FURTHER + b"[a](assets/Plan)\n"},
        "content/assets/Plan:1:1: media/Plan would be a file, and for content/pages/media/plan.md a folder "
        "(give one of them another name or another place)",
    ),
    "files below a file by case": (
        {
            "assets/A": b"A.",
            "assets/a/plan.svg": DRAWING,
            "pages/two.md": FURTHER + b"[a](assets/A) [b](assets/a/plan.svg)\n",
        },
        "content/assets/a/plan.svg:1:1: media/a would be a folder, and for content/assets/A a file "
        "(give one of them another name or another place)",
    ),
}


@pytest.mark.parametrize("is_built", [False, True], ids=["at first", "later"])
@pytest.mark.parametrize("case", CLASHES)
def test_two_outputs_that_cannot_both_be_name_their_sources(
    rich: Path, tmp_path: Path, case: str, is_built: bool
) -> None:
    """Also if one of them was there before, whichever comes later."""
    files, told = CLASHES[case]
    for late in files if is_built else [""]:
        site = tmp_path / f"without-{Path(late).name}"
        left_out = ("finished",) if is_built else ("finished", "public", ".badgesite")
        shutil.copytree(rich, site, ignore=shutil.ignore_patterns(*left_out))
        paths = sorted(files, key=lambda path: path == late)
        for path in paths:
            if path == late:
                build_site(site)
            (site / "content" / path).resolve().parent.mkdir(parents=True, exist_ok=True)
            (site / "content" / path).write_bytes(files[path])
        with pytest.raises(ProblemsFound) as caught:
            build_site(site)
        assert told in [str(problem) for problem in caught.value.problems]


def test_two_output_folders_are_brought_up_to_date_each_on_its_own(site: Path, tmp_path: Path) -> None:
    """What one of them has seen, the other one has not."""
    other = tmp_path / "other"
    build_site(site, other)
    say(site, EDITS[0], EDITS[0].old, EDITS[0].new)
    first, second = build_site(site), build_site(site, other)
    assert first.rendered == second.rendered != ()
    assert read_files(site / "public") == read_files(other)
    say(site, EDITS[0], EDITS[0].new, EDITS[0].old)
    build_site(site, other)
    shutil.rmtree(other / "c")
    assert build_site(site).rendered == first.rendered
    build_site(site, other)
    assert read_files(site / "public") == read_files(other)


def test_another_theme_and_back_gives_the_same_bytes(site: Path) -> None:
    before = read_files(site / "public")
    text = (site / "content/site.yaml").read_text("utf-8")
    (site / "content/site.yaml").write_text(text.replace("theme: own", "theme: paper"), "utf-8")
    assert {path for path in before if path.endswith(("card.png", ".html"))} <= set(build_site(site).rendered)
    (site / "content/site.yaml").write_text(text, "utf-8")
    build_site(site)
    assert read_files(site / "public") == before


def test_other_code_renders_everything_anew(tmp_path: Path) -> None:
    """Even where only a comment of it changed: nobody can tell what code does. Pictures come out as they were."""
    write_site(tmp_path / "site", SMALL)
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "themes").symlink_to(REPOSITORY / "themes")

    def run() -> Mapping[str, Any]:
        command = [sys.executable, "-c", "from badgesite.cli import main; main()", "build", "--json", "--jobs", "1"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
        ran = subprocess.run(command, cwd=tmp_path / "site", env=environment, capture_output=True)
        assert ran.returncode == 0, ran.stderr
        answer: dict[str, Any] = json.loads(ran.stdout)
        return answer

    first = run()
    assert run()["rendered"] == 0
    before = read_files(tmp_path / "site/public")
    with (tmp_path / "src/badgesite/pages/award.py").open("a") as module:
        module.write("# Another version.\n")
    assert run()["rendered"] == first["rendered"] == len(before)
    after = read_files(tmp_path / "site/public")
    assert [path for path in after if path.endswith(".png") and after[path] != before[path]] == []


def write_reader(site: Path, reads: str) -> None:
    """Let the site's own template of Markdown pages read something."""
    text = f"{{% extends 'base.html' %}}{{% block content %}}{{{{ {reads} }}}}{{% endblock %}}\n"
    write_site(site, f"-- themes/own/templates/text.html --\n{text}")


@pytest.mark.parametrize("reads", ["page.visibility", "frame.customers"])
def test_what_a_template_was_not_given_cannot_be_read(site: Path, reads: str) -> None:
    """A view is all that there is: everything else stops the page, which keeps its old file."""
    before = read_files(site / "public")
    write_reader(site, reads)
    (failure,) = build_site(site).failures
    assert failure.what.startswith("about/index.html and 1 more could not be rendered: there is no “")
    assert read_files(site / "public") == before


@pytest.mark.parametrize("reads", ["content", "now()"])
def test_a_name_that_no_template_is_given_stops_the_build(site: Path, reads: str) -> None:
    before = read_files(site / "public")
    write_reader(site, reads)
    with pytest.raises(ProblemsFound, match="there is nothing called"):
        build_site(site)
    assert read_files(site / "public") == before


def test_all_that_rendering_is_given_is_plain_frozen_data(tmp_path: Path) -> None:
    """So a view cannot lead to anything that its key does not cover."""
    outputs: list[Output] = []

    def look(output: Output, workshop: Workshop) -> Rendered:
        outputs.append(output)
        return render(output, workshop)

    with patch("badgesite.build.workers.render", look):
        build_rich(tmp_path)
    assert {output.kind for output in outputs} > {"programme", "profile", "award", "card", "feed", "asset"}
    for output in outputs:
        check_plain(output.view, output.path, is_json=isinstance(output.view, JsonView))


def check_plain(value: Any, where: str, is_json: bool) -> None:
    """Fail where a value is anything but numbers, texts and days in tuples and frozen records."""
    if is_dataclass(value):
        assert getattr(type(value), "__dataclass_params__").frozen, f"{where}: {type(value).__name__} can change"  # noqa: B009
        inside = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, tuple) or (is_json and isinstance(value, list)):
        inside = list(value)
    elif is_json and isinstance(value, dict):
        inside = [*value.keys(), *value.values()]
    else:
        assert value is None or type(value) in (str, int, float, bool, Decimal, date), f"{where}: {type(value)}"
        return
    for each in inside:
        check_plain(each, where, is_json)
