"""What a supplier says it delivered beside what is held."""

from datetime import date

import pytest
from django.db import transaction

from onestop.ingest.delivered import compared, deliveries
from onestop.records.models import PatentKind, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.deliveries import DeliveryRecord
from onestop.records.registers.records import DocumentRecord
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord

pytestmark = pytest.mark.django_db


def document(office: str, serial: int, kind: str) -> DocumentRecord:
    return DocumentRecord(
        number=f"{office}{serial}{kind}",
        serial=f"{office}{serial}",
        kind_code=kind,
        titles=(("en", "Made up"),),
    )


def chinese(*numbers: str) -> PatentRecord:
    published = tuple(PublicationRecord(number, date(2020, 1, 7)) for number in numbers)
    return PatentRecord(PatentKind.INVENTION, "虚构装置", "2015108177127", publications=published)


@pytest.fixture
def held() -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a", size=1)
    said = [
        DeliveryRecord("DOCDB-202324", "A", "EP", "A1", 3),
        DeliveryRecord("DOCDB-202324", "C", "EP", "A1", 2),
        DeliveryRecord("DOCDB-202324", "D", "EP", "A1", 9),
        DeliveryRecord("DOCDB-202324", "A", "EP", "B1", 1),
        DeliveryRecord("DOCDB-202324", "A", "CN", "A", 1),
        DeliveryRecord("DOCDB-202324", "A", "CN", "B", 4),
        DeliveryRecord("DOCDB-202323", "A", "EP", "A1", 1),
    ]
    here = [document("EP", 9900001, "A1"), document("EP", 9900001, "B1"), document("EP", 9900002, "B1")]
    with transaction.atomic():
        store_registers(enumerate([*said, *here, document("CN", 105334567, "A")], 1), file)
        store([(1, chinese("CN105334567A", "CN105334567B"))], file)


@pytest.mark.usefixtures("held")
def test_each_office_and_kind_with_the_difference() -> None:
    assert deliveries() == ["DOCDB-202324", "DOCDB-202323"]
    found = compared("DOCDB-202324")
    assert [
        (each.office, each.kind_code, each.delivered, each.deleted, each.held, each.missing, each.difference)
        for each in found
    ] == [
        ("EP", "A1", 5, 9, 1, 4, -4),
        ("CN", "B", 4, 0, 1, 3, -3),
        ("CN", "A", 1, 0, 1, 0, 0),
        ("EP", "B1", 1, 0, 2, 0, 1),
    ]


@pytest.mark.usefixtures("held")
def test_a_delivery_that_nobody_named_has_nothing() -> None:
    assert compared("DOCDB-1") == []
