"""After an ingest only the figures of the regions that it touches are counted anew."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count

import pytest
from django.core.cache import caches
from django.db import transaction

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.indicators.high_value.assess import refresh
from onestop.indicators.high_value.decisions import decide
from onestop.indicators.queries import all_figures
from onestop.indicators.store import remembered
from onestop.records.holders.runs import match
from onestop.records.legal_data import known_to
from onestop.records.models import (
    CaseKind,
    EventKind,
    HolderKind,
    HonourKind,
    Level,
    Patent,
    PatentKind,
    SourceFile,
    TransactionKind,
)
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import (
    CaseSummaryRecord,
    HolderRecord,
    HonourRecord,
    TransactionRecord,
)
from onestop.records.services import remove, store
from onestop.records.types import EventRecord, OwnersRecord, PatentRecord
from onestop.records.values import application_number

pytestmark = pytest.mark.django_db
HERE, BESIDE, ELSEWHERE = "440704", "440703", "370902"
REGIONS = (HERE, BESIDE, "440700", "440000", ELSEWHERE, "370000", "")
AROUND = {HERE, "440700", "440000", ""}
DAY = date(2023, 12, 31)
OWNERS = (("虚构甲照明有限公司", HERE), ("虚构乙照明有限公司", ELSEWHERE))
_files = count(1)


def invention(
    serial: int, region: str, *events: EventRecord, holder: str = "虚构甲照明有限公司"
) -> PatentRecord:
    return PatentRecord(
        PatentKind.INVENTION,
        "一种灯",
        application_number.clean(f"20181{9_000_000 + serial:07d}"),
        filed_on=date(2018, 3, 1),
        region=region,
        applicants=(holder,),
        agencies=("虚构代理有限公司",),
        events=(EventRecord(EventKind.GRANT, date(2020, 5, 1)), *events),
        legal_data_to=date(2024, 6, 30),
    )


def bring(patents: Sequence[PatentRecord] = (), lists: Sequence[object] = ()) -> None:
    """As an ingest does: a file, its records, holders matched, high-value inventions assessed."""
    number = next(_files)
    file = SourceFile.objects.create(digest=f"{number:064d}", name=f"{number}.xlsx", size=1)
    with transaction.atomic():
        store(list(enumerate(patents, 1)), file)
        store_registers(enumerate(lists, 1), file)
    match()
    refresh()


def case(number: int, region: str) -> CaseSummaryRecord:
    return CaseSummaryRecord(CaseKind.ENFORCEMENT, f"虚构〔{number}〕号", region, opened_on=date(2023, 5, 1))


@pytest.fixture(autouse=True)
def _two_provinces() -> None:
    caches["process"].clear()
    bring(
        [invention(1, HERE), invention(2, BESIDE), invention(3, ELSEWHERE)],
        [case(1, HERE), case(2, ELSEWHERE)],
    )


def counted_anew() -> set[str]:
    """Of which regions a figure that is remembered has to be made again."""
    made: set[str] = set()

    def make(region: str) -> bool:
        made.add(region)
        return True

    for region in REGIONS:
        remembered(f"test.{region}", partial(make, region), region)
    return made


def after(change: Callable[[], object]) -> set[str]:
    counted_anew()
    assert counted_anew() == set()
    change()
    found = counted_anew()
    check_all()
    return found


def check_all() -> None:
    """What is remembered is what is counted with nothing remembered."""
    seen = {region: values(region) for region in REGIONS}
    caches["process"].clear()
    assert seen == {region: values(region) for region in REGIONS}


def values(region: str) -> list[tuple[str, object, str]]:
    return [(each.code, each.value, each.missing) for each in all_figures(region, DAY)]


def test_a_new_patent_touches_what_it_lies_in() -> None:
    assert after(lambda: bring([invention(4, HERE)])) == AROUND


def test_a_patent_of_a_new_holder_too() -> None:
    assert after(lambda: bring([invention(4, HERE, holder="虚构丁电器有限公司")])) == AROUND


def test_a_lapse_touches_what_the_patent_lies_in() -> None:
    lapse = EventRecord(EventKind.FEE_LAPSE, date(2023, 3, 1))
    assert after(lambda: bring([invention(1, HERE, lapse)])) == AROUND


def test_a_patent_that_moves_touches_both_ends() -> None:
    old, new = (OwnersRecord((name,), "虚构路1号", region) for name, region in OWNERS)
    moved = EventRecord(EventKind.TRANSFER, date(2023, 8, 1), before=old, after=new)
    assert after(lambda: bring([invention(1, HERE, moved)])) == set(REGIONS) - {BESIDE}


def test_a_case_touches_its_region() -> None:
    assert after(lambda: bring(lists=[case(3, HERE)])) == AROUND


def test_a_contract_touches_the_regions_of_its_patents() -> None:
    bring(lists=[TransactionRecord(TransactionKind.PLEDGE, (), "Y1", region=HERE, registered_on=DAY)])
    number = invention(3, ELSEWHERE).application_number
    pledge = TransactionRecord(
        TransactionKind.PLEDGE, (number,), "Y2", amount=Decimal(1), region=HERE, registered_on=DAY
    )
    bring(lists=[TransactionRecord(TransactionKind.PLEDGE, (number,), "Y3", region=HERE, registered_on=DAY)])
    assert after(lambda: bring(lists=[pledge])) == set(REGIONS) - {BESIDE}


def test_the_first_list_of_its_kind_touches_all() -> None:
    """Everywhere a dash becomes a zero."""
    holder = HolderRecord("虚构甲照明有限公司", HolderKind.COMPANY)
    title = HonourRecord(
        HonourKind.HIGH_TECH, Level.NATIONAL, holder, valid_from=date(2022, 1, 1), region=HERE
    )
    assert after(lambda: bring(lists=[title])) == set(REGIONS)


def test_what_people_decide_touches_all() -> None:
    person = make_person(Role.OFFICER)
    patent = Patent.objects.filter(region=HERE).get()
    assert after(lambda: decide(patent, "industry", True, "已核对", person)) == set(REGIONS)
    assert after(lambda: known_to(date(2025, 1, 1), HERE)) == set(REGIONS)


def test_what_is_removed_touches_all() -> None:
    keys = list(Patent.objects.filter(region=HERE).values_list("pk", flat=True))

    def take_away() -> None:
        remove(keys)
        SourceFile.objects.create(digest="z" * 64, name="z", size=1).delete()
        bring([invention(9, BESIDE)])

    assert after(take_away) >= AROUND


def test_signing_in_touches_nothing() -> None:
    assert after(lambda: make_person(Role.MEMBER)) == set()
