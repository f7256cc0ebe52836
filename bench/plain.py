"""The plain script that badgesite is measured against: `python bench/plain.py SITE MEDALLIONS OUT --customers 300`.

What a competent developer would write in an afternoon for the site of `make_site.py`: PyYAML reads it, a few rules
say who holds what, Jinja2 and Markdown write each profile, one `cairosvg.svg2png` draws each card. The medallions
are given as SVG. It knows no state, no check, no page but the profile, and lets the renderer place the text.
"""

import argparse
import csv
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import cairosvg
import yaml
from jinja2 import Environment, FileSystemLoader
from markdown import Markdown
from markupsafe import Markup

LAYOUTS = Path(__file__).parent / "plain_layouts"
TIERS = (None, "bronze", "silver", "gold", "platinum")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EXTENSIONS = ("abbr", "def_list", "fenced_code", "sane_lists", "smarty", "tables")  # as badgesite has them
Plain = dict[str, Any]


class Club(NamedTuple):
    """The site as YAML gives it; records by id."""

    site: Plain
    badges: dict[str, Plain]
    series: tuple[Plain, ...]
    flags: dict[str, str]
    """The badge of each flag."""
    groups: dict[str, Plain]
    activity: dict[str, list[Plain]]
    """The rows of the CSV files by customer, in the form of YAML's."""


def read_yaml(file: Path) -> Any:
    """Return what a YAML file holds."""
    return yaml.load(file.read_bytes(), LOADER)


