"""The profile: the page of one customer, the one they share."""

from typing import NamedTuple

from badgesite.pages.addresses import portrait_file
from badgesite.pages.campaign import Campaign
from badgesite.pages.cards import profile_card
from badgesite.pages.conversation import Invitation, Subject
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.data import JsonView
from badgesite.pages.embed import EmbedView, embed_outputs
from badgesite.pages.faces import AwardFace, BadgeFace, FirstStep, GoalFace, PerkFace, SaidFace, SeriesFace
from badgesite.pages.feed import MOST_IN_FEED, FeedEntry, FeedView, feed_file
from badgesite.pages.frame import MenuEntry
from badgesite.pages.head import Head
from badgesite.pages.output import Output, html_page
from badgesite.pages.portrait import PortraitView, portrait_address, portrait_view
from badgesite.pages.setting import Setting
from badgesite.pages.share import ShareKit, qr_outputs

_MOST_EMBEDDED = 4


class HeldPerk(NamedTuple):
    """What an award that holds brings, and what that award is."""

    name: str
    path: str
    perk: PerkFace


class ProfileView(NamedTuple):
    """What the profile shows."""

    name: str
    initials: str
    portrait: str
    joined: str
    groups: tuple[MenuEntry, ...]
    bio: str
    links: tuple[tuple[str, str], ...]
    showcase: tuple[AwardFace, ...]
    awards: tuple[AwardFace, ...]
    revoked: tuple[AwardFace, ...]
    series: tuple[SeriesFace, ...]
    goals: tuple[GoalFace, ...]
    first_steps: tuple[FirstStep, ...]
    perks: tuple[HeldPerk, ...]
    said: tuple[SaidFace, ...]
    share: ShareKit
    invitation: Invitation

    @property
    def held(self) -> list[str]:
        """The names of the badges whose awards hold."""
        return [award.badge.name for award in self.awards if award.holds]


def profile_outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the profile with its card, data, portrait, and a public customer's feed."""
    card = profile_card(facts, setting.strings)
    card_path = f"{facts.folder}card.png?v={setting.stamper.version('card', card)}"
    portrait = portrait_view(facts.portrait)
    shown = _list_shown(facts)
    head = _head(facts, shown, setting, card_path)
    feed = (Output(head.feed, "feed", _feed(facts, head, setting)),) if head.feed else ()
    outputs = (
        html_page(facts.folder, "profile", facts.frame, head, _view(facts, shown, setting, portrait)),
        Output(f"{facts.folder}card.png", "card", card),
        Output(f"{facts.folder}index.json", "json", JsonView(_data(facts, head))),
        *feed,
    )
    campaign = Campaign(facts.conversation.campaign)
    url = campaign.mark(head.url(facts.frame), "embed")
    embed = EmbedView(url, facts.name, _share_text(facts, setting), _embedded(shown), is_over=False)
    return (
        *outputs,
        *qr_outputs(facts.kit, facts.frame, head, campaign),
        *embed_outputs(facts.kit, facts.frame, head, embed),
        *((Output(portrait_file(facts.folder), "portrait", portrait),) if portrait else ()),
    )


def _embedded(shown: tuple[AwardFace, ...]) -> tuple[BadgeFace, ...]:
    return tuple(award.badge for award in shown[:_MOST_EMBEDDED])


def _share_text(facts: CustomerFacts, setting: Setting) -> str:
    return setting.strings("profile.share", name=facts.name, site=facts.frame.name)


