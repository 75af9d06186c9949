from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, full_width
from onestop.records.values import dates

DAY = date(2016, 3, 4)
DAYS = st.dates(date(1985, 4, 1), date(2199, 12, 31))


def error_of(value: str | float | date) -> UserError:
    with pytest.raises(UserError) as caught:
        dates.clean(value)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    "value",
    [
        "2016.03.04",
        "20160304",
        "2016-3-4",
        "2016/03/04",
        "2016/3/4",
        "2016年3月4日",
        "2016 年 03 月 04 日",
        "2016年3月4号",
        "2016 03 04",
        "２０１６．０３．０４",
        " 2016-03-04\u200b ",
        "2016-03-04 00:00:00",
        "2016-03-04T12:30:00.000",
        "2016/3/4 0:00",
        date(2016, 3, 4),
        datetime(2016, 3, 4, 23, 59),  # noqa: DTZ001 - spreadsheets have no time zone
        42433,
        42433.75,
        20160304,
        20160304.0,
    ],
)
def test_reads_what_files_say(value: str | float | date) -> None:
    assert dates.clean(value) == DAY
    assert type(dates.clean(value)) is date
    assert dates.is_valid(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "format"),
        ("锚索", "format"),
        ("42433", "format"),
        ("03/04/2016", "format"),
        ("2016-03-04T16:00:00Z", "format"),  # another day in China
        ("16.03.04", "two_digit_year"),
        ("85年4月1日", "two_digit_year"),
        ("850401", "two_digit_year"),
        ("2016", "incomplete"),
        ("2016-03", "incomplete"),
        ("2016年3月", "incomplete"),
        ("2016-02-30", "impossible"),
        ("20161301", "impossible"),
        ("1985-03-31", "too_early"),
        ("0016-03-04", "format"),
        (float("nan"), "format"),
        (float("inf"), "format"),
        (-1, "format"),
        (True, "format"),
        (60, "format"),
        (2016, "too_early"),
        (20161301, "impossible"),
        (10**400, "format"),
    ],
)
def test_says_what_is_wrong(value: str | float, code: str) -> None:
    assert error_of(value).code == f"date.{code}"
    assert not dates.is_valid(value)


def test_limits_are_the_callers() -> None:
    assert dates.clean("1984-04-01", min_date=dates.EARLIEST) == date(1984, 4, 1)
    assert dates.clean("2016-03-04", max_date=DAY) == DAY
    with pytest.raises(UserError, match="2016-03-04") as caught:
        dates.clean("2016-03-05", max_date=DAY)
    assert caught.value.code == "date.too_late"


def test_first_day_of_the_patent_law() -> None:
    assert dates.clean("1985-04-01") == dates.FIRST_CHINESE_FILING


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010", 20100101, 20101231),
        ("2010年", 20100101, 20101231),
        ("201003", 20100301, 20100331),
        ("2010-03", 20100301, 20100331),
        ("2010.3", 20100301, 20100331),
        ("2010年3月", 20100301, 20100331),
        ("201202", 20120201, 20120229),
        ("20100304", 20100304, 20100304),
        ("2010-3-4", 20100304, 20100304),
        ("1890", 18900101, 18901231),
    ],
)
def test_bounds_of_partial_dates(text: str, first: int, last: int) -> None:
    assert dates.bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "201", "20103", "201013", "2010-00", "20100230", "锚索", "1799", "2200"]
)
def test_bounds_of_nonsense(text: str) -> None:
    with pytest.raises(UserError):
        dates.bounds(text)


@given(DAYS)
def test_every_way_to_write_a_day_means_that_day(day: date) -> None:
    written = (
        dates.display(day),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} / {day.month} / {day.day} 00:00",
        "".join(map(full_width, day.isoformat())),
    )
    assert {dates.clean(text) for text in written} == {day}
    assert dates.clean((day - date(1899, 12, 30)).days) == day
    assert dates.clean(day) == day
    number = int(f"{day:%Y%m%d}")
    assert dates.bounds(day.isoformat()) == (number, number)


@given(DAYS)
def test_bounds_of_a_month_hold_its_days_and_no_other(day: date) -> None:
    first, last = dates.bounds(f"{day:%Y%m}")
    assert dates.clean(first).day == 1
    assert first <= int(f"{day:%Y%m%d}") <= last
    if day.year < 2199:
        assert (dates.clean(last) + timedelta(days=1)).day == 1


@given(
    st.one_of(
        TEXTS, st.text("0123456789-./年月日 :T", max_size=20), st.integers(), st.floats(), st.datetimes()
    )
)
@example("2016-03-04" + " " * 10000)
def test_any_value_is_a_day_or_a_user_error(value: str | float | date) -> None:
    try:
        day = dates.clean(value)
    except UserError as error:
        assert error.code.startswith("date.")
    else:
        assert dates.clean(day) == day
        assert day >= dates.FIRST_CHINESE_FILING


@given(st.one_of(TEXTS, st.text("0123456789-./年月日", max_size=12)))
def test_bounds_are_in_order_or_a_user_error(text: str) -> None:
    try:
        first, last = dates.bounds(text)
    except UserError as error:
        assert error.code.startswith("date.")
    else:
        assert 18000101 <= first <= last <= 21991231
