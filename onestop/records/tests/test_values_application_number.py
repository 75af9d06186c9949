from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.models import PatentKind
from onestop.records.tests.strategies import APPLICATION_BODIES, SPACES, TEXTS, digits, typed
from onestop.records.values import application_number as numbers
from onestop.records.values import publication_number
from onestop.records.values.errors import CheckDigitError, RepairableError

NUMBERS = APPLICATION_BODIES.map(numbers.clean)


def error_of(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        numbers.clean(text)
    assert caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("CN201510817712.7", "2015108177127"),
        ("ZL 2015 1 0817712 7", "2015108177127"),
        ("201510817712", "2015108177127"),
        ("２０１５１０８１７７１２．７", "2015108177127"),
        ("专利号：ZL201510817712.7", "2015108177127"),
        ("申请号: cn 201510817712.7", "2015108177127"),
        ("2,015,108,177,127", "2015108177127"),
        ("201610035391x", "201610035391X"),
        ("CN95115608.X", "95115608X"),
        ("97101765", "971017654"),
        ("CN85102475", "851024750"),
        ("031410979", "031410979"),
        # Check digits that were computed by hand from the standard.
        ("201710601862", "2017106018623"),
        ("200910251390", "2009102513909"),
        ("201811107071", "2018111070716"),
    ],
)
def test_reads_what_people_type(text: str, canonical: str) -> None:
    assert numbers.clean(text) == canonical
    assert numbers.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("一种锚索", "format"),
        ("2015108177X27", "format"),
        ("CN105334567A", "format"),
        ("2.01511E+12", "scientific"),
        ("2015108177", "length"),
        ("2015108177127X", "length"),
        ("20151081771.7", "length"),  # the dot says that a digit is missing, not the check digit
        ("8510247.5", "length"),
        ("200210817712", "year"),
        ("301510817712", "year"),
        ("04102475", "year"),
        ("20161101", "year"),
        ("201540817712", "type"),
        ("201500817712", "type"),
        ("85402475", "type"),
        ("93801234", "type"),  # China joined the PCT in 1994
        ("201510000000", "serial"),
        ("85100000", "serial"),
        ("202310123456.7", "check_digit"),
        ("2O1510817712.7", "letters"),
        ("31410979", "lost_zero"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    assert error_of(text).code == f"application_number.{code}"
    assert not numbers.is_valid(text)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("202310123456.7", "202310123456.6"),
        ("CN 2O15l0817712.7", "201510817712.7"),
        ("2O1510817712", "201510817712.7"),
        ("31410979", "03141097.9"),
    ],
)
def test_offers_the_repair(text: str, suggestion: str) -> None:
    error = error_of(text)
    assert isinstance(error, RepairableError)
    assert error.suggestion == suggestion
    assert suggestion in error.hint
    assert numbers.is_valid(suggestion)


def test_length_error_tells_both_lengths() -> None:
    assert "14" in error_of("20151081771277").message
    assert "13" in error_of("20151081771277").message
    assert "9" in error_of("9711017654").message


def test_letters_are_not_read_as_digits_where_the_check_digit_objects() -> None:
    assert error_of("2O1510817712.8").code == "application_number.format"


@given(NUMBERS)
def test_canonical_and_display_forms_are_stable(number: str) -> None:
    assert numbers.clean(number) == number
    assert numbers.clean(numbers.display(number)) == number
    assert numbers.clean(numbers.dotted(number)) == number
    assert numbers.clean(number[:-1]) == number


@given(st.data(), NUMBERS, st.sampled_from(["", "CN", "ZL", "CNZL"]))
def test_noise_does_not_matter(data: st.DataObject, number: str, prefix: str) -> None:
    body = data.draw(typed(prefix + number[:-1], (*SPACES, ".", "-", "．", "－", "—", "·", ",")))
    dot = data.draw(st.sampled_from(["", ".", "．", "-", " "]))
    assert numbers.clean(body + dot + data.draw(typed(number[-1]))) == number


