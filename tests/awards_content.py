"""Sites in a few words, for the tests of awards: records are written as text, as YAML gives them."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from badgesite.awards.award import Results, award
from badgesite.model import Award, Badge, Content, Customer, Fact, Milestone, Series, Site

TODAY = datetime.date(2024, 12, 31)
Row = tuple[str, str, str]
Shape = Mapping[str, Any]


def make_content(
    badges: Mapping[str, Shape],
    *,
    series: Iterable[Shape] = (),
    milestones: Iterable[Shape] = (),
    customers: Iterable[Shape] = ({"id": "ada"},),
    activity: Mapping[str, Iterable[Row]] | None = None,
) -> Content:
    """Return the content; names may be left out, and activity is (date, metric, amount or true/false) by customer."""
    return Content(
        site=Site.model_validate({"name": "Northwind", "url": "https://northwind.example"}),
        badges={id_: Badge.model_validate({"id": id_, "name": id_.title(), **more}) for id_, more in badges.items()},
        series={each["id"]: Series.model_validate({"name": "Series", **each}) for each in series},
        milestones={each["id"]: Milestone.model_validate(each) for each in milestones},
        customers={each["id"]: Customer.model_validate({"name": "Ada", **each}) for each in customers},
        activity={customer: tuple(map(read_row, rows)) for customer, rows in (activity or {}).items()},
    )


def read_row(row: Row) -> Fact:
    """Return the fact of a row of text."""
    date, metric, amount = row
    measure = amount == "true" if amount in ("true", "false") else Decimal(amount)
    return Fact(datetime.date.fromisoformat(date), metric, measure)


def one_rule(when: Shape, *rows: Row, badge: Shape | None = None, **customer: Any) -> Content:
    """Return the content of one customer `ada`, one badge `star` and the milestone `rule` that awards it."""
    return make_content(
        {"star": badge or {}},
        milestones=[{"id": "rule", "badge": "star", "when": when}],
        customers=[{"id": "ada", **customer}],
        activity={"ada": rows},
    )


def awards_of(results: Results, customer: str = "ada") -> dict[str, Award]:
    """Return a customer's awards by badge."""
    return {award.badge: award for award in results.standings[customer].awards}


def day_of(content: Content, badge: str = "star", customer: str = "ada", today: datetime.date = TODAY) -> str | None:
    """Return the day on which a badge was awarded, `undated`, or None if it was not."""
    found = awards_of(award(content, today), customer).get(badge)
    if found is None:
        return None
    return found.date.isoformat() if found.date else "undated"
