import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS
from onestop.records.values import cells

FORMULAS = st.text("=+-@\t\r\n '\"HYPERLINK(),;u＝a|!", max_size=30)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("一种锚索", "一种锚索"),
        ('="201510817712.7"', "201510817712.7"),
        ('= "201510817712.7" ', "201510817712.7"),
        ('="say ""锚索"""', 'say "锚索"'),
        ('=HYPERLINK("http://u","CN112990638A")', "CN112990638A"),
        ('=hyperlink( "http://u" ; "CN112990638A" )', "CN112990638A"),
        ('="=""x"""', "x"),
        ('\'="x"', "x"),
        ("'-5℃", "-5℃"),
        ("-5℃", "-5℃"),
        ("a'=b", "a'=b"),
        ("'\t''=\"x\"", "x"),
        ('="\'-5"', "-5"),
        ("'quoted'", "'quoted'"),
        ("", ""),
        ("  a  ", "a"),
    ],
)
def test_reads_text(text: str, content: str) -> None:
    assert cells.clean(text) == content
    assert cells.is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "=1+1",
        "=",
        '="http://epub.example/?n="&B2',
        '="a',
        '=HYPERLINK("http://u")',
        '=HYPERLINK(A1,"x")',
        '="=cmd|x"',
        "'=cmd|x",
        " =cmd",
    ],
)
def test_refuses_formulas(text: str) -> None:
    with pytest.raises(UserError) as caught:
        cells.clean(text)
    assert caught.value.code == "cell.formula"
    assert caught.value.hint
    assert not cells.is_valid(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "＝1", "＠x"])
def test_exports_no_formula(text: str) -> None:
    assert cells.escape(text) == "'" + text


@pytest.mark.parametrize("text", ["", "锚索", "a=b", "CN201510817712.7", "'x", " x"])
def test_leaves_other_text_alone(text: str) -> None:
    assert cells.escape(text) == text


@given(st.one_of(TEXTS, FORMULAS))
def test_any_text_is_text_or_a_user_error(text: str) -> None:
    try:
        content = cells.clean(text)
    except UserError as error:
        assert error.code == "cell.formula"
    else:
        assert not content.startswith("=")
        assert cells.clean(content) == content


@given(st.one_of(TEXTS, FORMULAS))
def test_what_is_exported_is_no_formula_and_comes_back(text: str) -> None:
    escaped = cells.escape(text)
    assert not escaped.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not escaped.startswith(("\t", "\r", "\n"))
    assert cells.escape(escaped) == escaped
    if text.strip() and cells.is_valid(text):
        assert cells.clean(escaped) == cells.clean(text)


def test_survives_a_csv_file() -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([cells.escape("-5℃保温"), cells.escape('a "b", c')])
    assert [cells.clean(cell) for cell in next(csv.reader(io.StringIO(buffer.getvalue())))] == [
        "-5℃保温",
        'a "b", c',
    ]
