"""Markdown pages of the keeper's own, and the page for addresses that lead nowhere."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from badgesite.art.look import CardLook, Picture
from badgesite.model import Content, Page
from badgesite.pages.addresses import FILES_LIST, published_asset
from badgesite.pages.cards import site_card
from badgesite.pages.data import JsonView
from badgesite.pages.faces import BadgeFacts
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, PageView, html_page
from badgesite.pages.redirect import redirect_all
from badgesite.pages.setting import Setting

_ASSET_LINK = re.compile(r"\(<?(assets/[^\s)>\"']+)")


class TextFacts(NamedTuple):
    """Everything that the outputs of a Markdown page read."""

    frame: Frame
    id: str
    aliases: tuple[str, ...]
    title: str
    description: str
    body: str
    shown: tuple[BadgeFacts, ...]
    logo: Picture | None


class TextView(NamedTuple):
    """What a Markdown page shows."""

    title: str
    body: str


class FilesFacts(NamedTuple):
    """Files that are published under their own names."""

    linked: tuple[Picture, ...]
    others: tuple[str, ...]
    """Paths below `media/` that other bundles fill."""


class BesideFacts(NamedTuple):
    """Everything that a page reads which is about nothing of its own: its card is that of the first page."""

    frame: Frame
    card: CardLook


class MissingView(NamedTuple):
    """What the page for unknown addresses shows; it may stand at any depth, so its links start at the host."""

    top: str


def text_facts(page: Page, frame: Frame, shown: tuple[BadgeFacts, ...], logo: Picture | None) -> TextFacts:
    """Return everything that the outputs of a Markdown page read."""
    return TextFacts(frame, page.id, page.aliases, page.title, page.description or "", page.body, shown, logo)


def text_outputs(facts: TextFacts, setting: Setting) -> tuple[Output, ...]:
    """Return a Markdown page with its card, and what its old addresses lead to."""
    frame, folder = facts.frame, f"{facts.id}/"
    card = site_card(frame, facts.title, facts.description or frame.tagline, facts.shown, facts.logo, note=frame.name)
    head = Head(
        title=f"{facts.title} – {frame.name}",
        description=facts.description or facts.body or frame.tagline,
        path=folder,
        image=f"{folder}card.png?v={setting.stamper.version('card', card)}",
        image_alt=setting.strings("site.card_alt", title=facts.title, site=frame.name),
    )
    page = html_page(folder, "text", frame, head, TextView(facts.title, facts.body))
    return (
        page,
        Output(f"{folder}card.png", "card", card),
        *redirect_all((page,), folder, (f"{alias}/" for alias in facts.aliases)),
    )


def files_facts(content: Content, others: tuple[str, ...]) -> FilesFacts:
    """Return the files of `content/assets/` that Markdown pages link to, and what else is published beside them."""
    linked = {path for page in content.pages.values() for path in _ASSET_LINK.findall(page.body)}
    found = sorted(linked & content.assets.keys())
    return FilesFacts(tuple(Picture(path, content.assets[path].digest) for path in found), others)


def file_outputs(facts: FilesFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the linked files as published, and the list of all: so a build without a state knows them as ours."""
    files = tuple(Output(published_asset(file.path), "file", file) for file in facts.linked)
    if paths := sorted({*facts.others, *(file.path for file in files)}):
        return (Output(FILES_LIST, "json", JsonView({"generator": "badgesite", "files": paths})), *files)
    return ()


def beside_head(facts: BesideFacts, setting: Setting, *, title: str, description: str, path: str) -> Head:
    """Return the head of a page that is about nothing of its own; search engines leave it out."""
    name = facts.frame.name
    return Head(
        title=title,
        description=description,
        path=path,
        image=f"card.png?v={setting.stamper.version('card', facts.card)}",
        image_alt=setting.strings("site.card_alt", title=name, site=name),
        is_indexed=False,
    )


def missing_outputs(facts: BesideFacts, setting: Setting) -> tuple[Output, ...]:
    """Return `404.html`, which unfolds into the card of the first page."""
    frame = facts.frame
    title = f"{setting.strings('missing.title')} – {frame.name}"
    head = beside_head(facts, setting, title=title, description=setting.strings("missing.lead"), path="404.html")
    top = urlsplit(frame.home).path.rstrip("/") + "/"
    return (Output("404.html", "missing", PageView(frame, head, MissingView(top))),)
