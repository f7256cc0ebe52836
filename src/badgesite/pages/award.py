"""The award: the page of one badge of one customer; what for, when, by whom."""

from pathlib import PurePosixPath
from typing import NamedTuple

from badgesite.art.look import CardLook
from badgesite.pages.addresses import medallion_picture, portrait_file
from badgesite.pages.cards import award_card, further_card
from badgesite.pages.credential import Credential
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.embed import EmbedView, embed_outputs
from badgesite.pages.faces import AwardFace, BadgeFacts, PersonFace
from badgesite.pages.head import Head
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import portrait_address, portrait_view
from badgesite.pages.setting import Setting
from badgesite.pages.share import PictureFace, ShareKit, medallion_pictures, qr_outputs


class AwardView(NamedTuple):
    """What the page of an award shows."""

    person: PersonFace
    award: AwardFace
    criteria: str
    perk: str
    perk_until: str
    rarity: int
    share: ShareKit | None
    """None where there is nothing to show around any more."""
    ask: str
    join_url: str


def award_outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
    """Return a page and a card for each award, and further pictures where they are wanted.

    A revoked or expired one keeps its page, which says so, and its card.
    """
    portrait = portrait_view(facts.portrait)
    picture = portrait_address(portrait_file(facts.folder), portrait, setting.stamper)
    person = PersonFace(facts.name, facts.initials, facts.folder, picture)
    return tuple(
        output
        for award, badge in facts.awards
        for output in _one_award(facts, person, award, badge, setting)
    )  # fmt: skip


def _one_award(
    facts: CustomerFacts, person: PersonFace, award: AwardFace, badge: BadgeFacts, setting: Setting
) -> tuple[Output, ...]:
    strings, frame = setting.strings, facts.frame
    holds = award.holds
    card = award_card(facts, award, badge, strings)
    title = strings(
        "award.revoked_title" if award.revoked else "award.title", name=facts.name, badge=award.badge.name
    )
    further = _further_pictures(facts, award, card) if holds else ()
    head = Head(
        title=title,
        description=award.note or badge.criteria or badge.description or strings("award.by", site=frame.name),
        path=award.path,
        image=f"{award.path}card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("award.card_alt", name=facts.name, badge=award.badge.name, site=frame.name),
        is_indexed=facts.is_public,
        has_oembed="oembed" in facts.kit,
    )
    pictures = tuple(_picture_face(output, award, setting) for output in further)
    view = AwardView(
        person=person,
        award=award,
        criteria=badge.criteria,
        perk=badge.perk if holds else "",
        perk_until=badge.perk_until,
        rarity=badge.rarity,
        share=None if award.revoked else _share_kit(facts, award, pictures, setting),
        ask=facts.ask,
        join_url=frame.join(customer=facts.id if facts.is_public else "", badge=award.badge.id),
    )  # fmt: skip
    page = html_page(award.path, "award", frame, head, view)
    embed = EmbedView(award.badge.name, title, (award.badge,), is_over=not holds)
    return (
        page,
        Output(f"{award.path}card.png", "card", card),
        *further,
        *(() if award.revoked else qr_outputs(facts.kit, frame, head)),
        *embed_outputs(facts.kit, frame, head, embed),
    )


def _share_kit(
    facts: CustomerFacts, award: AwardFace, pictures: tuple[PictureFace, ...], setting: Setting
) -> ShareKit:
    badge, site, strings = award.badge, facts.frame.name, setting.strings
    folder = PurePosixPath(award.path)
    credential = Credential(badge.name, site, f"{folder.parent.name}/{folder.name}", award.date, award.expires)
    return ShareKit(
        facts.networks,
        strings("award.share", name=facts.name, badge=badge.name, site=site),
        facts.kit,
        (*medallion_pictures(badge, strings), *pictures),
        medallion_picture(badge.id),
        (badge.name, strings("share.signature", name=facts.name, site=site)),
        credential if "linkedin" in facts.networks else None,
    )


def _further_pictures(facts: CustomerFacts, award: AwardFace, card: CardLook) -> tuple[Output, ...]:
    return tuple(
        Output(f"{award.path}{format_}.png", "card", further_card(card, format_))
        for format_ in dict.fromkeys(facts.formats)
    )


def _picture_face(output: Output, award: AwardFace, setting: Setting) -> PictureFace:
    name = PurePosixPath(output.path).stem
    version = setting.stamper.version(output.kind, output.view)
    return PictureFace(f"{output.path}?v={version}", setting.strings(f"award.{name}"), f"{award.badge.id}-{name}.png")
