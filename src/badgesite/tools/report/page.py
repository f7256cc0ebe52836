"""A report as one page that asks nothing of anybody: its style and drawings stand in it."""

import calendar
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from badgesite.awards.reckoning import SEEN_WITHIN, Month, Reckoning
from badgesite.model import Content
from badgesite.tools.report.notes import list_notes
from badgesite.tools.report.plot import Bar, Plot
from badgesite.tools.report.sections import MOST_SHOWN, list_sections
from badgesite.tools.report.words import Teller, write_day


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
