"""The same card as others draw it: CairoSVG from one SVG, satori with resvg from a tree of elements."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import font_source_sans_pro

from badgesite.art.card import initials
from badgesite.art.fonts import WEIGHTS
from badgesite.art.look import CardLook
from badgesite.art.slots import PictureSlot, Stack, TextSlot
from badgesite.art.studio import Studio

HERE = Path(__file__).parent
CACHE = HERE.parent / ".cache" / "satori"
PACKAGES = ("satori@0.63.2", "@resvg/resvg-js@2.6.2")


def slots_of(look: CardLook, studio: Studio) -> list[TextSlot | PictureSlot]:
    """Return the slots of the card, each by itself."""
    slots = studio.card(look.card).slots
    return [each for slot in slots for each in (slot.slots if isinstance(slot, Stack) else (slot,))]


def write_svg(look: CardLook, medallions: Sequence[str], studio: Studio) -> str:
    """Return the card as one SVG with its text as text: what a plain script would give to CairoSVG."""
    parts, texts = [], dict(look.texts)
    for slot in slots_of(look, studio):
        if isinstance(slot, TextSlot):
            place = f'x="{slot.box.x}" y="{slot.box.y + slot.box.size}" font-size="{slot.box.size}"'
            style = (
                f'fill="{slot.fill}" font-family="Source Sans Pro, sans-serif" font-weight="{slot.box.type.weight}"'
            )
            parts.append(f"<text {place} {style}>{escape(texts.get(slot.name, ''))}</text>")
            continue
        x, y, width, height = slot.area
        if slot.name == "badges":
            for at, medallion in enumerate(medallions):
                place = f'x="{x + at * (height + slot.gap)}" y="{y}" width="{height}" height="{height}"'
                parts.append(medallion.replace("<svg ", f"<svg {place} ", 1))
        elif slot.name == "progress":
            for share, fill in ((1.0, slot.track), (look.progress or 0, slot.fill)):
                size = f'width="{width * share}" height="{height}"'
                parts.append(f'<rect x="{x}" y="{y}" {size} rx="7" fill="{fill}"/>')
        elif slot.name == "portrait":
            place = f'cx="{x + width / 2}" cy="{y + height / 2}" r="{width / 2 - 3}"'
            parts.append(f'<circle {place} fill="{slot.track}" stroke="{slot.fill}" stroke-width="6"/>')
            place = f'x="{x + width / 2}" y="{y + height * 0.64}" font-size="76" text-anchor="middle"'
            parts.append(f'<text {place} fill="{slot.plate}">{initials(texts["name"])}</text>')
    return studio.card(look.card).backdrop.replace("</svg>", "".join(parts) + "</svg>")


def make_tree(look: CardLook, medallions: Sequence[str], studio: Studio) -> dict[str, Any]:
    """Return the card as satori's tree of elements, drawings as data URIs."""
    backdrop = _image(studio.card(look.card).backdrop, 0, 0, 1200, 630)
    style = {"display": "flex", "width": "100%", "height": "100%"}
    return {"type": "div", "props": {"style": style, "children": [backdrop, *_elements(look, medallions, studio)]}}


def _elements(look: CardLook, medallions: Sequence[str], studio: Studio) -> Iterator[dict[str, Any]]:
    texts = dict(look.texts)
    for slot in slots_of(look, studio):
        if isinstance(slot, TextSlot):
            box = slot.box
            style = {"width": box.width, "fontSize": box.size, "fontWeight": box.type.weight, "color": slot.fill}
            yield _element("div", box.x, box.y, style, children=texts.get(slot.name, ""))
            continue
        x, y, width, height = slot.area
        if slot.name == "badges":
            for at, medallion in enumerate(medallions):
                yield _image(medallion, x + at * (height + slot.gap), y, height, height)
        elif slot.name == "progress":
            for share, fill in ((1.0, slot.track), (look.progress or 0, slot.fill)):
                style = {"width": width * share, "height": height, "borderRadius": 7, "backgroundColor": fill}
                yield _element("div", x, y, style)
        elif slot.name == "portrait":
            style = {"width": width, "height": height, "borderRadius": width / 2, "border": f"6px solid {slot.fill}"}
            style |= {"backgroundColor": slot.track, "color": slot.plate, "fontSize": 76, "fontWeight": 700}
            style |= {"display": "flex", "alignItems": "center", "justifyContent": "center"}
            yield _element("div", x, y, style, children=initials(texts["name"]))


def _element(kind: str, x: float, y: float, style: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": kind, "props": {"style": {"position": "absolute", "left": x, "top": y, **style}, **more}}


def _image(svg: str, x: float, y: float, width: float, height: float) -> dict[str, Any]:
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return _element("img", x, y, {}, src=address, width=width, height=height)


class Satori:
    """A process of Node that draws one card after another."""

    def __init__(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        if not (CACHE / "node_modules" / "satori").exists():
            print("Installing", *PACKAGES, "into", CACHE, "…", flush=True)
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(CACHE), *PACKAGES]
            subprocess.run(command, check=True)
        # Node looks for packages beside the script.
        shutil.copy(HERE / "satori.mjs", CACHE)
        self._process = subprocess.Popen(
            ["node", "satori.mjs"], cwd=CACHE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        folder = Path(font_source_sans_pro.font_directory)
        files = {weight: folder / f"SourceSansPro-{name}.ttf" for weight, name in WEIGHTS.items()}
        self._send([{"path": str(file), "weight": weight} for weight, file in files.items()])

    def draw(self, tree: dict[str, Any]) -> tuple[float, int]:
        """Return the milliseconds that the card took there, and the bytes of its PNG."""
        self._send(tree)
        assert self._process.stdout
        taken, size = json.loads(self._process.stdout.readline())
        return taken, size

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _send(self, value: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()
