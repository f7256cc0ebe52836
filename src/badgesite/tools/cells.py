"""What single cells of a spreadsheet say."""

import datetime
import re
import unicodedata
from decimal import Decimal

from badgesite.errors import UsageError
from badgesite.model.record import read_date, read_measure

_EXCEL_DAY = datetime.date(1899, 12, 30)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*")
_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
}
ISO, EXCEL = "YYYY-MM-DD", "excel"


class Days:
    """Reads days in one form: `YYYY-MM-DD`, `excel` for days since 1900, or any order such as `DD.MM.YYYY`."""

    def __init__(self, form: str = ISO) -> None:
        self.form = form
        if form.lower() != EXCEL:
            self._pattern = self._compile(form)

    @staticmethod
    def _compile(form: str) -> re.Pattern[str]:
        parts = re.split(r"(YYYY|YY|MM|DD)", form)
        if sorted(part[0] for part in parts if part in _PARTS) != ["D", "M", "Y"]:
            raise UsageError(
                f"--dates {form}: write the form with YYYY (or YY), MM and DD, such as DD.MM.YYYY; or excel"
            )
        return re.compile("".join(_PARTS.get(part, re.escape(part)) for part in parts) + r"(?:[T ]\d{1,2}:\d{2}.*)?")

    def read(self, text: str) -> datetime.date:
        """Return a day; raises ValueError with what to do."""
        if self.form.lower() == EXCEL:
            return self._read_excel(text)
        if with_time := _WITH_TIME.fullmatch(text):
            text = with_time[1]
        if self.form == ISO or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return self._read_iso(text)
        found = self._pattern.fullmatch(text)
        if not found:
            raise ValueError(f"write the day as {self.form}, as `--dates` says")
        parts = found.groupdict()
        year = int(parts["year"]) if "year" in parts else _full_year(int(parts["short"]))
        try:
            return datetime.date(year, int(parts["month"]), int(parts["day"]))
        except ValueError:
            raise ValueError(f"there is no such day in the form {self.form}") from None

    def _read_iso(self, text: str) -> datetime.date:
        try:
            return read_date(text)
        except ValueError as error:
            if re.fullmatch(r"\d{5}(\.\d+)?", text):
                raise ValueError("if this is Excel's number of a day, say so: --dates excel") from None
            if re.fullmatch(r"\d{1,2}\D\d{1,2}\D\d{2,4}", text):
                raise ValueError("say in which form the days are, such as --dates DD.MM.YYYY") from None
            raise error

    def _read_excel(self, text: str) -> datetime.date:
        if not re.fullmatch(r"\d{1,6}([.,]\d+)?", text) or int(re.split("[.,]", text)[0]) < 61:
            raise ValueError("this is no number of a day as Excel counts them; leave `--dates excel` out?")
        return _EXCEL_DAY + datetime.timedelta(int(re.split("[.,]", text)[0]))


def _full_year(short: int) -> int:
    return 2000 + short if short < 70 else 1900 + short


def read_counted(text: str, separator: str) -> Decimal | bool:
    """Return what was counted; with semicolons between the cells a comma may stand before the decimals."""
    if separator == ";" and re.fullmatch(r"[+-]?\d+,\d{1,9}", text):
        text = text.replace(",", ".")
    return read_measure(text)


def make_id(name: str) -> str:
    """Return the id that a name suggests: its Latin letters and digits; nothing if it has none."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("Ø", "O"))
    ascii_only = letters.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:64].strip("-")
