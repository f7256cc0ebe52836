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
from badgesite.pages.catalogue import CatalogueFacts, catalogue_outputs, make_sections, noblest
from badgesite.pages.customer import CustomerFacts, customer_facts, find_picture, without_customers
from badgesite.pages.embed import embed_redirects
from badgesite.pages.faces import BadgeFacts, SeriesFaces
from badgesite.pages.frame import Frame, make_frame
from badgesite.pages.host import HostFacts, host_outputs
from badgesite.pages.listing import Listed, ListingFacts, listing_outputs
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
from badgesite.pages.profile import profile_outputs
from badgesite.pages.programme import find_news, programme_facts, programme_outputs
from badgesite.pages.redirect import redirect
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
from badgesite.pages.text import file_outputs, files_facts, missing_outputs, text_facts, text_outputs
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.look import Look, write_look

_FEED_LENGTH = 50


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
    host = HostFacts(given.home, tuple(_list_moved(scene)))
    yield Bundle("host", lambda: host, host_outputs)
    style = StyleFacts(given.assets, TextFile(write_look(given.look)), icon, scene.logo)
    yield Bundle("style", lambda: style, style_outputs)


def _set_scene(given: SiteInput, setting: Setting, icon: MedallionLook) -> Scene:
    content, results = given.content, given.results
    logo = find_picture(content, content.site.logo)
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
    )
    badges = make_badges(content, results, setting, given.look.accent, given.today)
    members = Members(content, results, badges, setting.stamper, given.memory)
    given.memory.forget_others(members)
    records = [item for item in sorted(content.digests.items()) if item[0][0] != "customers"]
    source = digest((frame, tuple(badges.values()), logo, records, results.population.as_text()))
    digests = members.digests(source)
    return Scene(content, results, setting, frame, badges, members, noblest(badges, 6), logo, source, digests)


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
    programme = partial(programme_facts, content, scene.results, badges, scene.members, sections, frame, logo)
    yield Bundle("programme", programme, programme_outputs, _programme_source(scene, everyone))
    yield Bundle("catalogue", lambda: CatalogueFacts(frame, sections, shown, logo), catalogue_outputs)
    for page in content.pages.values():
        yield Bundle(f"page/{page.id}", partial(text_facts, page, frame, shown, logo), text_outputs)
    yield Bundle("missing", lambda: frame, missing_outputs)
    if needs_mastodon(content):
        yield Bundle("mastodon", lambda: frame, mastodon_outputs)
    yield Bundle("files", partial(files_facts, content, _list_media(scene)), file_outputs)


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
    groups: dict[str | None, list[str]] = {}
    for id_ in everyone:
        groups.setdefault(outlines[id_].group, []).append(id_)
    for group in scene.content.groups.values():
        inside = groups.get(group.id, ())
        people = partial(_group_facts, scene, group, inside)
        yield Bundle(f"group/{group.id}", people, group_outputs, _shared_source(scene, inside))


def _members_facts(scene: Scene, number: int, of: int, batch: Iterable[str]) -> MembersFacts:
    members = tuple(map(scene.members.face, batch))
    return MembersFacts(scene.frame, number, of, members, list_groups(scene.content), scene.shown, scene.logo)


def _group_facts(scene: Scene, group: Group, inside: Iterable[str]) -> GroupFacts:
    return group_facts(group, tuple(map(scene.members.face, inside)), scene.frame, scene.shown, scene.logo)


def _badge_bundles(scene: Scene) -> Iterator[Bundle]:
    content, strings = scene.content, scene.setting.strings
    for id_ in scene.badges:
        badge, results, holders = content.badges[id_], scene.results, scene.results.holders[id_]
        facts = partial(
            badge_page_facts, badge, content, results, scene.badges, scene.members, scene.frame, scene.logo, strings
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
    badges, strings = scene.badges, scene.setting.strings
    return customer_facts(customer, standing, portrait, shared, badges, series, scene.frame, scene.logo, strings)


def customer_outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
    """Return profile, awards, cards, data and portrait, and what old addresses lead to."""
    old = tuple(
        output
        for alias in facts.aliases
        for below in ("", *(f"{award.badge.id}/" for award, _ in facts.awards))
        for output in _lead_on(facts, f"c/{alias}/{below}", f"{facts.folder}{below}")
    )
    return (*profile_outputs(facts, setting), *award_outputs(facts, setting), *old)


def _lead_on(facts: CustomerFacts, old: str, new: str) -> tuple[Output, ...]:
    return redirect(facts.frame, old, new), *embed_redirects(facts.kit, facts.frame, old, new)


def _list_moved(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield the earlier and the present folder of what has moved; unlisted customers' are told to nobody."""
    content = scene.content
    for id_ in scene.badges:
        yield from ((badge_folder(alias), badge_folder(id_)) for alias in content.badges[id_].aliases)
    for group in content.groups.values():
        yield from ((group_folder(alias), group_folder(group.id)) for alias in group.aliases)
    for id_ in scene.members:
        customer = content.outlines[id_]
        yield from ((f"c/{alias}/", customer_folder(customer)) for alias in customer.aliases)


def _listing(scene: Scene) -> ListingFacts:
    news = find_news(scene.content, scene.results, scene.badges, scene.members, _FEED_LENGTH)
    return ListingFacts(scene.frame, tuple(_list_pages(scene)), news)


def _list_pages(scene: Scene) -> Iterator[Listed]:
    pages = -(-len(scene.members) // PAGE_LENGTH) or 1
    for path in ("", "badges/", *(members_folder(number) for number in range(1, pages + 1))):
        yield Listed(path, "", "")
    for page in scene.content.pages.values():
        yield Listed(f"{page.id}/", page.title, "page")
    for group in scene.content.groups.values():
        yield Listed(group_folder(group.id), group.name, "group")
    for id_, badge in scene.badges.items():
        yield Listed(badge_folder(id_), badge.face.name, "badge")
    outlines = scene.content.outlines
    for id_ in scene.members:
        customer = outlines[id_]
        folder = customer_folder(customer)
        yield Listed(folder, customer.name, "customer")
        for award in scene.results.standings[id_].awards:
            if award.badge in scene.badges and award.revoked is None:
                yield Listed(f"{folder}{award.badge}/", "", "")
