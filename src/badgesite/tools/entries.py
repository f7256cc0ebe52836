"""The rows of a spreadsheet as entries for the content, each told apart from what is there already."""

import datetime
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from badgesite.content.contradictions import explain_late
from badgesite.content.messages import explain, show
from badgesite.errors import Problem, suggest
from badgesite.model import Content, Customer, GivenAward, Record
from badgesite.model.record import read_id
from badgesite.tools.cells import Days, make_id, read_counted
from badgesite.tools.columns import Columns
from badgesite.tools.lookup import Lookup, NotFoundError
from badgesite.tools.sheet import Row, Sheet

_MOST_DOUBTS = 20
Cells = Mapping[str, str]


class Entry(NamedTuple):
    """What one row adds to a customer: keys of the record, or facts as `customer, date, metric, amount`."""

    line: int
    customer: str
    values: Mapping[str, Any]
    facts: tuple[tuple[str, ...], ...] = ()


class Refused(ValueError):  # noqa: N818 - it reads as a claim: `except Refused`
    """A row that cannot be taken, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


@dataclass
class Reader:
    """Reads the rows of one sheet against the content."""

    sheet: Sheet
    columns: Columns
    content: Content
    days: Days
    today: datetime.date
    refused: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    present: int = 0
    """How many rows say what is there already."""

    def read(self) -> list[Entry]:
        """Return the entries; rows that are refused, doubtful or there already are noted."""
        read = {"customers": self._customer, "awards": self._award, "activity": self._activity}[self.columns.kind]
        self._people = Lookup("customer", self.content.outlines, "import the customers first")
        self._badges = Lookup("badge", self.content.badges, "`badgesite new badge ID` makes one")
        self._groups = Lookup("group", self.content.groups, "`badgesite new group ID` makes one")
        self._seen: dict[Any, int] = {}
        self._repeats = 0
        self._facts = _count_facts(self.content) if self.columns.kind == "activity" else Counter()
        return [entry for row in self.sheet.rows for entry in self._try(read, row)]

    def _try(self, read: Callable[[Row, Cells], Entry | None], row: Row) -> Iterator[Entry]:
        cells = {
            each.key: row.cells[place] for place, each in self.columns.fields.items()
            if not each.is_metric and row.cells[place]
        }  # fmt: skip
        try:
            entry = read(row, cells)
        except (NotFoundError, Refused) as error:
            self.refused.append(Problem(self.sheet.path, row.line, 1, error.what, error.remedy))
            return
        if entry:
            yield entry
        else:
            self.present += 1

    def _customer(self, row: Row, cells: Cells) -> Entry | None:
        id_ = self._read_own_id(cells)
        self._refuse_twice(id_, row, f"the customer “{id_}”")
        values: dict[str, Any] = {key: text for key, text in cells.items() if key != "id"}
        if "joined" in values:
            values["joined"] = self._day(values["joined"], "joined").isoformat()
        if "visibility" in values:
            values["visibility"] = values["visibility"].lower()
        if metrics := {metric: _write_amount(amount) for metric, amount in self._counted(row)}:
            values["metrics"] = metrics
        old = self.content.customers.get(id_)
        if "group" in values:
            values |= _place_in(self._find_groups(values.pop("group")), old)
        if values.get("visibility") == "unlisted" and not (old and old.token):
            values["token"] = secrets.token_hex(16)
        if old is None and "name" not in values:
            raise Refused(f"the customer “{id_}” is new and has no name", "fill in the name")
        new = _validate(Customer, {"id": id_, "name": old.name if old else "", **values})
        if new.portrait and new.portrait not in self.content.assets:
            raise Refused(f"there is no file content/{new.portrait}", "put it there, or correct the path")
        changed = {key: values[key] for key in values if key != "metrics" and _differs(old, new, key)}
        if old is not None and (counted := _list_counted(old, new)):
            changed["metrics"] = {metric: metrics[metric] for metric in counted}
        elif old is None and metrics:
            changed["metrics"] = metrics
        return Entry(row.line, id_, changed) if changed else None

    def _find_groups(self, text: str) -> tuple[str, ...]:
        """Return the ids of the group of that name, else of each between semicolons, commas or bars."""
        several = [] if self._groups.list_called(text) else [each for each in re.split(r"\s*[;,|]\s*", text) if each]
        return tuple(dict.fromkeys(self._groups.find(each) for each in several or [text]))

    def _read_own_id(self, cells: Cells) -> str:
        if "id" in cells:
            try:
                return self._people.ids.get(cells["id"]) or read_id(cells["id"])
            except ValueError as error:
                raise Refused(f"{show(cells['id'])} cannot be an id", str(error)) from None
        if not (id_ := make_id(cells.get("name", ""))):
            what = f"no id can be made from {show(cells['name'])}" if "name" in cells else "this row has no name"
            raise Refused(what, "give it an id in a column `id`: lower-case letters, digits, `-` and `_`")
        if (present := self._people.ids.get(id_, id_)) != id_:
            what = f"the id “{id_}” is an earlier one of the customer “{present}”"
            raise Refused(what, f"write {present} in a column `id` if it is the same person, else another id")
        return id_

    def _award(self, row: Row, cells: Cells) -> Entry | None:
        customer, badge = self._find_customer(cells), self._badges.find(self._need(cells, "badge"))
        values = {**{key: text for key, text in cells.items() if key != "customer"}, "badge": badge}
        if "date" in values:
            day = self._day(values["date"], "date")
            if day > self.today:
                raise Refused(
                    f"the award is dated {day}, which is yet to come", "write the day on which it was given"
                )
            values["date"] = day.isoformat()
        order = [key for key in ("badge", "date", "by", "note", "evidence") if key in values]
        values = {key: values[key] for key in order}
        award = _validate(GivenAward, values)
        if award.date and self.content.badges[badge].is_retired(award.date):
            raise Refused(*explain_late(self.content.badges[badge]))
        self._refuse_twice((customer, badge, award.date), row, "the same award")
        if self._is_there(customer, award):
            return None
        return Entry(row.line, customer, {"awards": [values]})

    def _is_there(self, customer: str, award: GivenAward) -> bool:
        badge, record = self.content.badges[award.badge], self.content.customers[customer]
        for old in record.awards:
            if old.badge == award.badge and old.date == award.date:
                if all(getattr(old, key) == getattr(award, key) for key in award.model_fields_set):
                    return True
                remedy = f"edit it in {self.content.origins['customers', customer].path}"
                raise Refused(f"{record.name} has this award of that day already, in other words", remedy)
            if old.badge == award.badge and not badge.repeatable and old.revoked is None:
                what = f"{record.name} holds {badge.name} already{f', since {old.date}' if old.date else ''}"
                raise Refused(what, f"leave the row out, or write `repeatable: true` in the badge {badge.id}")
        return False

    def _activity(self, row: Row, cells: Cells) -> Entry | None:
        customer = self._find_customer(cells)
        day = self._day(self._need(cells, "date"), "date").isoformat()
        counted = list(self._counted(row))
        if "amount" in cells or "metric" in cells:
            metric = self._find_metric(self._need(cells, "metric"))
            counted.append((metric, self._count(self._need(cells, "amount"), "amount")))
        if not counted:
            raise Refused("nothing is counted in this row", "fill in an amount, or leave the row out")
        facts = []
        for metric, amount in counted:
            fact = (customer, day, metric, _write_amount(amount))
            self._doubt_twice(fact, row)
            if self._facts[fact]:
                self._facts[fact] -= 1
            else:
                facts.append(fact)
        return Entry(row.line, customer, {}, tuple(facts)) if facts else None

    def _counted(self, row: Row) -> Iterator[tuple[str, Decimal | bool]]:
        for place, each in self.columns.fields.items():
            if each.is_metric and row.cells[place]:
                yield each.key, self._count(row.cells[place], self.sheet.columns[place])

    def _find_customer(self, cells: Cells) -> str:
        return self._people.find(self._need(cells, "customer"))

    def _find_metric(self, text: str) -> str:
        metrics = self.content.site.metrics
        for id_, metric in metrics.items():
            if text.lower() in (id_, metric.label.lower()):
                return id_
        remedy = suggest(text, metrics, "declare it under `metrics:` in content/site.yaml first")
        raise Refused(f"there is no metric {show(text)}", remedy)

    def _need(self, cells: Cells, key: str) -> str:
        if key not in cells:
            raise Refused(f"the {key} is missing", "fill it in, or leave the row out")
        return cells[key]

    def _day(self, text: str, key: str) -> datetime.date:
        try:
            return self.days.read(text)
        except ValueError as error:
            raise Refused(f"“{key}” cannot be {show(text)}", str(error)) from None

    def _count(self, text: str, key: str) -> Decimal | bool:
        try:
            return read_counted(text, self.sheet.separator)
        except ValueError as error:
            raise Refused(f"“{key}” cannot be {show(text)}", str(error)) from None

    def _refuse_twice(self, key: object, row: Row, what: str) -> None:
        if (first := self._seen.setdefault(key, row.line)) != row.line:
            raise Refused(f"{what} stands in line {first} already", "keep one of the two rows")

    def _doubt_twice(self, fact: tuple[str, ...], row: Row) -> None:
        if (first := self._seen.setdefault(fact, row.line)) != row.line:
            self._repeats += 1
            if self._repeats <= _MOST_DOUBTS:
                self._doubt(row.line, f"this row repeats line {first}; both count")
            elif self._repeats == _MOST_DOUBTS + 1:
                self._doubt(row.line, "more rows repeat others from here on; all count")

    def _doubt(self, line: int, what: str) -> None:
        remedy = "if it is the same thing told twice, remove one of the rows"
        self.doubts.append(Problem(self.sheet.path, line, 1, what, remedy, is_warning=True))


def _validate(model: type[Record], values: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        finding = explain(model, error)[0]
        raise Refused(finding.what, finding.remedy) from None


def _place_in(groups: tuple[str, ...], old: Customer | None) -> dict[str, Any]:
    """Return the keys that place a customer in groups: `group` for one, `groups` for several or where it stands."""
    if old and old.belongs_to == groups:
        return {}
    if len(groups) == 1 and not (old and old.groups):
        return {"group": groups[0]}
    return {**({"group": None} if old and old.group else {}), "groups": groups}


def _differs(old: Customer | None, new: Customer, key: str) -> bool:
    return old is None or getattr(old, key) != getattr(new, key)


def _list_counted(old: Customer, new: Customer) -> list[str]:
    return [metric for metric, amount in new.metrics.items() if old.metrics.get(metric) != amount]


def _write_amount(amount: Decimal | bool) -> str:
    return str(amount).lower() if isinstance(amount, bool) else f"{amount.normalize():f}"


def _count_facts(content: Content) -> Counter[tuple[str, ...]]:
    """Return how often each fact stands in the content, in files or records."""
    return Counter(
        (customer.id, fact.date.isoformat(), fact.metric, _write_amount(fact.amount))
        for customer in content.customers.values()
        for fact in (*content.activity.get(customer.id, ()), *customer.facts())
    )
