"""The life of an award: given, merged, repeated, expired, revoked; who holds it, how rare it is, who may know."""

import datetime
from typing import Any

import pytest

from awards_content import TODAY, Shape, awards_of, day_of, make_content, one_rule
from badgesite.awards.award import award
from badgesite.awards.rarity import tell_rarity
from badgesite.model import Award, Content

TEN = {"metric": "orders", "target": "10"}
DAY = datetime.date.fromisoformat


def one_badge(badge: Shape, *given: Shape, **customer: Any) -> Content:
    """Return the content of `ada`, who was given the badge `star` so often."""
    awards = [{"badge": "star", **entry} for entry in given]
    return make_content({"star": badge}, customers=[{"id": "ada", "awards": awards, **customer}])


def star(content: Content, today: datetime.date = TODAY) -> Award:
    """Return ada's one award."""
    (found,) = award(content, today).standings["ada"].awards
    return found


def test_a_given_award_keeps_its_words() -> None:
    """Giver, note, evidence and day are those of the entry; no milestone is named."""
    entry = {"date": "2022-05-06", "by": "Mira", "note": "Thank you!", "evidence": "https://example.com/1"}
    found = star(one_badge({}, entry))
    assert found == Award("star", DAY("2022-05-06"), "Mira", "Thank you!", "https://example.com/1")
    assert found.holds


def test_a_given_award_of_tomorrow_waits() -> None:
    """An award is there from its day on."""
    content = one_badge({}, {"date": "2024-06-01"})
    assert day_of(content, today=DAY("2024-05-31")) is None
    assert day_of(content, today=DAY("2024-06-01")) == "2024-06-01"


@pytest.mark.parametrize(
    ("base", "given", "day"),
    [
        ("0", {"date": "2023-01-01"}, "2023-01-01"),
        ("0", {"date": "2024-06-01"}, "2024-02-01"),
        ("0", {}, "2024-02-01"),
        ("10", {"date": "2024-06-01"}, "2024-06-01"),
        ("10", {}, "undated"),
    ],
)
def test_given_and_computed_are_one_award(base: str, given: Shape, day: str) -> None:
    """The earliest known day, the words of the entry, and the milestone's name."""
    content = one_rule(
        TEN,
        ("2024-02-01", "orders", "10"),
        metrics={"orders": base},
        awards=[{"badge": "star", "by": "Mira", "note": "Well done", **given}],
    )
    found = star(content)
    assert (found.by, found.note, found.milestone, found.times) == ("Mira", "Well done", "rule", 1)
    assert day_of(content) == day


def test_the_entry_given_last_speaks() -> None:
    """Of several entries the latest lends its words, whichever stands first in the file."""
    found = star(one_badge({}, {"date": "2023-01-01", "note": "new"}, {"note": "old"}, {"date": "2022-01-01"}))
    assert (found.date, found.note, found.times) == (DAY("2022-01-01"), "new", 1)


def test_repeatable_awards_are_counted() -> None:
    """Given entries count by their number, the highest total by the targets in it; words do not add a time."""
    assert star(one_badge({"repeatable": "true"}, {"date": "2022-01-01"}, {}, {"date": "2023-01-01"})).times == 3
    facts = (("2024-01-01", "orders", "29"), ("2024-01-02", "orders", "7"), ("2024-01-03", "orders", "-20"))
    found = star(one_rule(TEN, *facts, badge={"repeatable": "true"}, awards=[{"badge": "star", "note": "Wow"}]))
    assert (found.date, found.times) == (DAY("2024-01-01"), 3)
    assert star(one_rule(TEN, *facts, badge={})).times == 1


