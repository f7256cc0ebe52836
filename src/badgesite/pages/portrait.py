"""Portraits and other pictures that people bring, made ready for pages."""

import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from badgesite.art.look import Picture
from badgesite.art.picture import load_image
from badgesite.model import Content
from badgesite.pages.stamp import Stamper


class PortraitView(NamedTuple):
    """A portrait, cropped square to `size` pixels."""

    picture: Picture
    size: int


def find_picture(content: Content, path: str | None) -> Picture | None:
    """Return a picture of `content/assets/` with the digest of its bytes."""
    return Picture(path, content.assets[path].digest) if path else None


def portrait_view(picture: Picture | None) -> PortraitView | None:
    """Return the view of a portrait as pages show it."""
    return PortraitView(picture, 320) if picture else None


def portrait_address(file: str, view: PortraitView | None, stamper: Stamper) -> str:
    """Return the path of a portrait with its version, or nothing."""
    return f"{file}?v={stamper.version('portrait', view)}" if view else ""


def draw_portrait(view: PortraitView, content: Path) -> bytes:
    """Return the portrait as WebP, upright, without what the camera wrote about the person.

    `content` is the folder that the picture's path starts from.
    """
    image = load_image(content / view.picture.path)
    square = ImageOps.fit(image, (view.size, view.size), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    clean = square.convert("RGB") if square.getchannel("A").getextrema() == (255, 255) else square
    target = io.BytesIO()
    clean.save(target, "WEBP", quality=82, method=4)
    return target.getvalue()
