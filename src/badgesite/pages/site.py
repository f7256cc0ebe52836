"""Everything that the site consists of, as bundles."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from badgesite.art.look import MedallionLook, Picture
from badgesite.awards.award import Results
from badgesite.model import Content, Group
from badgesite.pages.addresses import VOICE_PORTRAIT, badge_folder, customer_folder, group_folder, members_folder
from badgesite.pages.award import award_outputs
from badgesite.pages.badge import MOST_HOLDERS, badge_outputs, badge_page_facts, make_badges
from badgesite.pages.catalogue import (
    CatalogueFacts,
    Section,
    catalogue_outputs,
    list_choices,
    list_tiers,
    make_sections,
    noblest,
)
from badgesite.pages.conversation import Conversations
from badgesite.pages.customer import CustomerFacts, customer_facts, without_customers
from badgesite.pages.faces import BadgeFacts, FirstStep, SeriesFaces, first_step
from badgesite.pages.feed import MOST_IN_FEED
from badgesite.pages.frame import Frame, make_frame
from badgesite.pages.host import ANYONE, HostFacts, Move, host_outputs
from badgesite.pages.listing import ListingFacts, listing_outputs
from badgesite.pages.mastodon import mastodon_outputs, needs_mastodon
from badgesite.pages.members import (
    PAGE_LENGTH,
    GroupFacts,
    Members,
    MembersFacts,
    group_facts,
    group_outputs,
    list_groups,
    members_outputs,
)
from badgesite.pages.memory import Memory
from badgesite.pages.output import Bundle, Output, TextFile
from badgesite.pages.portrait import find_picture
from badgesite.pages.profile import profile_outputs
from badgesite.pages.programme import find_news, front_card, programme_facts, programme_outputs, voice_words
from badgesite.pages.redirect import redirect_all
from badgesite.pages.search import Found, SearchFacts, search_outputs
from badgesite.pages.setting import Setting
from badgesite.pages.stamp import digest
from badgesite.pages.style import (
    StyleFacts,
    icon_address,
    icon_look,
    logo_address,
    look_address,
    style_outputs,
    touch_icon_address,
)
from badgesite.pages.text import (
    BesideFacts,
    file_outputs,
    files_facts,
    missing_outputs,
    text_facts,
    text_outputs,
)
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.look import Look, write_look


class SiteInput(NamedTuple):
    """What the pages are made from."""

    content: Content
    results: Results
    look: Look
    assets: tuple[ThemeAsset, ...]
    home: str
    """The site's address without a slash at its end."""
    today: datetime.date
    memory: Memory


class Scene(NamedTuple):
    """What is shown on many pages, made once."""

    content: Content
    results: Results
    setting: Setting
    frame: Frame
    badges: Mapping[str, BadgeFacts]
    """Those that may be spoken of."""
    members: Members
    """Public customers, by name."""
    shown: tuple[BadgeFacts, ...]
    """The badges on the cards of pages about no badge or customer."""
    conversations: Conversations
    first_steps: tuple[FirstStep, ...]
    """The badges that newcomers should go for, of those that can be earned."""
    logo: Picture | None
    source: str
    """The hash of all that pages read beside the customers."""
    digests: Mapping[str, str]
    """By public customer, the hash of what pages that show many show of them."""


def make_bundles(given: SiteInput, setting: Setting) -> Iterator[Bundle]:
    """Yield every bundle of the site; private customers are in none, unlisted ones only in their own."""
    icon = icon_look(given.content, given.look)
    scene = _set_scene(given, setting, icon)
    everyone = _shared_source(scene, scene.members)
    yield from _site_bundles(scene, everyone)
    yield from _directory_bundles(scene)
    yield from _badge_bundles(scene)
    yield from _customer_bundles(scene)
    yield Bundle("listing", partial(_listing, scene), listing_outputs, everyone)
    yield Bundle("search", lambda: SearchFacts(tuple(_list_found(scene))), search_outputs, everyone)
    host = HostFacts(given.home, tuple(_list_moved_pages(scene)), tuple(_list_moved_folders(scene)))
    yield Bundle("host", lambda: host, host_outputs)
    style = StyleFacts(given.assets, TextFile(write_look(given.look)), icon, scene.logo)
    yield Bundle("style", lambda: style, style_outputs)


