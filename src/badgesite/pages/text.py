"""Markdown pages of the keeper's own, and the page for addresses that lead nowhere."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from badgesite.art.look import Picture
from badgesite.model import Content, Page
from badgesite.pages.addresses import published_asset
from badgesite.pages.cards import site_card
from badgesite.pages.faces import BadgeFacts
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, PageView, html_page
from badgesite.pages.setting import Setting

_ASSET_LINK = re.compile(r"\(<?(assets/[^\s)>\"']+)")


class TextFacts(NamedTuple):
    """Everything that the outputs of a Markdown page read."""

    frame: Frame
    id: str
    title: str
    description: str
    body: str
    shown: tuple[BadgeFacts, ...]
    logo: Picture | None


class TextView(NamedTuple):
    """What a Markdown page shows."""

    title: str
    body: str


class MissingView(NamedTuple):
    """What the page for unknown addresses shows; it may stand at any depth, so its links start at the host."""

    top: str


def text_facts(page: Page, frame: Frame, shown: tuple[BadgeFacts, ...], logo: Picture | None) -> TextFacts:
    """Return everything that the outputs of a Markdown page read."""
    return TextFacts(frame, page.id, page.title, page.description or "", page.body, shown, logo)


def text_outputs(facts: TextFacts, setting: Setting) -> tuple[Output, ...]:
    """Return a Markdown page with its card."""
    frame, folder = facts.frame, f"{facts.id}/"
    card = site_card(frame, facts.title, facts.description or frame.tagline, facts.shown, facts.logo, note=frame.name)
    head = Head(
        title=f"{facts.title} – {frame.name}",
        description=facts.description or facts.body or frame.tagline,
        path=folder,
        image=f"{folder}card.png?v={setting.stamper.version('card', card)}",
        image_alt=setting.strings("site.card_alt", title=facts.title, site=frame.name),
    )
    return (
        html_page(folder, "text", frame, head, TextView(facts.title, facts.body)),
        Output(f"{folder}card.png", "card", card),
    )


def linked_files(content: Content) -> tuple[Picture, ...]:
    """Return the files of `content/assets/` that Markdown pages link to, each once."""
    linked = {path for page in content.pages.values() for path in _ASSET_LINK.findall(page.body)}
    return tuple(Picture(path, content.assets[path].digest) for path in sorted(linked & content.assets.keys()))


def file_outputs(facts: tuple[Picture, ...], setting: Setting) -> tuple[Output, ...]:
    """Return the linked files as published."""
    return tuple(Output(published_asset(file.path), "file", file) for file in facts)


def missing_outputs(frame: Frame, setting: Setting) -> tuple[Output, ...]:
    """Return `404.html`."""
    head = Head(
        title=f"{setting.strings('missing.title')} – {frame.name}",
        description=setting.strings("missing.lead"),
        path="404.html",
        image="card.png",
        image_alt=setting.strings("site.card_alt", title=frame.name, site=frame.name),
        is_indexed=False,
    )
    top = urlsplit(frame.home).path.rstrip("/") + "/"
    return (Output("404.html", "missing", PageView(frame, head, MissingView(top))),)
