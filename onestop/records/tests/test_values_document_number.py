import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import SPACES, TEXTS, typed
from onestop.records.values import document_number as numbers

OFFICES = st.sampled_from(["EP", "US", "WO", "DE", "JP", "KR", "CN", "AP"])
NUMBERS = st.builds(
    lambda office, number, kind: numbers.publication(office, str(number), kind),
    OFFICES,
    st.integers(1, 10**12),
    st.sampled_from(["", "A", "A1", "B2", "U"]),
)
ODD = st.text("EPUSWOCNDEJPKR0123456789ABTUX/-. ", max_size=20)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("EP2400812A1", "EP2400812A1"),
        ("EP 2 400 812 A1", "EP2400812A1"),
        ("EP2400812", "EP2400812"),
        ("DE1258188B", "DE1258188B"),
        ("EP 4953 B1", "EP0004953B1"),
        ("US 2012/0057518 A1", "US2012057518A1"),
        ("US2012057518", "US2012057518"),
        ("US 9,648,662 B2", "US9648662B2"),
        ("US 07272630 B2", "US7272630B2"),
        ("US D0526461 S1", "USD526461S1"),
        ("USRE039123E1", "USRE39123E1"),
        ("KR 10-2004-0032451", "KR20040032451"),
        ("KR100123456B1", "KR100123456B1"),
        ("WO 2004/002301 A2", "WO2004002301A2"),
        ("WO 89/02682", "WO8902682"),
        ("JP H10-123456 A", "JPH10123456A"),
        ("ＣＮ１０５３３４５６７Ａ", "CN105334567A"),
        ("SG 11202113307T A", "SG11202113307TA"),
    ],
)
def test_reads_documents(text: str, canonical: str) -> None:
    assert numbers.clean(text) == canonical
    assert numbers.clean(canonical) == canonical
    assert numbers.is_valid(text)


def test_parts_of_a_number() -> None:
    assert numbers.publication("WO", "WO 89/02682", "A1") == "WO8902682A1"
    assert (numbers.serial("EP2400812A1"), numbers.kind_code("EP2400812A1")) == ("EP2400812", "A1")
    assert (numbers.serial("EP2400812"), numbers.kind_code("EP2400812")) == ("EP2400812", "")
    assert (numbers.serial("DE1258188B"), numbers.kind_code("DE1258188B")) == ("DE1258188", "B")
    assert numbers.kind_code("") == ""


@pytest.mark.parametrize(
    "text", ["", "EP", "2400812", "专利", "EPAB", "EP240/0812?", "E1234567", "EP" + "1" * 30]
)
def test_says_what_is_wrong(text: str) -> None:
    for clean in (numbers.clean, numbers.clean_application):
        with pytest.raises(UserError) as caught:
            clean(text)
        assert caught.value.code == "document_number.format"
    assert not numbers.is_valid(text)


@pytest.mark.parametrize(
    ("parts"), [("E", "1", ""), ("EP", "", ""), ("EP", "ABC", ""), ("EP", "1", "AB"), ("EP", "1", "1")]
)
def test_parts_that_are_none(parts: tuple[str, str, str]) -> None:
    for read in (numbers.publication, numbers.application):
        with pytest.raises(UserError):
            read(*parts)


@pytest.mark.parametrize(
    ("docdb", "epodoc", "canonical"),
    [
        (("EP", "10167109", "A"), "EP20100167109", "EP10167109"),
        (("CN", "98814060", "A"), "CN19988014060", "CN98814060"),
        (("CN", "201510817712", "A"), "CN20151817712", "CN201510817712"),
        (("CN", "201520817712", "U"), "CN201520817712", "CN201520817712"),
        (("US", "8359798", "A"), "US19980083597", "US8359798"),
        (("US", "40809899", "A"), "US19990408098", "US40809899"),
        (("US", "96802307", "P"), "US20070968023P", "US96802307P"),
        (("US", "201113167395", "A"), "US201113167395", "US201113167395"),
        (("US", "9816128", "W"), "WO1998US16128", "WO1998US016128"),
        (("IB", "2022055385", "W"), "WO2022IB55385", "WO2022IB055385"),
        (("JP", "2000550462", "A"), "JP20000550462", "JP2000550462"),
        (("KR", "20007013073", "A"), "KR20007013073", "KR20007013073"),
        (("DE", "B0077613", "A"), "DE1964B077613", "DEB0077613"),
        (("DK", "98938302", "T"), "DK19980938302T", "DK98938302T"),
    ],
)
def test_forms_of_an_application_agree(docdb: tuple[str, str, str], epodoc: str, canonical: str) -> None:
    assert numbers.application(*docdb) == canonical
    assert numbers.clean_application(epodoc) == canonical
    assert numbers.clean_application(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("CN201510817712.7", "CN201510817712"),
        ("PCT/US98/16128", "WO1998US016128"),
        ("CS1258191X", "CS1258191X"),
        ("WO12", "WO12"),
    ],
)
def test_reads_applications(text: str, canonical: str) -> None:
    assert numbers.clean_application(text) == canonical


def test_a_wrong_check_digit_is_an_error() -> None:
    with pytest.raises(UserError, match="校验"):
        numbers.clean_application("CN201510817712.5")


@pytest.mark.parametrize(
    ("text", "year", "canonical"),
    [
        ("10991571", 2004, "US99157104"),
        ("09/083,597", 1998, "US8359798"),
        ("13/167,395", 2011, "US201113167395"),
        ("60968023", 2007, "US96802307P"),
        ("29512345", 2014, "US201429512345F"),
    ],
)
def test_numbers_of_the_uspto(text: str, year: int, canonical: str) -> None:
    assert numbers.us_application(text, year) == canonical


@pytest.mark.parametrize(
    ("office", "number", "year", "canonical"),
    [
        ("US", "10991571", 2004, "US99157104"),
        ("US", "99157104", None, "US99157104"),
        ("US", "PCT/US98/16128", 1998, "WO1998US016128"),
        ("DE", "10 2004 012 345.6", 2004, "DE102004012345"),
        ("EP", "10167109.5", 2010, "EP10167109"),
        ("KR", "10-2004-0032451", 2004, "KR20040032451"),
        ("JP", "2003-123456", 2003, "JP2003123456"),
    ],
)
def test_numbers_as_offices_print_them(office: str, number: str, year: int | None, canonical: str) -> None:
    assert numbers.printed_application(office, number, year) == canonical


def test_no_number_of_the_uspto() -> None:
    with pytest.raises(UserError):
        numbers.us_application("PCT/US98/16128", 1998)


@given(st.data(), NUMBERS)
def test_noise_does_not_matter(data: st.DataObject, number: str) -> None:
    assert numbers.clean(number) == number
    assert numbers.clean(data.draw(typed(number, (*SPACES, ".", "-", "/")))) == number
    assert numbers.serial(number) + numbers.kind_code(number) == number


@given(TEXTS | ODD)
def test_any_text_is_a_number_or_a_user_error(text: str) -> None:
    for clean in (numbers.clean, numbers.clean_application):
        try:
            number = clean(text)
        except UserError as error:
            assert error.message
        else:
            assert clean(number) == number
            assert len(number) <= 48
