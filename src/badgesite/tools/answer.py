"""`badgesite explain CUSTOMER [BADGE]`: why a customer holds a badge, why not yet; writes nothing."""

import datetime
import decimal
from collections.abc import Iterator
from typing import Any, NamedTuple

from badgesite.awards.award import EXACT, Results, award
from badgesite.awards.judge import Judgement, judge
from badgesite.build.order import Order
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.errors import UsageError
from badgesite.model import Award, Content, Customer
from badgesite.tools.lookup import Lookup, NotFoundError
from badgesite.tools.reasons import Words, tell_verdict, write_number


class Answer(NamedTuple):
    """What is said of a customer, or of a customer and a badge."""

    customer: str
    badge: str | None
    lines: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the same for machines."""
        return {"customer": self.customer, "badge": self.badge, "lines": list(self.lines)}


def explain_customer(order: Order, who: str, badge: str | None) -> Answer | None:
    """Return why a customer holds a badge or does not, or what the customer holds and what comes next.

    None if no badge is asked for and no customer is called so: then something else is meant. Raises ProblemsFound for
    content with problems, UsageError for an unknown customer or badge.
    """
    loaded = load(order.site, scan(order.site))
    outlines = loaded.content.outlines if loaded.content else {}
    people = Lookup("customer", outlines, "write the id, or the name as the record has it")
    if badge is None and not people.list_called(who):
        return None
    content = loaded.demand()
    customer = find_record(people, who)
    results = award(content, order.today)
    if badge is None:
        return Answer(customer, None, tuple(_tell_customer(content, results, customer)))
    found = find_record(Lookup("badge", content.badges, "write the id"), badge)
    judgement = judge(content, results.population, customer, found, order.today)
    with decimal.localcontext(EXACT):
        lines = tell_judgement(content, content.customers[customer], found, judgement, order.today)
        return Answer(customer, found, tuple(lines))


def find_record(lookup: Lookup, name: str) -> str:
    """Return the id of the record that is meant; raises UsageError if none is, or more than one."""
    try:
        return lookup.find(name)
    except NotFoundError as error:
        raise UsageError(str(error)) from None


def _tell_customer(content: Content, results: Results, customer: str) -> Iterator[str]:
    record, standing, words = content.customers[customer], results.standings[customer], Words(content)
    joined = f", joined on {record.joined}" if record.joined else ""
    yield f"{record.name} ({content.origins['customers', customer].path}), {record.visibility}{joined}."
    yield "Badges:" if standing.awards else "No badges yet."
    for each in standing.awards:
        yield f"  {words.badge(each.badge)}: {_tell_award(each)}{_tell_source(content, each)}"
    if standing.goals:
        yield "Next:"
    for goal in standing.goals:
        missing = words.missing(goal.target - goal.have, goal.metric)
        have = f"{write_number(goal.have)} of {write_number(goal.target)}"
        yield f"  {missing} to {words.badge(goal.badge)} ({have}, series {goal.series})"


def _tell_award(award: Award) -> str:
    since = f"since {award.date}" if award.date else "since a day that the records do not tell"
    times = f", {award.times} times" if award.times > 1 else ""
    if award.revoked:
        return f"{since}, revoked on {award.revoked}{f' ({award.reason})' if award.reason else ''}"
    if award.is_expired:
        return f"{since}{times}, expired on {award.expires}"
    return f"{since}{times}{f', until {award.expires}' if award.expires else ''}"


def _tell_source(content: Content, award: Award) -> str:
    if award.milestone is None:
        return f", given by {award.by}" if award.by else ", given by hand"
    return f", by {_name_way(content, award.milestone)}"


def _name_way(content: Content, milestone: str) -> str:
    kind = "series" if milestone in content.series else "milestones"
    noun = "the series" if kind == "series" else "the milestone"
    return f"{noun} {milestone} ({content.origins[kind, milestone].path})"


def tell_judgement(
    content: Content, customer: Customer, badge: str, found: Judgement, today: datetime.date
) -> Iterator[str]:
    """Yield whether a customer holds a badge, and why or why not; sums are exact in the context EXACT."""
    name = content.badges[badge].name
    if found.award is None:
        yield f"{customer.name} does not hold {name}."
    elif found.award.holds:
        yield f"{customer.name} holds {name}, {_tell_award(found.award)}."
    else:
        yield f"{customer.name} no longer holds {name}: {_tell_award(found.award)}."
    yield from _tell_given(content, customer, found)
    if found.retired:
        yield f"From {found.retired} on it can no longer be earned."
    for milestone, verdict in found.verdicts:
        yield f"By {_name_way(content, milestone)}:"
        yield from (f"  {line}" for line in tell_verdict(verdict, Words(content), customer.joined, today))
    if found.award and found.award.repeats:
        days = ", ".join(
            f"{each.date}{f' (×{each.times})' if each.times > 1 else ''}" for each in found.award.repeats
        )
        yield f"Earned on: {days}."
    if not found.verdicts:
        yield "No milestone awards it; it is given by hand."


def _tell_given(content: Content, customer: Customer, found: Judgement) -> Iterator[str]:
    path = content.origins["customers", customer.id].path
    for entry in found.given:
        day = f" on {entry.date}" if entry.date else ""
        giver = f" by {entry.by}" if entry.by else ""
        revoked = f"; revoked on {entry.revoked}" if entry.revoked else ""
        note = f": “{' '.join(entry.note.split())}”" if entry.note else ""
        yield f"Given{giver}{day} ({path}){note}{revoked}."
