"""What a build makes: outputs, and the bundles in which they are planned."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from badgesite.pages.frame import Frame
from badgesite.pages.head import Head
from badgesite.pages.setting import Setting
from badgesite.pages.stamp import Stamp, Stamper


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


class TextFile(NamedTuple):
    """The text of a file that needs no template."""

    text: str


@dataclass(frozen=True)
class Bundle:
    """Outputs that belong together, such as all of one customer.

    `gather` returns the facts: everything that any of the outputs reads. `expand` makes the outputs from the facts
    and nothing else, so the key of the facts stands for the keys of all. `source` is the hash of all that the facts
    are gathered from, so that facts need not be gathered where it is the same as before; empty if that is not told.
    """

    name: str
    gather: Callable[[], Any]
    expand: Callable[[Any, Setting], tuple[Output, ...]]
    source: str = ""

    @cached_property
    def facts(self) -> Any:
        """Everything that any of the outputs reads."""
        return self.gather()

    def outputs(self, setting: Setting) -> tuple[Output, ...]:
        """Return the bundle's outputs."""
        return self.expand(self.facts, setting)

    def stamp(self, stamper: Stamper) -> Stamp:
        """Return the key over everything that any of the outputs depends on, and what it was made from."""
        return stamper.stamp(self.source, (self.name, self.facts))


def html_page(folder: str, kind: str, frame: Frame, head: Head, page: Any) -> Output:
    """Return the page of a folder."""
    return Output(f"{folder}index.html", kind, PageView(frame, head, page))
