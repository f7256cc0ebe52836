"""The programme: the site's first page; who speaks, how it works, what was earned lately."""

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from badgesite.art.look import CardLook, Picture
from badgesite.awards.award import Results
from badgesite.model import Content
from badgesite.pages.addresses import VOICE_PORTRAIT
from badgesite.pages.cards import site_card
from badgesite.pages.catalogue import Entry, Section, entry, noblest
from badgesite.pages.customer import find_picture
from badgesite.pages.data import JsonView
from badgesite.pages.faces import BadgeFace, BadgeFacts, PersonFace
from badgesite.pages.frame import Frame, MenuEntry
from badgesite.pages.head import Head
from badgesite.pages.members import list_groups
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import PortraitView, portrait_address, portrait_view
from badgesite.pages.setting import Setting
from badgesite.theme.strings import Strings

_MOST_NEWS = 8
_MOST_EXTRACT = 8


VoiceWords = tuple[str, str, str]
"""Name, role and welcome of the voice."""


class VoiceFace(NamedTuple):
    """The named human who speaks for the issuer."""

    name: str
    role: str
    portrait: str
    welcome: str


class NewsFace(NamedTuple):
    """An award that a public customer earned lately."""

    person: PersonFace
    badge: BadgeFace
    path: str
    date: str


class ProgrammeFacts(NamedTuple):
    """Everything that the programme's outputs read."""

    frame: Frame
    description: str
    voice: VoiceWords | None
    portrait: Picture | None
    news: tuple[NewsFace, ...]
    first_steps: tuple[Entry, ...]
    """The first badge of each series that is not retired."""
    extract: tuple[Entry, ...]
    sections: tuple[Section, ...]
    groups: tuple[MenuEntry, ...]
    people: int
    badges: tuple[str, ...]
    shown: tuple[BadgeFacts, ...]
    logo: Picture | None


class ProgrammeView(NamedTuple):
    """What the programme's page shows."""

    voice: VoiceFace | None
    news: tuple[NewsFace, ...]
    first_steps: tuple[Entry, ...]
    extract: tuple[Entry, ...]
    groups: tuple[MenuEntry, ...]
    hero: tuple[BadgeFace, ...]
    join_url: str


def find_news(
    content: Content, results: Results, badges: Mapping[str, BadgeFacts], people: Mapping[str, PersonFace], most: int
) -> tuple[NewsFace, ...]:
    """Return the newest dated awards of public customers that hold, newest first, then by customer and badge."""
    found = sorted(
        (
            (-award.date.toordinal(), customer, award.badge)
            for customer in people
            for award in results.standings[customer].awards
            if award.date and award.holds and award.badge in badges
        ),
    )
    return tuple(
        NewsFace(
            people[customer],
            badges[badge].face,
            f"{people[customer].path}{badge}/",
            datetime.date.fromordinal(-minus_day).isoformat(),
        )
        for minus_day, customer, badge in found[:most]
    )


def voice_words(content: Content) -> VoiceWords | None:
    """Return what is told of the voice, if there is one."""
    voice = content.site.voice
    return (voice.name, voice.role or "", voice.welcome or "") if voice else None


def programme_facts(
    content: Content,
    results: Results,
    badges: Mapping[str, BadgeFacts],
    people: Mapping[str, PersonFace],
    sections: tuple[Section, ...],
    frame: Frame,
    logo: Picture | None,
) -> ProgrammeFacts:
    """Return everything that the programme's outputs read."""
    site, voice = content.site, content.site.voice
    return ProgrammeFacts(
        frame=frame,
        description=site.description or site.tagline or site.name,
        voice=voice_words(content),
        portrait=find_picture(content, voice.portrait) if voice else None,
        news=find_news(content, results, badges, people, _MOST_NEWS),
        first_steps=tuple(_first_steps(sections, content)),
        extract=tuple(entry(badge) for badge in noblest(badges, results.closed, _MOST_EXTRACT)),
        sections=sections,
        groups=list_groups(content),
        people=len(people),
        badges=tuple(badges),
        shown=noblest(badges, results.closed, 6),
        logo=logo,
    )


def _first_steps(sections: Iterable[Section], content: Content) -> Iterable[Entry]:
    for section in sections:
        if section.id in content.series:
            yield from itertools.islice((entry for entry in section.entries if not entry.retired), 1)


def front_card(
    frame: Frame, voice: VoiceWords | None, shown: tuple[BadgeFacts, ...], logo: Picture | None, strings: Strings
) -> CardLook:
    """Return the card of the first page: the issuer, and who speaks."""
    name, role, _ = voice or ("", "", "")
    speaker = strings("programme.voice_by", name=name, role=role) if role else name
    return site_card(frame, frame.name, frame.tagline, shown, logo, note=speaker)


def programme_outputs(facts: ProgrammeFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the first page with its card, data and the voice's portrait."""
    strings, frame = setting.strings, facts.frame
    card = front_card(frame, facts.voice, facts.shown, facts.logo, strings)
    portrait = portrait_view(facts.portrait)
    head = Head(
        title=f"{frame.name} – {frame.tagline}" if frame.tagline else frame.name,
        description=facts.description,
        path="",
        image=f"card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("site.card_alt", title=frame.tagline or frame.name, site=frame.name),
    )
    outputs = (
        html_page("", "programme", frame, head, _view(facts, setting, portrait)),
        Output("card.png", "card", card),
        Output("index.json", "json", JsonView(_data(facts))),
    )
    return (*outputs, Output(VOICE_PORTRAIT, "portrait", portrait)) if portrait else outputs


def _view(facts: ProgrammeFacts, setting: Setting, portrait: PortraitView | None) -> ProgrammeView:
    picture = portrait_address(VOICE_PORTRAIT, portrait, setting.stamper)
    name, role, welcome = facts.voice or ("", "", "")
    return ProgrammeView(
        voice=VoiceFace(name, role, picture, welcome) if facts.voice else None,
        news=facts.news,
        first_steps=facts.first_steps,
        extract=facts.extract,
        groups=facts.groups,
        hero=tuple(badge.face for badge in facts.shown),
        join_url=facts.frame.join(),
    )


def _data(facts: ProgrammeFacts) -> dict[str, object]:
    frame = facts.frame
    return {
        "name": frame.name,
        "url": f"{frame.home}/",
        "tagline": frame.tagline or None,
        "language": frame.language,
        "voice": {"name": facts.voice[0], "role": facts.voice[1] or None} if facts.voice else None,
        "customers": facts.people,
        "badges": list(facts.badges),
        "series": [
            {"id": section.id, "name": section.name, "badges": [entry.badge.id for entry in section.entries]}
            for section in facts.sections
        ],
        "newest": [
            {"customer": news.person.path.split("/")[1], "badge": news.badge.id, "date": news.date}
            for news in facts.news
        ],
    }
