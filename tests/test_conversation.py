"""How pages talk with people: letters and who signs them, invitations, questions, answers, perks, first steps."""

import datetime
import html
import json
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest

from badgesite.build.order import Order
from badgesite.build.story import build
from badgesite.pages.campaign import Campaign
from built import TODAY, build_once, build_site, read_files
from command import run
from rich_site import paint
from sites import write_site
from small_site import SMALL
from webpage import Element, WebPage, read_page

HOME = "https://northwind.example/club"
UNA = "0123456789abcdef0123456789abcdef"
FILES = f"""\
-- content/site.yaml --
name: Northwind & Sons
url: {HOME}
voice: {{name: Mira, role: Head of community, portrait: assets/mira.png, welcome: Come in.}}
join:
  label: Join the club
  url: "https://northwind.example/join?from={{customer}}&badge={{badge}}&group={{group}}&lang=en#form"
  gift: 10 % off your first bag
reply: mailto:mira@northwind.example
ask: What did you brew?
share: [x, linkedin, mastodon, email, pinterest, threads]
kit: [qr, embed, oembed]
first_steps: [first, bug]
strings: {{award.reply: Write to us, profile.count: {{one: One prize, other: "{{count}} prizes"}}}}
metrics: {{orders: {{label: Orders, unit: [order, orders]}}}}
-- content/badges/all.yaml --
- id: first
  name: First Cup
  criteria: Place **an order**.
  perk: {{text: A tasting card, once: true, how: Say **hello**., claim: "https://northwind.example/perks"}}
- {{id: tenth, name: Tenth Cup, criteria: Order ten times., perk: {{text: A free bag}}, ask: Which bag was best?}}
- {{id: bug, name: Bug & Finder, criteria: Tell us what is broken.,
   perk: {{text: Our thanks, from: 2026-06-01, until: 2026-12-31}}}}
-- content/milestones/orders.yaml --
{{id: orders, name: Orders, metric: orders, steps: [{{target: 1, badge: first}}, {{target: 10, badge: tenth}}]}}
-- content/groups/all.yaml --
- id: makers
  name: Makers
  ask: What do you make?
  share: [teams, mastodon]
  voice: {{name: Jonas, role: Sets grinders, portrait: assets/jonas.png, welcome: Knock twice.}}
  join: {{label: Come to a tasting, url: "https://northwind.example/tasting?g={{group}}", gift: a tasting}}
  badges: [tenth]
- {{id: hosts, name: Hosts, reply: "https://northwind.example/hosts?who={{customer}}&what={{badge}}", ask: Who came?}}
-- content/customers/ada.yaml --
name: Ada & Co
groups: [makers, hosts]
metrics: {{orders: 12}}
awards:
  - {{badge: bug, date: 2026-01-05, by: Mira, note: "The **first** one."}}
  - {{badge: tenth, note: Ten already.}}
said: [{{text: Good beans., date: 2026-01-02, url: "https://social.example/1", featured: true}}, {{text: Hm.}}]
-- content/customers/bea.yaml --
name: Bea
metrics: {{orders: 2}}
awards: [{{badge: bug, by: Old Tom, note: Well spotted.}}]
-- content/customers/una.yaml --
{{name: Una, visibility: unlisted, token: {UNA}, metrics: {{orders: 1}},
  said: [{{text: Quiet words., featured: true}}]}}
-- content/customers/hal.yaml --
{{name: Hal, visibility: private, group: hosts, said: [{{text: Hidden words., featured: true}}]}}
"""


