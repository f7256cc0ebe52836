"""Pixels to and from cairo's surfaces. On these, a pixel is four bytes: blue, green, red, alpha, premultiplied."""

import functools
import struct
from typing import Any

from PIL import Image, ImageChops

from badgesite.art.cairo import cairocffi

_SIZE = struct.Struct(">BII")  # format, width and height


def surface_of(image: Image.Image) -> Any:
    """Return a cairo surface with the pixels of an RGBA or RGB picture; without alpha if that has none."""
    if image.mode == "RGB":
        data = bytearray(image.tobytes("raw", "BGRX"))
        return cairocffi.ImageSurface.create_for_data(data, cairocffi.FORMAT_RGB24, *image.size)
    data = bytearray(image.convert("RGBa").tobytes("raw", "BGRa"))
    return cairocffi.ImageSurface.create_for_data(data, cairocffi.FORMAT_ARGB32, *image.size)


def image_of(surface: Any) -> Image.Image:
    """Return the picture of a cairo surface: RGB if the surface has no alpha, else RGBA."""
    surface.flush()
    size, stride = (surface.get_width(), surface.get_height()), surface.get_stride()
    if surface.get_format() == cairocffi.FORMAT_RGB24:
        return Image.frombuffer("RGB", size, surface.get_data(), "raw", "BGRX", stride, 1)
    return Image.frombuffer("RGBa", size, surface.get_data(), "raw", "BGRa", stride, 1).convert("RGBA")


def calm(image: Image.Image) -> Image.Image:
    """Return an RGB picture whose gradients have few colours, and so pack to two thirds of the bytes.

    No channel of any pixel changes by more than 2 of 255, which nobody can see.
    """
    few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    change = functools.reduce(ImageChops.lighter, ImageChops.difference(image, few).split())
    return Image.composite(image, few, change.point([0] * 3 + [255] * 253))


def calm_surface(surface: Any) -> Any:
    """Return a surface with alpha whose channels have 64 steps, unseen in a small drawing and packing far better."""
    steps = [min(255, (value + 2) & ~3) for value in range(256)]
    size, stride = (surface.get_width(), surface.get_height()), surface.get_stride()
    image = Image.frombuffer("RGBA", size, surface.get_data(), "raw", "RGBA", stride, 1).point(steps * 4)
    return cairocffi.ImageSurface.create_for_data(bytearray(image.tobytes()), cairocffi.FORMAT_ARGB32, *size)


def copy_surface(surface: Any) -> Any:
    """Return a new surface with the same pixels."""
    return cairocffi.ImageSurface.create_for_data(
        bytearray(surface.get_data()), surface.get_format(), surface.get_width(), surface.get_height()
    )


def copy_part(surface: Any, box: tuple[int, int, int, int]) -> Any:
    """Return a new surface with a part (left, top, right, bottom) of one without alpha.

    It is drawn on as the whole would be: with the whole's coordinates.
    """
    left, top, right, bottom = box
    part = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, right - left, bottom - top)
    part.set_device_offset(-left, -top)
    context = cairocffi.Context(part)
    context.set_source_surface(surface)
    context.paint()
    return part


def write_surface(surface: Any) -> bytes:
    """Return a surface as bytes, for `read_surface`."""
    surface.flush()
    return _SIZE.pack(surface.get_format(), *_size_of(surface)) + bytes(surface.get_data())


def read_surface(data: bytes) -> Any:
    """Return the surface that was written; raises ValueError or struct.error for other bytes."""
    kind, width, height = _SIZE.unpack_from(data)
    pixels = bytearray(data[_SIZE.size :])
    if kind not in (cairocffi.FORMAT_ARGB32, cairocffi.FORMAT_RGB24) or len(pixels) != width * height * 4:
        raise ValueError("this is no surface")
    return cairocffi.ImageSurface.create_for_data(pixels, kind, width, height)


def _size_of(surface: Any) -> tuple[int, int]:
    return surface.get_width(), surface.get_height()
