"""What a build makes: outputs, and the bundles in which they are planned."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.setting import Setting
from badgesite.pages.stamp import Stamper


class Output(NamedTuple):
    """One file of the site: its path, the kind that renders it, and all that it shows."""

    path: str
    kind: str
    view: Any


class PageView(NamedTuple):
    """All that the template of an HTML page may read."""

    frame: Frame
    head: Head
    page: Any
    """What the page's own kind shows."""


@dataclass(frozen=True)
class Bundle:
    """Outputs that belong together, such as all of one customer.

    `facts` is everything that any of them reads; `expand` makes them from the facts and nothing else, so the
    key of the facts stands for the keys of all.
    """

    name: str
    facts: Any
    expand: Callable[[Any, Setting], tuple[Output, ...]]

    def outputs(self, setting: Setting) -> tuple[Output, ...]:
        """Return the bundle's outputs."""
        return self.expand(self.facts, setting)

    def key(self, stamper: Stamper) -> str:
        """Return the key over everything that any of the outputs depends on."""
        return stamper.key("bundle", (self.name, self.facts))


def html_page(folder: str, kind: str, frame: Frame, head: Head, page: Any) -> Output:
    """Return the page of a folder."""
    return Output(f"{folder}index.html", kind, PageView(frame, head, page))
