"""Real purchases and real contributors are awarded exactly what a separate, plain reckoning says.

The reckonings below read the original files by themselves and share no code with the program: each rule is
restated in the slowest and plainest way.
"""

import datetime
import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from badgesite.awards.award import award
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.model import Content
from data.make_all_contributors import make_all_contributors_site
from data.make_cdnow import make_cdnow_site

DATA = Path(__file__).parent / "data"
Awarded = set[tuple[str, str, datetime.date | None]]
ONE_DAY = datetime.timedelta(1)


class Line(NamedTuple):
    """A purchase: its day, the number of CDs, and cents."""

    day: datetime.date
    discs: int
    cents: int


def read_lines(today: datetime.date) -> dict[str, list[Line]]:
    """Return the purchases until today by customer, in the order of time."""
    lines = defaultdict(list)
    for text in (DATA / "cdnow" / "CDNOW_sample.txt").read_text().split("\n"):
        if not text.strip():
            continue
        day = datetime.datetime.strptime(text[12:20], "%Y%m%d").date()
        discs, dollars = text[20:].split()
        line = Line(day, int(discs), round(float(dollars) * 100))
        if day <= today:
            lines["c" + text[7:11]].append(line)
    return {customer: sorted(found) for customer, found in lines.items()}


def day_of_sum(pairs: list[tuple[datetime.date, int]], target: int) -> datetime.date | None:
    """Return the first day up to whose end the numbers add up to the target."""
    for day in sorted({day for day, _ in pairs}):
        if sum(number for when, number in pairs if when <= day) >= target:
            return day
    return None


def day_of_window(pairs: list[tuple[datetime.date, int]], target: int, length: int) -> datetime.date | None:
    """Return the first day that ends so many days with the target in them."""
    for last in sorted({day for day, _ in pairs}):
        days = [last - ONE_DAY * back for back in range(length)]
        if sum(number for when, number in pairs if when in days) >= target:
            return last
    return None


def month_of(day: datetime.date) -> tuple[int, int]:
    """Return the year and the month."""
    return day.year, day.month


def quarter_of(day: datetime.date) -> tuple[int, int]:
    """Return the year and the quarter from 1 to 4."""
    return day.year, {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3, 10: 4, 11: 4, 12: 4}[day.month]


def days_of_multiples(pairs: list[tuple[datetime.date, int]], step: int) -> list[tuple[datetime.date, int]]:
    """Return each day that reached another multiple of the step, and how many."""
    found, before = [], 0
    for day in sorted({day for day, _ in pairs}):
        multiples = sum(number for when, number in pairs if when <= day) // step
        if multiples > before:
            found.append((day, multiples - before))
            before = multiples
    return found


def days_of_new_windows(pairs: list[tuple[datetime.date, int]], target: int, length: int) -> list[datetime.date]:
    """Return the days that end full windows of which each begins after the one before."""
    found: list[datetime.date] = []
    while True:
        rest = [(day, number) for day, number in pairs if not found or day > found[-1]]
        day = day_of_window(rest, target, length)
        if day is None:
            return found
        found.append(day)


def days_of_any_window(pairs: list[tuple[datetime.date, int]], target: int, length: int) -> list[datetime.date]:
    """Return every day on which something was added and which ends so many days with the target in them."""
    days = sorted({day for day, _ in pairs})
    return [
        last
        for last in days
        if sum(number for day, number in pairs if last - ONE_DAY * (length - 1) <= day <= last) >= target
    ]


def three_months_later(day: datetime.date) -> datetime.date:
    """Return the same day three months later, or the last one of a shorter month."""
    year, month = (day.year, day.month + 3) if day.month < 10 else (day.year + 1, day.month - 9)
    for number in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def first_day_of_both(lively: list[datetime.date], patron: datetime.date | None) -> datetime.date | None:
    """Return the first day of the calendar on which a patron was lively: within three months of such a day."""
    day, end = datetime.date(1997, 1, 1), datetime.date(1998, 6, 30)
    while patron and lively and day <= end:
        if patron <= day and any(begun <= day < three_months_later(begun) for begun in lively):
            return day
        day += ONE_DAY
    return None


def reckon_ended(today: datetime.date) -> set[tuple[str, str]]:
    """Return who no longer holds which badge."""
    lively = {
        customer: days_of_any_window([(line.day, 1) for line in lines], 2, 30)
        for customer, lines in read_lines(today).items()
    }
    return {
        (customer, "lively") for customer, days in lively.items() if days and three_months_later(days[-1]) <= today
    }


