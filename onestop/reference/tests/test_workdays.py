from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.reference.workdays import calendar_year, calendar_years, is_working_day

KNOWN_DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def after(start: date, working_days: int) -> date:
    """The day on which a period of working days ends; its first day is not counted."""
    day = start
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def rolled(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("year", "count"),
    [
        (2015, 249),
        (2016, 250),
        (2017, 249),
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert sum(map(is_working_day, days_of(year))) == count


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 4), True),  # a Sunday worked for New Year
        (date(2026, 2, 16), False),  # a Monday off at Spring Festival
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),  # an ordinary Sunday
        (date(2018, 12, 31), False),  # moved by the notice of 2019
        (date(2018, 12, 29), True),
        (date(2015, 9, 3), False),  # amended: 70 years after the war
        (date(2020, 1, 31), False),  # amended: Spring Festival prolonged
    ],
)
def test_single_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 18), 15, date(2026, 10, 15)),
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
    ],
)
def test_periods_of_working_days(start: date, count: int, end: date) -> None:
    assert after(start, count) == end


@pytest.mark.parametrize(
    ("start", "days"),
    [(date(2026, 9, 5), 30), (date(2026, 9, 3), 30), (date(2026, 9, 20), 15), (date(2026, 7, 6), 90)],
)
def test_periods_that_end_in_the_october_holiday(start: date, days: int) -> None:
    assert rolled(start + timedelta(days=days)) == date(2026, 10, 8)


@pytest.mark.parametrize("year", [2014, 2027])
def test_a_year_without_a_notice_is_refused(year: int) -> None:
    with pytest.raises(UserError, match=str(year)) as caught:
        is_working_day(date(year, 1, 4))
    assert caught.value.code == "reference.calendar_unknown"
    assert caught.value.hint


@given(KNOWN_DAYS)
def test_only_a_listed_day_differs_from_its_weekday(day: date) -> None:
    year = calendar_year(day.year)
    if day not in year.days_off | year.working_days:
        assert is_working_day(day) is (day.weekday() < 5)


def test_the_data_file_says_where_it_is_from_and_nothing_twice() -> None:
    assert list(calendar_years()) == list(range(2015, 2027))
    for year in calendar_years().values():
        assert all(
            notice.startswith(("http://www.gov.cn/", "https://www.gov.cn/")) for notice in year.notices
        )
        assert not year.days_off & year.working_days
        assert all(day.weekday() >= 5 for day in year.working_days)
        assert {day.year for day in year.days_off | year.working_days} == {year.year}
