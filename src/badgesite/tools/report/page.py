"""A report as one page that asks nothing of anybody: its style and drawings stand in it."""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from badgesite.awards.report import LATELY, SEEN_WITHIN, Month, Reckoning
from badgesite.awards.silence import FEWEST_DAYS, LEAST, TIMES
from badgesite.model import Content
from badgesite.model.customers import Outline
from badgesite.pages.addresses import customer_folder, whole_address
from badgesite.tools.report.plot import Bar, Plot
from badgesite.tools.report.table import list_groups
from badgesite.tools.report.words import Teller, join, write_day

MOST_SHOWN = 20
"""So many people of a list, and of each group in it, stand on the page; the table has all."""
_FEW = 20
_LATE = 30
"""After so many days without a record it may be the records that ended, and not what people do."""
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


def write_page(reckoning: Reckoning, content: Content, teller: Teller, home: str) -> bytes:
    """Return the page as HTML; `home` is the site's address, without a slash at its end."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _write_code
    return (
        environment.get_template("report.html")
        .render(
            site=content.site,
            today=write_day(reckoning.today),
            since=write_day(reckoning.since) if reckoning.since else "",
            customers=reckoning.customers,
            sections=list_sections(reckoning, content, teller, home),
            plots=list_plots(reckoning),
            notes=list_notes(reckoning, content),
            private=sum(each.visibility == "private" for each in content.outlines.values()),
            most=MOST_SHOWN,
        )
        .encode()
    )


def _write_code(text: str) -> Markup:
    """Return text as HTML with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


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
            for group in list_groups(self._content.outlines[entry.customer]) or ("",):
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


def list_plots(reckoning: Reckoning) -> tuple[Plot, ...]:
    """Return the plots: people by month, awards by month, people by when they were last seen."""
    spans = [f"{low + 1}–{high}" for low, high in zip((-1, *SEEN_WITHIN), SEEN_WITHIN, strict=False)]
    names = [*(f"{span} days ago" for span in spans), "Longer ago", "On no known day"]
    seen = zip(names, (*spans, "longer", "no day"), reckoning.seen, strict=True)
    return (
        Plot("People seen each month", "Month", "People", _monthly(reckoning.active)),
        Plot("Awards earned each month", "Month", "Awards", _monthly(reckoning.awarded)),
        Plot("When people were last seen, in days", "Last seen", "People", tuple(Bar(*each) for each in seen)),
    )


def _monthly(counts: tuple[tuple[Month, int], ...]) -> tuple[Bar, ...]:
    return tuple(
        Bar(f"{calendar.month_name[month]} {year}", f"{calendar.month_abbr[month]} {year % 100:02}", count)
        for (year, month), count in counts
    )


def list_notes(reckoning: Reckoning, content: Content) -> tuple[str, ...]:
    """Return what the data cannot tell, in words."""
    return tuple(_write_notes(reckoning, content))


def _write_notes(reckoning: Reckoning, content: Content) -> Iterator[str]:
    unknown, everyone = reckoning.unknown, reckoning.customers
    if unknown.latest is None:
        yield "Nothing bears a day, so nobody can be seen to come, to go quiet, or to do anything new."
    elif (silent := (reckoning.today - unknown.latest).days) > _LATE:
        yield (
            f"Nothing is recorded after {write_day(unknown.latest)}, {silent:,} days before this report. If the "
            "records end there, and not what people do, everyone only seems quiet: report on that day with `--today`."
        )
    if unknown.latest and unknown.dateless:
        yield f"For {_of(unknown.dateless, everyone)} nothing bears a day: when they were last here is not known."
    if unknown.undated:
        what = "something was counted without its day: it is never new, and nobody is missed by it"
        yield f"For {_of(unknown.undated, everyone)} {what}."
    if unknown.rare:
        few = f"something is recorded on fewer than {FEWEST_DAYS} days"
        yield f"For {_of(unknown.rare, everyone)} {few}: too few for a usual gap, so none of them is called quiet."
    if not content.site.advocacy:
        yield "`site.yaml` names no metrics as `advocacy:`, so friends brought or reviews written are not looked for."
    if unknown.wishless:
        yield f"For {_of(unknown.wishless, everyone)} nobody wrote down what they want."
    if everyone < _FEW:
        yield "There are few people here: read their names, and nothing into the plots."
    yield "Thanks by mail, by phone or over the counter are not recorded here; nor is why somebody is silent."
    yield "Nobody is tracked: who shared or visited a page is not known, only what is written in `content/`."


def _of(number: int, everyone: int) -> str:
    if number == everyone:
        return "all people" if everyone > 1 else "the one person"
    return f"{number:,} of {everyone:,} people"
