"""Links that share a page in a network: plain addresses, no script, no third party until one is followed."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from badgesite.model.site import Network


class ShareLink(NamedTuple):
    """A network and the address that shares the page there."""

    network: str
    label: str
    url: str


_LABELS: dict[Network, str] = {
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "x": "X",
    "whatsapp": "WhatsApp",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "pinterest": "Pinterest",
    "email": "E-mail",
}


class ShareKit(NamedTuple):
    """Where a page can be shared, and what the sharer says."""

    networks: tuple[Network, ...]
    text: str

    def links(self, url: str, image: str) -> tuple[ShareLink, ...]:
        """Return a link for each network to the page at `url` with its card at `image`, both absolute."""
        return tuple(ShareLink(name, _LABELS[name], _address(name, url, self.text, image)) for name in self.networks)


def _address(network: Network, url: str, text: str, image: str) -> str:
    both = f"{text} {url}"
    match network:
        case "linkedin":
            return _query("https://www.linkedin.com/sharing/share-offsite/", url=url)
        case "facebook":
            return _query("https://www.facebook.com/sharer/sharer.php", u=url)
        case "x":
            return _query("https://x.com/intent/post", text=text, url=url)
        case "whatsapp":
            return _query("https://wa.me/", text=both)
        case "bluesky":
            return _query("https://bsky.app/intent/compose", text=both)
        case "mastodon":
            return "https://share.joinmastodon.org/#" + urlencode({"text": both}, quote_via=quote)
        case "pinterest":
            return _query("https://www.pinterest.com/pin/create/button/", url=url, media=image, description=text)
        case "email":
            return _query("mailto:", subject=text, body=url)


def _query(address: str, **values: str) -> str:
    return f"{address}?{urlencode(values, quote_via=quote)}"
