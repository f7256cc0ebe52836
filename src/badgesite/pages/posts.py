"""Ready texts about an award, for each network as long as it takes: the customer's own, and the issuer's."""

from collections.abc import Iterator
from typing import NamedTuple

from badgesite.model.site import Network
from badgesite.pages.addresses import whole_address
from badgesite.pages.campaign import Campaign
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.faces import AwardFace, BadgeFacts
from badgesite.pages.network import LABELS, fit
from badgesite.theme.markup import cut, strip_markdown
from badgesite.theme.strings import Strings

_LONGEST_NOTE = 400


class Post(NamedTuple):
    """A text for one network, and the address that goes below it."""

    network: Network
    label: str
    subject: str
    """Of an e-mail; else empty."""
    text: str
    url: str


class Posts(NamedTuple):
    """What the customer may post, and what the issuer may."""

    own: tuple[Post, ...]
    brand: tuple[Post, ...]


def write_posts(facts: CustomerFacts, award: AwardFace, badge: BadgeFacts, strings: Strings) -> Posts:
    """Return the texts for the networks of a customer's pages, with the award's address as it is marked for each."""
    more = tuple(filter(None, _tell_more(facts, award, badge, strings)))
    places = {"name": facts.name, "badge": award.badge.name, "site": facts.frame.name}
    sentences = strings("pack.own", **places), strings("pack.brand", **places)
    talk, home = facts.conversation, whole_address(facts.frame.home, award.path)
    subject = strings("award.title", name=facts.name, badge=award.badge.name)

    def write(network: Network, sentence: str) -> Post:
        url, label = (
            Campaign(talk.campaign, award.badge.id).mark(home, network),
            LABELS[network] or strings("share.email"),
        )
        if network == "email":
            return Post(network, label, fit(subject, network, url), " ".join((sentence, *more[:1])), url)
        return Post(network, label, "", _fit(sentence, more, network, url), url)

    own, brand = (tuple(write(network, sentence) for network in talk.networks) for sentence in sentences)
    return Posts(own, brand)


def _tell_more(facts: CustomerFacts, award: AwardFace, badge: BadgeFacts, strings: Strings) -> Iterator[str]:
    """Yield what stands behind the award: the note as its giver wrote it, and what the badge is about."""
    if award.note:
        by = facts.conversation.sign(award.by).name or facts.frame.name
        yield strings("pack.note", by=by, note=cut(strip_markdown(award.note), _LONGEST_NOTE))
    yield cut(strip_markdown(badge.description), _LONGEST_NOTE)


def _fit(sentence: str, more: tuple[str, ...], network: Network, url: str) -> str:
    """Return the sentence with the first of what may follow that the network takes whole, not half of a quotation."""
    wholes = (f"{sentence} {each}" for each in more)
    return next((whole for whole in wholes if fit(whole, network, url) == whole), fit(sentence, network, url))
