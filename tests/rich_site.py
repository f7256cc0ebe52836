"""A site with something of everything, which an edit of any kind finds something to change in."""

import io
from pathlib import Path

from PIL import Image

from built import build_site
from sites import write_site

RICH = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
theme: own
look: {accent: "#b4532a"}
tagline: Coffee people, celebrated.
voice: {name: Mira, role: Head of community, portrait: assets/mira.png, welcome: "Hello! **Come in.**"}
join: {label: Join the club, url: "https://northwind.example/join?from={customer}"}
reply: mailto:mira@northwind.example
ask: What did you brew this week?
formats: [square]
kit: []
metrics: {orders: {label: Orders, unit: [order, orders]}}
-- content/badges/all.yaml --
- {id: first, name: First Cup, criteria: Place an order., text: "1", tier: bronze}
- {id: tenth, name: Tenth Cup, criteria: Place ten orders., icon: coffee, tier: silver}
- {id: hundredth, name: Hundredth Cup, criteria: Place a hundred orders., icon: crown, tier: gold}
- {id: keen, name: Keen, criteria: Order twice within a month., icon: flame, expires_after: 1 year}
- {id: bug, name: Bug Finder, criteria: Tell us what is broken., icon: bug, shape: shield}
- {id: ghost, name: Ghost, criteria: Haunt us., icon: ghost, secret: true}
-- content/milestones/orders.yaml --
id: orders
name: Orders
metric: orders
steps: [{target: 1, badge: first}, {target: 10, badge: tenth}, {target: 100, badge: hundredth}]
-- content/milestones/keen.yaml --
badge: keen
when: {metric: orders, target: 2, within: 30 days}
-- content/groups/makers.yaml --
name: Home baristas
description: People who grind their own.
ask: What is in your grinder?
-- content/groups/hosts.yaml --
name: Hosts
-- content/customers/ada.yaml --
name: Ada Lovelace
aliases: [augusta]
group: makers
joined: 2021-03-04
bio: Answers questions before we wake up.
portrait: assets/ada.png
awards:
  - {badge: bug, date: 2022-05-06, by: Mira, note: The first report ever., evidence: "https://northwind.example/1"}
