"""The programme: the site's first page; who speaks, how it works, what was earned lately."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from badgesite.art.look import CardLook, Picture
from badgesite.awards.award import Results
from badgesite.model import Content
from badgesite.pages.addresses import VOICE_PORTRAIT
from badgesite.pages.cards import site_card
from badgesite.pages.catalogue import Entry, Section, entry, noblest
from badgesite.pages.conversation import Conversation, Invitation, Subject, VoiceFace
from badgesite.pages.data import JsonView
from badgesite.pages.faces import BadgeFace, BadgeFacts, PersonFace, SaidFace, name_unit
from badgesite.pages.frame import Frame, MenuEntry
from badgesite.pages.head import Head
from badgesite.pages.members import list_groups
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import PortraitView, find_picture, portrait_address, portrait_view
from badgesite.pages.setting import Setting
from badgesite.theme.strings import Strings

_MOST_NEWS = 8
_MOST_EXTRACT = 8


VoiceWords = tuple[str, str, str]
"""Name, role and welcome of the voice."""


class PathStep(NamedTuple):
    """A step of a path: the badge, what it takes in a few words, and what it brings."""

    badge: BadgeFace
    target: str
    perk: str


class PathFace(NamedTuple):
    """A series from its first badge to its last."""

    name: str
    steps: tuple[PathStep, ...]


class QuoteFace(NamedTuple):
    """What a public customer said elsewhere."""

    person: PersonFace
    said: SaidFace


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
    conversation: Conversation
    news: tuple[NewsFace, ...]
    quotes: tuple[QuoteFace, ...]
    first_steps: tuple[Entry, ...]
    """Those that the site names, else the first badge of each series that is not retired."""
    paths: tuple[PathFace, ...]
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
    quotes: tuple[QuoteFace, ...]
    first_steps: tuple[Entry, ...]
    paths: tuple[PathFace, ...]
    extract: tuple[Entry, ...]
    groups: tuple[MenuEntry, ...]
    hero: tuple[BadgeFace, ...]
    invitation: Invitation


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
    conversation: Conversation,
    logo: Picture | None,
    strings: Strings,
) -> ProgrammeFacts:
    """Return everything that the programme's outputs read."""
    site, voice = content.site, content.site.voice
    return ProgrammeFacts(
        frame=frame,
        description=site.description or site.tagline or site.name,
        voice=voice_words(content),
        portrait=find_picture(content, voice.portrait) if voice else None,
        conversation=conversation,
        news=find_news(content, results, badges, people, _MOST_NEWS),
        quotes=_find_quotes(content, people),
        first_steps=tuple(_first_steps(sections, content, badges)),
        paths=tuple(_list_paths(content, badges, strings)),
        extract=tuple(entry(badge) for badge in noblest(badges, results.closed, _MOST_EXTRACT)),
        sections=sections,
        groups=list_groups(content),
        people=len(people),
        badges=tuple(badges),
        shown=noblest(badges, results.closed, 6),
        logo=logo,
    )


def _find_quotes(content: Content, people: Mapping[str, PersonFace]) -> tuple[QuoteFace, ...]:
    """Return what public customers said and the keeper chose, the newest first."""
    quotes = [QuoteFace(people[id_], SaidFace(*said)) for id_ in people for said in content.outlines[id_].featured]
    return tuple(sorted(quotes, key=lambda quote: quote.said.date, reverse=True))


def _list_paths(content: Content, badges: Mapping[str, BadgeFacts], strings: Strings) -> Iterator[PathFace]:
    for series in content.series.values():
        metric = content.site.metrics.get(series.metric)
        steps = tuple(
            PathStep(
                badges[step.badge].face,
                strings(
                    "programme.target",
                    amount=strings.number(step.target),
                    unit=name_unit(metric, step.target, series.metric, strings),
                ),
                badges[step.badge].brings,
            )
            for step in series.steps
            if step.badge in badges and not badges[step.badge].retired
        )
        if steps:
            yield PathFace(series.name, steps)


def _first_steps(sections: Iterable[Section], content: Content, badges: Mapping[str, BadgeFacts]) -> Iterable[Entry]:
    if content.site.first_steps:
        chosen = (badges[id_] for id_ in dict.fromkeys(content.site.first_steps) if id_ in badges)
        yield from (entry(badge) for badge in chosen if not badge.retired)
        return
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
        quotes=facts.quotes,
        first_steps=facts.first_steps,
        paths=facts.paths,
        extract=facts.extract,
        groups=facts.groups,
        hero=tuple(badge.face for badge in facts.shown),
        invitation=facts.conversation.invite(Subject("programme", (facts.frame.name,)), setting.strings),
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
