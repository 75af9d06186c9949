import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, digits, typed
from onestop.records.values import locarno

CLASSES = st.one_of(
    st.builds("{:02d}-{:02d}".format, st.integers(1, 32), st.integers(1, 99)),
    st.sampled_from(["31-00", "32-00"]),
)
SYMBOLS = st.one_of(CLASSES, st.builds("{}-{}{}".format, CLASSES, st.sampled_from("ABCT"), digits(4)))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("09-05", "09-05"),
        ("0905", "09-05"),
        ("9-5", "09-05"),
        ("０９－０５", "09-05"),
        ("09.05", "09-05"),
        ("15-99-T0418", "15-99-T0418"),
        ("15-99 t0418", "15-99-T0418"),
        ("1599T0418", "15-99-T0418"),
        ("LOC(10)Cl.09-05", "09-05"),
        ("31-00", "31-00"),
        ("LOC (14) Cl. 09-05", "09-05"),
    ],
)
def test_reads_what_sources_print(text: str, canonical: str) -> None:
    assert locarno.clean(text) == canonical
    assert locarno.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("905", "format"),
        ("E21D20/02", "format"),
        ("09-05-T418", "format"),
        ("33-01", "unknown_class"),
        ("00-01", "unknown_class"),
        ("09-00", "unknown_class"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        locarno.clean(text)
    assert caught.value.code == f"locarno.{code}"
    assert "32" in caught.value.hint
    assert not locarno.is_valid(text)


def test_ancestors() -> None:
    assert locarno.ancestors("15-99-T0418") == ("15", "15-99", "15-99-T0418")
    assert locarno.ancestors("09-05") == ("09", "09-05")


def test_lists_lose_nothing_in_silence() -> None:
    symbols, notes = locarno.parse_many("09-05; 15-99-T0418；0905、全部，")
    assert symbols == ("09-05", "15-99-T0418")
    assert len(notes) == 1
    assert "全部" in notes[0]


@given(st.data(), SYMBOLS)
def test_noise_does_not_matter(data: st.DataObject, symbol: str) -> None:
    assert locarno.clean(symbol) == symbol
    assert locarno.clean(data.draw(typed(symbol))) == symbol
    assert locarno.clean(symbol.replace("-", "")) == symbol
    assert locarno.clean(symbol.replace("-", "—")) == symbol


@given(st.lists(SYMBOLS, unique=True), st.sampled_from([";", "；", ", ", "\n", "、"]))
def test_lists_keep_their_order(symbols: list[str], separator: str) -> None:
    assert locarno.parse_many(separator.join(symbols)) == (tuple(symbols), ())


@given(st.one_of(TEXTS, st.text("LOCcl0123569-.()T", max_size=20)))
def test_any_text_is_classes_notes_or_a_user_error(text: str) -> None:
    symbols, notes = locarno.parse_many(text)
    assert all(locarno.clean(symbol) == symbol for symbol in symbols)
    assert all(notes)
    try:
        assert len(locarno.clean(text)) <= 20
    except UserError as error:
        assert error.code.startswith("locarno.")
