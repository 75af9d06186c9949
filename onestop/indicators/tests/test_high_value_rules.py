"""How a rule of the industries table takes in a symbol and a text; worked by hand and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.indicators.high_value.industry import industry_of, terms_of
from onestop.reference.concordance import moved
from onestop.reference.industries import Rule, RuleIndex, is_pattern

GROUPS = st.integers(1, 9999)
SUBGROUPS = st.integers(0, 999_999).map(lambda number: f"{number:02d}")


def rules(*include: str, exclude: tuple[str, ...] = (), keywords: str = "") -> RuleIndex:
    return RuleIndex([Rule(1, "1.1", "甲", include, exclude, keywords)])


@given(GROUPS, GROUPS, SUBGROUPS)
def test_a_group_with_a_star_is_that_group_alone(wanted: int, other: int, subgroup: str) -> None:
    found = industry_of([f"G06F{other}/{subgroup}"], "", rules(f"G06F{wanted}*"))
    assert (found is not None) == (wanted == other)


@given(GROUPS, SUBGROUPS)
def test_a_symbol_without_a_star_is_that_symbol_alone(group: int, subgroup: str) -> None:
    symbol = f"H04L{group}/{subgroup}"
    assert industry_of([symbol], "", rules(symbol))
    assert not industry_of([f"H04L{group + 1}/{subgroup}"], "", rules(symbol))


@given(GROUPS, GROUPS, SUBGROUPS)
def test_what_is_excluded_is_not_taken_in(excluded: int, group: int, subgroup: str) -> None:
    found = industry_of([f"G16B{group}/{subgroup}"], "", rules("G16B*", exclude=(f"G16B{excluded}*",)))
    assert (found is None) == (group == excluded)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("一种光纤及其制备方法", True),
        ("一种显示器件的驱动电路", True),
        ("一种电缆", False),
        ("一种光纤，用于白炽灯", False),
        ("一種光纖連接器", True),
    ],
)
def test_keywords_by_terms_and_their_exclusions(text: str, holds: bool) -> None:
    table = rules("G02B6*", keywords="光纤制造；显示器件制造；不包括白炽灯制造")
    assert bool(industry_of(["G02B6/02"], text, table)) == holds


def test_terms_are_what_is_left_of_the_words() -> None:
    found = terms_of("光纤制造；显示器件制造等；不包括白炽灯制造")
    assert found.wanted == ("光纤", "显示")
    assert found.excluded == ("白炽灯",)


def test_an_unconditional_rule_stands_before_one_with_keywords() -> None:
    table = RuleIndex(
        [Rule(1, "1", "甲", ("G02B*",), (), "光纤制造"), Rule(2, "2", "乙", ("G02B6*",), (), "")]
    )
    found = industry_of(["G02B6/02"], "光纤", table)
    assert found
    assert (found.rule.number, found.term) == (2, "")


@pytest.mark.parametrize(
    ("symbol", "pattern"),
    [
        ("G06V10/82", "G06K9*"),
        ("G06K9/46", "G06V*"),
        ("H10F77/20", "H01L31*"),
        ("H01M50/10", "H01M2*"),
        ("A61B5/369", "A61B5/0476"),
        ("H04L41/08", "H04L12/24"),
    ],
)
def test_places_that_were_moved(symbol: str, pattern: str) -> None:
    found = industry_of([symbol], "", rules(pattern))
    assert found
    assert found.symbol == symbol
    assert found.place
    assert not industry_of(["A47J27/00"], "", rules(pattern))


@given(st.from_regex(r"[A-H][0-9]{2}[A-Z][0-9]{1,3}/[0-9]{2,4}", fullmatch=True))
def test_a_moved_place_is_a_place(symbol: str) -> None:
    assert all(is_pattern(each) and each != symbol for each in moved(symbol))
