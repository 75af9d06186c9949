"""Patents that the district's holders have in other countries: what makes an invention one with rights abroad."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from onestop.demo.datafiles import data_file
from onestop.demo.industries import rules
from onestop.demo.lists import life_of
from onestop.demo.lives import shape
from onestop.records.models import PatentKind
from onestop.records.registers.records import DocumentRecord
from onestop.records.types import PatentRecord, PriorityRecord
from onestop.reference.industries import RuleIndex

_YEARS_ABROAD = (2, 5)
"""From the Chinese application to the grant abroad."""
_MOST_YEARS = 9
"""Older ones soon count as long-lived anyway."""


def documents(patents: Sequence[PatentRecord], seed: int) -> Iterator[DocumentRecord]:
    """Grants abroad by year: of inventions that no industry rule takes in, and of others."""
    rng = Random(f"{seed} abroad")  # noqa: S311 - reproducible, not secret
    index, number = RuleIndex(rules()), 0
    kept = [each for each in patents if _is_kept(each)]
    fresh = {
        is_industrial: [each for each in kept if _is_industrial(each, index) == is_industrial]
        for is_industrial in (False, True)
    }
    for year, counts in shape()["abroad"].items():
        for is_industrial, count in zip((False, True), counts, strict=True):
            for patent in _choose(rng, fresh[is_industrial], year, count):
                number += 1
                yield _document(rng, patent, year, number)


def _is_kept(patent: PatentRecord) -> bool:
    """Still in force on the day counted."""
    granted, end = life_of(patent)
    counted_on = shape()["counted_on"]
    return patent.kind == PatentKind.INVENTION and granted <= counted_on < end


def _is_industrial(patent: PatentRecord, index: RuleIndex) -> bool:
    """By any rule, whether or not its keywords are met."""
    return any(index.rules_for(symbol) for symbol in patent.ipc)


def _choose(rng: Random, fresh: list[PatentRecord], year: int, count: int) -> Iterable[PatentRecord]:
    """Granted at home by then, filed long enough before; each is chosen once."""
    youngest, oldest = year - _YEARS_ABROAD[0], max(year - _YEARS_ABROAD[1], 2023 - _MOST_YEARS)
    possible = [
        each
        for each in fresh
        if each.filed_on and oldest <= each.filed_on.year <= youngest and life_of(each)[0].year <= year
    ]
    chosen = rng.sample(possible, min(count, len(possible)))
    for each in chosen:
        fresh.remove(each)
    return chosen


def _document(rng: Random, patent: PatentRecord, year: int, number: int) -> DocumentRecord:
    assert patent.filed_on
    office, kind_code = rng.choice(data_file("abroad.yaml")["offices"])
    serial = f"{office}99{number:06d}"
    return DocumentRecord(
        number=serial + kind_code,
        serial=serial,
        kind_code=kind_code,
        application=f"{office}{patent.filed_on.year + 1}99{number:04d}",
        published_on=date(year, 1, 5) + timedelta(rng.randrange(350)),
        filed_on=patent.filed_on + timedelta(rng.randint(300, 364)),
        titles=(("zh", patent.title),),
        applicants=patent.applicants,
        inventors=patent.inventors,
        ipc=patent.ipc,
        priorities=(PriorityRecord(f"CN{patent.application_number[:-1]}", patent.filed_on),),
    )
