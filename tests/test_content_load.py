"""Loading a site: what its files say arrives as typed records, and every problem is listed at once."""

# ruff: noqa: E501 - messages stand here as they are shown

import datetime
import os
from decimal import Decimal
from pathlib import Path

import pytest

from badgesite.content.load import place
from badgesite.model import Activity, Fact, Origin, Series, Span, Step, Window
from sites import SITE, load_site, problems_of

GOOD = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club/
logo: assets/logo.svg
voice: {name: Mira, portrait: assets/mira.png}
metrics: {orders: {label: Orders, unit: [order, orders]}}
-- content/assets/logo.svg --
<svg/>
-- content/assets/mira.png --
picture
-- content/badges/all.yaml --
- id: regular
  name: Regular
  criteria: Place **ten orders**.
  perk: {text: A free bag, until: 2027-12-31}
- id: century
  name: Century
  criteria: Place a hundred orders.
-- content/milestones/orders.yaml --
id: orders
name: Orders
metric: orders
steps: [{target: 10, badge: regular}, {target: 100, badge: century}]
---
id: three-in-a-month
badge: regular
when: {metric: orders, target: 3, within: 30 days}
-- content/groups/makers.yaml --
name: Makers
-- content/customers/north/ada.yaml --
name: Ada Lovelace
group: makers
metrics: {orders: 9, profile_complete: true}
activity: [{date: 2024-01-02, orders: 1.50}]
-- content/activity/2024/spring.csv --
customer,date,metric,amount
ada,2024-03-01,orders,2
-- content/pages/help/start.md --
---
title: Start
menu: true
---
# Hello
"""


def test_every_kind_of_file_becomes_typed_records(tmp_path: Path) -> None:
    content, problems = load_site(tmp_path, GOOD)
    assert problems == ()
    assert content is not None
    assert content.site.url == "https://northwind.example/club"
    assert list(content.badges) == ["century", "regular"]
    assert content.badges["regular"].perk.until == datetime.date(2027, 12, 31)
    steps = (Step(target="10", badge="regular"), Step(target="100", badge="century"))
    assert content.series["orders"] == Series(id="orders", name="Orders", metric="orders", steps=steps)
    assert content.milestones["three-in-a-month"].when == Window(metric="orders", target="3", within="30 days")
    assert content.milestones["three-in-a-month"].when.within == Span(30, "day")
    ada = content.customers["ada"]
    assert ada.metrics == {"orders": Decimal(9), "profile_complete": True}
    assert ada.activity == (Activity(date="2024-01-02", orders="1.50"),)
    assert content.activity == {"ada": (Fact(datetime.date(2024, 3, 1), "orders", Decimal(2)),)}
    assert content.pages["help/start"].body == "# Hello"
    assert list(content.assets) == ["assets/logo.svg", "assets/mira.png"]
    assert content.assets["assets/mira.png"].size == 8
    assert content.origins["milestones", "three-in-a-month"] == Origin("content/milestones/orders.yaml", 1)


def test_all_problems_of_all_files_are_listed_at_once_in_the_order_of_their_places(tmp_path: Path) -> None:
    files = """\
-- content/site.yaml --
name: Northwind Roasters
-- content/customers/ada.yaml --
name: Ada
awards:
  - {badge: nothing, date: 2024-01-01}
-- content/customers/bob.yaml --
name: Bob
joind: 2024-01-01
joined: 1. Jan
-- content/pages/faq.md --
---
titel: FAQ
---
"""
    assert problems_of(tmp_path, files) == [
        "content/customers/ada.yaml:3:13: no file defines the badge “nothing” (`badgesite new badge nothing` makes it)",
        "content/customers/bob.yaml:2:1: unknown key “joind” (did you mean “joined”?)",
        "content/customers/bob.yaml:3:9: “joined” cannot be “1. Jan” (write the date as YYYY-MM-DD, such as 2024-02-29)",
        "content/pages/faq.md:2:1: missing key “title” (add `title:`, the heading and the title in previews)",
        "content/pages/faq.md:2:1: unknown key “titel” (did you mean “title”?)",
        "content/site.yaml:1:1: missing key “url” (add `url:`, where the site will live; it may have a path)",
    ]


INIT = "`badgesite init DIR` makes a site to start from, `--site DIR` names another"


def test_a_missing_content_folder_is_one_message(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [f"content:1:1: there is no folder content/ in {tmp_path} ({INIT})"]


def test_an_empty_content_folder_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "content" / "badges").mkdir(parents=True)
    assert problems_of(tmp_path) == [f"content:1:1: this folder is empty ({INIT})"]


def test_a_missing_site_file_is_named(tmp_path: Path) -> None:
    content, problems = load_site(tmp_path, "-- content/groups/makers.yaml --\nname: Makers\n")
    assert content is None
    assert [str(problem) for problem in problems] == [
        "content/site.yaml:1:1: this file is missing (write it; `badgesite init DIR` makes a site with one to learn from)"
    ]


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    load_site(tmp_path, SITE + "-- content/badges/big.yaml --\n-- content/assets/big.png --\n")
    os.truncate(tmp_path / "content/badges/big.yaml", 200_000_000)
    os.truncate(tmp_path / "content/assets/big.png", 20_500_000)
    assert problems_of(tmp_path) == [
        "content/assets/big.png:1:1: this file has 20.5 MB, more than 20 MB (split it, or make it smaller)",
        "content/badges/big.yaml:1:1: this file has 200 MB, more than 4 MB (split it, or make it smaller)",
    ]


@pytest.mark.parametrize("path", ["customers/ada.yaml", "activity/a.csv", "pages/ada.md"])
def test_a_file_that_is_not_utf8_is_named_with_the_place_of_its_first_wrong_byte(tmp_path: Path, path: str) -> None:
    load_site(tmp_path, SITE + f"-- content/{path} --\n")
    (tmp_path / "content" / path).write_bytes("bio: Grüße\nname: Zo".encode() + b"\xeb\n")
    assert problems_of(tmp_path) == [
        f"content/{path}:2:9: this file is not UTF-8 (save it as UTF-8 in your editor)",
    ]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    load_site(tmp_path, GOOD)
    for path in ("customers/north/ada.yaml", "activity/2024/spring.csv", "pages/help/start.md"):
        file = tmp_path / "content" / path
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    content, problems = load_site(tmp_path)
    assert problems == ()
    assert content is not None
    assert (content.customers["ada"].name, content.pages["help/start"].title) == ("Ada Lovelace", "Start")
    assert list(content.activity) == ["ada"]


def test_a_file_that_is_gone_since_the_scan_is_a_problem(tmp_path: Path) -> None:
    from badgesite.content.load import load
    from badgesite.content.scan import scan

    load_site(tmp_path, GOOD)
    files = scan(tmp_path)
    (tmp_path / "content/groups/makers.yaml").unlink()
    assert [str(problem) for problem in load(tmp_path, files).problems] == [
        "content/groups/makers.yaml:1:1: this file cannot be read: No such file or directory (look whether it is there and open to you)"
    ]


NAMES = [
    "No", "Null", "On", "012", "1e3", "true", "'~'", '""""', "<script>alert(1)</script>", "佐藤 さくら", "محمد",
    "O'Brien & Sons", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_as_they_are_written(tmp_path: Path, name: str) -> None:
    written = {"'~'": "~", '""""': '"'}.get(name, name)
    quoted = "'\"'" if written == '"' else name
    content, problems = load_site(tmp_path, SITE + f"-- content/customers/ada.yaml --\nname: {quoted}\n")
    assert problems == ()
    assert content is not None
    assert content.customers["ada"].name == written


