"""Pages at old addresses that lead to the present one, on every host."""

from collections.abc import Iterable
from typing import NamedTuple

from badgesite.pages.addresses import way_up
from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.output import Output, PageView


class RedirectView(NamedTuple):
    """Where an old address leads: the relative way for browsers, the head of that page for previews."""

    language: str
    direction: str
    locale: str
    home: str
    site: str
    way: str
    head: Head


def redirect(frame: Frame, old: str, head: Head) -> Output:
    """Return the page at the folder `old` that leads to the page with that head, and unfolds as that does."""
    view = RedirectView(
        language=frame.language,
        direction=frame.direction,
        locale=frame.locale,
        home=frame.home,
        site=frame.name,
        way=way_up(old) + head.path,
        head=head,
    )
    return Output(f"{old}index.html", "redirect", view)


def redirect_all(outputs: Iterable[Output], folder: str, earlier: Iterable[str]) -> tuple[Output, ...]:
    """Return what leads from earlier folders of a folder to its pages among the outputs, with all that is below."""
    heads = [
        (output.view.frame, output.view.head)
        for output in outputs
        if isinstance(output.view, PageView) and output.path.startswith(folder)
    ]
    return tuple(
        redirect(frame, old + head.path.removeprefix(folder), head) for old in earlier for frame, head in heads
    )
