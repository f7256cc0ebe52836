"""The facts that all outputs of one customer read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from badgesite.art.card import initials
from badgesite.art.look import Picture
from badgesite.model import Award, Content, Customer, Said, Standing
from badgesite.model.site import Format, KitPart
from badgesite.pages.addresses import customer_folder, group_folder
from badgesite.pages.conversation import Conversation, Subject
from badgesite.pages.faces import (
    AwardFace,
    BadgeFacts,
    FirstStep,
    GoalFace,
    SaidFace,
    SeriesFace,
    SeriesFaces,
    award_face,
    showcase,
)
from badgesite.pages.frame import Frame, MenuEntry


class CustomerFacts(NamedTuple):
    """Everything that any output of a customer reads."""

    frame: Frame
    conversation: Conversation
    kit: tuple[KitPart, ...]
    formats: tuple[Format, ...]
    """In which further pictures each award comes."""
    id: str
    folder: str
    aliases: tuple[str, ...]
    is_public: bool
    name: str
    initials: str
    portrait: Picture | None
    joined: str
    groups: tuple[MenuEntry, ...]
    bio: str
    links: tuple[tuple[str, str], ...]
    awards: tuple[tuple[AwardFace, BadgeFacts], ...]
    """Newest first, revoked ones at the end."""
    showcase: tuple[str, ...]
    """The badges shown first; lower steps of a series are left out, unless they were chosen."""
    series: tuple[SeriesFace, ...]
    goals: tuple[GoalFace, ...]
    first_steps: tuple[FirstStep, ...]
    """Those of the site's that are still to be gone."""
    said: tuple[SaidFace, ...]
    logo: Picture | None


def customer_facts(
    customer: Customer,
    standing: Standing,
    portrait: Picture | None,
    content: Content,
    badges: Mapping[str, BadgeFacts],
    series: SeriesFaces,
    first_steps: tuple[FirstStep, ...],
    frame: Frame,
    conversation: Conversation,
    logo: Picture | None,
) -> CustomerFacts:
    """Return what is shown of a customer who is not private; the content needs no customers (`without_customers`)."""
    groups = (content.groups[id_] for id_ in customer.belongs_to)
    awards = tuple(
        (_award_face(award, badges[award.badge], customer, conversation), badges[award.badge])
        for award in standing.awards
        if award.badge in badges
    )
    held = frozenset(award.badge for award in standing.awards if award.holds)
    near = held.union(goal.badge for goal in standing.goals)
    return CustomerFacts(
        frame=frame,
        conversation=conversation,
        kit=content.site.kit,
        formats=content.site.formats,
        id=customer.id,
        folder=customer_folder(customer),
        aliases=customer.aliases if customer.is_public else (),
        is_public=customer.is_public,
        name=customer.name,
        initials=initials(customer.name),
        portrait=portrait,
        joined=customer.joined.isoformat() if customer.joined else "",
        groups=tuple(MenuEntry(group.name, group_folder(group.id)) for group in groups),
        bio=customer.bio or "",
        links=tuple(customer.links.items()),
        awards=awards,
        showcase=showcase(customer, standing, badges),
        series=series.begun(held),
        goals=series.goals(standing.goals),
        first_steps=tuple(step for step in first_steps if step.badge.id not in near),
        said=tuple(_said_face(said) for said in customer.said),
        logo=logo,
    )  # fmt: skip


def _award_face(award: Award, badge: BadgeFacts, customer: Customer, conversation: Conversation) -> AwardFace:
    if not award.note:
        return award_face(award, badge, customer)
    reply = conversation.answer(award_subject(badge, customer.id if customer.is_public else "", customer.name))
    return award_face(award, badge, customer, conversation.sign(award.by or ""), reply)


def award_subject(badge: BadgeFacts, customer: str, name: str) -> Subject:
    """Return what the page of an award is about; the id of a customer who is not public is left out."""
    return Subject(
        "award",
        (badge.face.name, name),
        customer=customer,
        badge=badge.face.id,
        friend=name,
        ask=badge.ask,
    )


def without_customers(content: Content) -> Content:
    """Return the content without all that belongs to single customers, so that nobody's facts can show another's."""
    return replace(content, customers={}, activity={}, assets={}, origins={}, digests={})


def _said_face(said: Said) -> SaidFace:
    return SaidFace(said.text, said.date.isoformat() if said.date else "", said.url or "")
