"""PNG files: drawn by CairoSVG in its safe mode, packed here so that the bytes are small and always the same.

The format is PNG's second edition (https://www.w3.org/TR/PNG/): 8 bits a channel, an sRGB chunk, one IDAT.
"""

import struct
from typing import Any

import deflate
from PIL import Image, ImageChops

from badgesite.art.cairo import load_cairosvg
from badgesite.art.pixels import calm, image_of

LARGEST = 300_000
"""How many bytes a card may have: more, and some chats show no preview."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {"P": 3, "RGB": 2, "RGBA": 6}
_NO_FILTER, _UP = 0, 2
_FAST, _QUICK, _MIDDLE, _TIGHT = 1, 4, 6, 9


def rasterise(svg: str, width: int) -> bytes:
    """Return the drawing as a PNG of that width in pixels, its height in proportion; nothing is ever fetched."""
    return pack(image_of(draw_svg(svg, width)))


def draw_svg(svg: str, width: int, height: int | None = None) -> Any:
    """Return the drawing on a new cairo surface with alpha, of that width in pixels."""
    cairosvg = load_cairosvg()
    tree = cairosvg.parser.Tree(bytestring=svg.encode(), unsafe=False, url_fetcher=_refuse_to_fetch)
    return cairosvg.surface.PNGSurface(tree, None, 96, output_width=width, output_height=height).cairo


def pack(image: Image.Image) -> bytes:
    """Return an RGB or RGBA picture as PNG bytes; an opaque one is stored without alpha."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    return _write(image, _UP, _MIDDLE)


def pack_small(image: Image.Image, largest: int = LARGEST) -> bytes:
    """Return an RGB picture, or one with a palette, as a PNG of at most that many bytes.

    Colours are given up only if there is no other way.
    """
    # Drawings pack as well without a filter, and in less time.
    for level in (_FAST, _TIGHT) if image.mode == "P" else (_QUICK, _MIDDLE):
        data = _write(image, _NO_FILTER, level)
        if len(data) <= largest:
            return data
    image = image.convert("RGB")
    data = _write(calm(image), _NO_FILTER, _TIGHT)
    if len(data) <= largest:
        return data
    for colours, dither in ((256, Image.Dither.FLOYDSTEINBERG), (256, Image.Dither.NONE), (64, Image.Dither.NONE)):
        reduced = image.quantize(colours, method=Image.Quantize.MEDIANCUT)
        data = _write(image.quantize(palette=reduced, dither=dither), _NO_FILTER, _TIGHT)
        if len(data) <= largest:
            return data
    return data


def _write(image: Image.Image, row_filter: int, level: int) -> bytes:
    header = struct.pack(">IIBBBBB", *image.size, 8, _COLOUR_TYPES[image.mode], 0, 0, 0)
    palette = _chunk(b"PLTE", bytes(image.getpalette() or ())) if image.mode == "P" else b""
    body = bytes(deflate.zlib_compress(_rows(image, row_filter), level))
    chunks = (_chunk(b"IHDR", header), _chunk(b"sRGB", b"\0"), palette, _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(chunks)


def _rows(image: Image.Image, row_filter: int) -> bytes:
    """Return the rows of pixels, each after the byte that names its filter."""
    stride = image.width * len(image.getbands())
    if row_filter == _NO_FILTER:
        # Pillow fills a row that is one byte too long with a zero: the name of the next row's filter.
        return b"\0" + image.tobytes("raw", image.mode, stride + 1)[:-1]
    above = Image.new(image.mode, image.size, 0)
    above.paste(image, (0, 1))
    data = ImageChops.subtract_modulo(image, above).tobytes()
    return b"".join(b"\2" + data[start : start + stride] for start in range(0, len(data), stride))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", deflate.crc32(name + body))


def _refuse_to_fetch(url: str, resource_type: str) -> bytes:
    if url.startswith("data:"):
        return bytes(load_cairosvg().url.fetch(url, resource_type))
    raise ValueError(f"a drawing may not refer to {url[:80]}")
