"""What holds for the awards of any site: more activity takes nothing away, and order does not matter."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from awards_content import TODAY, awards_of, make_content
from badgesite.awards.award import award
from badgesite.awards.memory import Memory
from badgesite.model import Award, Content, Fact

RULES: dict[str, dict[str, Any]] = {
    "flag": {"flag": "done"},
    "window": {"metric": "orders", "target": "4", "within": "10 days"},
    "days": {"metric": "orders", "every": "day", "for": "2"},
    "weeks": {"metric": "orders", "every": "week", "for": "3", "target": "2"},
    "months": {"metric": "spend", "every": "month", "for": "2", "target": "0.5"},
    "spend": {"metric": "spend", "target": "6.25"},
    "pioneer": {"metric": "orders", "target": "3", "first": "1"},
    "both": {"all_of": ["few", "spend"]},
    "either": {"any_of": ["both", "window", "flag"]},
    "again": {"metric": "orders", "target": "2"},
    "windows": {"metric": "orders", "target": "2", "within": "5 days"},
    "streaks": {"metric": "spend", "every": "week", "for": "2"},
    "brief": {"metric": "orders", "target": "3", "within": "2 weeks"},
    "nested": {
        "all_of": [{"any_of": [{"metric": "orders", "target": "3", "first": "2"}, "flag"]}, {"flag": "done"}],
        "not_before": "2024-01-10",
        "not_after": "2024-02-10",
    },
}
KINDS = {
    **{badge: {"repeatable": "true"} for badge in ("again", "windows", "streaks")},
    "brief": {"expires_after": "2 weeks"},
}
SITE = make_content(
    {"few": {}, "many": {}, **{badge: KINDS.get(badge, {}) for badge in RULES}},
    series=[
        {
            "id": "orders",
            "metric": "orders",
            "steps": [{"target": "2", "badge": "few"}, {"target": "9", "badge": "many"}],
        }
    ],
    milestones=[{"id": f"m-{badge}", "badge": badge, "when": when} for badge, when in RULES.items()],
    customers=[{"id": "ada"}, {"id": "bob", "metrics": {"orders": "1"}}, {"id": "cleo", "visibility": "private"}],
)

days = st.dates(datetime.date(2023, 12, 25), datetime.date(2024, 2, 20))
amounts = st.decimals(Decimal("-3"), Decimal("5"), places=2)


def facts_of(amount: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Fact]:
    """Return a strategy of facts: amounts of orders and spend, and the flag."""
    return st.one_of(
        st.builds(Fact, days, st.sampled_from(["orders", "spend"]), amount),
        st.builds(Fact, days, st.just("done"), st.booleans()),
    )


histories = st.fixed_dictionaries({customer: st.lists(facts_of(amounts), max_size=12) for customer in SITE.customers})


History = dict[str, list[Fact]]


def with_digests(content: Content) -> Content:
    """Return the content with a digest of each record, as files give them: without one nothing is remembered."""
    kinds = ("badges", "series", "milestones", "customers")
    digests = {(kind, id_): repr(record) for kind in kinds for id_, record in getattr(content, kind).items()}
    return dataclasses.replace(content, digests=digests)


def with_activity(histories: dict[str, list[Fact]]) -> Content:
    """Return the site with these facts."""
    return dataclasses.replace(SITE, activity={customer: tuple(facts) for customer, facts in histories.items()})


@settings(max_examples=150, deadline=None)
@given(histories, st.lists(facts_of(amounts.filter(lambda amount: amount > 0)), min_size=1, max_size=4))
def test_adding_activity_removes_no_award(histories: dict[str, list[Fact]], more: list[Fact]) -> None:
    """Who adds something keeps all badges, none of them later, fewer times or for a shorter while than before."""
    before = awards_of(award(with_activity(histories), TODAY))
    grown = {**histories, "ada": histories["ada"] + more}
    after = awards_of(award(with_activity(grown), TODAY))
    assert before.keys() <= after.keys()
    for badge, each in before.items():
        assert (after[badge].date or datetime.date.min) <= (each.date or datetime.date.min)
        assert after[badge].times >= each.times
        assert (after[badge].expires or datetime.date.max) >= (each.expires or datetime.date.min)
        assert all(later <= earlier for later, earlier in zip(days_of(after[badge]), days_of(each), strict=False))


def days_of(found: Award) -> list[datetime.date]:
    """Return the day of each time, the undated ones first."""
    dated = [repeat.date for repeat in found.repeats for _ in range(repeat.times)]
    return [datetime.date.min] * (found.times - len(dated)) + dated


@settings(max_examples=100, deadline=None)
@given(histories, st.data())
def test_the_order_of_rows_never_matters(histories: dict[str, list[Fact]], data: st.DataObject) -> None:
    """Rows in any order, and customers in any order, give the same results."""
    mixed = {customer: data.draw(st.permutations(facts)) for customer, facts in histories.items()}
    content = with_activity(mixed)
    turned = dataclasses.replace(content, customers=dict(reversed(content.customers.items())))
    assert award(turned, TODAY) == award(with_activity(histories), TODAY)


@settings(max_examples=50, deadline=None)
@given(histories)
def test_the_same_content_gives_the_same_results(histories: dict[str, list[Fact]]) -> None:
    """Nothing is remembered between two reckonings, and mappings keep the same order."""
    first, second = (award(with_activity(histories), TODAY) for _ in range(2))
    assert first == second
    assert list(first.standings) == list(second.standings)


runs = st.lists(st.builds(Fact, days, st.just("orders"), st.integers(1, 3).map(Decimal)), max_size=6)
races = st.fixed_dictionaries(dict.fromkeys(SITE.customers, runs))


@settings(max_examples=200, deadline=None)
@given(races, st.sampled_from(sorted(SITE.customers)), runs)
def test_an_edit_reckons_what_a_build_from_nothing_does(before: History, who: str, facts: list[Fact]) -> None:
    """What is remembered of the others is right after one changed, also of who came first; and after going back."""
    memory = Memory()
    for histories in (before, {**before, who: facts}, before):
        content = with_digests(with_activity(histories))
        assert award(content, TODAY, memory) == award(content, TODAY)


@settings(max_examples=100, deadline=None)
@given(histories, days)
def test_an_award_comes_on_its_day(histories: dict[str, list[Fact]], day: datetime.date) -> None:
    """On each day exactly those awards are there whose date has come, and with that date."""
    content = with_activity(histories)
    now, finally_ = award(content, day), award(content, TODAY)
    for customer in content.customers:
        due = {(each.badge, each.date) for each in finally_.standings[customer].awards}
        due = {(badge, date) for badge, date in due if date is None or date <= day}
        assert {(each.badge, each.date) for each in now.standings[customer].awards} == due
        repeats = {each.badge: each.repeats for each in finally_.standings[customer].awards}
        for each in now.standings[customer].awards:
            assert each.repeats == tuple(repeat for repeat in repeats[each.badge] if repeat.date <= day)