def test_several_ways_do_not_add_up() -> None:
    """Of two totals that award a repeatable badge, the one that counts more times is counted."""
    content = make_content(
        {"star": {"repeatable": "true"}},
        milestones=[
            {"id": "a", "badge": "star", "when": TEN},
            {"id": "b", "badge": "star", "when": {"metric": "orders", "target": "4"}},
        ],
        activity={"ada": [("2024-01-01", "orders", "4"), ("2024-02-01", "orders", "21")]},
    )
    found = star(content)
    assert (found.date, found.milestone, found.times) == (DAY("2024-01-01"), "b", 6)


def test_repeats_end_with_the_day_of_retirement() -> None:
    """What a retired badge's total reached later counts no more."""
    facts = (("2024-01-01", "orders", "25"), ("2024-02-01", "orders", "25"))
    badge = {"repeatable": "true", "retired": "2024-02-01"}
    assert star(one_rule(TEN, *facts, badge=badge)).times == 2
    assert day_of(one_rule(TEN, *facts[1:], badge=badge)) is None


@pytest.mark.parametrize(
    ("base", "fact", "day"),
    [("0", "2024-01-31", "2024-01-31"), ("0", "2024-02-01", None), ("10", "2024-03-01", "undated")],
)
def test_retired(base: str, fact: str, day: str | None) -> None:
    """From its day on a retired badge is not earned; earlier and undated holders keep it."""
    content = one_rule(TEN, (fact, "orders", "10"), badge={"retired": "2024-02-01"}, metrics={"orders": base})
    assert day_of(content) == day


def test_expiry() -> None:
    """An award holds for the span after it was last earned or given, and no longer on its last day."""
    content = one_badge({"expires_after": "1 year"}, {"date": "2020-02-29"}, {"date": "2021-01-10"})
    before, after = star(content, DAY("2022-01-09")), star(content, DAY("2022-01-10"))
    assert (before.date, before.expires, before.is_expired) == (DAY("2020-02-29"), DAY("2022-01-10"), False)
    assert (after.expires, after.is_expired, after.holds) == (DAY("2022-01-10"), True, False)
    assert star(one_badge({"expires_after": "1 year"}, {})).expires is None


def test_a_computed_award_expires_likewise() -> None:
    """It holds on the day before its last and not on it."""
    content = one_rule(TEN, ("2023-01-10", "orders", "10"), badge={"expires_after": "1 year"})
    assert star(content, DAY("2024-01-09")).holds
    assert not star(content, DAY("2024-01-10")).holds


def test_repeating_renews() -> None:
    """Each further target begins the span anew, and so does another way to the badge."""
    facts = (("2020-01-01", "orders", "10"), ("2022-01-01", "orders", "10"))
    badge = {"repeatable": "true", "expires_after": "3 years"}
    assert star(one_rule(TEN, *facts, badge=badge)).expires == DAY("2025-01-01")
    content = make_content(
        {"star": {"expires_after": "3 years"}},
        milestones=[
            {"id": "a", "badge": "star", "when": TEN},
            {"id": "b", "badge": "star", "when": {"metric": "orders", "target": "20"}},
        ],
        activity={"ada": facts},
    )
    assert (star(content).date, star(content).expires) == (DAY("2020-01-01"), DAY("2025-01-01"))


def test_revoked() -> None:
    """A revoked award stays in the list with its reason, holds no more, and stands at the end."""
    content = make_content(
        {"a": {}, "b": {}},
        customers=[
            {
                "id": "ada",
                "awards": [
                    {"badge": "a", "date": "2024-03-01", "revoked": "2024-06-01", "reason": "A mistake"},
                    {"badge": "b"},
                ],
            }
        ],
    )
    awards = award(content, TODAY).standings["ada"].awards
    assert [each.badge for each in awards] == ["b", "a"]
    assert (awards[1].revoked, awards[1].reason, awards[1].holds) == (DAY("2024-06-01"), "A mistake", False)
    assert awards_of(award(content, DAY("2024-05-31")))["a"].holds


