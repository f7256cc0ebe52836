"""A made-up site of any size: `python bench/make_site.py DIR --customers 1000 [--activity csv]` writes it to DIR.

Nobody in it is real, and the same seed makes the same people, whatever their number. Most hold a badge or two, one in
ten a row of them; hardly two have the same words, so that nothing looks fast only because it is remembered.
"""

import argparse
import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, get_args

Activity = Literal["yaml", "csv"]
Day = datetime.date

TODAY = Day(2026, 1, 1)
"""The day that the builds are reckoned from; serve takes the day of the clock, which is later."""
FOLDER_SIZE = 1000
FIRST = "ada-lovelace"
"""The customer that is edited: 30 orders, 70 more to the next badge."""

SITE = """\
name: Northwind Roasters
url: https://northwind.example/club
tagline: Coffee people, celebrated.
description: Badges for the people who drink our coffee and bring their friends.
look: {accent: "#b4532a"}
voice: {name: Mira, role: Head of community, welcome: "Hello! **One cup** is all it takes to start."}
join: {label: Join the club, url: "https://northwind.example/join?from={customer}"}
reply: mailto:mira@northwind.example
ask: What did you brew this week?
share: [whatsapp, mastodon, bluesky, linkedin, facebook, x, pinterest, email]
metrics:
  orders: {label: Orders, unit: [order, orders]}
  referrals: {label: Friends brought, unit: [friend, friends]}
  reviews: {label: Reviews written, unit: [review, reviews]}
  visits: {label: Visits to the bar, unit: [visit, visits]}
  profile_complete: {label: Profile complete}
"""
BADGES = """\
- {id: first-cup, name: First Cup, criteria: Place **your first order**., icon: coffee, shape: hexagon, tier: bronze}
- {id: regular, name: Regular, criteria: Place **ten orders**., icon: bean, shape: hexagon, tier: silver,
   perk: {text: A free bag on your birthday}}
- {id: shelf, name: Shelf of Honour, criteria: Place **25 orders**., icon: package-open, shape: hexagon, tier: gold}
- {id: century, name: Century, criteria: Place **100 orders**., text: "100", shape: hexagon, tier: platinum}
- {id: plus-one, name: Plus One, criteria: Bring **a friend**., icon: user-plus, shape: circle, tier: bronze}
- {id: full-table, name: Full Table, criteria: Bring **five friends**., icon: users, shape: circle, tier: silver}
- {id: good-host, name: Good Host, criteria: Bring **20 friends**., icon: heart, shape: circle, tier: gold}
- {id: first-words, name: First Words, criteria: Write **a review**., icon: pencil, shape: scallop, tier: bronze}
- {id: palate, name: Trusted Palate, criteria: Write **ten reviews**., icon: star, shape: scallop, tier: gold}
- {id: at-the-bar, name: At the Bar, criteria: Drink **a cup with us**., icon: armchair, shape: shield, tier: bronze}
- {id: second-home, name: Second Home, criteria: Drink **20 cups with us**., icon: house, shape: shield, tier: silver}
- {id: cup-name, name: Name on the Cup, criteria: Tell us **who you are**., icon: user-check, shape: diamond}
- {id: recipe, name: House Recipe, criteria: Give us a recipe that **we brew**., icon: book, shape: star, tier: gold}
- {id: bug-finder, name: Bug Finder, criteria: Tell us **what is broken**., icon: bug, shape: octagon, tier: silver}
"""
MILESTONES = """\
- {id: orders, name: Orders, metric: orders, steps: [{target: 1, badge: first-cup}, {target: 10, badge: regular},
   {target: 25, badge: shelf}, {target: 100, badge: century}]}
- {id: friends, name: Friends, metric: referrals, steps: [{target: 1, badge: plus-one},
   {target: 5, badge: full-table}, {target: 20, badge: good-host}]}
- {id: reviews, name: Reviews, metric: reviews,
   steps: [{target: 1, badge: first-words}, {target: 10, badge: palate}]}
- {id: visits, name: Visits, metric: visits,
   steps: [{target: 1, badge: at-the-bar}, {target: 20, badge: second-home}]}
- {id: cup-name, badge: cup-name, when: {flag: profile_complete}}
"""
GROUPS = """\
- {id: home-brewers, name: Home Brewers, description: Scales on the counter., ask: What is on your counter right now?}
- {id: offices, name: Good Company, description: Cafés and offices., ask: Who makes the coffee where you work?}
- {id: neighbours, name: Neighbours, description: Close enough to smell it when we roast.}
"""
PAGE = "---\ntitle: How it works\nmenu: true\n---\n\nDrink coffee with us. **The rest comes by itself.**\n"

