"""badgesite with a part left out, to measure the rest: `BENCH_KEEP=page python bench/partial.py build …`.

BENCH_KEEP says what is made of each customer: `page` the profile alone, `pair` the profile and its card; nothing
else is rendered then. BENCH_PICTURES=stub lets one small picture stand for all cards. Worker processes read this
module as they start, so what is changed here holds in them, too.
"""

import os
import re

from badgesite.art.card import Drawn
from badgesite.art.look import CardLook
from badgesite.art.studio import Studio
from badgesite.cli import main
from badgesite.pages import kinds
from badgesite.pages.output import Bundle, Output
from badgesite.pages.setting import Setting

STUB = b"\x89PNG\r\n\x1a\nno picture"
KEPT = {"page": re.compile(r"c/[^/]+/index\.html"), "pair": re.compile(r"c/[^/]+/(index\.html|card\.png)")}


def draw_stub(look: CardLook, studio: Studio) -> Drawn:
    """Return the picture that stands for all."""
    return Drawn(STUB, ())


def keep_only(kept: re.Pattern[str]) -> None:
    """Let bundles have only the outputs whose whole path matches."""
    expand = Bundle.outputs

    def outputs(bundle: Bundle, setting: Setting) -> tuple[Output, ...]:
        if not bundle.name.startswith("customer/"):
            return ()
        return tuple(output for output in expand(bundle, setting) if kept.fullmatch(output.path))

    Bundle.outputs = outputs  # type: ignore[assignment, method-assign]


if os.environ.get("BENCH_PICTURES") == "stub":
    kinds.draw_card = draw_stub  # type: ignore[attr-defined]
if name := os.environ.get("BENCH_KEEP"):
    keep_only(KEPT[name])

if __name__ == "__main__":
    main()
