"""The award: the page of one badge of one customer; what for, when, by whom."""

from pathlib import PurePosixPath
from typing import NamedTuple

from badgesite.art.look import CardLook
from badgesite.pages.addresses import medallion_picture, portrait_file
from badgesite.pages.campaign import Campaign
from badgesite.pages.cards import award_card, further_card
from badgesite.pages.conversation import Invitation
from badgesite.pages.credential import Credential
from badgesite.pages.customer import CustomerFacts, award_subject
from badgesite.pages.embed import EmbedView, embed_outputs
from badgesite.pages.faces import AwardFace, BadgeFacts, PerkFace, PersonFace, SpeakerFace
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
    perk: PerkFace | None
    rarity: int
    signer: SpeakerFace | None
    """Who vouches for it; None where it no longer holds, or nobody does."""
    share: ShareKit | None
    """None where there is nothing to show around any more."""
    invitation: Invitation


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
    frame, card = facts.frame, award_card(facts, award, badge, setting.strings)
    further = _further_pictures(facts, award, card) if award.holds else ()
    pictures = tuple(_picture_face(output, award, setting) for output in further)
    kit = None if award.revoked else _share_kit(facts, award, pictures, setting)
    head = _head(facts, award, badge, card, setting)
    campaign = _campaign(facts, award)
    url = campaign.mark(head.url(frame), "embed")
    embed = EmbedView(url, award.badge.name, head.title, (award.badge,), is_over=not award.holds)
    return (
        html_page(award.path, "award", frame, head, _view(facts, person, award, badge, kit, setting)),
        Output(f"{award.path}card.png", "card", card),
        *further,
        *(() if award.revoked else qr_outputs(facts.kit, frame, head, campaign)),
        *embed_outputs(facts.kit, frame, head, embed),
    )


def _head(facts: CustomerFacts, award: AwardFace, badge: BadgeFacts, card: CardLook, setting: Setting) -> Head:
    strings, site, name = setting.strings, facts.frame.name, award.badge.name
    return Head(
        title=strings("award.revoked_title" if award.revoked else "award.title", name=facts.name, badge=name),
        description=award.note or badge.criteria or badge.description or strings("award.by", site=site),
        path=award.path,
        image=f"{award.path}card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("award.card_alt", name=facts.name, badge=name, site=site),
        is_indexed=facts.is_public,
        has_oembed="oembed" in facts.kit,
    )


def _view(
    facts: CustomerFacts,
    person: PersonFace,
    award: AwardFace,
    badge: BadgeFacts,
    kit: ShareKit | None,
    setting: Setting,
) -> AwardView:
    return AwardView(
        person=person,
        award=award,
        criteria=badge.criteria,
        perk=badge.perk if award.holds else None,
        rarity=badge.rarity,
        signer=facts.conversation.sign(award.by)._replace(portrait="") if award.holds else None,
        share=kit,
        invitation=facts.conversation.invite(
            award_subject(badge, facts.id if facts.is_public else "", facts.name), setting.strings
        ),
    )


def _campaign(facts: CustomerFacts, award: AwardFace) -> Campaign:
    return Campaign(facts.conversation.campaign, award.badge.id)


def _share_kit(
    facts: CustomerFacts, award: AwardFace, pictures: tuple[PictureFace, ...], setting: Setting
) -> ShareKit:
    badge, site, strings = award.badge, facts.frame.name, setting.strings
    folder = PurePosixPath(award.path)
    credential = Credential(badge.name, site, f"{folder.parent.name}/{folder.name}", award.date, award.expires)
    return ShareKit(
        facts.conversation.networks,
        strings("award.share", name=facts.name, badge=badge.name, site=site),
        facts.kit,
        (*medallion_pictures(badge, strings), *pictures),
        medallion_picture(badge.id),
        (badge.name, strings("share.signature", name=facts.name, site=site)),
        credential if "linkedin" in facts.conversation.networks else None,
        _campaign(facts, award),
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
