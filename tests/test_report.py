"""`badgesite report`: people and reasons, told to the issuer alone, in a place that is never published."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from badgesite.tools.report.plot import Bar, Plot
from built import build_site, look_at, read_files
from command import Ran, run
from sites import problems_of, write_site

TODAY = "2026-11-22"
SITE = """\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example/club
metrics:
  orders: {label: Orders, unit: [order, orders]}
  referrals: {label: Friends brought, unit: [friend, friends]}
  praise: {label: Praise in public}
advocacy: [referrals, praise]
-- content/badges/badges.yaml --
- {id: first, name: First Cup, criteria: Order once., icon: coffee}
- {id: tenth, name: Tenth Cup, criteria: Order ten times., icon: star,
   perk: {text: A seat at the tasting of new roasts, until: 2027-01-31}}
- {id: kind, name: Kind Heart, criteria: Be kind., icon: heart, perk: {text: Cake in June, until: 2026-06-30}}
-- content/milestones/orders.yaml --
{id: orders, name: Orders, metric: orders, steps: [{target: 1, badge: first}, {target: 10, badge: tenth}]}
-- content/groups/groups.yaml --
- {id: makers, name: Makers}
- {id: offices, name: Offices}
-- content/customers/ada.yaml --
name: Ada Lovelace
groups: [makers, offices]
metrics: {orders: 8}
activity:
- {date: 2024-02-01, referrals: 2}
- {date: 2026-11-16, orders: 1, referrals: 1, praise: true}
awards: [{badge: kind, date: 2025-01-02, by: Mira, note: For the umbrella.}]
said:
- {date: 2023-01-01, text: Nice beans., url: "https://social.example/1"}
- {date: 2026-11-18, text: "Best beans | in <b>town</b>."}
wants: [a seat at the tasting table, cake]
-- content/customers/bob.yaml --
name: =Bob Booth
group: makers
activity:
- {date: 2026-01-01, orders: 1}
- {date: 2026-01-11, orders: 1}
- {date: 2026-01-31, orders: 1}
- {date: 2026-02-10, orders: 2, referrals: -1}
awards: [{badge: first, revoked: 2026-03-01, reason: A slip.}]
-- content/customers/cleo.yaml --
name: Cleo Counts
metrics: {orders: 9}
-- content/customers/nemo.yaml --
name: Nemo Nightingale
visibility: private
group: offices
activity: [{date: 2026-11-20, orders: 1, referrals: 1}]
wants: [a trapdoor]
-- content/customers/zen.yaml --
name: Zenobia Quicksilver
visibility: unlisted
token: 0123456789abcdef0123456789abcdef
activity: [{date: 2026-11-01, orders: 1}, {date: 2026-11-23, orders: 1}]
"""
Reasons = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a reason of each kind; only to be read."""
    return write_site(tmp_path_factory.mktemp("report"), SITE)


def report(site: Path, *more: object) -> Ran:
    return run("report", "--site", site, "--today", TODAY, *more)


def reasons_of(answer: dict[str, Any]) -> Reasons:
    return [(each["list"], each["customer"], each["reason"]) for each in answer["reasons"]]


def test_each_list_names_people_and_the_reasons(site: Path) -> None:
    """Nothing dated later counts; who only had an award revoked has nothing to be thanked for and was not thanked."""
    ran = report(site, "--json")
    answer = json.loads(ran.out)
    assert (ran.code, ran.err, answer["customers"], answer["since"]) == (0, "", 5, None)
    assert reasons_of(answer) == [
        ("advocates", "ada", "3 friends brought (last on 16 November 2026)"),
        ("advocates", "ada", "Praise in public (last on 16 November 2026)"),
        ("advocates", "ada", "2 posts elsewhere (“Best beans | in <b>town</b>.”, last on 18 November 2026)"),
        ("advocates", "nemo", "1 friend brought (last on 20 November 2026)"),
        ("near", "ada", "1 order away from Tenth Cup (9 of 10)"),
        ("near", "cleo", "1 order away from Tenth Cup (9 of 10)"),
        (
            "quiet",
            "bob",
            "was here on 4 days, every 10 days or so, and has not been for 285 days: last on 10 February 2026.",
        ),
        ("unthanked", "nemo", "earned First Cup on 20 November 2026"),
        ("unthanked", "nemo", "1 friend brought"),
        ("unthanked", "zen", "earned First Cup on 1 November 2026"),
        ("unthanked", "cleo", "earned First Cup"),
        (
            "wants",
            "ada",
            "wants “a seat at the tasting table”. The perk of Tenth Cup, “A seat at the tasting of new roasts”, may "
            "be it: both say “seat” and “tasting”. They do not hold that badge yet",
        ),
        ("wants", "ada", "wants “cake”. No perk or badge is like that: it is for you to think of something"),
        ("wants", "nemo", "wants “a trapdoor”. No perk or badge is like that: it is for you to think of something"),
    ]
    assert answer["seen"] == [3, 0, 0, 1, 0, 1]
    assert answer["active"][-1] == {"month": "2026-11", "customers": 3}
    assert answer["awarded"][-1] == {"month": "2026-11", "awards": 2}
    told = "\n".join(answer["cannot_tell"])
    assert "For 2 of 5 people something was counted without its day" in told
    assert "For 1 of 5 people nothing bears a day" in told
    assert "For 2 of 5 people something is recorded on fewer than 3 days" in told
    assert "few people" in told


