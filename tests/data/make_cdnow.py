"""A site of real purchases: `python tests/data/make_cdnow.py DIR` writes it to DIR.

2,357 customers who bought their first CDs in early 1997, and the 6,919 orders they placed until June 1998.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PURCHASES = Path(__file__).parent / "cdnow" / "CDNOW_sample.txt"

SITE = """\
name: The Listening Room
url: https://listening-room.example/club
tagline: For people who still turn the record over.
voice:
  name: June
  role: Keeper of the shelves
  welcome: Every disc you took home made this shop a little louder. **Thank you.**
join: {label: Come and listen, url: "https://listening-room.example/join?from={customer}"}
reply: mailto:june@listening-room.example
ask: Which record did you play first today?
metrics:
  orders: {label: Orders, unit: [order, orders]}
  discs: {label: Discs, unit: [disc, discs]}
  spend: {label: Spent, unit: [dollar, dollars]}
"""

BADGES = """\
- {id: first-spin, name: First spin, criteria: Place your **first order**.,
   icon: disc, shape: circle, tier: bronze}
- {id: encore, name: Encore, criteria: Place **two orders**.,
   icon: repeat, shape: circle, tier: bronze}
- {id: regular, name: Regular, criteria: Place **five orders**.,
   icon: headphones, shape: hexagon, tier: silver}
- {id: devotee, name: Devotee, criteria: Place **ten orders**.,
   icon: heart, shape: hexagon, tier: gold}
- {id: legend, name: Legend, criteria: Place **25 orders**.,
   icon: crown, shape: star, tier: platinum}
- {id: patron, name: Patron, criteria: Spend **100 dollars**.,
   icon: coins, shape: shield, tier: bronze}
- {id: benefactor, name: Benefactor, criteria: Spend **250 dollars**.,
   icon: gem, shape: shield, tier: silver}
- {id: angel, name: Angel, criteria: Spend **500 dollars**.,
   icon: sparkles, shape: shield, tier: gold}
- {id: collector, name: Collector, criteria: Take **50 discs** home.,
   icon: library, shape: octagon, tier: gold}
- {id: hot-streak, name: Hot streak, criteria: Place three orders within **30 days**.,
   icon: flame, shape: flower, tier: silver}
- {id: spree, name: Spree, criteria: Spend 150 dollars within **a week**.,
   icon: shopping-bag, shape: flower, tier: silver}
- {id: three-months, name: Three months in tune, criteria: Order in **three months** in a row.,
   icon: calendar-check, shape: scallop, tier: silver}
- {id: four-seasons, name: Four seasons, criteria: Take two discs home in **four quarters** in a row.,
   icon: leaf, shape: scallop, tier: gold}
- {id: one-year, name: A year of listening, criteria: Be with us for **a year**.,
   icon: cake, shape: diamond, tier: bronze}
- {id: early-bird, name: Early bird, criteria: Join before **February 1997**.,
   icon: sunrise, shape: square}
- {id: front-row, name: Front row, criteria: Be among the **first hundred** with five orders.,
   icon: ticket, shape: star, tier: gold, retired: 1998-01-01}
- {id: on-fire, name: On fire, criteria: Earn **Hot streak** or **Three months in tune**.,
   icon: zap, shape: pentagon, tier: silver}
- {id: all-rounder, name: All-rounder, criteria: "Earn **Regular**, **Benefactor** and **On fire**.",
   icon: trophy, shape: pentagon, tier: platinum, secret: true}
- {id: faithful, name: Faithful, criteria: Place **five orders** more.,
   icon: refresh-cw, shape: circle, tier: silver, repeatable: true}
- {id: full-crate, name: Full crate, criteria: Take five discs home within **two weeks**.,
   icon: package, shape: octagon, tier: silver, repeatable: true}
- {id: lively, name: Lively, criteria: Place two orders within **30 days**.,
   icon: activity, shape: circle, tier: bronze, expires_after: 3 months}
- {id: patron-at-work, name: Patron at work, criteria: Be **Lively** and a **Patron** at the same time.,
   icon: coins, shape: shield, tier: silver}
