"""What other departments would list of the demonstration district: the same for everybody who uses the same seed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

from onestop.demo.datafiles import data_file, fields
from onestop.demo.holders import Holder, Holders, Names
from onestop.demo.lives import shape
from onestop.demo.trademarks import trademarks
from onestop.law.honours import validity_rule
from onestop.law.terms import add_years
from onestop.records.models import EventKind, HolderKind, HonourKind, Level, ProviderKind, TransactionKind
from onestop.records.registers.records import (
    AwardRecord,
    GeographicalIndicationRecord,
    HolderRecord,
    HonourRecord,
    LayoutRecord,
    PopulationRecord,
    ProviderRecord,
    RegisterRecord,
    TransactionRecord,
)
from onestop.records.types import PatentRecord
from onestop.records.values import uscc

_TRIES = 200
_ENDS = (EventKind.FEE_LAPSE, EventKind.EXPIRY)


def records(patents: Sequence[PatentRecord], seed: int) -> Iterator[RegisterRecord]:
    """Entries of every register but that of PCT applications. Contracts and awards are about `patents`."""
    rng = Random(f"{seed} lists")  # noqa: S311 - reproducible, not secret
    known = [holder for holder in Holders(Random(seed)).all if holder.sort == "company"]  # noqa: S311
    companies = list(_companies(rng, known))
    yield from _high_tech(rng, companies)
    yield from _property(rng, companies[: len(known)])
    yield from _certificates(rng, companies[: len(known) * 2])
    yield from _population()
    yield from _transactions(rng, patents, known)
    yield from _awards(rng, patents)
    yield from _indications()
    yield from _layouts(rng, known)
    yield from _providers(rng, patents)
    yield from trademarks(known, seed)


def _lists() -> Any:
    return data_file("lists.yaml")


def _companies(rng: Random, known: Iterable[Holder]) -> Iterator[HolderRecord]:
    """The companies with patents first, then companies without, as many as there are names."""
    names = Names(rng)
    pairs = [first + second for first, second in product(data_file("names.yaml")["brand_heads"], repeat=2)]
    rng.shuffle(pairs)
    own = [(holder.name, holder.address) for holder in known]
    others = (
        (_company_name(rng, pair), names.address(with_building=True))
        for pair in pairs
        if pair[:2] != pair[2:]
    )
    for number, (name, address) in enumerate([*own, *others], 1):
        yield HolderRecord(name, HolderKind.COMPANY, _code(number), shape()["region"], address)


def _company_name(rng: Random, brand: str) -> str:
    field = rng.choice(list(fields().values()))
    pattern: str = data_file("names.yaml")["company"]
    return pattern.format(brand=brand, industry=rng.choice(field.companies))


def _code(number: int) -> str:
    """With its check digit, found by trying, as nobody else needs to compute one."""
    body = f"{_lists()['codes']}{number:05d}X"
    return next(body + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc.is_valid(body + last))


def _high_tech(rng: Random, companies: Sequence[HolderRecord]) -> Iterator[HonourRecord]:
    fresh, ending = iter(rng.sample(companies, len(companies))), dict[int, list[HolderRecord]]()
    for batch in _lists()["high_tech"]:
        day: date = batch["day"]
        again = rng.sample(ending.get(day.year, []), batch["again"])
        for number, holder in enumerate([*again, *(next(fresh) for _ in range(batch["new"]))], 1):
            honour = _honour({"kind": "high_tech", "level": "national", **batch}, holder)
            assert honour.valid_to
            ending.setdefault(honour.valid_to.year, []).append(holder)
            yield replace(honour, certificate=f"GR{day.year}44990{number:03d}")


def _property(rng: Random, companies: Sequence[HolderRecord]) -> Iterator[HonourRecord]:
    chosen = iter(rng.sample(companies, len(companies)))
    for batch in _lists()["property"]:
        yield from (_honour(batch, next(chosen)) for _ in range(batch["count"]))


def _certificates(rng: Random, companies: Sequence[HolderRecord]) -> Iterator[HonourRecord]:
    for batch in _lists()["certificates"]:
        grades = batch.get("grades") or {"": batch["count"]}
        given = [grade for grade, count in grades.items() for _ in range(count)]
        for grade, holder in zip(given, rng.sample(companies, len(given)), strict=True):
            yield replace(_honour(batch, holder), grade=grade)


def _honour(batch: dict[str, Any], holder: HolderRecord) -> HonourRecord:
    kind, level, day = HonourKind(batch["kind"]), Level(batch["level"]), batch["day"]
    rule = validity_rule(kind, level, day)
    last = rule.last_day(day) if rule else None
    if "years" in batch:
        last = add_years(day, batch["years"]) - timedelta(1)
    return HonourRecord(kind, level, holder, valid_from=day, valid_to=last, region=holder.region)


def _population() -> Iterator[PopulationRecord]:
    for region, years in _lists()["population"].items():
        for year, persons in years.items():
            yield PopulationRecord(region, year, persons, _lists()["published_by"])


class _Granted:
    """The patents that contracts can be about, each from its grant to its end."""

    def __init__(self, patents: Iterable[PatentRecord]) -> None:
        self.lives = [(patent, *life_of(patent)) for patent in patents if patent.patentees]
        self._of: dict[str, list[PatentRecord]] = defaultdict(list)
        for patent, _first, _last in self.lives:
            self._of[patent.patentees[0]].append(patent)
        self._life = {patent.application_number: (first, last) for patent, first, last in self.lives}

    def choose(self, rng: Random, day: date, most: int) -> list[PatentRecord]:
        """Patents of one patentee in force on that day; none where that is hard to find."""
        for _try in range(_TRIES if self.lives else 0):
            first = rng.choice(self.lives)[0]
            if self._is_in_force(first, day):
                own = [each for each in self._of[first.patentees[0]] if self._is_in_force(each, day)]
                others = [each for each in own if each is not first]
                return [first, *rng.sample(others, rng.randint(0, min(len(others), most - 1)))]
        return []

    def _is_in_force(self, patent: PatentRecord, day: date) -> bool:
        first, last = self._life[patent.application_number]
        return first < day < last


def life_of(patent: PatentRecord) -> tuple[date, date]:
    """From the grant to the end, or as far as the demonstration goes."""
    granted = [each.effective_on for each in patent.events if each.kind == EventKind.GRANT]
    ended = [each.effective_on for each in patent.events if each.kind in _ENDS]
    return min(granted, default=date.max), min(ended, default=shape()["last_day"])


def _transactions(
    rng: Random, patents: Sequence[PatentRecord], companies: Sequence[Holder]
) -> Iterator[TransactionRecord]:
    granted = _Granted(patents)
    names = [holder.name for holder in companies]
    for kind, years in _lists()["transactions"].items():
        for year, count in years.items():
            for number in range(1, count + 1):
                day = date(year, 1, 4) + timedelta(rng.randrange(355))
                if rights := granted.choose(rng, day, _lists()["rights"][kind]):
                    yield _contract(rng, TransactionKind(kind), day, number, rights, names)


def _contract(
    rng: Random,
    kind: TransactionKind,
    day: date,
    number: int,
    rights: Sequence[PatentRecord],
    companies: Sequence[str],
) -> TransactionRecord:
    giver = rights[0].patentees[0]
    return TransactionRecord(
        kind=kind,
        rights=tuple(each.application_number for each in rights),
        number=f"{_lists()['prefixes'][kind]}{day.year}9900{number:05d}",
        giver=giver,
        receiver=_receiver(rng, kind, [name for name in companies if name != giver]),
        amount=Decimal(int(rng.triangular(*_lists()["amounts"][kind])) // 1_000 * 1_000),
        registered_on=day,
        ends_on=None if kind == TransactionKind.ASSIGNMENT else add_years(day, rng.randint(1, 3)),
        region=rights[0].region,
        terms=rng.choice(_lists()["licence_terms"]) if kind == TransactionKind.LICENCE else "",
    )


def _receiver(rng: Random, kind: TransactionKind, others: Sequence[str]) -> str:
    if kind == TransactionKind.OPEN_LICENCE:
        return ""
    names: Sequence[str] = _lists()["banks"] if kind == TransactionKind.PLEDGE else others
    return rng.choice(names)


def _awards(rng: Random, patents: Sequence[PatentRecord]) -> Iterator[AwardRecord]:
    granted = [(each, life_of(each)[0]) for each in patents if each.patentees]
    for award in _lists()["awards"]:
        for year, count in award["years"].items():
            possible = [each for each, day in granted if day.year < year]
            for patent in rng.sample(possible, min(count, len(possible))):
                yield AwardRecord(
                    name=award["name"],
                    level=Level(award["level"]),
                    year=year,
                    number=patent.application_number,
                    grade=award["grade"],
                    winner=patent.patentees[0],
                )


def _indications() -> Iterator[GeographicalIndicationRecord]:
    for entry in _lists()["geographical_indications"]:
        yield GeographicalIndicationRecord(**entry, region=shape()["region"])


def _layouts(rng: Random, companies: Sequence[Holder]) -> Iterator[LayoutRecord]:
    for year, count in _lists()["layouts"].items():
        for number in range(1, count + 1):
            filed_on = date(year, 1, 4) + timedelta(rng.randrange(300))
            yield LayoutRecord(
                number=f"BS.{year % 100:02d}599{number:04d}",
                title=rng.choice(_lists()["layout_titles"]),
                holder_name=rng.choice(companies).name,
                filed_on=filed_on,
                announced_on=filed_on + timedelta(rng.randint(35, 60)),
                region=shape()["region"],
            )


def _providers(rng: Random, patents: Sequence[PatentRecord]) -> Iterator[ProviderRecord]:
    """The agencies that stand in the patents, the banks that lend, and others."""
    names = Names(rng)
    agencies = sorted({name for patent in patents for name in patent.agencies})
    listed = [(ProviderKind.PATENT_AGENCY, name) for name in agencies]
    listed += [(ProviderKind.BANK, name) for name in _lists()["banks"]]
    listed += [(ProviderKind(each["kind"]), each["name"]) for each in _lists()["providers"]]
    for kind, name in listed:
        address = names.address(with_building=True)
        yield ProviderRecord(kind, name, address=address, region=shape()["region"])