def _build(folder: Path, more: str = "") -> None:
    write_site(folder, FILES.replace("ask: What did you brew?\n", f"ask: What did you brew?\n{more}"))
    (folder / "content/assets").mkdir()
    for name, colour in (("mira", "teal"), ("jonas", "maroon")):
        (folder / f"content/assets/{name}.png").write_bytes(paint(colour))
    build_site(folder)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without a campaign, built; only to be looked at and copied."""
    return build_once(tmp_path_factory, "talk", _build)


@pytest.fixture(scope="module")
def outputs(clean: Path) -> dict[str, bytes]:
    """Every output by its path."""
    return read_files(clean / "public")


def page_of(outputs: dict[str, bytes], folder: str) -> WebPage:
    """Return the page of a folder."""
    return read_page(outputs[f"{folder}index.html"].decode())


def words(outputs: dict[str, bytes], folder: str, piece: str = "html") -> str:
    """Return the words of a page on one line, or of each element that a pattern finds, which begins its tag."""
    found = re.findall(rf"<({piece})\b[^>]*>(.*?)</\1>", outputs[f"{folder}index.html"].decode(), re.DOTALL)
    text = " ".join(re.sub(r"<[^>]*>", " ", html.unescape(body)) for _, body in found)
    return re.sub(r" ([,.])|[\u2068\u2069]", r"\1", " ".join(text.split()))


def button(page: WebPage, label: str) -> str:
    """Return where the first link with these words leads."""
    return next(each.attributes["href"] for each in page.all("a") if each.text == label)


def test_a_note_is_a_letter_signed_by_who_wrote_it_and_else_by_the_voice(outputs: dict[str, bytes]) -> None:
    """The group's own voice signs what nobody is named for; the site's keeps its face, a stranger their name."""
    for folder, letter, portrait in (
        ("c/ada/bug/", "Dear Ada & Co, The first one. Mira, Head of community", "media/voice.webp"),
        ("c/ada/tenth/", "Dear Ada & Co, Ten already. Jonas, Sets grinders", "groups/makers/portrait.webp"),
        ("c/bea/bug/", "Dear Bea, Well spotted. Old Tom", ""),
    ):
        page = page_of(outputs, folder)
        assert words(outputs, folder, "blockquote") == letter
        shown = [
            each.attributes["src"].split("?")[0] for each in page.all("img") if ".webp" in each.attributes["src"]
        ]
        assert shown == ([f"../../../{portrait}"] if portrait else [])
        assert not portrait or portrait in outputs
    notes = words(outputs, "c/ada/", "blockquote")
    assert "Ten already. Jonas, Sets grinders" in notes and "The first one. Mira, Head of community" in notes


def test_each_page_invites_once_with_its_own_places_filled_in(outputs: dict[str, bytes]) -> None:
    """A friend's gift has the friend's name; of an unlisted customer no address tells."""
    join = "https://northwind.example/join?"
    for folder, label, url, gift in (
        ("", "Join the club", f"{join}from=&badge=&group=&lang=en#form", "For you: 10 % off your first bag"),
        ("badges/tenth/", "Join the club", f"{join}from=&badge=tenth&group=&lang=en#form", "For you: 10 % off"),
        ("c/bea/", "Join the club", f"{join}from=bea&badge=&group=&lang=en#form", "Bea gives you 10 % off"),
        ("c/bea/bug/", "Join the club", f"{join}from=bea&badge=bug&group=&lang=en#form", "Bea gives you 10 % off"),
        (f"c/{UNA}/", "Join the club", f"{join}from=&badge=&group=&lang=en#form", "Una gives you 10 % off"),
        ("c/ada/bug/", "Come to a tasting", "https://northwind.example/tasting?g=makers", "Ada & Co gives you a tas"),
        ("groups/makers/", "Come to a tasting", "https://northwind.example/tasting?g=makers", "For you: a tasting"),
    ):
        page = page_of(outputs, folder)
        assert button(page, label) == url, folder
        assert words(outputs, folder).count(gift) == 1, folder
    assert "For you: \u206810 % off your first bag\u2069" in outputs["index.html"].decode(), "whole in any direction"


def test_the_nearest_question_is_asked_and_answers_say_what_they_are_about(outputs: dict[str, bytes]) -> None:
    """A badge's before a group's before the site's; a letter has its subject, a form its places filled in."""
    for folder, question, answer in (
        ("", "What did you brew?", "Northwind & Sons"),
        ("badges/tenth/", "Which bag was best?", "Tenth Cup – Northwind & Sons"),
        ("c/ada/", "What do you make?", "https://northwind.example/hosts?who=ada&what="),
        ("c/ada/tenth/", "Which bag was best?", "https://northwind.example/hosts?who=ada&what=tenth"),
        ("groups/hosts/", "Who came?", "https://northwind.example/hosts?who=&what="),
        ("c/bea/bug/", "What did you brew?", "Bug & Finder – Bea"),
    ):
        page = page_of(outputs, folder)
        assert question in words(outputs, folder), folder
        link = urlsplit(button(page, "Answer us"))
        if link.scheme == "mailto":
            assert (link.path, parse_qs(link.query)) == ("mira@northwind.example", {"subject": [answer]}), folder
        else:
            assert link.geturl() == answer, folder
    page = page_of(outputs, "c/bea/bug/")
    assert button(page, "Write to us") == button(page, "Answer us"), "a letter is answered where it stands"
    notes = [each.attributes["href"] for each in page_of(outputs, "c/bea/").all("a") if each.text == "Write to us"]
    assert notes == [button(page, "Write to us")], "and below the note on the profile, about the same award"


