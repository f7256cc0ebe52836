"""`badgesite share`: an award's pictures and texts, to be sent to the customer or posted, and of nobody else's."""

import re
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from badgesite.model.site import Network
from badgesite.pages.network import LABELS
from command import Ran, run
from sites import write_site

TOKEN = "0123456789abcdef0123456789abcdef"
LETTER = "You held the umbrella over **everybody’s** cups but your own, and went home wet. "
PEOPLE = f"""\
-- content/badges/more.yaml --
- {{id: kind, name: Kind Heart, criteria: Be kind., icon: heart, description: For people who *look up*.}}
- {{id: hush, name: Husher, criteria: Hush., icon: moon, secret: true}}
- {{id: brief, name: Brief, criteria: Be quick., icon: clock, expires_after: 1 month}}
-- content/customers/cleo.yaml --
name: Cleo Kind
awards:
- {{badge: kind, date: 2026-02-03, by: Mira, note: "{LETTER * 4}"}}
- {{badge: brief, date: 2026-02-03}}
-- content/customers/rita.yaml --
name: Rita Revoked
awards: [{{badge: kind, date: 2026-02-03, revoked: 2026-03-01, reason: A slip.}}]
-- content/customers/nemo.yaml --
name: Nemo Nightingale
visibility: private
awards: [{{badge: kind, date: 2026-02-03}}]
-- content/customers/zen.yaml --
name: Zenobia Quicksilver
visibility: unlisted
token: {TOKEN}
awards: [{{badge: kind, date: 2026-02-03}}, {{badge: hush, date: 2026-02-03}}]
"""


def share(site: Path, *more: object) -> Ran:
    return run("share", *more, "--site", site, "--today", "2026-11-22")


def read_texts(file: Path) -> dict[str, tuple[str, str]]:
    """Return the text and the address by the name of the network."""
    lead, *parts = re.split(r"^== (.+) ==\n\n", file.read_text("utf-8"), flags=re.MULTILINE)
    assert lead.strip()
    texts = {}
    for label, part in zip(parts[::2], parts[1::2], strict=True):
        text, _, address = part.strip().rpartition("\n")
        texts[label] = (text, address)
    return texts


def test_a_pack_has_the_pictures_of_the_pages_and_texts_for_each_network(site: Path) -> None:
    """The card is the one that the award's page has; the customer's texts say I, the issuer's thank by name."""
    ran = share(site, "Ada Lovelace", "first")
    folder = site / "share" / "ada-first"
    names = ["card.png", "square.png", "story.png", "alt.txt", "for-them.txt", "for-you.txt"]
    assert (ran.code, ran.err, ran.out.split()) == (0, "", [str(folder / name) for name in names])
    assert (folder / "card.png").read_bytes() == (site / "public" / "c" / "ada" / "first" / "card.png").read_bytes()
    sizes = []
    for name in names[:3]:
        with Image.open(folder / name) as picture:
            sizes.append(picture.size)
    assert sizes == [(1200, 630), (1080, 1080), (1080, 1920)]
    alt = (folder / "alt.txt").read_text("utf-8").strip()
    assert f'content="{alt}"' in (site / "public" / "c" / "ada" / "first" / "index.html").read_text("utf-8")
    own, brand = read_texts(folder / "for-them.txt"), read_texts(folder / "for-you.txt")
    labels = {LABELS[network] or "E-mail" for network in get_args(Network)}
    assert own.keys() == brand.keys() == labels
    assert {address for texts in (own, brand) for _, address in texts.values()} == {
        "https://northwind.example/club/c/ada/first/"
    }
    assert all("I earned First Cup at Northwind Roasters!" in text for text, _ in own.values())
    assert all("Ada Lovelace earned First Cup at Northwind Roasters. Thank you" in text for text, _ in brand.values())
    assert own["E-mail"][0].startswith("Ada Lovelace earned First Cup\n\n")


