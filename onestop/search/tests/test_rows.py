"""Rows to a query and back: what is found never changes, and what does not fit is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.search.outline import outline
from onestop.search.parser import parse
from onestop.search.rows import JOINERS, OPERATORS, NotRows, Row, filled, rows_of, text_of
from onestop.search.tests.corpus import TYPE, documents, matches

REPRESENTABLE = {
    "锚索 支护": (Row(value="锚索 支护"),),
    "TI=(锚索 支护)": (Row(field="title", value="锚索 支护"),),
    "TI=(锚索 OR 锚杆) NOT AB=煤矿": (
        Row(field="title", operator="any", value="锚索 锚杆"),
        Row("NOT", "abstract", "all", "煤矿"),
    ),
    'AB="一盏灯" OR PA=="丙照明厂"': (
        Row(field="abstract", operator="phrase", value="一盏灯"),
        Row("OR", "applicant", "is", "丙照明厂"),
    ),
    "AD=[20150101 TO 20151231] AND IPC=E21D": (
        Row("AND", "filed_on", "between", "2015-01-01", "2015-12-31"),
        Row("AND", "ipc", "is", "E21D"),
    ),
    "IPC=(E21D OR H05B)": (Row("AND", "ipc", "any", "E21D H05B"),),
    "ADY=[2010 TO *] LED+": (Row("AND", "filed_year", "between", "2010", ""), Row(value="led+")),
    '~锚索 TI=~~"驱动 电源"': (Row(value="~锚索"), Row(field="title", value='~~"驱动 电源"')),
    "NOT 灯": (Row("NOT", value="灯"),),
    "": (),
}
NOT_REPRESENTABLE = {
    "TI=(锚索 5W 支护)": '(TI="锚索" 5W TI="支护")',
    "锚索^3 支护": "锚索^3",
    "TI,AB=锚索": "TI,AB=锚索",
    "FT=锚索": "TI,AB,CLM,DESC=锚索",
    "锚索 同权 支护": "(CLM=锚索 CL CLM=支护)",
    "灯 OR NOT 锚索": "NOT 锚索",
    "(灯 OR (TI=锚索 NOT AB=煤矿)) AND PA=甲": "(TI=锚索 AND NOT AB=煤矿)",
}


def _found(text: str) -> set[int]:
    node = parse(text, TYPE)
    return {each.key for each in documents() if matches(node, each.values)}


@pytest.mark.parametrize("text", REPRESENTABLE)
def test_a_query_becomes_rows_and_finds_the_same_again(text: str) -> None:
    rows = rows_of(parse(text, TYPE), TYPE)
    assert rows == REPRESENTABLE[text]
    again = text_of([_typed(row) for row in rows], TYPE)
    assert rows_of(parse(again, TYPE), TYPE) == rows
    assert _found(again) == _found(text)


def _typed(row: Row) -> Row:
    """The sample's day fields read digits only."""
    return Row(row.joiner, row.field, row.operator, row.value.replace("-", ""), row.until.replace("-", ""))


@pytest.mark.parametrize("text", NOT_REPRESENTABLE)
def test_what_rows_cannot_say_is_named(text: str) -> None:
    with pytest.raises(NotRows) as caught:
        rows_of(parse(text, TYPE), TYPE)
    assert str(caught.value) == NOT_REPRESENTABLE[text]


@pytest.mark.parametrize(
    "value", ["AND", "或", "5W", "S", "a=b", "(x", "[", "甲(江海)公司", "TI", "TI:锚", "同段"]
)
def test_what_is_typed_into_a_row_is_never_an_operator(value: str) -> None:
    node = parse(text_of([Row(value="锚索"), Row(field="title", value=f"{value} 灯")], TYPE), TYPE)
    shown = str(node)
    assert shown.count(" AND ") == 2
    assert "NOT" not in shown
    assert " OR " not in shown


_rows = st.builds(
    Row,
    st.sampled_from(JOINERS),
    st.sampled_from(["", "title", "applicant", "ipc"]),
    st.sampled_from(OPERATORS),
    st.text(alphabet='锚索支护灯LED ab"()=:&|>', max_size=12),
)


@given(st.lists(_rows, max_size=5))
def test_any_rows_are_a_query_that_can_be_read(rows: list[Row]) -> None:
    text = text_of(rows, TYPE)
    parse(text, TYPE)
    assert bool(text) <= bool(list(filled(rows)))


def test_an_outline_says_every_step() -> None:
    tree = outline(parse('(TI=锚索 OR TI="锚杆") AND AD=[2015 TO *] NOT AB=(煤矿 S 巷道)', TYPE))
    assert (tree.sign, len(tree.children)) == ("AND", 3)
    either, since, without = tree.children
    assert [(each.fields, each.value) for each in either.children] == [("名称", "锚索"), ("名称", "锚杆")]
    assert since.value == "2015-00-00 – 不限"
    assert [each.sign for each in (without, *without.children)] == ["NOT", "S"]
