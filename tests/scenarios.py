"""Edits of the rich site, and what each of them changes in the output."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import font_source_sans_pro

from rich_site import (
    AWARDS,
    BADGES,
    CARDS,
    DRAWN,
    GROUPS,
    ICONS,
    LISTS,
    MACHINES,
    MEDALLIONS,
    PAGES,
    PROFILES,
    REDIRECTS,
    SITE_CARDS,
    SQUARES,
    TEXTS,
    UNA,
    UNSHARED,
    at,
    paint,
)
from sites import write_site

ADA = "content/customers/ada.yaml"
BEA = "content/customers/bea.yaml"
HAL = "content/customers/hal.yaml"
SHY = "content/customers/una.yaml"
ALL = "content/badges/all.yaml"
CSV = "content/activity/2026.csv"
SERIES = "content/milestones/orders.yaml"
SITE = "content/site.yaml"
WORDS = "themes/own/strings/en.yaml"
KEEN = "name: Keen, criteria: Order twice within a month., icon: flame, expires_after: 1 year}\n"

PROFILE = "index.html card.png index.json"
BADGE = PROFILE
CATALOGUE = at("badges", "index.html")
"""It can be filtered by the groups whose members hold a badge."""
AWARD = "index.html card.png square.png"
PUBLIC = f"{PROFILE} feed.xml"
"""What belongs to the profile of a public customer."""
ALL_OF_BEA = at("c/bea", f"{PUBLIC} first/index.html first/card.png first/square.png")
OLD = "c/augusta"
"""Where Ada was before; what leads on from there unfolds as her pages do."""
SHARED = PROFILES | AWARDS | BADGES
ALL_AWARDS_OF_ADA = at("c/ada/bug", AWARD) | at("c/ada/first", AWARD) | at("c/ada/keen", AWARD)

MISSING = at("", "404.html share/mastodon/index.html")
"""What has the card of the first page in its head, though it is another page."""

Edit = Callable[[Path], object]
Paths = frozenset[str]


class Scenario(NamedTuple):
    """An edit, and the outputs whose bytes it changes, which are rendered; and those that it deletes.

    Those in `same` may be rendered, too, though their bytes come out as they were.
    """

    name: str
    edit: Edit
    changed: Paths = frozenset()
    deleted: Paths = frozenset()
    same: Paths = frozenset()


def swap(path: str, old: str, new: str) -> Edit:
    """Return the edit that replaces a text in a file."""

    def edit(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} does not stand just once in {path}"
        (site / path).write_text(text.replace(old, new), "utf-8")

    return edit


def add(files: str) -> Edit:
    """Return the edit that writes the files of a string."""
    return lambda site: write_site(site, files)


def repaint(path: str) -> Edit:
    """Return the edit that puts another picture in a picture's place."""
    return lambda site: (site / path).write_bytes(paint("navy"))


def rename_bea(site: Path) -> None:
    (site / BEA).rename(site / "content/customers/beatrix.yaml")
    swap("content/customers/beatrix.yaml", "group:", "aliases: [bea]\ngroup:")(site)


def move_bea(site: Path) -> None:
    (site / "content/customers/vip").mkdir()
    (site / BEA).rename(site / "content/customers/vip/bea.yaml")


def say_bea_in_other_words(site: Path) -> None:
    (site / BEA).write_text("# Bea\n{metrics: {'orders': '3'}, \"group\": hosts, name: 'Bea Beatrix'}\n")


def move_keen(site: Path) -> None:
    swap(ALL, "- {id: keen, " + KEEN, "")(site)
    write_site(site, "-- content/badges/keen.yaml --\n{" + KEEN)


def bring_font(site: Path) -> None:
    (site / "content/assets/fonts").mkdir()
    light = Path(font_source_sans_pro.font_directory) / "SourceSansPro-Light.ttf"
    shutil.copy(light, site / "content/assets/fonts/Brand.ttf")