def test_a_computed_award_can_be_revoked_and_given_again() -> None:
    """An entry with `revoked:` revokes what a milestone awards; another entry beside it gives it back."""
    revoked = {"badge": "star", "revoked": "2024-06-01"}
    fact = ("2024-01-01", "orders", "10")
    assert star(one_rule(TEN, fact, awards=[revoked])).revoked == DAY("2024-06-01")
    again = star(one_rule(TEN, fact, awards=[{"badge": "star", "note": "Sorry!"}, revoked]))
    assert (again.revoked, again.note, again.date) == (None, "Sorry!", DAY("2024-01-01"))


def test_awards_are_listed_newest_first() -> None:
    """Undated ones follow the dated ones; equals stand by badge."""
    dates = {"e": "2024-01-01", "d": None, "c": "2024-01-02", "b": "2024-01-01", "a": None}
    given = [{"badge": badge, **({"date": date} if date else {})} for badge, date in dates.items()]
    content = make_content({badge: {} for badge in dates}, customers=[{"id": "ada", "awards": given}])
    assert [each.badge for each in award(content, TODAY).standings["ada"].awards] == ["c", "b", "e", "a", "d"]


def holders_site(badge: Shape, **visibilities: str) -> Content:
    """Return a site whose customers were all given `star` on one day, with a visibility each."""
    return make_content(
        {"star": badge},
        customers=[
            {"id": name, "visibility": visibility, "token": "0" * 32, "awards": [{"badge": "star"}]}
            for name, visibility in visibilities.items()
        ],
    )


def test_holders_are_public_and_hold() -> None:
    """Private, unlisted, revoked and expired holders are in no list; the rest stand newest first, then by id."""
    given: dict[str, Shape] = {
        "old": {"date": "2023-01-01"},
        "new": {"date": "2024-01-01"},
        "also": {"date": "2024-01-01"},
        "some-day": {},
        "gone": {"date": "2024-01-01", "revoked": "2024-01-02"},
        "over": {"date": "2021-01-01"},
    }
    content = make_content(
        {"star": {"expires_after": "3 years"}, "none": {}},
        customers=[
            *({"id": name, "awards": [{"badge": "star", **entry}]} for name, entry in given.items()),
            {"id": "p", "visibility": "private", "awards": [{"badge": "star"}]},
            {"id": "u", "visibility": "unlisted", "token": "0" * 32, "awards": [{"badge": "star"}]},
        ],
    )
    results = award(content, TODAY)
    assert results.holders == {"star": ("also", "new", "old", "some-day"), "none": ()}
    assert results.standings.keys() == content.customers.keys()
    assert results.standings["p"].awards and results.standings["u"].awards


@pytest.mark.parametrize(("visibility", "is_visible"), [("public", True), ("unlisted", False), ("private", False)])
def test_secrets_come_out_with_a_public_holder(visibility: str, is_visible: bool) -> None:
    """A secret badge is spoken of once a public customer was awarded it; others do not give it away."""
    assert award(holders_site({"secret": "true"}, ada=visibility), TODAY).visible == (
        {"star"} if is_visible else set()
    )
    assert award(holders_site({}, ada=visibility), TODAY).visible == {"star"}


def test_a_secret_that_is_out_stays_out() -> None:
    """The page of a revoked award stays, and so does its badge."""
    content = one_badge({"secret": "true"}, {"date": "2024-01-01", "revoked": "2024-02-01"})
    assert award(content, TODAY).visible == {"star"}


@pytest.mark.parametrize(
    ("holders", "customers", "told"),
    [
        (0, 100, None), (1, 19, None), (1, 20, 20), (20, 20, 1), (19, 20, 1), (13, 20, 2), (3, 20, 7),
        (1, 22, 20), (1, 23, 25), (100, 963, 10), (1, 98, 100), (7, 1000, 150), (1, 1274, 1500), (1, 98765, 100000),
    ],
)  # fmt: skip
def test_rarity(holders: int, customers: int, told: int | None) -> None:
    """Told from 20 customers up, and rounded to what one would say."""
    assert tell_rarity(holders, customers) == told


