"""Working days of China, year by year as the State Council arranges them; never computed for a year without a notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.reference.datafiles import data_file


@dataclass(frozen=True)
class CalendarYear:
    year: int
    notices: tuple[str, ...]
    """Addresses of the State Council's notices."""
    days_off: frozenset[date]
    working_days: frozenset[date]
    """Saturdays and Sundays that are worked."""


def is_working_day(day: date) -> bool:
    """A swapped weekend that is worked is one, a swapped weekday off is none.

    UserError for a year whose notice is not in the table. Note that the notice of a year may also move days at
    the end of the December before it.
    """
    year = calendar_year(day.year)
    return day in year.working_days or (day.weekday() < 5 and day not in year.days_off)


def calendar_year(year: int) -> CalendarYear:
    found = calendar_years().get(year)
    if found is None:
        known = sorted(calendar_years())
        raise UserError(
            "reference.calendar_unknown",
            _("没有%(year)s年的节假日安排，无法判断工作日：日历只收录已公布的%(first)s至%(last)s年。")
            % {"year": year, "first": known[0], "last": known[-1]},
            _("国务院办公厅公布该年度的通知后，请更新本平台。"),
        )
    return found


@lru_cache
def calendar_years() -> Mapping[int, CalendarYear]:
    return {
        year: CalendarYear(
            year, tuple(row["notices"]), _days(year, row["days_off"]), _days(year, row["working_days"])
        )
        for year, row in data_file("calendar.yaml").items()
    }


def _days(year: int, ranges: list[str]) -> frozenset[date]:
    """`10-01/10-07` is seven days, `06-22` is one."""
    days: set[date] = set()
    for text in ranges:
        first, _slash, last = text.partition("/")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            days.add(day)
            day += timedelta(days=1)
    return frozenset(days)