def make_few_bundles(given: SiteInput, setting: Setting) -> tuple[Bundle, ...] | None:
    """Return the bundles of the customers in a content that lacks those who are as they were.

    The memory holds what other pages showed of these. None if they would show something else now.
    """
    shared, shown = given.memory.shared, {id_: made for id_, (_, made) in given.memory.rows.items()}
    scene = _set_scene(given, setting, icon_look(given.content, given.look))
    is_same = scene.source == shared and scene.digests == {id_: shown.get(id_) for id_ in scene.digests}
    return tuple(_customer_bundles(scene)) if is_same else None


def _set_scene(given: SiteInput, setting: Setting, icon: MedallionLook) -> Scene:
    content, results = given.content, given.results
    logo = find_picture(content, content.site.logo)
    conversations = Conversations(content, setting.stamper)
    frame = make_frame(
        content,
        setting.strings,
        given.look,
        given.assets,
        home=given.home,
        look_address=look_address(given.look),
        icon=icon_address(icon, setting),
        touch_icon=touch_icon_address(icon, setting),
        logo=logo_address(logo),
        invitation=conversations.find().invite_anyone(content.site.name, setting.strings),
    )
    badges = make_badges(content, results, setting, given.look.accent, given.today)
    members = Members(content, results, badges, setting.stamper, given.memory)
    given.memory.forget_others(members)
    records = [item for item in sorted(content.digests.items()) if item[0][0] != "customers"]
    population = (results.population.as_text(), sorted(results.closed))
    steps = (badges[id_] for id_ in content.site.first_steps if id_ in badges and id_ not in results.closed)
    first_steps = tuple(map(first_step, dict.fromkeys(steps)))
    source = digest((frame, tuple(badges.values()), conversations.find(), logo, records, population))
    digests = members.digests(source)
    shown = noblest(badges, results.closed, 6)
    return Scene(
        content, results, setting, frame, badges, members, shown, conversations, first_steps, logo, source, digests
    )


def _shared_source(scene: Scene, customers: Iterable[str], more: str = "") -> str:
    """Return the hash of all that a shared page about these public customers is gathered from."""
    return digest((scene.source, [scene.digests[id_] for id_ in customers], more))


def _own_source(scene: Scene, customer: str) -> str:
    """Return what tells all that a customer's own outputs are gathered from; empty if that is not known."""
    source = scene.members.source(customer)
    return source and f"{scene.source} {source}"


def _site_bundles(scene: Scene, everyone: str) -> Iterator[Bundle]:
    """Yield what there is one of; `everyone` is the source of what shows all public customers."""
    content, frame, badges, shown, logo = scene.content, scene.frame, scene.badges, scene.shown, scene.logo
    sections = make_sections(content, badges, scene.setting.strings("catalogue.others"))
    conversation, strings = scene.conversations.find(), scene.setting.strings
    programme = partial(
        programme_facts, content, scene.results, badges, scene.members, sections, frame, conversation, logo, strings
    )
    yield Bundle("programme", programme, programme_outputs, _programme_source(scene, everyone))
    yield Bundle("catalogue", partial(_catalogue_facts, scene, sections), catalogue_outputs, everyone)
    for page in content.pages.values():
        yield Bundle(f"page/{page.id}", partial(text_facts, page, frame, shown, logo), text_outputs)
    card = partial(front_card, frame, voice_words(content), shown, logo, scene.setting.strings)
    yield Bundle("missing", lambda: BesideFacts(frame, card()), missing_outputs)
    if needs_mastodon(content):
        yield Bundle("mastodon", lambda: BesideFacts(frame, card()), mastodon_outputs)
    yield Bundle("files", partial(files_facts, content, _list_media(scene)), file_outputs)


