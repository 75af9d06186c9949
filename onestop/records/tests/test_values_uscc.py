import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from onestop.core.errors import UserError
from onestop.records.tests.strategies import SPACES, TEXTS, digits, typed
from onestop.records.values import uscc
from onestop.records.values.errors import RepairableError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(body: str) -> str:
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


CODES = st.builds(
    "{}{}{}".format,
    st.text(ALPHABET, min_size=2, max_size=2),
    digits(6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map(lambda body: body + check_character(body))


@pytest.mark.parametrize(
    "code",
    [
        "914403001922038216",
        "91330100799655058B",
        "9144030071526726XG",
        "91110000802100433B",
        "53640000MJX173680A",
        "53640000MJX173672F",
    ],
)
def test_real_codes(code: str) -> None:
    assert uscc.clean(code) == code
    assert uscc.clean(f" {code[:8].lower()}-{code[8:].lower()}") == code


def test_rural_collectives_are_not_refused() -> None:
    body = "N2440704MF0000000"
    assert uscc.clean(body + check_character(body)) == body + check_character(body)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("91440300192203821", "length"),
        ("9144030019220382166", "length"),
        ("914403001922038217", "check_digit"),
        ("91440A001922038216", "format"),
        ("91440300I92203821O", "format"),
        ("9I44O3OO1922038216", "letters"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        uscc.clean(text)
    assert caught.value.code == f"uscc.{code}"
    assert caught.value.hint
    assert not uscc.is_valid(text)


def test_letters_that_the_code_does_not_use_are_repaired() -> None:
    with pytest.raises(RepairableError) as caught:
        uscc.clean("9I44O3OO1922038216")
    assert caught.value.suggestion == "914403001922038216"
    assert caught.value.suggestion in caught.value.hint


@given(st.data(), CODES)
def test_noise_does_not_matter(data: st.DataObject, code: str) -> None:
    assert uscc.clean(code) == code
    assert uscc.clean(data.draw(typed(code, (*SPACES, "-")))) == code


@given(CODES)
def test_every_wrong_character_and_exchange_of_neighbours_is_found(code: str) -> None:
    """Modulo 31, a prime larger than any difference; neighbours never weigh the same. Of the check character
    and the one before it too: 28 c + k is 0 only in one order, as 27 (c - k) is not divisible by 31."""
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert not uscc.is_valid(code[:place] + wrong + code[place + 1 :])
    for place in range(len(code) - 1):
        if code[place] != code[place + 1]:
            assert not uscc.is_valid(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@given(CODES.filter(lambda code: code[0].isdigit()))
def test_agrees_with_stdnum_where_stdnum_knows_the_authority(code: str) -> None:
    assert stdnum_uscc.is_valid(code) == (code[:8].isdigit())


@given(st.one_of(TEXTS, st.text(ALPHABET + "IOSVZ", min_size=18, max_size=18)))
def test_any_text_is_a_code_or_a_user_error(text: str) -> None:
    try:
        code = uscc.clean(text)
    except UserError as error:
        assert error.code.startswith("uscc.")
        assert not uscc.is_valid(text)
    else:
        assert uscc.clean(code) == code
        assert uscc.is_valid(text)
