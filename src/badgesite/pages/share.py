"""Links that share a page in a network: plain addresses, no script, no third party until one is followed."""

from typing import NamedTuple
from urllib.parse import quote

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
_ADDRESSES: dict[Network, str] = {
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "x": "https://x.com/intent/post?text={text}&url={url}",
    "whatsapp": "https://wa.me/?text={text}%20{url}",
    "bluesky": "https://bsky.app/intent/compose?text={text}%20{url}",
    "mastodon": "https://share.joinmastodon.org/#text={text}%20{url}",
    "pinterest": "https://www.pinterest.com/pin/create/button/?url={url}&media={image}&description={text}",
    "email": "mailto:?subject={text}&body={url}",
}


class ShareKit(NamedTuple):
    """Where a page can be shared, and what the sharer says."""

    networks: tuple[Network, ...]
    text: str

    def links(self, url: str, image: str) -> tuple[ShareLink, ...]:
        """Return a link for each network to the page at `url` with its card at `image`, both absolute."""
        places = {"url": quote(url, ""), "text": quote(self.text, ""), "image": quote(image, "")}
        return tuple(ShareLink(name, _LABELS[name], _ADDRESSES[name].format_map(places)) for name in self.networks)