def _catalogue_facts(scene: Scene, sections: tuple[Section, ...]) -> CatalogueFacts:
    groups = list_choices(scene.content, scene.results.holders, scene.badges)
    return CatalogueFacts(scene.frame, sections, list_tiers(scene.badges), groups, scene.shown, scene.logo)


def _programme_source(scene: Scene, everyone: str) -> str:
    return digest((everyone, _find_voice_portrait(scene)))


def _find_voice_portrait(scene: Scene) -> Picture | None:
    voice = scene.content.site.voice
    return find_picture(scene.content, voice.portrait) if voice else None


def _list_media(scene: Scene) -> tuple[str, ...]:
    """Return the paths below `media/` that other bundles fill."""
    return (*filter(None, (scene.frame.logo,)), *((VOICE_PORTRAIT,) if _find_voice_portrait(scene) else ()))


def _directory_bundles(scene: Scene) -> Iterator[Bundle]:
    everyone = tuple(scene.members)
    pages = [everyone[start : start + PAGE_LENGTH] for start in range(0, len(everyone), PAGE_LENGTH)] or [()]
    for number, batch in enumerate(pages, 1):
        facts = partial(_members_facts, scene, number, len(pages), batch)
        yield Bundle(
            f"members/{number}", facts, members_outputs, _shared_source(scene, batch, f"{number}/{len(pages)}")
        )
    outlines = scene.content.outlines
    groups: dict[str, list[str]] = {}
    for id_ in everyone:
        for group_id in outlines[id_].belongs_to:
            groups.setdefault(group_id, []).append(id_)
    for group in scene.content.groups.values():
        inside = groups.get(group.id, ())
        people = partial(_group_facts, scene, group, inside)
        yield Bundle(f"group/{group.id}", people, group_outputs, _shared_source(scene, inside))


def _members_facts(scene: Scene, number: int, of: int, batch: Iterable[str]) -> MembersFacts:
    members = tuple(map(scene.members.face, batch))
    return MembersFacts(scene.frame, number, of, members, list_groups(scene.content), scene.shown, scene.logo)


def _group_facts(scene: Scene, group: Group, inside: Iterable[str]) -> GroupFacts:
    members = tuple(map(scene.members.face, inside))
    return group_facts(
        group, members, scene.content, scene.badges, scene.conversations, scene.frame, scene.shown, scene.logo
    )


def _badge_bundles(scene: Scene) -> Iterator[Bundle]:
    content, strings = scene.content, scene.setting.strings
    for id_ in scene.badges:
        badge, results, holders = content.badges[id_], scene.results, scene.results.holders[id_]
        facts = partial(
            badge_page_facts,
            badge,
            content,
            results,
            scene.badges,
            scene.members,
            scene.frame,
            scene.conversations.find(),
            scene.logo,
            strings,
        )
        source = _shared_source(scene, holders[:MOST_HOLDERS], " ".join(holders))
        yield Bundle(f"badge/{id_}", facts, badge_outputs, source)


def _customer_bundles(scene: Scene) -> Iterator[Bundle]:
    shared = without_customers(scene.content)
    series = SeriesFaces(shared, scene.badges, scene.setting.strings)
    for customer in scene.content.outlines.values():
        if customer.visibility != "private":
            facts = partial(_customer_facts, scene, shared, series, customer.id)
            yield Bundle(f"customer/{customer.id}", facts, customer_outputs, _own_source(scene, customer.id))


def _customer_facts(scene: Scene, shared: Content, series: SeriesFaces, id_: str) -> CustomerFacts:
    customer, standing = scene.content.customers[id_], scene.results.standings[id_]
    portrait = find_picture(scene.content, customer.portrait)
    return customer_facts(
        customer,
        standing,
        portrait,
        shared,
        scene.badges,
        series,
        scene.first_steps,
        scene.frame,
        scene.conversations.find(customer.belongs_to),
        scene.logo,
    )