def test_what_public_customers_said_stands_on_the_first_page_where_the_keeper_chose_it(
    outputs: dict[str, bytes], clean: Path
) -> None:
    quotes = words(outputs, "", "blockquote")
    assert quotes == "Come in. Mira, Head of community Good beans. Ada & Co, January 2, 2026 · Where they said it"
    assert "Hm." in words(outputs, "c/ada/")
    assert [path for path, body in outputs.items() if b"Quiet words" in body] == [
        f"c/{UNA}/index.html", f"c/{UNA}/index.json"
    ]  # fmt: skip
    assert not [path for path, body in outputs.items() if b"Hidden words" in body]


def test_a_perk_is_shown_with_how_to_have_it_and_is_once_or_for_as_long_as_the_badge(
    outputs: dict[str, bytes],
) -> None:
    once = "A tasting card Say hello. Once, as a thank-you for earning it Claim it"
    for folder in ("badges/first/", "c/ada/first/", "c/ada/", "c/bea/"):
        assert once in words(outputs, folder), folder
        assert button(page_of(outputs, folder), "Claim it") == "https://northwind.example/perks"
    assert "A free bag For as long as the badge is held" in words(outputs, "c/ada/tenth/")
    assert "8 more orders to Tenth Cup A free bag" in words(outputs, "c/bea/"), "the next goal says why"
    perk = json.loads(outputs["badges/first/index.json"])["perk"]
    assert perk == {
        "text": "A tasting card", "how": "Say **hello**.", "until": None, "once": True,
        "claim": "https://northwind.example/perks",
    }  # fmt: skip


def test_a_perk_is_there_from_its_first_day_to_its_last(clean: Path, tmp_path: Path) -> None:
    """On the day before and the day after nothing tells of it; each of these days renders what shows it alone."""
    site = shutil.copytree(clean, tmp_path / "site", ignore=shutil.ignore_patterns("finished"))

    def seen(day: str) -> tuple[bool, tuple[str, ...]]:
        report = build(Order(site, site / "public", datetime.date.fromisoformat(day)))
        outputs = read_files(site / "public")
        told = {path for path, body in outputs.items() if b"Our thanks" in body}
        assert told in (set(), SHOWN)
        assert not told or "Our thanks For as long as the badge is held until December 31, 2026" in words(
            outputs, "c/ada/bug/"
        )
        return bool(told), report.rendered

    shown = {path: seen(path)[0] for path in ("2026-05-31", "2026-06-01", "2026-12-31")}
    assert shown == {"2026-05-31": False, "2026-06-01": True, "2026-12-31": True}
    is_told, rendered = seen("2027-01-01")
    assert not is_told
    assert set(rendered) == SHOWN


SHOWN = {
    "badges/bug/index.html", "badges/bug/index.json", "badges/index.html", "c/ada/bug/index.html", "c/ada/index.html",
    "c/bea/bug/index.html", "c/bea/index.html", f"c/{UNA}/index.html", "index.html",
}  # fmt: skip


