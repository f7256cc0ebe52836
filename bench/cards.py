"""One share card with six medallions: ours beside satori with resvg, and CairoSVG: `make bench-cards`.

All draw in turns, after a warm-up, each time another name; satori in a process of Node, the others in this one. Our
studio keeps its backdrop and medallions from card to card, as it does in a build; then it is told where its own time
goes, and how much memory it takes. `python bench/cards.py [CARDS]` draws so many for that: 2,000 if not told.
"""

import itertools
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from badgesite.art import card as cards
from badgesite.art import pieces
from badgesite.art.cairo import load_cairosvg
from badgesite.art.card import draw_card
from badgesite.art.ink import Pen
from badgesite.art.look import CardLook, MedallionLook
from badgesite.art.medallion import draw_medallion
from badgesite.art.png import pack_small
from badgesite.art.studio import Studio
from badgesite.errors import Problem
from badgesite.theme.find import find_theme
from peers import Satori, make_tree, write_svg

ROUNDS = 25
WARM_UP = 3
ACCENT = "#b4532a"
SHAPES = ("circle", "hexagon", "shield", "star", "scallop", "diamond")
ICONS = ("coffee", "star", "heart", "gem", "leaf", "crown")
TIERS = ("bronze", "silver", "gold", "platinum", "bronze", "silver")
BADGES = tuple(
    MedallionLook(shape, ACCENT, tier=tier, icon=icon) for shape, tier, icon in zip(SHAPES, TIERS, ICONS, strict=True)
)
STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "copying the backdrop": ((pieces, "copy_part"),),
    "medallions, portrait, bar": ((pieces, "_draw_alone"),),
    "text: setting": ((cards, "_set_texts"), (cards, "set_text")),
    "text: drawing": ((Pen, "draw"),),
    "converting pixels": ((pieces, "image_of"), (pieces, "find_indices")),
    "putting pieces together": ((cards, "draw_pieces"),),
    "packing": ((cards, "pack_small"),),
    "writing": ((Path, "write_bytes"),),
}


def make_look(number: int) -> CardLook:
    """Return the card of one of many customers."""
    texts = {
        "issuer": "Northwind Roasters",
        "name": f"Ada Lovelace {number}",
        "line": "Answers newcomers' questions before we wake up.",
        "goal": f"{number} more orders to Century",
    }
    return CardLook("profile", tuple(texts.items()), BADGES, progress=0.6)


def draw_ours(look: CardLook, studio: Studio) -> bytes:
    """Return the card as badgesite draws it."""
    return draw_card(look, studio).png


def clock(draw: Callable[..., bytes], *given: Any) -> tuple[float, int]:
    """Return the milliseconds that a card took, and its bytes."""
    start = time.perf_counter()
    png = draw(*given)
    return (time.perf_counter() - start) * 1000, len(png)


def compare(looks: Iterator[CardLook], studio: Studio) -> float:
    """Print how long each way takes, and return our median in milliseconds."""
    medallions = [draw_medallion(badge, studio) for badge in BADGES]
    satori = Satori() if shutil.which("npm") else None
    taken: dict[str, list[tuple[float, int]]] = {}
    for look in itertools.islice(looks, ROUNDS):
        svg = write_svg(look, medallions, studio).encode()
        taken.setdefault("badgesite", []).append(clock(draw_ours, look, studio))
        taken.setdefault("CairoSVG", []).append(clock(load_cairosvg().svg2png, svg))
        if satori:
            taken.setdefault("satori + resvg", []).append(satori.draw(make_tree(look, medallions, studio)))
    if satori:
        satori.close()
    else:
        print("There is no npm, so there is no satori to compare with.")
    median = {name: statistics.median(ms for ms, _ in runs[WARM_UP:]) for name, runs in taken.items()}
    print("One share card, 1200×630, six medallions, median of", ROUNDS - WARM_UP)
    for name, runs in taken.items():
        size = statistics.median(size for _, size in runs) / 1000
        ratio = median[name] / median["badgesite"]
        print(f"  {name:<28}{median[name]:7.1f} ms {size:6.0f} kB {ratio:6.1f} times as long")
    return median["badgesite"]


def find_floor(look: CardLook, studio: Studio) -> float:
    """Return the milliseconds of packing the same pixels and doing nothing else."""
    with mock.patch.object(cards, "pack_small", return_value=b"") as packer:
        draw_card(look, studio)
    return statistics.median(clock(pack_small, *packer.call_args.args)[0] for _ in range(ROUNDS))


def split(looks: Iterator[CardLook], studio: Studio, folder: Path) -> dict[str, float]:
    """Return the milliseconds that each step of a card takes, without those of the steps within it."""
    spent: dict[str, float] = defaultdict(float)
    running: list[str] = []

    def timed(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            start = time.perf_counter()
            running.append(step)
            result = work(*args, **more)
            running.pop()
            passed = (time.perf_counter() - start) * 1000 / ROUNDS
            spent[step] += passed
            if running:
                spent[running[-1]] -= passed
            return result

        return run

    with ExitStack() as stack:
        for step, places in STEPS.items():
            for owner, name in places:
                stack.enter_context(mock.patch.object(owner, name, timed(step, getattr(owner, name))))
        draw = timed("all else", draw_card)
        for look in itertools.islice(looks, ROUNDS):
            (folder / "card.png").write_bytes(draw(look, studio).png)
    return spent


def grow(looks: Iterator[CardLook], studio: Studio, count: int) -> Iterator[tuple[int, float]]:
    """Yield the MiB of memory that this process took at most, after 100 cards, 1,000, and so on up to the count."""
    unit = 1 if sys.platform == "darwin" else 1024
    for number, look in enumerate(itertools.islice(looks, count), 1):
        draw_card(look, studio)
        if number in (100, 1000, 10_000, count):
            yield number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def main(count: int) -> None:
    """Print the comparison, where our time goes, and our memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        studio = Studio(find_theme("default", folder, Problem("", 1, 1, "", "")), ACCENT, folder)
        looks = map(make_look, itertools.count())  # each is drawn once by us, as in a build
        memory = list(grow(looks, studio, count))
        whole, floor = compare(looks, studio), find_floor(next(looks), studio)
        spent = split(looks, studio, folder)
    print(f"Ours takes {whole / floor:.1f} times the floor, {floor:.1f} ms: packing the same pixels and nothing else")
    for step, taken in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {step:<28}{taken:7.2f} ms {taken / sum(spent.values()):7.0%}")
    print("Memory at most, one process:")
    for number, size in memory:
        print(f"  {number:6,} cards {size:6.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
