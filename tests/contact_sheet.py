"""Draw the names of the world as profile cards on one picture: `python tests/contact_sheet.py FILE.png [--bare]`.

With `--bare` no font of the system is used, as on a machine without any.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from badgesite.art.card import draw_card
from badgesite.art.look import CardLook, MedallionLook
from badgesite.art.studio import Studio
from badgesite.errors import Problem
from badgesite.theme.find import find_theme
from world_names import WORLD

_WIDTH, _HEIGHT, _COLUMNS, _GAP = 600, 315, 4, 8


def draw_sheet(names: dict[str, str], studio: Studio) -> Image.Image:
    """Return one RGB picture with a card of half its size for each name, four a row."""
    rows = -(-len(names) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (_WIDTH + _GAP), rows * (_HEIGHT + _GAP)), "white")
    for at, (kind, name) in enumerate(names.items()):
        with Image.open(io.BytesIO(draw_name(kind, name, studio))) as card:
            small = card.convert("RGB").resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
        sheet.paste(small, (at % _COLUMNS * (_WIDTH + _GAP), at // _COLUMNS * (_HEIGHT + _GAP)))
    return sheet


def draw_name(kind: str, name: str, studio: Studio) -> bytes:
    """Return the profile card of a name as PNG."""
    badges = (MedallionLook("hexagon", studio.accent, tier="gold", text=name[:2]),)
    texts = (("name", name), ("line", f"{name} · {kind}"), ("issuer", kind), ("goal", f"1 order to go: {name}"))
    return draw_card(CardLook("profile", texts, badges, 3, 0.4), studio).png


def main(arguments: list[str]) -> None:
    """Write the sheet to the file of the first argument."""
    theme = find_theme("default", Path("/nowhere"), Problem("", 1, 1, "", ""))
    studio = Studio(theme, "#1f6feb", Path("/nowhere"), use_system_fonts="--bare" not in arguments)
    draw_sheet(WORLD, studio).save(arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])
