"""What a customer keeps to themselves is nowhere in the output, not in a page, a picture's data, or a list."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from badgesite.art.look import Picture
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.model import Customer
from badgesite.pages.portrait import PortraitView, draw_portrait
from built import REPOSITORY, build_site, read_files
from command import run
from sites import problems_of, write_site
from webpage import read_page

TOKEN = "0123456789abcdef0123456789abcdef"
SITE = f"""\
-- content/site.yaml --
name: Northwind Roasters
url: https://northwind.example
reply: mailto:mira@northwind.example
ask: What did you brew?
join: {{label: Join, url: "https://northwind.example/join?from={{customer}}&badge={{badge}}&group={{group}}"}}
metrics: {{orders: {{label: Orders, unit: [order, orders]}}}}
-- content/badges/badges.yaml --
- {{id: first, name: First Cup, criteria: Order once., icon: coffee}}
- {{id: whisper, name: Whisperer, criteria: Whisper., secret: true, icon: moon}}
- {{id: hush, name: Husher, criteria: Hush., icon: star}}
-- content/milestones/orders.yaml --
{{id: orders, name: Orders, metric: orders, steps: [{{target: 1, badge: first}}]}}
-- content/groups/guild.yaml --
name: The Guild
-- content/customers/ada.yaml --
name: Ada Lovelace
group: guild
wants: [a private tasting of the Gesha]
activity: [{{date: 2024-01-02, orders: 1}}]
portrait: assets/people/ada.jpg
-- content/customers/quiet/zenobia.yaml --
name: Zenobia Quicksilver
aliases: [zen-old]
group: guild
visibility: unlisted
token: {TOKEN}
bio: Listens to the radiator.
links: {{Burrow: "https://burrow.example/zq"}}
said: [{{text: Sotto voce.}}]
portrait: assets/people/zenobia.jpg
wants: [an umbrella stand]
activity: [{{date: 2024-01-03, orders: 1}}]
awards:
- {{badge: hush, by: Mira, note: For the long silence., date: 2024-02-03}}
-- content/customers/quiet/captain-nemo.yaml --
name: Nemo Nightingale
aliases: [nobody-old]
group: guild
visibility: private
bio: Sleeps behind the piano.
links: {{Burrow: "https://burrow.example/nn"}}
said: [{{text: Absolutely nothing.}}]
portrait: assets/people/nemo.jpg
wants: [a trapdoor]
activity: [{{date: 2024-01-04, orders: 1}}]
awards:
- {{badge: whisper, by: Mirabelle, note: For the whispering., date: 2024-03-03, evidence: "https://proof.example/w"}}
"""
OF_NEMO = (
    "captain-nemo", "nightingale", "nobody-old", "piano", "burrow.example/nn", "absolutely nothing", "trapdoor",
    "2024-01-04", "whisper", "mirabelle", "2024-03-03", "proof.example",
)  # fmt: skip
OF_ZENOBIA = (
    "zenobia", "quicksilver", "zen-old", "radiator", "burrow.example/zq", "sotto voce", "umbrella", "2024-01-03",
    "long silence", "2024-02-03", TOKEN,
)  # fmt: skip
_EMAIL = re.compile(rb"[\w.+-]+@[\w-]+\.\w+")


def write_portrait(path: Path, colour: str, author: str) -> None:
    """Write a JPEG that says where and by whom it was taken, as telephones do."""
    exif = Image.Exif()
    exif[0x013B] = author  # the artist
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0)})  # the place
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 48), colour).save(path, exif=exif, comment=author)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every output of a site with a public, an unlisted and a private customer."""
    site = write_site(tmp_path_factory.mktemp("privacy"), SITE)
    for name, colour in (("ada", "red"), ("zenobia", "green"), ("nemo", "blue")):
        write_portrait(site / f"content/assets/people/{name}.jpg", colour, f"Photographer {name}")
    build_site(site)
    return read_files(site / "public")


