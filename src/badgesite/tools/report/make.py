"""Making a report: content and awards are reckoned, told, and handed over as files."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.awards.award import award
from badgesite.awards.reckoning import Reckoning
from badgesite.awards.report import reckon
from badgesite.build.order import Order
from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.errors import UsageError
from badgesite.model import Content
from badgesite.tools.handover import hand_over
from badgesite.tools.report.notes import list_notes
from badgesite.tools.report.page import write_page
from badgesite.tools.report.table import Row, list_rows, write_csv, write_json
from badgesite.tools.report.words import Teller

PAGE, TABLE, DATA = "report.html", "report.csv", "report.json"


class Made(NamedTuple):
    """A report, and what it was made from."""

    content: Content
    reckoning: Reckoning
    teller: Teller

    def rows(self) -> Iterator[Row]:
        """Return a row for each person and reason."""
        return list_rows(self.reckoning, self.content, self.teller)

    def as_json(self) -> Iterator[bytes]:
        """Return the report for machines, in parts."""
        return write_json(self.reckoning, self.content, self.rows(), list_notes(self.reckoning, self.content))

    def tell(self) -> str:
        """Return the report in one line."""
        found = self.reckoning
        around = sum(each.is_around for each in found.near)
        wanting = len({each.customer for each in found.wishes})
        new = f"to thank since {found.since}: {len(found.thanks):,}; " if found.since else ""
        return (
            f"{found.customers:,} people; {new}speaking for you: {len(found.advocates):,}, "
            f"near a milestone: {around:,}, gone quiet: {len(found.quiet):,}, "
            f"never thanked: {len(found.unthanked):,}, with a wish: {wanting:,}"
        )


def make_report(order: Order, since: datetime.date | None) -> Made:
    """Return the report of a site; raises ProblemsFound for content with problems, UsageError for a day to come."""
    if since and since > order.today:
        raise UsageError(f"--since {since} is after today, {order.today}")
    content = load(order.site, scan(order.site)).demand()
    reckoning = reckon(content, award(content, order.today), order.today, since)
    return Made(content, reckoning, Teller(content, reckoning))


def write_report(made: Made, order: Order, folder: Path) -> tuple[Path, ...]:
    """Write page, table and data into a folder that `check_place` allows; raises UsageError if it cannot be one."""
    home = order.base_url or made.content.site.url
    files: dict[str, Iterable[bytes]] = {
        PAGE: (write_page(made.reckoning, made.content, made.teller, home),),
        TABLE: write_csv(made.rows()),
        DATA: made.as_json(),
    }
    return hand_over(folder, files, ".badgesite-report")
