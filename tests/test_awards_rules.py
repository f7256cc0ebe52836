"""Each rule awards on the day its condition became true, and on no other."""

import datetime

import pytest

from awards_content import TODAY, Row, Shape, day_of, make_content, one_rule
from badgesite.awards.award import award

TEN = {"metric": "orders", "target": "10"}


def orders(*rows: str) -> tuple[Row, ...]:
    """Return facts of orders from words such as `2024-01-01:3`."""
    return tuple((day, "orders", amount) for day, _, amount in (row.partition(":") for row in rows))


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ((), None),
        (("2024-01-01:9.999",), None),
        (("2024-01-01:9", "2024-01-05:1"), "2024-01-05"),
        (("2024-01-05:1", "2024-01-01:9"), "2024-01-05"),
        (("2024-01-01:12", "2024-01-01:-3", "2024-01-03:1"), "2024-01-03"),
        (("2024-01-01:10", "2024-01-02:-10"), "2024-01-01"),
        (("2024-01-01:-5", "2024-01-02:14", "2024-01-03:1"), "2024-01-03"),
        (("2024-01-01:3.1", "2024-01-02:3.3", "2024-01-03:3.6"), "2024-01-03"),
    ],
)
def test_total(rows: tuple[str, ...], day: str | None) -> None:
    """Same-day amounts are added first, decimals are exact, and a correction takes no award away."""
    assert day_of(one_rule(TEN, *orders(*rows))) == day


def test_total_counts_the_base() -> None:
    """What was counted before dated records began counts, and decides alone only undated."""
    assert day_of(one_rule(TEN, *orders("2024-01-01:1"), metrics={"orders": "9"})) == "2024-01-01"
    assert day_of(one_rule(TEN, *orders("2024-01-01:1"), metrics={"orders": "10"})) == "undated"


def test_total_counts_the_record_and_the_table_together() -> None:
    """Dated additions of the record and of CSV files on one day are one sum."""
    content = one_rule(
        TEN, *orders("2024-01-01:11", "2024-02-01:9"), activity=[{"date": "2024-01-01", "orders": "-10"}]
    )
    assert day_of(content) == "2024-02-01"


def test_totals_stay_exact_beyond_28_digits() -> None:
    """The sum of many great amounts loses nothing of a small one."""
    great = ["2024-01-01:999999999999999"] * 20_000
    rows = orders("2024-01-01:0.000000001", *great, *_negative(great))
    assert day_of(one_rule({"metric": "orders", "target": "0.000000001"}, *rows)) == "2024-01-01"


def _negative(rows: list[str]) -> list[str]:
    return [row.replace(":", ":-") for row in rows]


def test_nothing_after_today_counts() -> None:
    """A fact dated tomorrow is not there yet; one of today is."""
    content = one_rule(TEN, *orders("2024-06-01:10"))
    assert day_of(content, today=datetime.date(2024, 5, 31)) is None
    assert day_of(content, today=datetime.date(2024, 6, 1)) == "2024-06-01"


def test_metrics_are_told_apart() -> None:
    """Only the metric of the rule counts, and a flag is no number."""
    assert day_of(one_rule(TEN, ("2024-01-01", "referrals", "10"), ("2024-01-01", "orders", "true"))) is None


@pytest.mark.parametrize(
    ("within", "rows", "day"),
    [
        ("30 days", ("2024-01-01:1", "2024-01-10:1", "2024-01-30:1"), "2024-01-30"),
        ("30 days", ("2024-01-01:1", "2024-01-10:1", "2024-01-31:1"), None),
        ("30 days", ("2024-01-01:1", "2024-01-10:1", "2024-01-31:1", "2024-02-08:1"), "2024-02-08"),
        ("1 day", ("2024-01-01:2", "2024-01-02:1"), None),
        ("1 day", ("2024-01-01:2", "2024-01-01:1"), "2024-01-01"),
        ("2 weeks", ("2024-01-01:1", "2024-01-02:1", "2024-01-14:1"), "2024-01-14"),
        ("2 weeks", ("2024-01-01:1", "2024-01-02:1", "2024-01-15:1"), None),
        ("1 month", ("2024-02-29:1", "2024-03-01:1", "2024-03-28:1"), "2024-03-28"),
        ("1 month", ("2024-02-29:1", "2024-03-01:1", "2024-03-29:1"), None),
        ("30 days", ("2024-01-01:2", "2024-01-02:-2", "2024-01-03:2", "2024-01-04:1"), "2024-01-04"),
        ("3 days", ("2024-01-01:-9", "2024-01-02:3"), "2024-01-02"),
        ("30 days", ("2024-01-01:4", "2024-01-01:-2", "2024-01-02:-1"), None),
        ("30 days", ("2024-01-01:3", "2024-01-02:-3"), "2024-01-01"),
    ],
)
def test_window(within: str, rows: tuple[str, ...], day: str | None) -> None:
    """Three within consecutive days, both ends counted; a correction counts on its own day."""
    assert day_of(one_rule({"metric": "orders", "target": "3", "within": within}, *orders(*rows))) == day


