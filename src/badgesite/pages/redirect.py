"""Pages at old addresses that lead to the present one, on every host."""

from typing import NamedTuple

from badgesite.pages.addresses import way_up
from badgesite.pages.frame import Frame
from badgesite.pages.output import Output


class RedirectView(NamedTuple):
    """Where an old address leads: the relative way for browsers, the path for the canonical address."""

    language: str
    direction: str
    home: str
    way: str
    target: str


def redirect(frame: Frame, old: str, new: str, file: str = "") -> Output:
    """Return the page at the folder `old`, or at a file there, that leads to the folder `new` or that file in it."""
    view = RedirectView(frame.language, frame.direction, frame.home, f"{way_up(old)}{new}{file}", f"{new}{file}")
    return Output(f"{old}{file or 'index.html'}", "redirect", view)