INVISIBLE = [
    Scenario("a comment", swap(ADA, "name: Ada", "# Our first.\nname: Ada")),
    Scenario(
        "another order of keys", swap(ADA, "group: makers\njoined: 2021-03-04", "joined: 2021-03-04\ngroup: makers")
    ),
    Scenario("the same in other words", say_bea_in_other_words),
    Scenario("an amount in other digits", swap(BEA, "orders: 3", "orders: 3.0")),
    Scenario("a touch", lambda site: os.utime(site / ADA, ns=(0, 0))),
    Scenario("a file sorted into a folder", move_bea),
    Scenario("a record moved to a file of its own", move_keen),
    Scenario(
        "rows of activity in another order",
        swap(
            CSV,
            "ada,2026-01-05,orders,1\nada,2026-01-07,orders,2\n",
            "ada,2026-01-07,orders,2\nada,2026-01-05,orders,1\n",
        ),
    ),
    Scenario(
        "a day's activity in two rows",
        swap(CSV, "ada,2026-01-07,orders,2", "ada,2026-01-07,orders,1\nada,2026-01-07,orders,1"),
    ),
    Scenario("what a customer wants", swap(ADA, "early access", "recognition")),
    Scenario("a private customer's name", swap(HAL, "Hal Hidden", "Hal Hyde")),
    Scenario("a private customer's orders", swap(HAL, "orders: 12", "orders: 120")),
    Scenario("a secret that is not out", swap(ALL, "name: Ghost, criteria: Haunt", "name: Spook, criteria: Spook")),
    Scenario("a metric's label, where it has units", swap(SITE, "label: Orders", "label: Cups")),
    Scenario(
        "a tier that no badge has", swap(SITE, "formats:", 'tiers: {odd: {label: Odd, color: "#123456"}}\nformats:')
    ),
    Scenario(
        "the default of an option that the site chooses",
        add('-- themes/own/theme.yaml --\nextends: default\noptions: {accent: {default: "#112233", about: Ours.}}\n'),
    ),
    Scenario("a picture that nothing shows", swap("content/assets/unused.svg", "M0 0", "M1 1")),
]

