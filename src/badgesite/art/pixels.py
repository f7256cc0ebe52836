"""Pixels to and from cairo's surfaces. On these, a pixel is four bytes: blue, green, red, alpha, premultiplied."""

from typing import Any

from PIL import Image

from badgesite.art.cairo import cairocffi


def surface_of(image: Image.Image) -> Any:
    """Return a cairo surface with the pixels of an RGBA picture."""
    data = bytearray(image.convert("RGBa").tobytes("raw", "BGRa"))
    return cairocffi.ImageSurface.create_for_data(data, cairocffi.FORMAT_ARGB32, image.width, image.height)


def image_of(surface: Any) -> Image.Image:
    """Return the picture of a cairo surface: RGB if the surface has no alpha, else RGBA."""
    surface.flush()
    size, stride = (surface.get_width(), surface.get_height()), surface.get_stride()
    if surface.get_format() == cairocffi.FORMAT_RGB24:
        return Image.frombuffer("RGB", size, surface.get_data(), "raw", "BGRX", stride, 1)
    return Image.frombuffer("RGBa", size, surface.get_data(), "raw", "BGRa", stride, 1).convert("RGBA")


def copy_surface(surface: Any) -> Any:
    """Return a new surface with the same pixels."""
    return cairocffi.ImageSurface.create_for_data(
        bytearray(surface.get_data()), surface.get_format(), surface.get_width(), surface.get_height()
    )
