"""What the district's departments would list of their cases and events."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from onestop.demo.datafiles import data_file
from onestop.demo.lives import shape
from onestop.records.models import CaseKind
from onestop.records.registers.records import CaseSummaryRecord


def summaries(seed: int) -> Iterator[CaseSummaryRecord]:
    rng = Random(f"{seed} cases")  # noqa: S311 - reproducible, not secret
    yield from _enforcement()
    for kind, years in _cases()["events"].items():
        for year, count in years.items():
            for number in range(1, count + 1):
                yield _event(rng, CaseKind(kind), year, number)
    for year, (mediated, confirmed) in _cases()["mediation"].items():
        for number in range(1, mediated + 1):
            yield _mediation(rng, year, number, number <= confirmed)


def _cases() -> Any:
    return data_file("cases.yaml")


def _enforcement() -> Iterator[CaseSummaryRecord]:
    numbers: Counter[int] = Counter()
    for opened_on, closed_on, yuan, labels, handed_over_on in _cases()["enforcement"]:
        numbers[opened_on.year] += 1
        yield CaseSummaryRecord(
            kind=CaseKind.ENFORCEMENT,
            number=_number(CaseKind.ENFORCEMENT, opened_on.year, numbers[opened_on.year]),
            region=shape()["region"],
            opened_on=opened_on,
            closed_on=closed_on,
            amount=Decimal(yuan),
            labels=labels,
            handed_over_on=handed_over_on,
        )


def _event(rng: Random, kind: CaseKind, year: int, number: int) -> CaseSummaryRecord:
    day = _day(rng, year)
    is_held = kind == CaseKind.TRAINING_EVENT
    return CaseSummaryRecord(
        kind=kind,
        number=_number(kind, year, number),
        region=shape()["region"],
        opened_on=day,
        closed_on=day if is_held else day + timedelta(rng.randint(5, 60)),
        participants=rng.randint(24, 180) if is_held else None,
    )


def _mediation(rng: Random, year: int, number: int, is_confirmed: bool) -> CaseSummaryRecord:
    """Closed within the year, so that the confirmations of a year are those of its mediations."""
    opened_on = _day(rng, year)
    agreed_on = opened_on + timedelta(rng.randint(*_cases()["mediated_after"]))
    confirmed_on = agreed_on + timedelta(rng.randint(*_cases()["confirmed_after"])) if is_confirmed else None
    return CaseSummaryRecord(
        kind=CaseKind.MEDIATION,
        number=_number(CaseKind.MEDIATION, year, number),
        region=shape()["region"],
        opened_on=opened_on,
        closed_on=agreed_on,
        confirmed_on=confirmed_on,
    )


def _day(rng: Random, year: int) -> date:
    """In the first nine months."""
    return date(year, 1, 9) + timedelta(rng.randrange(265))


def _number(kind: CaseKind, year: int, number: int) -> str:
    pattern: str = _cases()["numbers"][kind.value]
    return pattern.format(year=year, number=number)