def test_a_group_has_its_voice_badges_networks_and_all_who_are_in_it(outputs: dict[str, bytes]) -> None:
    """Its networks come first, and the site's follow; who is in two groups stands in both."""
    text = words(outputs, "groups/makers/")
    assert "Knock twice. Jonas, Sets grinders Badges for you Tenth Cup" in text
    assert "Ada & Co" in text and "Ada & Co" in words(outputs, "groups/hosts/")
    for folder in ("groups/makers/", "c/ada/", "c/ada/first/"):
        chips = [each.text for each in page_of(outputs, folder).all("a") if each.text in NETWORKS]
        assert chips == ["Teams", "Mastodon", "X", "LinkedIn", "E-mail", "Pinterest", "Threads"], folder
    assert "Makers · Hosts" in words(outputs, "c/ada/")
    data = json.loads(outputs["c/ada/index.json"])
    assert (data["group"], data["groups"]) == ("makers", ["makers", "hosts"])


NETWORKS = {"Teams", "Mastodon", "X", "LinkedIn", "E-mail", "Pinterest", "Threads"}


def test_the_first_steps_and_the_path_from_the_first_badge_to_the_last(outputs: dict[str, bytes]) -> None:
    """The first page names them with what they bring; a profile those still to come, beside the next goal."""
    text = words(outputs, "")
    first = (
        "Good first badges First Cup Place an order. A tasting card Bug & Finder Tell us what is broken. Our thanks"
    )
    assert first in text
    steps = "First Cup 1 order A tasting card Tenth Cup 10 orders A free bag"
    assert words(outputs, "", "ol").startswith(f"{steps} Do what you enjoy")
    assert "Next up Tell us what is broken. Our thanks" in words(outputs, f"c/{UNA}/")
    assert "Next up 8 more" in words(outputs, "c/bea/")


def test_a_site_says_words_of_its_theme_otherwise(site: Path) -> None:
    """The one that counts, too; an edit of them is seen by the next build."""
    with (site / "content/site.yaml").open("a") as file:
        file.write(
            'strings:\n  menu.badges: Our prizes\n  profile.count: {one: One prize, other: "{count} prizes"}\n'
        )
    build_site(site)
    text = words(read_files(site / "public"), "c/ada/")
    assert "Our prizes" in text and "One prize" in text


# Every outgoing link, with and without the marks of a campaign.

INVITATIONS = {"Join the club", "Come to a tasting"}
KINDS = {
    "": ("programme", ""), "c/ada/": ("profile", ""), "c/ada/bug/": ("award", "bug"), "badges/bug/": ("badge", "bug"),
    "groups/makers/": ("group", ""), f"c/{UNA}/": ("profile", ""), f"c/{UNA}/first/": ("award", "first"),
}  # fmt: skip
SOURCES = {
    "x.com": "x", "www.linkedin.com": "linkedin", "www.threads.com": "threads", "www.pinterest.com": "pinterest",
    "teams.microsoft.com": "teams", "": "mastodon",
}  # fmt: skip


def shared_addresses(page: WebPage) -> dict[str, str]:
    """Return the address of the page that each way of sharing it carries."""
    found = {}
    for each in page.all("a"):
        link = urlsplit(each.attributes["href"])
        if each.get("rel") != "noopener" or each.text == "Claim it":
            continue
        if link.scheme == "mailto":
            found["email"] = parse_qs(link.query)["body"][0].split()[-1]
            continue
        assert link.scheme == "https" or link.path.endswith("share/mastodon/")
        values = dict(parse_qsl(link.query or link.fragment, strict_parsing=True))
        url = values.get("url") or values.get("href") or values.get("certUrl") or values["text"].split()[-1]
        assert values.get("media", HOME).startswith(HOME) and "utm_" not in values.get("media", "")
        found[SOURCES[link.netloc]] = url
    inputs = [each.attributes["value"] for each in page.all("input")]
    found["copy"] = inputs[0]
    for code in (value for value in inputs if "<a href=" in value):
        found["embed"] = read_page(f"<html>{code}</html>").all("a")[0].attributes["href"]
    return found


def away(page: WebPage) -> list[Element]:
    """Return the links that lead to other sites."""
    return [each for each in page.all("a") if urlsplit(each.attributes["href"]).scheme]


