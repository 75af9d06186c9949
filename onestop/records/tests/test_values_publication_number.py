import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.models import PatentKind
from onestop.records.tests.strategies import PUBLICATION_NUMBERS, TEXTS, typed
from onestop.records.values import publication_number as numbers
from onestop.records.values.errors import RepairableError


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("CN105334567A", "CN105334567A"),
        ("105334567a", "CN105334567A"),
        ("cn 105334567 b", "CN105334567B"),
        ("ＣＮ１０５３３４５６７Ａ", "CN105334567A"),
        ("公开（公告）号：CN105334567A", "CN105334567A"),
        ("CN1340998A", "CN1340998A"),
        ("CN1229153C", "CN1229153C"),
        ("CN2036119U", "CN2036119U"),
        ("CN3003001S", "CN3003001S"),
        ("CN101978588A8", "CN101978588A8"),
        ("CN85102475A", "CN85102475A"),  # until 1988 the document had the number of the application
        ("CN85201109U", "CN85201109U"),
    ],
)
def test_reads_what_people_type(text: str, canonical: str) -> None:
    assert numbers.clean(text) == canonical
    assert numbers.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("CN105334567", "no_kind_code"),
        ("CN105334567U", "kind_mismatch"),
        ("CN205334567A", "kind_mismatch"),
        ("CN85202475A", "kind_mismatch"),
        ("WO2018/161336A1", "foreign"),
        ("US8926509B2", "foreign"),
        ("CN1O5334567A", "letters"),
        ("CN10533456A", "format"),
        ("CN405334567A", "format"),
        ("CN89102475A", "format"),
        ("CN105334567E", "format"),
        ("ZL105334567A5B", "format"),
        ("CN10OA", "format"),
        ("CN2O5334567A", "format"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        numbers.clean(text)
    assert caught.value.code == f"publication_number.{code}"
    assert caught.value.hint
    assert not numbers.is_valid(text)


@pytest.mark.parametrize("code", ["", "A", "A8", "B", "B8", "C", "U", "U9", "Y", "S", "D"])
def test_which_documents_are_of_a_grant(code: str) -> None:
    assert numbers.is_grant(f"CN105334567{code}") is (code in {"B", "C", "U", "Y", "S", "D"})


def test_letters_typed_for_digits_are_repaired() -> None:
    with pytest.raises(RepairableError) as caught:
        numbers.clean("CN1O533456lA")
    assert caught.value.suggestion == "CN105334561A"


def test_kind_code_is_added_only_when_the_caller_knows_it() -> None:
    assert numbers.clean("CN101570805", default_kind_code="A") == "CN101570805A"
    assert numbers.clean("CN101570805B", default_kind_code="A") == "CN101570805B"
    with pytest.raises(UserError, match="CN201570805"):
        numbers.clean("CN201570805", default_kind_code="A")


@pytest.mark.parametrize("number", ["CN105334567", "CN105334567A", "CN105334567B8"])
def test_serial_is_shared_by_the_documents_of_one_patent(number: str) -> None:
    assert numbers.serial(number) == "CN105334567"
    assert numbers.clean_serial(number.lower()) == "CN105334567"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("CN105334567A", PatentKind.INVENTION),
        ("CN1229153C", PatentKind.INVENTION),
        ("CN204123456U", PatentKind.UTILITY_MODEL),
        ("CN2123456Y", PatentKind.UTILITY_MODEL),
        ("CN303123456S8", PatentKind.DESIGN),
        ("CN3123456D", PatentKind.DESIGN),
        ("CN105334567", PatentKind.INVENTION),
        ("CN204123456", PatentKind.UTILITY_MODEL),
        ("CN303123456", PatentKind.DESIGN),
        ("CN85201109", PatentKind.UTILITY_MODEL),
    ],
)
def test_kind(number: str, kind: PatentKind) -> None:
    assert numbers.kind_of(number) is kind


@given(st.data(), PUBLICATION_NUMBERS)
def test_noise_does_not_matter(data: st.DataObject, number: str) -> None:
    assert numbers.clean(number) == number
    assert numbers.clean(data.draw(typed(number, (" ", "\u3000", ".", "-", "．")))) == number
    assert numbers.clean(number[2:]) == number
    assert numbers.serial(number) + numbers.kind_code(number) == number


@given(TEXTS)
@example("A")
@example("CN")
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    try:
        number = numbers.clean(text)
    except UserError as error:
        assert error.code.startswith("publication_number.")
    else:
        assert numbers.clean(number) == number
        assert len(number) <= 16
        assert len(numbers.serial(number)) <= 11
