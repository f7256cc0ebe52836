"""The lists of a report as its page shows them: by group, people before numbers, and what each list means."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from badgesite.awards.reckoning import LATELY, Reckoning
from badgesite.awards.silence import FEWEST_DAYS, LEAST, TIMES
from badgesite.model import Content
from badgesite.model.customers import Outline
from badgesite.pages.addresses import customer_folder, whole_address
from badgesite.tools.report.words import Teller, join

MOST_SHOWN = 20
"""So many people of a list, and of each group in it, stand on the page; the table has all."""
_MARKS = {
    "private": "private: do not mention in public",
    "unlisted": "unlisted: do not link to their page in public",
}


class Line(NamedTuple):
    """Somebody, and what is said of them; without an address where there is no page."""

    name: str
    url: str
    mark: str
    text: str
    command: str = ""


class Part(NamedTuple):
    """The people of a group in a list, as many as are shown, and how many more there are."""

    group: str
    lines: tuple[Line, ...]
    more: int


class Section(NamedTuple):
    """A list: its heading, how many people are in it, what it means, and what is said where nobody is in it."""

    id: str
    title: str
    number: int
    about: str
    nobody: str
    parts: tuple[Part, ...]
    after: str = ""


def list_sections(reckoning: Reckoning, content: Content, teller: Teller, home: str) -> tuple[Section, ...]:
    """Return the lists in the order of the page."""
    desk = _Desk(content, home)
    return (
        *([_thanks(reckoning, teller, desk)] if reckoning.since else []),
        _advocates(reckoning, content, teller, desk),
        _near(reckoning, teller, desk),
        _quiet(reckoning, teller, desk),
        _unthanked(reckoning, teller, desk),
        _wishes(reckoning, teller, desk),
    )


class _Desk:
    """Lays out people by group."""

    def __init__(self, content: Content, home: str) -> None:
        self._content, self._home = content, home

    def lay_out(
        self, entries: Iterable[Any], tell: Callable[[Any], str], badge: Callable[[Any], str] = lambda _: ""
    ) -> tuple[Part, ...]:
        """Return the entries by group, those without one at the end."""
        groups: dict[str, list[Any]] = {group: [] for group in (*self._content.groups, "")}
        for entry in entries:
            for group in self._content.outlines[entry.customer].belongs_to or ("",):
                groups[group].append(entry)
        return tuple(self._lay_part(group, found, tell, badge) for group, found in groups.items() if found)

    def _lay_part(
        self, group: str, found: list[Any], tell: Callable[[Any], str], badge: Callable[[Any], str]
    ) -> Part:
        shown = found[:MOST_SHOWN]
        name = self._content.groups[group].name if group else "In no group" if self._content.groups else ""
        lines = tuple(self._write_line(each, tell(each), badge(each)) for each in shown)
        return Part(name, lines, len(found) - len(shown))

    def _write_line(self, entry: Any, text: str, badge: str) -> Line:
        person: Outline = self._content.outlines[entry.customer]
        is_private = person.visibility == "private"
        url = "" if is_private else whole_address(self._home, customer_folder(person))
        command = f"badgesite share {person.id} {badge}" if badge and not is_private else ""
        return Line(person.name, url, _MARKS.get(person.visibility, ""), text, command)


def _thanks(reckoning: Reckoning, teller: Teller, desk: _Desk) -> Section:
    return Section(
        "thanks",
        "To thank this time",
        len(reckoning.thanks),
        "What people earned and did for you since that day, those with most to thank for first.",
        "Nobody earned anything or spoke for you since then, as far as the records tell.",
        desk.lay_out(reckoning.thanks, teller.thanks, lambda each: each.awards[0].badge if each.awards else ""),
    )


def _advocates(reckoning: Reckoning, content: Content, teller: Teller, desk: _Desk) -> Section:
    labels = [f"“{content.site.metrics[metric].label}”" for metric in content.site.advocacy]
    acts = join([*labels, "what people said elsewhere (`said:` in their files)"])
    named = "" if labels else " `site.yaml` names no metrics as `advocacy:`, so nothing else is looked at."
    when = "since then" if reckoning.since else "yet"
    return Section(
        "advocates",
        "Who speaks for you",
        len(reckoning.advocates),
        f"What counts is {acts}.{named} Those who speak in most ways come first, then the latest.",
        f"Nobody {when}, as far as the records tell. Where people bring friends, write reviews or posts, write that "
        "down: as a metric that `advocacy:` in `site.yaml` names, or as `said:` in their file.",
        desk.lay_out(reckoning.advocates, teller.advocate),
    )


def _near(reckoning: Reckoning, teller: Teller, desk: _Desk) -> Section:
    around = [each for each in reckoning.near if each.is_around]
    away = len(reckoning.near) - len(around)
    return Section(
        "near",
        "Who is about to reach a milestone",
        len(around),
        f"One more of what is counted, or nine tenths of the way; and seen within {LATELY} days, or on no known day. "
        "A word now may be all it takes. Those seen last come first.",
        "Nobody came near one since then." if reckoning.since else "Nobody is one step away right now.",
        desk.lay_out(around, teller.near),
        _tell_away(away),
    )


def _tell_away(away: int) -> str:
    if not away:
        return ""
    who = "1 more person is as near, but has" if away == 1 else f"{away:,} more people are as near, but have"
    return f"{who} not been seen for more than {LATELY} days: see `report.csv`."


def _quiet(reckoning: Reckoning, teller: Teller, desk: _Desk) -> Section:
    return Section(
        "quiet",
        "Who went quiet",
        len(reckoning.quiet),
        f"Seen on {FEWEST_DAYS} days or more, and silent since: for longer than {TIMES} times their own usual gap "
        f"and longer than {LEAST} days. The usual gap is the middle one of the gaps between the days on which "
        "anything was recorded of them. Those whose silence began last come first. Ask how they are before you "
        "offer anything.",
        f"Nobody{' since then' if reckoning.since else ''}, as far as the records tell.",
        desk.lay_out(reckoning.quiet, teller.quiet),
    )


def _unthanked(reckoning: Reckoning, teller: Teller, desk: _Desk) -> Section:
    number = len(reckoning.unthanked)
    all_ = " That is everyone." if number == reckoning.customers > 1 else ""
    return Section(
        "unthanked",
        "Whom nobody has thanked",
        number,
        "They earned something or spoke for you, and no award of theirs has a note or was given by hand."
        f"{all_} Those who speak for you come first, then those who earned most, then the latest.",
        f"Everybody who gave a reason{' since then' if reckoning.since else ''} has been thanked before.",
        desk.lay_out(reckoning.unthanked, teller.unthanked),
    )


def _wishes(reckoning: Reckoning, teller: Teller, desk: _Desk) -> Section:
    only = " Wishes bear no day: these are of the people named above." if reckoning.since else ""
    return Section(
        "wants",
        "What people want",
        len({each.customer for each in reckoning.wishes}),
        "From `wants:` in their files, beside the perk or badge that shares most words with it. A match of words is "
        f"a hint and no more; what was found stands first.{only}",
        "Of nobody named here a wish is written down. Ask, and write the answer into `wants:` of their file.",
        desk.lay_out(reckoning.wishes, teller.wish),
    )
