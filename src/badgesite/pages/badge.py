"""The badge: its page, its medallion, its card and its data."""

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from badgesite.art.look import MedallionLook, Picture
from badgesite.awards.award import Results
from badgesite.model import Badge, Content, Perk
from badgesite.model.site import KitPart
from badgesite.pages.addresses import badge_folder, medallion_file, medallion_picture
from badgesite.pages.campaign import Campaign
from badgesite.pages.cards import badge_card
from badgesite.pages.conversation import Conversation, Invitation, Subject
from badgesite.pages.data import JsonView
from badgesite.pages.embed import EmbedView, embed_outputs
from badgesite.pages.faces import (
    BadgeFace,
    BadgeFacts,
    PerkFace,
    PersonFace,
    SeriesFace,
    series_face,
    tier_label,
    tier_rank,
)
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import find_picture
from badgesite.pages.redirect import redirect_all
from badgesite.pages.setting import Setting
from badgesite.pages.share import ShareKit, medallion_pictures, qr_outputs
from badgesite.theme.strings import Strings

MOST_HOLDERS = 48


class HolderFace(NamedTuple):
    """A customer who holds the badge, and since when."""

    person: PersonFace
    date: str


class BadgePageFacts(NamedTuple):
    """Everything that any output of a badge reads."""

    frame: Frame
    conversation: Conversation
    kit: tuple[KitPart, ...]
    badge: BadgeFacts
    ids: tuple[str, ...]
    """Public customers who hold it, newest first."""
    holders: tuple[HolderFace, ...]
    """The newest of them, as the page shows them."""
    series: tuple[SeriesFace, ...]
    """The series it belongs to, in which its own step counts as earned."""
    logo: Picture | None
    is_open: bool
    """Whether somebody who begins today can still earn it."""


class BadgeView(NamedTuple):
    """What the page of a badge shows."""

    badge: BadgeFace
    description: str
    criteria: str
    perk: PerkFace | None
    rarity: int
    retired: str
    is_open: bool
    holders: tuple[HolderFace, ...]
    others: int
    """How many more hold it."""
    series: tuple[SeriesFace, ...]
    share: ShareKit
    invitation: Invitation


def make_badges(
    content: Content, results: Results, setting: Setting, accent: str, today: datetime.date
) -> dict[str, BadgeFacts]:
    """Return what is shown of each badge that may be spoken of, in the order of the ids."""
    return {
        badge.id: _badge_facts(badge, content, results, setting, accent, today)
        for badge in content.badges.values()
        if badge.id in results.visible
    }


def _badge_facts(
    badge: Badge, content: Content, results: Results, setting: Setting, accent: str, today: datetime.date
) -> BadgeFacts:
    look = badge_look(badge, content, accent)
    face = BadgeFace(
        id=badge.id,
        name=badge.name,
        tier=badge.tier or "",
        tier_label=tier_label(badge, content, setting.strings),
        medallion=f"{medallion_file(badge.id)}?v={setting.stamper.version('medallion', look)}",
    )
    return BadgeFacts(
        face=face,
        aliases=badge.aliases,
        look=look,
        description=badge.description or "",
        criteria=badge.criteria or "",
        perk=_perk_face(badge.perk) if badge.perk and badge.perk.is_on(today) else None,
        ask=badge.ask or "",
        rarity=results.rarity[badge.id] or 0,
        retired=badge.retired.isoformat() if badge.retired and badge.is_retired(today) else "",
        rank=tier_rank(badge, content),
        above=tuple(_list_above(badge.id, content)),
        is_renewable=badge.id in results.renewable,
    )


def _perk_face(perk: Perk) -> PerkFace:
    until = perk.until.isoformat() if perk.until else ""
    return PerkFace(perk.text, perk.how or "", until, perk.once, perk.claim or "")


def _list_above(badge: str, content: Content) -> Iterable[tuple[str, ...]]:
    for series in content.series.values():
        steps = [step.badge for step in series.steps]
        if badge in steps:
            yield tuple(steps[steps.index(badge) + 1 :])


def badge_look(badge: Badge, content: Content, accent: str) -> MedallionLook:
    """Return how a badge is drawn, in the accent `#rrggbb`."""
    own_tier = content.site.tiers.get(badge.tier or "")
    return MedallionLook(
        shape=badge.shape,
        accent=accent,
        tier=badge.tier,
        metal=own_tier.color if own_tier else None,
        icon=badge.icon,
        text=badge.text,
        art=find_picture(content, badge.art),
        ribbon=badge.ribbon,
    )


def badge_page_facts(
    badge: Badge,
    content: Content,
    results: Results,
    badges: Mapping[str, BadgeFacts],
    people: Mapping[str, PersonFace],
    frame: Frame,
    conversation: Conversation,
    logo: Picture | None,
    strings: Strings,
) -> BadgePageFacts:
    """Return everything that the outputs of a badge read."""
    ids = results.holders[badge.id]
    return BadgePageFacts(
        frame=frame,
        conversation=conversation,
        kit=content.site.kit,
        badge=badges[badge.id],
        ids=ids,
        holders=tuple(_holder(customer, badge.id, results, people) for customer in ids[:MOST_HOLDERS]),
        series=tuple(_series_with(badge.id, content, badges, strings)),
        logo=logo,
        is_open=badge.id not in results.closed,
    )


