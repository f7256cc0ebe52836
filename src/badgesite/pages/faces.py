"""How badges, awards, goals and people look from outside: only what is displayed, as it is displayed."""

import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from badgesite.art.look import MedallionLook
from badgesite.model import Award, Badge, Content, Customer, Goal, Metric, Series, Standing
from badgesite.model.customers import Outline
from badgesite.pages.addresses import customer_folder
from badgesite.pages.data import as_number
from badgesite.pages.stamp import Shared
from badgesite.theme.markup import strip_markdown
from badgesite.theme.strings import Strings

_MOST_GOALS = 4096  # different ones that are kept


class BadgeFace(NamedTuple):
    """A badge in small, as lists and profiles show it."""

    id: str
    name: str
    tier: str
    """The tier's id, or nothing."""
    tier_label: str
    medallion: str
    """The path of the SVG with its version."""


class PerkFace(NamedTuple):
    """What holding a badge gives today."""

    text: str
    how: str
    until: str
    """In ISO form, or nothing."""
    once: bool
    """Whether it rewards the earning, once; else it is there for as long as the badge is held."""
    claim: str


class SpeakerFace(NamedTuple):
    """A person who speaks for the issuer; the path of the portrait with its version, or nothing."""

    name: str
    role: str
    portrait: str


@dataclass(frozen=True)
class BadgeFacts(Shared):
    """All that any page or picture shows of a badge."""

    face: BadgeFace
    aliases: tuple[str, ...]
    """Ids that it had earlier."""
    look: MedallionLook
    description: str
    criteria: str
    perk: PerkFace | None
    """None where there is none, or not today."""
    ask: str
    """The question of its own, or nothing."""
    rarity: int
    """1 in so many customers holds it; 0 where that is not shown."""
    retired: str
    rank: int
    """Its tier's place among the tiers: the higher, the nobler."""
    above: tuple[tuple[str, ...], ...]
    """The badges of the higher steps, for each series that it belongs to."""
    is_renewable: bool
    """Whether who has earned it can earn it once more by going on."""

    @property
    def brings(self) -> str:
        """What holding it gives today, in a line, or nothing."""
        return self.perk.text if self.perk else ""


class AwardFace(NamedTuple):
    """An award; its day in ISO form, or nothing."""

    badge: BadgeFace
    path: str
    date: str
    by: str
    note: str
    evidence: str
    times: int
    expires: str
    is_expired: bool
    revoked: str
    reason: str
    days: tuple[tuple[str, int], ...] = ()
    """Of a repeatable badge each day on which it was earned, newest first, and how many times on that day."""
    is_renewable: bool = False
    """Whether it has expired and can be earned anew."""
    signature: SpeakerFace | None = None
    """Who signs the note; None without one."""
    reply: str = ""
    """Where one answers the note; nothing without one."""

    @property
    def holds(self) -> bool:
        """Whether it counts today: neither revoked nor expired."""
        return not self.revoked and not self.is_expired


class GoalFace(NamedTuple):
    """The next step of a series, in words and as a bar."""

    badge: BadgeFace
    series: str
    sentence: str
    have: int | float
    target: int | float
    share: float
    """How much of the way is done, 0 to 1."""
    perk: str
    """What it brings, or nothing."""


class FirstStep(NamedTuple):
    """A badge that newcomers should go for: what to do, and what it brings."""

    badge: BadgeFace
    sentence: str
    perk: str


class StepFace(NamedTuple):
    """A step of a series on a profile."""

    badge: BadgeFace
    target: str
    is_earned: bool


@dataclass(frozen=True)
class SeriesFace(Shared):
    """A series with the customer's steps, lowest first."""

    id: str
    name: str
    steps: tuple[StepFace, ...]


class PersonFace(NamedTuple):
    """A customer in small."""

    name: str
    initials: str
    path: str
    portrait: str
    """The path of the portrait with its version, or nothing."""


class SaidFace(NamedTuple):
    """Words that a customer wrote elsewhere."""

    text: str
    date: str
    url: str


def award_face(
    award: Award, badge: BadgeFacts, customer: Customer, signature: SpeakerFace | None = None, reply: str = ""
) -> AwardFace:
    """Return an award as a page of its customer shows it, with who signs its note and where it is answered."""
    return AwardFace(
        badge=badge.face,
        path=f"{customer_folder(customer)}{award.badge}/",
        date=award.date.isoformat() if award.date else "",
        by=award.by or "",
        note=award.note or "",
        evidence=award.evidence or "",
        times=award.times,
        expires=award.expires.isoformat() if award.expires else "",
        is_expired=award.is_expired,
        revoked=award.revoked.isoformat() if award.revoked else "",
        reason=award.reason or "",
        days=tuple((repeat.date.isoformat(), repeat.times) for repeat in reversed(award.repeats)),
        is_renewable=award.is_expired and award.revoked is None and badge.is_renewable,
        signature=signature,
        reply=reply,
    )


