"""Days as people and spreadsheets write them: year (four digits, 1800 to 2199), month, day."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values import folding
from onestop.records.values.errors import accepts

FIRST_CHINESE_FILING = date(1985, 4, 1)
"""The Patent Law of 1984 came into force: no Chinese filing, publication or grant is older."""
EARLIEST = date(1800, 1, 1)
"""For priority dates and documents of other countries."""

_YEAR = "(1[89][0-9]{2}|2[01][0-9]{2})"
_PARTED = re.compile(
    rf"{_YEAR}(?:(?:\s*[-./年]\s*|\s+)([0-9]{{1,2}})(?:(?:\s*[-./月]\s*|\s+)([0-9]{{1,2}})\s*[日号]?|\s*月)?|\s*年)?"
)
_SOLID = re.compile(rf"{_YEAR}([0-9]{{2}})?([0-9]{{2}})?")
_TIME_OF_DAY = re.compile(r"(?<=[0-9])[T\s]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{6}")

# Day 1 is 1900-01-01, but Excel counts a 29 February 1900, so serials are right from 1 March, day 61.
_EXCEL_ORIGIN = date(1899, 12, 30)
_EXCEL_DAYS = range(61, (date(2199, 12, 31) - _EXCEL_ORIGIN).days + 1)
_TOO_LARGE = 10**8


def clean(
    value: str | float | date, *, min_date: date = FIRST_CHINESE_FILING, max_date: date | None = None
) -> date:
    """The day. A number, as a spreadsheet reader gives it, is an Excel serial (1900 system) or YYYYMMDD."""
    day = _read(value)
    if day < min_date:
        raise _problem("date.too_early", _("日期“%(text)s”早于 %(limit)s。"), value, limit=min_date)
    if max_date is not None and day > max_date:
        raise _problem("date.too_late", _("日期“%(text)s”晚于 %(limit)s。"), value, limit=max_date)
    return day


def is_valid(value: str | float | date) -> bool:
    return accepts(clean, value)


def display(day: date) -> str:
    return day.isoformat()


def bounds(text: str) -> tuple[int, int]:
    """First and last day, as YYYYMMDD numbers, of the year, month or day that a query names."""
    year, month, day = _parts(text)
    first = _day(text, year, 1 if month is None else month, 1 if day is None else day)
    if day is not None:
        return _number(first), _number(first)
    last_month = 12 if month is None else month
    last = date(year, last_month, monthrange(year, last_month)[1])
    return _number(first), _number(last)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _read(value: str | float | date) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _from_text(value)
    return _from_number(value)


@lru_cache(maxsize=20_000)
def _from_text(text: str) -> date:
    year, month, day = _parts(text)
    if month is None or day is None:
        raise _problem("date.incomplete", _("日期“%(text)s”不完整。"), text)
    return _day(text, year, month, day)


def _from_number(value: float) -> date:
    if isinstance(value, bool) or not 0 < value < _TOO_LARGE:
        raise _problem("date.format", _("“%(text)s”不是日期。"), value)
    whole = int(value)
    if whole in _EXCEL_DAYS:
        return _EXCEL_ORIGIN + timedelta(days=whole)
    return _from_text(str(whole))


def _parts(text: str) -> tuple[int, int | None, int | None]:
    written = _TIME_OF_DAY.sub("", folding.upper(text).strip())
    match = _PARTED.fullmatch(written) or _SOLID.fullmatch(written)
    if match is None:
        if _SHORT_YEAR.fullmatch(written):
            raise _problem("date.two_digit_year", _("日期“%(text)s”的年份只有两位。"), text)
        raise _problem("date.format", _("“%(text)s”不是日期。"), text)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None  # both patterns need it
    return year, month, day


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _problem("date.impossible", _("日历中没有“%(text)s”这一天。"), text) from None


def _problem(code: str, message: str, value: object, **shown: object) -> UserError:
    text = str(value).strip()[:40]
    return UserError(
        code, message % {"text": text, **shown}, _("请按年-月-日填写，年份四位，例如 2016-03-04。")
    )
