"""Absolute grounds as data: the version that holds on a day, and how long an ended right still bars."""

from datetime import date

import pytest

from onestop.law import mark_grounds as law


@pytest.mark.parametrize(
    "example", law.examples()["after_end"], ids=lambda each: f"{each['status']} {each['day']}"
)
def test_examples_of_ended_rights(example: dict[str, date]) -> None:
    bar = law.bar_after(str(example["status"]), example["ended_on"], example["day"])
    assert (bar.until if bar else None) == example["until"]


def test_each_ground_has_one_law_on_a_day() -> None:
    for on in (date(2026, 12, 31), date(2027, 1, 1)):
        codes = [each.code for each in law.grounds(on)]
        assert len(codes) == len(set(codes)) >= 12
        assert all(each.cites.startswith(law.version(on)) for each in law.grounds(on))
        assert law.unchecked(on)[0].startswith(law.version(on))


def test_no_law_is_recorded_for_long_ago() -> None:
    assert law.version(date(2000, 1, 1)) == ""
    assert list(law.grounds(date(2000, 1, 1))) == []
