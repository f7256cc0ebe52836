"""Lengths of calendar time, such as `30 days` or `1 year`."""

import calendar
import datetime
import functools
import re
from typing import Literal, NamedTuple, Self

Unit = Literal["day", "week", "month", "year"]
_PATTERN = re.compile(r"(\d{1,4}) (day|week|month|year)s?")


class Span(NamedTuple):
    """A whole number of calendar units, at least one."""

    number: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `30 days`; raises ValueError for anything else, and for a span of nothing."""
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError("write a number and a unit, such as `30 days`, `6 months` or `1 year`")
        if int(match[1]) < 1:
            raise ValueError(f"write 1 {match[2]} or more: within nothing nothing happens")
        return cls(int(match[1]), match[2])  # type: ignore[arg-type]  # the pattern admits only units

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'s' if self.number > 1 else ''}"

    def after(self, day: datetime.date) -> datetime.date:
        """Return the same day that much later; where a month is too short, its last day.

        A day past the end of the calendar (the year 9999) is the calendar's last day.
        """
        return _add(day, self.number, self.unit)


@functools.lru_cache(maxsize=20_000)  # few days and spans are asked for millions of times
def _add(day: datetime.date, number: int, unit: Unit) -> datetime.date:
    if unit in ("day", "week"):
        days = number * (7 if unit == "week" else 1)
        return datetime.date.fromordinal(min(day.toordinal() + days, datetime.date.max.toordinal()))
    months = number * (12 if unit == "year" else 1)
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > datetime.MAXYEAR:
        return datetime.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
