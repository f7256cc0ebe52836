"""What is not wrong but looks like an oversight, as far as it takes the awards, the day or everyone to see it."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from badgesite.awards.award import Results
from badgesite.awards.namesakes import find_namesakes
from badgesite.awards.programme import Programme, arrange
from badgesite.content.activity import Sought
from badgesite.errors import suggest
from badgesite.model import Content, First, Flag, MemberFor, Streak, Total, Window, walk

_FEWEST_CUSTOMERS = 10
"""From how many customers on one can say that too few of them did something."""
_EASY = 10
"""Of so many customers at least one should have reached the first step of a series."""
_COUNTING = (Total, Window, Streak, MemberFor)
"""The rules that count again, and so make a repeatable badge repeat."""


class Doubt(NamedTuple):
    """Something doubtful: at a location of a record, or in a row of the activity."""

    kind: str
    """The record's mapping in `Content`."""
    id: str
    location: tuple[str | int, ...]
    what: str
    remedy: str
    row: Sought | None = None


def find_doubts(content: Content, results: Results, today: datetime.date) -> Iterator[Doubt]:
    """Yield everything doubtful that only the results show, in the order of its kinds."""
    programme = arrange(content)
    yield from _hard_beginnings(content, results, today)
    yield from _closed_badges(programme, results, today)
    yield from _single_repeats(content, programme)
    yield from _unknown_metrics(content)
    yield from _odd_days(content, today)
    for first, second, likeness in find_namesakes(content.outlines.values()):
        remedy = "if they are one person, keep one record and list the other id under its `aliases:`"
        yield Doubt("customers", second, ("name",), f"the customer “{first}” has {likeness} name", remedy)


def _hard_beginnings(content: Content, results: Results, today: datetime.date) -> Iterator[Doubt]:
    everyone = len(content.customers)
    if everyone < _FEWEST_CUSTOMERS:
        return
    reached = Counter(each.badge for standing in results.standings.values() for each in standing.awards)
    retired = {badge.id for badge in content.badges.values() if badge.is_retired(today)}
    for series in content.series.values():
        place, step = next((each for each in enumerate(series.steps) if each[1].badge not in retired), (0, None))
        if step and reached[step.badge] * _EASY < everyone:
            what = (
                f"only {reached[step.badge]:,} of {everyone:,} customers have reached the first step of this series"
            )
            remedy = "a first goal should be easy: put a lower step before it"
            yield Doubt("series", series.id, ("steps", place, "target"), what, remedy)


def _closed_badges(programme: Programme, results: Results, today: datetime.date) -> Iterator[Doubt]:
    """Yield badges that nobody holds though milestones award them, and that nobody can earn from now on."""
    held = {each.badge for standing in results.standings.values() for each in standing.awards}
    for course in programme.courses:
        badge = course.badge.id
        if badge not in results.closed or badge in held or not course.ways:
            continue
        if course.badge.is_retired(today):
            what = "nobody holds this badge, and nobody can earn it any more"
            yield Doubt("badges", badge, ("retired",), what, "correct its rule or its days, or remove it")
        else:
            what = f"nobody holds the badge “{badge}”, and by this rule nobody can earn it any more"
            remedy = "correct the rule, or remove the badge"
            yield Doubt("milestones", course.ways[0].milestone, ("when",), what, remedy)


def _single_repeats(content: Content, programme: Programme) -> Iterator[Doubt]:
    given = {badge for customer in content.outlines.values() for badge in customer.awards}
    for course in programme.courses:
        is_single = course.ways and not any(isinstance(way.rule, _COUNTING) for way in course.ways)
        if course.badge.repeatable and is_single and course.badge.id not in given:
            what = "this badge is repeatable, but its rule counts only once"
            remedy = "remove `repeatable:`, or state a rule with a target, a streak or a span"
            yield Doubt("badges", course.badge.id, ("repeatable",), what, remedy)


def _unknown_metrics(content: Content) -> Iterator[Doubt]:
    known = {*content.site.metrics, *_metrics_of_rules(content)}

    def explain(metric: str) -> tuple[str, str]:
        what = f"no milestone asks for the metric “{metric}”, and site.yaml does not list it"
        return what, suggest(metric, known, "list it under `metrics:` in content/site.yaml")

    for customer in content.customers.values():
        for metric in customer.metrics.keys() - known:
            yield Doubt("customers", customer.id, ("metrics", metric), *explain(metric))
        for place, entry in enumerate(customer.activity):
            for metric in entry.__pydantic_extra__.keys() - known:
                yield Doubt("customers", customer.id, ("activity", place, metric), *explain(metric))
    for metric in sorted({fact.metric for facts in content.activity.values() for fact in facts} - known):
        yield Doubt("activity", "", (), *explain(metric), Sought(None, None, metric))


def _metrics_of_rules(content: Content) -> Iterator[str]:
    yield from (series.metric for series in content.series.values())
    for milestone in content.milestones.values():
        for _, part in walk(milestone.when):
            match part:
                case Total(metric=metric) | First(metric=metric) | Window(metric=metric) | Streak(metric=metric):
                    yield metric
                case Flag(flag=metric):
                    yield metric


def _odd_days(content: Content, today: datetime.date) -> Iterator[Doubt]:
    """Yield what is dated before its customer joined, or after today."""
    for customer in content.customers.values():
        if customer.joined and customer.joined > today:
            what = f"the customer joins after today, {today}"
            yield Doubt("customers", customer.id, ("joined",), what, "correct the day, unless it is yet to come")
        dates = [(("awards", place), entry.date) for place, entry in enumerate(customer.awards)]
        dates += [(("activity", place), activity.date) for place, activity in enumerate(customer.activity)]
        for location, day in dates:
            if day and (why := _explain_day(day, customer.joined, today)):
                yield Doubt("customers", customer.id, (*location, "date"), *why)
        facts = content.activity.get(customer.id, ())
        for date in {min(fact.date for fact in facts), max(fact.date for fact in facts)} if facts else ():
            if why := _explain_day(date, customer.joined, today):
                yield Doubt("activity", customer.id, (), *why, Sought(customer.id, date.isoformat(), None))


def _explain_day(day: datetime.date, joined: datetime.date | None, today: datetime.date) -> tuple[str, str] | None:
    if joined and day < joined:
        return f"this is dated {day}, before the customer joined on {joined}", "correct one of the two days"
    if day > today:
        return (
            f"this is dated {day}, after today, and does not count yet",
            "correct the day, unless it is yet to come",
        )
    return None