def test_with_a_day_to_begin_at_only_what_is_new_is_told(site: Path) -> None:
    """That day counts; what is undated is never new; wishes are those of the people named."""
    answer = json.loads(report(site, "--json", "--since", "2026-11-16").out)
    assert reasons_of(answer)[:7] == [
        ("thanks", "ada", "1 friend brought (last on 16 November 2026)"),
        ("thanks", "ada", "Praise in public (last on 16 November 2026)"),
        ("thanks", "ada", "1 post elsewhere (“Best beans | in <b>town</b>.”, last on 18 November 2026)"),
        ("thanks", "nemo", "earned First Cup on 20 November 2026"),
        ("thanks", "nemo", "1 friend brought (last on 20 November 2026)"),
        ("advocates", "ada", "1 friend brought (last on 16 November 2026)"),
        ("advocates", "ada", "Praise in public (last on 16 November 2026)"),
    ]
    assert {each["customer"] for each in answer["reasons"]} == {"ada", "nemo"}
    began = json.loads(report(site, "--json", "--since", "2026-04-12").out)
    assert [each["customer"] for each in began["reasons"] if each["list"] == "quiet"] == ["bob"]
    later = json.loads(report(site, "--json", "--since", "2026-04-13").out)
    assert [each["customer"] for each in later["reasons"] if each["list"] == "quiet"] == []


def test_the_page_asks_for_nothing_and_marks_whom_not_to_mention(site: Path, tmp_path: Path) -> None:
    ran = report(site, "--to", tmp_path / "mine")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:3] == [str(tmp_path / "mine" / f"report.{end}") for end in ("html", "csv", "json")]
    text = (tmp_path / "mine" / "report.html").read_text("utf-8")
    assert not re.search(r"<(script|link|img|iframe|object|base)\b|\bsrc=|url\(|@import", text)
    assert "default-src 'none'" in text and 'content="noindex"' in text and 'content="no-referrer"' in text
    addresses = set(re.findall(r'href="([^#][^"]*)"', text))
    home = "https://northwind.example/club/c"
    assert addresses == {f"{home}/ada/", f"{home}/bob/", f"{home}/cleo/", f"{home}/0123456789abcdef0123456789abcdef/"}
    assert len(re.findall(r"Nemo Nightingale</bdi></span> <span class=\"mark\">private: do not mention", text)) == 3
    assert 'Zenobia Quicksilver</bdi></a> <span class="mark">unlisted: do not link' in text
    assert "in &lt;b&gt;town&lt;/b&gt;." in text
    for heading in ("Makers", "Offices", "In no group"):
        assert f"<h3>{heading}</h3>" in text
    assert text.count("speaks for you: 3 friends brought") == 2, "who is in two groups stands in both"


def test_a_plot_has_its_numbers_beside_it(site: Path, tmp_path: Path) -> None:
    report(site, "--to", tmp_path)
    answer = json.loads((tmp_path / "report.json").read_text("utf-8"))
    numbers = [int(found) for found in re.findall(r"</th><td>(\d+)</td>", (tmp_path / "report.html").read_text())]
    months = [each["customers"] for each in answer["active"]] + [each["awards"] for each in answer["awarded"]]
    assert numbers == months + answer["seen"]


def test_bars_are_as_high_as_their_numbers_say() -> None:
    svg = Plot("Cups", "Day", "Cups", tuple(Bar(f"Day {n}", f"<{n}>", n) for n in (0, 5, 10, 20))).svg
    heights = [float(height) for height in re.findall(r'<rect class="bar"[^>]* height="([\d.]+)"', svg)]
    assert [round(height / heights[0], 2) for height in heights] == [1, 2, 4]
    places = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="middle">', svg)
    assert max(map(float, places)) <= 360 - 16, "a month's name has room on both sides of its middle"
    assert 'role="img"' in svg and 'aria-label="Cups' in svg and "&lt;20&gt;" in svg


