"""Pictures that people bring: portraits, logos, art for medallions."""

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from badgesite.art.cairo import cairocffi
from badgesite.art.clean import clean_svg, find_left_out, find_unsafe
from badgesite.art.pixels import surface_of
from badgesite.art.png import draw_svg
from badgesite.art.svg import Svg, read_svg, write_svg
from badgesite.errors import Problem, ProblemsFound

LARGEST_FILE = 10_000_000
LARGEST_SVG = 1_000_000
MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")


def check_picture(path: Path, place: Problem) -> Problem | None:
    """Return what is wrong with a picture file (SVG, PNG, JPEG, WebP), said at `place`, or None.

    What is wrong inside an SVG is told with its line. A warning leaves the picture usable.
    """
    try:
        size = path.stat().st_size
        largest = LARGEST_SVG if path.suffix.lower() == ".svg" else LARGEST_FILE
        if size > largest:
            remedy = f"keep it below {largest // 1_000_000} MB"
            return place._replace(what=f"{path.name} has {round(size / 1_000_000, 1):g} MB", remedy=remedy)
        if path.suffix.lower() == ".svg":
            return _check_svg(path, place)
        load_image(path)
    except FileNotFoundError:
        return place._replace(what=f"there is no file {path.name}", remedy="check the path, or add the file")
    except BadPicture as error:
        return place._replace(what=f"{path.name} {error.what}", remedy=error.remedy)
    return None


class BadPicture(Exception):  # noqa: N818 - it reads as a claim
    """A file is no picture that can be drawn; says what it is and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what} ({remedy})")


def load_image(path: Path) -> Image.Image:
    """Return the first frame of a PNG, JPEG or WebP as RGBA, upright; raises BadPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(path.read_bytes()), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    what = f"has {image.width}×{image.height} pixels"
                    raise BadPicture(what, "scale it to 2000 pixels or less")
                image.draft("RGB", (1600, 1600))
                return _with_eight_bits(ImageOps.exif_transpose(image)).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise BadPicture("has far too many pixels", "scale it to 2000 pixels or less") from error
    except UnidentifiedImageError as error:
        raise BadPicture("is no picture that can be read", "use a PNG, JPEG, WebP or SVG file") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadPicture("is broken or cut short", "export it anew from its program") from error


def _with_eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture with its 16 bits of grey scaled to 8: Pillow itself would cut them off at white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def load_fitting(path: Path, width: int, height: int) -> Any:
    """Return a surface with the whole picture, as large as fits into so many pixels; raises BadPicture."""
    if path.suffix.lower() != ".svg":
        image = load_image(path)
        scale = min(width / image.width, height / image.height)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        return surface_of(image.resize(size, Image.Resampling.LANCZOS))
    root = clean_svg(_read(path), "")
    _, _, box_width, box_height = view_box(root)
    scale = min(width / box_width, height / box_height)
    root.set("viewBox", " ".join(f"{value:g}" for value in view_box(root)))
    return draw_svg(write_svg(root), max(1, round(box_width * scale)), max(1, round(box_height * scale)))


def load_round(path: Path, size: int) -> Any:
    """Return a surface of that width and height with the middle of the picture in a circle; raises BadPicture."""
    if path.suffix.lower() == ".svg":
        square = load_fitting(path, size, size)
    else:
        image = ImageOps.fit(load_image(path), (size, size), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
        square = surface_of(image)
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, size, size)
    context = cairocffi.Context(surface)
    context.arc(size / 2, size / 2, size / 2, 0, 6.2832)
    context.clip()
    context.set_source_surface(square, (size - square.get_width()) / 2, (size - square.get_height()) / 2)
    context.paint()
    return surface


def view_box(root: Any) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a drawing's own coordinates; 100 by 100 if it does not say."""
    try:
        numbers = [float(part) for part in root.get("viewBox", "").replace(",", " ").split()]
        if len(numbers) != 4:
            numbers = [0, 0, *(float(root.get(side, "").removesuffix("px")) for side in ("width", "height"))]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or numbers[2] <= 0 or numbers[3] <= 0:
        return 0, 0, 100, 100
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _check_svg(path: Path, place: Problem) -> Problem | None:
    try:
        svg = read_svg(path.read_bytes(), path.name)
        problem = find_unsafe(svg) or _find_undrawable(svg) or find_left_out(svg)
    except ProblemsFound as error:
        problem = error.problems[0]
    if problem is None:
        return None
    what = f"{problem.path}:{problem.line}: {problem.what}"
    return place._replace(what=what, remedy=problem.remedy, is_warning=problem.is_warning)


def _find_undrawable(svg: Svg) -> Problem | None:
    """Return why CairoSVG cannot draw the cleaned drawing, or None."""
    try:
        draw_svg(write_svg(clean_svg(svg, "")), 16)
    except Exception as error:  # CairoSVG raises whatever its reading of a wrong value ends in
        return svg.problem(svg.root, f"this SVG cannot be drawn: {error}", "export it anew from its editor")
    return None


def _read(path: Path) -> Any:
    try:
        return read_svg(path.read_bytes(), path.name)
    except ProblemsFound as error:
        raise BadPicture(error.problems[0].what, error.problems[0].remedy) from error