def goal_face(goal: Goal, badge: BadgeFacts, metric: Metric | None, strings: Strings) -> GoalFace:
    """Return a goal with its sentence, such as “3 more orders to Regular”; of equal goals all is the same."""
    left = goal.target - goal.have
    return GoalFace(
        badge=badge.face,
        series=goal.series,
        sentence=strings(
            "goal.more",
            amount=strings.number(left),
            unit=name_unit(metric, left, goal.metric, strings),
            badge=badge.face.name,
        ),
        have=as_number(goal.have),
        target=as_number(goal.target),
        share=round(float(max(goal.have, Decimal(0)) / goal.target), 3),
        perk=badge.brings,
    )


def first_step(badge: BadgeFacts) -> FirstStep:
    """Return a badge as one of the first to go for."""
    sentence = strip_markdown(badge.criteria) or badge.face.name
    return FirstStep(badge.face, sentence, badge.brings)


def name_unit(metric: Metric | None, amount: Decimal, id_: str, strings: Strings) -> str:
    """Return the word for so much of a metric with that id."""
    if metric is None:
        return id_.replace("_", " ")
    return metric.unit.choose(strings.plural_form(amount)) if metric.unit else metric.label


def series_face(
    series: Series, badges: Mapping[str, BadgeFacts], held: frozenset[str], strings: Strings
) -> SeriesFace:
    """Return a series with what the customer holds of it; what is not shown, or retired and not held, is left out."""
    steps = tuple(
        StepFace(badges[step.badge].face, strings.number(step.target), step.badge in held)
        for step in series.steps
        if step.badge in badges and (step.badge in held or not badges[step.badge].retired)
    )
    return SeriesFace(series.id, series.name, steps)


class SeriesFaces:
    """The series as profiles show them: one face for all who earned the same steps or are as near to the next."""

    def __init__(self, content: Content, badges: Mapping[str, BadgeFacts], strings: Strings) -> None:
        self._series = tuple(
            (series, frozenset(step.badge for step in series.steps if step.badge in badges))
            for series in content.series.values()
        )
        self._badges = badges
        self._strings = strings
        self._metrics = content.site.metrics
        self._faces: dict[tuple[str, frozenset[str]], SeriesFace] = {}
        self._goal = functools.lru_cache(maxsize=_MOST_GOALS)(self._make_goal)

    def begun(self, held: frozenset[str]) -> tuple[SeriesFace, ...]:
        """Return the series of which a customer who holds these badges earned something."""
        return tuple(self._face(series, held & steps) for series, steps in self._series if not steps.isdisjoint(held))

    def goals(self, goals: Iterable[Goal]) -> tuple[GoalFace, ...]:
        """Return the faces of a customer's goals."""
        return tuple(map(self._goal, goals))

    def _make_goal(self, goal: Goal) -> GoalFace:
        return goal_face(goal, self._badges[goal.badge], self._metrics.get(goal.metric), self._strings)

    def _face(self, series: Series, earned: frozenset[str]) -> SeriesFace:
        key = (series.id, earned)
        if key not in self._faces:
            self._faces[key] = series_face(series, self._badges, earned, self._strings)
        return self._faces[key]


def showcase(customer: Customer | Outline, standing: Standing, badges: Mapping[str, BadgeFacts]) -> tuple[str, ...]:
    """Return the badges to show first: the chosen ones, then the highest of each series by tier, then the newest."""
    held = [award.badge for award in standing.awards if award.holds and award.badge in badges]
    chosen = [badge for badge in dict.fromkeys(customer.showcase) if badge in held]
    rest = [badge for badge in held if badge not in chosen and not _is_surpassed(badges[badge], held)]
    return (*chosen, *sorted(rest, key=lambda badge: -badges[badge].rank))


def _is_surpassed(badge: BadgeFacts, held: Collection[str]) -> bool:
    """Whether a higher step is held in each series that the badge belongs to."""
    return bool(badge.above) and all(any(other in held for other in higher) for higher in badge.above)


def tier_rank(badge: Badge, content: Content) -> int:
    """Return the place of a badge's tier: none, then bronze to platinum, then the issuer's own in their order."""
    order = ("bronze", "silver", "gold", "platinum", *content.site.tiers)
    return order.index(badge.tier) + 1 if badge.tier in order else 0


def tier_label(badge: Badge, content: Content, strings: Strings) -> str:
    """Return the tier as people read it, or nothing."""
    if badge.tier is None:
        return ""
    own = content.site.tiers.get(badge.tier)
    return own.label if own else strings(f"tier.{badge.tier}")
