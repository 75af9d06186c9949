"""A raw row seen through the columns of its file."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.findings import Finding, of_error
from onestop.ingest.models import RowOutcome
from onestop.ingest.sources.base import RawRow
from onestop.records.values import cells, dates, names

T = TypeVar("T")
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]")
_EXCEL_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")


class Row:
    """Gives the text or the value of a field, and collects what is found on the way."""

    def __init__(
        self,
        raw: RawRow,
        columns: Mapping[str, tuple[str, ...]],
        says: Mapping[str, str] | None = None,
        title: str = "",
    ) -> None:
        self.raw = raw
        self.columns = columns
        self.says = says or {}
        self.title = title
        """Of the table that it stands in."""
        self.findings: list[Finding] = []
        self._texts: dict[str, str] = {}

    def column(self, field: str) -> tuple[str, ...]:
        """The file's column that the value of this field came from."""
        for name in self.columns.get(field, ()):
            if self.raw.cells.get(name, "").strip():
                return (name,)
        return ()

    def text(self, field: str) -> str:
        found = self._texts.get(field)
        if found is None:
            found = self._texts[field] = self._read(field)
        return found

    def _read(self, field: str) -> str:
        for name in self.columns.get(field, ()):
            text = self.raw.cells.get(name, "")
            if text.strip():
                return self._without_formula(self._without_control(text, name), name)
        return self.says.get(field, "")

    def _without_control(self, text: str, name: str) -> str:
        if not _CONTROL.search(text):
            return text.strip()
        self.add(RowOutcome.REPAIRED, "cell.control_characters", _("已去除看不见的控制字符。"), "", name)
        return _CONTROL.sub("", text).strip()

    def _without_formula(self, text: str, name: str) -> str:
        if not text.startswith(("=", "'")):
            return text
        try:
            content = cells.clean(text)
        except UserError as error:
            self.findings.append(of_error(RowOutcome.DROPPED, error, name))
            return ""
        if text.startswith("="):
            self.add(RowOutcome.REPAIRED, "cell.text_formula", _("公式只是包着文字，已取出文字。"), "", name)
        return content

    def value(self, field: str, clean: Callable[[str], T], default: T) -> T:
        """The cleaned value; a wrong one is dropped and reported."""
        text = self.text(field)
        if not text:
            return default
        try:
            return clean(text)
        except UserError as error:
            self.findings.append(of_error(RowOutcome.DROPPED, error, *self.column(field)))
            return default

    def names(self, field: str) -> tuple[str, ...]:
        none: tuple[str, ...] = ()
        return self.value(field, names.split, none)

    def day(
        self, field: str, *, ahead: bool = False, earliest: date = dates.FIRST_CHINESE_FILING
    ) -> date | None:
        """`ahead`: it may lie in the future, as the end of a term."""
        last = None if ahead else clock.today()
        return self.value(field, lambda text: self._read_date(field, text, earliest, last), None)

    def _read_date(self, field: str, text: str, earliest: date, last: date | None) -> date | None:
        """Five digits are what a spreadsheet shows of a date in a cell formatted as number."""
        if not _EXCEL_SERIAL.fullmatch(text):
            return dates.clean(text, min_date=earliest, max_date=last)
        day = dates.clean(float(text), min_date=earliest, max_date=last)
        message = _("%(text)s 是表格软件的日期序号，已换算为 %(day)s。") % {"text": text, "day": day}
        self.add(RowOutcome.REPAIRED, "date.serial_number", message, "", *self.column(field))
        return day

    def add(self, outcome: RowOutcome, code: str, message: str, advice: str, *columns: str) -> None:
        self.findings.append(Finding(outcome, code, message, advice, columns))