showcase: [bug, first]
wants: [early access]
-- content/customers/bea.yaml --
name: Bea Beatrix
group: hosts
metrics: {orders: 3}
-- content/customers/hal.yaml --
name: Hal Hidden
visibility: private
group: makers
metrics: {orders: 12}
awards: [{badge: ghost}]
-- content/customers/una.yaml --
name: Una Unlisted
visibility: unlisted
token: 0123456789abcdef0123456789abcdef
-- content/activity/2026.csv --
customer,date,metric,amount
ada,2026-01-05,orders,1
ada,2026-01-07,orders,2
una,2026-02-01,orders,1
-- content/pages/about.md --
---
title: About
menu: true
---
Who we **are**, and [our plan](assets/plan.svg).
-- content/pages/fine-print.md --
---
title: Fine print
---
Be kind.
-- content/assets/plan.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>
-- content/assets/unused.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>
-- themes/own/theme.yaml --
extends: default
-- themes/own/strings/en.yaml --
missing.lead: Nothing grows here.
-- themes/own/templates/robots.txt --
User-agent: *
Allow: /
Sitemap: {{ home }}/sitemap.xml
-- themes/own/cards/profile.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><rect width="1200" height="630" data-fill="accent"/>
<rect data-slot="name" x="40" y="40" width="900" height="60" font-size="40"/>
<rect data-slot="line" x="40" y="140" width="900" height="60" font-size="40"/>
<rect data-slot="goal" x="40" y="240" width="900" height="60" font-size="40"/>
<rect data-slot="progress" x="40" y="340" width="900" height="20" fill="#ffffff" track="#445566"/>
<rect data-slot="badges" x="40" y="440" width="900" height="120"/>
<rect data-slot="portrait" x="960" y="40" width="200" height="200"/></svg>
-- themes/own/cards/award.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><rect width="1200" height="630" data-fill="accent"/>
<rect data-slot="name" x="40" y="40" width="900" height="60" font-size="40"/>
<rect data-slot="title" x="40" y="140" width="900" height="60" font-size="40"/>
<rect data-slot="line" x="40" y="240" width="900" height="60" font-size="40"/>
<rect data-slot="date" x="40" y="340" width="900" height="60" font-size="40"/>
<rect data-slot="medallion" x="960" y="340" width="200" height="200"/>
<rect data-slot="portrait" x="960" y="40" width="200" height="200"/></svg>
-- themes/own/cards/badge.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><rect width="1200" height="630" data-fill="accent"/>
<rect data-slot="title" x="40" y="40" width="900" height="60" font-size="40"/>
<rect data-slot="line" x="40" y="140" width="900" height="60" font-size="40"/>
<rect data-slot="note" x="40" y="240" width="900" height="60" font-size="40"/>
<rect data-slot="medallion" x="960" y="340" width="200" height="200"/></svg>
-- themes/own/cards/site.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><rect width="1200" height="630" data-fill="accent"/>
<rect data-slot="name" x="40" y="40" width="900" height="60" font-size="40"/>
<rect data-slot="line" x="40" y="140" width="900" height="60" font-size="40"/>
<rect data-slot="note" x="40" y="240" width="900" height="60" font-size="40"/>
<rect data-slot="badges" x="40" y="440" width="900" height="120"/></svg>
"""

UNA = "c/0123456789abcdef0123456789abcdef"
"""The folder of the unlisted customer."""


def at(folder: str, names: str) -> frozenset[str]:
    """Return the paths of the named files in a folder of the output, "" for its top."""
    return frozenset(f"{folder}/{name}" if folder else name for name in names.split())


_HELD = ("c/ada/bug", "c/ada/first", "c/ada/keen", "c/bea/first", f"{UNA}/first")
_BADGES = "first tenth hundredth keen bug"

PROFILES = frozenset(f"{folder}/index.html" for folder in ("c/ada", "c/bea", UNA))
AWARDS = frozenset(f"{folder}/index.html" for folder in _HELD)
BADGES = frozenset(f"badges/{badge}/index.html" for badge in _BADGES.split())
GROUPS = at("groups", "makers/index.html hosts/index.html")
TEXTS = at("", "about/index.html fine-print/index.html")
LISTS = at("", "index.html badges/index.html members/index.html")
UNSHARED = at("", "404.html share/mastodon/index.html")
PAGES = PROFILES | AWARDS | BADGES | GROUPS | TEXTS | LISTS | UNSHARED
REDIRECTS = at("c/augusta", "index.html bug/index.html first/index.html keen/index.html")
MACHINES = at("", "feed.xml sitemap.xml robots.txt c/ada/feed.xml c/bea/feed.xml")

CARDS = frozenset(page.replace("index.html", "card.png") for page in PAGES - UNSHARED)
SITE_CARDS = frozenset(page.replace("index.html", "card.png") for page in GROUPS | TEXTS | LISTS)
"""Those of pages about no customer and no badge, which show the noblest badges."""
SQUARES = frozenset(page.replace("index.html", "square.png") for page in AWARDS)
MEDALLIONS = at("badges", " ".join(f"{badge}.svg {badge}-512.png" for badge in _BADGES.split()))
ICONS = at("assets", "icon.svg icon-512.png")
DRAWN = CARDS | SQUARES | MEDALLIONS | ICONS


def paint(colour: str) -> bytes:
    """Return a picture of one colour, as PNG."""
    target = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(target, "PNG")
    return target.getvalue()


def build_rich(site: Path) -> None:
    """Write the site with its portraits, and build it."""
    write_site(site, RICH)
    (site / "content/assets/ada.png").write_bytes(paint("teal"))
    (site / "content/assets/mira.png").write_bytes(paint("maroon"))
    build_site(site)