def reckon_spring(days: list[datetime.date | None], today: datetime.date) -> datetime.date | None:
    """Return the day on which a patron also had discs or months, from May 1997 on and until its end."""
    patron, discs, months = days
    others = [day for day in (discs, months) if day]
    if not patron or not others:
        return None
    day = max(patron, min(others), datetime.date(1997, 5, 1))
    return day if day <= min(today, datetime.date(1997, 12, 31)) else None


MONTHS = [(1997, month) for month in range(1, 13)] + [(1998, month) for month in range(1, 7)]
QUARTERS = [(1997, 1), (1997, 2), (1997, 3), (1997, 4), (1998, 1), (1998, 2)]


def days_of_streaks(
    pairs: list[tuple[datetime.date, int]], target: int, length: int, kind: str
) -> datetime.date | None:
    """Return the day that completed the earliest of all runs of so many months or quarters."""
    calendar, number_of = (MONTHS, month_of) if kind == "month" else (QUARTERS, quarter_of)
    days = []
    for start in range(len(calendar) - length + 1):
        done = [
            day_of_sum([pair for pair in pairs if number_of(pair[0]) == period], target)
            for period in calendar[start : start + length]
        ]
        if all(done):
            days.append(done[-1])
    return min((day for day in days if day), default=None)


def reckon_customer(lines: list[Line], today: datetime.date) -> dict[str, datetime.date | None]:
    """Return the day of each badge that one customer's purchases alone decide."""
    orders = [(line.day, 1) for line in lines]
    cents = [(line.day, line.cents) for line in lines]
    discs = [(line.day, line.discs) for line in lines]
    joined = min(line.day for line in lines)
    year_later = joined.replace(year=joined.year + 1)
    days = {
        "first-spin": day_of_sum(orders, 1),
        "encore": day_of_sum(orders, 2),
        "regular": day_of_sum(orders, 5),
        "devotee": day_of_sum(orders, 10),
        "legend": day_of_sum(orders, 25),
        "patron": day_of_sum(cents, 100_00),
        "benefactor": day_of_sum(cents, 250_00),
        "angel": day_of_sum(cents, 500_00),
        "collector": day_of_sum(discs, 50),
        "hot-streak": day_of_window(orders, 3, 30),
        "spree": day_of_window(cents, 150_00, 7),
        "three-months": days_of_streaks(orders, 1, 3, "month"),
        "four-seasons": days_of_streaks(discs, 2, 4, "quarter"),
        "one-year": year_later if year_later <= today else None,
        "early-bird": joined if joined <= datetime.date(1997, 1, 31) else None,
    }
    streaks = [day for badge in ("hot-streak", "three-months") if (day := days[badge])]
    days["faithful"] = day_of_sum(orders, 5)
    days["full-crate"] = day_of_window(discs, 5, 14)
    lively = days_of_any_window(orders, 2, 30)
    days["lively"] = lively[0] if lively else None
    both = first_day_of_both(lively, days["patron"])
    days["patron-at-work"] = both if both and both <= today else None
    days["spring-crew"] = reckon_spring(
        [days["patron"], day_of_sum(discs, 10), days_of_streaks(cents, 1, 2, "month")], today
    )
    days["on-fire"] = min(streaks) if streaks else None
    parts = [day for badge in ("regular", "benefactor", "on-fire") if (day := days[badge])]
    days["all-rounder"] = max(parts) if len(parts) == 3 else None
    return days


def reckon_cdnow(today: datetime.date) -> Awarded:
    """Return every award of the purchases."""
    days = {customer: reckon_customer(lines, today) for customer, lines in read_lines(today).items()}
    fifths = sorted(day for found in days.values() if (day := found["regular"]))
    for found in days.values():
        fifth = found["regular"]
        is_first = fifth and len([day for day in fifths if day < fifth]) < 100
        found["front-row"] = fifth if is_first and fifth < datetime.date(1998, 1, 1) else None
    give_early_money(days, today)
    return {(customer, badge, day) for customer, found in days.items() for badge, day in found.items() if day}


