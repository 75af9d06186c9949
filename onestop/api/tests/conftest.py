"""A handful of patents, stored and indexed."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction

from onestop.records.holders.registry import add
from onestop.records.holders.runs import match
from onestop.records.models import EventKind, Holder, HolderKind, PatentKind, SourceFile
from onestop.records.registers.documents import DOCUMENTS
from onestop.records.registers.records import DocumentRecord, TrademarkRecord
from onestop.records.registers.store import store_entries
from onestop.records.registers.trademarks import TRADEMARKS
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord, PriorityRecord, PublicationRecord
from onestop.search.services import catch_up

RECORDS = (
    PatentRecord(
        kind=PatentKind.INVENTION,
        title="恒阻延长锚索",
        application_number="2015108177127",
        abstract="锚索支护方法。",
        filed_on=date(2015, 11, 23),
        publications=(PublicationRecord("CN105334567A", date(2016, 2, 17)),),
        applicants=("甲矿业（江海）有限公司", "乙大学"),
        inventors=("李甲", "王乙"),
        ipc=("E21D20/02",),
        region="440704",
        events=(EventRecord(EventKind.GRANT, date(2018, 1, 2)),),
        legal_data_to=date(2026, 1, 1),
    ),
    PatentRecord(
        kind=PatentKind.INVENTION,
        title="抛光膜",
        publications=(PublicationRecord("CN112980035B", date(2021, 5, 1)),),
        applicants=("乙大学",),
    ),
)

DOCUMENT = DocumentRecord(
    number="EP9990001A1",
    serial="EP9990001",
    kind_code="A1",
    application="EP16990001",
    titles=(("en", "Anchor cable"),),
    priorities=(PriorityRecord("CN201510817712"),),
)


@pytest.fixture(autouse=True)
def patents(db: None) -> None:
    cache.clear()  # the portal remembers for some seconds how many patents there are
    file = SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)
    with transaction.atomic():
        store(list(enumerate(RECORDS, 2)), file)
        store_entries(DOCUMENTS, [(2, DOCUMENT)], file)
        store_entries(
            TRADEMARKS, [(2, TrademarkRecord("9000001", 9, mark="灯塔", filed_on=date(2020, 5, 6)))], file
        )
        add([Holder(pk=9001, name="甲矿业（江海）有限公司", kind=HolderKind.COMPANY)])
        match()
    catch_up()