def read_club(site: Path) -> Club:
    """Read everything but the customers."""
    content = site / "content"
    milestones = read_yaml(content / "milestones" / "milestones.yaml")
    activity: dict[str, list[Plain]] = {}
    for file in sorted((content / "activity").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                fact = {"date": row["date"], row["metric"]: int(row["amount"])}
                activity.setdefault(row["customer"], []).append(fact)
    return Club(
        site=read_yaml(content / "site.yaml"),
        badges={badge["id"]: badge for badge in read_yaml(content / "badges" / "badges.yaml")},
        series=tuple(sorted((each for each in milestones if "steps" in each), key=lambda each: str(each["id"]))),
        flags={each["when"]["flag"]: each["badge"] for each in milestones if "when" in each},
        groups={group["id"]: group for group in read_yaml(content / "groups" / "groups.yaml")},
        activity=activity,
    )


def list_customers(site: Path, count: int | None = None) -> list[Path]:
    """Return the customers' files, the first so many if a number is given."""
    files = sorted((site / "content" / "customers").rglob("*.yaml"))
    # The first by name are not the first in time: what is taken has to be a fair sample.
    return files if count is None else files[:: max(1, len(files) // count or 1)][:count] if count else []


def reckon(id_: str, record: Plain, club: Club) -> Plain:
    """Return what the page and card of a customer show: awards, goals, series, and words about them."""
    facts = [*record.get("activity", ()), *club.activity.get(id_, ())]
    facts.sort(key=lambda fact: str(fact["date"]))
    counted = record.get("metrics", {})
    awards = [{**award, "date": str(award["date"])} for award in record.get("awards", ())]
    awards += [{"badge": badge} for flag, badge in club.flags.items() if counted.get(flag)]
    goals: list[Plain] = []
    for series in club.series:
        awards += list_steps(series, counted.get(series["metric"], 0), facts)
        goals += find_goal(series, counted.get(series["metric"], 0), facts, club)
    held = sort_awards(awards)
    return {
        "id": id_,
        "name": record["name"],
        "initials": make_initials(record["name"]),
        "joined": record["joined"],
        "group": record["group"],
        "bio": record.get("bio", ""),
        "links": record.get("links", {}),
        "awards": held,
        "showcase": choose(record.get("showcase", ()), held, club),
        "goals": sorted(goals, key=lambda goal: (-goal["have"] / goal["target"], goal["left"], goal["series"])),
        "series": list(list_begun(club, {award["badge"] for award in held})),
    }


def list_steps(series: Plain, counted: int, facts: Iterable[Plain]) -> Iterator[Plain]:
    """Yield the awards of a series, each with the day on which its target was reached."""
    totals = [("", counted)]
    for fact in facts:
        if amount := fact.get(series["metric"]):
            totals.append((str(fact["date"]), totals[-1][1] + amount))
    for step in series["steps"]:
        day = next((day for day, total in totals if total >= step["target"]), None)
        if day is not None:
            yield {"badge": step["badge"], **({"date": day} if day else {})}


def find_goal(series: Plain, counted: int, facts: Iterable[Plain], club: Club) -> Iterator[Plain]:
    """Yield the next step of a series, if there is one."""
    have = counted + sum(fact.get(series["metric"], 0) for fact in facts)
    for step in series["steps"]:
        if (left := step["target"] - have) > 0:
            unit = club.site["metrics"][series["metric"]]["unit"][left != 1]
            sentence = f"{left} more {unit} to {club.badges[step['badge']]['name']}"
            goal = {"badge": step["badge"], "series": series["id"], "have": have, "target": step["target"]}
            yield {**goal, "left": left, "share": round(have / step["target"], 3), "sentence": sentence}
            return


def list_begun(club: Club, held: set[str]) -> Iterator[Plain]:
    """Yield the series of which the customer holds something, with what they hold."""
    for series in club.series:
        badges = [step["badge"] for step in series["steps"]]
        if reached := [badge for badge in badges if badge in held]:
            steps = [{"badge": badge, "held": badge in held} for badge in badges]
            yield {"name": series["name"], "highest": reached[-1], "steps": steps}


def sort_awards(awards: list[Plain]) -> list[Plain]:
    """Return awards newest first, undated ones after them."""
    by_badge = sorted(awards, key=lambda award: str(award["badge"]))
    return sorted(by_badge, key=lambda award: award.get("date", ""), reverse=True)


def choose(wanted: Iterable[str], held: Iterable[Plain], club: Club) -> list[str]:
    """Return the badges to show first: the wanted ones, then the highest of each series by tier."""
    badges = [award["badge"] for award in held]
    steps = [[step["badge"] for step in series["steps"] if step["badge"] in badges] for series in club.series]
    lower = {badge for each in steps for badge in each[:-1]}
    rest = [badge for badge in badges if badge not in wanted and badge not in lower]
    rest.sort(key=lambda badge: TIERS.index(club.badges[badge].get("tier")), reverse=True)
    return [*wanted, *rest]


def make_initials(name: str) -> str:
    """Return the first letters of the first and last word."""
    words = name.split()
    return (words[0][0] + words[-1][0]).upper()


def make_environment() -> Environment:
    """Return Jinja with the few filters that the templates need."""
    markdown = Markdown(extensions=EXTENSIONS)
    environment = Environment(
        loader=FileSystemLoader(LAYOUTS), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.filters |= {
        "markdown": lambda text: Markup(markdown.reset().convert(text)),
        "words": lambda text: Markup(markdown.reset().convert(text)).striptags(),
        "quote": lambda text: quote(text, safe=""),
    }
    return environment


def draw_card(facts: Plain, club: Club, medallions: dict[str, Markup], environment: Environment) -> bytes:
    """Return the card as PNG."""
    words = environment.filters["words"](facts["bio"]) or f"Member of {club.site['name']}"
    svg = environment.get_template("card.svg").render(
        club=club.site,
        facts=facts,
        name_size=min(96, round(838 / (0.52 * len(facts["name"])))),
        lines=textwrap.wrap(words, 54, max_lines=2, placeholder="…"),
        medallions=[medallions[badge] for badge in facts["showcase"][:6]],
        more=len(facts["awards"]) - len(facts["showcase"][:6]),
    )
    return bytes(cairosvg.svg2png(svg.encode()))


def main(site: Path, medallion_folder: Path, out: Path, count: int) -> None:
    """Write the profile and card of so many customers, one after another."""
    club, environment = read_club(site), make_environment()
    medallions = {badge: Markup((medallion_folder / f"{badge}.svg").read_text("utf-8")) for badge in club.badges}
    for file in list_customers(site, count):
        facts = reckon(file.stem, read_yaml(file), club)
        folder = out / "c" / file.stem
        folder.mkdir(parents=True)
        (folder / "card.png").write_bytes(draw_card(facts, club, medallions, environment))
        page = environment.get_template("profile.html").render(
            club=club.site, badges=club.badges, group=club.groups[facts["group"]], facts=facts
        )
        (folder / "index.html").write_text(page, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write profiles and cards as a plain script would.")
    parser.add_argument("site", type=Path)
    parser.add_argument("medallions", type=Path, help="a folder with an SVG of each badge")
    parser.add_argument("out", type=Path)
    parser.add_argument("--customers", type=int, default=300)
    given = parser.parse_args()
    main(given.site, given.medallions, given.out, given.customers)
