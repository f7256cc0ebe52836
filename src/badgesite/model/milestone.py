"""Milestones: the rules that award badges."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from badgesite.model.record import Amount, Date, Id, Line, Named, Record, SpanText, Text


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError("write a target above 0: everybody has reached this one already")
    return value


def _read_count(value: Any) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"0*[1-9]\d{0,8}", value, re.ASCII):
        raise ValueError("write a whole number from 1 up")
    return int(value)


Target = Annotated[Amount, AfterValidator(_above_zero)]
HowMany = Annotated[int, BeforeValidator(_read_count)]
Period = Literal["day", "week", "month", "quarter", "year"]


class Total(Record):
    """The total of a metric reaches a target."""

    metric: Id = Field(description="What is counted.")
    target: Target = Field(description="The total to reach.")


class First(Record):
    """Among the first customers whose total of a metric reaches a target."""

    metric: Id = Field(description="What is counted.")
    target: Target = Field(description="The total to reach.")
    first: HowMany = Field(description="How many places there are; a tie on the last day fills them all.")


class Window(Record):
    """The target is reached by what was added within some consecutive days, both ends counted."""

    metric: Id = Field(description="What is counted.")
    target: Target = Field(description="The sum to reach.")
    within: SpanText = Field(description="How long the window is, such as `30 days`.")


class Streak(Record):
    """Something was added in each of a number of consecutive calendar periods."""

    metric: Id = Field(description="What is counted.")
    every: Period = Field(description="day, week (Monday to Sunday), month, quarter or year.")
    for_: HowMany = Field(alias="for", description="How many periods in a row.")
    target: Target | None = Field(None, description="The sum to reach in each period; left out, anything above 0.")


class Flag(Record):
    """A metric that is true or false is true."""

    flag: Id = Field(description="A metric of customers that is `true`, such as `profile_complete`.")


class MemberFor(Record):
    """The customer joined that long ago."""

    member_for: SpanText = Field(description="How long, such as `1 year`.")


class JoinedBefore(Record):
    """The customer joined before a day."""

    joined_before: Date = Field(description="The first day that is too late.")


class AllOf(Record):
    """All of these hold on one day: badges that the customer holds, rules that came true."""

    all_of: "Annotated[tuple[Part, ...], Field(min_length=1)]" = Field(description="Ids of badges, or rules.")
    not_before: Date | None = Field(None, description="The first day on which it can come true.")
    not_after: Date | None = Field(None, description="The last day on which it can come true.")


class AnyOf(Record):
    """At least one of these holds: a badge that the customer holds, a rule that came true."""

    any_of: "Annotated[tuple[Part, ...], Field(min_length=1)]" = Field(description="Ids of badges, or rules.")
    not_before: Date | None = Field(None, description="The first day on which it can come true.")
    not_after: Date | None = Field(None, description="The last day on which it can come true.")


_RULES_BY_KEY = {
    "within": "window",
    "every": "streak",
    "for": "streak",
    "first": "first",
    "flag": "flag",
    "member_for": "member_for",
    "joined_before": "joined_before",
    "all_of": "all_of",
    "any_of": "any_of",
}


def _tell_rule(value: Any) -> str:
    """Return the tag of the rule that the keys of a mapping (or a record itself) stand for."""
    if isinstance(value, Record):
        return next(tag for tag, kind in RULE_KINDS.items() if type(value) is kind)
    keys = value if isinstance(value, dict) else {}
    return next((tag for key, tag in _RULES_BY_KEY.items() if key in keys), "total")


def _tell_part(value: Any) -> str:
    """Return the tag of a rule, or `badge` for the id of one."""
    return "badge" if isinstance(value, str) else _tell_rule(value)


_AnyRule: TypeAlias = (
    Annotated[Total, Tag("total")]
    | Annotated[First, Tag("first")]
    | Annotated[Window, Tag("window")]
    | Annotated[Streak, Tag("streak")]
    | Annotated[Flag, Tag("flag")]
    | Annotated[MemberFor, Tag("member_for")]
    | Annotated[JoinedBefore, Tag("joined_before")]
    | Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
)
Rule = Annotated[_AnyRule, Discriminator(_tell_rule)]
Part = Annotated[_AnyRule | Annotated[Id, Tag("badge")], Discriminator(_tell_part)]
"""What a combination is made of: a rule, or the id of a badge."""
RULE_KINDS: dict[str, type[Record]] = {
    "total": Total,
    "first": First,
    "window": Window,
    "streak": Streak,
    "flag": Flag,
    "member_for": MemberFor,
    "joined_before": JoinedBefore,
    "all_of": AllOf,
    "any_of": AnyOf,
}
AllOf.model_rebuild()
AnyOf.model_rebuild()


def walk(rule: Part, location: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Part]]:
    """Yield a rule that stands at a location of its record and all that it is made of, each with its location."""
    yield location, rule
    match rule:
        case AllOf(all_of=parts):
            key = "all_of"
        case AnyOf(any_of=parts):
            key = "any_of"
        case _:
            return
    for place, part in enumerate(parts):
        yield from walk(part, (*location, key, place))


class Step(Record):
    """One milestone of a series."""

    target: Target = Field(description="The total to reach.")
    badge: Id = Field(description="The badge that it awards.")


def _rising(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    targets = [step.target for step in steps]
    if any(later <= earlier for earlier, later in itertools.pairwise(targets)):
        raise ValueError("put the steps in rising order, each target once")
    return steps


class Series(Named):
    """Milestones of one metric in rising order."""

    name: Line = Field(description="The name of the series, such as `Orders`.")
    description: Text | None = Field(None, description="What the series is about (Markdown).")
    metric: Id = Field(description="What is counted.")
    steps: Annotated[tuple[Step, ...], Field(min_length=1), AfterValidator(_rising)] = Field(
        description="The targets in rising order, and the badge that each awards."
    )


class Milestone(Named):
    """One rule that awards one badge."""

    badge: Id = Field(description="The badge that it awards.")
    when: Rule = Field(description="The rule.")
