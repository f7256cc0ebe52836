"""The report of real customers: every person, reason and number is what a separate, plain reckoning says.

The reckoning below reads the file of the purchases by itself and shares no code with the program.
"""

import csv
import datetime
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from command import run
from data.make_cdnow import make_cdnow_site
from test_real_data import reckon_cdnow

DATA = Path(__file__).parent / "data"
ORDERS = [(1, "first-spin"), (2, "encore"), (5, "regular"), (10, "devotee"), (25, "legend")]
CENTS = [(100_00, "patron"), (250_00, "benefactor"), (500_00, "angel")]


class Purchase(NamedTuple):
    """A purchase: its day, and cents."""

    day: datetime.date
    cents: int


def read_purchases(today: datetime.date) -> dict[str, list[Purchase]]:
    """Return what each customer had bought by a day, in the order of the file."""
    found = defaultdict(list)
    with (DATA / "cdnow" / "CDNOW_sample.txt").open(newline="") as file:
        for _, number, day, _, dollars in csv.reader(file, delimiter=" ", skipinitialspace=True):
            when = datetime.date(int(day[:4]), int(day[4:6]), int(day[6:]))
            whole, _, rest = dollars.partition(".")
            if when <= today:
                found[f"c{number}"].append(Purchase(when, int(whole) * 100 + int(f"{rest}00"[:2])))
    return dict(found)


def find_near(bought: list[Purchase]) -> set[tuple[str, float]]:
    """Return the badges that are one order or dollar away, or a tenth of the way, with how much there is."""
    near = set()
    for have, steps, one in ((len(bought), ORDERS, 1), (sum(each.cents for each in bought), CENTS, 100)):
        ahead = [(target, badge) for target, badge in steps if target > have]
        if ahead:
            target, badge = ahead[0]
            if target - have <= one or have * 10 >= target * 9:
                near.add((badge, have / one))
    return near


def find_quiet(bought: list[Purchase], today: datetime.date) -> datetime.date | None:
    """Return the first day of an unusual silence: three usual gaps and sixty days are over."""
    days = sorted({each.day for each in bought})
    gaps = sorted((days[number] - days[number - 1]).days for number in range(1, len(days)))
    if len(gaps) < 2:
        return None
    usual = gaps[len(gaps) // 2] if len(gaps) % 2 else min(gaps[len(gaps) // 2 - 1], gaps[len(gaps) // 2])
    silent = (today - days[-1]).days
    longest = 3 * usual if 3 * usual > 60 else 60
    return today - datetime.timedelta(silent - longest - 1) if silent > longest else None


def rows_of(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [each for each in answer["reasons"] if each["list"] == name]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the purchases."""
    folder = tmp_path_factory.mktemp("cdnow")
    make_cdnow_site(folder)
    return folder


def report(site: Path, *more: str) -> dict[str, Any]:
    ran = run("report", "--site", site, "--json", *more)
    assert (ran.code, ran.err) == (0, "")
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def test_everybody_is_listed_for_the_reasons_reckoned_by_hand(site: Path) -> None:
    today = datetime.date(1998, 6, 30)
    answer, bought = report(site, "--today", "1998-06-30"), read_purchases(today)
    assert answer["customers"] == len(bought) == 2357
    assert rows_of(answer, "advocates") == rows_of(answer, "wants") == []
    near = {(row["customer"], row["badge"], row["amount"], row["date"]) for row in rows_of(answer, "near")}
    assert near == {
        (customer, badge, have, max(each.day for each in found).isoformat())
        for customer, found in bought.items()
        for badge, have in find_near(found)
    }
    assert len(near) > 1400
    quiet = {customer for customer, found in bought.items() if find_quiet(found, today)}
    assert {row["customer"] for row in rows_of(answer, "quiet")} == quiet
    assert 300 < len(quiet) < 400
    earned = Counter(customer for customer, _, _ in reckon_cdnow(today))
    assert {row["customer"]: row["amount"] for row in rows_of(answer, "unthanked")} == earned
    assert len(earned) == 2357


def test_the_numbers_over_time_are_those_reckoned_by_hand(site: Path) -> None:
    today = datetime.date(1998, 3, 31)
    answer, bought = report(site, "--today", "1998-03-31"), read_purchases(today)
    months = Counter(month for found in bought.values() for month in {f"{each.day:%Y-%m}" for each in found})
    assert answer["active"] == [{"month": month, "customers": months[month]} for month in sorted(months)]
    awards = Counter(f"{day:%Y-%m}" for _, _, day in reckon_cdnow(today) if day)
    assert answer["awarded"] == [{"month": month, "awards": awards[month]} for month in sorted(awards)]
    ago = [(today - max(each.day for each in found)).days for found in bought.values()]
    spans = [(0, 30), (31, 90), (91, 180), (181, 365), (366, 10_000)]
    assert answer["seen"] == [*(sum(low <= days <= high for days in ago) for low, high in spans), 0]
    few = sum(len({each.day for each in found}) < 3 for found in bought.values())
    assert any(f"For {few:,} of 2,357 people something is recorded on fewer than 3 days" in each
               for each in answer["cannot_tell"])  # fmt: skip


def test_what_is_new_is_what_happened_since(site: Path) -> None:
    """Those who earned something, came nearer, or whose silence began, on that day or later."""
    today, since = datetime.date(1998, 6, 30), datetime.date(1998, 6, 24)
    answer, bought = report(site, "--today", "1998-06-30", "--since", "1998-06-24"), read_purchases(today)
    new = {(customer, badge) for customer, badge, day in reckon_cdnow(today) if day and day >= since}
    assert {(row["customer"], row["badge"]) for row in rows_of(answer, "thanks")} == new
    near = {
        customer
        for customer, found in bought.items()
        if find_near(found) and max(each.day for each in found) >= since
    }
    assert {row["customer"] for row in rows_of(answer, "near")} == near
    began = {customer: find_quiet(found, today) for customer, found in bought.items()}
    quiet = {customer for customer, day in began.items() if day and day >= since}
    assert {row["customer"] for row in rows_of(answer, "quiet")} == quiet
    assert {row["customer"] for row in rows_of(answer, "unthanked")} == {customer for customer, _ in new}
    assert len(new) > 10 and len(near) > 5 and len(quiet) > 3
