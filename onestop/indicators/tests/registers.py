"""Small random registers of every type of record that figures count, for the second implementation of the figures."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from onestop.records.models import (
    CaseKind,
    EventKind,
    HolderKind,
    HonourKind,
    Level,
    PatentKind,
    TransactionKind,
)
from onestop.records.registers.records import (
    AwardRecord,
    CaseSummaryRecord,
    DocumentRecord,
    GeographicalIndicationRecord,
    HolderRecord,
    HonourRecord,
    InternationalRecord,
    LayoutRecord,
    PopulationRecord,
    TrademarkRecord,
    TransactionRecord,
)
from onestop.records.types import EventRecord, OwnersRecord, PatentRecord, PriorityRecord
from onestop.records.values import application_number

PLACES = {
    "440000": ["440704", "440703", "440300", ""],
    "110000": ["110108", "110101"],
    "310000": ["310115", "310104", ""],
    "320000": ["320102", "320106", "320200"],
    "330000": ["330106", "330203"],
    "350000": ["350203", "350102", ""],
    "370000": ["370902", "370911", "370102"],
    "420000": ["420106", "420500"],
    "500000": ["500105", "500112"],
    "510000": ["510104", "510107", ""],
}
"""Province -> where the records of its register are; the empty one is a record of which no region is known."""
COMPANIES = [f"虚构{name}照明有限公司" for name in "甲乙丙丁"]
PEOPLE = ["陈岫舟", "梁霁川", "李砚衡"]
UNIVERSITY = "虚构江门理工大学"
CLASSES = ["H04L9/32", "H01M10/52", "A47J27/00", "F21V29/50", "G06V10/82", "C08L23/06"]
"""Of the rules below the first takes in three, the second one by a keyword, and a place that was moved."""
RULES = [
    ("1.10", "示意甲", ("H04L*", "G06K9*", "H01M10*"), ("H01M10/54",), ""),
    ("7.3", "示意乙", ("F21V29*",), (), "散热器件制造；不包括白炽灯制造"),
]
TITLES = ["一种装置", "一种散热灯具", "一种白炽灯散热结构"]
ENDS = [
    EventKind.FEE_LAPSE,
    EventKind.ABANDONMENT,
    EventKind.DOUBLE_PATENT_ABANDONMENT,
    EventKind.INVALIDATION,
]


@dataclass
class Register:
    patents: list[PatentRecord] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)
    threshold: Decimal | None = None
    decisions: list[tuple[str, str, bool]] = field(default_factory=list)
    """(number, category of high-value inventions, confirmed or rejected)"""

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.lists if isinstance(each, kind)]


def random_registers(seed: int) -> Register:
    """One for each of ten provinces, brought together: ten figures of each kind to compare for the cost of one load."""
    made = Register(threshold=Random(seed).choice([None, Decimal(5_000_000)]))
    for number, (province, places) in enumerate(PLACES.items()):
        one = _Maker(Random(f"{seed} {province}"), places, number * 1_000)
        made.patents += (patents := one.patents())
        made.lists += one.lists(patents)
        made.lists += one.populations(province)
        made.decisions += one.decisions(patents)
    return made


class _Maker:
    """`first`: no number of this register is one of another."""

    def __init__(self, rng: Random, places: list[str], first: int) -> None:
        self.rng, self.places, self.first = rng, places, first

    def place(self) -> str:
        return self.rng.choice(self.places)

    def patents(self) -> list[PatentRecord]:
        last = self.first + self.rng.randint(2, 30)
        made = [_patent(self.rng, serial, self.place()) for serial in range(self.first + 1, last)]
        return [self.transferred(each) if self.rng.random() < 0.25 else each for each in made]

    def transferred(self, patent: PatentRecord) -> PatentRecord:
        """Once or twice, to somebody elsewhere or here, whose address may not be known."""
        names = patent.patentees or patent.applicants
        owner = OwnersRecord(names, "虚构路1号", patent.region)
        events = []
        for on in sorted({day(self.rng, 2021, 2025) for _time in range(self.rng.randint(1, 2))}):
            name = self.rng.choice([*COMPANIES, *PEOPLE])
            new = OwnersRecord((name,), "虚构路2号", self.place())
            events.append(EventRecord(EventKind.TRANSFER, on, before=owner, after=new))
            owner = new
        return replace(patent, events=(*patent.events, *events))

    def lists(self, patents: list[PatentRecord]) -> list[Any]:
        rng = self.rng
        numbers = [each.application_number for each in patents]
        made: list[Any] = [_transaction(rng, n, self.place(), numbers) for n in self.some(8)]
        made += [_honour(rng, self.place()) for _n in self.some(8)]
        made += [_case(rng, n, self.place()) for n in self.some(9)]
        abroad = rng.sample(patents, min(len(patents), rng.randrange(5)))
        made += [_abroad(rng, patent, self.first + n) for n, patent in enumerate(abroad)]
        for number in rng.sample(numbers, min(len(numbers), rng.randrange(4))):
            name = rng.choice(["中国专利奖", "广东专利奖"])
            made.append(AwardRecord(name, Level.NATIONAL, rng.randint(2021, 2024), number))
        return [*made, *(each for n in self.some(6) for each in _others(rng, n, self.place()))]

    def decisions(self, patents: list[PatentRecord]) -> list[tuple[str, str, bool]]:
        """Of one invention in five; of an industry or an age that it has, or of a prize that no list has."""
        return [
            (each.application_number, category, self.rng.random() < 0.5)
            for each in patents
            if each.kind == PatentKind.INVENTION and self.rng.random() < 0.2
            for category in self.rng.sample(["industry", "long_lived", "awarded"], self.rng.randint(1, 2))
        ]

    def some(self, most: int) -> range:
        return range(self.first, self.first + self.rng.randrange(most))

    def populations(self, province: str) -> list[PopulationRecord]:
        regions = {province, *filter(None, self.places)} | ({"100000"} if self.first == 0 else set())
        return [
            PopulationRecord(region, year, self.rng.randint(300_000, 900_000))
            for region in sorted(regions)
            for year in (2021, 2022)
            if self.rng.random() < 0.7
        ]


def day(rng: Random, first: int = 2021, last: int = 2024) -> date:
    return date(first, 1, 1) + timedelta(rng.randrange((last - first + 1) * 365))


def _patent(rng: Random, serial: int, region: str) -> PatentRecord:
    kind = rng.choice(
        [PatentKind.INVENTION, PatentKind.INVENTION, PatentKind.UTILITY_MODEL, PatentKind.DESIGN]
    )
    filed = day(rng, 2004, 2023)
    digit = {"invention": 1, "utility_model": 2, "design": 3}[kind]
    holder = rng.choice([*COMPANIES, *PEOPLE, UNIVERSITY])
    return PatentRecord(
        kind=kind,
        title=rng.choice(TITLES),
        application_number=application_number.clean(f"{filed.year}{digit}{9_000_000 + serial:07d}"),
        filed_on=filed,
        region=region,
        events=tuple(_events(rng, filed)),
        legal_data_to=date(2026, 1, 1),
        applicants=(holder,),
        patentees=(rng.choice(COMPANIES),) if rng.random() < 0.3 else (),
        agencies=(f"虚构{rng.randrange(14)}号知识产权代理有限公司",) if rng.random() < 0.6 else (),
        ipc=() if kind == PatentKind.DESIGN else tuple(rng.sample(CLASSES, rng.randint(1, 2))),
    )


def _events(rng: Random, filed: date) -> list[EventRecord]:
    if rng.random() < 0.15:
        kind = rng.choice([EventKind.REJECTION, EventKind.WITHDRAWAL, EventKind.DEEMED_ABANDONMENT])
        return [EventRecord(kind, filed + timedelta(rng.randrange(200, 1_500)))]
    if rng.random() < 0.1:
        return []
    granted = filed + timedelta(rng.randrange(1, 1_500))
    events = [EventRecord(EventKind.GRANT, granted)]
    if rng.random() < 0.3:
        ended = EventRecord(rng.choice(ENDS), granted + timedelta(rng.randrange(3_000)))
        events.append(ended)
        if ended.kind == EventKind.FEE_LAPSE and rng.random() < 0.4:
            events.append(EventRecord(EventKind.RESTORATION, ended.effective_on + timedelta(60)))
    if rng.random() < 0.15:
        longer = filed + timedelta(7_305 + rng.randrange(900))
        events.append(EventRecord(EventKind.TERM_ADJUSTMENT, granted, term_ends_on=longer))
    return events


def _transaction(rng: Random, number: int, region: str, numbers: list[str]) -> TransactionRecord:
    return TransactionRecord(
        kind=rng.choice(list(TransactionKind)),
        rights=tuple(rng.sample(numbers, min(len(numbers), rng.randint(1, 3)))),
        number=f"Y{number}",
        amount=rng.choice([None, Decimal(1_000_000), Decimal(8_000_000)]),
        registered_on=day(rng),
        region=region,
    )


def _honour(rng: Random, region: str) -> HonourRecord:
    first = day(rng, 2019, 2024)
    return HonourRecord(
        kind=rng.choice(list(HonourKind)),
        level=rng.choice(list(Level)),
        holder=HolderRecord(rng.choice(COMPANIES), HolderKind.COMPANY),
        valid_from=first,
        valid_to=rng.choice([None, first + timedelta(3 * 365)]),
        region=region,
    )


def _case(rng: Random, number: int, region: str) -> CaseSummaryRecord:
    opened = day(rng)
    later = [opened + timedelta(rng.randrange(120)) if rng.random() < 0.6 else None for _each in range(3)]
    return CaseSummaryRecord(
        kind=rng.choice(list(CaseKind)),
        number=f"虚构〔{number}〕号",
        region=region,
        opened_on=opened,
        closed_on=later[0],
        handed_over_on=later[1],
        confirmed_on=later[2],
        amount=rng.choice([None, Decimal("12345.50")]),
        labels=rng.choice([None, 700]),
        participants=rng.choice([None, 35]),
    )


def _abroad(rng: Random, patent: PatentRecord, number: int) -> DocumentRecord:
    office, kind = rng.choice([("US", "B2"), ("US", "A1"), ("EP", "B1"), ("TW", "B")])
    return DocumentRecord(
        number=f"{office}99{number:06d}{kind}",
        serial=f"{office}99{number:06d}",
        kind_code=kind,
        application=f"{office}202099{number:04d}",
        published_on=day(rng, 2020, 2024),
        priorities=(PriorityRecord(f"CN{patent.application_number[:-1]}", patent.filed_on),),
    )


def _others(rng: Random, number: int, region: str) -> list[Any]:
    first = day(rng, 2012, 2024)
    last = date(first.year + 10, first.month, min(first.day, 28))
    protected = rng.choice([None, day(rng)])
    return [
        InternationalRecord(f"PCT/CN2023/{900_000 + number}", "t", "甲", day(rng), region),
        LayoutRecord(f"BS.2359{number:05d}", "t", announced_on=day(rng), region=region),
        GeographicalIndicationRecord(f"虚构果{number}", "product", protected_on=protected, region=region),
        TrademarkRecord(str(90_000_000 + number), 9, registered_on=first, term_to=last, region=region),
    ]
