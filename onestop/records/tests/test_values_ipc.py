import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, full_width, typed
from onestop.records.values import ipc

SUBCLASSES = st.builds(
    "{}{:02d}{}".format,
    st.sampled_from("ABCDEFGH"),
    st.integers(1, 99),
    st.sampled_from("BCDEFGHJKLMNPQRSTVWX"),
)
SYMBOLS = st.builds(
    "{}{}/{}".format,
    SUBCLASSES,
    st.integers(1, 9999),
    st.integers(0, 999999).map(lambda number: f"{number:02d}"),
)
CLASSES = st.one_of(SYMBOLS, SUBCLASSES)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("E21D20/02", "E21D20/02"),
        ("E21D 20/02", "E21D20/02"),
        ("e21d 20 / 02", "E21D20/02"),
        ("E21D20/02（2006.01）I", "E21D20/02"),
        ("H04L12/721 (2013.01) N", "H04L12/721"),
        ("G06F21/22(2006.01)", "G06F21/22"),
        ("G06F017/30", "G06F17/30"),
        ("Ｇ０６Ｆ１７／３０", "G06F17/30"),
        ("H04B1/3816(2015.01)I", "H04B1/3816"),
        ("C12N", "C12N"),
        ("H10D", "H10D"),
        ("c12n (2006.01)", "C12N"),
    ],
)
def test_reads_what_sources_print(text: str, canonical: str) -> None:
    assert ipc.clean(text) == canonical
    assert ipc.is_valid(text)


@pytest.mark.parametrize(
    "text", ["E", "E21", "E21D20", "I21D20/02", "E2ID20/02", "E21D20/2", "E21D0/02", "E21D20/0200000"]
)
def test_refuses_what_is_no_class_of_a_document(text: str) -> None:
    with pytest.raises(UserError) as caught:
        ipc.clean(text)
    assert caught.value.code == "ipc.format"
    assert not ipc.is_valid(text)


def test_empty_text_is_said_to_be_empty() -> None:
    with pytest.raises(UserError) as caught:
        ipc.clean("  ")
    assert caught.value.code == "ipc.empty"


@pytest.mark.parametrize(
    ("text", "level"),
    [("e", "E"), ("E 21", "E21"), ("e21d", "E21D"), ("E21D 20", "E21D20"), ("E21D20/02", "E21D20/02")],
)
def test_a_query_may_name_any_level(text: str, level: str) -> None:
    assert ipc.clean_query(text) == level
    assert level in ipc.ancestors("E21D20/02")


def test_a_query_is_refused_like_a_symbol() -> None:
    with pytest.raises(UserError):
        ipc.clean_query("锚索")


def test_ancestors() -> None:
    assert ipc.ancestors("E21D20/02") == ("E", "E21", "E21D", "E21D20", "E21D20/02")
    assert ipc.ancestors("C12N") == ("C", "C12", "C12N")


@pytest.mark.parametrize(
    ("text", "symbols", "junk"),
    [
        ("G06F17/22(2006.01)I; G06F17/27(2006.01)I 全部 专利代理机构", ("G06F17/22", "G06F17/27"), ("全部", "专利代理机构")),
        ("全部 H04L29/08(2006.01)I", ("H04L29/08",), ("全部",)),
        ("全部H04L29/08(2006.01)I专利代理机构", ("H04L29/08",), ("全部", "专利代理机构")),
        ("A01B1/00；B02C3/00;\nC07D1/00，D01F 1/00、E21D20/02", ("A01B1/00", "B02C3/00", "C07D1/00", "D01F1/00", "E21D20/02"), ()),
        ("A01B1/00 B02C3/00 N21 C12N", ("A01B1/00", "B02C3/00", "C12N"), ("N21",)),
        ("A01B1/00;A01B1/00", ("A01B1/00",), ()),
        ("A01B1/00; A01B1-02", ("A01B1/00",), ("A01B1-02",)),
        ("A01B1/00/02", (), ("A01B1/00/02",)),
        ("", (), ()),
    ],
)  # fmt: skip
def test_lists_lose_nothing_in_silence(text: str, symbols: tuple[str, ...], junk: tuple[str, ...]) -> None:
    found, notes = ipc.parse_many(text)
    assert found == symbols
    assert len(notes) == len(junk)
    for piece, note in zip(junk, notes, strict=True):
        assert piece in note


def test_notes_part_junk_from_broken_symbols() -> None:
    _, notes = ipc.parse_many("A01B1-02 全部")
    assert notes[0].startswith("无法识别")
    assert notes[1].startswith("已去除")


@given(CLASSES)
def test_canonical_and_display_forms_are_stable(symbol: str) -> None:
    assert ipc.clean(symbol) == symbol
    assert ipc.clean_query(symbol) == symbol
    assert ipc.clean(ipc.display(symbol)) == symbol
    assert ipc.ancestors(symbol)[-1] == symbol


@given(st.data(), SUBCLASSES, st.sampled_from(["1", "20"]), st.sampled_from(["00", "721"]))
def test_noise_does_not_matter(data: st.DataObject, subclass: str, group: str, subgroup: str) -> None:
    spaces = data.draw(st.sampled_from(["", " ", "\u3000", "\t"]))
    edition = data.draw(st.sampled_from(["", "(2006.01)", "（2006.01）I", " (2013.01)N"]))
    parts = (data.draw(typed(part, ("\u200b",))).strip() for part in (subclass, group, "/", subgroup))
    assert ipc.clean(spaces.join(parts) + edition) == f"{subclass}{group}/{subgroup}"


@given(st.lists(CLASSES, unique=True), st.sampled_from([";", "；", ", ", "，", "\n", "、", " "]))
def test_lists_keep_their_order(symbols: list[str], separator: str) -> None:
    assert ipc.parse_many(separator.join(symbols)) == (tuple(symbols), ())
    assert ipc.parse_many("".join(map(full_width, separator.join(symbols)))) == (tuple(symbols), ())


@given(st.one_of(TEXTS, st.text("ABEGHIN0129/ ()；;.全部", max_size=30)))
def test_any_text_is_classes_notes_or_a_user_error(text: str) -> None:
    symbols, notes = ipc.parse_many(text)
    assert all(ipc.clean(symbol) == symbol for symbol in symbols)
    assert all(notes)
    for clean in (ipc.clean, ipc.clean_query):
        try:
            assert clean(clean(text)) == clean(text)
        except UserError as error:
            assert error.code.startswith("ipc.")
