"""Networks: the address that shares a page in each, and how long a text each takes."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from badgesite.model.site import Network
from badgesite.pages.addresses import MASTODON, percent_encode
from badgesite.pages.campaign import UNMARKED, Campaign
from badgesite.theme.markup import cut

_SHORT_LINK = 23
"""X and Mastodon count every address as so many characters."""
_ELLIPSIS = "…"


class Limit(NamedTuple):
    """How much a text may weigh that a network is given."""

    most: int
    weigh: Callable[[str], int] = lambda _: 1
    """The weight of a character."""
    heaviest: int = 1
    holds_link: bool = False
    """Whether the whole address counts, too."""


class ShareLink(NamedTuple):
    """A network, what it is called (nothing where that differs from language to language), and its address."""

    network: Network
    label: str
    url: str


LABELS: Mapping[Network, str] = {
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "x": "X",
    "threads": "Threads",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "reddit": "Reddit",
    "pinterest": "Pinterest",
    "line": "LINE",
    "teams": "Teams",
    "email": "",
}
_ADDRESSES: Mapping[Network, str] = {
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "x": "https://x.com/intent/post?text={text}&url={url}",
    "threads": "https://www.threads.com/intent/post?text={text}&url={url}",
    "bluesky": "https://bsky.app/intent/compose?text={text}%20{url}",
    "mastodon": "{root}" + MASTODON + "#text={text}%20{url}",
    "whatsapp": "https://wa.me/?text={text}%20{url}",
    "telegram": "https://t.me/share/url?url={url}&text={text}",
    "reddit": "https://www.reddit.com/submit?url={url}&title={text}",
    "pinterest": "https://www.pinterest.com/pin/create/button/?url={url}&media={image}&description={text}",
    "line": "https://social-plugins.line.me/lineit/share?url={url}&text={text}",
    "teams": "https://teams.microsoft.com/share?href={url}&msgText={text}",
    "email": "mailto:?subject={text}&body={whole}%0D%0A%0D%0A{url}",
}


def _weigh_for_x(character: str) -> int:
    """Return 1 for the letters of most alphabets and common punctuation, else 2 (docs.x.com, counting characters)."""
    code = ord(character)
    is_light = code <= 0x10FF or 0x2000 <= code <= 0x200D or 0x2010 <= code <= 0x201F or 0x2032 <= code <= 0x2037
    return 1 if is_light else 2


def _weigh_for_threads(character: str) -> int:
    """Return the bytes of what may be part of an emoji, else 1 (developers.facebook.com, Threads posts)."""
    return len(character.encode()) if character >= "\u2000" and not character.isalnum() else 1


_LIMITS: Mapping[Network, Limit] = {
    "x": Limit(280 - _SHORT_LINK - 1, _weigh_for_x, heaviest=2),
    "threads": Limit(500, _weigh_for_threads, heaviest=4, holds_link=True),
    "bluesky": Limit(300, holds_link=True),  # docs.bsky.app, intent links: 300 graphemes, the address among them
    "mastodon": Limit(500 - _SHORT_LINK - 1),
    "reddit": Limit(300),
    "pinterest": Limit(500),
    "email": Limit(78 - len("Subject: ")),  # RFC 5322, 2.1.1
}
"""Networks that are not here take an address alone, or longer texts than any of ours."""


def fit(text: str, network: Network, url: str) -> str:
    """Return the text as long as the network takes it together with the address, cut at a word."""
    limit = _LIMITS.get(network)
    if limit is None:
        return text
    most = limit.most - (len(url) + 1 if limit.holds_link else 0)
    if len(text) * limit.heaviest <= most or sum(map(limit.weigh, text)) <= most:
        return text
    left, length = most - limit.weigh(_ELLIPSIS), 0
    while length < len(text) and (left := left - limit.weigh(text[length])) >= 0:
        length += 1
    return cut(text, length + 1) if length else ""


def make_links(
    networks: tuple[Network, ...], text: str, url: str, image: str, root: str, campaign: Campaign = UNMARKED
) -> tuple[ShareLink, ...]:
    """Return for each network the link that shares a page.

    `url` is the page's and `image` its card's, both absolute; `root` is the way from the page to the site's top. All
    values are percent-encoded. The campaign marks each address with the network.
    """
    whole = percent_encode(text)
    places = {"url": percent_encode(url), "image": percent_encode(image), "root": root, "whole": whole}
    links = []
    for network in networks:
        marked = campaign.mark(url, network)
        if marked != url:
            places["url"] = percent_encode(marked)
        fitting = fit(text, network, marked)
        places["text"] = whole if fitting is text else percent_encode(fitting)
        links.append(ShareLink(network, LABELS[network], _ADDRESSES[network].format_map(places)))
    return tuple(links)
