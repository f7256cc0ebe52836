"""What is wrong in a record is told in a keeper's words, at the place of the mistake."""

# ruff: noqa: E501 - messages stand here as they are shown

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content.records import MODELS
from sites import SITE, load_site, problems_of

ID = "use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`"
NUMBER = "write a number such as 12 or 12.50, or true or false"
RULE_KEYS = "metric, target, first, within, every, for, flag, member_for, joined_before, all_of, not_before, not_after, any_of"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("name: Ada\njoind: 2024-01-01\n", ["2:1: unknown key “joind” (did you mean “joined”?)"]),
        ("name: Ada\nJoined: 2024-01-01\n", ["2:1: unknown key “Joined” (did you mean “joined”?)"]),
        ("name: Ada\nqqq: 1\n", [
            "2:1: unknown key “qqq” (remove it; the keys here are: id, aliases, name, joined, group, groups, bio, portrait,"
            " links, visibility, token, metrics, activity, awards, showcase, said, wants)",
        ]),
        ("bio: x\n", ["1:1: missing key “name” (add `name:`, the name as the customer writes it)"]),
        ("name: [Ada]\n", ["1:7: “name” is not right (write plain text here, not a list or a mapping)"]),
        ("name: Ada\njoined: 2023-02-29\n", [
            "2:9: “joined” cannot be “2023-02-29” (there is no such day; write the date as YYYY-MM-DD)",
        ]),
        ("name: Ada\njoined: 31.12.2024\n", [
            "2:9: “joined” cannot be “31.12.2024” (write the date as YYYY-MM-DD, such as 2024-02-29)",
        ]),
        ("name: Ada\nmetrics: {orders: nine}\n", [f"2:19: “orders” cannot be “nine” ({NUMBER})"]),
        ("name: Ada\nmetrics: {orders: 1e9}\n", [f"2:19: “orders” cannot be “1e9” ({NUMBER})"]),
        ("name: Ada\nmetrics: {Orders: 9}\n", [f"2:11: “Orders” cannot be a key here ({ID})"]),
        ("name: Ada\nmetrics: 9\n", ["2:10: “metrics” must hold keys of its own (write {key: value})"]),
        ("name: Ada\nactivity:\n  - date: 2024-01-01\n    Orders: 1\n    x: y\n", [
            f"4:5: “Orders” cannot be a key here ({ID})",
            f"5:8: “x” cannot be “y” ({NUMBER})",
        ]),
        ("name: Ada\nvisibility: publik\n", ["2:13: “visibility” cannot be “publik” (did you mean “public”?)"]),
        ("name: Ada\nvisibility: x\n", [
            "2:13: “visibility” cannot be “x” (use one of: public, unlisted, private)",
        ]),
        ("name: Ada\nshowcase: regular\n", [
            "2:11: “showcase” must be a list (write [one, two], or lines that begin with `- `)",
        ]),
        ("name: Ada\nshowcase: [Regular]\n", [f"2:12: “showcase” cannot be “Regular” ({ID})"]),
        ("name: Ada\nawards:\n  - badge: x\n    dat: 2024-01-01\n  - by: Mira\n", [
            "4:5: unknown key “dat” (did you mean “date”?)",
            "5:5: missing key “badge” (add `badge:`, the badge)",
        ]),
        ("name: Ada\nawards: [x]\n", [
            "2:10: “awards” must hold keys of its own"
            " (write {key: value} with: badge, date, by, note, evidence, revoked, reason)",
        ]),
        ("name: Ada\nbio: write to ada@example.org\n", [
            "2:6: “bio” cannot be “write to ada@example.org”"
            " (remove the e-mail address ada@example.org: e-mail addresses are never published)",
        ]),
        ("name: Ada\nlinks: {me: javascript:alert(1)}\n", [
            "2:13: “me” cannot be “javascript:alert(1)” (write a whole address that starts with https://)",
        ]),
        ("name: Ada\nportrait: assets/../../x.png\n", [
            "2:11: “portrait” cannot be “assets/../../x.png”"
            " (write a path that starts with assets/, such as assets/logo.svg)",
        ]),
        ("name: Ada\nvisibility: unlisted\n", [
            "1:1: the keys of this record do not fit together (an unlisted customer needs a `token:` of"
            " 32 random hexadecimal digits; `badgesite new customer ID --unlisted` makes one)",
        ]),
        (f"name: Ada\nbio: {'x' * 20_001}\n", [
            f"2:6: “bio” cannot be “{'x' * 59}…” (shorten it to 20000 characters; it has 20001)",
        ]),
        ('name: "a\\0b"\n', ["1:7: “name” cannot be “a\ufffdb” (remove the control character U+0000)"]),
        ("id: ../ada\nname: Ada\n", [f"1:5: “id” cannot be “../ada” ({ID})"]),
        ("id: Ada\nname: Ada\n", [f"1:5: “id” cannot be “Ada” ({ID})"]),
        ("name: Ada\naliases: [Ada]\n", [f"2:11: “aliases” cannot be “Ada” ({ID})"]),
    ],
)  # fmt: skip
def test_mistakes_in_a_customer(tmp_path: Path, text: str, problems: list[str]) -> None:
    found = problems_of(tmp_path, f"{SITE}-- content/customers/ada.yaml --\n{text}")
    assert found == [f"content/customers/ada.yaml:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        ("when: {profile_complete: true}", [
            "3:8: unknown key “profile_complete” (to ask for a flag write `flag: profile_complete`)",
        ]),
        ("when: {metric: orders, target: 3, withn: 30 days}", ["3:35: unknown key “withn” (did you mean “within”?)"]),
        ("when: {metric: orders, target: 3, within: 30 dys}", [
            "3:43: “within” cannot be “30 dys” (write a number and a unit, such as `30 days`, `6 months` or `1 year`)",
        ]),
        ("when: {metric: orders, target: 3, within: 30 days, first: 9}", [
            "3:52: “first” belongs to another rule "
            "(this one has: metric, target, within; write {all_of: [{…}, {…}]} to ask for both)",
        ]),
        ("when: {metric: orders, every: moth, for: 3}", ["3:31: “every” cannot be “moth” (did you mean “month”?)"]),
        ("when: {metric: orders, every: month, for: 0}", ["3:43: “for” cannot be “0” (write a whole number from 1 up)"]),
        ("when: {metric: orders, target: 0}", [
            "3:32: “target” cannot be “0” (write a target above 0: everybody has reached this one already)",
        ]),
        ("when: {metric: orders}", ["3:7: missing key “target” (add `target:`, the total to reach)"]),
        ("when: {all_of: []}", ["3:16: “all_of” has too few entries (write at least 1)"]),
        ("when: soon", [f"3:7: “when” must hold keys of its own (write {{key: value}} with: {RULE_KEYS})"]),
        ("when:", ["3:1: missing key “when” (add `when:`, the rule)"]),
        ("steps: []\nname: X\nmetric: x", [
            "2:1: unknown key “badge” (remove it; the keys here are: id, aliases, name, description, metric, steps)",
            "3:8: “steps” has too few entries (write at least 1)",
        ]),
    ],
)  # fmt: skip
def test_mistakes_in_a_milestone(tmp_path: Path, rule: str, problems: list[str]) -> None:
    badge = "-- content/badges/b.yaml --\nname: B\n"
    found = problems_of(tmp_path, f"{SITE}{badge}-- content/milestones/m.yaml --\nid: m\nbadge: b\n{rule}\n")
    assert found == [f"content/milestones/m.yaml:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("id: x\n", ["3:1: unknown key “id” (remove it; the keys here are: name, url, language, tagline, description,"
                     " logo, theme, look, voice, join, reply, ask, campaign, strings, first_steps,"
                     " share, kit, formats, metrics, advocacy, tiers)"]),
        ("share: [linkdin, fax]\n", [
            "3:9: “share” cannot be “linkdin” (did you mean “linkedin”?)",
            "3:18: “share” cannot be “fax” (use one of: linkedin, facebook, x, threads, bluesky, mastodon, whatsapp,"
            " telegram, reddit, pinterest, line, teams, email)",
        ]),
        ("metrics: {orders: {label: Orders, unit: [order]}}\n", [
            "3:41: “unit” is not right (write the word for one and the word for many, such as [order, orders])",
        ]),
        ("metrics: {orders: {label: Orders, unit: [a, b, c]}}\n", [
            "3:41: “unit” is not right (write the word for one and the word for many, such as [order, orders])",
        ]),
        ("metrics: {orders: {labl: Orders}}\n", [
            "3:19: missing key “label” (add `label:`, what the number is called, such as `Orders`)",
            "3:20: unknown key “labl” (did you mean “label”?)",
        ]),
        ("tiers: {wood: {label: Wood, color: brown}}\n", [
            '3:36: “color” cannot be “brown” (write a colour as "#rrggbb", in quotes, such as "#b4532a")',
        ]),
        ("join: {label: Join, url: 'https://x.example/{id}'}\n", [
            "3:26: “url” cannot be “https://x.example/{id}” ({id} cannot be filled in; use {badge}, {customer}, {group})",
        ]),
    ],
)  # fmt: skip
def test_mistakes_in_the_site(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert problems_of(tmp_path, SITE + text) == [f"content/site.yaml:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("badges/Regular.yaml --\nname: x\n", "badges/Regular.yaml:1:1: the name “Regular” cannot be an address"
                                              f" (rename it: {ID})"),
        ("badges/x.yaml --\n- id: a\n  name: A\n- name: B\n",
         "badges/x.yaml:3:3: missing key “id” (add `id:` to each record of a file that holds several)"),
        ("badges/x.yaml --\n# nothing yet\n",
         "badges/x.yaml:1:1: this file holds no record (write `key: value` lines, or remove the file)"),
        ("badges/x.yaml --\nname: x\nicon: star\ntext: 10\n", "badges/x.yaml:1:1: the keys of this record do not fit"
         " together (keep one of icon and text: a medallion has one picture)"),
    ],
)  # fmt: skip
def test_mistakes_in_a_badge_file(tmp_path: Path, file: str, problem: str) -> None:
    assert problems_of(tmp_path, f"{SITE}-- content/{file}") == [f"content/{problem}"]


def test_a_second_record_in_the_site_file_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path, f"{SITE}---\nname: Another\nurl: https://x.example\n") == [
        "content/site.yaml:1:1: this file holds 2 records (keep one)"
    ]


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=10)
keys = st.sampled_from(sorted({field for model in MODELS.values() for field in model.model_fields} | {"for", "é"}))
shapes = st.recursive(
    plain | st.sampled_from(["2024-01-01", "1", "true"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | plain, inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(["badges", "milestones", "groups", "customers", "site"]), st.dictionaries(keys, shapes))
def test_any_shape_of_a_record_gives_problems_with_places(kind: str, record: dict[str, Any]) -> None:
    path = "content/site.yaml" if kind == "site" else f"content/{kind}/x.yaml"
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_site(Path(folder), f"{SITE}-- {path} --\n{json.dumps(record, ensure_ascii=False, indent=1)}\n")
    for problem in loaded.problems:
        assert problem.path in (path, "content/site.yaml")
        assert problem.line >= 1
        assert problem.column >= 1
        assert str(problem).isprintable()