_GIVEN = """
    Ada Amara Anouk Björn Chiara Daniel Dmitri Eleni Émile Fatima Felix Goran Hanna Ibrahim Ines Jamal João Kofi
    Lena Łukasz Mae Malik Nadia Noor Olena Oskar Paulo Priya Quentin Rosa Samuel Siobhán Tariq Tove Uma Viktor
    Wanda Ximena Yusuf Zoë Мария Олег Αλέξης Κατερίνα
"""
_LAST = """
    Abebe Adeyemi Ångström Baker Bianchi Castro Costa Dvořák Eriksen Farah Fischer García Grant Haddad Hughes Ito
    Ivanova Jansen Kaya Kowalski Lam Lindqvist Mensah Moreau Müller Nair Nguyen Novak O’Brien Okafor Ortiz Park
    Petrov Quispe Reyes Rossi Sato Schmidt Silva Singh Tanaka Torres Usman Varga Weber Yılmaz Zhou Žižek
"""
GIVEN_NAMES, LAST_NAMES = tuple(_GIVEN.split()), tuple(_LAST.split())
HABITS = (
    "Roasts on the balcony", "Swears by the moka pot", "Came for the decaf", "Runs a book club", "Repairs grinders",
    "Fills forty cups a day", "Teaches the latte course", "Brews in a van", "Keeps a log of every bag",
)  # fmt: skip
PLACES = (
    "Lisbon",
    "Gdańsk",
    "the harbour",
    "a lighthouse",
    "Accra",
    "Lyon",
    "the third floor",
    "Bergen",
    "a boatyard",
)
VIRTUES = (
    "answers newcomers before we wake up", "never says no to a tasting", "brought half the street along",
    "found the leak in our shop", "writes the best notes we get", "still doesn't like milk",
)  # fmt: skip
THANKS = (
    "thank you for staying after hours to mop the floor", "your notes on the Ethiopian roast hang in the roastery",
    "the wrong price would have cost us a week", "we brew it every Saturday now", "you were the first to tell us",
)  # fmt: skip


class Person(NamedTuple):
    """A made-up customer before they are written down."""

    id: str
    name: str
    group: str
    joined: Day
    bio: str
    link: str
    metrics: tuple[tuple[str, str], ...]
    activity: tuple[tuple[Day, str, int], ...]
    awards: tuple[tuple[str, Day, str], ...]
    """Those given by hand: badge, day, note."""
    showcase: tuple[str, ...]


def make_site(folder: Path, count: int, activity: Activity = "yaml", seed: int = 1) -> None:
    """Write a site with so many customers, in folders of 1,000, below the folder."""
    content = folder / "content"
    texts = {"site": SITE, "badges/badges": BADGES, "milestones/milestones": MILESTONES, "groups/groups": GROUPS}
    for name, text in texts.items():
        _write(content / f"{name}.yaml", text)
    _write(content / "pages" / "how-it-works.md", PAGE)
    rows = ["customer,date,metric,amount"]
    for number in range(count):
        person = make_person(number, seed) if number else make_first()
        file = content / "customers" / f"{number // FOLDER_SIZE:03}" / f"{person.id}.yaml"
        if activity == "csv":
            rows += [f"{person.id},{day},{metric},{amount}" for day, metric, amount in person.activity]
            person = person._replace(activity=())
        _write(file, "\n".join(write_person(person)) + "\n")
    if activity == "csv":
        _write(content / "activity" / "records.csv", "\n".join(rows) + "\n")


def make_first() -> Person:
    """Return the customer that is edited."""
    bio = "Wrote the first recipe for **the machine** in our window."
    metrics = (("orders", "30"), ("referrals", "1"))
    awards = (("bug-finder", Day(2024, 5, 6), "The first bug report ever. Thank you!"),)
    return Person(FIRST, "Ada Lovelace", "home-brewers", Day(2021, 3, 4), bio, "", metrics, (), awards, ("shelf",))