def _head(facts: CustomerFacts, shown: tuple[AwardFace, ...], setting: Setting, card: str) -> Head:
    strings = setting.strings
    count = sum(award.holds for award, _ in facts.awards)
    names = ", ".join(award.badge.name for award in shown[:3])
    summary = strings("profile.summary", n=count, count=strings.number(count), name=facts.name, badges=names)
    return Head(
        title=strings("profile.title", name=facts.name, site=facts.frame.name),
        description=summary if count else strings("profile.empty", name=facts.name, site=facts.frame.name),
        path=facts.folder,
        image=card,
        image_alt=strings("profile.card_alt", name=facts.name, site=facts.frame.name),
        og_type="profile",
        username=facts.id if facts.is_public else "",
        is_indexed=facts.is_public,
        feed=feed_file(facts.folder) if facts.is_public else "",
        has_oembed="oembed" in facts.kit,
    )


def _feed(facts: CustomerFacts, head: Head, setting: Setting) -> FeedView:
    """Return the dated awards that hold, those earned last first."""
    entries = [
        FeedEntry(
            title=setting.strings("award.title", name=facts.name, badge=award.badge.name),
            summary=award.note or badge.criteria or badge.description,
            path=award.path,
            published=award.date,
            updated=award.days[0][0] if award.days else award.date,
        )
        for award, badge in facts.awards
        if award.date and award.holds
    ]
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MOST_IN_FEED]
    frame = facts.frame
    return FeedView(frame.home, facts.folder, head.title, "", frame.language, frame.name, tuple(newest))


def _view(
    facts: CustomerFacts, shown: tuple[AwardFace, ...], setting: Setting, portrait: PortraitView | None
) -> ProfileView:
    return ProfileView(
        name=facts.name,
        initials=facts.initials,
        portrait=portrait_address(portrait_file(facts.folder), portrait, setting.stamper),
        joined=facts.joined,
        groups=facts.groups,
        bio=facts.bio,
        links=facts.links,
        showcase=shown[:6],
        awards=tuple(award for award, _ in facts.awards if not award.revoked),
        revoked=tuple(award for award, _ in facts.awards if award.revoked),
        series=facts.series,
        goals=facts.goals,
        first_steps=facts.first_steps,
        perks=tuple(
            HeldPerk(award.badge.name, award.path, badge.perk)
            for award, badge in facts.awards
            if badge.perk and award.holds
        ),
        said=facts.said,
        share=ShareKit(
            facts.conversation.networks,
            _share_text(facts, setting),
            facts.kit,
            campaign=Campaign(facts.conversation.campaign),
        ),
        invitation=facts.conversation.invite(
            Subject(
                "profile",
                (facts.name, facts.frame.name),
                customer=facts.id if facts.is_public else "",
                friend=facts.name,
            ),
            setting.strings,
        ),
    )


def _list_shown(facts: CustomerFacts) -> tuple[AwardFace, ...]:
    """Return the awards to show first, in their order."""
    by_badge = {award.badge.id: award for award, _ in facts.awards}
    return tuple(by_badge[badge] for badge in facts.showcase)


def _data(facts: CustomerFacts, head: Head) -> dict[str, object]:
    groups = [group.path.split("/")[1] for group in facts.groups]
    return {
        "id": facts.id,
        "name": facts.name,
        "url": head.url(facts.frame),
        "joined": facts.joined or None,
        "group": groups[0] if groups else None,
        "groups": groups,
        "bio": facts.bio or None,
        "links": dict(facts.links),
        "awards": [_award_data(award) for award, _ in facts.awards],
        "next": [
            {"badge": goal.badge.id, "series": goal.series, "have": goal.have, "target": goal.target}
            for goal in facts.goals
        ],
        "showcase": list(facts.showcase),
        "said": [{"text": said.text, "date": said.date or None, "url": said.url or None} for said in facts.said],
    }


def _award_data(award: AwardFace) -> dict[str, object]:
    return {
        "badge": award.badge.id,
        "name": award.badge.name,
        "date": award.date or None,
        "by": award.by or None,
        "note": award.note or None,
        "evidence": award.evidence or None,
        "times": award.times,
        "days": [{"date": day, "times": times} for day, times in award.days],
        "expires": award.expires or None,
        "revoked": award.revoked or None,
    }
