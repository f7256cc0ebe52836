"""The catalogue: every badge that one may know of, by series."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from badgesite.art.look import Picture
from badgesite.model import Content
from badgesite.pages.cards import site_card
from badgesite.pages.faces import BadgeFace, BadgeFacts
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, html_page
from badgesite.pages.setting import Setting
from badgesite.theme.markup import strip_markdown


class Entry(NamedTuple):
    """A badge of the catalogue."""

    badge: BadgeFace
    criteria: str
    perk: str
    rarity: int
    retired: str


class Section(NamedTuple):
    """A series, or what stands beside the series, with its badges in rising order."""

    id: str
    name: str
    description: str
    entries: tuple[Entry, ...]


class GroupChoice(NamedTuple):
    """A group, with the ids of the badges that its public members hold."""

    id: str
    name: str
    badges: tuple[str, ...]


class CatalogueFacts(NamedTuple):
    """Everything that the catalogue reads."""

    frame: Frame
    sections: tuple[Section, ...]
    tiers: tuple[str, ...]
    groups: tuple[GroupChoice, ...]
    shown: tuple[BadgeFacts, ...]
    """The badges on its card."""
    logo: Picture | None


class CatalogueView(NamedTuple):
    """What the catalogue shows, and by what it can be filtered."""

    sections: tuple[Section, ...]
    tiers: tuple[str, ...]
    """Labels, from the lowest to the noblest."""
    groups: tuple[GroupChoice, ...]


def entry(badge: BadgeFacts) -> Entry:
    """Return a badge as the catalogue shows it."""
    return Entry(badge.face, badge.criteria, badge.brings, badge.rarity, badge.retired)


def make_sections(content: Content, badges: Mapping[str, BadgeFacts], other: str) -> tuple[Section, ...]:
    """Return a section for each series, and one called `other` for the badges that no series awards."""
    sections = []
    placed: set[str] = set()
    for series in content.series.values():
        ids = [step.badge for step in series.steps if step.badge in badges]
        placed |= set(ids)
        if ids:
            entries = tuple(entry(badges[badge]) for badge in ids)
            sections.append(Section(series.id, series.name, series.description or "", entries))
    rest = sorted((badge for id_, badge in badges.items() if id_ not in placed), key=lambda badge: badge.rank)
    if rest:
        sections.append(Section("others", other, "", tuple(entry(badge) for badge in rest)))
    return tuple(sections)


def list_tiers(badges: Mapping[str, BadgeFacts]) -> tuple[str, ...]:
    """Return the labels of the tiers that badges have, from the lowest to the noblest."""
    ranked = sorted({(badge.rank, badge.face.tier_label) for badge in badges.values()})
    return tuple(dict.fromkeys(label for _, label in ranked if label))


def list_choices(
    content: Content, holders: Mapping[str, Sequence[str]], badges: Collection[str]
) -> tuple[GroupChoice, ...]:
    """Return the groups whose members hold any of the badges; `holders` are public customers by badge."""
    held: dict[str, list[str]] = {id_: [] for id_ in content.groups}
    for badge in badges:
        for group in _groups_of(holders[badge], content):
            held[group].append(badge)
    return tuple(GroupChoice(id_, content.groups[id_].name, tuple(ids)) for id_, ids in held.items() if ids)


def _groups_of(customers: Sequence[str], content: Content) -> set[str]:
    found: set[str] = set()
    for customer in customers:
        if len(found) == len(content.groups):  # a badge that many hold need not be looked through to the end
            break
        found.update(content.outlines[customer].belongs_to)
    return found


def noblest(badges: Mapping[str, BadgeFacts], closed: Collection[str], most: int) -> tuple[BadgeFacts, ...]:
    """Return the badges of the highest tiers, without those that nobody can earn any more."""
    still_open = [badge for id_, badge in badges.items() if id_ not in closed]
    return tuple(sorted(still_open, key=lambda badge: -badge.rank)[:most])


def catalogue_outputs(facts: CatalogueFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the catalogue and its card."""
    strings, frame = setting.strings, facts.frame
    count = sum(len(section.entries) for section in facts.sections)
    names = ", ".join(strip_markdown(section.name) for section in facts.sections[:4])
    card = site_card(
        frame, strings("catalogue.heading"), strings("catalogue.lead", site=frame.name), facts.shown, facts.logo
    )
    head = Head(
        title=strings("catalogue.title", site=frame.name),
        description=strings("catalogue.description", n=count, count=strings.number(count), series=names),
        path="badges/",
        image=f"badges/card.png?v={setting.stamper.version('card', card)}",
        image_alt=strings("site.card_alt", title=strings("catalogue.heading"), site=frame.name),
    )
    return (
        html_page("badges/", "catalogue", frame, head, CatalogueView(facts.sections, facts.tiers, facts.groups)),
        Output("badges/card.png", "card", card),
    )
