from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.tests.strategies import SPACES, TEXTS, typed
from onestop.records.values import pct_number

NUMBERS = st.builds("PCT/CN{}/{:06d}".format, st.integers(1978, 2025), st.integers(1, 999999))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("PCT/CN2017/076240", "PCT/CN2017/076240"),
        ("pct/cn2017/76240", "PCT/CN2017/076240"),
        ("PCT CN2017 076240", "PCT/CN2017/076240"),
        ("PCTCN2017076240", "PCT/CN2017/076240"),
        ("ＰＣＴ／ＣＮ２０１７／０７６２４０", "PCT/CN2017/076240"),
        ("国际申请号：PCT/CN2017/076240", "PCT/CN2017/076240"),
        ("PCT/CN03/00123", "PCT/CN2003/000123"),
        ("PCTCN0300123", "PCT/CN2003/000123"),
        ("PCT/US98/12345", "PCT/US1998/012345"),
    ],
)
def test_reads_what_people_type(text: str, canonical: str) -> None:
    assert pct_number.clean(text) == canonical
    assert pct_number.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("WO2018/161336", "format"),
        ("PCT/CN2017/0762401", "format"),
        ("PCTCN201707624", "format"),
        ("PCT/CN1977/000001", "impossible"),
        ("PCT/CN2017/000000", "impossible"),
        ("PCT/CN2027/000001", "impossible"),
    ],
)
def test_says_what_is_wrong(text: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))
    with pytest.raises(UserError) as caught:
        pct_number.clean(text)
    assert caught.value.code == f"pct_number.{code}"
    assert not pct_number.is_valid(text)


@given(st.data(), NUMBERS)
def test_noise_does_not_matter(data: st.DataObject, number: str) -> None:
    assert pct_number.clean(number) == number
    assert pct_number.clean(data.draw(typed(number, (*SPACES, ".", "-")))) == number
    assert pct_number.clean(number.replace("/", "")) == number


@given(st.one_of(TEXTS, st.text("PCTCN/0129", max_size=20)))
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    try:
        number = pct_number.clean(text)
    except UserError as error:
        assert error.code.startswith("pct_number.")
    else:
        assert pct_number.clean(number) == number
        assert len(number) == 17
