import re
from datetime import date, timedelta
from typing import Any

import pytest

from onestop.law import kind_codes

DAYS = tuple(date(1980, 1, 1) + timedelta(days=200 * step) for step in range(90))
CODES = [letter + digit for letter in "ABCDEHPRSTUY" for digit in ("", *"0123456789")]


@pytest.mark.parametrize("example", kind_codes.examples(), ids=lambda e: e["number"])
def test_examples_of_the_data_file(example: dict[str, Any]) -> None:
    number = example["number"]
    code = re.search("[A-Z][0-9]?$", number)
    assert code
    assert kind_codes.is_grant(number[:2], code[0], example["published_on"]) is example["grant"]


def test_no_code_means_two_things_on_one_day() -> None:
    for office, entries in kind_codes.practices().items():
        for code in CODES:
            for day in DAYS:
                answers = {each.is_grant for each in entries if each.speaks_of(code) and each.covers(day)}
                assert len(answers) < 2, (office, code, day)


def test_every_entry_can_hold() -> None:
    for office, entries in kind_codes.practices().items():
        assert entries, office
        assert all(each.since <= each.until and each.codes for each in entries), office


def test_what_is_not_recorded_is_unknown() -> None:
    assert kind_codes.is_grant("XX", "B1", date(2020, 1, 1)) is None
    assert kind_codes.is_grant("US", "Z9", date(2020, 1, 1)) is None


def test_without_a_day_only_what_never_changed_is_said() -> None:
    assert kind_codes.is_grant("EP", "B1", None) is True
    assert kind_codes.is_grant("WO", "A1", None) is False
    assert kind_codes.is_grant("US", "A", None) is None
    assert kind_codes.is_grant("JP", "B2", None) is None
