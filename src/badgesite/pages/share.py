"""The share kit: what a page offers to those who want to show it around. Nothing of it asks another origin."""

from typing import NamedTuple

from badgesite.art.slots import CANVASES
from badgesite.model.site import KitPart, Network
from badgesite.pages.addresses import QR_FILE, medallion_picture, whole_address
from badgesite.pages.campaign import UNMARKED, Campaign
from badgesite.pages.credential import Credential
from badgesite.pages.embed import Picture, Snippet, write_snippets
from badgesite.pages.faces import BadgeFace
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.network import ShareLink, make_links
from badgesite.pages.output import Output
from badgesite.pages.qr import QrView
from badgesite.theme.strings import Strings

_CARD, _CARD_WIDTH = CANVASES["profile"], 480
_MEDALLION = 128
"""How large pictures stand on other sites, in CSS pixels."""


class PictureFace(NamedTuple):
    """A picture to take along: its path with its version, its label, and the name that it is saved under."""

    path: str
    label: str
    file: str


class ShareKit(NamedTuple):
    """Where a page can be shared, what the sharer says, and what there is to take along."""

    networks: tuple[Network, ...]
    text: str
    parts: tuple[KitPart, ...]
    pictures: tuple[PictureFace, ...] = ()
    medallion: str = ""
    """The path of the PNG that other sites show; of a page without one they show the card."""
    signature: tuple[str, str] | None = None
    """The lines of a signature beside the medallion."""
    credential: Credential | None = None
    campaign: Campaign = UNMARKED
    """What marks the addresses that are shared."""

    def links(self, url: str, image: str, root: str) -> tuple[ShareLink, ...]:
        """Return a link for each network to the page at `url` with its card at `image`, both absolute.

        `root` is the way from the page to the site's top.
        """
        return make_links(self.networks, self.text, url, image, root, self.campaign)

    def snippets(self, head: Head, frame: Frame) -> tuple[Snippet, ...]:
        """Return the code that shows the page on other sites."""
        if self.medallion:
            picture = Picture(whole_address(frame.home, self.medallion), _MEDALLION, _MEDALLION)
        else:
            height = _CARD_WIDTH * _CARD.height // _CARD.width
            picture = Picture(head.image_url(frame), _CARD_WIDTH, height)
        return write_snippets(head.image_alt, head.title, head.url(frame), picture, self.signature, self.campaign)


def medallion_pictures(badge: BadgeFace, strings: Strings) -> tuple[PictureFace, ...]:
    """Return the files of a badge's medallion, to be taken along."""
    return (
        PictureFace(badge.medallion, strings("share.svg"), f"{badge.id}.svg"),
        PictureFace(medallion_picture(badge.id), strings("share.png"), f"{badge.id}.png"),
    )


def qr_outputs(parts: tuple[KitPart, ...], frame: Frame, head: Head, campaign: Campaign) -> tuple[Output, ...]:
    """Return the QR code of a page, if codes are wanted."""
    if "qr" not in parts:
        return ()
    return (Output(f"{head.path}{QR_FILE}", "qr", QrView(campaign.mark(head.url(frame), "qr"))),)
