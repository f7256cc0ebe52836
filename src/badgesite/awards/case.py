"""What a rule may ask about one customer: the journal, the badges held so far, the places still free."""

import bisect
import datetime
from collections.abc import Mapping
from typing import NamedTuple

from badgesite.awards.journal import Journal
from badgesite.model import Span


class Held(NamedTuple):
    """Something that a customer holds: a badge, or a rule that came true."""

    days: tuple[datetime.date | None, ...]
    """The days on which it was earned, in the order of time; None, at the beginning, if the records cannot tell."""
    lasts: Span | None = None
    """How long it holds from each of these days; None for ever. What has no known day does not end."""

    def on(self, day: datetime.date) -> bool:
        """Whether it is held on a day. What is undated is held until a known day comes, as far as one can tell."""
        known = self.days[1:] if self.days[0] is None else self.days
        number = bisect.bisect_right(known, day)  # type: ignore[type-var]  # None stands at the beginning only
        if number == 0:
            return self.days[0] is None
        begun = known[number - 1]
        return self.lasts is None or begun is None or day < self.lasts.after(begun)


class Case(NamedTuple):
    """All that rules read of one customer."""

    journal: Journal
    held: Mapping[str, Held]
    """By badge, as far as badges were settled: those that a combination needs come before it."""
    last_days: Mapping[int, datetime.date]
    """For each rule with limited places, by its number, the last day on which there was room."""
