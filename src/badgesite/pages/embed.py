"""What puts a page on other sites: snippets to paste, the small page for frames, and oEmbed."""

import html
import re
from typing import NamedTuple

from badgesite.art.slots import CANVASES
from badgesite.model.site import KitPart
from badgesite.pages.addresses import EMBED_DATA, EMBED_PAGE
from badgesite.pages.campaign import UNMARKED, Campaign
from badgesite.pages.data import JsonView
from badgesite.pages.faces import BadgeFace
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, PageView

WIDTH, HEIGHT = 420, 140
"""The size of the frame in CSS pixels."""
_MARKS = re.compile(r"[\\`*_\[\]]")


class EmbedView(NamedTuple):
    """What the small page shows."""

    url: str
    """The absolute address that it leads to."""
    title: str
    text: str
    badges: tuple[BadgeFace, ...]
    is_over: bool
    """Whether what it is about no longer holds."""


class Picture(NamedTuple):
    """A picture that snippets show: its absolute address and its size in CSS pixels."""

    url: str
    width: int
    height: int


class Snippet(NamedTuple):
    """Code to paste: its kind (`html`, `markdown`, `frame`, `signature_code`), and the code on one line."""

    kind: str
    code: str


def embed_outputs(parts: tuple[KitPart, ...], frame: Frame, head: Head, view: EmbedView) -> tuple[Output, ...]:
    """Return the small page, and the data with which other sites find it, as far as they are wanted."""
    seen = Head(head.title, description="", path=head.path, image="", image_alt="")
    page = Output(f"{head.path}{EMBED_PAGE}", "embed", PageView(frame, seen, view))
    data = Output(f"{head.path}{EMBED_DATA}", "json", JsonView(_oembed(frame, head)))
    if "oembed" in parts:
        return page, data
    return (page,) if "embed" in parts else ()


def write_snippets(
    text: str,
    title: str,
    url: str,
    picture: Picture,
    signature: tuple[str, str] | None,
    campaign: Campaign = UNMARKED,
) -> tuple[Snippet, ...]:
    """Return the snippets of the page at an absolute address.

    `text` says what it shows and `title` names it. The campaign marks links; the small page in the frame marks its
    own. A signature is made for what is worth one: its two lines.
    """
    marked = campaign.mark(url, "embed")
    there, said = html.escape(marked), html.escape(text)
    image = f'src="{html.escape(picture.url)}" width="{picture.width}" height="{picture.height}"'
    snippets = (
        Snippet("html", f'<a href="{there}"><img {image} alt="{said}"></a>'),
        Snippet("markdown", f"[![{_escape_markdown(text)}]({_bracket(picture.url)})]({_bracket(marked)})"),
        Snippet("frame", write_frame(title, url)),
    )
    if signature is None:
        return snippets
    return (*snippets, Snippet("signature_code", _write_signature(there, picture, *signature)))


def write_frame(title: str, url: str) -> str:
    """Return the frame in which other sites show the small page of the page at an address."""
    source = f'src="{html.escape(url)}{EMBED_PAGE}" title="{html.escape(title)}"'
    return f'<iframe {source} width="{WIDTH}" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>'


def _write_signature(there: str, picture: Picture, first: str, second: str) -> str:
    """Return a signature as programs for e-mail show it: a table, and every style where it is used."""
    image = f'<img src="{html.escape(picture.url)}" width="64" height="64" alt="" style="display:block;border:0">'
    name = f'<a href="{there}" style="color:#1d1a16;font-weight:bold">{html.escape(first)}</a>'
    return (
        '<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse"><tr>'
        f'<td style="padding:0 12px 0 0"><a href="{there}">{image}</a></td>'
        f'<td style="font:14px/1.4 Arial,Helvetica,sans-serif;color:#5a5249">{name}<br>{html.escape(second)}</td>'
        "</tr></table>"
    )


def _escape_markdown(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", html.escape(text, quote=False))


def _bracket(url: str) -> str:
    """Return an address that may stand in brackets: one of its own would end it."""
    return url.replace("(", "%28").replace(")", "%29")


def _oembed(frame: Frame, head: Head) -> dict[str, object]:
    """Return the answer to those who ask how to embed a page (oembed.com, version 1.0, `rich`)."""
    card = CANVASES["site"]
    return {
        "version": "1.0",
        "type": "rich",
        "title": head.title,
        "provider_name": frame.name,
        "provider_url": f"{frame.home}/",
        "html": write_frame(head.title, head.url(frame)),
        "width": WIDTH,
        "height": HEIGHT,
        "thumbnail_url": head.image_url(frame),
        "thumbnail_width": card.width,
        "thumbnail_height": card.height,
    }
