import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, typed
from onestop.records.values import cpc

SYMBOLS = st.builds(
    "{}{:02d}{}{}/{:02d}".format,
    st.sampled_from("ABCDEFGHY"),
    st.integers(1, 99),
    st.sampled_from("BDFSW"),
    st.integers(1, 2999),
    st.integers(0, 9999),
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("G06F2119/14", "G06F2119/14"),
        ("Y02E 60/10", "Y02E60/10"),
        ("g06f16/3329 (2019.01)", "G06F16/3329"),
        ("G06F16/35(20190101)", "G06F16/35"),
    ],
)
def test_reads_what_sources_print(text: str, canonical: str) -> None:
    assert cpc.clean(text) == canonical


@pytest.mark.parametrize("text", ["", "Z02E60/10", "G06F", "09-05", "G06F16/3"])
def test_refuses_what_is_no_symbol(text: str) -> None:
    with pytest.raises(UserError) as caught:
        cpc.clean(text)
    assert caught.value.code == "cpc.format"


@pytest.mark.parametrize("text", ["Y", "Y02", "Y02E", "Y02E60", "y02e 60/10"])
def test_a_query_may_name_any_level(text: str) -> None:
    assert cpc.clean_query(text) == text.upper().replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ['["G06F16/35", "Y02E60/10"]', "G06F16/35;;Y02E60/10", "G06F 16/35 (2019-01-01), Y02E60/10|G06F16/35"],
)
def test_lists_in_any_punctuation(text: str) -> None:
    assert cpc.parse_many(text) == (("G06F16/35", "Y02E60/10"), ())


def test_what_is_no_symbol_is_told() -> None:
    symbols, notes = cpc.parse_many("G06F16/35; 全部")
    assert symbols == ("G06F16/35",)
    assert len(notes) == 1
    assert "全部" in notes[0]


@given(SYMBOLS.flatmap(lambda symbol: st.tuples(st.just(symbol), typed(symbol, ("",)))))
def test_typing_does_not_matter(case: tuple[str, str]) -> None:
    symbol, text = case
    assert cpc.clean(text) == symbol


@given(TEXTS)
def test_cleaning_again_changes_nothing(text: str) -> None:
    for symbol in cpc.parse_many(text)[0]:
        assert cpc.clean(symbol) == symbol


@pytest.mark.parametrize(("text", "expected"), [("Y02E60/10", True), ("G06F", False)])
def test_is_valid(text: str, expected: bool) -> None:
    assert cpc.is_valid(text) is expected
