from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.law import trademarks
from onestop.law.fees import Deadline

DAYS = st.dates(date(1983, 3, 1), date(2060, 12, 31))
HOLIDAYS = {date(2020, 4, 6)}
WORKED = {date(2026, 2, 28)}


def is_working_day(day: date) -> bool:
    """What the examples need of the real calendar."""
    if not 2015 <= day.year <= 2026:
        raise UserError("reference.calendar_unknown", "", "")
    return day in WORKED or (day.weekday() < 5 and day not in HOLIDAYS)


def last(deadline: Deadline) -> date:
    return deadline.last_day or deadline.nominal


@pytest.mark.parametrize(
    "example", trademarks.examples()["opposition"], ids=lambda each: str(each["announced_on"])
)
def test_opposition_examples(example: dict[str, Any]) -> None:
    found = trademarks.opposition(example["announced_on"], is_working_day)
    assert found is not None
    assert last(found.until) == example["last_day"]
    assert found.cites


@pytest.mark.parametrize(
    "example", trademarks.examples()["term"], ids=lambda each: str(each["registered_on"])
)
def test_term_examples(example: dict[str, Any]) -> None:
    found = trademarks.term(example["registered_on"])
    assert found is not None
    assert found.last_day == example["last_day"]


@pytest.mark.parametrize("example", trademarks.examples()["renewal"], ids=lambda each: str(each["term_to"]))
def test_renewal_examples(example: dict[str, Any]) -> None:
    found = trademarks.renewal(example["term_to"], is_working_day)
    assert found is not None
    assert found.open_from == example["open_from"]
    assert last(found.grace_until) == example["grace_to"]


def test_no_rule_before_the_first_law() -> None:
    day = date(1983, 2, 28)
    assert trademarks.opposition(day, is_working_day) is None
    assert trademarks.term(day) is None
    assert trademarks.renewal(day, is_working_day) is None


@given(DAYS)
def test_every_day_has_its_rules_and_the_periods_are_in_order(day: date) -> None:
    opposition = trademarks.opposition(day, is_working_day)
    term = trademarks.term(day)
    assert opposition is not None
    assert term is not None
    assert day < last(opposition.until) < day + timedelta(120)
    assert day + timedelta(3600) < term.last_day
    renewal = trademarks.renewal(term.last_day, is_working_day)
    assert renewal is not None
    assert renewal.open_from < term.last_day < last(renewal.grace_until)
    assert trademarks.renewed(term.last_day, renewal.years) > last(renewal.grace_until)
