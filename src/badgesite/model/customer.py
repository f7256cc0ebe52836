"""Customers, what they did, and what they were given."""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from badgesite.model.record import (
    AssetPath,
    Date,
    Id,
    Line,
    Measure,
    Named,
    PublicAddress,
    PublicLine,
    PublicText,
    Record,
    Truth,
)

_SCRIPT = re.compile(r"[(<:=\"']\s*((?:javascript|vbscript|data):)", re.IGNORECASE)
Visibility = Literal["public", "unlisted", "private"]


def _read_token(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{32}", value):
        raise ValueError("write 32 random hexadecimal digits; `badgesite new customer ID --unlisted` makes them")
    return value


def find_address(id_: str, visibility: Visibility, token: str | None) -> str:
    """Return the part of a customer's addresses that tells them from others; an unlisted one's cannot be guessed."""
    return token if visibility == "unlisted" and token else id_


class Fact(NamedTuple):
    """On this day this much was added to this metric; a flag is set or unset."""

    date: datetime.date
    metric: str
    amount: Decimal | bool


class Activity(Record):
    """What was added to one or more metrics on one day."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Id, Measure]

    date: Date = Field(description="The day. Every other key is a metric with what was added to it.")


class GivenAward(Record):
    """A badge given by hand."""

    badge: Id = Field(description="The badge.")
    date: Date | None = Field(None, description="The day on which it was given.")
    by: PublicLine | None = Field(None, description="Who gave it.")
    note: PublicText | None = Field(None, description="What for, as a word to the customer (Markdown).")
    evidence: PublicAddress | None = Field(None, description="Where one sees what it was given for.")
    revoked: Date | None = Field(None, description="From this day on it no longer holds; its page says so.")
    reason: PublicLine | None = Field(None, description="Why it was revoked, for all to read.")

    @model_validator(mode="after")
    def _was_given_before(self) -> Self:
        if self.date and self.revoked and self.revoked < self.date:
            raise ValueError("it was revoked before it was given: exchange or correct `date` and `revoked`")
        return self


def _refuse_script(text: str) -> str:
    if found := _SCRIPT.search(text):
        raise ValueError(f"remove the {found[1]} link; links lead to https:// addresses")
    return text


class Said(Record):
    """What a customer wrote elsewhere."""

    text: Annotated[PublicText, AfterValidator(_refuse_script)] = Field(description="The words.")
    date: Date | None = Field(None, description="When they were written.")
    url: PublicAddress | None = Field(None, description="Where they stand.")
    featured: Truth = Field(False, description="`true`: a public customer's words stand on the first page, too.")


class Customer(Named):
    """A person or business that earns badges."""

    name: PublicLine = Field(description="The name as the customer writes it.")
    joined: Date | None = Field(None, description="The day on which the customer came.")
    group: Id | None = Field(None, description="The kind of customer, an id of `groups/`.")
    groups: tuple[Id, ...] = Field((), description="Several groups, instead of `group`; the first decides.")
    bio: PublicText | None = Field(None, description="A few words about the customer (Markdown).")
    portrait: AssetPath | None = Field(None, description="A picture, below `assets/` (PNG, JPEG or WebP).")
    links: dict[PublicLine, PublicAddress] = Field({}, description="Where else the customer can be found.")
    visibility: Visibility = Field(
        "public", description="`public`; `unlisted`: only who has the link finds it; `private`: never published."
    )
    token: Annotated[str, BeforeValidator(_read_token)] | None = Field(
        None, description="The secret part of an unlisted customer's address: 32 hexadecimal digits."
    )
    metrics: dict[Id, Measure] = Field({}, description="What was counted before dated records began.")
    activity: tuple[Activity, ...] = Field((), description="Dated additions to that.")
    awards: tuple[GivenAward, ...] = Field((), description="Badges given by hand.")
    showcase: tuple[Id, ...] = Field((), description="The badges shown first, in this order.")
    said: tuple[Said, ...] = Field((), description="What the customer wrote elsewhere, quoted with its link.")
    wants: tuple[Line, ...] = Field((), description="What the customer wishes for; for the issuer's eyes only.")

    @model_validator(mode="after")
    def _has_token_when_unlisted(self) -> Self:
        if self.visibility == "unlisted" and self.token is None:
            raise ValueError(
                "an unlisted customer needs a `token:` of 32 random hexadecimal digits;"
                " `badgesite new customer ID --unlisted` makes one"
            )
        return self

    @model_validator(mode="after")
    def _names_groups_once(self) -> Self:
        if self.group is not None and self.groups:
            raise ValueError("keep one of group and groups: the first of `groups` decides where they differ")
        return self

    @property
    def belongs_to(self) -> tuple[str, ...]:
        """The ids of the customer's groups; the first decides where they differ."""
        return (self.group,) if self.group else tuple(dict.fromkeys(self.groups))

    @property
    def is_public(self) -> bool:
        """Whether the customer appears in lists, counts and feeds."""
        return self.visibility == "public"

    @property
    def address(self) -> str:
        """The part of the customer's addresses that tells them from others."""
        return find_address(self.id, self.visibility, self.token)

    def facts(self) -> tuple[Fact, ...]:
        """Return the dated additions of the record itself."""
        return tuple(
            Fact(entry.date, metric, amount)
            for entry in self.activity
            for metric, amount in entry.__pydantic_extra__.items()
        )