def test_window_ignores_the_base() -> None:
    """What was counted before dated records began lies in no window."""
    when = {"metric": "orders", "target": "3", "within": "30 days"}
    assert day_of(one_rule(when, *orders("2024-01-01:2"), metrics={"orders": "100"})) is None


@pytest.mark.parametrize(
    ("every", "rows", "day"),
    [
        ("day", ("2024-02-28:1", "2024-02-29:1", "2024-03-01:1"), "2024-03-01"),
        ("day", ("2023-02-27:1", "2023-02-28:1", "2023-03-02:1"), None),
        ("week", ("2023-12-31:1", "2024-01-01:1", "2024-01-14:1"), "2024-01-14"),  # Sunday, Monday, Sunday
        ("week", ("2023-12-31:1", "2024-01-01:1", "2024-01-15:1"), None),
        ("week", ("2020-12-31:1", "2021-01-03:1", "2021-01-04:1", "2021-01-11:1"), "2021-01-11"),  # 2020 has week 53
        ("month", ("2023-11-30:1", "2023-12-01:1", "2024-01-31:1"), "2024-01-31"),
        ("month", ("2023-11-30:1", "2024-01-01:1", "2024-02-01:1"), None),
        ("quarter", ("2023-09-30:1", "2023-10-01:1", "2024-03-31:1"), "2024-03-31"),
        ("year", ("2022-12-31:1", "2023-01-01:1", "2024-12-30:1"), "2024-12-30"),
        ("month", ("2023-01-01:1", "2023-03-01:1", "2023-04-01:1", "2023-05-02:1", "2023-05-09:1"), "2023-05-02"),
        ("month", ("2024-01-01:1", "2024-02-01:1", "2024-02-09:-1", "2024-03-01:1"), None),
        ("month", ("2024-01-01:1", "2024-02-01:1", "2024-03-01:1", "2024-03-02:-1"), "2024-03-01"),
    ],
)
def test_streak(every: str, rows: tuple[str, ...], day: str | None) -> None:
    """Three calendar periods in a row, dated the day that completed the last; weeks run from Monday to Sunday."""
    assert day_of(one_rule({"metric": "orders", "every": every, "for": "3"}, *orders(*rows))) == day


def test_streak_with_a_target() -> None:
    """Each period must reach the target by itself, and what came before dated records lies in no period."""
    when = {"metric": "orders", "every": "month", "for": "2", "target": "5"}
    rows = ("2024-01-01:4", "2024-02-01:9", "2024-03-01:2", "2024-03-31:3")
    assert day_of(one_rule(when, *orders(*rows), metrics={"orders": "50"})) == "2024-03-31"


@pytest.mark.parametrize(
    ("metrics", "rows", "day"),
    [
        ({}, (), None),
        ({"done": "true"}, ("2024-01-01:true",), "undated"),
        ({"done": "false"}, (), None),
        ({"done": "false"}, ("2024-03-01:true", "2024-02-01:true"), "2024-02-01"),
        ({}, ("2024-02-01:true", "2024-03-01:false"), "2024-02-01"),
        ({}, ("2024-02-01:false",), None),
        ({"done": "1"}, ("2024-02-01:1",), None),
    ],
)
def test_flag(metrics: dict[str, str], rows: tuple[str, ...], day: str | None) -> None:
    """A flag of the base is undated, a dated one has its first day, and unsetting it takes nothing away."""
    facts: list[Row] = [(date, "done", value) for date, _, value in (row.partition(":") for row in rows)]
    assert day_of(one_rule({"flag": "done"}, *facts, metrics=metrics)) == day


