"""What a report tells of customers: the lists, whom they name and why, and what the data cannot tell."""

import datetime
from typing import NamedTuple, Protocol, TypeVar

from badgesite.awards.acts import Act
from badgesite.awards.silence import Silence
from badgesite.awards.wishes import Match
from badgesite.model import Award, Goal

LATELY = 90
"""Who was seen within so many days is still around."""
SEEN_WITHIN = (30, 90, 180, 365)
"""The numbers of days by which people are told apart by when they were last seen."""
MOST_MONTHS = 24

Month = tuple[int, int]
"""A year and a month."""


class Named(Protocol):
    """An entry of a list: it is about a customer."""

    @property
    def customer(self) -> str: ...


Entry = TypeVar("Entry", bound=Named)


class Advocate(NamedTuple):
    """Somebody who speaks for the issuer."""

    customer: str
    acts: tuple[Act, ...]


class Nearing(NamedTuple):
    """Somebody who is about to reach a milestone, or more."""

    customer: str
    goals: tuple[Goal, ...]
    seen: datetime.date | None
    is_around: bool
    """Whether they were seen lately, or the records tell no days of them."""


class Quiet(NamedTuple):
    """Somebody who went quiet."""

    customer: str
    silence: Silence


class Unthanked(NamedTuple):
    """Somebody who gave reasons to be thanked and never was, by a note or a badge given by hand."""

    customer: str
    awards: tuple[Award, ...]
    """Those that were not revoked, newest first."""
    acts: tuple[Act, ...]


class Wish(NamedTuple):
    """Something that somebody wants, and what there is of it."""

    customer: str
    text: str
    match: Match | None
    is_held: bool
    """Whether the customer holds the badge that was found."""


class Thanks(NamedTuple):
    """What somebody has done since a day."""

    customer: str
    awards: tuple[Award, ...]
    """Those earned since, newest first."""
    acts: tuple[Act, ...]
    is_thanked: bool
    """Whether a human ever thanked them here."""


class Unknown(NamedTuple):
    """What the data cannot tell: numbers of people, and the latest day of all."""

    dateless: int
    """Of whom no dated fact is there."""
    undated: int
    """Who have something counted without its day."""
    rare: int
    """Who were seen on too few days to say what is usual for them."""
    wishless: int
    """Whose wishes nobody wrote down."""
    latest: datetime.date | None
    """The last day of which anything is recorded."""


class Reckoning(NamedTuple):
    """All that a report tells; with a day to begin at, only what is new since then, that day included."""

    today: datetime.date
    since: datetime.date | None
    customers: int
    thanks: tuple[Thanks, ...]
    """Empty without a day to begin at."""
    advocates: tuple[Advocate, ...]
    near: tuple[Nearing, ...]
    quiet: tuple[Quiet, ...]
    unthanked: tuple[Unthanked, ...]
    wishes: tuple[Wish, ...]
    unknown: Unknown
    active: tuple[tuple[Month, int], ...]
    """How many people were seen in each month, up to the last one of which anything is recorded."""
    awarded: tuple[tuple[Month, int], ...]
    """How many awards bear a day of that month."""
    seen: tuple[int, ...]
    """How many people were last seen within each span of SEEN_WITHIN, then longer ago, then on no known day."""