def test_each_network_takes_its_text_whole(site: Path) -> None:
    """A letter goes where it fits, else what the badge is about, else nothing; none is cut in the middle."""
    write_site(site, PEOPLE)
    assert share(site, "cleo", "kind").code == 0
    texts = read_texts(site / "share" / "cleo-kind" / "for-you.txt")
    # The limits of x.com, bsky.app and mastodon; the first and the last count every address as 23.
    for label, most, of_link in (("X", 280, 23), ("Bluesky", 300, None), ("Mastodon", 500, 23)):
        text, address = texts[label]
        assert len(text) + 1 + (of_link or len(address)) <= most
        assert "…" not in text
    assert "Mira wrote: “You held the umbrella over everybody’s cups" in texts["LinkedIn"][0]
    assert texts["X"][0].endswith("For people who look up.")


def test_links_are_marked_with_the_network_where_a_campaign_is_named(site: Path) -> None:
    with (site / "content" / "site.yaml").open("a") as file:
        file.write("campaign: spring-club\n")
    assert share(site, "ada", "first").code == 0
    marks = "utm_medium=share&utm_campaign=spring-club&utm_content=first"
    for name in ("for-them.txt", "for-you.txt"):
        texts = read_texts(site / "share" / "ada-first" / name)
        assert texts["X"][1] == f"https://northwind.example/club/c/ada/first/?utm_source=x&{marks}"
        assert texts["E-mail"][1] == f"https://northwind.example/club/c/ada/first/?utm_source=email&{marks}"


@pytest.mark.parametrize(
    ("award", "said"),
    [
        (("adda", "first"), "there is no customer “adda” (did you mean “ada”?)"),
        (("ada", "frist"), "there is no badge “frist” (did you mean “first”?)"),
        (("ada", "tenth"), "Ada Lovelace does not hold Tenth Cup.\nBy the series orders ("),
        (("ada", "tenth"), "  10 orders in all: not yet, 1 of 10, so 9 more orders"),
        (("cleo", "hush"), "Cleo Kind does not hold Husher.\nNo milestone awards it; it is given by hand."),
        (("cleo", "brief"), "Cleo Kind no longer holds Brief: since 2026-02-03, expired on 2026-03-03."),
        (("rita", "kind"), "Rita Revoked no longer holds Kind Heart: since 2026-02-03, revoked on 2026-03-01"),
        (("nemo", "kind"), "Nemo Nightingale is private: nothing of theirs is ever published"),
        (("zen", "hush"), "Husher is secret until a public customer holds it"),
    ],
)  # fmt: skip
def test_what_cannot_be_shared_is_refused_with_the_reason(site: Path, award: tuple[str, str], said: str) -> None:
    write_site(site, PEOPLE)
    ran = share(site, *award)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (site / "share").exists()


def test_an_unlisted_customer_gets_what_they_may_post_and_the_issuer_nothing(site: Path) -> None:
    """Also where a pack for both was made while the customer was public: what is ours and no longer due goes."""
    write_site(site, PEOPLE.replace("visibility: unlisted\n", "").replace(f"token: {TOKEN}\n", ""))
    assert share(site, "zen", "kind").code == 0
    folder = site / "share" / "zen-kind"
    (folder / "notes.txt").write_text("mine")
    assert (folder / "for-you.txt").is_file()
    write_site(site, PEOPLE)
    ran = share(site, "zen", "kind")
    assert ran.code == 0
    assert ran.err == (
        "Zenobia Quicksilver is unlisted: send them this, and do not post it yourself. So there is no for-you.txt.\n"
    )
    assert {file.name for file in folder.iterdir()} == {
        "card.png", "square.png", "story.png", "alt.txt", "for-them.txt", "notes.txt", ".badgesite-share"
    }  # fmt: skip
    addresses = {address for _, address in read_texts(folder / "for-them.txt").values()}
    assert addresses == {f"https://northwind.example/club/c/{TOKEN}/kind/"}


@pytest.mark.parametrize(
    ("language", "own"),
    [("de", "Ich habe bei Northwind Roasters „First Cup“ verdient!"), ("ar", "نلتُ وسام «First Cup»")],
)
def test_the_texts_are_in_the_language_of_the_site(site: Path, language: str, own: str) -> None:
    with (site / "content" / "site.yaml").open("a") as file:
        file.write(f"language: {language}\n")
    assert share(site, "ada", "first", "--to", site / "pack").code == 0
    assert own in (site / "pack" / "for-them.txt").read_text("utf-8")
