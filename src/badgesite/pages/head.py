"""The head of a page: what search engines, networks and chats read."""

from typing import NamedTuple

from badgesite.pages.addresses import whole_address
from badgesite.pages.frame import Frame


class Head(NamedTuple):
    """What a page's head says; the template writes it out once, in the order that previews need."""

    title: str
    description: str
    """Markdown or plain text; the template shows its words, cut at 200 characters."""
    path: str
    """The page's path from the site's top."""
    image: str
    """The path of the card with its version."""
    image_alt: str
    og_type: str = "website"
    username: str = ""
    is_indexed: bool = True
    feed: str = ""
    """The path of a feed of what this page shows, if there is one."""
    has_oembed: bool = False
    """Whether data beside the page tells other sites how to embed it."""

    def url(self, frame: Frame) -> str:
        """Return the page's own absolute address."""
        return whole_address(frame.home, self.path)

    def image_url(self, frame: Frame) -> str:
        """Return the absolute address of the card."""
        return whole_address(frame.home, self.image)
