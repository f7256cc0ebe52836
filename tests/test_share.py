"""Links that share a page say exactly what they were given."""

from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest

from badgesite.model.site import Network
from badgesite.pages.share import ShareKit

URL, IMAGE = "https://club.example/a/c/ada%20b/?x=1&y=2", "https://club.example/a/card.png?v=1f"
TEXT = "Ada & „Bea“ {url} 100 % + #1 = 🎉\n佐藤?"


@pytest.mark.parametrize("network", get_args(Network))
def test_a_link_carries_address_and_words(network: Network) -> None:
    (link,) = ShareKit((network,), TEXT).links(URL, IMAGE)
    parts = urlsplit(link.url)
    values = parse_qs(parts.query or parts.fragment, strict_parsing=True)
    said = {name: value for name, (value,) in values.items()}
    assert set(said.values()) <= {TEXT, URL, IMAGE, f"{TEXT} {URL}"}
    assert any(URL in value for value in said.values())
