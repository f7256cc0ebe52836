"""Reading HTML as a browser's parser does, strictly: what stands on a page, and whether its tags are balanced."""

from html.parser import HTMLParser
from typing import NamedTuple

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element(NamedTuple):
    """An opening tag with its attributes, unescaped, and the text that stands in it up to its end."""

    tag: str
    attributes: dict[str, str]
    text: str

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        return self.attributes.get(name)


class WebPage(NamedTuple):
    """All elements in the order of their opening tags, and every tag that does not close what stands open."""

    elements: tuple[Element, ...]
    faults: tuple[str, ...]

    def all(self, tag: str) -> tuple[Element, ...]:
        """Return the elements of one tag."""
        return tuple(element for element in self.elements if element.tag == tag)

    def one(self, tag: str) -> Element:
        """Return the only element of a tag."""
        (element,) = self.all(tag)
        return element

    def meta(self, name: str) -> str | None:
        """Return the content of the first `<meta>` with this name or property."""
        found = (each for each in self.all("meta") if name in (each.get("name"), each.get("property")))
        return next((each.attributes["content"] for each in found), None)

    def links(self, rel: str) -> tuple[str, ...]:
        """Return the addresses of the `<link>`s with a relation."""
        return tuple(each.attributes["href"] for each in self.all("link") if each.get("rel") == rel)

    def linked_data(self) -> Element:
        """Return the only block of linked data."""
        (block,) = [script for script in self.all("script") if "src" not in script.attributes]
        return block

    def ids(self) -> frozenset[str]:
        """Return what a fragment can lead to."""
        return frozenset(each.attributes["id"] for each in self.elements if "id" in each.attributes)

    @property
    def text(self) -> str:
        """All text of the page, scripts left out."""
        return self.one("html").text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.starts: list[tuple[str, dict[str, str]]] = []
        self.texts: list[list[str]] = []
        self.open: list[int] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self._complain(f"<{tag}> has an attribute twice")
        self.starts.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append([])
        if tag not in _VOID:
            self.open.append(len(self.starts) - 1)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.starts[self.open[-1]][0] == tag:
            self.open.pop()
        else:
            self._complain(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        inner = self.starts[self.open[-1]][0] if self.open else ""
        for place in self.open if inner != "script" else self.open[-1:]:
            self.texts[place].append(data)

    def _complain(self, what: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {what}")


def read_page(text: str) -> WebPage:
    """Return what stands on a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    still_open = [f"<{reader.starts[place][0]}> is never closed" for place in reader.open]
    elements = (Element(*start, "".join(texts)) for start, texts in zip(reader.starts, reader.texts, strict=True))
    return WebPage(tuple(elements), (*reader.faults, *still_open))
