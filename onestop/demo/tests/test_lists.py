"""What departments would list of the district: the figures of the end of 2023 come out by counting."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from onestop.demo import lists
from onestop.demo.generator import SEED
from onestop.records.models import HonourKind, Level, TransactionKind
from onestop.records.registers.all import REGISTERS
from onestop.records.registers.records import (
    AwardRecord,
    HonourRecord,
    PopulationRecord,
    RegisterRecord,
    TransactionRecord,
)
from onestop.records.types import PatentRecord
from onestop.records.values import uscc

COUNTED_ON = date(2023, 12, 31)


@pytest.fixture(scope="module")
def listed() -> list[RegisterRecord]:
    return list(lists.records(_patents(), SEED))


def _patents() -> list[PatentRecord]:
    from onestop.demo.tests.conftest import _all_records

    return _all_records()


def holders_on(listed: Sequence[RegisterRecord], day: date) -> Counter[tuple[str, str]]:
    held = {
        (each.kind, each.level, each.holder.name)
        for each in listed
        if isinstance(each, HonourRecord)
        and each.valid_from
        and each.valid_from <= day <= (each.valid_to or date.max)
    }
    return Counter((kind, level) for kind, level, _name in held)


def test_honours_of_2023(listed: list[RegisterRecord]) -> None:
    held = holders_on(listed, COUNTED_ON)
    assert held[HonourKind.HIGH_TECH, Level.NATIONAL] == 712
    assert held[HonourKind.DEMONSTRATION, Level.NATIONAL] == 1
    assert held[HonourKind.ADVANTAGE, Level.NATIONAL] == 7
    below = [
        held[kind, level]
        for kind in (HonourKind.DEMONSTRATION, HonourKind.ADVANTAGE)
        for level in (Level.PROVINCIAL, Level.MUNICIPAL)
    ]
    assert sum(below) == 77


def test_population_of_the_district(listed: list[RegisterRecord]) -> None:
    found = {(each.region, each.year): each.persons for each in listed if isinstance(each, PopulationRecord)}
    assert found["440704", 2022] == found["440704", 2023] == 377_460
    assert round(690 / 37.746, 2) == 18.28
    units = ("440703", "440704", "440705", "440781", "440783", "440784", "440785")
    assert all(sum(found[unit, year] for unit in units) == found["440700", year] for year in (2022, 2023))
    assert all("虚构" in each.published_by for each in listed if isinstance(each, PopulationRecord))


def test_the_same_seed_gives_the_same_lists_and_no_key_twice(
    listed: list[RegisterRecord], every: list[PatentRecord]
) -> None:
    assert list(lists.records(every, SEED)) == listed
    assert len({(type(each), each.key) for each in listed}) == len(listed)
    assert {type(each) for each in listed} <= REGISTERS.keys()


def test_contracts_and_awards_are_about_granted_patents(
    listed: list[RegisterRecord], every: list[PatentRecord]
) -> None:
    patents = {each.application_number: each for each in every if each.patentees}
    contracts = [each for each in listed if isinstance(each, TransactionRecord)]
    assert {each.kind for each in contracts} == set(TransactionKind)
    for each in contracts:
        assert {patents[number].patentees[0] for number in each.rights} == {each.giver}
        assert each.giver != each.receiver
        assert each.amount is not None
        assert each.amount >= 0
    assert all(each.number in patents for each in listed if isinstance(each, AwardRecord))


def test_codes_have_their_check_digit(listed: list[RegisterRecord]) -> None:
    codes = {each.holder.name: each.holder.uscc for each in listed if isinstance(each, HonourRecord)}
    assert all(map(uscc.is_valid, codes.values()))
    assert len(set(codes.values())) == len(codes)
