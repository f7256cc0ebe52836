"""What a report says of people: sentences for the page, and the reasons in them for a table and for machines."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from badgesite.awards.acts import Act
from badgesite.awards.reckoning import Advocate, Nearing, Quiet, Reckoning, Thanks, Unthanked, Wish
from badgesite.model import Award, Content, Goal
from badgesite.theme.markup import cut
from badgesite.tools.reasons import Words, write_number

_LONGEST_QUOTE = 120
_MOST_BADGES = 3
"""So many badges are named."""


class Reason(NamedTuple):
    """One reason why somebody is in a list: a row of the table."""

    text: str
    date: datetime.date | None = None
    metric: str = ""
    amount: Decimal | None = None
    target: Decimal | None = None
    badge: str = ""


class Teller:
    """Tells of people in the words of a site, as of a day."""

    def __init__(self, content: Content, reckoning: Reckoning) -> None:
        self._content, self._words = content, Words(content)
        self._today, self._since = reckoning.today, reckoning.since

    def advocate(self, each: Advocate) -> str:
        """Return what follows the name of somebody who speaks for the issuer."""
        return f"speaks for you: {join(reason.text for reason in self.act_reasons(each.acts))}."

    def act_reasons(self, acts: Iterable[Act]) -> Iterator[Reason]:
        """Yield a reason for each kind of act; with a day to begin at, what was done since."""
        for act in acts:
            amount = act.fresh if self._since else act.amount
            when = f"last on {write_day(act.last)}" if act.last else "nobody wrote down when"
            said = f"“{cut(' '.join(act.said.text.split()), _LONGEST_QUOTE)}”, " if act.said else ""
            yield Reason(f"{self._count(act.metric, amount)} ({said}{when})", act.last, act.metric or "said", amount)

    def near(self, each: Nearing) -> str:
        """Return what follows the name of somebody who is about to reach a milestone."""
        goals = join(f"{reason.text}{self._tell_perk(reason.badge)}" for reason in self.near_reasons(each))
        seen = f"Last seen on {write_day(each.seen)}" if each.seen else "Nobody wrote down when they were last here"
        return f"is {goals}. {seen}."

    def near_reasons(self, each: Nearing) -> Iterator[Reason]:
        """Yield a reason for each goal that is near."""
        for goal in each.goals:
            yield Reason(self._tell_goal(goal), each.seen, goal.metric, goal.have, goal.target, goal.badge)

    def quiet(self, each: Quiet) -> str:
        """Return what follows the name of somebody who went quiet."""
        last, usual, days, _ = each.silence
        rhythm = "every day" if usual == 1 else f"every {usual:,} days or so"
        ago = (self._today - last).days
        return f"was here on {days:,} days, {rhythm}, and has not been for {ago:,} days: last on {write_day(last)}."

    def quiet_reasons(self, each: Quiet) -> Iterator[Reason]:
        """Yield the one reason."""
        yield Reason(self.quiet(each), each.silence.last)

    def unthanked(self, each: Unthanked) -> str:
        """Return what follows the name of somebody whom nobody has thanked."""
        earned = self._tell_awards(each.awards) if each.awards else ""
        acts = join(self._count(act.metric, act.amount) for act in each.acts)
        return f"{'; '.join(filter(None, (earned, f'and there is more: {acts}' if earned and acts else acts)))}."

    def unthanked_reasons(self, each: Unthanked) -> Iterator[Reason]:
        """Yield one reason for all awards, and one for each kind of act."""
        if each.awards:
            latest = each.awards[0]
            yield Reason(
                self._tell_awards(each.awards), latest.date, "", Decimal(len(each.awards)), None, latest.badge
            )
        for act in each.acts:
            yield Reason(self._count(act.metric, act.amount), act.last, act.metric or "said", act.amount)

    def wish(self, each: Wish) -> str:
        """Return what follows the name of somebody who wants something."""
        (reason,) = self.wish_reasons(each)
        return f"{reason.text}."

    def wish_reasons(self, each: Wish) -> Iterator[Reason]:
        """Yield the one reason, with what was found and why."""
        wish = f"wants “{each.text}”"
        if each.match is None:
            yield Reason(f"{wish}. No perk or badge is like that: it is for you to think of something")
            return
        offer, shared = each.match
        badge = self._words.badge(offer.badge)
        found = f"The perk of {badge}, “{offer.text}”," if offer.is_perk else f"The badge {badge}"
        both = f"both say {join(f'“{word}”' for word in shared)}"
        held = "They hold that badge: tell them" if each.is_held else "They do not hold that badge yet"
        yield Reason(f"{wish}. {found} may be it: {both}. {held}", badge=offer.badge)

    def thanks(self, each: Thanks) -> str:
        """Return what follows the name of somebody who has done something since the day."""
        earned = join(self._name_award(award) for award in each.awards)
        acts = join(reason.text for reason in self.act_reasons(each.acts))
        told = "; ".join(filter(None, (f"earned {earned}" if earned else "", acts)))
        return f"{told}.{'' if each.is_thanked else ' Nobody has ever thanked them here.'}"

    def thanks_reasons(self, each: Thanks) -> Iterator[Reason]:
        """Yield a reason for each award, and for each kind of act."""
        for award in each.awards:
            yield Reason(f"earned {self._name_award(award)}", award.date, badge=award.badge)
        yield from self.act_reasons(each.acts)

    def _count(self, metric: str | None, amount: Decimal) -> str:
        """Return how much there is of a metric: `3 friends brought`, `2 reviews (Praise)`, `Profile shared`."""
        if metric is None:
            return f"{write_number(amount)} {'post' if amount == 1 else 'posts'} elsewhere"
        known = self._content.site.metrics[metric]
        if known.unit is None:
            return known.label if amount == 1 else f"{known.label}: {write_number(amount)}"
        counted, many = self._words.amount(amount, metric), known.unit.other
        if known.label.casefold().startswith(many.casefold()):
            return counted + known.label[len(many) :]
        return f"{counted} ({known.label})"

    def _tell_goal(self, goal: Goal) -> str:
        missing = self._words.amount(goal.target - goal.have, goal.metric)
        have = f"{write_number(goal.have)} of {write_number(goal.target)}"
        return f"{missing} away from {self._words.badge(goal.badge)} ({have})"

    def _tell_perk(self, badge: str) -> str:
        perk = self._content.badges[badge].perk
        if perk is None or not perk.is_on(self._today):
            return ""
        return f", which brings “{perk.text}”"

    def _name_award(self, award: Award) -> str:
        return f"{self._words.badge(award.badge)}{f' on {write_day(award.date)}' if award.date else ''}"

    def _tell_awards(self, awards: tuple[Award, ...]) -> str:
        """Return what was earned: the latest by name, how many before them, and when that was."""
        names = [self._words.badge(award.badge) for award in awards[:_MOST_BADGES]]
        if len(awards) > _MOST_BADGES:
            names.append(f"{len(awards) - _MOST_BADGES:,} more")
        latest = ", the latest" if len(awards) > 1 else ""
        return f"earned {join(names)}{f'{latest} on {write_day(awards[0].date)}' if awards[0].date else ''}"


def write_day(day: datetime.date) -> str:
    """Return a day as one says it: `2 January 2024`."""
    return f"{day.day} {day:%B %Y}"


def join(parts: Iterable[str]) -> str:
    """Return parts as one says them: `a, b and c`."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last