def test_rarity_counts_public_customers() -> None:
    """No customer who is not public shows in it, neither as a holder nor as one of all."""
    public = {f"c{number}": "public" for number in range(19)}
    assert award(holders_site({}, **public, p="private", u="unlisted"), TODAY).rarity == {"star": None}
    assert award(holders_site({}, **public, x="public", p="private"), TODAY).rarity == {"star": 1}


def turns_of(content: Content, today: datetime.date = TODAY) -> list[str]:
    """Return the days on which ada's repeatable award was earned, as `day×times`, after how many there were."""
    found = star(content, today)
    return [f"×{found.times}", *(f"{repeat.date}×{repeat.times}" for repeat in found.repeats)]


AGAIN: Shape = {"repeatable": "true"}


@pytest.mark.parametrize(
    ("when", "rows", "turns"),
    [
        (TEN, ("2024-01-01:9", "2024-02-01:1", "2024-03-01:25", "2024-04-01:-30", "2024-05-01:35"),
         ["×4", "2024-02-01×1", "2024-03-01×2", "2024-05-01×1"]),
        ({"metric": "orders", "target": "3", "within": "10 days"},
         ("2024-01-01:2", "2024-01-05:1", "2024-01-06:2", "2024-01-14:9", "2024-01-25:2", "2024-02-03:1",
          "2024-02-04:1"),
         ["×3", "2024-01-05×1", "2024-01-14×1", "2024-02-03×1"]),
        ({"metric": "orders", "every": "month", "for": "2"},
         tuple(f"2024-{month:02}-0{day}:1" for month in (1, 2, 3, 4, 5, 7, 8) for day in (2, 3)),
         ["×3", "2024-02-02×1", "2024-04-02×1", "2024-08-02×1"]),
        ({"member_for": "1 year"}, (), ["×4", "2021-02-28×1", "2022-02-28×1", "2023-02-28×1", "2024-02-29×1"]),
        ({"joined_before": "2021-01-01"}, (), ["×1", "2020-02-29×1"]),
        ({"any_of": [TEN, {"metric": "orders", "target": "5"}]}, ("2024-01-01:5", "2024-01-02:50"),
         ["×1", "2024-01-01×1"]),
    ],
)  # fmt: skip
def test_each_repeat_is_dated(when: Shape, rows: tuple[str, ...], turns: list[str]) -> None:
    """Totals by multiples, windows and streaks one after the other, membership by anniversaries; the rest once."""
    facts = [(day, "orders", amount) for day, _, amount in (row.partition(":") for row in rows)]
    assert turns_of(one_rule(when, *facts, badge=AGAIN, joined="2020-02-29")) == turns


def test_repeats_of_the_base_are_undated() -> None:
    """What was counted before dated records began counts as often as it holds the target, on no day."""
    found = one_rule(TEN, ("2024-01-01", "orders", "6"), badge=AGAIN, metrics={"orders": "25"})
    assert turns_of(found) == ["×3", "2024-01-01×1"]
    assert star(found).date is None


def test_repeats_of_several_ways_and_hands() -> None:
    """The n-th time is dated when the first way came to its n-th; a given entry may be a word on a computed one."""
    content = make_content(
        {"star": {"repeatable": "true"}},
        milestones=[
            {"id": "a", "badge": "star", "when": {"metric": "orders", "target": "2"}},
            {"id": "b", "badge": "star", "when": {"metric": "friends", "target": "1"}},
        ],
        activity={
            "ada": [
                ("2024-01-01", "friends", "1"),
                ("2024-02-01", "orders", "7"),
                ("2024-03-01", "friends", "1"),
                ("2024-04-01", "friends", "2"),
            ]
        },
    )
    assert turns_of(content) == ["×4", "2024-01-01×1", "2024-02-01×2", "2024-04-01×1"]
    rows = [("2024-01-01", "orders", "10"), ("2024-03-01", "orders", "10")]
    given = [{"badge": "star", "date": day} for day in ("2023-12-01", "2024-05-01", "2024-06-01")]
    assert turns_of(one_rule(TEN, *rows, badge=AGAIN, awards=given)) == [
        "×3", "2023-12-01×1", "2024-03-01×1", "2024-06-01×1",
    ]  # fmt: skip
    assert turns_of(one_rule(TEN, *rows, badge=AGAIN, awards=[{"badge": "star"}])) == [
        "×2", "2024-01-01×1", "2024-03-01×1",
    ]  # fmt: skip


