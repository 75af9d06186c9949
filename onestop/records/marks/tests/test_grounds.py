"""Absolute grounds: the examples of the data file, and the wording of the law itself."""

from pathlib import Path
from typing import Any

import pytest

from onestop.law import mark_grounds as law
from onestop.records.marks.grounds import touched


@pytest.mark.parametrize("example", law.examples()["grounds"], ids=lambda each: str(each["mark"]))
def test_examples(example: dict[str, Any]) -> None:
    found = {
        each.ground.code: each for each in touched(example["mark"], example.get("goods", ()), example["day"])
    }
    assert found[example["code"]].ground.cites == example["cites"]
    assert found[example["code"]].words


@pytest.mark.parametrize("example", law.examples()["none"], ids=lambda each: str(each["mark"]))
def test_marks_that_touch_nothing(example: dict[str, Any]) -> None:
    assert touched(example["mark"], (), example["day"]) == ()


@pytest.mark.parametrize("mark", ["WHOLESALE", "LUMOROME", "充电", ""])
def test_a_part_of_a_word_is_not_the_word(mark: str) -> None:
    assert touched(mark, ("充电器",), law.examples()["none"][0]["day"]) == ()


@pytest.mark.shared
def test_the_wording_is_that_of_the_statute(shared: Path) -> None:
    statute = next((shared / "law").glob("商标法(2019*.md")).read_text(encoding="utf-8")
    cited = [text for cites, text in law.wordings() if cites.startswith("商标法(2019)")]
    assert cited
    assert [text for text in cited if text.rstrip("。；") not in statute] == []
