"""The commands: what they print, the files they write, how they end. 0 done, 1 problems, 2 wrong usage."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from badgesite import __version__, cli
from badgesite.tools.templates import KINDS, Kind
from built import TODAY, look_at, read_files
from command import run
from sites import write_site

ON_THE_DAY = ("--today", TODAY)
COMMANDS = sorted(typer.main.get_group(cli.app).commands)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site as `init` writes it, on a computer with one core: nothing here is about a build in several processes."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert run("init", tmp_path / "start").code == 0
    return tmp_path / "start"


def test_init_build_check_is_all_that_a_newcomer_needs(tmp_path: Path) -> None:
    site = tmp_path / "my club"
    started = run("init", site)
    assert (started.code, started.err) == (0, "")
    assert f"badgesite build --site {site}" in started.out
    assert str(site / "content" / "site.yaml") in started.out
    built = run("build", "--site", site, *ON_THE_DAY)
    assert (built.code, built.err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(site))}/public: \d+ rendered, 0 unchanged, in \d+\.\d s\n", built.out)
    assert (site / "public" / "index.html").is_file()
    checked = run("check", "--site", site, *ON_THE_DAY)
    assert (checked.code, checked.err) == (0, "")
    assert checked.out == "Nothing is wrong: 6 badges, 2 customers.\n"


def test_init_writes_over_nothing(start: Path) -> None:
    before = look_at(start)
    ran = run("init", start)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"badgesite: {start} already holds content/; choose another folder\n"
    ran = run("init", start / "content" / "site.yaml")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert look_at(start) == before


def test_init_keeps_what_is_in_the_folder(tmp_path: Path) -> None:
    write_site(tmp_path, "-- .gitignore --\nmine\n-- README.md --\nmine\n")
    assert run("init", tmp_path).code == 0
    assert (tmp_path / ".gitignore").read_text() == (tmp_path / "README.md").read_text() == "mine\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_is_right_from_the_start(start: Path, kind: Kind) -> None:
    """Its file is where it belongs, nothing is wrong with it, and it is built."""
    if kind == "milestone":
        run("new", "badge", "fresh-one", "--site", start)
    ran = run("new", kind, "fresh-one", "--site", start)
    assert (ran.code, ran.err) == (0, "")
    file = Path(ran.out.strip())
    assert file.parent == start / "content" / f"{kind}s"
    assert file.stem == "fresh-one"
    assert run("check", "--site", start).code == 0
    assert run("build", "--site", start, *ON_THE_DAY).code == 0
    page = {"customer": "c/", "badge": "badges/", "group": "groups/", "page": "", "milestone": "badges/"}[kind]
    assert "Fresh One" in (start / "public" / page / "fresh-one" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("kind", ["badge", "customer", "group"])
def test_everything_that_new_proposes_in_comments_can_be_used(start: Path, kind: Kind) -> None:
    """A keeper takes the `#` away; what then stands there must be right."""
    run("new", "badge", "an-id", "--site", start)
    run("new", kind, "eve", "--site", start)
    file = start / "content" / f"{kind}s" / "eve.yaml"
    text = re.sub(r"^# (\w+:|  )", r"\1", file.read_text("utf-8"), flags=re.MULTILINE)
    text = text.replace("an id of groups/", "friends").replace("an id of badges/", "an-id")
    text = text.replace("assets/people/eve.jpg", "assets/logo.svg")
    assert "#" not in re.sub(r"(\A| +)# [^\n]*$", "", text, flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    ran = run("check", "--site", start)
    told = [line for line in ran.err.splitlines() if "no milestone awards this badge" not in line]
    assert (ran.code, told) == (0, [])


def test_a_new_customer_may_have_any_name_and_stay_unlisted(start: Path) -> None:
    ran = run("new", "customer", "eve", "--name", 'Eve: "No" #1', "--unlisted", "--site", start)
    text = Path(ran.out.strip()).read_text("utf-8")
    (token,) = re.findall(r"^token: ([0-9a-f]{32}) ", text, re.MULTILINE)
    assert run("build", "--site", start, *ON_THE_DAY).code == 0
    data = json.loads((start / "public" / "c" / token / "index.json").read_bytes())
    assert data["name"] == 'Eve: "No" #1'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("customer", "../eve"),
            "“../eve” cannot be an id: use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`",
        ),
        (("customer", "sam"), "customers/sam.yaml is there already; choose another id"),
        (("badge", "first-order"), "the id “first-order” is taken by content/badges/orders.yaml; choose another"),
        (("badge", "quiet", "--unlisted"), "--unlisted goes with customers only"),
    ],
)
def test_new_refuses_what_cannot_be(start: Path, arguments: tuple[str, ...], message: str) -> None:
    before = look_at(start)
    ran = run("new", *arguments, "--site", start)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("badgesite: ")
    assert ran.err.endswith(f"{message}\n")
    assert look_at(start) == before


def test_the_version() -> None:
    assert run("--version") == (0, f"badgesite {__version__}\n", "")


def test_help_names_every_command_and_each_explains_itself() -> None:
    ran = run("--help")
    assert ran.code == 0
    assert {"init", "new", "build", "check"} <= set(COMMANDS)
    for command in COMMANDS:
        assert re.search(rf"^│ {command} +[A-Z]", ran.out, re.MULTILINE), command
        own = run(command, "--help")
        assert own.code == 0
        assert f"Usage: badgesite {command}" in own.out
    for word in ("init my-club", "build --site my-club"):
        assert word in ran.out


def test_no_arguments_are_a_question_for_help() -> None:
    ran = run()
    assert "Usage: badgesite" in ran.out + ran.err
    assert ran.code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bild",), "No such command 'bild'"),
        (("build", "--nope"), "No such option: --nope"),
        (("build", "--jobs", "0"), "0 is not in the range"),
        (("build", "--today", "tomorrow"), "badgesite: --today tomorrow: write the date as YYYY-MM-DD"),
        (("build", "--base-url", "example"), "badgesite: --base-url example: write a whole address"),
        (("new", "medal", "x"), "medal"),
        (("new", "badge"), "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(
    start: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(start)
    before = look_at(start)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert look_at(start) == before


def test_problems_end_with_1_for_build_and_check(start: Path) -> None:
    (start / "content" / "customers" / "sam.yaml").write_text("name: [open\n")
    for command in ("build", "check"):
        ran = run(command, "--site", start)
        assert (ran.code, ran.out) == (1, "")
        assert re.fullmatch(r"content/customers/sam\.yaml:1:7: [^\n]+ \([^\n]+\)\n", ran.err)


def test_warnings_are_told_and_end_with_0(start: Path) -> None:
    write_site(start, "-- content/badges/lonely.yaml --\nname: Lonely\ncriteria: Wait.\n")
    for command in ("build", "check"):
        ran = run(command, "--site", start, *ON_THE_DAY)
        assert ran.code == 0
        assert ran.err == (
            "content/badges/lonely.yaml:1:1: warning: no milestone awards this badge and nobody holds it"
            " (name it in a milestone, or give it to a customer)\n"
        )
    assert ran.out == "Nothing is wrong, 1 doubtful: 7 badges, 2 customers.\n"


def test_check_writes_nothing(start: Path) -> None:
    before = look_at(start)
    assert run("check", "--site", start).code == 0
    assert look_at(start) == before
    assert {entry.name for entry in start.iterdir()} == {"content", "schemas", ".vscode", ".gitignore"}


def test_build_answers_machines_with_json_alone(start: Path) -> None:
    ran = run("build", "--site", start, "--json", *ON_THE_DAY)
    assert (ran.code, ran.err) == (0, "")
    first = json.loads(ran.out)
    assert list(first) == ["rendered", "unchanged", "deleted", "problems", "seconds"]
    count = len(read_files(start / "public"))
    assert (first["rendered"], first["unchanged"], first["deleted"], first["problems"]) == (count, 0, 0, [])
    assert first["seconds"] > 0
    (start / "content" / "pages" / "about.md").unlink()
    second = json.loads(run("build", "--site", start, "--json", *ON_THE_DAY).out)
    assert second["deleted"] == 2
    assert second["rendered"] + second["unchanged"] == count - 2


@pytest.mark.parametrize("command", ["build", "check"])
def test_problems_are_told_to_machines_too(start: Path, command: str) -> None:
    (start / "content" / "customers" / "sam.yaml").write_text("name: Sam\njoined: 1/2/2024\n")
    ran = run(command, "--site", start, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"] == [
        {
            "path": "content/customers/sam.yaml",
            "line": 2,
            "column": 9,
            "what": "“joined” cannot be “1/2/2024”",
            "remedy": "write the date as YYYY-MM-DD, such as 2024-02-29",
            "is_warning": False,
        }
    ]


def test_the_site_is_found_from_a_folder_inside_it(start: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(start / "content" / "customers")
    assert run("build", *ON_THE_DAY).code == 0
    assert (start / "public" / "index.html").is_file()
    monkeypatch.chdir(start)
    assert json.loads(run("build", "--json", *ON_THE_DAY).out)["rendered"] == 0


def test_outside_of_a_site_one_is_told_how_to_start(tmp_path: Path) -> None:
    for command in ("build", "check"):
        ran = run(command, "--site", tmp_path)
        assert ran.code == 1
        assert ran.err == (
            f"content:1:1: there is no folder content/ in {tmp_path}"
            " (`badgesite init DIR` makes a site to start from, `--site DIR` names another)\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_the_options_of_build_reach_the_pages(start: Path, tmp_path: Path) -> None:
    ran = run("build", "--site", start, "--out", tmp_path / "out", "--base-url", "https://h.example/x/", "--timings")
    assert ran.code == 0
    stages = [line.split("  ")[1] for line in ran.out.splitlines()[1:]]
    assert stages == ["scan", "load", "award", "plan", "render", "publish", "delete", "note"]
    assert 'rel="canonical" href="https://h.example/x/"' in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert not (start / "public").exists()


def test_the_day_of_the_build_decides_what_time_brings(start: Path) -> None:
    write_site(
        start,
        "-- content/badges/year.yaml --\nname: A Year\ncriteria: Stay a year.\n"
        "-- content/milestones/year.yaml --\nbadge: year\nwhen: {member_for: 1 year}\n"
        "-- content/customers/eve.yaml --\nname: Eve\njoined: 2024-01-31\n",
    )
    page = start / "public" / "c" / "eve" / "year" / "index.html"
    run("build", "--site", start, "--today", "2025-01-30")
    assert not page.exists()
    run("build", "--site", start, "--today", "2025-01-31")
    assert page.is_file()


def test_verify_is_an_option(start: Path) -> None:
    run("build", "--site", start, *ON_THE_DAY)
    (start / "public" / "robots.txt").write_text("Disallow: /\n")
    assert ": 0 rendered" in run("build", "--site", start, *ON_THE_DAY).out
    assert ": 1 rendered" in run("build", "--site", start, "--verify", *ON_THE_DAY).out


def test_a_bug_keeps_its_traceback(start: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(site: Path) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("badgesite.build.story.scan_inputs", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        run("build", "--site", start)


@pytest.fixture
def without_cairo(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer on which the drawing library is missing."""
    fake = tmp_path / "without" / "cairocffi"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise OSError('no library called \"cairo-2\" was found')\n")
    paths = [str(fake.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def test_a_missing_cairo_is_explained(start: Path, without_cairo: dict[str, str]) -> None:
    start_main = [sys.executable, "-c", "import badgesite.cli; badgesite.cli.main()"]
    for command in ("build", "check"):
        ran = subprocess.run(
            [*start_main, command, "--site", str(start)],
            env=without_cairo,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stdout) == (1, "")
        assert "Traceback" not in ran.stderr
        assert ran.stderr.startswith("badgesite: the library cairo, which draws the cards, is not installed")
        for line in ("apt-get install libcairo2", "dnf install cairo", "brew install cairo"):
            assert line in ran.stderr
    assert not (start / "public").exists()
    for arguments in (["--version"], ["--help"], ["init", str(start.parent / "another")]):
        ran = subprocess.run(
            [*start_main, *arguments], env=without_cairo, capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")
