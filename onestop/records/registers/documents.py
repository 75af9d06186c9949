"""Published documents of any office, with their events, priorities, citations and texts."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from django.db.models import F

from onestop.core import clock
from onestop.records.edges import Edges, write_edges
from onestop.records.models import Document, DocumentEvent, SourceFile
from onestop.records.registers.records import DocumentEventRecord, DocumentRecord
from onestop.records.registers.store import Register, Taken
from onestop.records.services import read_texts_again
from onestop.records.types import TextRecord
from onestop.search.services import enqueue


def _values(records: Sequence[DocumentRecord]) -> list[dict[str, Any]]:
    return [
        {
            "office": record.number[:2],
            "serial": record.serial,
            "kind_code": record.kind_code,
            "application": record.application,
            "published_on": record.published_on,
            "filed_on": record.filed_on,
            "titles": dict(record.titles),
            "abstracts": dict(record.abstracts),
            "applicants": list(record.applicants),
            "inventors": list(record.inventors),
            "ipc": list(record.ipc),
            "cpc": list(record.cpc),
            "family": record.family,
        }
        for record in records
    ]


def _after(taken: Sequence[Taken[DocumentRecord, Document]], file: SourceFile) -> None:
    """`Document.application` is asked and not the record's: another source may have said it."""
    DocumentEvent.objects.bulk_create(
        (_event(each, event, file) for each in taken for event in each.record.events), ignore_conflicts=True
    )
    write_edges(
        (
            Edges(
                each.row,
                each.entry.application,
                each.record.serial,
                each.record.priorities,
                each.record.citations,
                each.record.texts,
            )
            for each in taken
        ),
        file,
    )
    if keys := [each.entry.pk for each in taken if each.record.texts]:
        Document.objects.filter(pk__in=keys).update(version=F("version") + 1)
        enqueue(DOCUMENTS.name, keys)
    if chinese := {text.document for each in taken for text in each.record.texts if _is_chinese(text)}:
        read_texts_again(chinese)


def _is_chinese(text: TextRecord) -> bool:
    return text.document.startswith("CN")


def _event(
    taken: Taken[DocumentRecord, Document], event: DocumentEventRecord, file: SourceFile
) -> DocumentEvent:
    """Once, however many files tell it; the day on which it became known here stays the first."""
    return DocumentEvent(
        serial=taken.record.serial,
        code=event.code,
        effective_on=event.effective_on,
        country=event.country,
        text=event.text,
        digest=blake2b(event.text.encode(), digest_size=16).hexdigest() if event.text else "",
        recorded_on=clock.today(),
        file=file,
        row=taken.row,
    )


DOCUMENTS = Register("document", Document, _values, _after, is_indexed=True)