def check_links(outputs: dict[str, bytes], campaign: str) -> None:
    """Assert that every outgoing link of every page is sound, and bears the marks of the campaign or none."""
    for folder, (kind, badge) in KINDS.items():
        page = page_of(outputs, folder)
        marks = {"utm_medium": "share", "utm_campaign": campaign, **({"utm_content": badge} if badge else {})}
        for each in away(page):
            link = urlsplit(each.attributes["href"])
            assert link.scheme == "mailto" or (link.scheme == "https" and link.hostname), (folder, each)
            assert " " not in each.attributes["href"], (folder, each)
        for source, url in shared_addresses(page).items() if kind != "programme" else ():
            clean, _, query = url.partition("?")
            assert clean == f"{HOME}/{folder}", (folder, source)
            assert dict(parse_qsl(query)) == ({"utm_source": source, **marks} if campaign else {}), (folder, source)
        (join,) = {
            each.attributes["href"] for each in away(page) if each.text in ("Join the club", "Come to a tasting")
        }
        link = urlsplit(join)
        values = dict(parse_qsl(link.query, keep_blank_values=True))
        assert (link.fragment == "form") == ("/join" in link.path), "what follows # stays behind the marks"
        told = {name: value for name, value in values.items() if name.startswith("utm_")}
        assert told == ({"utm_source": kind, **marks} if campaign else {}), folder
        if folder not in ("", "groups/makers/"):
            small = read_page(outputs[f"{folder}embed.html"].decode()).one("a").attributes["href"]
            assert ("utm_source=embed" in small) == bool(campaign), folder


def test_every_outgoing_link_is_sound_and_clean_without_a_campaign(outputs: dict[str, bytes]) -> None:
    check_links(outputs, "")
    scripts = {path for path, body in outputs.items() if b"utm_" in body}
    assert {path.rpartition(".")[2] for path in scripts} == {"js"}


def test_every_outgoing_link_bears_the_marks_of_a_campaign_and_nothing_else_does(
    tmp_path: Path, outputs: dict[str, bytes]
) -> None:
    """What names a page for machines stays clean: head, linked data, oEmbed, sitemap, feeds."""
    _build(tmp_path, "campaign: club-2026\n")
    marked = read_files(tmp_path / "public")
    check_links(marked, "club-2026")
    assert marked.keys() == outputs.keys()
    differing = {path for path in marked if marked[path] != outputs[path]}
    assert {path.rpartition("/")[2] for path in differing} == {"index.html", "embed.html", "qr.svg"}
    for folder in KINDS:
        page, before = page_of(marked, folder), page_of(outputs, folder)
        assert list(page.all("link")) == list(before.all("link"))
        assert list(page.all("meta")) == list(before.all("meta"))
        assert page.linked_data() == before.linked_data()
        assert list(page.all("img")) == list(before.all("img"))


@pytest.mark.parametrize(
    ("url", "marked"),
    [
        ("https://n.example", "https://n.example?utm_source=x&utm_medium=share&utm_campaign=c&utm_content=b"),
        ("https://n.example/j?a=1&b=%20#f", "https://n.example/j?a=1&b=%20&utm_source=x&utm_medium=share"
         "&utm_campaign=c&utm_content=b#f"),
        ("https://n.example/j?utm_source=me", "https://n.example/j?utm_source=me&utm_medium=share&utm_campaign=c"
         "&utm_content=b"),
    ],
)  # fmt: skip
def test_marks_join_what_an_address_already_says(url: str, marked: str) -> None:
    assert Campaign("c", "b").mark(url, "x") == marked
    assert Campaign("", "b").mark(url, "x") == url
    assert unquote(marked).count("?") == 1


def test_what_looks_like_a_code_and_a_lost_place_in_a_text_are_doubts_with_their_places(
    tmp_path: Path,
) -> None:
    own = "tagline: Coffee people, celebrated.\nstrings: {award.dear: Hello}\n"
    coded = SMALL.replace("icon: coffee", "icon: coffee, perk: {text: 10 % off with BEANS10}")
    write_site(tmp_path, coded.replace("tagline: Coffee people, celebrated.\n", own))
    ran = run("check", "--site", tmp_path, "--today", TODAY)
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "content/badges/orders.yaml:2:88: warning: “BEANS10” looks like a code, and everybody can read this (take it"
        " out; let `claim:` lead to where the holder gets it)",
        "content/site.yaml:4:23: warning: “award.dear” does not say {name}, as the text does that it stands for (add"
        " it, unless you mean to leave it out)",
    ]