def customer_outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
    """Return profile, awards, cards, data and portrait, and what old addresses of the customer and badges lead to."""
    outputs = (*profile_outputs(facts, setting), *award_outputs(facts, setting))
    earlier = tuple(f"c/{alias}/" for alias in facts.aliases)
    renamed = tuple(
        redirect
        for award, badge in facts.awards
        for alias in badge.aliases
        for redirect in redirect_all(outputs, award.path, (f"{top}{alias}/" for top in (facts.folder, *earlier)))
    )
    return (*outputs, *redirect_all(outputs, facts.folder, earlier), *renamed)


def _list_moved_pages(scene: Scene) -> Iterator[Move]:
    """Yield the moves of single pages; unlisted customers' are told to nobody."""
    content = scene.content
    for page in content.pages.values():
        yield from (Move(f"{alias}/", f"{page.id}/") for alias in page.aliases)
    for id_, badge in scene.badges.items():
        yield from (Move(badge_folder(alias), badge_folder(id_)) for alias in badge.aliases)
    for group in content.groups.values():
        yield from (Move(group_folder(alias), group_folder(group.id)) for alias in group.aliases)
    for customer in (content.outlines[id_] for id_ in scene.members):
        if customer.aliases:
            awards = scene.results.standings[customer.id].awards
            below = ("", *(f"{award.badge}/" for award in awards if award.badge in scene.badges))
            folders = (f"c/{alias}/" for alias in customer.aliases)
            yield from (Move(old + each, customer_folder(customer) + each) for old in folders for each in below)


def _list_moved_folders(scene: Scene) -> Iterator[Move]:
    """Yield the moves of folders with all that is in them; a badge's are those of its awards, whoever's they are."""
    content = scene.content
    for id_, badge in scene.badges.items():
        yield from (Move(f"c/{ANYONE}/{alias}/", f"c/{ANYONE}/{id_}/") for alias in badge.aliases)
        yield from (Move(badge_folder(alias), badge_folder(id_)) for alias in badge.aliases)
    for group in content.groups.values():
        yield from (Move(group_folder(alias), group_folder(group.id)) for alias in group.aliases)
    for id_ in scene.members:
        customer = content.outlines[id_]
        yield from (Move(f"c/{alias}/", customer_folder(customer)) for alias in customer.aliases)


def _listing(scene: Scene) -> ListingFacts:
    news = find_news(scene.content, scene.results, scene.badges, scene.members, MOST_IN_FEED)
    return ListingFacts(scene.frame, tuple(_list_paths(scene)), news)


def _list_paths(scene: Scene) -> Iterator[str]:
    """Yield the folders of all pages that search engines may list."""
    pages = -(-len(scene.members) // PAGE_LENGTH) or 1
    yield from ("", "badges/", *(members_folder(number) for number in range(1, pages + 1)))
    yield from (f"{page}/" for page in scene.content.pages)
    yield from map(group_folder, scene.content.groups)
    yield from map(badge_folder, scene.badges)
    for id_ in scene.members:
        folder = customer_folder(scene.content.outlines[id_])
        yield folder
        for award in scene.results.standings[id_].awards:
            if award.badge in scene.badges and award.revoked is None:
                yield f"{folder}{award.badge}/"


def _list_found(scene: Scene) -> Iterator[Found]:
    """Yield what search finds."""
    yield from (Found(page.title, f"{page.id}/", "page") for page in scene.content.pages.values())
    yield from (Found(group.name, group_folder(group.id), "group") for group in scene.content.groups.values())
    yield from (Found(badge.face.name, badge_folder(id_), "badge") for id_, badge in scene.badges.items())
    outlines = scene.content.outlines
    yield from (Found(outlines[id_].name, customer_folder(outlines[id_]), "customer") for id_ in scene.members)