- {id: spring-crew, name: Spring crew, criteria: "From May on, be a **Patron** with ten discs or two months.",
   icon: sprout, shape: scallop, tier: silver}
- {id: early-spender, name: Early spender, criteria: Be an **Early bird** and among the first fifty to spend 200.,
   icon: wallet, shape: diamond, tier: gold}
"""

MILESTONES = """\
- id: orders
  name: Orders
  metric: orders
  steps:
    - {target: 1, badge: first-spin}
    - {target: 2, badge: encore}
    - {target: 5, badge: regular}
    - {target: 10, badge: devotee}
    - {target: 25, badge: legend}
- id: spend
  name: Spending
  metric: spend
  steps: [{target: 100, badge: patron}, {target: 250, badge: benefactor}, {target: 500, badge: angel}]
- {id: fifty-discs, badge: collector, when: {metric: discs, target: 50}}
- {id: three-in-a-month, badge: hot-streak, when: {metric: orders, target: 3, within: 30 days}}
- {id: week-of-plenty, badge: spree, when: {metric: spend, target: 150, within: 1 week}}
- {id: months-in-a-row, badge: three-months, when: {metric: orders, every: month, for: 3}}
- {id: quarters-in-a-row, badge: four-seasons, when: {metric: discs, every: quarter, for: 4, target: 2}}
- {id: a-year, badge: one-year, when: {member_for: 1 year}}
- {id: the-first-weeks, badge: early-bird, when: {joined_before: 1997-02-01}}
- {id: first-hundred, badge: front-row, when: {metric: orders, target: 5, first: 100}}
- {id: either-streak, badge: on-fire, when: {any_of: [hot-streak, three-months]}}
- {id: everything, badge: all-rounder, when: {all_of: [regular, benefactor, on-fire]}}
- {id: every-fifth, badge: faithful, when: {metric: orders, target: 5}}
- {id: crate, badge: full-crate, when: {metric: discs, target: 5, within: 2 weeks}}
- {id: two-in-a-month, badge: lively, when: {metric: orders, target: 2, within: 30 days}}
- {id: at-work, badge: patron-at-work, when: {all_of: [lively, patron]}}
- id: spring
  badge: spring-crew
  when:
    all_of: [patron, {any_of: [{metric: discs, target: 10}, {metric: spend, every: month, for: 2}]}]
    not_before: 1997-05-01
    not_after: 1997-12-31
- {id: early-money, badge: early-spender, when: {all_of: [early-bird, {metric: spend, target: 200, first: 50}]}}
"""


class Purchase(NamedTuple):
    """One order: the day as YYYY-MM-DD, the number of CDs, US dollars."""

    customer: str
    date: str
    discs: str
    dollars: str


def read_purchases() -> Iterator[Purchase]:
    """Return all purchases in the order of the file: by customer, then by day."""
    for line in PURCHASES.read_text("ascii").splitlines():
        _, number, day, discs, dollars = line.split()
        yield Purchase(f"c{number}", f"{day[:4]}-{day[4:6]}-{day[6:]}", discs, dollars)


def make_cdnow_site(folder: Path) -> None:
    """Write the site's `content/` below the folder."""
    content = folder / "content"
    purchases = list(read_purchases())
    _write(content / "site.yaml", SITE)
    _write(content / "badges" / "badges.yaml", BADGES)
    _write(content / "milestones" / "milestones.yaml", MILESTONES)
    joined: dict[str, str] = {}
    for purchase in purchases:
        joined[purchase.customer] = min(purchase.date, joined.get(purchase.customer, purchase.date))
    for customer, day in joined.items():
        path = content / "customers" / customer[:3] / f"{customer}.yaml"
        _write(path, f"name: Customer {customer[1:]}\njoined: {day}\n")
    _write_activity(content / "activity" / "orders.csv", purchases)


def _write_activity(path: Path, purchases: list[Purchase]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("customer", "date", "metric", "amount"))
        for customer, date, discs, dollars in purchases:
            writer.writerow((customer, date, "orders", 1))
            writer.writerow((customer, date, "discs", discs))
            writer.writerow((customer, date, "spend", dollars))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    make_cdnow_site(Path(sys.argv[1]))
