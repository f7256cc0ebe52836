"""One share card with six medallions: our studio beside CairoSVG drawing the same card from one SVG.

Both run in this process, in turns, after a warm-up, each time with another name. The studio keeps its backdrop and
medallions from card to card, as it does in a build; CairoSVG has no such memory.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

from badgesite.art.cairo import cairosvg
from badgesite.art.card import draw_card
from badgesite.art.look import CardLook, MedallionLook
from badgesite.art.medallion import draw_medallion
from badgesite.art.slots import PictureSlot, Stack
from badgesite.art.studio import Studio
from badgesite.errors import Problem
from badgesite.theme.find import find_theme

ROUNDS = 25
WARM_UP = 3
ACCENT = "#b4532a"
SHAPES = ("circle", "hexagon", "shield", "star", "scallop", "diamond")
TIERS = ("bronze", "silver", "gold", "platinum")
BADGES = tuple(
    MedallionLook(shape, ACCENT, tier=TIERS[number % 4], icon=icon)
    for number, (shape, icon) in enumerate(
        zip(SHAPES, ("coffee", "star", "heart", "gem", "leaf", "crown"), strict=True)
    )
)


def make_look(number: int) -> CardLook:
    """Return the card of one of many customers."""
    texts = {
        "issuer": "Northwind Roasters",
        "name": f"Ada Lovelace {number}",
        "line": "Answers newcomers' questions before we wake up.",
        "goal": f"{number} more orders to Century",
    }
    return CardLook("profile", tuple(texts.items()), BADGES, progress=0.6)


def write_svg(look: CardLook, medallions: list[str], studio: Studio) -> str:
    """Return the same card as one SVG of 1200 by 630, with its text as text: what a plain script would make."""
    card, parts, texts = studio.card(look.card), [], dict(look.texts)
    slots = [each for slot in card.slots for each in (slot.slots if isinstance(slot, Stack) else (slot,))]
    for slot in slots:
        if not isinstance(slot, PictureSlot):
            text, box = escape(texts.get(slot.name, "")), slot.box
            place = f'x="{box.x}" y="{box.y + box.size}" font-size="{box.size}" fill="{slot.fill}"'
            parts.append(f'<text {place} font-family="sans-serif">{text}</text>')
        elif slot.name == "badges":
            side = slot.area.height
            for at, medallion in enumerate(medallions):
                place = f'x="{slot.area.x + at * (side + slot.gap)}" y="{slot.area.y}" width="{side}" height="{side}"'
                parts.append(medallion.replace("<svg ", f"<svg {place} ", 1))
        elif slot.name == "progress":
            for share, fill in ((1.0, slot.track), (look.progress or 0, slot.fill)):
                size = f'width="{slot.area.width * share}" height="{slot.area.height}"'
                parts.append(f'<rect x="{slot.area.x}" y="{slot.area.y}" {size} rx="7" fill="{fill}"/>')
    return card.backdrop.replace("</svg>", "".join(parts) + "</svg>")


def measure(draw: Callable[[int], bytes], number: int) -> tuple[float, int]:
    """Return the milliseconds that a card took, and its bytes."""
    start = time.perf_counter()
    png = draw(number)
    return (time.perf_counter() - start) * 1000, len(png)


def main() -> None:
    """Print the median of both, and their ratio."""
    here = Path(tempfile.gettempdir())
    studio = Studio(find_theme("default", here, Problem("", 1, 1, "", "")), ACCENT, here)
    medallions = [draw_medallion(badge, studio) for badge in BADGES]
    ways: dict[str, Callable[[int], bytes]] = {
        "badgesite": lambda number: draw_card(make_look(number), studio).png,
        "CairoSVG": lambda number: bytes(
            cairosvg.svg2png(bytestring=write_svg(make_look(number), medallions, studio).encode())
        ),
    }
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        for name, draw in ways.items():
            taken[name].append(measure(draw, number))
    median = {name: statistics.median(ms for ms, _ in runs[WARM_UP:]) for name, runs in taken.items()}
    print("One share card, 1200×630, six medallions, one process:")
    for name, runs in taken.items():
        size = statistics.median(size for _, size in runs)
        print(f"  {name:<10} {median[name]:7.1f} ms  {size / 1000:6.0f} kB")
    print(f"  CairoSVG takes {median['CairoSVG'] / median['badgesite']:.1f} times as long\n")


if __name__ == "__main__":
    main()
