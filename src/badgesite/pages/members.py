"""The directory of public customers, and the pages of groups."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.art.card import initials
from badgesite.art.look import Picture
from badgesite.awards.award import Results
from badgesite.model import Content, Group
from badgesite.pages.addresses import (
    customer_folder,
    group_folder,
    members_folder,
    portrait_file,
)
from badgesite.pages.campaign import Campaign
from badgesite.pages.cards import site_card
from badgesite.pages.catalogue import Entry, entry
from badgesite.pages.conversation import Conversation, Conversations, Invitation, Subject, VoiceFace
from badgesite.pages.data import JsonView
from badgesite.pages.faces import BadgeFace, BadgeFacts, PersonFace, showcase
from badgesite.pages.frame import Frame, MenuEntry
from badgesite.pages.head import Head
from badgesite.pages.memory import Memory
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import find_picture, portrait_address, portrait_view
from badgesite.pages.redirect import redirect_all
from badgesite.pages.setting import Setting
from badgesite.pages.share import ShareKit
from badgesite.pages.stamp import Stamper, digest

PAGE_LENGTH = 120
_MEMBER_BADGES = 3


class MemberFace(NamedTuple):
    """A customer in the directory, with the badges they show first."""

    person: PersonFace
    badges: tuple[BadgeFace, ...]


class Members(Mapping[str, PersonFace]):
    """The public customers by id, in the order of their names; a face is made when it is asked for."""

    def __init__(
        self, content: Content, results: Results, badges: Mapping[str, BadgeFacts], stamper: Stamper, memory: Memory
    ) -> None:
        self._content = content
        self._results = results
        self._badges = badges
        self._stamper = stamper
        self._memory = memory
        self._outlines = content.outlines
        public = (customer for customer in self._outlines.values() if customer.is_public)
        self._ids = [who.id for who in sorted(public, key=lambda who: (who.name.casefold(), who.id))]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, id_: str) -> PersonFace:
        customer = self._outlines[id_]
        folder = customer_folder(customer)
        portrait = portrait_view(find_picture(self._content, customer.portrait))
        picture = portrait_address(portrait_file(folder), portrait, self._stamper)
        return PersonFace(customer.name, initials(customer.name), folder, picture)

    def face(self, id_: str) -> MemberFace:
        """Return a customer with the badges they show first."""
        first = showcase(self._outlines[id_], self._results.standings[id_], self._badges)[:_MEMBER_BADGES]
        return MemberFace(self[id_], tuple(self._badges[badge].face for badge in first))

    def source(self, id_: str) -> str:
        """Return what tells all records about a customer from others, private ones too; empty if it is not known."""
        source, portrait = self._results.sources[id_], self._outlines[id_].portrait
        picture = self._content.assets[portrait].digest if portrait else ""
        return f"{source} {picture}" if source and picture else source

    def digests(self, shared: str) -> dict[str, str]:
        """Return by public customer the hash of what shared pages show, given that of what they show beside."""
        self._memory.share(shared)
        return {
            id_: self._memory.get(id_, self.source(id_), lambda id_=id_: digest(self._shown(id_)))  # type: ignore[misc]
            for id_ in self._ids
        }

    def _shown(self, id_: str) -> tuple[object, ...]:
        awards = self._results.standings[id_].awards
        return (
            self.face(id_),
            self._outlines[id_].belongs_to,
            self._outlines[id_].featured,
            [(award.badge, award.date, award.holds, award.revoked is None) for award in awards],
        )


class MembersFacts(NamedTuple):
    """Everything that one page of the directory reads."""

    frame: Frame
    number: int
    of: int
    members: tuple[MemberFace, ...]
    groups: tuple[MenuEntry, ...]
    shown: tuple[BadgeFacts, ...]
    logo: Picture | None


class MembersView(NamedTuple):
    """What a page of the directory shows."""

    members: tuple[MemberFace, ...]
    groups: tuple[MenuEntry, ...]
    number: int
    of: int
    earlier: str
    later: str


class GroupFacts(NamedTuple):
    """Everything that the outputs of a group read."""

    frame: Frame
    id: str
    aliases: tuple[str, ...]
    name: str
    description: str
    voice: VoiceFace | None
    """Who speaks to them, if not to everybody."""
    portrait: Picture | None
    conversation: Conversation
    badges: tuple[Entry, ...]
    """Those meant for them that may be spoken of."""
    members: tuple[MemberFace, ...]
    shown: tuple[BadgeFacts, ...]
    logo: Picture | None


class GroupView(NamedTuple):
    """What the page of a group shows."""

    name: str
    description: str
    voice: VoiceFace | None
    badges: tuple[Entry, ...]
    members: tuple[MemberFace, ...]
    share: ShareKit
    invitation: Invitation


def list_groups(content: Content) -> tuple[MenuEntry, ...]:
    """Return the groups with their pages."""
    return tuple(MenuEntry(group.name, group_folder(group.id)) for group in content.groups.values())


def group_facts(
    group: Group,
    members: tuple[MemberFace, ...],
    content: Content,
    badges: Mapping[str, BadgeFacts],
    conversations: Conversations,
    frame: Frame,
    shown: tuple[BadgeFacts, ...],
    logo: Picture | None,
) -> GroupFacts:
    """Return everything that the outputs of a group read."""
    speaker = conversations.speaker(group.id)
    return GroupFacts(
        frame=frame,
        id=group.id,
        aliases=group.aliases,
        name=group.name,
        description=group.description or "",
        voice=VoiceFace(*speaker, group.voice.welcome or "") if speaker and group.voice else None,
        portrait=find_picture(content, group.voice.portrait) if group.voice else None,
        conversation=conversations.find((group.id,)),
        badges=tuple(entry(badges[id_]) for id_ in dict.fromkeys(group.badges) if id_ in badges),
        members=members,
        shown=shown,
        logo=logo,
    )


def members_outputs(facts: MembersFacts, setting: Setting) -> tuple[Output, ...]:
    """Return a page of the directory; the first with the card of all."""
    strings, frame = setting.strings, facts.frame
    folder = members_folder(facts.number)
    card = site_card(
        frame, strings("members.heading"), strings("members.lead", site=frame.name), facts.shown, facts.logo
    )
    title = strings("members.title", site=frame.name)
    head = Head(
        title=title if facts.number == 1 else f"{title} ({facts.number}/{facts.of})",
        description=strings("members.lead", site=frame.name),
        path=folder,
        image=f"members/card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("site.card_alt", title=strings("members.heading"), site=frame.name),
    )
    view = MembersView(
        facts.members,
        facts.groups,
        facts.number,
        facts.of,
        earlier=members_folder(facts.number - 1) if facts.number > 1 else "",
        later=members_folder(facts.number + 1) if facts.number < facts.of else "",
    )
    page = html_page(folder, "members", frame, head, view)
    return (page, Output("members/card.png", "card", card)) if facts.number == 1 else (page,)


def group_outputs(facts: GroupFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the page of a group with its card and data."""
    strings, frame = setting.strings, facts.frame
    folder = group_folder(facts.id)
    card = site_card(frame, facts.name, strings("group.lead", site=frame.name), facts.shown, facts.logo)
    head = Head(
        title=strings("group.title", group=facts.name, site=frame.name),
        description=facts.description or strings("group.lead", site=frame.name),
        path=folder,
        image=f"{folder}card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("site.card_alt", title=facts.name, site=frame.name),
    )
    view = GroupView(
        facts.name,
        facts.description,
        facts.voice,
        facts.badges,
        facts.members,
        ShareKit(
            facts.conversation.networks,
            strings("group.share", group=facts.name, site=frame.name),
            (),
            campaign=Campaign(facts.conversation.campaign),
        ),
        facts.conversation.invite(Subject("group", (facts.name, frame.name)), strings),
    )
    data = {
        "id": facts.id,
        "name": facts.name,
        "url": head.url(frame),
        "description": facts.description or None,
        "badges": [entry.badge.id for entry in facts.badges],
        "members": [member.person.path.split("/")[1] for member in facts.members],
    }
    page = html_page(folder, "group", frame, head, view)
    portrait = portrait_view(facts.portrait)
    return (
        page,
        Output(f"{folder}card.png", "card", card),
        Output(f"{folder}index.json", "json", JsonView(data)),
        *((Output(portrait_file(folder), "portrait", portrait),) if portrait else ()),
        *redirect_all((page,), folder, map(group_folder, facts.aliases)),
    )
