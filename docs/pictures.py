"""Take the pictures of the README anew, from the demo as it is built now: `make pictures`."""

import datetime
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from badgesite.build.order import Order
from badgesite.build.story import build

REPOSITORY = Path(__file__).parent.parent
IMAGES = REPOSITORY / "docs" / "images"
CUSTOMER = "amara"
LARGEST = 200_000  # bytes of a picture


def photograph(page: Path, width: int, height: int) -> bytes:
    """Return the top of a page as Chromium shows it, as PNG of that size in pixels."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as whom containers often run.
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        tab.goto(page.as_uri())
        picture = tab.screenshot()
        chromium.close()
    return picture


def keep(png: bytes, name: str) -> None:
    """Write a picture with 256 colours to docs/images/, at most `LARGEST` bytes."""
    file = IMAGES / name
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256).save(file, optimize=True)
    size = file.stat().st_size
    assert size <= LARGEST, f"{name} has {size} bytes"
    print(f"{file.relative_to(REPOSITORY)}: {size / 1000:.0f} kB")


def main() -> None:
    """Build the demo into a temporary folder and take the card and the page of one customer."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        shutil.copytree(REPOSITORY / "content", site / "content")
        build(Order(site=site, out=site / "public", today=datetime.date.today(), jobs=2))
        profile = site / "public" / "c" / CUSTOMER
        keep((profile / "card.png").read_bytes(), "card.png")
        keep(photograph(profile / "index.html", 1280, 880), "profile.png")


if __name__ == "__main__":
    main()
