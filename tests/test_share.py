"""Links that share a page say exactly what they were given, as long as the network takes it."""

import io
import re
from typing import get_args
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from PIL import Image

from badgesite.art.png import rasterise
from badgesite.model.site import Network
from badgesite.pages.addresses import percent_encode
from badgesite.pages.credential import Credential
from badgesite.pages.embed import Picture, write_snippets
from badgesite.pages.network import fit, make_links
from badgesite.pages.qr import QrView, draw_qr
from webpage import read_page

URL, IMAGE = "https://club.example/a/c/ada%20b/?x=1&y=2", "https://club.example/a/card.png?v=1f"
TEXT = "Ada & „Bea“ {url} 100 % + #1 = 🎉\n佐藤?"
NAME = 'R&D "50 %" + Ünïcode #1'
LIMITS = {"x": 280, "threads": 500, "bluesky": 300, "mastodon": 500, "reddit": 300, "pinterest": 500, "email": 69}
HOSTILE = (NAME, "<b>[x](y)</b>", "*a* _b_ `c` \\d", "&amp; &lt;", "](https://x.example)", "محمد")


def said_by(network: Network, text: str, url: str = URL) -> dict[str, str]:
    """Return the values of a network's link, decoded."""
    (link,) = make_links((network,), text, url, IMAGE, "../")
    parts = urlsplit(link.url)
    values = parse_qs(parts.query or parts.fragment, strict_parsing=True)
    return {name: value for name, (value,) in values.items()}


@pytest.mark.parametrize("network", get_args(Network))
def test_a_link_carries_address_and_words(network: Network) -> None:
    said = said_by(network, TEXT)
    assert set(said.values()) <= {TEXT, URL, IMAGE, f"{TEXT} {URL}", f"{TEXT}\r\n\r\n{URL}"}
    assert any(URL in value for value in said.values())
    assert any(TEXT in value for value in said.values()) == (network not in ("linkedin", "facebook"))


def weigh(network: Network, said: str) -> int:
    """Return what a text weighs by the rules of its network, reckoned in another way."""
    if network == "x":
        return sum(
            1 if re.match("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]", each) else 2 for each in said
        )
    if network == "threads":
        return sum(1 if each.isalnum() or ord(each) < 0x2000 else len(each.encode()) for each in said)
    return len(said)


@pytest.mark.parametrize("network", sorted(LIMITS))
@pytest.mark.parametrize("word", ["café", "佐藤", "🎉🎉"])
def test_a_long_text_is_cut_at_a_word_to_what_the_network_takes(network: Network, word: str) -> None:
    """Two more words would not fit. The address counts with X and Mastodon as 23 characters."""
    text = " ".join([word] * 400)
    cut = fit(text, network, URL)
    there = {"x": 24, "mastodon": 24, "threads": len(URL) + 1, "bluesky": len(URL) + 1}.get(network, 0)
    most = LIMITS[network] - there
    assert cut.endswith(f"{word}…")
    assert weigh(network, cut) <= most < weigh(network, f"{cut} {word} {word}")
    assert text.startswith(cut.removesuffix("…"))


@pytest.mark.parametrize("network", sorted(LIMITS))
def test_a_text_that_just_fits_is_left_as_it_is(network: Network) -> None:
    there = {"x": 24, "mastodon": 24, "threads": len(URL) + 1, "bluesky": len(URL) + 1}.get(network, 0)
    text = "é" * (LIMITS[network] - there)
    assert fit(text, network, URL) == text
    assert fit(f"{text}é", network, URL) != f"{text}é"


def test_an_address_that_leaves_no_room_is_shared_alone() -> None:
    assert fit("Ada earned First Cup", "bluesky", f"https://{'a' * 400}.example/") == ""


def test_an_e_mail_says_all_below_a_short_subject() -> None:
    text = "Ada earned a badge with a name that nobody ever managed to say in one breath at Northwind Roasters"
    said = said_by("email", text)
    assert said == {"subject": fit(text, "email", URL), "body": f"{text}\r\n\r\n{URL}"}
    assert len(said["subject"]) <= 69