@pytest.mark.parametrize(
    ("joined", "span", "today", "day"),
    [
        ("2020-02-29", "1 year", "2021-02-27", None),
        ("2020-02-29", "1 year", "2021-02-28", "2021-02-28"),
        ("2020-02-29", "4 years", "2024-03-01", "2024-02-29"),
        ("2023-12-31", "2 months", "2024-03-01", "2024-02-29"),
        ("2023-12-31", "60 days", "2024-03-01", "2024-02-29"),
        (None, "1 day", "2024-03-01", None),
        ("9999-01-01", "9 years", "2024-03-01", None),
    ],
)
def test_member_for(joined: str | None, span: str, today: str, day: str | None) -> None:
    """The same day a span later, or the last of a month that is too short; not before it has come."""
    customer = {"joined": joined} if joined else {}
    content = one_rule({"member_for": span}, **customer)
    assert day_of(content, today=datetime.date.fromisoformat(today)) == day


@pytest.mark.parametrize(
    ("joined", "day"),
    [("2021-12-31", "2021-12-31"), ("2022-01-01", None), (None, None)],
)
def test_joined_before(joined: str | None, day: str | None) -> None:
    """The stated day is the first that is too late; the award has the day of joining."""
    assert day_of(one_rule({"joined_before": "2022-01-01"}, **({"joined": joined} if joined else {}))) == day


def test_joined_before_waits_for_the_day_of_joining() -> None:
    """Who joins tomorrow has not joined."""
    content = one_rule({"joined_before": "2030-01-01"}, joined="2025-01-01")
    assert day_of(content) is None
    assert day_of(content, today=datetime.date(2025, 1, 1)) == "2025-01-01"


def first_of(places: str, reached: dict[str, str], bases: dict[str, str] | None = None) -> dict[str, str | None]:
    """Return who is awarded one of the places when each customer makes the tenth order on the given day."""
    names = sorted({*reached, *(bases or {})})
    content = make_content(
        {"star": {}},
        milestones=[{"id": "rule", "badge": "star", "when": {**TEN, "first": places}}],
        customers=[{"id": name, "metrics": {"orders": (bases or {}).get(name, "0")}} for name in names],
        activity={name: orders(f"{day}:10") for name, day in reached.items()},
    )
    results = award(content, TODAY)
    return {name: day_of(content, customer=name) for name in names if results.standings[name].awards}


def test_first_shares_the_last_place() -> None:
    """Everyone who was there on the day the last place was filled has one, and nobody after."""
    reached = {"a": "2024-01-01", "b": "2024-01-03", "c": "2024-01-02", "d": "2024-01-02", "e": "2024-01-02"}
    assert first_of("1", reached) == {"a": "2024-01-01"}
    three = {"a": "2024-01-01", "c": "2024-01-02", "d": "2024-01-02", "e": "2024-01-02"}
    assert first_of("2", reached) == first_of("3", reached) == first_of("4", reached) == three
    assert first_of("5", reached).keys() == first_of("99", reached).keys() == reached.keys()


def test_first_gives_places_to_undated_ones_before_others() -> None:
    """Who had the total when dated records began was there before everyone else."""
    reached = {"a": "2024-01-01", "b": "2024-01-02"}
    bases = {"x": "10", "y": "11"}
    assert first_of("1", reached, bases) == first_of("2", reached, bases) == {"x": "undated", "y": "undated"}
    assert first_of("3", reached, bases) == {"a": "2024-01-01", "x": "undated", "y": "undated"}


FIVE_AND_REFERRAL = [
    {"id": "m1", "badge": "five", "when": {"metric": "orders", "target": "5"}},
    {"id": "m2", "badge": "friend", "when": {"metric": "referrals", "target": "1"}},
    {"id": "m3", "badge": "both", "when": {"all_of": ["five", "friend", "hand"]}},
    {"id": "m4", "badge": "either", "when": {"any_of": ["five", "friend", "hand"]}},
    {"id": "m5", "badge": "a-nest", "when": {"all_of": ["both", "either"]}},
]


@pytest.mark.parametrize(
    ("rows", "given", "both", "either"),
    [
        (("2024-01-01 orders 5",), None, None, "2024-01-01"),
        ((), None, None, None),
        (("2024-01-09 orders 5", "2024-01-03 referrals 1"), {"date": "2024-01-05"}, "2024-01-09", "2024-01-03"),
        (("2024-01-01 orders 5", "2024-01-03 referrals 1"), {"date": "2024-01-05"}, "2024-01-05", "2024-01-01"),
        (("2024-01-01 orders 5", "2024-01-03 referrals 1"), {}, "undated", "undated"),
        (
            ("2024-01-02 orders 5", "2024-01-03 referrals 1"),
            {"date": "2024-01-01", "revoked": "2024-06-01"},
            None,
            "2024-01-02",
        ),
        (("2024-01-02 orders 5", "2024-01-03 referrals 1"), {"date": "2025-01-01"}, None, "2024-01-02"),
    ],
)
def test_combinations(rows: tuple[str, ...], given: Shape | None, both: str | None, either: str | None) -> None:
    """The day of the last, or of the first; an undated part makes either undated; a revoked part is none."""
    content = make_content(
        {badge: {} for badge in ("five", "friend", "hand", "both", "either", "a-nest")},
        milestones=FIVE_AND_REFERRAL,
        customers=[{"id": "ada", "awards": [{"badge": "hand", **given}] if given is not None else []}],
        activity={"ada": [tuple(row.split()) for row in rows]},  # type: ignore[misc]  # three words each
    )
    assert day_of(content, "both") == both
    assert day_of(content, "either") == either
    assert day_of(content, "a-nest") == both


