"""Annual fees: the examples of the data file, and what must hold for every patent."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.law import fees
from onestop.law.terms import term_end

KINDS = ("invention", "utility_model", "design")
TABLES = ("amounts", "grace", "reductions")


def five_day_week(day: date) -> bool:
    return day.weekday() < 5


def nobody_knows(day: date) -> bool:
    raise UserError("reference.calendar_unknown", f"{day.year}")


@pytest.mark.parametrize("example", fees.examples(), ids=lambda e: f"{e['kind']}-{e['filed_on']}")
def test_examples_of_the_data_file(example: dict[str, Any]) -> None:
    patent = (example["kind"], example["filed_on"], example["granted_on"])
    notice = fees.next_fee(*patent, example["today"], five_day_week)
    assert notice
    fee = notice.fee
    assert (fee.patent_year, fee.due_on, fee.yuan) == (example["year"], example["due_on"], example["yuan"])
    assert notice.pay_until.last_day == example["pay_until"]
    assert (notice.grace_until and notice.grace_until.last_day) == example["grace_until"]
    assert [step.yuan for step in notice.steps] == (example["surcharges"] or [])
    assert fee.lapses_on == example["due_on"]


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_says_where_it_comes_from(table: str) -> None:
    for rule in fees.data()[table]:
        assert rule["cites"]
        assert rule["confidence"] in ("high", "medium", "low")
        assert rule["valid_from"] < rule.get("valid_to", date.max)


@pytest.mark.parametrize("kind", KINDS)
def test_every_year_of_a_patent_filed_today_has_exactly_one_amount(kind: str) -> None:
    filed_on = date(2026, 11, 23)
    end = term_end(kind, filed_on)
    assert end
    for year in range(1, end.year - filed_on.year + 1):
        fitting = [
            rule
            for rule in fees.data()["amounts"]
            if rule["kind"] == kind
            and rule["years"][0] <= year <= rule["years"][1]
            and "valid_to" not in rule
        ]
        assert len(fitting) == 1


def test_the_last_working_day_is_looked_up_never_guessed() -> None:
    notice = fees.next_fee("invention", date(2020, 5, 1), date(2022, 1, 1), date(2026, 4, 30), nobody_knows)
    assert notice
    assert notice.pay_until == fees.Deadline(date(2026, 5, 1), None)
    assert notice.grace_until == fees.Deadline(date(2026, 11, 1), None)
    assert notice.fee.lapses_on == date(2026, 5, 1)


def test_the_right_lapses_on_the_due_day_even_if_that_is_a_holiday() -> None:
    notice = fees.next_fee("invention", date(2020, 2, 1), date(2022, 1, 1), date(2025, 2, 3), five_day_week)
    assert notice
    assert (notice.pay_until.nominal, notice.pay_until.last_day) == (date(2025, 2, 1), date(2025, 2, 3))
    assert notice.fee.lapses_on == date(2025, 2, 1)


def test_steps_move_for_holidays_but_count_from_the_due_day() -> None:
    """As the office's own answer shows: the first step ended later, the second on the anniversary's day."""
    notice = fees.next_fee("invention", date(2022, 12, 3), date(2024, 5, 7), date(2025, 12, 1), five_day_week)
    assert notice
    assert [step.until.last_day for step in notice.steps[:2]] == [date(2026, 1, 5), date(2026, 2, 3)]


@pytest.mark.parametrize(
    ("today", "year"),
    [("2025-12-03", None), ("2025-12-04", 4), ("2026-06-03", 4), ("2026-06-04", None)],
)
def test_a_fee_in_grace_is_the_one_of_the_running_year(today: str, year: int | None) -> None:
    found = fees.fee_in_grace(
        "invention", date(2022, 12, 3), date(2024, 5, 7), date.fromisoformat(today), five_day_week
    )
    assert (found.fee.patent_year if found else None) == year


@pytest.mark.parametrize(
    ("granted_on", "today", "codes"),
    [
        ("2022-01-01", "2025-01-01", ["single", "joint"]),
        (
            "2015-01-01",
            "2023-01-01",
            ["single", "joint"],
        ),  # the fee of year 11, the tenth since that of the grant
        ("2015-01-01", "2024-01-01", []),
    ],
)
def test_reductions_end_after_ten_fees(granted_on: str, today: str, codes: list[str]) -> None:
    grant = date.fromisoformat(granted_on)
    notice = fees.next_fee("invention", date(2013, 3, 1), grant, date.fromisoformat(today), five_day_week)
    assert notice
    assert [each.code for each in notice.reductions] == codes
    for each in notice.reductions:
        assert notice.fee.yuan
        assert each.yuan == notice.fee.yuan * (100 - each.percent) / 100


def test_no_fee_is_left_in_the_last_year() -> None:
    patent = ("utility_model", date(2015, 3, 2), date(2015, 9, 2))
    assert fees.fee_schedule(*patent)[-1].due_on == date(2024, 3, 2)
    assert fees.next_fee(*patent, date(2024, 6, 1), five_day_week) is None


def test_amounts_of_days_without_a_rule_are_not_invented() -> None:
    early = fees.fee_schedule("invention", date(1990, 1, 1), date(1993, 1, 1))
    assert early[0].yuan is None
    assert early[-1].yuan == 8000


_dates = st.dates(date(1985, 4, 1), date(2026, 12, 31))


@given(st.sampled_from(KINDS), _dates, st.integers(1, 4_000))
def test_fees_fall_due_once_a_year_within_the_term(kind: str, filed_on: date, days: int) -> None:
    granted_on = filed_on + timedelta(days)
    schedule = fees.fee_schedule(kind, filed_on, granted_on)
    years = [fee.patent_year for fee in schedule]
    assert years == list(range(years[0], years[0] + len(years))) if years else True
    end = term_end(kind, filed_on)
    assert end
    for fee in schedule:
        assert granted_on < fee.due_on < end
        assert fees.patent_year(filed_on, fee.due_on) == fee.patent_year


@given(_dates, st.integers(1, 4_000), st.integers(0, 9_000))
def test_the_next_fee_is_never_overdue_and_the_one_before_it_is(
    filed_on: date, days: int, later: int
) -> None:
    granted_on = filed_on + timedelta(days)
    today = granted_on + timedelta(later)
    notice = fees.next_fee("invention", filed_on, granted_on, today, five_day_week)
    left = [fee for fee in fees.fee_schedule("invention", filed_on, granted_on) if fee.due_on >= today]
    if notice is None:
        assert left == []
        return
    assert notice.pay_until.last_day
    assert notice.pay_until.last_day >= today
    assert notice.fee.patent_year <= (left[0].patent_year if left else 99)
    if notice.grace_until:
        assert notice.pay_until.nominal < notice.grace_until.nominal
        assert [step.until.nominal for step in notice.steps][-1] == notice.grace_until.nominal


@given(_dates, st.integers(0, 60))
def test_months_end_with_the_month(day: date, months: int) -> None:
    later = fees.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(1)).day == 1
