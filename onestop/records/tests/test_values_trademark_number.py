import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.numbers import identify
from onestop.records.tests.strategies import SPACES, TEXTS, typed
from onestop.records.values import trademark_number

NUMBERS = st.builds(
    "{}{}{}".format, st.sampled_from(["", "G"]), st.integers(1, 99999999), st.sampled_from(["", "A", "B"])
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1234567", "1234567"),
        ("01234567", "1234567"),
        ("第1234567号", "1234567"),
        ("第 1234567 号商标", "1234567"),
        ("第1234567號商標", "1234567"),
        ("商标注册号：1234567", "1234567"),
        ("商标注册证第1234567号", "1234567"),
        ("No.1234567", "1234567"),
        ("12345678a", "12345678A"),
        ("g1234567", "G1234567"),
        ("Ｇ０８１４５３９Ａ", "G814539A"),
        ("7", "7"),
    ],
)
def test_reads_what_people_type(text: str, canonical: str) -> None:
    assert trademark_number.clean(text) == canonical
    assert trademark_number.is_valid(text)


@pytest.mark.parametrize(
    "text", ["", "0", "123456789", "12345678AB", "A1234567", "GG123", "商标", "CN1234567"]
)
def test_says_what_is_wrong(text: str) -> None:
    with pytest.raises(UserError) as caught:
        trademark_number.clean(text)
    assert caught.value.code == "trademark_number.format"
    assert not trademark_number.is_valid(text)


def test_numbers_of_other_offices() -> None:
    assert trademark_number.clean_foreign("76/044902") == "76/044902"
    assert trademark_number.clean_foreign("wo 1 234 567") == "WO1234567"
    for text in ("", "六", "1" * 21):
        with pytest.raises(UserError):
            trademark_number.clean_foreign(text)


def test_international_registrations() -> None:
    assert trademark_number.is_international("G1234567")
    assert not trademark_number.is_international("1234567")
    assert "1234567" in trademark_number.display("1234567")


@given(st.data(), NUMBERS)
def test_noise_does_not_matter(data: st.DataObject, number: str) -> None:
    assert trademark_number.clean(number) == number
    assert trademark_number.clean(data.draw(typed(number, (*SPACES, ".", "-", ",")))) == number
    assert trademark_number.clean(f"第{number}号") == number


@given(st.one_of(TEXTS, st.text("第号商标注册G0129A：", max_size=20)))
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    try:
        number = trademark_number.clean(text)
    except UserError as error:
        assert error.code == "trademark_number.format"
    else:
        assert trademark_number.clean(number) == number
        assert 1 <= len(number) <= 10


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("第1234567号商标", "1234567"),
        ("商标注册号 1234567", "1234567"),
        ("注册商标第12345678A号", "12345678A"),
        ("第85102475号商标", "85102475"),
        ("G1234567", "G1234567"),
    ],
)
def test_only_an_explicit_writing_is_identified_as_a_trademark(text: str, canonical: str) -> None:
    found = identify(text)
    assert (found.kind, found.canonical, found.valid) == ("trademark", canonical, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1234567", "publication"),
        ("85102475", "application"),
        ("第1234567号", "unknown"),
        ("GB1234567", "document"),
        ("G12", "unknown"),
        ("专利号：ZL201510817712.7", "application"),
    ],
)
def test_what_can_be_a_patent_number_stays_one(text: str, kind: str) -> None:
    assert identify(text).kind == kind


def test_an_explicit_trademark_that_is_none_says_why() -> None:
    found = identify("第123456789号商标")
    assert (found.kind, found.valid) == ("trademark", False)
    assert "1 至 8 位" in found.message