@pytest.mark.parametrize("value", ["", "~", " # a comment"])
def test_an_empty_value_means_not_given(tmp_path: Path, value: str) -> None:
    content, problems = load_site(tmp_path, SITE + f"-- content/customers/ada.yaml --\nname: Ada\njoined: {value}\n")
    assert problems == ()
    assert content is not None
    assert content.customers["ada"].joined is None


def test_a_name_that_is_not_given_or_empty_is_missed(tmp_path: Path) -> None:
    files = SITE + '-- content/customers/a.yaml --\nname:\n-- content/customers/b.yaml --\nname: ""\n'
    assert problems_of(tmp_path, files) == [
        "content/customers/a.yaml:1:1: missing key “name” (add `name:`, the name as the customer writes it)",
        "content/customers/b.yaml:1:7: “name” cannot be “” (write some text, or remove the key)",
    ]


def test_later_stages_can_point_at_any_value(tmp_path: Path) -> None:
    content, _ = load_site(tmp_path, GOOD)
    assert content is not None
    unknown_icon = place(tmp_path, content, "badges", "regular", ("perk", "until"))
    assert str(unknown_icon._replace(what="x", remedy="y")) == "content/badges/all.yaml:4:35: x (y)"
    assert place(tmp_path, content, "series", "orders", ("steps", 1, "badge"))[:3] == (
        "content/milestones/orders.yaml", 4, 60,
    )  # fmt: skip
    assert place(tmp_path, content, "milestones", "three-in-a-month", ("when", "within"))[:3] == (
        "content/milestones/orders.yaml", 8, 43,
    )  # fmt: skip
    assert place(tmp_path, content, "pages", "help/start", ("menu",))[:3] == ("content/pages/help/start.md", 3, 7)
    assert place(tmp_path, content, "site", "", ("theme",))[:3] == ("content/site.yaml", 1, 1)


def test_of_very_many_mistakes_in_one_file_the_first_hundred_are_listed(tmp_path: Path) -> None:
    lines = "".join(f"  k{number}: nine\n" for number in range(150))
    found = problems_of(tmp_path, f"{SITE}-- content/customers/ada.yaml --\nname: Ada\nmetrics:\n{lines}")
    assert len(found) == 101
    assert found[99].startswith("content/customers/ada.yaml:102:8: “k99” cannot be “nine”")
    assert found[100] == (
        "content/customers/ada.yaml:103:9: there is more wrong in this file (correct what is listed first)"
    )
    twice = "".join("name: Ada\n" for _ in range(150))
    found = problems_of(tmp_path, f"{SITE}-- content/customers/ada.yaml --\n{twice}")
    assert len(found) == 101
    assert found[100] == (
        "content/customers/ada.yaml:102:1: there is more wrong in this file (correct what is listed first)"
    )


def test_what_else_is_wrong_in_a_record_is_listed_beside_its_wrong_keys(tmp_path: Path) -> None:
    """One run names the wrong key, the wrong date and the unknown badges of the same record."""
    assert problems_of(
        tmp_path,
        f"""{SITE}
-- content/customers/ada.yaml --
name: Ada
joind: 2021-03-04
awards:
  - {{badge: nowhere, date: 2021-02-30}}
showcase: [Regular, elsewhere]
group: makers
""",
    ) == [
        "content/customers/ada.yaml:2:1: unknown key “joind” (did you mean “joined”?)",
        "content/customers/ada.yaml:4:13: no file defines the badge “nowhere” (`badgesite new badge nowhere` makes it)",
        "content/customers/ada.yaml:4:28: “date” cannot be “2021-02-30”"
        " (there is no such day; write the date as YYYY-MM-DD)",
        "content/customers/ada.yaml:5:12: “showcase” cannot be “Regular”"
        " (use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)",
        "content/customers/ada.yaml:6:8: no file defines the group “makers” (`badgesite new group makers` makes it)",
    ]
