"""A site of many customers who did much, for measuring awards: 40 milestones of every kind, ten rows a customer.

Customers stand a thousand in a file, since only awards are measured here. The same seed makes the same site.
"""

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TODAY = datetime.date(2026, 1, 1)
METRICS = ("orders", "spend", "reviews", "referrals", "visits")
_FILE = 1000
_ROWS = 100_000
_DAYS = 1500

_SITE = "name: Northwind Roasters\nurl: https://northwind.example/club\n"
_TARGETS = {
    "orders": (1, 10, 25, 100),
    "spend": (10, 100, 500, 2500),
    "reviews": (1, 5, 20),
    "referrals": (1, 3, 10),
    "visits": (1, 10, 50),
}
_SINGLE = {
    "three-in-a-month": "{metric: orders, target: 3, within: 30 days}",
    "five-in-a-month": "{metric: orders, target: 5, within: 30 days}",
    "big-week": "{metric: spend, target: 120, within: 1 week}",
    "big-year": "{metric: spend, target: 300, within: 1 year}",
    "two-visits": "{metric: visits, target: 2, within: 5 days}",
    "three-months": "{metric: orders, every: month, for: 3}",
    "two-quarters": "{metric: orders, every: quarter, for: 2, target: 2}",
    "spending-months": "{metric: spend, every: month, for: 2, target: 20}",
    "review-years": "{metric: reviews, every: year, for: 3}",
    "pioneer": "{metric: orders, target: 5, first: 100}",
    "first-thousand": "{metric: spend, target: 200, first: 1000}",
    "first-hosts": "{metric: referrals, target: 2, first: 50}",
    "profile": "{flag: profile_complete}",
    "one-year": "{member_for: 1 year}",
    "three-years": "{member_for: 3 years}",
    "founder": "{joined_before: 2022-01-01}",
    "each-tenth": "{metric: orders, target: 10}",
    "each-sprint": "{metric: orders, target: 2, within: 2 weeks}",
    "keen": "{metric: orders, target: 2, within: 10 days}",
    "all-rounder": "{all_of: [orders-1, spend-1, reviews-0]}",
    "either": "{any_of: [pioneer, three-months, keen]}",
    "nested": "{all_of: [orders-1, {any_of: [{metric: visits, target: 3}, {flag: profile_complete}]}],"
    " not_before: 2023-01-01, not_after: 2025-06-30}",
    "keen-all-rounder": "{all_of: [keen, all-rounder]}",
}
_LIFE = {"each-tenth": ", repeatable: true", "each-sprint": ", repeatable: true", "keen": ", expires_after: 6 months"}


class Size(NamedTuple):
    """How large the site is."""

    customers: int
    rows: int
    milestones: int


def make_programme(folder: Path, customers: int, rows: int, seed: int = 1) -> Size:
    """Write the site below a folder, and return what it holds."""
    chance = random.Random(seed)
    content = folder / "content"
    steps = {f"{metric}-{n}": t for metric, targets in _TARGETS.items() for n, t in enumerate(targets)}
    badges = [f"- {{id: {id_}, name: {id_}, criteria: x{_LIFE.get(id_, '')}}}" for id_ in (*steps, *_SINGLE)]
    rules = [f"- {{id: m-{id_}, badge: {id_}, when: {when}}}" for id_, when in _SINGLE.items()]
    _write(content / "site.yaml", _SITE)
    _write(content / "badges" / "all.yaml", "\n".join(badges))
    _write(content / "milestones" / "all.yaml", "\n".join([*_list_series(), *rules]))
    for start in range(0, customers, _FILE):
        people = range(start, min(start + _FILE, customers))
        _write(content / "customers" / f"{start // _FILE:03}.yaml", "\n".join(_list_people(people, chance)))
    for start in range(0, rows, _ROWS):
        lines = _list_rows(customers, range(start, min(start + _ROWS, rows)), chance)
        _write(content / "activity" / f"{start // _ROWS:03}.csv", "\n".join(lines))
    return Size(customers, rows, len(steps) + len(_SINGLE))


def _list_series() -> Iterator[str]:
    for metric, targets in _TARGETS.items():
        steps = ", ".join(f"{{target: {target}, badge: {metric}-{n}}}" for n, target in enumerate(targets))
        yield f"- {{id: {metric}, name: {metric}, metric: {metric}, steps: [{steps}]}}"


def _list_people(numbers: range, chance: random.Random) -> Iterator[str]:
    for number in numbers:
        joined = TODAY - datetime.timedelta(days=chance.randrange(_DAYS, _DAYS + 700))
        flag = f", profile_complete: {'true' if chance.random() < 0.4 else 'false'}"
        metrics = f"{{orders: {chance.randrange(4)}{flag}}}"
        yield f"- {{id: c{number}, name: Customer {number}, joined: {joined}, metrics: {metrics}}}"


def _list_rows(customers: int, numbers: range, chance: random.Random) -> Iterator[str]:
    """Yield rows in any order: half of the customers do most of it, in bursts."""
    yield "customer,date,metric,amount"
    for number in numbers:
        who = number % customers if number % 3 else int(customers * chance.random() ** 2)
        burst = (who * 37 + number // customers % 3 * 400) % (_DAYS - 60)
        day = TODAY - datetime.timedelta(days=_DAYS - burst - chance.randrange(60))
        metric = METRICS[min(int(chance.expovariate(0.7)), len(METRICS) - 1)]
        amount = f"{chance.randrange(100, 9000) / 100}" if metric == "spend" else str(chance.randrange(1, 3))
        yield f"c{who},{day},{metric},{amount}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", "utf-8")
