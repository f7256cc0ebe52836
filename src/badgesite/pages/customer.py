"""The facts that all outputs of one customer read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from badgesite.art.card import initials
from badgesite.art.look import Picture
from badgesite.model import Content, Customer, Said, Standing
from badgesite.model.site import Format, KitPart, Network
from badgesite.pages.addresses import customer_folder, group_folder
from badgesite.pages.faces import (
    AwardFace,
    BadgeFacts,
    GoalFace,
    SaidFace,
    SeriesFace,
    SeriesFaces,
    award_face,
    goal_face,
    showcase,
)
from badgesite.pages.frame import Frame, MenuEntry
from badgesite.theme.strings import Strings


class VoiceFacts(NamedTuple):
    """The human who speaks for the issuer, and signs what nobody else gave."""

    name: str
    role: str
    portrait: Picture | None


class CustomerFacts(NamedTuple):
    """Everything that any output of a customer reads."""

    frame: Frame
    networks: tuple[Network, ...]
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
    group: MenuEntry | None
    bio: str
    links: tuple[tuple[str, str], ...]
    awards: tuple[tuple[AwardFace, BadgeFacts], ...]
    """Newest first, revoked ones at the end."""
    showcase: tuple[str, ...]
    """The badges shown first; lower steps of a series are left out, unless they were chosen."""
    series: tuple[SeriesFace, ...]
    goals: tuple[GoalFace, ...]
    said: tuple[SaidFace, ...]
    ask: str
    voice: VoiceFacts | None
    logo: Picture | None


def customer_facts(
    customer: Customer,
    standing: Standing,
    portrait: Picture | None,
    content: Content,
    badges: Mapping[str, BadgeFacts],
    series: SeriesFaces,
    frame: Frame,
    voice: VoiceFacts | None,
    logo: Picture | None,
    strings: Strings,
) -> CustomerFacts:
    """Return what is shown of a customer who is not private; the content needs no customers (`without_customers`)."""
    group = content.groups.get(customer.group or "")
    awards = tuple(
        (award_face(award, badges[award.badge], customer), badges[award.badge])
        for award in standing.awards
        if award.badge in badges
    )
    held = frozenset(award.badge for award in standing.awards if award.holds)
    return CustomerFacts(
        frame=frame,
        networks=content.site.share if group is None or group.share is None else group.share,
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
        group=MenuEntry(group.name, group_folder(group.id)) if group else None,
        bio=customer.bio or "",
        links=tuple(customer.links.items()),
        awards=awards,
        showcase=showcase(customer, standing, badges),
        series=series.begun(held),
        goals=tuple(
            goal_face(goal, badges[goal.badge].face, content.site.metrics.get(goal.metric), strings)
            for goal in standing.goals
        ),
        said=tuple(_said_face(said) for said in customer.said),
        ask=(group.ask if group and group.ask else None) or frame.ask,
        voice=voice,
        logo=logo,
    )  # fmt: skip


def without_customers(content: Content) -> Content:
    """Return the content without all that belongs to single customers, so that nobody's facts can show another's."""
    return replace(content, customers={}, activity={}, assets={}, origins={}, digests={})


def _said_face(said: Said) -> SaidFace:
    return SaidFace(said.text, said.date.isoformat() if said.date else "", said.url or "")


def find_picture(content: Content, path: str | None) -> Picture | None:
    """Return a picture of `content/assets/` with the digest of its bytes."""
    return Picture(path, content.assets[path].digest) if path else None
