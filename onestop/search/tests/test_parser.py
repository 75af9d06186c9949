"""The query language: what is understood, how it is shown back, and how errors point and repair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.search.errors import QuerySyntaxError
from onestop.search.parser import MAX_DEPTH, MAX_LENGTH, parse
from onestop.search.tests.corpus import TYPE

UNDERSTOOD = {
    "锚索": "锚索",
    "锚索 支护": "(锚索 AND 支护)",
    "锚索 AND 支护 OR 灯": "((锚索 AND 支护) OR 灯)",
    "锚索 且 支护 或 灯": "((锚索 AND 支护) OR 灯)",
    "锚索 NOT 支护": "(锚索 AND NOT 支护)",
    "NOT NOT 锚索": "锚索",
    "not 锚索 and 灯": "(NOT 锚索 AND 灯)",
    'TI="锚索"': 'TI="锚索"',
    "名称＝“锚索”": 'TI="锚索"',
    'TI,AB="锚索" AND AD=[2010 TO 2015]': '(TI,AB="锚索" AND AD=[20100000 TO 20159999])',
    "TI=(锚索 OR 灯) 支护": "((TI=锚索 OR TI=灯) AND 支护)",
    "（锚索 OR 灯）": "(锚索 OR 灯)",
    "申请人=尤洛卡(山东)深部": "PA=尤洛卡(山东)深部",
    "NOT(锚索)": "NOT 锚索",
    "AD=(20191203 to 20191206)": "AD=[20191203 TO 20191206]",
    "AD=【2010 至 2015】": "AD=[20100000 TO 20159999]",
    "AD>2010": "AD=[20110000 TO *]",
    "AD<=2010": "AD=[* TO 20109999]",
    "AD!=2010": "NOT AD=[20100000 TO 20109999]",
    "申请人==“丙照明厂”": 'PA=="丙照明厂"',
    "PA!=丙": "NOT PA=丙",
    "LED+": "led+",
    "灯*": "灯",
    "*": "*",
    "   ": "*",
    "TI=*": "*",
    "~锚索": "~锚索",
    "～～LED 灯": "(~~LED AND 灯)",
    "TI=~锚索": "TI=~锚索",
    "~TI=锚索": "TI=~锚索",
    '~"驱动电源"': '~"驱动电源"',
    "~(锚索 支护)": "~(锚索 AND 支护)",
    "TI=~(锚索 OR 灯)": "~(TI=锚索 OR TI=灯)",
    "(~锚索 5W ~~支护)": '(~"锚索" 5W ~~"支护")',
    "~锚索 5W 支护": '(~"锚索" 5W "支护")',
    "AB=(~锚索 S 支护)": "(AB=~锚索 S AB=支护)",
    "NOT ~锚索^3": "NOT ~(锚索^3)",
    "10~20": "10~20",
    'TI="~锚索"': 'TI="~锚索"',
    "IPC=(E21D OR F)": '(IPC=="E21D" OR IPC=="F")',
    "TI=(锚索 AND AB=灯)": "(TI=锚索 AND AB=灯)",
    "(锚索 5W 支护)": '("锚索" 5W "支护")',
    "TI=(锚索 5d 支护)": "(TI=锚索 AND TI=5d AND TI=支护)",
    "TI=(锚索 5D 支护)": '(TI="锚索" 5D TI="支护")',
    "TI=锚索 5W 支护": '(TI="锚索" 5W TI="支护")',
    "锚索 5W 支护": "(锚索 AND 5W AND 支护)",
    "锚索 NEAR5 支护": '("锚索" 5D "支护")',
    "锚索 near 支护": '("锚索" 10D "支护")',
    "锚索 BEFORE 支护": '("锚索" 10W "支护")',
    "锚索 /3 支护": '("锚索" 3D "支护")',
    '"a" 2W "b" 3D "c"': '(("a" 2W "b") 3D "c")',
    "TI=((锚索 OR 锚杆) 5W 支护)": '((TI="锚索" OR TI="锚杆") 5W TI="支护")',
    "NOT (锚 1W 索) 灯": '(NOT ("锚" 1W "索") AND 灯)',
    "AB=(锚索 S 支护)": "(AB=锚索 S AB=支护)",
    "(锚索 S 支护)": "(TI,AB=锚索 S TI,AB=支护)",
    "锚索 同段 支护": "(TI,AB=锚索 P TI,AB=支护)",
    "锚索 S 支护": "(锚索 AND S AND 支护)",
    "CLM=(锚索 CL 支护)": "(CLM=锚索 CL CLM=支护)",
    "锚索 同权 支护": "(CLM=锚索 CL CLM=支护)",
    "FT=(锚索 /CL 支护)": "(CLM=锚索 CL CLM=支护)",
    "CLM=锚索 CL 支护 S 灯": "((CLM=锚索 CL CLM=支护) S CLM=灯)",
    "CL 锚索": "(CL AND 锚索)",
    "FT=锚索": "TI,AB,CLM,DESC=锚索",
    "TI,全文=锚索": "TI,AB,CLM,DESC=锚索",
    "(FT=锚索 S 支护)": "(TI,AB,CLM,DESC=锚索 S TI,AB,CLM,DESC=支护)",
    "锚#索": "锚#索",
    "锚索?": "锚索",
    "L?D+": "l?d+",
    "TI=l#d": "TI=l#d",
    "锚索^3 支护": "(锚索^3 AND 支护)",
    '"锚索"^2.5': '"锚索"^2.5',
    "(锚索 OR 灯)^2 TI=灯": "((锚索 OR 灯)^2 AND TI=灯)",
    "TI:锚索": "TI=锚索",
    "EN_TI:(锚索 OR 灯)": "(TI=锚索 OR TI=灯)",
    'ti all "锚索 支护"': "(TI=锚索 AND TI=支护)",
    'ti any "锚索 支护"': "(TI=锚索 OR TI=支护)",
    "IPC=?05B": "IPC=?05B",
    "比例 1:2": "(比例 AND 1:2)",
}


@pytest.mark.parametrize(("text", "shown"), UNDERSTOOD.items())
def test_understood(text: str, shown: str) -> None:
    assert str(parse(text, TYPE)) == shown


@pytest.mark.parametrize("text", [text for text, shown in UNDERSTOOD.items() if shown != "*"])
def test_what_is_shown_back_means_the_same(text: str) -> None:
    """Except ranges, whose days are printed as numbers that the tiny corpus does not read."""
    shown = str(parse(text, TYPE))
    if "[" not in shown:
        assert str(parse(shown, TYPE)) == shown


WRONG = {
    "锚索 AND": (7, "锚索"),
    "AND 锚索": (1, "锚索"),
    "(锚索": (1, "(锚索)"),
    '"锚索': (1, '"锚索"'),
    "锚索)": (3, "锚索"),
    "申情人=甲": (1, "申请人=甲"),
    "XYZQ=甲": (1, '"XYZQ=甲"'),
    "TI>5": (1, "TI=5"),
    "AD=[2015 TO 2010]": (4, ""),
    "AD=[2015]": (9, ""),
    "AD=[2010 TO 2015": (4, "AD=[2010 TO 2015]"),
    "L+": (1, ""),
    "TI=(锚索 5W PA=甲)": (8, ""),
    "TI=(锚索 5W (支护 AND 灯))": (8, ""),
    "PA=(甲 S 乙)": (7, ""),
    "AB=(锚索 同权 支护)": (8, ""),
    "PA,AB=(锚索 CL 支护)": (11, ""),
    "FT>锚索": (1, "FT=锚索"),
    "(锚索 200W 支护)": (5, ""),
    "(锚??????????索)": (2, ""),
    "锚索^0": (1, ""),
    "^3": (1, ""),
    "#7": (1, ""),
    "TI=": (4, "TI"),
}


@pytest.mark.parametrize(("text", "column", "repair"), [(text, *rest) for text, rest in WRONG.items()])
def test_errors_point_at_the_column_and_repair(text: str, column: int, repair: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, TYPE)
    assert (caught.value.column, caught.value.repair) == (column, repair)
    assert caught.value.code == "search.syntax"
    assert f"第 {column} 列" in caught.value.message
    if repair:
        assert parse(repair, TYPE)


def test_earlier_queries_by_their_number() -> None:
    sets = {1: "锚索 OR 灯", 2: "#1 AND TI=支护", 3: "#3", 4: "(锚索"}
    assert str(parse("#1 NOT #2", TYPE, sets)) == "((锚索 OR 灯) AND NOT ((锚索 OR 灯) AND TI=支护))"
    for text, said in {"#9": "#9", "灯 #3": "引用了它自己", "#4": "括号没有结束"}.items():
        with pytest.raises(QuerySyntaxError) as caught:
            parse(text, TYPE, sets)
        assert said in caught.value.message


@pytest.mark.parametrize("text", ["x" * (MAX_LENGTH + 1), "(" * (MAX_DEPTH + 1) + "a", "a " * 1900])
def test_limits_have_a_message(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        parse(text, TYPE)


@given(st.text(alphabet='锚索灯LED ANDORNOT()[]"=<>!,+*?#^:/TIADSPW2015（）“”', max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    column = _column_of_error(text)
    assert column is None or 1 <= column <= len(text) + 1


@given(st.text(max_size=60))
def test_any_unicode_is_understood_or_refused(text: str) -> None:
    column = _column_of_error(text)
    assert column is None or 1 <= column <= len(text) + 1


def _column_of_error(text: str) -> int | None:
    try:
        return None if str(parse(text, TYPE)) else 0
    except QuerySyntaxError as error:
        return error.column