def test_all_of_needs_all_at_once() -> None:
    """A part that had expired when the last one came was not held with it."""
    content = make_content(
        {"star": {}, "old": {"expires_after": "1 year"}, "new": {}},
        milestones=[{"id": "rule", "badge": "star", "when": {"all_of": ["old", "new"]}}],
        customers=[
            {"id": name, "awards": [{"badge": "old", "date": "2020-01-01"}, {"badge": "new", "date": date}]}
            for name, date in (("ada", "2020-12-31"), ("bob", "2021-01-01"))
        ],
    )
    assert day_of(content) == "2020-12-31"
    assert day_of(content, customer="bob") is None


def test_a_cycle_ends_in_an_error() -> None:
    """Content is checked for cycles; should one come through, nothing hangs."""
    content = make_content(
        {"a": {}, "b": {}},
        milestones=[
            {"id": "m1", "badge": "a", "when": {"all_of": ["b"]}},
            {"id": "m2", "badge": "b", "when": {"any_of": ["a"]}},
        ],
    )
    with pytest.raises(ValueError, match="cycle"):
        award(content, TODAY)


def test_the_earliest_of_several_milestones_wins() -> None:
    """A badge with many ways to it is awarded once, by the first that came true."""
    content = make_content(
        {"star": {}},
        series=[{"id": "orders", "metric": "orders", "steps": [{"target": "10", "badge": "star"}]}],
        milestones=[
            {"id": "friends", "badge": "star", "when": {"metric": "referrals", "target": "1"}},
            {"id": "loyal", "badge": "star", "when": {"member_for": "1 year"}},
        ],
        customers=[{"id": "ada", "joined": "2022-06-01"}],
        activity={"ada": [("2024-01-01", "orders", "10"), ("2023-01-01", "referrals", "1")]},
    )
    (found,) = award(content, TODAY).standings["ada"].awards
    assert (found.date, found.milestone, found.times) == (datetime.date(2023, 1, 1), "friends", 1)


SPRING = {"not_before": "2024-03-01", "not_after": "2024-05-31"}
FRIEND = {"metric": "referrals", "target": "1"}


@pytest.mark.parametrize(
    ("when", "rows", "day"),
    [
        ({"all_of": [TEN, FRIEND]}, ("2024-01-01 orders 10", "2024-02-01 referrals 1"), "2024-02-01"),
        ({"all_of": [TEN, FRIEND]}, ("2024-01-01 orders 10",), None),
        ({"any_of": [TEN, FRIEND]}, ("2024-01-09 orders 10", "2024-01-05 referrals 1"), "2024-01-05"),
        ({"all_of": [TEN], **SPRING}, ("2024-04-01 orders 10",), "2024-04-01"),
        ({"all_of": [TEN], **SPRING}, ("2024-02-01 orders 10",), "2024-03-01"),
        ({"all_of": [TEN], **SPRING}, ("2024-05-31 orders 10",), "2024-05-31"),
        ({"all_of": [TEN], **SPRING}, ("2024-06-01 orders 10",), None),
        ({"any_of": [TEN, FRIEND], **SPRING}, ("2024-06-01 orders 10", "2024-01-01 referrals 1"), "2024-03-01"),
        ({"any_of": [TEN, FRIEND], **SPRING}, ("2024-06-01 orders 10", "2024-06-01 referrals 1"), None),
        ({"all_of": [TEN], "not_before": "2025-01-01"}, ("2024-02-01 orders 10",), None),
        ({"all_of": [TEN, {"any_of": [FRIEND, {"flag": "done"}]}]},
         ("2024-01-01 orders 10", "2024-02-01 done true", "2024-03-01 referrals 1"), "2024-02-01"),
        ({"any_of": [{"all_of": [TEN, FRIEND], "not_after": "2024-01-31"}, {"all_of": ["moon", TEN]}]},
         ("2024-01-01 orders 10", "2024-02-01 referrals 1", "2024-03-01 visits 1"), "2024-03-01"),
        ({"all_of": [{"metric": "orders", "target": "5", "within": "2 days"},
                     {"metric": "orders", "every": "month", "for": "2"}]},
         ("2024-01-31 orders 3", "2024-02-01 orders 2", "2024-04-01 orders 9"), "2024-02-01"),
        ({"all_of": [{"joined_before": "2021-01-01"}, {"member_for": "3 years"}]}, (), "2023-02-28"),
    ],
)  # fmt: skip
def test_nested_rules(when: Shape, rows: tuple[str, ...], day: str | None) -> None:
    """Rules beside badges; from the first day on for those who were there before, and not after the last."""
    content = make_content(
        {"star": {}, "moon": {}},
        milestones=[
            {"id": "rule", "badge": "star", "when": when},
            {"id": "other", "badge": "moon", "when": {"metric": "visits", "target": "1"}},
        ],
        customers=[{"id": "ada", "joined": "2020-02-29"}],
        activity={"ada": [tuple(row.split()) for row in rows]},  # type: ignore[misc]  # three words each
    )
    assert day_of(content) == day


