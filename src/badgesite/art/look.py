"""What is to be drawn, as plain values: they feed the drawing and the key of the picture alike."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

State = Literal["earned", "locked", "revoked"]


class Picture(NamedTuple):
    """A file of the site: its path as content names it (`assets/logo.svg`) and its SHA-256."""

    path: str
    digest: str


class MedallionLook(NamedTuple):
    """How a badge looks. One of icon, text and art is inside, or nothing."""

    shape: str
    accent: str
    """The site's colour, `#rrggbb`: of the ribbon, and of a badge without tier."""
    tier: str | None = None
    metal: str | None = None
    """The colour of an own tier; None for bronze, silver, gold and platinum."""
    icon: str | None = None
    text: str | None = None
    art: Picture | None = None
    ribbon: str | None = None
    state: State = "earned"


class CardLook(NamedTuple):
    """What stands in the slots of a card; a slot without content stays empty."""

    card: str
    """Which drawing of `cards/`: profile, award, badge, site, award-square, award-story."""
    texts: tuple[tuple[str, str], ...] = ()
    """Text by the name of its slot."""
    badges: tuple[MedallionLook, ...] = ()
    """The row of medallions, of which the theme's drawing shows as many as fit; or the one of `medallion`."""
    more: int = 0
    """How many badges there are beside those: drawn as `+12`."""
    progress: float | None = None
    """How much of the next goal is reached, 0 to 1."""
    portrait: Picture | None = None
    logo: Picture | None = None


def texts_of(look: MedallionLook | CardLook) -> Iterator[str]:
    """Yield every text that the drawing shows: what the fonts that it needs depend on."""
    if isinstance(look, MedallionLook):
        yield from (text for text in (look.text, look.ribbon) if text)
        return
    yield from (text for _, text in look.texts)
    for badge in look.badges:
        yield from texts_of(badge)
