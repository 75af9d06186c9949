"""A small district: 45 patents of a few holders, stored and indexed."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.core.cache import caches
from django.db import transaction

from onestop.records.models import EventKind, InternationalApplication, PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.records.values.application_number import check_digit
from onestop.search.services import catch_up

DISTRICT = "440704"
DATA_TO = date(2024, 6, 30)
ANCHOR = PatentRecord(
    kind=PatentKind.INVENTION,
    title="恒阻延长锚索",
    application_number="2015108177127",
    abstract="一种锚索，用于巷道支护。",
    filed_on=date(2015, 11, 23),
    publications=(
        PublicationRecord("CN105334567A", date(2016, 2, 17)),
        PublicationRecord("CN105334567B", date(2018, 1, 2)),
    ),
    applicants=("甲矿业/江海有限公司", "乙大学"),
    patentees=("甲矿业/江海有限公司",),
    inventors=("李甲", "王乙"),
    agencies=("丙专利代理事务所",),
    ipc=("E21D20/02", "E21D21/00"),
    address="广东省江门市江海区某路1号",
    region=DISTRICT,
    events=(EventRecord(EventKind.GRANT, date(2018, 1, 2), date(2018, 1, 5)),),
    legal_data_to=DATA_TO,
)
ONLY_PUBLISHED = PatentRecord(
    kind=PatentKind.INVENTION,
    title="抛光膜",
    publications=(PublicationRecord("CN112980035B", date(2021, 5, 1)),),
    applicants=("乙大学",),
)
DESIGN = PatentRecord(
    kind=PatentKind.DESIGN,
    title="灯（锚形）",
    application_number="2020301234561",
    filed_on=date(2020, 3, 20),
    applicants=("=丁灯饰厂",),
    locarno=("26-05",),
    region="440703",
)


def lamp(serial: int) -> PatentRecord:
    """One of many, filed in 2019 to 2021, granted some months later, some lapsed."""
    year, kind = 2019 + serial % 3, (PatentKind.INVENTION, PatentKind.UTILITY_MODEL)[serial % 2]
    body = f"{year}{'12'[serial % 2]}{serial:07}"
    events = [EventRecord(EventKind.GRANT, date(year + 1, 6, 1))]
    events += [EventRecord(EventKind.FEE_LAPSE, date(year + 2, 1, 1))] if serial % 5 == 0 else []
    return PatentRecord(
        kind=kind,
        title=f"灯具{serial}",
        application_number=body + check_digit(body),
        abstract="一种发光二极管灯具。",
        filed_on=date(year, 1 + serial % 12, 10),
        applicants=(f"照明{serial % 12}厂",),
        patentees=(f"照明{serial % 12}厂",),
        ipc=("F21V29/70", "H05B45/10") if serial % 4 == 0 else ("F21V29/70",),
        region=DISTRICT,
        events=tuple(events),
        legal_data_to=DATA_TO,
    )


LAMPS = tuple(lamp(serial) for serial in range(1, 43))
RECORDS = (ANCHOR, ONLY_PUBLISHED, DESIGN, *LAMPS)


def keep(
    records: Sequence[PatentRecord], name: str = "专利信息.xlsx", *, is_demonstration: bool = False
) -> None:
    file, _ = SourceFile.objects.get_or_create(digest=name.ljust(64, "0"), defaults={"name": name, "size": 1})
    with transaction.atomic():
        store(list(enumerate(records, 2)), file, is_demonstration=is_demonstration)
    catch_up()
    caches["process"].clear()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    caches["process"].clear()


@pytest.fixture
def patents(db: None) -> None:
    keep(RECORDS)


@pytest.fixture
def pct_application(db: None) -> InternationalApplication:
    return InternationalApplication.objects.create(
        number="PCT/CN2023/100001",
        title="一种灯",
        applicant="照明1厂",
        filed_on=date(2023, 5, 4),
        region=DISTRICT,
    )