def make_person(number: int, seed: int) -> Person:
    """Return the customer of a number; the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")
    name = f"{chance.choice(GIVEN_NAMES)} {chance.choice('ABCDEFGHJKLMNPRSTVW')}. {chance.choice(LAST_NAMES)}"
    joined = Day(2019, 1, 1) + datetime.timedelta(days=chance.randrange(2400))
    is_busy = chance.random() < 0.1
    metrics = dict(_count(chance, is_busy))
    flags = {"profile_complete": "true"} if chance.random() < (0.9 if is_busy else 0.3) else {}
    activity = tuple(sorted(_act(chance, is_busy, joined)))
    awards = tuple(_give(chance, is_busy, joined))
    return Person(
        id=f"customer-{number}",
        name=name,
        group=chance.choice(("home-brewers", "home-brewers", "offices", "neighbours")),
        joined=joined,
        bio=_describe(chance, number) if chance.random() < 0.8 else "",
        link=f"https://social.example/@customer{number}" if chance.random() < 0.2 else "",
        metrics=tuple({name: str(amount) for name, amount in metrics.items() if amount}.items())
        + tuple(flags.items()),
        activity=activity,
        awards=awards,
        showcase=tuple(badge for badge, _, _ in awards[:2]),
    )


def _describe(chance: random.Random, number: int) -> str:
    where = f"{chance.choice(PLACES)} no. {chance.randrange(1, 400)}"
    return f"{chance.choice(HABITS)} at {where}, *{number % 31 + 1} cups a week*, and **{chance.choice(VIRTUES)}**."


def _count(chance: random.Random, is_busy: bool) -> Iterator[tuple[str, int]]:
    """Yield what was counted before dated records began."""
    yield "orders", chance.randrange(20, 140) if is_busy else max(0, round(chance.gauss(3, 5)))
    yield "referrals", chance.randrange(1, 30) if is_busy else int(chance.random() < 0.15)
    yield "reviews", chance.randrange(1, 20) if is_busy else int(chance.random() < 0.15)
    yield "visits", chance.randrange(30) if is_busy else int(chance.random() < 0.2)


def _act(chance: random.Random, is_busy: bool, joined: Day) -> Iterator[tuple[Day, str, int]]:
    """Yield dated additions: none to three for most, a year's worth for the busy."""
    for _ in range(chance.randrange(6, 20) if is_busy else chance.randrange(4)):
        day = joined + datetime.timedelta(days=chance.randrange(150))
        yield day, chance.choice(("orders", "orders", "orders", "reviews", "visits")), chance.randrange(1, 3)


def _give(chance: random.Random, is_busy: bool, joined: Day) -> Iterator[tuple[str, Day, str]]:
    for badge in ("recipe", "bug-finder"):
        if chance.random() < (0.6 if is_busy else 0.1):
            day = joined + datetime.timedelta(days=chance.randrange(150))
            yield badge, day, f"On {day:%A} no. {chance.randrange(999)}, *{chance.choice(THANKS)}*. Thank you!"


def write_person(person: Person) -> Iterator[str]:
    """Yield the lines of the customer's file."""
    yield f"name: {person.name}"
    yield f"joined: {person.joined}"
    yield f"group: {person.group}"
    if person.bio:
        yield f"bio: {_quote(person.bio)}"
    if person.link:
        yield f"links: {{mastodon: {_quote(person.link)}}}"
    if person.metrics:
        yield f"metrics: {{{', '.join(f'{name}: {value}' for name, value in person.metrics)}}}"
    if person.activity:
        yield "activity:"
        yield from (f"  - {{date: {day}, {metric}: {amount}}}" for day, metric, amount in person.activity)
    if person.awards:
        yield "awards:"
        for badge, day, note in person.awards:
            yield f"  - {{badge: {badge}, date: {day}, by: Mira, note: {_quote(note)}}}"
    if person.showcase:
        yield f"showcase: [{', '.join(person.showcase)}]"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a made-up site of any size.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--activity", choices=get_args(Activity), default="yaml", help="where dated activity stands")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make_site(given.folder, given.customers, given.activity, given.seed)