def saying(outputs: dict[str, bytes], words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return each word that stands in an output's bytes or in its path, with the path."""
    return {
        (path, word) for path, body in outputs.items() for word in words
        if word.encode() in body.lower() or word in path
    }  # fmt: skip


def chunks_of(body: bytes) -> Iterator[bytes]:
    """Yield the names of the parts of a PNG or WebP file."""
    is_png = body.startswith(b"\x89PNG")
    place = 8 if is_png else 12
    while place < len(body):
        head = body[place : place + 8]
        name, size = (head[4:], head[:4]) if is_png else (head[:4], head[:3:-1])
        length = int.from_bytes(size)
        yield name
        place += 12 + length if is_png else 8 + length + length % 2


def colours_of(body: bytes) -> bytes:
    """Return the mean of red, green and blue in a picture, 0 to 255 each."""
    with Image.open(io.BytesIO(body)) as picture:
        return picture.convert("RGB").resize((1, 1)).tobytes()


def test_the_words_would_be_found_if_they_were_there(outputs: dict[str, bytes]) -> None:
    assert saying(outputs, ("lovelace", "first cup", "2024-01-02"))


def test_no_byte_of_a_private_customer_is_published(outputs: dict[str, bytes]) -> None:
    """Not even the secret badge that only they hold."""
    assert saying(outputs, OF_NEMO) == set()


def test_no_portrait_of_a_private_customer_is_published(outputs: dict[str, bytes]) -> None:
    portraits = {path: colours_of(body) for path, body in outputs.items() if path.endswith(".webp")}
    assert portraits.keys() == {"c/ada/portrait.webp", f"c/{TOKEN}/portrait.webp"}
    assert all(blue < 50 for _, _, blue in portraits.values())
    assert not [path for path in outputs if path.startswith("media/")]


def test_the_bytes_of_a_private_portrait_are_nowhere(outputs: dict[str, bytes], tmp_path: Path) -> None:
    """Neither as they were brought nor as they would be published; those of a public one would be found."""

    def holders(name: str, colour: str) -> set[str]:
        write_portrait(tmp_path / f"{name}.jpg", colour, f"Photographer {name}")
        brought = (tmp_path / f"{name}.jpg").read_bytes()
        drawn = draw_portrait(PortraitView(Picture(f"{name}.jpg", ""), 320), tmp_path)
        return {path for path, body in outputs.items() if brought in body or drawn in body}

    assert holders("ada", "red") == {"c/ada/portrait.webp"}
    assert holders("zenobia", "green") == {f"c/{TOKEN}/portrait.webp"}
    assert holders("nemo", "blue") == set()


def test_pictures_hold_pixels_and_nothing_that_a_search_for_words_would_miss(outputs: dict[str, bytes]) -> None:
    """No text packed away in them: every part of a picture is its size, its colours or its pixels."""
    kinds = {path: set(chunks_of(body)) for path, body in outputs.items() if path.endswith((".png", ".webp"))}
    assert set().union(*kinds.values()) <= {b"IHDR", b"sRGB", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"VP8 ", b"VP8L"}
    assert {b"IDAT"} < set().union(*kinds.values())


def test_an_unlisted_customer_is_only_below_their_token(outputs: dict[str, bytes]) -> None:
    """In no list, search, sitemap, feed, group, count, redirect or JSON of anybody else."""
    found = saying(outputs, OF_ZENOBIA)
    assert {path for path, _ in found if not path.startswith(f"c/{TOKEN}/")} == set()
    shown = {word for _, word in found}
    assert shown == set(OF_ZENOBIA) - {"zen-old", "umbrella"}
    assert {path.split("/")[1] for path in outputs if path.startswith("c/")} == {"ada", TOKEN}


def test_unlisted_pages_ask_not_to_be_indexed(outputs: dict[str, bytes]) -> None:
    pages = {path: body for path, body in outputs.items() if path.endswith(".html") and TOKEN in path}
    folders = (f"c/{TOKEN}/", f"c/{TOKEN}/first/", f"c/{TOKEN}/hush/")
    assert pages.keys() == {f"{folder}{name}.html" for folder in folders for name in ("index", "embed")}
    for path, body in pages.items():
        assert read_page(body.decode()).meta("robots") == "noindex", path


def test_shared_unlisted_pages_do_not_say_who_invites(outputs: dict[str, bytes]) -> None:
    """The join address of a public page names the customer; that of an unlisted one does not."""
    assert b"from=ada&" in outputs["c/ada/index.html"]
    assert b"from=&" in outputs[f"c/{TOKEN}/index.html"]


def test_numbers_do_not_betray_the_hidden(outputs: dict[str, bytes]) -> None:
    """Three hold the badge, one in public."""
    assert json.loads(outputs["badges/first/index.json"])["holders"] == ["ada"]
    assert json.loads(outputs["groups/guild/index.json"])["members"] == ["ada"]
    assert json.loads(outputs["badges/hush/index.json"])["holders"] == []
    assert json.loads(outputs["index.json"])["customers"] == 1


def test_wishes_are_for_the_issuer_alone(outputs: dict[str, bytes]) -> None:
    assert saying(outputs, ("gesha", "umbrella", "trapdoor", "wants")) == set()


def test_portraits_lose_what_the_camera_wrote(outputs: dict[str, bytes]) -> None:
    for path, body in outputs.items():
        assert b"Photographer" not in body, path
        if path.endswith((".webp", ".png")):
            with Image.open(io.BytesIO(body)) as picture:
                assert not picture.getexif(), path
                assert not {"exif", "xmp", "comment"} & picture.info.keys(), path


def test_the_only_e_mail_address_is_the_issuers(outputs: dict[str, bytes]) -> None:
    texts = [body for path, body in outputs.items() if not path.endswith((".png", ".webp", ".woff2"))]
    assert {found for text in texts for found in _EMAIL.findall(text)} == {b"mira@northwind.example"}


@pytest.mark.parametrize(
    "line",
    [
        "bio: Write to ada@lovelace.example",
        "bio: Write to ada&#64;lovelace.example",
        'links: {Web: "https://web.example/?me=ada%40lovelace.example"}',
        'said: [{text: Hi, url: "https://web.example/ada@lovelace.example"}]',
        "awards: [{badge: first, by: ada@lovelace.example}]",
        'awards: [{badge: first, evidence: "https://web.example/ada@lovelace.example"}]',
    ],
)
def test_no_field_takes_an_e_mail_address(tmp_path: Path, line: str) -> None:
    badge = "-- content/badges/first.yaml --\n{name: First, criteria: Be there., icon: star}\n"
    site = f"-- content/site.yaml --\nname: N\nurl: https://n.example\n{badge}"
    (problem,) = problems_of(tmp_path, f"{site}-- content/customers/ada.yaml --\nname: Ada\n{line}\n")
    assert "remove the e-mail address ada@lovelace.example" in problem


def test_addresses_of_profiles_elsewhere_are_no_e_mail_addresses(tmp_path: Path) -> None:
    links = '{Mastodon: "https://social.example/@ada@other.example", Code: "https://code.example/engine@1.2.3"}'
    assert (
        problems_of(
            tmp_path,
            "-- content/site.yaml --\nname: N\nurl: https://n.example\n"
            f"-- content/customers/ada.yaml --\nname: Ada\nlinks: {links}\n",
        )
        == []
    )


def test_the_token_of_an_unlisted_customer_has_128_random_bits(tmp_path: Path) -> None:
    """`new` makes one, never the same twice; `check` refuses a shorter one, and none at all."""
    write_site(tmp_path, "-- content/site.yaml --\nname: N\nurl: https://n.example\n")
    files = [tmp_path / f"content/customers/{name}.yaml" for name in ("ada", "bea")]
    for file in files:
        assert run("new", "customer", file.stem, "--unlisted", "--site", tmp_path).code == 0
    tokens = [re.findall(r"^token: ([0-9a-f]{32})\b", file.read_text(), re.MULTILINE)[0] for file in files]
    assert tokens[0] != tokens[1]
    assert run("check", "--site", tmp_path).code == 0
    for token in (tokens[0][:-1], tokens[0].replace(tokens[0][0], "g"), "ada", ""):
        files[0].write_text(f"name: Ada\nvisibility: unlisted\ntoken: {token}\n")
        told = run("check", "--site", tmp_path)
        assert told.code == 1
        assert "content/customers/ada.yaml:" in told.err
        assert "32 random hexadecimal digits" in told.err


def customers_of_the_demo() -> list[Customer]:
    """Return the customers whose words are not for everybody."""
    content = load(REPOSITORY, scan(REPOSITORY)).content
    assert content is not None
    return [customer for customer in content.customers.values() if not customer.is_public]


def test_the_demo_keeps_its_promises(demo: Path) -> None:
    """The names, ids and words of its hidden customers, and nobody's wishes, are nowhere they must not be."""
    outputs = read_files(demo / "public")
    hidden = {customer.visibility: customer for customer in customers_of_the_demo()}
    private, unlisted = hidden["private"], hidden["unlisted"]
    words = (private.id, private.name.lower(), (private.bio or "").lower()[:20], *private.wants)
    assert saying(outputs, words) == set()
    found = saying(outputs, (unlisted.id, unlisted.name.lower(), (unlisted.bio or "").lower()[:20], unlisted.address))
    assert found
    assert {path for path, _ in found if not path.startswith(f"c/{unlisted.address}/")} == set()
    everybody = load(REPOSITORY, scan(REPOSITORY)).content
    wishes = (
        {wish.lower() for customer in everybody.customers.values() for wish in customer.wants} if everybody else set()
    )
    assert len(wishes) > 5
    assert {word for _, word in saying(outputs, tuple(wish for wish in wishes if " " in wish))} == set()
