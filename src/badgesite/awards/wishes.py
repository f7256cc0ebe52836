"""What customers want, beside what the site has to give: matched by words, so that the reason can be told."""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from badgesite.model import Content

_SHORTEST = 3
_COMMON = 3
"""A word that stands in more than one of so many offers says nothing, where there are enough offers to tell."""
_ENOUGH = 6
_SMALL_ENGLISH = (
    "about again all and any are back badge badges been being but can come comes could did does each even ever "
    "every first for from get give good had has have hear help her here hers herself him himself his how into its "
    "just keep know last less let like little made make many may more most much must need never next not nothing "
    "now off often once one only other our out over own please said same says second see she should some "
    "something still such take than thank that the their them then there these they thing this those time too two "
    "under until use very want was way well were what when where which while who why will wish with without would "
    "year yes yet you your"
)
_SMALL_GERMAN = (
    "abzeichen aber alle als also auch auf aus bei bin bis bitte dann das dass dein dem den der des dich die dir "
    "doch ein eine einem einen einer eines etwas euch euer für gern gerne haben hat hätte hier ich ihm ihn ihr "
    "ihre immer ins ist jede jeden jeder jedes kann kein keine man mehr mein meine mich mir mit möchte nach nicht "
    "nichts noch nur oder ohne sehr sein seine sich sie sind über und uns unser unsere unter vom von vor war was "
    "weil wenn wer wie wir wird wünscht würde zum zur zwei"
)
_SMALL_WORDS = frozenset(f"{_SMALL_ENGLISH} {_SMALL_GERMAN}".split())
"""Words that say nothing of what somebody wants."""


class Offer(NamedTuple):
    """Something that the site has to give: a perk of a badge, or the badge itself."""

    badge: str
    is_perk: bool
    text: str
    """What is offered, in the site's words."""
    words: frozenset[str]


class Match(NamedTuple):
    """An offer that may be what somebody wants, and the words of the wish that stand in it, too."""

    offer: Offer
    words: tuple[str, ...]


class Offers(NamedTuple):
    """All that the site has to give, and in how many offers each word stands."""

    each: tuple[Offer, ...]
    counts: Mapping[str, int]


def list_offers(content: Content, visible: Collection[str], today: datetime.date) -> Offers:
    """Return what customers can still get: the badges that may be spoken of and are not retired, and their perks.

    Words that stand in very many offers are left out of all.
    """
    offers = []
    for badge in content.badges.values():
        if badge.id not in visible or badge.is_retired(today):
            continue
        text = f"{badge.name} {badge.criteria or ''}"
        offers.append(Offer(badge.id, False, badge.name, frozenset(_list_words(text).values())))
        if badge.perk and badge.perk.is_on(today):
            offers.append(Offer(badge.id, True, badge.perk.text, frozenset(_list_words(badge.perk.text).values())))
    counts = Counter(word for offer in offers for word in offer.words)
    most = len(offers) / _COMMON if len(offers) >= _ENOUGH else len(offers)
    rare = {word: count for word, count in counts.items() if count <= most}
    return Offers(tuple(offer._replace(words=offer.words & rare.keys()) for offer in offers), rare)


def match_wish(wish: str, offers: Offers) -> Match | None:
    """Return the offer that shares most words with a wish; of equals that with the rarer words, then a perk."""
    words = _list_words(wish)
    found = [
        (len(shared), sum(1 / offers.counts[word] for word in shared), offer.is_perk, -place)
        for place, offer in enumerate(offers.each)
        if (shared := offer.words.intersection(words.values()))
    ]
    if not found:
        return None
    offer = offers.each[-max(found)[3]]
    return Match(offer, tuple(text for text, word in words.items() if word in offer.words))


def _list_words(text: str) -> dict[str, str]:
    """Return the words of a text that mean something, each with the form by which it is compared."""
    return {word: _reduce(word) for word in _split(text) if len(word) >= _SHORTEST and word not in _SMALL_WORDS}


def _split(text: str) -> Iterable[str]:
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold())


def _reduce(word: str) -> str:
    """Return a word without the ending of many."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
