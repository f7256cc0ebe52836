"""Kinds of customers that the issuer addresses in its own way."""

from pydantic import Field

from badgesite.model.record import Id, Line, Named, Reply, Text
from badgesite.model.site import Join, Network, Voice


class Group(Named):
    """A kind of customer, with a page of its own."""

    name: Line = Field(description="The name, such as `Home baristas`.")
    description: Text | None = Field(None, description="Who they are and what is for them (Markdown).")
    ask: Line | None = Field(None, description="The question put to readers of their pages; else the site's.")
    share: tuple[Network, ...] | None = Field(
        None, description="The networks that come first among the share links on their pages; the site's follow."
    )
    voice: Voice | None = Field(None, description="Who speaks to them; else the site's voice.")
    join: Join | None = Field(None, description="What visitors of their pages are invited to; else the site's.")
    reply: Reply | None = Field(None, description="Where they answer: `mailto:` or the address of a form.")
    badges: tuple[Id, ...] = Field((), description="The badges that are meant for them, as their page shows them.")
