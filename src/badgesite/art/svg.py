"""Reading SVG files, with the place of each element, and without what XML can be abused for."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, NamedTuple

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from badgesite.errors import Problem, ProblemsFound

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_MOST_ELEMENTS = 20_000
_DEEPEST = 100


class Svg(NamedTuple):
    """A drawing as a tree of elements with plain names (`rect`, `href`); where each stands in its file."""

    path: str
    root: ET.Element
    places: dict[ET.Element, tuple[int, int]]

    def problem(self, element: ET.Element, what: str, remedy: str) -> Problem:
        """Return what is wrong with an element, at its place in the file."""
        line, column = self.places.get(element, (1, 1))
        return Problem(self.path, line, column, what, remedy)


def read_svg(data: bytes, path: str | Path) -> Svg:
    """Return the drawing in an SVG file; raises ProblemsFound where it is none or uses entities."""
    builder = _PlacedBuilder()
    parser = DefusedXMLParser(target=builder)
    builder.expat = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except ET.ParseError as error:
        line, column = error.position
        what = f"this is no SVG: {error.msg}"
        problem = Problem(str(path), line, column + 1, what, "export it anew from its editor")
        raise ProblemsFound([problem]) from error
    except (DefusedXmlException, _TooLargeError, LookupError, ValueError) as error:
        raise ProblemsFound([_refusal(error, str(path), builder)]) from error
    if root.tag != "svg":
        problem = Problem(str(path), *builder.places[root], f"this is no SVG but <{root.tag}>", "use an SVG file")
        raise ProblemsFound([problem])
    _drop_foreign(root)
    return Svg(str(path), root, builder.places)


def write_svg(root: ET.Element) -> str:
    """Return the drawing as text."""
    root.set("xmlns", SVG)
    return ET.tostring(root, encoding="unicode")


class _TooLargeError(Exception):
    """The drawing has too many elements, or they are nested too deep."""


class _PlacedBuilder(ET.TreeBuilder):
    expat: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[ET.Element, tuple[int, int]] = {}
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST or len(self.places) >= _MOST_ELEMENTS:
            raise _TooLargeError
        element = super().start(_plain_tag(tag), {_plain_name(name): value for name, value in attrs.items()})
        self.places[element] = (self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1)
        return element

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(_plain_tag(tag))


def _refusal(error: Exception, path: str, builder: _PlacedBuilder) -> Problem:
    place = (builder.expat.CurrentLineNumber, builder.expat.CurrentColumnNumber + 1)
    if isinstance(error, DefusedXmlException):
        return Problem(path, *place, "this SVG declares entities", "save it as “plain SVG” in its editor")
    if isinstance(error, _TooLargeError):
        what = f"this SVG has more than {_MOST_ELEMENTS} elements, or {_DEEPEST} inside one another"
        return Problem(path, *place, what, "simplify the drawing")
    return Problem(path, *place, f"this SVG cannot be read: {error}", "save it as UTF-8 in its editor")


def _plain_tag(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return name if space in ("{" + SVG, "") else f"foreign:{name}"


def _plain_name(name: str) -> str:
    space, _, local = name.rpartition("}")
    if space in ("", "{" + _XLINK):
        return local
    return f"foreign:{local}"


def _drop_foreign(element: ET.Element) -> None:
    """Remove what editors note for themselves: elements and attributes of other namespaces."""
    for name in [name for name in element.attrib if name.startswith(("foreign:", "xmlns"))]:
        del element.attrib[name]
    for child in list(element):
        if child.tag.startswith("foreign:"):
            element.remove(child)
        else:
            _drop_foreign(child)
