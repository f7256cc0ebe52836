"""How the issuer talks with people: who speaks, what is asked, and where one joins and answers."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from badgesite.model import Content, Group, Site
from badgesite.model.site import Network
from badgesite.pages.addresses import VOICE_PORTRAIT, group_folder, percent_encode, portrait_file
from badgesite.pages.campaign import Campaign
from badgesite.pages.faces import SpeakerFace
from badgesite.pages.portrait import find_picture, portrait_address, portrait_view
from badgesite.pages.stamp import Shared, Stamper
from badgesite.theme.strings import Strings

_BEGIN, _END = "\u2068", "\u2069"
"""Around the keeper's words in a sentence, so that those from right to left do not turn it round, nor it them."""
_NOBODY = SpeakerFace("", "", "")


class VoiceFace(NamedTuple):
    """A person who speaks for the issuer, and what they say to whoever comes in (Markdown)."""

    name: str
    role: str
    portrait: str
    welcome: str


class Subject(NamedTuple):
    """What a page is about, as far as its invitation says so."""

    kind: Literal["profile", "award", "badge", "group", "programme", "site"]
    names: tuple[str, ...]
    """The line that letters about it bear, in parts."""
    customer: str = ""
    badge: str = ""
    friend: str = ""
    """Whose page it is."""
    ask: str = ""
    """A question of the badge's own."""


class Invitation(NamedTuple):
    """What a page invites its reader to: nothing stands for what is not offered."""

    label: str
    url: str
    is_marked: bool
    """Whether the address names the page as where a visitor came from, which a browser may know better."""
    gift: str
    """A sentence."""
    ask: str
    reply: str


@dataclass(frozen=True)
class Conversation(Shared):
    """How the issuer talks with customers of some groups, and with everybody else."""

    group: str
    """The id of the first of the groups, or nothing."""
    speakers: tuple[SpeakerFace, ...]
    """All who speak for the issuer, first the one who speaks here."""
    has_voice: bool
    networks: tuple[Network, ...]
    label: str
    url: str
    gift: str
    ask: str
    reply: str
    campaign: str

    def sign(self, by: str) -> SpeakerFace:
        """Return who signs what was given by somebody of that name, or by nobody in particular."""
        if not by:
            return self.speakers[0] if self.has_voice else _NOBODY
        return next((speaker for speaker in self.speakers if speaker.name == by), SpeakerFace(by, "", ""))

    def invite_anyone(self, name: str, strings: Strings) -> Invitation:
        """Return the invitation of pages of the site with that name which ask nothing."""
        return self.invite(Subject("site", (name,)), strings)._replace(ask="", reply="")

    def invite(self, about: Subject, strings: Strings) -> Invitation:
        """Return the invitation of a page."""
        campaign, url = Campaign(self.campaign, about.badge), self.url.format_map(self._places(about))
        return Invitation(
            label=self.label,
            url=campaign.mark(url, about.kind) if url else "",
            is_marked=bool(url) and campaign.names_source(url),
            gift=_tell_gift(self.gift, about.friend, strings),
            ask=about.ask or self.ask,
            reply=self.answer(about),
        )

    def answer(self, about: Subject) -> str:
        """Return where one answers a page, or nothing; a letter has its subject."""
        if self.reply.startswith("mailto:"):
            return f"{self.reply}?subject={percent_encode(' – '.join(about.names))}"
        return self.reply.format_map(self._places(about))

    def _places(self, about: Subject) -> dict[str, str]:
        return {"customer": about.customer, "badge": about.badge, "group": self.group}


def _tell_gift(gift: str, friend: str, strings: Strings) -> str:
    if not gift:
        return ""
    name, gift = f"{_BEGIN}{friend}{_END}", f"{_BEGIN}{gift}{_END}"
    return strings("share.gift", name=name, gift=gift) if friend else strings("share.gift_any", gift=gift)


class Conversations:
    """The conversations of a site by the groups that they are with; each is made once."""

    def __init__(self, content: Content, stamper: Stamper) -> None:
        self._site = content.site
        self._groups = content.groups
        self._speakers = _list_speakers(content, stamper)
        self._made: dict[tuple[str, ...], Conversation] = {}

    def find(self, groups: tuple[str, ...] = ()) -> Conversation:
        """Return the conversation with customers of some groups: of each thing the first group's own decides."""
        if groups not in self._made:
            self._made[groups] = self._make(tuple(self._groups[id_] for id_ in groups))
        return self._made[groups]

    def speaker(self, group: str) -> SpeakerFace | None:
        """Return who speaks to a group, if it has a voice of its own."""
        return self._speakers.get(group)

    def _make(self, groups: tuple[Group, ...]) -> Conversation:
        levels: tuple[Group | Site, ...] = (*groups, self._site)
        join = next((each.join for each in levels if each.join), None)
        heard = [id_ for id_ in (*(group.id for group in groups), "") if id_ in self._speakers]
        ranked = dict.fromkeys((*heard, *self._speakers))
        return Conversation(
            group=groups[0].id if groups else "",
            speakers=tuple(self._speakers[id_] for id_ in ranked),
            has_voice=bool(heard),
            networks=tuple(dict.fromkeys(network for each in levels for network in each.share or ())),
            label=join.label if join else "",
            url=join.url if join else "",
            gift=join.gift or "" if join else "",
            ask=next((each.ask for each in levels if each.ask), ""),
            reply=next((each.reply for each in levels if each.reply), ""),
            campaign=self._site.campaign or "",
        )


def _list_speakers(content: Content, stamper: Stamper) -> dict[str, SpeakerFace]:
    """Return the voice of the site, by nothing, and those of groups, by their ids."""
    voices = {"": content.site.voice, **{group.id: group.voice for group in content.groups.values()}}
    found = {}
    for id_, voice in voices.items():
        if voice:
            view = portrait_view(find_picture(content, voice.portrait))
            file = portrait_file(group_folder(id_)) if id_ else VOICE_PORTRAIT
            found[id_] = SpeakerFace(voice.name, voice.role or "", portrait_address(file, view, stamper))
    return found
