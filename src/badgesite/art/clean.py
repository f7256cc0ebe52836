"""Cleaning SVG that people bring: nothing in it may run, refer outside, or clash with the page around it."""

import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from badgesite.art.svg import Svg
from badgesite.errors import Problem

_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_KEPT = _SHAPES | {
    "svg", "g", "defs", "symbol", "use", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "title", "desc",
}  # fmt: skip
_KEPT_ATTRIBUTES = {
    "id", "d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "fx", "fy", "points",
    "viewBox", "preserveAspectRatio", "transform", "gradientUnits", "gradientTransform", "spreadMethod", "offset",
    "clipPathUnits", "maskUnits", "maskContentUnits", "patternUnits", "patternContentUnits", "patternTransform",
    "href",
}  # fmt: skip
_PAINT = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color",
    "stop-color", "stop-opacity", "clip-path", "clip-rule", "mask", "display", "visibility",
}  # fmt: skip
_REFERRING = _KEPT_ATTRIBUTES | _PAINT | {"style", "src", "filter"}
_TEXT = ("text", "tspan", "textPath")
_REFUSED = {
    "script",
    "handler",
    "foreignObject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "a",
    "animate",
    "set",
}
_MOST_DRAWN = 20_000
_LOCAL_URL = re.compile(r"url\(\s{0,9}['\"]?#([^'\")]{1,200})['\"]?\s{0,9}\)")
_OUTSIDE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!#|['\"]?#)")
_NAME = string.ascii_lowercase + string.digits + "-_"
_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy"}


def find_unsafe(svg: Svg) -> Problem | None:
    """Return the first thing in the drawing that may not be drawn at all, or None."""
    for element in svg.root.iter():
        if problem := _find_unsafe_in(element):
            return svg.problem(element, *problem)
    if _count_drawn(svg.root) > _MOST_DRAWN:
        return svg.problem(svg.root, "this SVG repeats itself too often", "use fewer <use> elements")
    return None


def find_left_out(svg: Svg) -> Problem | None:
    """Return a warning of the first thing in the drawing that cleaning leaves out though it shows, or None."""
    for element in svg.root.iter():
        if element.tag in _TEXT:
            what, remedy = "text, which is left out", "turn text into paths in its editor"
            return svg.problem(element, f"this SVG holds {what}", remedy)._replace(is_warning=True)
        if element.tag == "image":
            what, remedy = "a picture, which is left out", "trace it, or use the picture itself instead"
            return svg.problem(element, f"this SVG holds {what}", remedy)._replace(is_warning=True)
    return None


def _find_unsafe_in(element: ET.Element) -> tuple[str, str] | None:
    if element.tag in _REFUSED:
        return f"this SVG has a <{element.tag}>", "remove it: only shapes are drawn"
    for name, value in element.attrib.items():
        if name.startswith("on"):
            return f"this SVG has the event handler {name}", "remove it"
        is_picture = element.tag == "image" and value.startswith("data:image/")
        if name in _REFERRING and _refers_outside(name, value) and not is_picture:
            return f"this SVG refers to {value[:60]}", "remove what is outside the file"
    if element.tag == "style" and _OUTSIDE_STYLE.search(element.text or ""):
        return "this SVG's style refers to another file", "remove what is outside the file"
    return None


def clean_svg(svg: Svg, prefix: str) -> ET.Element:
    """Return a copy with shapes and paint only; styles become attributes, and every id starts with the prefix."""
    rules = _read_rules("".join(element.text or "" for element in svg.root.iter("style")))
    return _copy(svg.root, rules, prefix)


def _copy(element: ET.Element, rules: dict[str, dict[str, str]], prefix: str) -> ET.Element:
    copy = ET.Element(element.tag)
    for name, value in {**element.attrib, **_styles(element, rules)}.items():
        if name in _KEPT_ATTRIBUTES | _PAINT and not _refers_outside(name, value):
            copy.set(name, _rename(name, value, prefix))
    for child in element:
        is_lost = child.tag == "use" and not re.match(r"\s*#\S", child.get("href", ""))
        if child.tag in _KEPT and child.tag not in ("title", "desc") and not is_lost:
            copy.append(_copy(child, rules, prefix))
    return copy


def _styles(element: ET.Element, rules: dict[str, dict[str, str]]) -> dict[str, str]:
    names = [element.tag, *(f".{name}" for name in element.get("class", "").split()), f"#{element.get('id')}"]
    found: dict[str, str] = {}
    for name in names:
        found.update(rules.get(name, {}))
    return {**found, **_read_declarations(element.get("style", ""))}


def _read_rules(sheet: str) -> dict[str, dict[str, str]]:
    """Return the declarations by plain selector (`path`, `.cls-1`, `#logo`), all that editors export."""
    rules: dict[str, dict[str, str]] = {}
    first, *others = sheet.split("/*")
    # Split rather than searched, so that the time stays in proportion to the length of any sheet.
    for rule in "".join([first, *(part.partition("*/")[2] for part in others)]).split("}"):
        before, _, body = rule.rpartition("{")
        for selector in before.rpartition("{")[2].split(","):
            rules.setdefault(selector.strip(), {}).update(_read_declarations(body))
    return rules


def _read_declarations(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in body.split(";"))
    known = {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}
    return {name: value for name, value in known.items() if name in _PAINT}


def _refers_outside(name: str, value: str) -> bool:
    if name == "href":
        return not value.strip().startswith("#")
    # A backslash could hide the name of a function from us, and not from a browser.
    return "\\" in value or not _functions(_LOCAL_URL.sub("", value)) <= _FUNCTIONS


def _functions(value: str) -> set[str]:
    """Return the names of the functions that a value calls, in lower case."""
    before = (part.rstrip().lower() for part in value.split("(")[:-1])
    return {part[len(part.rstrip(_NAME)) :] for part in before}


def _rename(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return prefix + value
    if name == "href":
        return f"#{prefix}{value.strip()[1:]}"
    return _LOCAL_URL.sub(lambda found: f"url(#{prefix}{found[1]})", value)


def _references(element: ET.Element) -> Iterator[str]:
    """Yield the ids of what is drawn again where the element stands."""
    if element.tag == "use":
        yield element.get("href", "").strip()[1:]
    for value in element.attrib.values():
        yield from _LOCAL_URL.findall(value)


def _count_drawn(root: ET.Element) -> int:
    """Return how many elements are drawn with every reference followed; one past the most if they go in a circle."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[ET.Element, int] = {}

    def count(element: ET.Element, above: tuple[ET.Element, ...]) -> int:
        if element in above or len(above) > 150:
            return _MOST_DRAWN + 1
        if element not in known:
            targets = (by_id.get(id_) for id_ in _references(element))
            inner = [*element, *(target for target in targets if target is not None)]
            known[element] = min(_MOST_DRAWN + 1, 1 + sum(count(child, (*above, element)) for child in inner))
        return known[element]

    return count(root, ())