OF_CUSTOMERS = [
    Scenario("a new order", swap(BEA, "orders: 3", "orders: 4"), at("c/bea", PROFILE)),
    Scenario("a new row of activity", swap(CSV, "una,", "bea,2026-03-01,orders,1\nuna,"), at("c/bea", PROFILE)),
    Scenario(
        "an order that earns a badge",
        swap(CSV, "una,", "bea,2026-03-01,orders,7\nuna,"),
        at("c/bea", PUBLIC) | at("c/bea/tenth", AWARD) | at("badges/tenth", BADGE)
        | at("c/bea/keen", AWARD) | at("badges/keen", BADGE)
        | at("", "index.html index.json groups/hosts/index.html members/index.html feed.xml sitemap.xml") | CATALOGUE,
    ),
    Scenario(
        "a badge without a day, which is no news",
        swap(BEA, "orders: 3", "orders: 10"),
        at("c/bea", PROFILE) | at("c/bea/tenth", AWARD) | at("badges/tenth", BADGE)
        | at("", "groups/hosts/index.html members/index.html sitemap.xml") | CATALOGUE,
    ),
    Scenario("a bio", swap(ADA, "we wake up", "you ask"), at("c/ada", PROFILE) | at(OLD, "index.html")),
    Scenario(
        "links",
        swap(BEA, "group:", 'links: {Web: "https://b.example"}\ngroup:'),
        at("c/bea", "index.html index.json"),
    ),
    Scenario(
        "words said that the keeper chose for the first page",
        swap(BEA, "group:", "said: [{text: Nice., featured: true}]\ngroup:"),
        at("c/bea", "index.html index.json") | {"index.html"},
    ),
    Scenario(
        "two groups instead of one, of which the second asks a question",
        swap(BEA, "group: hosts", "groups: [hosts, makers]"),
        at("c/bea", "index.html index.json first/index.html") | at("groups/makers", "index.html index.json"),
    ),
    Scenario(
        "words said",
        swap(BEA, "group:", "said: [{text: Nice.}]\ngroup:"),
        at("c/bea", "index.html index.json"),
    ),
    Scenario(
        "the order of the showcase",
        swap(ADA, "[bug, first]", "[first, bug]"),
        at("c/ada", PROFILE) | at(OLD, "index.html") | at("", "groups/makers/index.html members/index.html"),
    ),
    Scenario(
        "the note of an award",
        swap(ADA, "The first report ever.", "The very first report."),
        at("c/ada", "index.html index.json feed.xml") | at("c/ada/bug", AWARD) | at(OLD, "bug/index.html"),
    ),
    Scenario(
        "the proof of an award",
        swap(ADA, "example/1", "example/2"),
        at("c/ada", "index.json bug/index.html"),
        same=at("c/ada", "index.html"),
    ),
    Scenario(
        "an award revoked",
        swap(ADA, "by: Mira", "by: Mira, revoked: 2026-01-01, reason: It was no bug."),
        at("c/ada", PUBLIC) | at("c/ada/bug", "index.html card.png") | at("badges/bug", BADGE)
        | at(OLD, "index.html bug/index.html")
        | at("", "index.html index.json groups/makers/index.html members/index.html feed.xml sitemap.xml")
        | CATALOGUE,
        deleted=at("c/ada/bug", "square.png"),
    ),
    Scenario(
        "a name",
        swap(ADA, "Ada Lovelace", "Ada King"),
        at("c/ada", PUBLIC) | ALL_AWARDS_OF_ADA | REDIRECTS
        | at("badges", "bug/index.html first/index.html keen/index.html")
        | at("", "index.html groups/makers/index.html members/index.html feed.xml search.json"),
    ),
    Scenario(
        "a portrait",
        repaint("content/assets/ada.png"),
        at("c/ada", "index.html card.png portrait.webp") | ALL_AWARDS_OF_ADA | REDIRECTS
        | at("", "badges/bug/index.html badges/first/index.html badges/keen/index.html")
        | at("", "groups/makers/index.html members/index.html"),
        same=at("", "index.html"),
    ),
    Scenario(
        "another group",
        swap(BEA, "group: hosts", "group: makers"),
        at("c/bea", "index.html index.json first/index.html")
        | at("groups", "makers/index.html makers/index.json hosts/index.html hosts/index.json")
        | CATALOGUE,
    ),
    Scenario(
        "an alias",
        swap(BEA, "group:", "aliases: [b]\ngroup:"),
        at("c/b", "index.html first/index.html") | {"_redirects"},
    ),
    Scenario(
        "another id, with the old one as an alias",
        rename_bea,
        at("c/beatrix", PUBLIC) | at("c/beatrix/first", AWARD) | at("c/bea", "index.html first/index.html")
        | at("", "badges/first/index.html badges/first/index.json groups/hosts/index.html groups/hosts/index.json")
        | at("", "members/index.html search.json sitemap.xml _redirects"),
        deleted=at("c/bea", "card.png index.json feed.xml first/card.png first/square.png"),
    ),
    Scenario(
        "a new customer",
        add("-- content/customers/cy.yaml --\nname: Cy\n"),
        at("c/cy", PUBLIC) | at("", "index.json members/index.html search.json sitemap.xml"),
    ),
    Scenario(
        "a customer removed",
        lambda site: (site / BEA).unlink(),
        at("badges/first", BADGE) | CATALOGUE | at("groups/hosts", "index.html index.json")
        | at("", "index.json members/index.html search.json sitemap.xml"),
        deleted=ALL_OF_BEA,
    ),
    Scenario(
        "public to private",
        swap(BEA, "group:", "visibility: private\ngroup:"),
        at("badges/first", BADGE) | CATALOGUE | at("groups/hosts", "index.html index.json")
        | at("", "index.json members/index.html search.json sitemap.xml"),
        deleted=ALL_OF_BEA,
    ),
    Scenario(
        "unlisted to public",
        swap(SHY, "visibility: unlisted\n", ""),
        at("c/una", PUBLIC) | at("c/una/first", AWARD) | at("badges/first", BADGE)
        | at("", "index.html index.json members/index.html search.json sitemap.xml feed.xml"),
        deleted=at(UNA, PROFILE) | at(f"{UNA}/first", AWARD),
    ),
    Scenario(
        "private to public, and a secret is out",
        swap(HAL, "visibility: private\n", ""),
        at("c/hal", PUBLIC) | at("c/hal/first", AWARD) | at("c/hal/tenth", AWARD) | at("c/hal/ghost", AWARD)
        | at("badges", "ghost.svg ghost-512.png") | at("badges/ghost", BADGE)
        | at("badges/first", BADGE) | at("badges/tenth", BADGE) | SITE_CARDS | GROUPS | TEXTS | LISTS
        | at("", "groups/makers/index.json index.json search.json sitemap.xml") | MISSING,
    ),
    Scenario("an unlisted customer's bio", swap(SHY, "visibility:", "bio: Shy.\nvisibility:"), at(UNA, PROFILE)),
    Scenario(
        "an unlisted customer's badge",
        swap(CSV, "02-01,orders,1", "02-01,orders,2"),
        at(UNA, PROFILE) | at(f"{UNA}/keen", AWARD),
    ),
]  # fmt: skip

