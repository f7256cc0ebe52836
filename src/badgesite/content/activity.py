"""Activity from CSV files: `customer,date,metric,amount`, a dated fact a line."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from badgesite.content.messages import show
from badgesite.errors import Problem, suggest
from badgesite.model import Fact
from badgesite.model.record import read_date, read_id, read_measure

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = ("customer", "date", "metric", "amount")
MOST_LISTED = 20
_IMPORT = "separate them with commas, or take the table in with `badgesite import`"
_CELLS: tuple[Callable[[str], object], ...] = (read_id, read_date, read_id, read_measure)
_MOST_REMEMBERED = 100_000
_T = TypeVar("_T")


class Ledger(NamedTuple):
    """The facts of one file by customer, the line on which each customer first stands, and what is wrong."""

    facts: Mapping[str, list[Fact]] = {}
    first_lines: Mapping[str, int] = {}
    problems: tuple[Problem, ...] = ()
    metrics: frozenset[str] = frozenset()


class _Remembered(dict[str, _T]):
    """Values by the text of their cells: few different ones stand in many rows, so each is read once."""

    def __init__(self, read: Callable[[str], _T]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, text: str) -> _T:
        value = self.read(text.strip())
        if len(self) < _MOST_REMEMBERED:
            self[text] = value
        return value


class _WrongRows:
    """The problems of a file's rows: the first ones, and how many rows more are wrong."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.listed: list[Problem] = []
        self.more = 0
        self.first_more = 0

    def add(self, line: int, row: list[str], order: list[int]) -> None:
        if len(self.listed) < MOST_LISTED:
            self.listed.extend(_explain_row(self.path, line, row, order))
        else:
            self.first_more = self.first_more or line
            self.more += 1

    def problems(self) -> tuple[Problem, ...]:
        if not self.more:
            return tuple(self.listed)
        what = f"{self.more:,} more {'rows are' if self.more > 1 else 'row is'} wrong from here on"
        return (*self.listed, Problem(self.path, self.first_more, 1, what, "correct those above first"))


def read_activity(path: str, lines: Iterable[str]) -> Ledger:
    """Return the facts of a CSV file; a wrong row is a problem and is left out."""
    rows = csv.reader(lines, strict=True)
    facts: dict[str, list[Fact]] = {}
    first_lines: dict[str, int] = {}
    metrics: set[str] = set()
    wrong = _WrongRows(path)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if problems := _check_header(path, header):
            return Ledger(problems=problems)
        for customer, fact in _read_rows(rows, [header.index(column) for column in COLUMNS], wrong):
            if customer not in facts:
                facts[customer] = []
                first_lines[customer] = rows.line_num
            facts[customer].append(fact)
            metrics.add(fact.metric)
    except csv.Error as error:
        remedy = "look for a quote that is never closed, here or above"
        problem = Problem(path, max(rows.line_num, 1), 1, f"this row cannot be read: {error}", remedy)
        return Ledger(facts, first_lines, (*wrong.problems(), problem), frozenset(metrics))
    return Ledger(facts, first_lines, wrong.problems(), frozenset(metrics))


def _read_rows(rows: "Reader", order: list[int], wrong: _WrongRows) -> Iterator[tuple[str, Fact]]:
    customers, dates = _Remembered(read_id), _Remembered(read_date)
    metrics, amounts = _Remembered(read_id), _Remembered(read_measure)
    customer_at, date_at, metric_at, amount_at = order
    width = len(COLUMNS)
    for row in rows:
        if len(row) != width:
            if any(row):
                wrong.add(rows.line_num, row, order)
            continue
        try:
            fact = Fact(dates[row[date_at]], metrics[row[metric_at]], amounts[row[amount_at]])
            yield customers[row[customer_at]], fact
        except ValueError:
            wrong.add(rows.line_num, row, order)


class Sought(NamedTuple):
    """A row to look for: the first one with these cells; None for any."""

    customer: str | None
    date: str | None
    metric: str | None


def find_rows(lines: Iterable[str], sought: Iterable[Sought]) -> dict[Sought, int]:
    """Return the lines on which rows stand in a CSV file that has nothing wrong in it, those that are there."""
    rows = csv.reader(lines)
    header = [name.strip().lower() for name in next(rows, [])]
    at = [header.index(column) for column in COLUMNS[:3]]
    wanted: dict[tuple[str | None, ...], Sought] = {tuple(each): each for each in sought}
    found: dict[Sought, int] = {}
    for row in rows:
        if len(row) == len(COLUMNS):
            customer, date, metric = (row[place].strip() for place in at)
            for key in ((customer, date, None), (None, None, metric)):
                if key in wanted:
                    found.setdefault(wanted[key], rows.line_num)
    return found


def _check_header(path: str, header: list[str]) -> tuple[Problem, ...]:
    remedy = "the first line must be: " + ",".join(COLUMNS)
    if len(header) == 1 and ";" in header[0]:
        return (Problem(path, 1, 1, "the columns are separated by semicolons", _IMPORT),)
    if not set(header) & set(COLUMNS):
        return (Problem(path, 1, 1, "the names of the columns are missing", remedy),)
    missing = [
        Problem(path, 1, 1, f"the column “{column}” is missing", remedy) for column in COLUMNS if column not in header
    ]
    unknown = [
        Problem(
            path, 1, _column_of(header, place), f"unknown column {show(name)}", suggest(name[:60], COLUMNS, remedy)
        )
        for place, name in enumerate(header)
        if name not in COLUMNS
    ]
    twice = [
        Problem(path, 1, _column_of(header, place), f"the column “{name}” stands here a second time", remedy)
        for place, name in enumerate(header)
        if name in COLUMNS and name in header[:place]
    ]
    return (*missing, *unknown, *twice)


def _explain_row(path: str, line: int, row: list[str], order: list[int]) -> list[Problem]:
    if len(row) != len(COLUMNS):
        what = f"this row has {len(row)} cells instead of {len(COLUMNS)}"
        return [Problem(path, line, 1, what, "separate four cells with commas; a number has a point, no comma")]
    problems = []
    for name, place, read in zip(COLUMNS, order, _CELLS, strict=True):
        try:
            read(row[place].strip())
        except ValueError as error:
            what = f"“{name}” cannot be {show(row[place].strip())}"
            problems.append(Problem(path, line, _column_of(row, place), what, str(error)))
    return problems


def _column_of(cells: list[str], place: int) -> int:
    return sum(len(cell) + 1 for cell in cells[:place]) + 1
