"""Whatever is wrong in the content, the command says so in clear lines and leaves the finished site as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from badgesite.content.scan import LARGEST
from built import TODAY, look_at
from command import run
from sites import write_site

Spoil = Callable[[Path], object]
ADA = "content/customers/ada.yaml"


def writing(files: str) -> Spoil:
    """Return what writes the files of a string."""
    return lambda site: write_site(site, files)


def ada(text: str) -> Spoil:
    """Return what gives Ada's file another text."""
    return writing(f"-- {ADA} --\n{text}")


def _empty(site: Path) -> None:
    shutil.rmtree(site / "content")
    (site / "content").mkdir()


def _grow(path: str, size: int) -> Spoil:
    def grow(site: Path) -> None:
        (site / path).parent.mkdir(exist_ok=True)
        with (site / path).open("ab") as file:
            file.truncate(size)

    return grow


def _bomb(levels: int) -> str:
    """Return a list of two, named, in a list of two, named, …: 2^levels values in few lines."""
    lines = ["name: Ada", "k0: &0 [x, x]"]
    lines += [f"k{level}: &{level} [*{level - 1}, *{level - 1}]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


START = "(`badgesite init DIR` makes a site to start from, `--site DIR` names another)"
ID = "use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`"
CIRCLE = """\
-- content/milestones/circle.yaml --
- {id: there, badge: first, when: {all_of: [tenth]}}
- {id: back, badge: tenth, when: {all_of: [first]}}
"""
CSV = "-- content/activity/2024.csv --\n"
PLACES = "use {badge}, {customer}, {group}"


def site_says(line: str) -> Spoil:
    """Return what adds a line to the small site's own file, as its last."""

    def say(site: Path) -> None:
        with (site / "content/site.yaml").open("a") as file:
            file.write(f"{line}\n")

    return say


def bug(keys: str) -> Spoil:
    """Return what adds a badge with these keys."""
    return writing(f"-- content/badges/bug.yaml --\n{{name: Bug, criteria: Find one., {keys}}}\n")


CASES: dict[str, tuple[Spoil, str]] = {
    "an empty content folder": (_empty, f"content:1:1: this folder is empty {START}"),
    "no content folder": (
        lambda site: shutil.rmtree(site / "content"),
        f"content:1:1: there is no folder content/ in {{site}} {START}",
    ),
    "no site.yaml": (
        lambda site: (site / "content/site.yaml").unlink(),
        "content/site.yaml:1:1: this file is missing (write it; `badgesite init DIR` makes a site with one to learn"
        " from)",
    ),
    "a syntax error": (
        ada("name: Ada\nbio: [open\n"),
        f"{ADA}:2:6: a list opens here with [ and is never closed (close it with ])",
    ),
    "a colon in text": (
        ada("name: Ada: Lovelace\n"),
        f"{ADA}:1:10: there is a second `: ` in this line (put text that holds `: ` in quotes)",
    ),
    "tabs": (
        ada("name: Ada\nlinks:\n\twebsite: https://ada.example/\n"),
        f"{ADA}:3:1: there is a tab at the start of this line (indent with spaces)",
    ),
    "a duplicate key": (
        ada("name: Ada\nname: Eve\n"),
        f"{ADA}:2:1: the key “name” stands here a second time (keep one of the two)",
    ),
    "an unknown key": (
        ada("name: Ada\nportrit: assets/ada.png\n"),
        f"{ADA}:2:1: unknown key “portrit” (did you mean “portrait”?)",
    ),
    "an id with ../": (ada("id: ../ada\nname: Ada\n"), f"{ADA}:1:5: “id” cannot be “../ada” ({ID})"),
    "an id with a capital": (ada("id: Ada\nname: Ada\n"), f"{ADA}:1:5: “id” cannot be “Ada” ({ID})"),
    "a file's name with a capital": (
        writing("-- content/customers/Eve.yaml --\nname: Eve\n"),
        f"content/customers/Eve.yaml:1:1: the name “Eve” cannot be an address (rename it: {ID})",
    ),
    "two records with one id": (
        writing("-- content/customers/more/ada.yaml --\nname: Eve\n"),
        f"content/customers/more/ada.yaml:1:1: the id “ada” is taken by {ADA}:1:1 (give one of the two another id)",
    ),
    "a badge that no file defines": (
        ada("name: Ada\nawards: [{badge: firts}]\n"),
        f"{ADA}:2:18: no file defines the badge “firts” (did you mean “first”?)",
    ),
    "a circle among all_of": (
        writing(CIRCLE),
        "content/milestones/circle.yaml:1:45: badges need each other in a circle: “first” needs “tenth”, which needs"
        " “first” (let one of them be earned in another way)",
    ),
    "a day that is none": (
        ada("name: Ada\njoined: 2023-02-29\n"),
        f"{ADA}:2:9: “joined” cannot be “2023-02-29” (there is no such day; write the date as YYYY-MM-DD)",
    ),
    "a date in another form": (
        ada("name: Ada\njoined: 1/2/2024\n"),
        f"{ADA}:2:9: “joined” cannot be “1/2/2024” (write the date as YYYY-MM-DD, such as 2024-02-29)",
    ),
    "an amount that is no number": (
        ada("name: Ada\nactivity: [{date: 2024-01-01, orders: many}]\n"),
        f"{ADA}:2:39: “orders” cannot be “many” (write a number such as 12 or 12.50, or true or false)",
    ),
    "an amount in a CSV that is no number": (
        writing(f"{CSV}customer,date,metric,amount\nada,2024-01-01,orders,many\n"),
        "content/activity/2024.csv:2:23: “amount” cannot be “many” (write a number such as 12 or 12.50, or true or"
        " false)",
    ),
    "a CSV with a missing column": (
        writing(f"{CSV}customer,date,metric\nada,2024-01-01,orders\n"),
        "content/activity/2024.csv:1:1: the column “amount” is missing (the first line must be:"
        " customer,date,metric,amount)",
    ),
    "a CSV with an unknown customer": (
        writing(f"{CSV}customer,date,metric,amount\neve,2024-01-01,orders,1\n"),
        "content/activity/2024.csv:2:1: no file defines the customer “eve” (`badgesite new customer eve` makes it)",
    ),
    "a file of 200 MB": (
        _grow(ADA, 200_000_000),
        f"{ADA}:1:1: this file has 200 MB, more than 4 MB (split it, or make it smaller)",
    ),
    "a CSV that is too large": (
        _grow("content/activity/2024.csv", LARGEST[".csv"] + 1),
        "content/activity/2024.csv:1:1: this file has 256 MB, more than 256 MB (split it, or make it smaller)",
    ),
    "a file that is not UTF-8": (
        lambda site: (site / ADA).write_bytes("name: Zoë\n".encode("latin-1")),
        f"{ADA}:1:9: this file is not UTF-8 (save it as UTF-8 in your editor)",
    ),
    "an alias bomb": (
        ada(_bomb(levels=40)),
        f"{ADA}:16:16: aliases repeat more than 100,000 values here (write out what you mean instead of repeating it"
        " with `*`)",
    ),
    "an icon that is none": (
        writing("-- content/badges/orders.yaml --\n- {id: first, name: A, criteria: B, icon: cofee}\n"
                "- {id: tenth, name: A, criteria: B}\n"),
        "content/badges/orders.yaml:1:43: there is no icon “cofee” (did you mean “coffee” or “cone” or “code”?)",
    ),
    "a shape that is none": (
        writing("-- content/badges/orders.yaml --\n- {id: first, name: A, criteria: B, shape: hexagn}\n"
                "- {id: tenth, name: A, criteria: B}\n"),
        "content/badges/orders.yaml:1:44: there is no shape “hexagn” (did you mean “hexagon”?)",
    ),
    "a portrait that is no picture": (
        writing(f"-- {ADA} --\nname: Ada\nportrait: assets/ada.jpg\n-- content/assets/ada.jpg --\nhello\n"),
        f"{ADA}:2:11: ada.jpg is no picture that can be read (use a PNG, JPEG, WebP or SVG file)",
    ),
    "a file that is not there": (
        ada("name: Ada\nportrait: assets/ada.jpg\n"),
        f"{ADA}:2:11: there is no file content/assets/ada.jpg (put it there, or correct the path)",
    ),
    "a theme that is none": (
        writing("-- content/site.yaml --\nname: N\nurl: https://n.example\ntheme: defualt\n"),
        "content/site.yaml:3:8: there is no theme defualt (did you mean “default”?)",
    ),
    "an option that the theme does not have": (
        writing('-- content/site.yaml --\nname: N\nurl: https://n.example\nlook: {acent: "#123456"}\n'),
        "content/site.yaml:3:15: there is no option “acent” (did you mean “accent”?)",
    ),
    "a place that an invitation cannot fill in": (
        site_says('join: {label: Join, url: "https://n.example/?from={costumer}"}'),
        "content/site.yaml:6:26: “url” cannot be “https://n.example/?from={costumer}” ({costumer} cannot be filled"
        f" in; {PLACES})",
    ),
    "an invitation with spaces": (
        site_says("join: {label: Join, url: https://n.example/join us}"),
        "content/site.yaml:6:26: “url” cannot be “https://n.example/join us” (write it without spaces; %20 stands for"
        " one)",
    ),
    "answers that are neither mail nor form": (
        site_says("reply: ftp://n.example/in"),
        "content/site.yaml:6:8: “reply” cannot be “ftp://n.example/in” (write the address of a form, which starts"
        " with https://, or mailto: and your address)",
    ),
    "a place that a form cannot fill in": (
        site_says('reply: "https://n.example/?about={name}"'),
        "content/site.yaml:6:8: “reply” cannot be “https://n.example/?about={name}” ({name} cannot be filled in;"
        f" {PLACES})",
    ),
    "a campaign that is no name": (
        site_says("campaign: Club & more"),
        "content/site.yaml:6:11: “campaign” cannot be “Club & more” (use 1 to 64 of: letters a-z, digits, `-`, `_`,"
        " `.`, such as club-2026)",
    ),
    "words that the theme does not have": (
        site_says("strings: {menu.badge: Prizes}"),
        "content/site.yaml:6:11: there is no text “menu.badge” (did you mean “menu.badges” or “menu.label” or"
        " “search.badge”?)",
    ),
    "a place that a text does not have": (
        site_says('strings: {award.dear: "Dear {nam}"}'),
        "content/site.yaml:6:23: {nam} in “award.dear” cannot be filled in (did you mean “name”?)",
    ),
    "a first step that is no badge": (
        site_says("first_steps: [frist]"),
        "content/site.yaml:6:15: no file defines the badge “frist” (did you mean “first”?)",
    ),
    "a quoted post that leads to a script": (
        ada('name: Ada\nsaid: [{text: Hi., url: "javascript:alert(1)"}]\n'),
        f"{ADA}:2:25: “url” cannot be “javascript:alert(1)” (write a whole address that starts with https://)",
    ),
    "a quoted post with a script in it": (
        ada('name: Ada\nsaid: [{text: "Hi [there](javascript:alert(1))"}]\n'),
        f"{ADA}:2:15: “text” cannot be “Hi [there](javascript:alert(1))” (remove the javascript: link; links lead to"
        " https:// addresses)",
    ),
    "a perk with a code": (
        bug("perk: {text: A cup, how: Show the **code FREECUP** at the bar}"),
        "content/badges/bug.yaml:1:59: “how” cannot be “Show the **code FREECUP** at the bar” (take out the code"
        " “FREECUP”, which everybody could read; let `claim:` lead to it)",
    ),
    "a perk that ended before it began": (
        bug("perk: {text: A cup, from: 2026-02-01, until: 2026-01-31}"),
        "content/badges/bug.yaml:1:79: “until” cannot be “2026-01-31” (it would end before it begins on 2026-02-01:"
        " correct one of the days)",
    ),
    "a group that nobody defined": (
        writing(f"-- content/groups/makers.yaml --\nname: Makers\n-- {ADA} --\nname: Ada\ngroups: [makers, maker]\n"),
        f"{ADA}:2:18: no file defines the group “maker” (did you mean “makers”?)",
    ),
    "a group and several": (
        writing(f"-- content/groups/a.yaml --\nname: A\n-- {ADA} --\nname: Ada\ngroup: a\ngroups: [a]\n"),
        f"{ADA}:1:1: the keys of this record do not fit together (keep one of group and groups: the first of `groups`"
        " decides where they differ)",
    ),
    "a badge that a group is not meant for": (
        writing("-- content/groups/a.yaml --\nname: A\nbadges: [first, second]\n"),
        "content/groups/a.yaml:2:17: no file defines the badge “second” (`badgesite new badge second` makes it)",
    ),
    "an e-mail address": (
        ada("name: Ada\nbio: ada@lovelace.example\n"),
        f"{ADA}:2:6: “bio” cannot be “ada@lovelace.example” (remove the e-mail address ada@lovelace.example: e-mail"
        " addresses are never published)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "line"), CASES.values(), ids=CASES.keys())
def test_a_mistake_is_one_clear_line_and_an_untouched_output(site: Path, spoil: Spoil, line: str) -> None:
    finished = look_at(site / "public")
    spoil(site)
    ran = run("build", "--site", site, "--jobs", 1)
    assert ran == (1, "", line.replace("{site}", str(site)) + "\n")
    assert look_at(site / "public") == finished


def test_all_mistakes_of_all_files_are_listed_at_once_in_order(site: Path) -> None:
    finished = look_at(site / "public")
    write_site(
        site, f"-- {ADA} --\nnme: Ada\njoined: 1/2/2024\n-- content/customers/bea.yaml --\nname: B\ngroup: g\n"
    )
    write_site(site, "-- content/badges/tab.yaml --\n\tname: Tab\n")
    ran = run("build", "--site", site)
    assert ran.err.splitlines() == [
        "content/badges/tab.yaml:1:1: there is a tab at the start of this line (indent with spaces)",
        f"{ADA}:1:1: missing key “name” (add `name:`, the name as the customer writes it)",
        f"{ADA}:1:1: unknown key “nme” (did you mean “name”?)",
        f"{ADA}:2:9: “joined” cannot be “1/2/2024” (write the date as YYYY-MM-DD, such as 2024-02-29)",
        "content/customers/bea.yaml:2:8: no file defines the group “g” (`badgesite new group g` makes it)",
    ]
    assert (ran.code, ran.out) == (1, "")
    assert look_at(site / "public") == finished


@pytest.mark.parametrize("out", ["content", "content/public", "."])
def test_an_output_folder_inside_content_is_wrong_usage(site: Path, out: str) -> None:
    before = look_at(site)
    ran = run("build", "--site", site, "--out", site / out)
    assert ran == (
        2,
        "",
        f"badgesite: --out {site / out}: the output folder must lie outside of content/, such as public/\n",
    )
    assert look_at(site) == before


def test_an_output_folder_with_foreign_files_is_refused(site: Path, tmp_path: Path) -> None:
    theirs = write_site(tmp_path / "theirs", "-- notes.txt --\nmine\n-- photos/one.jpg --\nmine\n")
    before = look_at(theirs)
    ran = run("build", "--site", site, "--out", theirs)
    assert ran == (
        1,
        "",
        f"{theirs}:1:1: the output folder holds files that badgesite did not write: notes.txt, photos"
        " (move them away, or choose an empty folder with --out)\n",
    )
    assert look_at(theirs) == before


def test_a_mended_site_builds_again(site: Path) -> None:
    text = (site / ADA).read_text("utf-8")
    ada("name: [\n")(site)
    assert run("build", "--site", site).code == 1
    (site / ADA).write_text(text, "utf-8")
    ran = run("build", "--site", site, "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert ": 0 rendered, " in ran.out