@given(st.text(st.one_of(st.sampled_from(" /~%+&é€"), st.characters(exclude_categories=["Cs"]))))
def test_a_text_in_an_address_is_read_there_as_it_was_written(text: str) -> None:
    assert unquote(percent_encode(text)) == text
    assert re.fullmatch(r"(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})*", percent_encode(text))


def test_mastodon_is_asked_for_on_a_page_of_the_site_that_no_server_hears_of() -> None:
    (link,) = make_links(("mastodon",), TEXT, URL, IMAGE, "../../")
    parts = urlsplit(link.url)
    assert (parts.scheme, parts.netloc, parts.path, parts.query) == ("", "", "../../share/mastodon/", "")


def test_the_form_of_a_profile_is_filled_in() -> None:
    said = parse_qs(urlsplit(Credential(NAME, "O'Brien & Sons", "ada/x", "2024-02-29", "").link(URL)).query)
    assert {name: value for name, (value,) in said.items()} == {
        "startTask": "CERTIFICATION_NAME",
        "name": NAME,
        "organizationName": "O'Brien & Sons",
        "issueYear": "2024",
        "issueMonth": "2",
        "certId": "ada/x",
        "certUrl": URL,
    }


def test_the_form_says_until_when_an_award_holds_and_nothing_of_days_unknown() -> None:
    said = parse_qs(urlsplit(Credential("A", "B", "c/d", "", "2025-12-01").link(URL)).query)
    assert (said["expirationYear"], said["expirationMonth"]) == (["2025"], ["12"])
    assert "issueYear" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_snippets_show_the_picture_with_its_words_and_lead_to_the_page(name: str) -> None:
    """Whatever reads them: a browser, and two that read Markdown."""
    url, picture = "https://club.example/(a)/", Picture("https://club.example/b/1-512.png", 128, 128)
    codes = {each.kind: each.code for each in write_snippets(name, f"{name}!", url, picture, (name, "by us"))}
    assert codes.keys() == {"html", "markdown", "frame", "signature_code"}
    assert not any("\n" in code for code in codes.values())
    readings = {
        "html": codes["html"],
        "markdown": Markdown(output_format="html").convert(codes["markdown"]),
        "commonmark": MarkdownIt("commonmark", {"xhtmlOut": False}).render(codes["markdown"]),
    }
    for reader, code in readings.items():
        page = read_page(code)
        image, link = page.one("img"), page.one("a")
        assert page.faults == (), reader
        assert (image.get("alt"), image.get("src")) == (name, picture.url), reader
        assert (link.get("href") or "").replace("%28", "(").replace("%29", ")") == url, reader
        assert {each.tag for each in page.elements} <= {"a", "img", "p"}, reader


def test_a_frame_names_what_it_shows_and_where_it_is() -> None:
    picture = Picture("https://club.example/1.png", 128, 128)
    *_, snippet = write_snippets("a", NAME, "https://club.example/x/", picture, None)
    frame = read_page(snippet.code).one("iframe")
    assert (frame.get("src"), frame.get("title")) == ("https://club.example/x/embed.html", NAME)


def test_a_signature_is_a_table_with_a_png_and_no_style_sheet() -> None:
    picture = Picture("https://club.example/1.png", 128, 128)
    page = read_page(write_snippets("a", "b", URL, picture, (NAME, "Awarded to <Ada>"))[-1].code)
    assert page.faults == ()
    assert page.one("table").text == f"{NAME}Awarded to <Ada>"
    assert page.one("img").get("src") == picture.url
    assert {link.get("href") for link in page.all("a")} == {URL}
    assert not any("class" in each.attributes for each in page.elements)


@pytest.mark.parametrize("url", ["https://a.example/c/x/", f"https://club.example/{'long-' * 300}/c/ada/first-cup/"])
def test_a_code_can_be_scanned(url: str) -> None:
    """By a reader that shares no code with what drew it; and it is the same each time."""
    code = draw_qr(QrView(url))
    assert code == draw_qr(QrView(url))
    with Image.open(io.BytesIO(rasterise(code.decode(), 900))) as picture:
        (read,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert read.text == url
