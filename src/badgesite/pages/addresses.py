"""Where everything stands, as paths from the site's top; a folder's path ends with `/`."""

import functools
from urllib.parse import quote

from badgesite.model import Customer
from badgesite.model.customers import Outline

FILES_LIST = "media/index.json"
"""The list of what is published below `media/`."""
QR_FILE, EMBED_PAGE, EMBED_DATA = "qr.svg", "embed.html", "oembed.json"
"""What stands in the folder of a page: its code to scan, itself in small for frames, and how to embed it."""
VOICE_PORTRAIT = "media/voice.webp"
MASTODON = "share/mastodon/"
"""The folder of the page that asks for somebody's server on Mastodon."""


def customer_folder(customer: Customer | Outline) -> str:
    """Return the folder of a customer's pages; an unlisted one's cannot be guessed."""
    return f"c/{customer.address}/"


def portrait_file(folder: str) -> str:
    """Return the file of the portrait of the customer, or of the voice of the group, with that folder."""
    return f"{folder}portrait.webp"


def badge_folder(badge: str) -> str:
    """Return the folder of a badge's page."""
    return f"badges/{badge}/"


def group_folder(group: str) -> str:
    """Return the folder of a group's page."""
    return f"groups/{group}/"


def members_folder(number: int) -> str:
    """Return the folder of a page of the directory, counted from 1."""
    return "members/" if number == 1 else f"members/{number}/"


def medallion_file(badge: str) -> str:
    """Return the file of a badge's medallion as SVG."""
    return f"badges/{badge}.svg"


def medallion_picture(badge: str) -> str:
    """Return the file of a badge's medallion as PNG, 512 pixels wide."""
    return f"badges/{badge}-512.png"


def published_asset(path: str) -> str:
    """Return where a file of `content/assets/` that a page shows is published."""
    return "media/" + path.removeprefix("assets/")


def way_up(path: str) -> str:
    """Return the relative way from a page to the site's top."""
    return "../" * path.count("/")


def percent_encode(text: str) -> str:
    """Return a text as it may stand in a query: all but ASCII letters, digits and `_.-~` percent-encoded."""
    return "%2F".join(["%20".join(map(_encode_word, part.split(" "))) for part in text.split("/")])


@functools.lru_cache(maxsize=4096)  # what is shared of many pages has the same words
def _encode_word(word: str) -> str:
    return quote(word, "")


@functools.lru_cache(maxsize=256)  # each page names its own a dozen times
def whole_address(home: str, path: str) -> str:
    """Return the absolute address of a path (which may have a query) on the site at `home`."""
    return f"{home}/{quote(path, safe='/?=&')}"