@pytest.mark.parametrize(
    ("more", "today", "day"),
    [
        ({}, "2024-12-31", "undated"),
        ({"not_before": "2024-12-31"}, "2024-12-31", "undated"),
        ({"not_before": "2024-12-31"}, "2024-12-30", None),
        ({"not_after": "1999-12-31"}, "2024-12-31", "undated"),
    ],
)
def test_undated_parts_between_days(more: Shape, today: str, day: str | None) -> None:
    """What was before dated records began is given the benefit of the doubt, but not before its first day."""
    content = one_rule({"all_of": [TEN], **more}, metrics={"orders": "10"})
    assert day_of(content, today=datetime.date.fromisoformat(today)) == day


def test_a_dated_part_that_comes_too_late_decides() -> None:
    """An undated part does not excuse one that is known to be late."""
    when = {"all_of": [TEN, FRIEND], "not_after": "2024-01-31"}
    for day, expected in (("2024-01-31", "undated"), ("2024-02-01", None)):
        assert day_of(one_rule(when, (day, "referrals", "1"), metrics={"orders": "10"})) == expected


def test_all_of_waits_until_an_expired_part_is_renewed() -> None:
    """All must be held on one day: here on none in 2021, for the first had ended, and again from 2023 on."""
    content = make_content(
        {"star": {}, "brief": {"expires_after": "1 year"}, "late": {}},
        milestones=[
            {"id": "rule", "badge": "star", "when": {"all_of": ["brief", "late"]}},
            {"id": "b", "badge": "brief", "when": {"metric": "orders", "target": "1", "within": "1 day"}},
            {"id": "l", "badge": "late", "when": FRIEND},
        ],
        activity={
            "ada": [("2020-01-01", "orders", "1"), ("2021-06-01", "referrals", "1"), ("2023-03-01", "orders", "1")]
        },
    )
    assert day_of(content) == "2023-03-01"
    assert day_of(content, today=datetime.date(2023, 2, 28)) is None


def test_first_places_within_a_combination() -> None:
    """The places go to everyone by the total alone; the combination asks for one beside the rest."""
    content = make_content(
        {"star": {}},
        milestones=[{"id": "rule", "badge": "star", "when": {"all_of": [{**TEN, "first": "2"}, FRIEND]}}],
        customers=[{"id": name} for name in ("a", "b", "c", "d")],
        activity={
            name: [(day, "orders", "10"), *([("2024-09-01", "referrals", "1")] if name != "a" else [])]
            for name, day in {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-02", "d": "2024-01-03"}.items()
        },
    )
    assert {name: day_of(content, customer=name) for name in content.customers} == {
        "a": None, "b": "2024-09-01", "c": "2024-09-01", "d": None,
    }  # fmt: skip


def test_a_streak_without_a_target_asks_for_anything() -> None:
    """Half an hour a month is something; a month that was taken back is nothing."""
    when = {"metric": "orders", "every": "month", "for": "2"}
    assert day_of(one_rule(when, *orders("2024-01-01:0.5", "2024-02-03:0.25"))) == "2024-02-03"
    assert day_of(one_rule(when, *orders("2024-01-01:0.5", "2024-01-02:-0.5", "2024-02-03:1"))) is None
