"""A site of two customers and two badges, small enough to be built again and again."""

SMALL = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
tagline: Coffee people, celebrated.
kit: []
metrics: {orders: {label: Orders, unit: [order, orders]}}
-- content/badges/orders.yaml --
- {id: first, name: First Cup, criteria: Place an order., text: "1", tier: bronze}
- {id: tenth, name: Tenth Cup, criteria: Place ten orders., icon: coffee, tier: silver}
-- content/milestones/orders.yaml --
{id: orders, name: Orders, metric: orders, steps: [{target: 1, badge: first}, {target: 10, badge: tenth}]}
-- content/customers/ada.yaml --
name: Ada Lovelace
aliases: [augusta]
activity: [{date: 2024-01-02, orders: 1}]
-- content/customers/bea.yaml --
name: Bea Beatrix
-- content/pages/about.md --
---
title: About
---
Who we **are**.
"""

PAGES = {
    "404.html", "index.html", "badges/index.html", "members/index.html", "about/index.html",
    "share/mastodon/index.html", "badges/first/index.html", "badges/tenth/index.html",
    "c/ada/index.html", "c/ada/first/index.html", "c/bea/index.html",
    "c/augusta/index.html", "c/augusta/first/index.html",
}  # fmt: skip
CARDS = {
    "card.png", "badges/card.png", "members/card.png", "about/card.png",
    "badges/first/card.png", "badges/tenth/card.png", "c/ada/card.png", "c/ada/first/card.png", "c/bea/card.png",
}  # fmt: skip
MEDALLIONS = {"badges/first.svg", "badges/first-512.png", "badges/tenth.svg", "badges/tenth-512.png"}
DATA = {
    "index.json", "badges/first/index.json", "badges/tenth/index.json", "c/ada/index.json", "c/bea/index.json",
    "c/ada/feed.xml", "c/bea/feed.xml",
    "search.json", "sitemap.xml", "feed.xml", "robots.txt", ".nojekyll", "_headers", "_redirects",
}  # fmt: skip
