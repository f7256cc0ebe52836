"""Why a customer has a badge, or not yet: the same as is awarded, with the records that alone would do."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from awards_content import TODAY, Row, Shape, one_rule
from badgesite.awards.award import award
from badgesite.awards.judge import Verdict, judge
from badgesite.model import Content, Fact, First, Flag, Streak, Total, Window
from test_awards_properties import History, histories, with_activity

DAY = datetime.date.fromisoformat


def verdict_of(content: Content, today: datetime.date = TODAY) -> Verdict:
    """Return what the only rule of ada's `star` says."""
    ((_, verdict),) = judge(content, award(content, today).population, "ada", "star", today).verdicts
    return verdict


@settings(max_examples=60, deadline=None)
@given(histories)
def test_a_judgement_is_what_was_awarded(histories: History) -> None:
    """For every customer and badge, and a rule that came true does so as soon by the records that counted alone."""
    content = with_activity(histories)
    results = award(content, TODAY)
    for customer, standing in results.standings.items():
        awards = {each.badge: each for each in standing.awards}
        for badge in content.badges:
            found = judge(content, results.population, customer, badge, TODAY)
            assert found.award == awards.get(badge)
            assert (found.award is not None) == any(verdict.is_true for _, verdict in found.verdicts)
            for _, verdict in found.verdicts:
                _counted_alone_will_do(content, customer, badge, verdict)


def _counted_alone_will_do(content: Content, customer: str, badge: str, verdict: Verdict) -> None:
    if verdict.is_true and isinstance(verdict.rule, Total | Window | Streak | Flag | First):
        only = dataclasses.replace(content, activity={customer: verdict.facts})
        (alone,) = (each for each in award(only, TODAY).standings[customer].awards if each.badge == badge)
        assert alone.date == verdict.turns[0].date


def orders(*rows: str) -> tuple[Row, ...]:
    """Return facts of orders from words such as `2024-01-01:3`."""
    return tuple((day, "orders", amount) for day, _, amount in (row.partition(":") for row in rows))


@pytest.mark.parametrize(
    ("when", "rows", "have", "target", "counted"),
    [
        ({"metric": "orders", "target": "10"}, ("2024-01-01:4", "2024-02-01:3"), "9", "10", 2),
        ({"metric": "orders", "target": "10"}, ("2024-01-01:4", "2024-02-01:-3"), "3", "10", 2),
        ({"metric": "orders", "target": "5"}, ("2024-01-01:4", "2024-02-01:3"), "9", "5", 1),
        ({"metric": "orders", "target": "10", "within": "10 days"},
         ("2024-01-01:4", "2024-01-10:3", "2024-01-11:4"), "7", "10", 2),
        ({"metric": "orders", "every": "month", "for": "3"},
         ("2024-01-31:1", "2024-02-01:1", "2024-04-01:1"), "2", "3", 3),
        ({"metric": "orders", "target": "3", "first": "5"}, ("2024-01-01:1",), "3", "3", 1),
    ],
)  # fmt: skip
def test_what_is_missing(when: Shape, rows: tuple[str, ...], have: str, target: str, counted: int) -> None:
    """How far one got: in all, in the fullest window, in periods; with the records that made it."""
    found = verdict_of(one_rule(when, *orders(*rows), metrics={"orders": "2"}))
    assert (found.have, found.target, len(found.facts)) == (Decimal(have), Decimal(target), counted)


def test_who_came_too_late_learns_when_the_last_place_went() -> None:
    content = one_rule({"metric": "orders", "target": "1", "first": "1"}, *orders("2024-01-02:1"))
    bob = next(iter(content.customers.values())).model_copy(update={"id": "bob"})
    facts = {**content.activity, "bob": (Fact(DAY("2024-01-01"), "orders", Decimal(1)),)}
    found = verdict_of(dataclasses.replace(content, customers={**content.customers, "bob": bob}, activity=facts))
    assert (found.is_true, found.last_place, len(found.facts)) == (False, DAY("2024-01-01"), 1)


def test_a_combination_tells_each_of_its_parts() -> None:
    when = {"all_of": [{"metric": "orders", "target": "3"}, {"any_of": [{"flag": "done"}, {"member_for": "1 year"}]}]}
    found = verdict_of(one_rule(when, *orders("2024-01-02:2"), joined="2023-01-01"))
    total, other = found.parts
    assert (found.is_true, total.is_true, total.have, other.is_true) == (False, False, Decimal(2), True)
    assert [part.is_true for part in other.parts] == [False, True]
    assert other.turns[0].date == DAY("2024-01-01")


def test_what_came_true_after_retirement_is_told_beside_it() -> None:
    content = one_rule({"metric": "orders", "target": "1"}, *orders("2024-01-02:1"), badge={"retired": "2024-01-02"})
    found = judge(content, award(content, TODAY).population, "ada", "star", TODAY)
    ((milestone, verdict),) = found.verdicts
    assert (found.award, found.retired, milestone, verdict.is_true) == (None, DAY("2024-01-02"), "rule", True)


def test_an_unknown_badge_is_an_error() -> None:
    content = one_rule({"flag": "done"})
    with pytest.raises(KeyError, match="moon"):
        judge(content, award(content, TODAY).population, "ada", "moon", TODAY)
