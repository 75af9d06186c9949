from datetime import date
from typing import Any

import pytest

from onestop.law import terms


@pytest.mark.parametrize("example", terms.examples(), ids=lambda e: f"{e['kind']}-{e['filed_on']}")
def test_examples_of_the_data_file(example: dict[str, Any]) -> None:
    assert terms.term_end(example["kind"], example["filed_on"]) == example["ends_on"]


@pytest.mark.parametrize("kind", ["invention", "utility_model", "design"])
def test_every_day_since_1985_has_exactly_one_rule(kind: str) -> None:
    for day in (date(1985, 4, 1), date(1992, 12, 31), date(1993, 1, 1), date(2021, 5, 31), date(2030, 1, 1)):
        fitting = [r for r in terms.rules() if r.kind == kind and r.filed_from <= day <= r.filed_to]
        assert len(fitting) == 1


def test_no_rule_before_chinese_patents_existed() -> None:
    assert terms.term_end("invention", date(1985, 3, 31)) is None
