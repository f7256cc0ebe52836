"""Palettes: a card's colours brought down to 256, unseen, which halves the time that packing takes, and the bytes.

All colours lie on a grid of 64 steps a channel: the one by which Pillow finds the nearest colour of a palette. What
cards are put together from (backdrop, medallions, logo) is brought to a palette's colours once, by dithering. Little
of a finished card is then not in the palette already: the edges of its letters.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageFilter

from badgesite.art.colour import to_rgb

MOST_GROUND = 96
"""How many of the 256 colours a backdrop may take."""
_RARE = 24  # of those are for lines and edges: rare, but missed if they are gone

_SCALED = [round(value * 252 / 255) for value in range(256)] * 3
_FLOOR = [value & ~3 for value in range(256)] * 3
_SHOWN = [round((value >> 2) * 255 / 63) for value in range(256)] * 3
_THRESHOLDS = (b"\0\2", b"\3\1")  # Bayer's matrix of order 2, for the four values within a step
_SHARES = (1 / 3, 2 / 3, 1.0)
_BLUR, _UNSEEN = 2, 16

Colour = tuple[int, ...]


class Palette(NamedTuple):
    """The colours of a card: on the grid, as the palette of a picture, and as they are shown, in bytes of RGB."""

    grid: Image.Image
    shown: bytes
    ground: Colour


def dither_ground(image: Image.Image) -> Image.Image | None:
    """Return an RGB picture in at most MOST_GROUND colours of the grid; None if a person could see that."""
    width, height = image.size
    rows = [(row * width)[:width] for row in _THRESHOLDS]
    noise = Image.frombytes("L", image.size, b"".join(rows[y % 2] for y in range(height)))
    cells = ImageChops.add(image.point(_SCALED), Image.merge("RGB", (noise,) * 3)).point(_FLOOR)
    colours = _colours_of(cells)
    if len(colours) > MOST_GROUND:
        frequent, rare = colours[: MOST_GROUND - _RARE], colours[MOST_GROUND - _RARE :]
        row = Image.frombytes("RGB", (len(rare), 1), bytes(value for colour in rare for value in colour))
        few = _grid(frequent + _quantise(row, _RARE))
        cells = cells.quantize(palette=few, dither=Image.Dither.NONE).convert("RGB")
    shown = cells.point(_SHOWN)
    return shown if looks_like(shown, image) else None


def make_palette(ground: Image.Image, inks: Iterable[str], samples: Sequence[Image.Image]) -> Palette:
    """Return the palette for a dithered backdrop, what is written on it in inks (#rrggbb), and RGBA pictures."""
    below = _colours_of(ground.point(_FLOOR))
    most = tuple(_SHOWN[value] for value in below[0])
    full = [tuple(round(value * 255) for value in to_rgb(ink)) for ink in inks]
    edges = [
        tuple(round(over * share + under * (1 - share)) & ~3 for over, under in zip(ink, colour, strict=True))
        for ink in full
        for colour in (below[0], below[len(below) // 2])
        for share in _SHARES
    ]
    colours = list(dict.fromkeys(below + edges))[:256]
    for done, sample in enumerate(samples):
        # Each picture has a share of its own: the quantiser would let a small dark one go for a large bright one.
        share = (256 - len(colours)) // (len(samples) - done)
        flat = _lay(sample, most).point(_SCALED)
        colours = list(dict.fromkeys(colours + (_quantise(flat, share) if share else [])))
    exact = {tuple(value & ~3 for value in ink): ink for ink in full}
    shown = (exact.get(colour) or tuple(_SHOWN[value] for value in colour) for colour in colours)
    return Palette(_grid(colours), b"".join(map(bytes, shown)), most)


def fit(image: Image.Image, palette: Palette) -> Image.Image:
    """Return an RGBA picture in the colours of the palette, by dithering."""
    fitted = _lay(image, palette.ground).point(_SCALED).quantize(palette=palette.grid)
    fitted.putpalette(palette.shown)
    fitted = fitted.convert("RGB")
    fitted.putalpha(image.getchannel("A"))
    return fitted


def does_fit(image: Image.Image, palette: Palette) -> bool:
    """Whether nobody would see that an RGBA picture was brought to the colours of the palette."""
    return looks_like(_lay(fit(image, palette), palette.ground), _lay(image, palette.ground))


def find_indices(image: Image.Image, palette: Palette) -> Image.Image:
    """Return the picture of mode P that is nearest to an RGB picture; its palette is `shown`."""
    indices = image.quantize(palette=palette.grid, dither=Image.Dither.NONE)
    indices.putpalette(palette.shown)
    return indices


def looks_like(image: Image.Image, other: Image.Image) -> bool:
    """Whether two RGB pictures look the same to an eye for which dots of a pixel or two run together."""
    blurred = (each.filter(ImageFilter.GaussianBlur(_BLUR)) for each in (image, other))
    difference: Any = ImageChops.difference(*blurred).getextrema()
    return all(high <= _UNSEEN for _, high in difference)


def _colours_of(image: Image.Image) -> list[Colour]:
    """Return the colours of an RGB picture, the most frequent first."""
    found: list[tuple[int, Any]] = image.getcolors(image.width * image.height) or []
    return [colour for _, colour in sorted(found, reverse=True)]


def _quantise(image: Image.Image, count: int) -> list[Colour]:
    """Return the at most that many colours of the grid that stand best for those of an RGB picture."""
    few = image.quantize(count, method=Image.Quantize.MEDIANCUT, kmeans=1).getpalette() or ()
    values = [min(252, value + 2) & ~3 for value in few]
    return list(dict.fromkeys(zip(values[::3], values[1::3], values[2::3], strict=True)))


def _lay(image: Image.Image, ground: Colour) -> Image.Image:
    flat = Image.new("RGB", image.size, ground)
    flat.paste(image, mask=image.getchannel("A"))
    return flat


def _grid(colours: Sequence[Colour]) -> Image.Image:
    grid = Image.new("P", (1, 1))
    # Pillow looks at all 256 entries, so those to spare repeat the first.
    grid.putpalette([value for colour in [*colours, *[colours[0]] * 256][:256] for value in colour])
    return grid
