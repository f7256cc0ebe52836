"""The kinds of records that `badgesite new` writes, and what it writes for each."""

from typing import Literal

Kind = Literal["customer", "badge", "milestone", "group", "page"]
KINDS: tuple[Kind, ...] = ("customer", "badge", "milestone", "group", "page")

TEMPLATES: dict[Kind, str] = {
    "customer": """\
name: {name}
joined: {today}
# group: an id of groups/                # or, in several:  groups: [friends, makers]
# bio: A few words. **Markdown** works.
# portrait: assets/people/{id}.jpg
# metrics: {{orders: 3}}                  # what was counted before dated records began
# activity: [{{date: {today}, orders: 1}}]
# awards:
#   - {{badge: an id of badges/, date: {today}, by: Your name, note: "Thank you for …"}}
# said: [{{date: {today}, text: "What they wrote.", url: "https://social.example/1", featured: true}}]
# wants: [early access]                  # what they wish for; for your eyes only
""",
    "badge": """\
name: {name}
# description: What the badge is about. **Markdown** works.
criteria: What one does to earn it, in a sentence.
icon: award                            # a name from https://lucide.dev/icons, or `text: "10"`, or `art:`
shape: circle                          # circle, hexagon, shield, star, scallop, diamond, octagon, …
tier: bronze                           # bronze, silver, gold, platinum, or leave it out
# perk:
#   text: What holding it gives
#   how: How one gets it. Never a code, because everybody could read it.
#   from: {today}
#   until: {next_year}
#   once: true                           # a reward for earning it; else it stays with the badge
#   claim: https://shop.example/claim    # where the holder claims it
# ask: A question put to the readers of its pages.
""",
    "milestone": """\
# One rule that awards one badge. For several targets of one metric write a series:
#   name: Orders
#   metric: orders
#   steps: [{{target: 1, badge: first-order}}, {{target: 10, badge: regular}}]
badge: {id}                            # an id of badges/
when: {{metric: orders, target: 3, within: 30 days}}
""",
    "group": """\
name: {name}
# description: Who they are and what is for them. **Markdown** works.
# ask: A question put to the readers of their pages.
# share: [whatsapp, email]               # the networks that come first on their pages
# voice: {{name: Your name, role: What you are to them, welcome: Hello!}}
# join: {{label: Join us, url: "https://shop.example/join?from={{customer}}", gift: what a friend gets}}
# reply: https://shop.example/contact    # where they answer: a form, or mailto: and an address
# badges: [an id of badges/]             # the badges that are meant for them
""",
    "page": """\
---
title: {name}
menu: false                            # true puts it into the menu of every page
---

Write here. **Markdown** works.
""",
}
