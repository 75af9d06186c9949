"""Whether two names mean one holder. Each line is a kind of case that real files hold, with invented names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.records.holders.matching import best, blocks, compare, threshold
from onestop.records.holders.names import parse

CERTAIN, ASKED, OTHER = "certain", "asked", "other"
CASES = [
    ("江门市明灯照明有限公司", "江门明灯照明有限公司", CERTAIN),
    ("广东省江门市明灯照明有限公司", "江门明灯照明有限责任公司", CERTAIN),
    ("明灯照明有限公司（原名：江门市红烛厂）", "江门市红烛厂", CERTAIN),
    ("日商明燈股份有限公司", "明灯股份有限公司", CERTAIN),
    ("江门明灯照明有限公司", "明灯照明有限公司", ASKED),
    ("江门明灯照明有限公司", "广东明灯照明有限公司", ASKED),
    ("江门明灯照明有限公司", "明灯照明（江门）有限公司", ASKED),
    ("江门明灯照明有限公司", "江门明灯照明股份有限公司", ASKED),
    ("江门龙洛卡仪表有限公司", "江门尤洛卡仪表有限公司", ASKED),
    ("江门市农业科学研究所", "江门市农业科学研究院", ASKED),
    ("中国重型汽车集团明灯专用汽车有限公司", "中国重汽集团明灯专用汽车有限公司", ASKED),
    ("江门明灯照明有限公司", "中山明灯照明有限公司", OTHER),
    ("江门明灯照明有限公司", "江门明烛照明有限公司", OTHER),
    ("江门第一明灯机械厂", "江门第二明灯机械厂", OTHER),
    ("明灯照明有限公司", "明灯照明有限公司江门分公司", OTHER),
    ("明灯照明有限公司江门分公司", "明灯照明有限公司中山分公司", OTHER),
    ("江门市中心医院", "中山市中心医院", OTHER),
    ("江门供电公司", "广东供电公司", OTHER),
    ("国立高雄大学", "国立高雄科技大学", OTHER),
    ("江门明灯照明有限公司", "江门明灯照明研究院", OTHER),
    ("明灯照明（中国）有限公司", "明灯照明（江门）有限公司", OTHER),
]


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_cases(one: str, other: str, expected: str) -> None:
    score = compare(parse(one), parse(other))
    said = OTHER if score is None else CERTAIN if score.is_certain else ASKED
    assert said == expected
    if score:
        assert score.reasons
        assert blocks(parse(one)) & blocks(parse(other)) or score.reasons[0]["code"] == "former.stated"


NAMES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "江门", "江门市", "广东省", "中国"]),
    st.text("明灯重汽龙尤洛卡第一二", min_size=1, max_size=8),
    st.sampled_from(["", "照明", "科技"]),
    st.sampled_from(["有限公司", "股份有限公司", "厂", "研究院", "有限公司江门分公司", ""]),
).map(parse)


@given(NAMES, NAMES)
def test_it_does_not_matter_who_is_asked_first(one: object, other: object) -> None:
    here, there = compare(one, other), compare(other, one)  # type: ignore[arg-type]
    assert (here and here.value) == (there and there.value)
    if here:
        assert threshold("suggested") <= here.value <= 1


def test_the_same_name_is_certain_and_two_holders_of_it_are_not() -> None:
    name = parse("江门明灯照明有限公司")
    alone = best(name, [(1, name), (2, parse("中山红烛照明有限公司"))])
    assert alone
    assert (alone[0], alone[1].value) == (1, 1.0)
    two = best(name, [(7, name), (3, name)])
    assert two
    assert two[0] == 3
    assert not two[1].is_certain
    assert two[1].reasons[-1] == {"code": "several", "details": ["2"]}
    assert best(name, []) is None