def give_early_money(days: dict[str, dict[str, datetime.date | None]], today: datetime.date) -> None:
    """Add the badge of those who came early and were among the first fifty to spend 200 dollars."""
    spent = {
        customer: day_of_sum([(line.day, line.cents) for line in lines], 200_00)
        for customer, lines in read_lines(today).items()
    }
    everyone = sorted(day for day in spent.values() if day)
    for customer, found in days.items():
        day = spent[customer]
        is_first = day and len([each for each in everyone if each < day]) < 50
        found["early-spender"] = day if is_first and found["early-bird"] else None


def awarded(content: Content, today: datetime.date) -> Awarded:
    """Return every award that the program computes."""
    standings = award(content, today).standings
    return {(customer, each.badge, each.date) for customer, standing in standings.items() for each in standing.awards}


def load_site(folder: Path) -> Content:
    """Return the content of a site that has nothing wrong in it."""
    loaded = load(folder, scan(folder))
    assert loaded.is_sound and loaded.content is not None, loaded.problems[:5]
    return loaded.content


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The site of the purchases, as loaded from its files."""
    folder = tmp_path_factory.mktemp("cdnow")
    make_cdnow_site(folder)
    return load_site(folder)


@pytest.mark.parametrize("day", ["1997-02-10", "1997-12-31", "1998-06-30"])
def test_purchases_are_awarded_as_reckoned_by_hand(cdnow: Content, day: str) -> None:
    """Totals, windows, streaks, spans, combinations and the first hundred: the same customers, badges and days."""
    today = datetime.date.fromisoformat(day)
    assert awarded(cdnow, today) == reckon_cdnow(today)


@pytest.mark.parametrize("day", ["1997-08-15", "1998-06-30"])
def test_repeats_and_expiries_are_dated_as_reckoned_by_hand(cdnow: Content, day: str) -> None:
    """Each further five orders, each further crate with its day; what expires does so after the last time."""
    today = datetime.date.fromisoformat(day)
    found = {
        (customer, each.badge): (
            each.times,
            [tuple(repeat) for repeat in each.repeats],
            each.expires,
            each.is_expired,
        )
        for customer, standing in award(cdnow, today).standings.items()
        for each in standing.awards
        if each.badge in ("faithful", "full-crate", "lively")
    }
    expected: dict[tuple[str, str], tuple[int, list[tuple[datetime.date, int]], datetime.date | None, bool]] = {}
    for customer, lines in read_lines(today).items():
        orders, discs = [(line.day, 1) for line in lines], [(line.day, line.discs) for line in lines]
        fives, crates = days_of_multiples(orders, 5), days_of_new_windows(discs, 5, 14)
        if fives:
            expected[customer, "faithful"] = (sum(times for _, times in fives), fives, None, False)
        if crates:
            expected[customer, "full-crate"] = (len(crates), [(crate, 1) for crate in crates], None, False)
        if lively := days_of_any_window(orders, 2, 30):
            end = three_months_later(lively[-1])
            expected[customer, "lively"] = (1, [], end, end <= today)
    assert found == expected
    assert {times for times, *_ in expected.values()} > {1, 2, 3}
    assert {is_expired for *_, is_expired in expected.values()} == {True, False}


def test_every_badge_of_the_purchases_is_reckoned(cdnow: Content) -> None:
    """Each rule of the site awards somebody and not everybody by the end, or the comparison would prove little."""
    found = reckon_cdnow(datetime.date(1998, 6, 30))
    assert {badge for _, badge, _ in found} == cdnow.badges.keys()
    assert len(cdnow.customers) == 2357
    rest = {badge for badge in cdnow.badges if sum(each == badge for _, each, _ in found) < 2357}
    assert rest == cdnow.badges.keys() - {"first-spin", "one-year"}


def reckon_contributors() -> Awarded:
    """Return the badge of each type of contribution for everyone, undated, and one more for words with code."""
    text = (DATA / "all-contributors" / "all-contributorsrc.json").read_text("utf-8")
    names = {"userTesting": "user-testing"}
    expected: Awarded = set()
    for person in json.loads(text)["contributors"]:
        customer = person["login"].lower().replace("[bot]", "-bot")
        badges = {names.get(kind, kind) for kind in person["contributions"]}
        if {"code", "doc"} <= badges:
            badges.add("words-and-code")
        expected |= {(customer, badge, None) for badge in badges}
    return expected


def test_contributors_are_awarded_as_reckoned_by_hand(tmp_path: Path) -> None:
    make_all_contributors_site(tmp_path)
    found = awarded(load_site(tmp_path), datetime.date(2024, 1, 1))
    assert found == reckon_contributors()
    assert len({customer for customer, _, _ in found}) == 118
