"""Invented documents abroad, joined with the patent ANCHOR: for tests of pages."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from onestop.portal.tests.conftest import ANCHOR, keep
from onestop.records.models import SourceFile, TextPart
from onestop.records.registers.documents import DOCUMENTS
from onestop.records.registers.records import DocumentEventRecord, DocumentRecord
from onestop.records.registers.store import store_entries
from onestop.records.types import CitationRecord, PriorityRecord, TextRecord

OURS = "CN201510817712"
AMERICAN = DocumentRecord(
    number="US99900001B2",
    serial="US99900001",
    kind_code="B2",
    application="US201699000001",
    published_on=date(2018, 6, 19),
    filed_on=date(2016, 11, 22),
    titles=(("en", "Anchor cable of constant resistance"),),
    applicants=("JIA MINING JIANGHAI CO LTD",),
    inventors=("LI JIA",),
    ipc=("E21D21/00",),
    priorities=(PriorityRecord(OURS, date(2015, 11, 23)),),
    citations=(CitationRecord("JP9990001", category="X", phase="SEA"),),
)
EUROPEAN = DocumentRecord(
    number="EP9990001A1",
    serial="EP9990001",
    kind_code="A1",
    application="EP16990001",
    published_on=date(2017, 5, 31),
    filed_on=date(2016, 11, 22),
    titles=(("de", "Ankerseil"), ("en", "Anchor cable"), ("fr", "Câble d'ancrage")),
    abstracts=(("en", "An anchor cable."),),
    applicants=("JIA MINING JIANGHAI CO LTD",),
    ipc=("E21D20/02", "E21D21/00"),
    cpc=("E21D21/0086",),
    priorities=(PriorityRecord(OURS, date(2015, 11, 23)), PriorityRecord("CN201510999999")),
    citations=(
        CitationRecord("CN105334567", category="A", phase="SEA"),
        CitationRecord(text="LI JIA: Anchors, 2014, pages 1-9"),
    ),
    events=(
        DocumentEventRecord("17P", date(2017, 12, 1), "EP", "REQUEST FOR EXAMINATION FILED"),
        DocumentEventRecord("PG25", date(2019, 3, 1), "DE", "LAPSED"),
    ),
    texts=(TextRecord("EP9990001A1", TextPart.CLAIMS, "en", ("1. An anchor cable.", "2. As in claim 1.")),),
)
CITED = replace(ANCHOR, citations=(CitationRecord("US99900001"), CitationRecord("WO2010999999")))


def keep_documents(*records: DocumentRecord, name: str = "docdb.xml") -> None:
    file, _ = SourceFile.objects.get_or_create(digest=name.ljust(64, "d"), defaults={"name": name, "size": 1})
    with transaction.atomic():
        store_entries(DOCUMENTS, list(enumerate(records, 1)), file)


def keep_abroad() -> None:
    keep((CITED,), "引证.xml")
    keep_documents(AMERICAN, EUROPEAN)
