"""The issuer, as `site.yaml` describes it."""

import re
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema

from badgesite.model.record import (
    AssetPath,
    Color,
    FormAddress,
    Id,
    Line,
    Record,
    Reply,
    Text,
    read_line,
    read_web_address,
)

Network = Literal[
    "linkedin", "facebook", "x", "threads", "bluesky", "mastodon", "whatsapp", "telegram", "reddit", "pinterest",
    "line", "teams", "email",
]  # fmt: skip
NETWORKS: tuple[Network, ...] = get_args(Network)
KitPart = Literal["qr", "embed", "oembed"]
Format = Literal["square", "story"]


def _read_language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value):
        raise ValueError("write a language tag such as en, de or pt-BR")
    return value


def read_home(value: Any) -> str:
    """Return the web address of a site, without a slash at its end."""
    address = read_web_address(value)
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise ValueError("leave out everything from `?` or `#` on")
    return address.rstrip("/")


def _read_campaign(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value):
        raise ValueError("use 1 to 64 of: letters a-z, digits, `-`, `_`, `.`, such as club-2026")
    return value


def _read_words(value: Any) -> str | dict[str, str]:
    if isinstance(value, dict):
        return {read_line(form): read_line(text) for form, text in value.items()}
    return read_line(value)


Words = Annotated[
    str | dict[str, str],
    BeforeValidator(_read_words),
    WithJsonSchema({"type": ["string", "object"], "additionalProperties": {"type": "string"}}),
]
"""A text, or its plural forms by their names."""


class Voice(Record):
    """The named human who speaks for the issuer."""

    name: Line = Field(description="The name of the person who speaks.")
    role: Line | None = Field(None, description="What this person is to the customers.")
    portrait: AssetPath | None = Field(None, description="A picture of the person, below `assets/`.")
    welcome: Text | None = Field(None, description="What the person says on the programme page (Markdown).")


class Join(Record):
    """The one thing that a visitor is invited to do."""

    label: Line = Field(description="The words on the button.")
    url: FormAddress = Field(
        description="Where it leads; `{customer}`, `{badge}` and `{group}` are filled in with ids."
    )
    gift: Line | None = Field(None, description="What a friend gets who comes, such as `10 % off your first bag`.")


class Unit(Record):
    """The words for what is counted, by the plural forms of the site's language as CLDR names them."""

    zero: Line | None = Field(None, description="The word for none, in languages that have one.")
    one: Line | None = Field(None, description="The word for one.")
    two: Line | None = Field(None, description="The word for two, in languages that have one.")
    few: Line | None = Field(None, description="The word for a few, in languages that have one.")
    many: Line | None = Field(None, description="The word for many, in languages that tell them from others.")
    other: Line = Field(description="The word for every other number.")

    def choose(self, form: str) -> str:
        """Return the word for a plural form; that for every other number where there is none."""
        word: str | None = getattr(self, form)
        return word or self.other


def _read_unit(value: Any) -> Any:
    """Return the word for one and the word for many as plural forms; those pass as they are."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(word, str) for word in value):
        raise ValueError("write the word for one and the word for many, such as [order, orders]")
    return {"one": read_line(value[0]), "other": read_line(value[1])}


_PAIR = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}


class Metric(Record):
    """Something counted about a customer."""

    label: Line = Field(description="What the number is called, such as `Orders`.")
    unit: Annotated[
        Unit | None,
        BeforeValidator(_read_unit),
        WithJsonSchema({"anyOf": [_PAIR, Unit.model_json_schema()]}),
    ] = Field(
        None,
        description="The word for one and for many, such as `[order, orders]`, or one for each plural form of the "
        "language, such as `{one: zamówienie, few: zamówienia, other: zamówień}`.",
    )


class Tier(Record):
    """A rank of badges that the issuer adds to bronze, silver, gold and platinum."""

    label: Line = Field(description="The name shown to people.")
    color: Color = Field(description="The colour of its metal, as `#rrggbb`.")


class Site(Record):
    """The issuer and its settings."""

    name: Line = Field(description="The name of the programme, as visitors see it.")
    url: Annotated[str, BeforeValidator(read_home), WithJsonSchema({"type": "string", "format": "uri"})] = Field(
        description="Where the site will live; it may have a path."
    )
    language: Annotated[str, BeforeValidator(_read_language)] = Field(
        "en", description="The language of the pages, such as `en` or `pt-BR`."
    )
    tagline: Line | None = Field(None, description="One sentence below the name.")
    description: Text | None = Field(
        None, description="What previews and search engines say of the programme; the tagline if left out."
    )
    logo: AssetPath | None = Field(None, description="The issuer's mark, below `assets/` (SVG or PNG).")
    theme: Id = Field("default", description="A folder of `themes/`, or the built-in `default`.")
    look: dict[str, Line] = Field({}, description="The theme's own options, such as `accent`.")
    voice: Voice | None = Field(None, description="The named human who speaks for the issuer.")
    join: Join | None = Field(None, description="The one thing that a visitor is invited to do.")
    reply: Reply | None = Field(None, description="Where people answer: `mailto:` or the address of a form.")
    ask: Line | None = Field(None, description="The question that shared pages put to their readers.")
    campaign: (
        Annotated[
            str,
            BeforeValidator(_read_campaign),
            WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"}),
        ]
        | None
    ) = Field(None, description="The `utm_campaign` of links that are shared; left out, they bear no marks.")
    strings: dict[Line, Words] = Field({}, description="Words of the theme that this site says otherwise, by key.")
    first_steps: tuple[Id, ...] = Field((), description="The badges that newcomers should go for, in this order.")
    share: tuple[Network, ...] = Field(NETWORKS, description="The networks of the share links, in the order shown.")
    kit: tuple[KitPart, ...] = Field(
        ("qr", "embed"),
        description="What pages offer beside the share links: `qr` (a code to scan), `embed` (code for other sites), "
        "`oembed` (by which other sites embed them without code).",
    )
    formats: tuple[Format, ...] = Field(
        (), description="Further pictures of each award, to post by hand: `square` (1080×1080), `story` (1080×1920)."
    )
    metrics: dict[Id, Metric] = Field({}, description="What is counted about customers, and its words.")
    advocacy: tuple[Id, ...] = Field(
        (), description="The metrics that count acts of advocacy, for `badgesite report`; never published."
    )
    tiers: dict[Id, Tier] = Field({}, description="Tiers beside bronze, silver, gold and platinum.")
