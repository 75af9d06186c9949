"""Three ways to every figure: one region with its records, all regions by grouped queries, plain loops over records."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from onestop.indicators.definitions import by_code, definitions
from onestop.indicators.everywhere import Grid
from onestop.indicators.evidence import lines
from onestop.indicators.high_value.assess import refresh
from onestop.indicators.kept import compare, keep, rounded
from onestop.indicators.models import HighValueDecision, PledgeThreshold
from onestop.indicators.results import Number, compute
from onestop.indicators.tests.plainly import Plain
from onestop.indicators.tests.registers import PLACES, RULES, Register, random_registers
from onestop.records.holders.runs import match
from onestop.records.models import Patent, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.services import store
from onestop.reference.industry_source import RuleRow
from onestop.reference.services import lend_industries

pytestmark = pytest.mark.django_db
SEEDS = range(20)
"""Of ten registers each."""
DAYS = [date(2022, 12, 31), date(2023, 12, 31), date(2023, 6, 30), date(2025, 12, 31)]


def load(register: Register) -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a", size=1)
    with transaction.atomic():
        store(list(enumerate(register.patents, 1)), file)
        store_registers(enumerate(register.lists, 1), file)
    match()
    rules = [RuleRow(code, name, words, take, leave) for code, name, take, leave, words in RULES]
    lend_industries(rules, "made")
    if register.threshold:
        PledgeThreshold.objects.create(valid_from=date(2000, 1, 1), yuan=register.threshold, source="made")
    refresh()
    keys = dict(Patent.objects.values_list("application_number", "pk"))
    HighValueDecision.objects.bulk_create(
        HighValueDecision(patent_id=keys[number], category=category, is_confirmed=is_confirmed, reason="made")
        for number, category, is_confirmed in register.decisions
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_agrees(seed: int) -> None:
    register = random_registers(seed)
    load(register)
    day = DAYS[seed % len(DAYS)]
    places = [*PLACES, "440704", "440700", "110100", ""]
    everywhere, alone = Grid("", day), places[seed % len(places)]
    for region in places:
        check(everywhere, Plain(register, region, stem(region), day))
    plain = Plain(register, alone, stem(alone), day)
    check(Grid(alone, day), plain)
    expected = plain.figures()
    for definition in definitions():
        result = compute(definition, alone, day)
        same((definition.code, alone, day), result.value, result.missing, expected[definition.code])


def check(grid: Grid, plain: Plain) -> None:
    expected = plain.figures()
    assert expected.keys() == {each.code for each in definitions()}
    for code, wanted in expected.items():
        cell = grid.cell(code, plain.region)
        same((code, plain.region, plain.day), cell.value, cell.missing, wanted)


def same(which: object, value: Number | None, missing: str, wanted: float | None) -> None:
    assert (value is None) == (wanted is None) == bool(missing), (which, value, missing, wanted)
    assert value is None or wanted is None or float(value) == pytest.approx(wanted), (which, value, wanted)


def stem(region: str) -> str:
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


@pytest.mark.parametrize("seed", [3, 11])
def test_what_is_kept_gives_the_same_figure_again(seed: int) -> None:
    load(random_registers(seed))
    results = [compute(each, "", date(2023, 12, 31)) for each in definitions()]
    for kept, result in zip(keep(results, "公报", None), results, strict=True):
        kept.refresh_from_db()
        found = compare(kept)
        assert found.recomputed == kept.value == rounded(result.value), kept.code
        assert not (found.entered + found.left + found.changed)
        assert not found.revised_by


def test_a_figure_revised_later_says_by_what() -> None:
    register = random_registers(7)
    load(register)
    definition = by_code()["applications"]
    (kept,) = keep([compute(definition, "", date(2023, 12, 31))], "公报", None)
    late = replace(
        register.patents[0], application_number="2023190000007", filed_on=date(2023, 5, 4), events=()
    )
    file = SourceFile.objects.create(digest="b" * 64, name="b", size=1)
    store([(1, late)], file)
    found = compare(kept)
    assert found.revised_by == len(found.entered) == 1
    assert not found.left
    assert found.recomputed == kept.value


@pytest.mark.parametrize("seed", [5, 10])
def test_every_record_counted_has_a_line_with_reasons(seed: int) -> None:
    load(random_registers(seed))
    for definition in definitions():
        result = compute(definition, "", date(2023, 12, 31))
        if result.counted and not result.counted.missing:
            members = list(result.counted.members.order_by("pk"))
            told = lines(definition, members, date(2023, 12, 31))
            assert [each.key for each in told] == [each.pk for each in members]
            assert all(each.reasons for each in told), definition.code
