"""badgesite with a part left out, to measure the rest: `BENCH_KEEP=page python bench/partial.py build …`.

BENCH_KEEP says what is made of each customer: `page` the profile alone, `pair` the profile and its card; nothing
else is rendered then. BENCH_PICTURES=stub lets one small picture stand for all cards. Worker processes read this
module as they start, so what is changed here holds in them, too.
"""

import os
from collections.abc import Iterator
from pathlib import PurePosixPath

from badgesite.art.card import Drawn
from badgesite.art.look import CardLook
from badgesite.art.studio import Studio
from badgesite.build import setup
from badgesite.cli import main
from badgesite.pages import kinds, profile, site
from badgesite.pages.customer import CustomerFacts
from badgesite.pages.output import Bundle, Output
from badgesite.pages.profile import profile_outputs
from badgesite.pages.setting import Setting
from badgesite.pages.site import SiteInput

STUB = b"\x89PNG\r\n\x1a\nno picture"
KEPT = {"page": ("index.html",), "pair": ("index.html", "card.png")}


def draw_stub(look: CardLook, studio: Studio) -> Drawn:
    """Return the picture that stands for all."""
    return Drawn(STUB, ())


def keep_only(kept: tuple[str, ...]) -> None:
    """Let a site have nothing but customers, and these nothing but profiles, with files of these names.

    What is gathered, reckoned and compared for other pages alone is left out, too: the others do none of it.
    """

    def outputs(facts: CustomerFacts, setting: Setting) -> tuple[Output, ...]:
        return tuple(output for output in profile_outputs(facts, setting) if PurePosixPath(output.path).name in kept)

    def bundles(given: SiteInput, setting: Setting) -> Iterator[Bundle]:
        return (bundle for bundle in make_bundles(given, setting) if bundle.name.startswith("customer/"))

    make_bundles = site.make_bundles
    for part in ("_feed", "_data", "_embedded", "qr_outputs", "embed_outputs"):
        setattr(profile, part, lambda *_: ())
    setup.make_bundles = bundles  # type: ignore[attr-defined]
    site.customer_outputs = outputs
    site._shared_source = lambda scene, customers, more="": ""


if os.environ.get("BENCH_PICTURES") == "stub":
    kinds.draw_card = draw_stub  # type: ignore[attr-defined]
if name := os.environ.get("BENCH_KEEP"):
    keep_only(KEPT[name])

if __name__ == "__main__":
    main()