def test_the_table_has_a_row_for_each_reason_and_no_formulas(site: Path, tmp_path: Path) -> None:
    report(site, "--to", tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text("utf-8-sig"))))
    answer = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(row["list"], row["customer"], row["reason"]) for row in rows] == reasons_of(answer)
    assert {row["name"] for row in rows if row["customer"] == "bob"} == {"'=Bob Booth"}
    assert {row["groups"] for row in rows if row["customer"] == "ada"} == {"makers offices"}
    assert {row["visibility"] for row in rows if row["customer"] == "nemo"} == {"private"}


def test_long_lists_are_cut_on_the_page_alone(tmp_path: Path) -> None:
    people = "\n".join(f"- {{id: p{n}, name: Person {n}, metrics: {{orders: 9}}}}" for n in range(50))
    write_site(tmp_path, f"{SITE}-- content/customers/many.yaml --\n{people}\n")
    report(tmp_path)
    text = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert text.count("1 order away from Tenth Cup") == 22, "twenty without a group, and Ada in each of hers"
    assert "and 31 more in <code>report.csv</code>" in text
    assert (tmp_path / "report" / "report.csv").read_text("utf-8-sig").count("1 order away from Tenth Cup") == 52


def test_nothing_of_it_lies_in_the_finished_site(tmp_path: Path) -> None:
    """Nor does a build take anything of it in, and a private customer's data stay out of all that is public."""
    site = write_site(tmp_path, SITE)
    build_site(site)
    before = look_at(site / "public")
    assert report(site).code == 0 and report(site, "--since", "2026-11-01", "--to", site / "week").code == 0
    assert run("share", "ada", "kind", "--site", site, "--today", TODAY).code == 0
    assert look_at(site / "public") == before
    assert "Nemo Nightingale" in (site / "report" / "report.html").read_text("utf-8")
    build_site(site, is_verifying=True)
    assert look_at(site / "public") == before
    elsewhere = report(site, "--out", site / "www", "--to", site / "public" / "x")
    assert elsewhere.code == 2 and "lies inside a finished site" in elsewhere.err, "also where another --out is named"
    public = {**read_files(site / "public"), **read_files(site / "share")}
    words = (b"nemo", b"nightingale", b"trapdoor", b"0123456789abcdef/", b"do not mention", b"speaks for you")
    found = [(path, word) for path, body in public.items() for word in words if word in body.lower()]
    assert [each for each in found if not each[0].startswith("c/0123456789abcdef")] == []


@pytest.mark.parametrize("command", [("report",), ("share", "ada", "kind")])
def test_a_place_that_is_or_would_be_published_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    """Inside the finished site or the content, around them, by a link, and where the finished site is elsewhere."""
    site = write_site(tmp_path / "site", SITE)
    (site / "public").mkdir()
    (tmp_path / "link").symlink_to(site / "public")
    places: list[tuple[object, ...]] = [
        (site / "public",), (site / "public" / "x" / "y",), (site,), (tmp_path,), (tmp_path / "link" / "x",),
        (site / "content" / "report",), (tmp_path / "www" / "x", "--out", tmp_path / "www"),
    ]  # fmt: skip
    for place in places:
        ran = run(*command, "--site", site, "--today", TODAY, "--to", *place)
        assert (ran.code, ran.out) == (2, ""), place
        assert "choose a folder beside it" in ran.err
    assert list((site / "public").iterdir()) == [] and not (tmp_path / "www").exists()


def test_only_files_of_its_own_are_replaced(site: Path, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine, too")
    ran = report(site, "--to", tmp_path)
    assert ran.code == 2
    assert "holds report.csv, which badgesite did not write" in ran.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes.txt", "report.csv"]
    (tmp_path / "report.csv").unlink()
    for _ in range(2):
        assert report(site, "--to", tmp_path).code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine, too"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--since", "2026-11-23"), "--since 2026-11-23 is after today, 2026-11-22"),
        (("--since", "yesterday"), "--since yesterday: write the date as YYYY-MM-DD"),
    ],
)
def test_a_day_that_cannot_be_is_told(site: Path, more: tuple[str, ...], said: str) -> None:
    ran = report(site, *more, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_act_of_advocacy_that_is_no_metric_is_told_with_its_place(tmp_path: Path) -> None:
    wrong = SITE.replace("advocacy: [referrals, praise]", "advocacy: [referrals, prase]\n")
    place = "content/site.yaml:7:23"
    assert problems_of(tmp_path, wrong) == [f"{place}: there is no metric “prase” (did you mean “praise”?)"]


def test_nobody_and_nothing_make_a_report_too(tmp_path: Path) -> None:
    write_site(tmp_path, "-- content/site.yaml --\nname: New\nurl: https://new.example\n")
    ran = report(tmp_path)
    assert (ran.code, ran.err) == (0, "")
    text = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "Nothing bears a day" in text and "names no metrics as <code>advocacy:</code>" in text
