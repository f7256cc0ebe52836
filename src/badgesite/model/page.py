"""Markdown pages with YAML front matter."""

from pydantic import Field

from badgesite.model.record import Line, PageId, Record, Text, Truth


class Page(Record):
    """A page of the keeper's own; its address is its path below `pages/` without the ending."""

    id: str = Field(description="The address, such as `faq` or `help/start`; it is the file's path.")
    aliases: tuple[PageId, ...] = Field((), description="Earlier addresses; they lead to the present one.")
    title: Line = Field(description="The heading and the title in previews.")
    description: Line | None = Field(None, description="The sentence in previews.")
    menu: Truth = Field(False, description="Whether the page stands in the menu of every page.")
    body: Text = Field("", description="The text after the front matter (Markdown).")
