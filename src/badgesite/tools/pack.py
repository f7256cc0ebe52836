"""`badgesite share`: the social pack of an award, pictures and words, to be sent to the customer or posted."""

from pathlib import Path
from typing import NamedTuple

from badgesite.art.card import draw_card
from badgesite.art.look import CardLook
from badgesite.awards.judge import judge
from badgesite.build.order import Order
from badgesite.errors import UsageError
from badgesite.pages.cards import award_card, further_card
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.faces import AwardFace, BadgeFacts
from badgesite.pages.posts import Post, write_posts
from badgesite.tools.answer import find_record, tell_judgement
from badgesite.tools.handover import check_place, hand_over
from badgesite.tools.lookup import Lookup
from badgesite.tools.opened import Opened, open_site

PICTURES, ALT, OWN, BRAND = ("card.png", "square.png", "story.png"), "alt.txt", "for-them.txt", "for-you.txt"
_OWNER = ".badgesite-share"


class Pack(NamedTuple):
    """The files of a pack by name, whose it is, and what is to be said of it."""

    customer: str
    badge: str
    files: dict[str, bytes]
    advice: str


def make_pack(order: Order, who: str, badge: str) -> Pack:
    """Return the pack of an award that holds.

    Raises ProblemsFound for content with problems, UsageError where there is nothing that may be shared.
    """
    site = open_site(order)
    content = site.prepared.content
    people = Lookup("customer", content.outlines, "write the id, or the name as the record has it")
    customer = find_record(people, who)
    held = find_record(Lookup("badge", content.badges, "write the id"), badge)
    _refuse(site, customer, held)
    facts = next(bundle.facts for bundle in site.bundles() if bundle.name == f"customer/{customer}")
    for award, about in facts.awards:
        if award.badge.id == held:
            return _fill(site, facts, award, about)
    name = content.badges[held].name
    raise UsageError(f"{name} is secret until a public customer holds it, so this award stands on no page yet")


def write_pack(pack: Pack, order: Order, folder: Path | None) -> tuple[Path, ...]:
    """Write a pack into a folder, else `share/CUSTOMER-BADGE/` beside the content; return the files."""
    folder = folder or order.site / "share" / f"{pack.customer}-{pack.badge}"
    check_place(folder, order)
    return hand_over(folder, {name: (body,) for name, body in pack.files.items()}, _OWNER)


def _refuse(site: Opened, customer: str, badge: str) -> None:
    """Raise UsageError unless the customer is published and holds the badge."""
    content, today = site.prepared.content, site.order.today
    record = content.customers[customer]
    if record.visibility == "private":
        raise UsageError(
            f"{record.name} is private: nothing of theirs is ever published, so there is nothing to share"
        )
    judgement = judge(content, site.results.population, customer, badge, today)
    if judgement.award is None or not judgement.award.holds:
        raise UsageError("\n".join(tell_judgement(content, record, badge, judgement, today)))


def _fill(site: Opened, facts: CustomerFacts, award: AwardFace, badge: BadgeFacts) -> Pack:
    strings = site.setting.strings
    card = award_card(facts, award, badge, strings)
    looks = (card, further_card(card, "square"), further_card(card, "story"))
    files = {name: _draw(look, site) for name, look in zip(PICTURES, looks, strict=True)}
    alt = strings("award.card_alt", name=facts.name, badge=award.badge.name, site=facts.frame.name)
    own, brand = write_posts(facts, award, badge, strings)
    files[ALT] = f"{alt}\n".encode()
    files[OWN] = _write_texts(strings("pack.own_lead"), own)
    advice = ""
    if facts.is_public:
        files[BRAND] = _write_texts(strings("pack.brand_lead", name=facts.name), brand)
    else:
        advice = f"{facts.name} is unlisted: send them this, and do not post it yourself. So there is no {BRAND}."
    return Pack(facts.id, award.badge.id, files, advice)


def _draw(look: CardLook, site: Opened) -> bytes:
    try:
        return draw_card(look, site.setting.studio).png
    except FileNotFoundError as error:
        raise UsageError(f"{error}; draw it in the theme, or write `extends: default` in its theme.yaml") from error


def _write_texts(lead: str, posts: tuple[Post, ...]) -> bytes:
    """Return a text with a part for each network: its name, what to post, and the address."""
    parts = [lead]
    for post in posts:
        subject = f"{post.subject}\n\n" if post.subject else ""
        parts.append(f"== {post.label} ==\n\n{subject}{post.text}\n{post.url}")
    return ("\n\n\n".join(parts) + "\n").encode()
