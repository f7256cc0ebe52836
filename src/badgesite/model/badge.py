"""A badge: name, art, criteria, tier, perk."""

import datetime
import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from badgesite.model.record import AssetPath, Date, Id, Line, Named, Record, SecureAddress, SpanText, Text, Truth

BUILT_IN_TIERS = ("bronze", "silver", "gold", "platinum")


_CODE = re.compile(
    r"\b(?i:codes?|promo|rabattcode|gutscheincode|رمز|كود)\b\W*(?:\w+\W+){0,2}?"
    r"((?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{4,}|[A-Z]{4}[A-Z-]*)\b"
)
"""Something called a code, with what looks like one behind it."""


def _refuse_code(text: str) -> str:
    if found := _CODE.search(text):
        raise ValueError(f"take out the code “{found[1]}”, which everybody could read; let `claim:` lead to it")
    return text


class Perk(Record):
    """What holding a badge gives."""

    text: Annotated[Line, AfterValidator(_refuse_code)] = Field(description="What the holder gets.")
    how: Annotated[Text, AfterValidator(_refuse_code)] | None = Field(
        None, description="How one gets it (Markdown); never a code, which all could read."
    )
    from_: Date | None = Field(None, alias="from", description="The first day on which it can be had.")
    until: Date | None = Field(None, description="The last day on which it can be had.")
    once: Truth = Field(False, description="`true`: a reward for earning the badge; else it holds with the badge.")
    claim: SecureAddress | None = Field(None, description="Where the holder claims it, such as a page of your shop.")

    @field_validator("until")
    @classmethod
    def _ends_after_it_began(cls, until: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
        begins = info.data.get("from_")
        if until and begins and until < begins:
            raise ValueError(f"it would end before it begins on {begins}: correct one of the days")
        return until

    def is_on(self, day: datetime.date) -> bool:
        """Whether it can be had on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Badge(Named):
    """A definition that many customers may hold as awards."""

    name: Line = Field(description="The name on the page and in previews.")
    description: Text | None = Field(None, description="What the badge is about (Markdown).")
    criteria: Text | None = Field(None, description="What one does to earn it, in a sentence (Markdown).")
    icon: Id | None = Field(None, description="The icon inside, by its name in the Lucide set.")
    text: Line | None = Field(None, description="A short text inside instead of an icon, such as `10`.")
    art: AssetPath | None = Field(None, description="Your own picture inside instead (SVG or PNG).")
    shape: Id = Field("circle", description="The outline of the medallion.")
    ribbon: Line | None = Field(None, description="A short text on a ribbon below, such as `2024`.")
    tier: Id | None = Field(None, description="bronze, silver, gold, platinum, or one of the site's `tiers`.")
    perk: Perk | None = Field(None, description="What holding the badge gives.")
    ask: Line | None = Field(None, description="The question put to readers of its pages; else the group's.")
    secret: Truth = Field(False, description="Shown nowhere until a public customer holds it.")
    retired: Date | None = Field(None, description="From this day on it can no longer be earned.")
    repeatable: Truth = Field(False, description="Counted again for each further target reached.")
    expires_after: SpanText | None = Field(None, description="How long an award holds, such as `1 year`.")

    def is_retired(self, day: datetime.date) -> bool:
        """Whether it can no longer be earned on a day."""
        return self.retired is not None and self.retired <= day

    @model_validator(mode="after")
    def _has_one_picture(self) -> Self:
        given = [name for name in ("icon", "text", "art") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"keep one of {' and '.join(given)}: a medallion has one picture")
        return self