OF_BADGES = [
    Scenario(
        "the description",
        swap(ALL, "Place an order.", "Place an order., description: It began."),
        at("badges/first", "index.html index.json"),
    ),
    Scenario(
        "the criteria",
        swap(ALL, "Tell us what is broken.", "Tell us what broke."),
        at("badges/bug", BADGE) | at("", "c/ada/bug/index.html index.html badges/index.html"),
    ),
    Scenario(
        "the perk",
        swap(ALL, "Place an order.", "Place an order., perk: {text: A free bag}"),
        at("badges/first", "index.html index.json") | {f"{UNA}/first/index.html"}
        | at("", "c/ada/first/index.html c/bea/first/index.html index.html badges/index.html") | PROFILES,
    ),
    Scenario(
        "the question of a badge",
        swap(ALL, "Place an order.", "Place an order., ask: Which one?"),
        at("badges/first", "index.html") | {f"{UNA}/first/index.html"}
        | at("", "c/ada/first/index.html c/bea/first/index.html"),
    ),
    Scenario(
        "the name",
        swap(ALL, "name: Bug Finder", "name: Bug Hunter"),
        at("badges/bug", BADGE) | at("c/ada", "index.html index.json feed.xml") | at("c/ada/bug", AWARD) | LISTS
        | at(OLD, "index.html bug/index.html") | at("", "groups/makers/index.html feed.xml search.json"),
    ),
    Scenario(
        "the icon",
        swap(ALL, "icon: bug", "icon: bird"),
        at("badges", "bug.svg bug-512.png bug/index.html bug/card.png") | at("c/ada", "index.html card.png")
        | at("c/ada/bug", AWARD) | at(OLD, "index.html bug/index.html")
        | SITE_CARDS | GROUPS | TEXTS | LISTS | MISSING,
    ),
    Scenario(
        "the icon of a step that nobody reached",
        swap(ALL, "icon: crown", "icon: gem"),
        at("badges", "hundredth.svg hundredth-512.png hundredth/index.html hundredth/card.png")
        | at("badges", "first/index.html tenth/index.html")
        | PROFILES | SITE_CARDS | GROUPS | TEXTS | LISTS | MISSING,
    ),
    Scenario(
        "a new badge",
        add("-- content/badges/new.yaml --\n{name: New, criteria: Soon., icon: bird}\n"),
        at("badges", "new.svg new-512.png") | at("badges/new", BADGE) | SITE_CARDS | GROUPS | TEXTS | LISTS
        | at("", "index.json search.json sitemap.xml") | MISSING,
    ),
    Scenario(
        "the name of a series",
        swap(SERIES, "name: Orders", "name: Cups"),
        at("badges", "index.html first/index.html tenth/index.html hundredth/index.html") | PROFILES
        | at("", "index.html index.json"),
    ),
    Scenario(
        "the description of a series",
        swap(SERIES, "metric:", "description: Up.\nmetric:"),
        at("badges", "index.html"),
    ),
    Scenario(
        "a target that nobody is near",
        swap(SERIES, "target: 100", "target: 200"),
        at("badges", "first/index.html tenth/index.html hundredth/index.html") | {"index.html"},
        same=PROFILES,
    ),
]  # fmt: skip

