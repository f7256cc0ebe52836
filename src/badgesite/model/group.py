"""Kinds of customers that the issuer addresses in its own way."""

from pydantic import Field

from badgesite.model.record import Line, Named, Text
from badgesite.model.site import Network


class Group(Named):
    """A kind of customer, with a page of its own."""

    name: Line = Field(description="The name, such as `Home baristas`.")
    description: Text | None = Field(None, description="Who they are and what is for them (Markdown).")
    ask: Line | None = Field(None, description="The question put to readers of their pages; else the site's.")
    share: tuple[Network, ...] | None = Field(
        None, description="The networks of the share links on their pages, in the order shown; else the site's."
    )
