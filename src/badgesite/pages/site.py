"""Everything that the site consists of, as bundles."""

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.art.card import initials
from badgesite.art.look import MedallionLook, Picture
from badgesite.awards.award import Results
from badgesite.model import Content
from badgesite.pages.addresses import badge_folder, customer_folder, group_folder, members_folder, portrait_file
from badgesite.pages.award import award_outputs
from badgesite.pages.badge import badge_outputs, badge_page_facts, make_badges
from badgesite.pages.catalogue import CatalogueFacts, catalogue_outputs, make_sections, noblest
from badgesite.pages.customer import CustomerFacts, customer_facts, find_picture
from badgesite.pages.faces import BadgeFacts, PersonFace, showcase
from badgesite.pages.frame import Frame, make_frame
from badgesite.pages.listing import Listed, ListingFacts, listing_outputs
from badgesite.pages.members import (
    PAGE_LENGTH,
    MemberFace,
    MembersFacts,
    group_facts,
    group_outputs,
    list_groups,
    members_outputs,
)
from badgesite.pages.output import Bundle, Output
from badgesite.pages.portrait import portrait_address, portrait_view
from badgesite.pages.profile import profile_outputs
from badgesite.pages.programme import find_news, programme_facts, programme_outputs
from badgesite.pages.redirect import redirect
from badgesite.pages.setting import Setting
from badgesite.pages.style import (
    LookView,
    StyleFacts,
    icon_address,
    icon_look,
    logo_address,
    look_address,
    style_outputs,
    touch_icon_address,
)
from badgesite.pages.text import file_outputs, linked_files, missing_outputs, text_facts, text_outputs
from badgesite.theme.assets import ThemeAsset
from badgesite.theme.look import Look, write_look

_FEED_LENGTH = 50
_MEMBER_BADGES = 3


class SiteInput(NamedTuple):
    """What the pages are made from."""

    content: Content
    results: Results
    look: Look
    assets: tuple[ThemeAsset, ...]
    home: str
    """The site's address without a slash at its end."""
    today: datetime.date


class Scene(NamedTuple):
    """What is shown on many pages, made once."""

    content: Content
    results: Results
    setting: Setting
    frame: Frame
    badges: Mapping[str, BadgeFacts]
    """Those that may be spoken of."""
    people: Mapping[str, PersonFace]
    """Public customers, by name."""
    members: Mapping[str, MemberFace]
    """The same with the badges they show first."""
    shown: tuple[BadgeFacts, ...]
    """The badges on the cards of pages about no badge or customer."""
    logo: Picture | None


def make_bundles(given: SiteInput, setting: Setting) -> Iterator[Bundle]:
    """Yield every bundle of the site; private customers are in none, unlisted ones only in their own."""
    icon = icon_look(given.content, given.look)
    scene = _set_scene(given, setting, icon)
    yield from _site_bundles(scene)
    yield from _directory_bundles(scene)
    yield from _badge_bundles(scene)
    yield from _customer_bundles(scene)
    yield Bundle("listing", _listing(scene), listing_outputs)
    style = StyleFacts(given.assets, LookView(write_look(given.look)), icon, scene.logo)
    yield Bundle("style", style, style_outputs)


def _set_scene(given: SiteInput, setting: Setting, icon: MedallionLook) -> Scene:
    content = given.content
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
    badges = make_badges(content, given.results, setting, given.look.accent, given.today)
    people = dict(_make_people(content, setting))
    members = dict(_make_members(content, given.results, badges, people))
    return Scene(content, given.results, setting, frame, badges, people, members, noblest(badges, 6), logo)


def _make_people(content: Content, setting: Setting) -> Iterator[tuple[str, PersonFace]]:
    public = (customer for customer in content.customers.values() if customer.is_public)
    for customer in sorted(public, key=lambda customer: (customer.name.casefold(), customer.id)):
        portrait = portrait_view(find_picture(content, customer.portrait))
        folder = customer_folder(customer)
        picture = portrait_address(portrait_file(folder), portrait, setting.stamper)
        yield customer.id, PersonFace(customer.name, initials(customer.name), folder, picture)


def _make_members(
    content: Content, results: Results, badges: Mapping[str, BadgeFacts], people: Mapping[str, PersonFace]
) -> Iterator[tuple[str, MemberFace]]:
    for id_, person in people.items():
        first = showcase(content.customers[id_], results.standings[id_], badges)[:_MEMBER_BADGES]
        yield id_, MemberFace(person, tuple(badges[badge].face for badge in first))


def _site_bundles(scene: Scene) -> Iterator[Bundle]:
    content, frame, badges, shown, logo = scene.content, scene.frame, scene.badges, scene.shown, scene.logo
    sections = make_sections(content, badges, scene.setting.strings("catalogue.others"))
    programme = programme_facts(content, scene.results, badges, scene.people, sections, frame, logo)
    yield Bundle("programme", programme, programme_outputs)
    yield Bundle("catalogue", CatalogueFacts(frame, sections, shown, logo), catalogue_outputs)
    for page in content.pages.values():
        yield Bundle(f"page/{page.id}", text_facts(page, frame, shown, logo), text_outputs)
    yield Bundle("missing", frame, missing_outputs)
    yield Bundle("files", linked_files(content), file_outputs)


def _directory_bundles(scene: Scene) -> Iterator[Bundle]:
    members, groups = tuple(scene.members.values()), list_groups(scene.content)
    pages = [members[start : start + PAGE_LENGTH] for start in range(0, len(members), PAGE_LENGTH)] or [()]
    for number, batch in enumerate(pages, 1):
        facts = MembersFacts(scene.frame, number, len(pages), batch, groups, scene.shown, scene.logo)
        yield Bundle(f"members/{number}", facts, members_outputs)
    for group in scene.content.groups.values():
        inside = tuple(face for id_, face in scene.members.items() if scene.content.customers[id_].group == group.id)
        yield Bundle(
            f"group/{group.id}", group_facts(group, inside, scene.frame, scene.shown, scene.logo), group_outputs
        )


def _badge_bundles(scene: Scene) -> Iterator[Bundle]:
    for id_ in scene.badges:
        badge, strings = scene.content.badges[id_], scene.setting.strings
        facts = badge_page_facts(
            badge, scene.content, scene.results, scene.badges, scene.people, scene.frame, scene.logo, strings
        )
        yield Bundle(f"badge/{id_}", facts, badge_outputs)


def _customer_bundles(scene: Scene) -> Iterator[Bundle]:
    for customer in scene.content.customers.values():
        if customer.visibility != "private":
            standing, strings = scene.results.standings[customer.id], scene.setting.strings
            facts = customer_facts(customer, standing, scene.content, scene.badges, scene.frame, scene.logo, strings)
            yield Bundle(f"customer/{customer.id}", facts, customer_outputs)


def customer_outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
    """Return profile, awards, cards, data and portrait, and what old addresses lead to."""
    old = tuple(
        redirect(facts.frame, f"c/{alias}/{below}", f"{facts.folder}{below}")
        for alias in facts.aliases
        for below in ("", *(f"{award.badge.id}/" for award, _ in facts.awards))
    )
    return (*profile_outputs(facts, setting), *award_outputs(facts, setting), *old)


def _listing(scene: Scene) -> ListingFacts:
    news = find_news(scene.content, scene.results, scene.badges, scene.people, _FEED_LENGTH)
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
    for id_, person in scene.people.items():
        yield Listed(person.path, person.name, "customer")
        for award in scene.results.standings[id_].awards:
            if award.badge in scene.badges and award.revoked is None:
                yield Listed(f"{person.path}{award.badge}/", "", "")