OF_THE_SITE = [
    Scenario("the welcome of the voice", swap(SITE, "Come in", "Step in"), at("", "index.html")),
    Scenario(
        "the role of the voice", swap(SITE, "Head of community", "Host"),
        at("", PROFILE) | MISSING | AWARDS | {"c/ada/index.html"},
    ),
    Scenario(
        "the portrait of the voice, whose letter one award and its profile show",
        repaint("content/assets/mira.png"),
        at("", "index.html media/voice.webp c/ada/index.html c/ada/bug/index.html"),
    ),
    Scenario(
        "where the invitation leads",
        swap(SITE, "join?from", "enter?from"),
        PAGES - UNSHARED,
        same=UNSHARED,
    ),
    Scenario(
        "the question to readers, where no group asks another",
        swap(SITE, "this week", "today"),
        BADGES | {"index.html", "groups/hosts/index.html", f"{UNA}/index.html", f"{UNA}/first/index.html"}
        | at("c/bea", "index.html first/index.html"),
        same=PAGES,
    ),
    Scenario(
        "the question of a group",
        swap("content/groups/makers.yaml", "your grinder", "your cup"),
        at("c/ada", "index.html bug/index.html first/index.html keen/index.html") | {"groups/makers/index.html"},
    ),
    Scenario(
        "the name of a group",
        swap("content/groups/makers.yaml", "Home baristas", "Grinders"),
        at("groups/makers", PROFILE) | CATALOGUE
        | at("", "c/ada/index.html index.html members/index.html search.json"),
    ),
    Scenario(
        "the networks",
        swap(SITE, "formats:", "share: [x]\nformats:"),
        PROFILES | AWARDS | BADGES | GROUPS,
        deleted=at("share/mastodon", "index.html"),
    ),
    Scenario(
        "the networks of a group",
        swap("content/groups/makers.yaml", "ask:", "share: [teams, email]\nask:"),
        at("c/ada", "index.html bug/index.html first/index.html keen/index.html") | {"groups/makers/index.html"},
    ),
    Scenario(
        "a voice of a group's own",
        swap("content/groups/makers.yaml", "ask:", "voice: {name: Jo}\nask:"),
        at("c/ada", "first/index.html keen/index.html") | {"groups/makers/index.html"},
        same=PROFILES | AWARDS,
    ),
    Scenario(
        "the marks of a campaign",
        swap(SITE, "formats:", "campaign: c\nformats:"),
        PAGES - UNSHARED,
        same=UNSHARED,
    ),
    Scenario(
        "the whole kit",
        swap(SITE, "kit: []", "kit: [qr, oembed]"),
        SHARED
        | {page.replace("index.html", name) for page in SHARED for name in ("qr.svg", "embed.html", "oembed.json")}
        | {page.replace("index.html", "embed.html") for page in REDIRECTS},
    ),
    Scenario(
        "one more format",
        swap(SITE, "[square]", "[square, story]"),
        AWARDS | {page.replace("index.html", "story.png") for page in AWARDS},
    ),
    Scenario(
        "the unit of a metric",
        swap(SITE, "[order, orders]", "[cup, cups]"),
        PROFILES | {page.replace("index.html", "card.png") for page in PROFILES} | at(OLD, "index.html")
        | {"index.html"},
    ),
    Scenario(
        "the tagline",
        swap(SITE, "Coffee people", "Tea people"),
        PAGES | at("", "card.png about/card.png fine-print/card.png index.json feed.xml"),
    ),
    Scenario(
        "the accent, which metal hides",
        swap(SITE, "#b4532a", "#2f7d4f"),
        PAGES | REDIRECTS | at("assets", "look.*.css")
        | DRAWN - at("badges", "first-512.png tenth-512.png hundredth-512.png"),
        deleted=at("assets", "look.*.css"),
        same=MEDALLIONS,
    ),
    Scenario("the body of a page", swap("content/pages/about.md", "Who we", "What we"), at("about", "index.html")),
    Scenario(
        "the title of a page",
        swap("content/pages/fine-print.md", "Fine print", "Small print"),
        at("", "fine-print/index.html fine-print/card.png search.json"),
    ),
    Scenario(
        "the title of a page of the menu",
        swap("content/pages/about.md", "title: About", "title: Us"),
        PAGES | at("", "about/card.png search.json"),
    ),
    Scenario("a file that a page links to", swap("content/assets/plan.svg", "M0 0", "M1 1"), at("media", "plan.svg")),
]  # fmt: skip

WRITTEN = PAGES | REDIRECTS | MACHINES
SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="M96 96h320v320h-320z"/></svg>'
OF_THE_THEME = [
    Scenario("a word", swap(WORDS, "Nothing grows", "Nobody lives"), at("", "404.html"), same=WRITTEN),
    Scenario(
        "a word on cards",
        swap(WORDS, "missing", "card.undated: Once\nmissing"),
        at("c/bea/first", AWARD),
        same=WRITTEN,
    ),
    Scenario(
        "a template",
        swap("themes/own/templates/robots.txt", "Allow: /", "Allow: /badges/"),
        at("", "robots.txt"),
        same=WRITTEN,
    ),
    Scenario(
        "a style sheet",
        add("-- themes/own/assets/more.css --\nb { color: red }\n"),
        PAGES | REDIRECTS | at("assets", "more.*.css"),
    ),
    Scenario(
        "the card of badges",
        swap("themes/own/cards/badge.svg", "</svg>", '<path d="M0 0h9v9z"/></svg>'),
        BADGES | {page.replace("index.html", "card.png") for page in BADGES},
    ),
    Scenario(
        "a shape, for all that is drawn",
        add(f"-- themes/own/shapes/own.svg --\n{SHAPE}"),
        PAGES | REDIRECTS,
        same=DRAWN,
    ),
    Scenario(
        "a font, for all that has letters",
        bring_font,
        PAGES | REDIRECTS,
        same=CARDS | SQUARES | ICONS | at("badges", "first.svg first-512.png"),
    ),
]
