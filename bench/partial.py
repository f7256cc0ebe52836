"""badgesite with a part left out, to measure the rest: `BENCH_KEEP=page python bench/partial.py build …`.

BENCH_KEEP says what is made of each customer: `page` the profile alone, `pair` the profile and its card; nothing
else is rendered then. BENCH_PICTURES=stub lets one small picture stand for all cards. What is left out is left out
as soon as a process loads what builds, and no sooner, so that all is loaded when it is in a real build; worker
processes read this module as they start, so it holds in them, too.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING

from badgesite.cli import main

if TYPE_CHECKING:
    from badgesite.art.card import Drawn
    from badgesite.art.look import CardLook
    from badgesite.art.studio import Studio
    from badgesite.pages.customer import CustomerFacts
    from badgesite.pages.output import Bundle, Output
    from badgesite.pages.setting import Setting
    from badgesite.pages.site import SiteInput

STUB = b"\x89PNG\r\n\x1a\nno picture"
KEPT = {"page": ("index.html",), "pair": ("index.html", "card.png")}
BUILDS = ("badgesite.build.ahead", "badgesite.build.workers")
"""The modules of which one is loaded first, of those that plan or render."""


def stub_pictures() -> None:
    """Let one small picture stand for all cards."""
    from badgesite.art.card import Drawn
    from badgesite.pages import kinds

    def draw_stub(look: "CardLook", studio: "Studio") -> "Drawn":
        return Drawn(STUB, ())

    kinds.draw_card = draw_stub  # type: ignore[attr-defined]


def keep_only(kept: tuple[str, ...]) -> None:
    """Let a site have nothing but customers, and these nothing but profiles, with files of these names.

    What is gathered, reckoned and compared for other pages alone is left out, too: the others do none of it.
    """
    from badgesite.build import setup
    from badgesite.pages import members, profile, site

    profile_outputs, make_bundles = profile.profile_outputs, site.make_bundles

    def outputs(facts: "CustomerFacts", setting: "Setting") -> "tuple[Output, ...]":
        return tuple(output for output in profile_outputs(facts, setting) if output.path.rpartition("/")[2] in kept)

    def bundles(given: "SiteInput", setting: "Setting") -> "Iterator[Bundle]":
        return (bundle for bundle in make_bundles(given, setting) if bundle.name.startswith("customer/"))

    for part in ("_feed", "_data", "_embedded", "qr_outputs", "embed_outputs"):
        setattr(profile, part, lambda *_: ())
    setup.make_bundles = bundles  # type: ignore[attr-defined]
    site.customer_outputs = outputs
    site._shared_source = lambda scene, customers, more="": ""
    members.Members.digests = lambda self, shared: {}  # type: ignore[method-assign]


class LeavingOut(MetaPathFinder):
    """Leaves out what is not wanted before the first module that builds is loaded."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return nothing, so that the module is found as ever."""
        if name in BUILDS:
            sys.meta_path.remove(self)
            leave_out()
        return None


def leave_out() -> None:
    """Leave out what the environment says."""
    if os.environ.get("BENCH_PICTURES") == "stub":
        stub_pictures()
    if name := os.environ.get("BENCH_KEEP"):
        keep_only(KEPT[name])


if any(name in sys.modules for name in BUILDS):  # in the forks of a process that has loaded them
    leave_out()
else:
    sys.meta_path.insert(0, LeavingOut())

if __name__ == "__main__":
    main()