@given(NUMBERS)
def test_every_wrong_digit_is_found(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set("0123456789X") - {right}:
            assert not numbers.is_valid(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS)
def test_every_exchange_of_neighbours_is_found(number: str) -> None:
    for place in range(len(number) - 1):
        left, right = number[place], number[place + 1]
        if left != right:
            assert not numbers.is_valid(number[:place] + right + left + number[place + 2 :])


@given(NUMBERS.filter(lambda number: len(number) == 13))
def test_only_exchanges_eight_places_apart_are_missed(number: str) -> None:
    body, check = number[:-1], number[-1]
    for left in range(12):
        for right in range(left + 1, 12):
            swapped = list(body)
            swapped[left], swapped[right] = body[right], body[left]
            same = numbers.check_digit("".join(swapped)) == check
            assert same == (right - left == 8 or body[left] == body[right])


@given(APPLICATION_BODIES, st.sampled_from("0123456789X"))
def test_a_wrong_check_digit_is_repaired(body: str, given_digit: str) -> None:
    assume(given_digit != numbers.check_digit(body))
    error = error_of(f"CN{body}.{given_digit}")
    assert isinstance(error, CheckDigitError)
    assert numbers.clean(error.suggestion)[:-1] == body


@given(TEXTS)
@example("号")
@example("ZL")
@example("2" * 5000)
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    try:
        number = numbers.clean(text)
    except UserError as error:
        assert error.code.startswith("application_number.")
    else:
        assert numbers.clean(number) == number
        assert len(number) in (9, 13)


@given(st.one_of(digits(9), digits(7), digits(8)))
def test_bare_digits_are_never_both_an_application_and_a_publication(text: str) -> None:
    """Except eight, the application number that the documents of 1985 to 1988 carried themselves."""
    application = numbers.is_valid(text)
    publication = any(publication_number.is_valid(text + code) for code in "AUS")
    assert not (application and publication) or (len(text) == 8 and text < "89")


@pytest.mark.parametrize(
    ("text", "kind", "year", "is_pct"),
    [
        ("201510817712", PatentKind.INVENTION, 2015, False),
        ("201520817712", PatentKind.UTILITY_MODEL, 2015, False),
        ("201530817712", PatentKind.DESIGN, 2015, False),
        ("201780012345", PatentKind.INVENTION, 2017, True),
        ("201790000123", PatentKind.UTILITY_MODEL, 2017, True),
        ("85102475", PatentKind.INVENTION, 1985, False),
        ("99212345", PatentKind.UTILITY_MODEL, 1999, False),
        ("03312345", PatentKind.DESIGN, 2003, False),
        ("98805245", PatentKind.INVENTION, 1998, True),
        ("98900001", PatentKind.UTILITY_MODEL, 1998, True),
        ("94190001", PatentKind.INVENTION, 1994, True),
        ("97180692", PatentKind.INVENTION, 1997, True),
        ("97101765", PatentKind.INVENTION, 1997, False),
        ("93190001", PatentKind.INVENTION, 1993, False),
        ("98190001", PatentKind.INVENTION, 1998, False),
        ("94390001", PatentKind.DESIGN, 1994, False),
        ("201590000123", PatentKind.UTILITY_MODEL, 2015, True),
    ],
)
def test_what_a_number_tells(text: str, kind: PatentKind, year: int, is_pct: bool) -> None:
    number = numbers.clean(text)
    assert numbers.kind_of(number) is kind
    assert numbers.filing_year(number) == year
    assert numbers.is_pct_national(number) is is_pct


def test_knows_whether_the_check_digit_was_given() -> None:
    assert numbers.has_check_digit("ZL 2015 1 0817712 7")
    assert not numbers.has_check_digit("201510817712")
    assert not numbers.has_check_digit("锚索")


def test_no_number_comes_from_the_future(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2030, 1, 1))
    assert numbers.is_valid("203010000001")
    assert error_of("203110000001").code == "application_number.year"


def test_first_old_and_first_new_numbers() -> None:
    assert numbers.clean("85100001") == "85100001" + numbers.check_digit("85100001")
    assert numbers.clean("200310100001")[:-1] == "200310100001"
