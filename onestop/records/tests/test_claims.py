"""Claims as a tree, from how they are worded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.records.claims import Claim, tree


def shape(claims: tuple[Claim, ...]) -> dict[int, object]:
    return {each.number: shape(each.children) for each in claims}


CHINESE = (
    "1. 一种恒阻锚索，其特征在于，包括杆体和权利要求书未提的托盘。",
    "2．根据权利要求1所述的恒阻锚索，其特征在于，托盘为圆形。",
    "3、如权利要求1或2所述的锚索，其特征在于，杆体涂漆。",
    "4. 按照权利要求 1 至 3 中任一项所述的锚索。",
    "5. 一种巷道支护装置，其特征在于，装有权利要求4所述的锚索。",
    "6.一种安装权利要求５所述装置的方法，其特征在于，先钻孔。",
)


def test_chinese() -> None:
    claims = tree(CHINESE)
    assert shape(claims) == {1: {2: {}, 3: {}, 4: {}}, 5: {6: {}}}
    third = claims[0].children[1]
    assert third.refers_to == (1, 2)
    assert claims[0].children[2].refers_to == (1, 2, 3)


def test_english() -> None:
    texts = [
        "1. A lamp comprising a base.",
        "2. The lamp of claim 1, wherein the base of claim 9 is round.",
        "3. The lamp according to any one of claims 1-2, further comprising a shade.",
        "4. A method of making the lamp as claimed in claims 1 and 3.",
    ]
    assert shape(tree(texts)) == {1: {2: {}, 3: {}, 4: {}}}


def test_a_chain_hangs_down() -> None:
    texts = ["一种灯。", *(f"根据权利要求{number}所述的灯。" for number in range(1, 300))]
    claims, depth = tree(texts), 0
    while claims:
        assert len(claims) == 1
        claims, depth = claims[0].children, depth + 1
    assert depth == 300


def test_a_paragraph_without_a_number_goes_on_with_the_claim_before() -> None:
    found = tree(
        ["1. 一种灯，包括：", "灯座；", "灯罩。", "2. 根据权利要求1所述的灯，其中：", "灯罩为圆形。"]
    )
    assert found[0].paragraphs == (0, 1, 2)
    assert found[0].children[0].paragraphs == (3, 4)


@pytest.mark.parametrize(
    "texts",
    [
        ["1. 根据权利要求1所述的灯。"],
        ["1. 一种灯。", "2. 根据权利要求3所述的灯。", "3. 根据权利要求2所述的灯。"],
    ],
)
def test_a_reference_to_itself_or_to_a_later_one_is_none(texts: list[str]) -> None:
    numbers: list[int] = []

    def collect(claims: tuple[Claim, ...]) -> None:
        for each in claims:
            assert all(earlier < each.number for earlier in each.refers_to)
            numbers.append(each.number)
            collect(each.children)

    collect(tree(texts))
    assert sorted(numbers) == list(range(1, len(texts) + 1))


pieces = st.lists(
    st.sampled_from(
        [
            "1. ",
            "2、",
            "7. ",
            "一种灯",
            "根据权利要求1",
            "至3",
            "claims 2 to 1",
            "权利要求999",
            "，其特征在于",
            "\n",
            "所述",
        ]
    ),
    max_size=6,
).map("".join)


@given(st.lists(pieces, max_size=12))
def test_no_paragraph_is_lost_or_shown_twice(texts: list[str]) -> None:
    places: list[int] = []

    def collect(claims: tuple[Claim, ...]) -> None:
        for each in claims:
            places.extend(each.paragraphs)
            collect(each.children)

    collect(tree(texts))
    assert sorted(places) == list(range(len(texts)))
