"""What the share cards say: the pictures that links unfold into."""

from badgesite.art.look import CardLook, Picture
from badgesite.model.site import Format
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.faces import AwardFace, BadgeFacts
from badgesite.pages.frame import Frame
from badgesite.theme.markup import cut, strip_markdown
from badgesite.theme.strings import Strings

_MOST_MEDALLIONS = 40
"""How many badges a theme's card may show; how many it does, its drawing says."""
_LONGEST_LINE = 160
_NAME, _END = "\u2068", "\u2069"
"""Around a name in a sentence, so that a name from right to left does not turn the sentence round."""


def profile_card(facts: CustomerFacts, strings: Strings) -> CardLook:
    """Return the card of a customer: who they are, what they hold, what comes next."""
    looks = {award.badge.id: badge.look for award, badge in facts.awards}
    goal = facts.goals[0] if facts.goals else None
    count = sum(award.holds for award, _ in facts.awards)
    line = _line(facts.bio) or (strings("card.count", n=count, count=strings.number(count)) if count else "")
    return CardLook(
        card="profile",
        texts=(
            ("issuer", facts.frame.name),
            ("name", facts.name),
            ("line", line or strings("profile.tagline", site=facts.frame.name)),
            ("goal", goal.sentence if goal else ""),
        ),
        badges=tuple(looks[badge] for badge in facts.showcase[:_MOST_MEDALLIONS]),
        more=max(0, count - min(len(facts.showcase), _MOST_MEDALLIONS)),
        progress=goal.share if goal else None,
        portrait=facts.portrait,
        logo=facts.logo,
    )


def award_card(facts: CustomerFacts, award: AwardFace, badge: BadgeFacts, strings: Strings) -> CardLook:
    """Return the card of an award: whose it is, what it is, what for and when."""
    holds = award.holds
    title = f"{award.badge.name} ×{strings.number(award.times)}" if award.times > 1 else award.badge.name
    return CardLook(
        card="award",
        texts=(
            ("issuer", facts.frame.name),
            ("name", strings("card.earned" if holds else "card.held", name=f"{_NAME}{facts.name}{_END}")),
            ("title", title),
            ("line", _line(award.note or badge.criteria or badge.description)),
            ("date", strings.date(award.date) if award.date else strings("card.undated", site=facts.frame.name)),
        ),
        badges=(badge.look if holds else badge.look._replace(state="revoked"),),
        portrait=facts.portrait,
        logo=facts.logo,
    )


def further_card(card: CardLook, format_: Format) -> CardLook:
    """Return the card of an award in a further format: the same, on another drawing."""
    return card._replace(card=f"award-{format_}")


def badge_card(badge: BadgeFacts, holders: int, frame: Frame, logo: Picture | None, strings: Strings) -> CardLook:
    """Return the card of a badge: what it is, how to earn it, how rare it is."""
    note = strings("card.holders", n=holders, count=strings.number(holders)) if holders else ""
    return CardLook(
        card="badge",
        texts=(
            ("issuer", frame.name),
            ("title", badge.face.name),
            ("line", _line(badge.criteria or badge.description)),
            ("note", strings("card.rarity", n=badge.rarity) if badge.rarity else note),
        ),
        badges=(badge.look,),
        logo=logo,
    )


def site_card(
    frame: Frame, name: str, line: str, shown: tuple[BadgeFacts, ...], logo: Picture | None, note: str = ""
) -> CardLook:
    """Return the card of a page about no single badge or customer."""
    return CardLook(
        card="site",
        texts=(("issuer", frame.name), ("name", name), ("line", _line(line)), ("note", note)),
        badges=tuple(badge.look for badge in shown),
        logo=logo,
    )


def _line(text: str) -> str:
    return cut(strip_markdown(text), _LONGEST_LINE)