def test_a_million_repeats_are_one_day() -> None:
    """A slip of the keeper's hand fills no memory."""
    found = one_rule({"metric": "orders", "target": "0.000000001"}, ("2024-01-01", "orders", "9" * 15), badge=AGAIN)
    assert turns_of(found) == [f"×{'9' * 15}000000000", f"2024-01-01×{'9' * 15}000000000"]


@pytest.mark.parametrize(
    ("when", "rows", "expires"),
    [
        (TEN, ("2020-01-01:10", "2022-01-01:9"), "2021-01-01"),
        (TEN, ("2020-01-01:10", "2022-01-01:10"), "2023-01-01"),
        ({"metric": "orders", "target": "2", "within": "5 days"}, ("2020-01-01:2", "2020-01-05:1"), "2021-01-05"),
        ({"metric": "orders", "target": "2", "within": "5 days"}, ("2020-01-01:2", "2020-01-06:1"), "2021-01-01"),
        ({"metric": "orders", "target": "2", "within": "5 days"}, ("2020-01-01:4", "2020-01-03:-1"), "2021-01-01"),
        ({"metric": "orders", "every": "month", "for": "2"},
         ("2020-01-01:1", "2020-02-01:1", "2020-03-05:1", "2020-03-09:1", "2020-05-01:1"), "2021-03-05"),
        ({"flag": "orders"}, ("2020-01-01:true", "2020-06-01:false", "2020-07-01:true"), "2021-07-01"),
        ({"member_for": "2 years"}, (), "2025-02-28"),
        ({"any_of": [{"metric": "orders", "target": "3"}, {"flag": "done"}]}, ("2020-01-01:3", "2022-05-01:3"),
         "2023-05-01"),
    ],
)  # fmt: skip
def test_what_renews_an_award(when: Shape, rows: tuple[str, ...], expires: str) -> None:
    """Whatever makes its rule true once more, and nothing else; it is counted once and keeps its first day."""
    facts = [(day, "orders", amount) for day, _, amount in (row.partition(":") for row in rows)]
    found = star(one_rule(when, *facts, badge={"expires_after": "1 year"}, joined="2020-02-29"))
    assert found.expires == DAY(expires)
    assert found.is_expired == (DAY(expires) <= TODAY)
    assert (found.times, found.repeats) == (1, ())


def test_which_awards_can_be_renewed() -> None:
    """Those whose rule can repeat, through others too, and that are not retired."""
    rules: dict[str, Shape] = {
        "total": TEN,
        "flag": {"flag": "done"},
        "before": {"joined_before": "2030-01-01"},
        "first": {**TEN, "first": "3"},
        "gone": TEN,
        "both": {"all_of": ["flag", "total"]},
        "neither": {"any_of": ["flag", "before"]},
        "over": {"any_of": ["total"], "not_after": "2024-12-30"},
        "today": {"any_of": ["total"], "not_after": "2024-12-31"},
    }
    content = make_content(
        {badge: {"retired": "2024-12-31"} if badge == "gone" else {} for badge in rules} | {"hand": {}},
        milestones=[{"id": f"m-{badge}", "badge": badge, "when": when} for badge, when in rules.items()],
    )
    assert award(content, TODAY).renewable == {"total", "both", "today"}
