import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.reference.industries import Rule, RuleIndex, is_pattern, patterns_matching, symbol_matches

SUBCLASSES = st.from_regex(r"[A-H][0-9]{2}[A-Z]", fullmatch=True)
GROUPS = st.integers(1, 9999).map(str)
SUBGROUPS = st.from_regex(r"[0-9]{2,6}", fullmatch=True)
SYMBOLS = st.builds("{}{}/{}".format, SUBCLASSES, GROUPS, SUBGROUPS)


@pytest.mark.parametrize(
    ("pattern", "symbol", "does"),
    [
        ("G06F1*", "G06F1/00", True),
        ("G06F1*", "G06F1/16", True),
        ("G06F1*", "G06F11/14", False),
        ("G06F1*", "G06F16/27", False),
        ("G06F*", "G06F11/14", True),
        ("G06F*", "G06N3/04", False),
        ("G16*", "G16H10/60", True),
        ("C08*", "C08L5/06", True),
        ("C08*", "C09D5/26", False),
        ("G06F1/16", "G06F1/16", True),
        ("G06F1/16", "G06F1/1613", False),
        ("G16H", "G16H10/60", False),
        ("G16H", "G16H", True),
        ("H03M13", "H03M13/15", False),
        ("G06F*", "G06F", True),
        ("G06F1*", "G06F", False),
        ("G06F*", "nonsense", False),
        ("nonsense", "nonsense", False),
    ],
)
def test_what_a_pattern_takes_in(pattern: str, symbol: str, does: bool) -> None:
    assert symbol_matches(pattern, symbol) is does


def as_the_table_reads(pattern: str, symbol: str) -> bool:
    """The same rule in other words: a main group's star stands for /…, any other star for whatever follows."""
    if not pattern.endswith("*"):
        return pattern == symbol
    stem = pattern[:-1]
    return symbol.startswith(stem + "/") if len(stem) > 4 else symbol.startswith(stem)


PATTERNS = st.one_of(
    SYMBOLS,
    st.builds("{}{}*".format, SUBCLASSES, GROUPS),
    SUBCLASSES.map("{}*".format),
    SUBCLASSES.map(lambda subclass: subclass[:3] + "*"),
)


@given(PATTERNS, SYMBOLS)
def test_patterns_that_have_nothing_to_do_with_the_symbol(pattern: str, symbol: str) -> None:
    assert symbol_matches(pattern, symbol) is as_the_table_reads(pattern, symbol)


@given(SYMBOLS, st.integers(1, 12))
def test_patterns_cut_from_the_symbol(symbol: str, length: int) -> None:
    stem = symbol[:length]
    for pattern in (stem, stem + "*"):
        if is_pattern(pattern):
            assert symbol_matches(pattern, symbol) is as_the_table_reads(pattern, symbol)


@given(SYMBOLS, st.integers(0, 9))
def test_a_longer_group_number_is_another_group(symbol: str, digit: int) -> None:
    group, _slash, subgroup = symbol.partition("/")
    assert symbol_matches(f"{group}*", symbol)
    assert not symbol_matches(f"{group}*", f"{group}{digit}/{subgroup}")


@given(SYMBOLS)
def test_whatever_matches_is_a_pattern(symbol: str) -> None:
    assert all(is_pattern(pattern) for pattern in patterns_matching(symbol))


@pytest.mark.parametrize(
    "text", ["", "*", "G*", "G06F1/*", "G06F1/16*", "G06F 1/16", "g06f*", "G06F1/1", "I06F*", "G6*"]
)
def test_what_is_no_pattern(text: str) -> None:
    assert not is_pattern(text)


def rule(number: int, include: str, exclude: str = "", keywords: str = "") -> Rule:
    return Rule(number, "1.1", "下一代信息网络产业", tuple(include.split()), tuple(exclude.split()), keywords)


def numbers(index: RuleIndex, symbol: str) -> list[int]:
    return [each.number for each in index.rules_for(symbol)]


def test_rules_include_and_exclude() -> None:
    index = RuleIndex([rule(1, "G06F*", "G06F1* G06F9/46"), rule(2, "G06F1/16 G06F9*"), rule(3, "G16H")])
    assert numbers(index, "G06F3/01") == [1]
    assert numbers(index, "G06F1/16") == [2]
    assert numbers(index, "G06F9/46") == [2]
    assert numbers(index, "G06F9/44") == [1, 2]
    assert numbers(index, "G06F1/18") == []
    assert numbers(index, "G16H10/60") == []


def test_what_a_rule_both_includes_and_excludes_is_included() -> None:
    merged = rule(3, "H04B7* H04B7/14", "H04B7/14 H04B7/15")
    assert numbers(RuleIndex([merged]), "H04B7/14") == [3]
    assert numbers(RuleIndex([merged]), "H04B7/15") == []
    assert merged.exclude == ("H04B7/14", "H04B7/15")


@pytest.mark.shared
def test_every_printed_pattern_is_understood(shared: Path) -> None:
    rows = (shared / "reference/sei_ipc_2021.tsv").read_text(encoding="utf-8").splitlines()[1:]
    patterns = {each for row in rows for cell in row.split("\t")[2:4] for each in cell.split()}
    assert len(patterns) > 2000
    assert [each for each in patterns if not is_pattern(each)] == []
    assert [each for each in patterns if not re.search(r"[*/]", each)] in (
        ["H03M13", "G16H"],
        ["G16H", "H03M13"],
    )
