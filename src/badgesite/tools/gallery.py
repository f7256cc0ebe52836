"""`badgesite gallery`: contact sheets of the medallions, to judge them by eye at every size they are shown in."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, get_args

from badgesite.art.cairo import cairocffi
from badgesite.art.colour import to_rgb
from badgesite.art.look import MedallionLook, State
from badgesite.art.medallion import draw_medallion
from badgesite.art.pixels import image_of
from badgesite.art.png import draw_svg, pack
from badgesite.art.studio import Studio, shape_names
from badgesite.art.text import Box, set_text
from badgesite.build.disk import replace_file, telling_refusals
from badgesite.build.order import Order
from badgesite.build.prepare import Prepared, prepare
from badgesite.build.setup import make_recipe
from badgesite.build.workshop import open_studio
from badgesite.content.scan import scan
from badgesite.errors import UsageError
from badgesite.model.badge import BUILT_IN_TIERS
from badgesite.pages.badge import badge_look

_LARGE, _MIDDLE, _SMALL = 512, 128, 32
_GAP, _CAPTION = 24, 36
_CELL_WIDTH, _CELL_HEIGHT = _LARGE + _MIDDLE + 3 * _GAP, _LARGE + _CAPTION + 2 * _GAP
_COLUMNS = len(get_args(State))
_LIGHT, _DARK, _INK = "#fbf9f6", "#14120f", "#1d1a16"


class Cell(NamedTuple):
    """A medallion on a sheet, and what is written below it."""

    caption: str
    look: MedallionLook


def gallery(order: Order, folder: Path) -> tuple[Path, ...]:
    """Write a sheet of the site's badges and one of each shape, as PNG, and return the files.

    On each sheet every medallion stands at 512 pixels, and at 128 and 32 on light and on dark. Raises ProblemsFound
    if anything is wrong in the content or the disk refuses, UsageError if the folder cannot be one.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; choose a folder")
    prepared = prepare(order.site, scan(order.site))
    recipe = make_recipe(order, prepared)
    studio = open_studio(recipe)
    files = []
    for name, cells in list_sheets(prepared, recipe.look.accent):
        files.append(folder / f"{name}.png")
        picture = draw_sheet(cells, studio)
        with telling_refusals(folder):
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(files[-1], [picture])
    return tuple(files)


def list_sheets(prepared: Prepared, accent: str) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Yield each sheet's name and cells: the badges, then for each shape all tiers in all states."""
    content = prepared.content
    badges = content.badges.values()
    yield "badges", tuple(Cell(badge.name, badge_look(badge, content, accent)) for badge in badges)
    metals = {tier: own.color for tier, own in content.site.tiers.items()}
    for shape in shape_names(prepared.theme):
        cells = (
            Cell(
                f"{tier or 'no tier'}, {state}",
                MedallionLook(shape, accent, tier, metals.get(tier or ""), icon="award", state=state),
            )
            for tier, state in product((None, *BUILT_IN_TIERS, *metals), get_args(State))
        )
        yield f"shape-{shape}", tuple(cells)


def draw_sheet(cells: tuple[Cell, ...], studio: Studio) -> bytes:
    """Return a PNG with the cells in three columns."""
    rows = max(1, -(-len(cells) // _COLUMNS))
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, _COLUMNS * _CELL_WIDTH, rows * _CELL_HEIGHT)
    context = cairocffi.Context(surface)
    context.set_source_rgb(*to_rgb(_LIGHT))
    context.paint()
    for at, cell in enumerate(cells):
        _draw_cell(cell, at % _COLUMNS * _CELL_WIDTH, at // _COLUMNS * _CELL_HEIGHT, context, studio)
    return pack(image_of(surface))


def _draw_cell(cell: Cell, left: int, top: int, context: Any, studio: Studio) -> None:
    svg = draw_medallion(cell.look, studio)
    large, middle, small = (draw_svg(svg, side) for side in (_LARGE, _MIDDLE, _SMALL))
    x, y, beside, half = left + _GAP, top + _GAP, left + _LARGE + 2 * _GAP, _LARGE // 2
    context.set_source_rgb(*to_rgb(_DARK))
    context.rectangle(beside - _GAP / 2, y + half, _MIDDLE + _GAP, half)
    context.fill()
    places = [(large, x, y)]
    for ground in (y, y + half):
        places += [(middle, beside, ground + _GAP), (small, beside + (_MIDDLE - _SMALL) // 2, ground + 190)]
    for picture, picture_x, picture_y in places:
        context.set_source_surface(picture, picture_x, picture_y)
        context.paint()
    box = Box(x, y + _LARGE, _LARGE, _CAPTION, size=26, floor=16, anchor="middle", align="middle")
    studio.pen.draw(set_text(cell.caption, box, studio.shaper), context, _INK)