def _holder(customer: str, badge: str, results: Results, people: Mapping[str, PersonFace]) -> HolderFace:
    date = next(award.date for award in results.standings[customer].awards if award.badge == badge)
    return HolderFace(people[customer], date.isoformat() if date else "")


def _series_with(
    badge: str, content: Content, badges: Mapping[str, BadgeFacts], strings: Strings
) -> Iterable[SeriesFace]:
    for series in content.series.values():
        if any(step.badge == badge for step in series.steps):
            yield series_face(series, badges, frozenset({badge}), strings)


def badge_outputs(facts: BadgePageFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the badge's page, card, data and medallion, and what stands at its old addresses.

    There the medallion stands, too: whoever shows it elsewhere did so by its address.
    """
    badge = facts.badge.face
    folder = badge_folder(badge.id)
    card = badge_card(facts.badge, len(facts.ids), facts.frame, facts.logo, setting.strings)
    head = _head(facts, setting, f"{folder}card.png?v={setting.stamper.version('card', card)}")
    page = html_page(folder, "badge", facts.frame, head, _view(facts, setting))
    embeds = embed_outputs(facts.kit, facts.frame, head, _embed(facts, head, setting))
    return (
        page,
        Output(f"{folder}card.png", "card", card),
        Output(f"{folder}index.json", "json", JsonView(_data(facts, head))),
        *(output for id_ in (badge.id, *facts.badge.aliases) for output in _medallions(id_, facts.badge.look)),
        *qr_outputs(facts.kit, facts.frame, head, _campaign(facts)),
        *embeds,
        *redirect_all((page, *embeds), folder, map(badge_folder, facts.badge.aliases)),
    )


def _medallions(id_: str, look: MedallionLook) -> tuple[Output, Output]:
    return (
        Output(medallion_file(id_), "medallion", look),
        Output(medallion_picture(id_), "medallion-png", look),
    )


def _head(facts: BadgePageFacts, setting: Setting, card: str) -> Head:
    strings, badge = setting.strings, facts.badge.face
    return Head(
        title=strings("badge.title", badge=badge.name, site=facts.frame.name),
        description=facts.badge.criteria or facts.badge.description or facts.frame.tagline,
        path=badge_folder(badge.id),
        image=card,
        image_alt=strings("badge.card_alt", badge=badge.name, site=facts.frame.name),
        has_oembed="oembed" in facts.kit,
    )


def _view(facts: BadgePageFacts, setting: Setting) -> BadgeView:
    badge = facts.badge
    return BadgeView(
        badge=badge.face,
        description=badge.description,
        criteria=badge.criteria,
        perk=badge.perk,
        rarity=badge.rarity,
        retired=badge.retired,
        is_open=facts.is_open,
        holders=facts.holders,
        others=len(facts.ids) - len(facts.holders),
        series=facts.series,
        share=ShareKit(
            facts.conversation.networks,
            _share_text(facts, setting),
            facts.kit,
            medallion_pictures(badge.face, setting.strings),
            medallion_picture(badge.face.id),
            campaign=_campaign(facts),
        ),
        invitation=facts.conversation.invite(
            Subject("badge", (badge.face.name, facts.frame.name), badge=badge.face.id, ask=badge.ask), setting.strings
        ),
    )


def _campaign(facts: BadgePageFacts) -> Campaign:
    return Campaign(facts.conversation.campaign, facts.badge.face.id)


def _embed(facts: BadgePageFacts, head: Head, setting: Setting) -> EmbedView:
    badge, url = facts.badge.face, _campaign(facts).mark(head.url(facts.frame), "embed")
    return EmbedView(url, badge.name, _share_text(facts, setting), (badge,), is_over=False)


def _share_text(facts: BadgePageFacts, setting: Setting) -> str:
    return setting.strings("badge.share", badge=facts.badge.face.name, site=facts.frame.name)


def _data(facts: BadgePageFacts, head: Head) -> dict[str, object]:
    badge = facts.badge
    return {
        "id": badge.face.id,
        "name": badge.face.name,
        "url": head.url(facts.frame),
        "tier": badge.face.tier or None,
        "description": badge.description or None,
        "criteria": badge.criteria or None,
        "perk": _perk_data(badge.perk) if badge.perk else None,
        "one_in": badge.rarity or None,
        "retired": badge.retired or None,
        "holders": list(facts.ids),
    }


def _perk_data(perk: PerkFace) -> dict[str, object]:
    return {
        "text": perk.text,
        "how": perk.how or None,
        "until": perk.until or None,
        "once": perk.once,
        "claim": perk.claim or None,
    }
