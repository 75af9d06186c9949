from datetime import date
from typing import Any

import pytest

from onestop.law import honours


@pytest.mark.parametrize("example", honours.examples(), ids=lambda e: f"{e['kind']}-{e['given_on']}")
def test_examples_of_the_data_file(example: dict[str, Any]) -> None:
    rule = honours.validity_rule(example["kind"], example["level"], example["given_on"])
    assert (rule and rule.last_day(example["given_on"])) == example["last_day"]


def test_every_rule_says_where_it_stands_and_how_sure_it_is() -> None:
    for rule in honours.rules():
        assert rule.cites
        assert rule.confidence in ("high", "medium", "low")


def test_no_two_rules_fit_one_case() -> None:
    for day in (date(2015, 12, 31), date(2016, 1, 1), date(2023, 6, 1)):
        for kind in ("high_tech", "demonstration", "advantage", "specialised"):
            assert sum(rule.fits(kind, "national", day) for rule in honours.rules()) <= 1
