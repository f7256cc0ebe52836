"""What is measured is what it says: made-up sites, the plain script, and badgesite with a part left out."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

from built import REPOSITORY
from command import run

BENCH = REPOSITORY / "bench"
COUNT = 12  # the first, with nothing special about the others: two are busy, some have no badge yet


def start(script: str, *arguments: object, **environment: str) -> None:
    """Run a script of the measurements to its end."""
    command = [sys.executable, str(BENCH / script), *map(str, arguments)]
    subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)


def build(site: Path, jobs: int = 1, **environment: str) -> Path:
    """Build a site with a part left out, and return its output."""
    start("partial.py", "build", "--site", site, "--today", "2026-01-01", "--jobs", jobs, **environment)
    return site / "public"


def words(page: Path) -> str:
    """Return what a page says."""
    body = page.read_text("utf-8").partition("<body")[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def list_files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("activity", ["yaml", "csv"])
def test_a_made_up_site_has_nothing_wrong_or_doubtful(tmp_path: Path, activity: str) -> None:
    """A figure of a site with mistakes would be no figure of a build."""
    start("make_site.py", tmp_path, "--customers", COUNT, "--activity", activity)
    ran = run("check", "--site", tmp_path, "--today", "2026-01-01")
    assert (ran.code, ran.err) == (0, "")
    assert f"{COUNT} customers" in ran.out


def test_a_site_of_any_size_has_the_same_people(tmp_path: Path) -> None:
    """So what one customer costs can be compared between sizes."""
    for count in (3, 5):
        start("make_site.py", tmp_path / str(count), "--customers", count)
    few, more = (list_files(tmp_path / count / "content") for count in ("3", "5"))
    assert few.items() < more.items()


def test_activity_in_csv_gives_the_same_pages(tmp_path: Path) -> None:
    """The two forms of a made-up site differ in where dated activity stands, and in nothing else."""
    for activity in ("yaml", "csv"):
        start("make_site.py", tmp_path / activity, "--customers", COUNT, "--activity", activity)
    pages = [list_files(build(tmp_path / activity, BENCH_KEEP="page")) for activity in ("yaml", "csv")]
    assert len(pages[0]) == COUNT
    assert pages[0] == pages[1]


def test_the_plain_script_makes_the_same_pages_and_cards(tmp_path: Path) -> None:
    """Its pages say word for word what ours say, and its cards are of the same size."""
    start("make_site.py", tmp_path, "--customers", COUNT)
    ours = build(tmp_path, BENCH_KEEP="page")
    medallions = tmp_path / "medallions"
    medallions.mkdir()
    for badge in yaml.safe_load((tmp_path / "content" / "badges" / "badges.yaml").read_bytes()):
        (medallions / f"{badge['id']}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    start("plain.py", tmp_path, medallions, tmp_path / "plain", "--customers", COUNT)
    pages = sorted((tmp_path / "plain").glob("c/*/index.html"))
    assert len(pages) == COUNT
    assert {page.parent.name: words(page) for page in pages} == {
        page.parent.name: words(page) for page in ours.glob("c/*/index.html")
    }
    for page in pages:
        with Image.open(page.with_name("card.png")) as card:
            assert card.size == (1200, 630)


def test_every_stage_of_a_build_is_timed(tmp_path: Path) -> None:
    """A stage that the build no longer goes through would count elsewhere, and mislead whoever reads the table."""
    start("make_site.py", tmp_path, "--customers", COUNT)
    command = [sys.executable, str(BENCH / "stages.py"), str(tmp_path)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    stages = [line.split()[0] for line in lines[3:]]
    assert lines[1].startswith(f"{COUNT} profiles")
    names = {"start-up", "load", "award", "expand", "keys", "templates", "markdown", "write", "note", "rest", "all"}
    assert names <= set(stages) and stages[-1] == "all"
    assert len(list((tmp_path / "public").glob("c/*/index.html"))) == COUNT


def test_a_stand_in_picture_reaches_every_process(tmp_path: Path) -> None:
    """Cards are not drawn where they are to be left out of the figures, and everything else is made."""
    start("make_site.py", tmp_path, "--customers", COUNT)
    out = build(tmp_path, jobs=2, BENCH_PICTURES="stub")
    cards = {card.read_bytes() for card in out.rglob("card.png")}
    assert len(cards) == 1
    assert len(list(out.glob("c/*/card.png"))) == COUNT
    assert len(list(out.glob("c/*/index.html"))) == COUNT


def test_awards_are_measured_on_a_site_in_which_nothing_is_wrong() -> None:
    """The site loads without a mistake, places change hands, and whoever is not concerned is not reckoned again."""
    command = [sys.executable, str(BENCH / "awards.py"), "--customers", "200", "--rows", "2000"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Awards of 200 customers, 2,000 rows, 40 milestones" in said
    assert said.count("within") == 4
    assert "OVER" not in said
