import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, typed
from onestop.records.values import nice

CLASSES = st.integers(1, nice.LAST_CLASS)
GROUPS = st.builds("{:02d}{:02d}".format, CLASSES, st.integers(1, 60))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9", 9),
        ("09", 9),
        ("009", 9),
        ("第9类", 9),
        ("9类", 9),
        ("第 35 類", 35),
        ("国际分类：9", 9),
        ("NCL 45", 45),
    ],
)
def test_reads_what_people_type(text: str, number: int) -> None:
    assert nice.clean(text) == number
    assert nice.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("0", "unknown_class"),
        ("46", "unknown_class"),
        ("99", "unknown_class"),
        ("G06F", "format"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        nice.clean(text)
    assert caught.value.code == f"nice.{code}"
    assert not nice.is_valid(text)


def test_several_classes() -> None:
    assert nice.parse_many("9;35、42 第9类") == ((9, 35, 42), ())
    classes, notes = nice.parse_many("9,46")
    assert classes == (9,)
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("0901", "0901"),
        ("０９０１", "0901"),
        ("1404(二)", "1404"),
        ("0901群组", "0901"),
        ("类似群：3501", "3501"),
    ],
)
def test_groups(text: str, group: str) -> None:
    assert nice.clean_group(text) == group
    assert nice.is_group(text)


@pytest.mark.parametrize("text", ["", "901", "0001", "4601", "0900", "09011", "C090001"])
def test_what_is_no_group(text: str) -> None:
    with pytest.raises(UserError) as caught:
        nice.clean_group(text)
    assert caught.value.code == "nice.group"
    assert not nice.is_group(text)


@given(st.data(), CLASSES)
def test_noise_does_not_matter(data: st.DataObject, number: int) -> None:
    assert nice.clean(data.draw(typed(str(number)))) == number
    assert nice.clean(f"第{number:02d}类") == number


@given(GROUPS)
def test_a_group_lies_in_its_class(group: str) -> None:
    assert nice.clean_group(group) == group
    assert nice.class_of(group) == int(group[:2])


@given(st.one_of(TEXTS, st.text("0123456789第类群()一;", max_size=12)))
def test_any_text_gives_a_value_or_a_user_error(text: str) -> None:
    for clean in (nice.clean, nice.clean_group):
        try:
            clean(text)
        except UserError as error:
            assert error.code.startswith("nice.")
    classes, _notes = nice.parse_many(text)
    assert all(1 <= each <= nice.LAST_CLASS for each in classes)
