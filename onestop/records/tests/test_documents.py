"""What sources say of documents of other offices adds up."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from onestop.records.models import (
    Citation,
    Correction,
    Document,
    DocumentEvent,
    FullText,
    Priority,
    SourceFile,
    Statement,
    TextPart,
)
from onestop.records.outcomes import Outcome
from onestop.records.registers.documents import DOCUMENTS
from onestop.records.registers.records import DocumentEventRecord, DocumentRecord
from onestop.records.registers.store import store_entries
from onestop.records.types import CitationRecord, PriorityRecord, TextRecord

LAPSE = DocumentEventRecord("PG25", date(2020, 2, 27), "BG", "LAPSED IN A CONTRACTING STATE")
FULL = DocumentRecord(
    number="EP2999999A1",
    serial="EP2999999",
    kind_code="A1",
    application="EP15999999",
    published_on=date(2016, 3, 2),
    filed_on=date(2015, 9, 1),
    titles=(("en", "Anchor cable"), ("zh", "锚索")),
    abstracts=(("en", "An anchor cable."),),
    applicants=("EXAMPLE OY",),
    inventors=("DOE JANE",),
    ipc=("E21D20/02",),
    cpc=("E21D20/02",),
    family="12345678",
    priorities=(PriorityRecord("CN201410999999", date(2014, 9, 2)),),
    citations=(CitationRecord("US9999999", category="X", phase="SEA"), CitationRecord(text="DOE, 2001")),
    events=(LAPSE,),
    texts=(TextRecord("EP2999999A1", TextPart.CLAIMS, "en", ("1. An anchor cable.",)),),
)


@pytest.fixture
def files(db: None) -> tuple[SourceFile, SourceFile]:
    first, second = (SourceFile.objects.create(digest=each * 64, name=each, size=1) for each in "ab")
    return first, second


def _store(file: SourceFile, *records: DocumentRecord) -> list[Outcome]:
    with transaction.atomic():
        return store_entries(DOCUMENTS, list(enumerate(records, 1)), file)


def _counts() -> tuple[int, ...]:
    return tuple(
        model._default_manager.count()
        for model in (Document, Priority, Citation, DocumentEvent, FullText, Statement)
    )


def test_everything_has_its_place(files: tuple[SourceFile, SourceFile]) -> None:
    assert _store(files[0], FULL) == [Outcome.CREATED]
    assert _counts() == (1, 1, 2, 1, 1, 1)
    document = Document.objects.get()
    assert (document.office, document.key, document.titles["zh"]) == ("EP", "EP2999999A1", "锚索")
    assert Priority.objects.get().application == "EP15999999"
    assert DocumentEvent.objects.get().text == LAPSE.text


def test_again_changes_nothing(files: tuple[SourceFile, SourceFile]) -> None:
    _store(files[0], FULL)
    assert _store(files[0], FULL) == [Outcome.UNCHANGED]
    assert _store(files[1], FULL, FULL) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert _counts() == (1, 1, 2, 1, 1, 2)


def test_a_title_in_one_language_leaves_the_others(files: tuple[SourceFile, SourceFile]) -> None:
    _store(files[0], FULL)
    said = DocumentRecord(FULL.number, FULL.serial, titles=(("en", "Anchor rope"),))
    assert _store(files[1], said) == [Outcome.UPDATED]
    assert Document.objects.get().titles == {"en": "Anchor rope", "zh": "锚索"}
    assert Correction.objects.get().before == {"titles": {"en": "Anchor cable", "zh": "锚索"}}
    assert _store(files[1], replace(said, titles=(("zh", "锚索"),))) == [Outcome.UNCHANGED]


def test_what_a_family_answer_leaves_out_stays(files: tuple[SourceFile, SourceFile]) -> None:
    _store(files[0], FULL)
    member = DocumentRecord(
        FULL.number,
        FULL.serial,
        "A1",
        FULL.application,
        priorities=(PriorityRecord("CN201410999999"), PriorityRecord("CN201410888888")),
        events=(LAPSE, replace(LAPSE, country="DE")),
    )
    assert _store(files[1], member) == [Outcome.UNCHANGED]
    assert Document.objects.get().applicants == ["EXAMPLE OY"]
    assert _counts() == (1, 2, 2, 2, 1, 2)
    assert Priority.objects.get(claimed="CN201410999999").claimed_on == date(2014, 9, 2)


def test_an_event_keeps_the_day_it_became_known(files: tuple[SourceFile, SourceFile]) -> None:
    _store(files[0], FULL)
    DocumentEvent.objects.update(recorded_on=date(2020, 3, 1))
    _store(files[1], replace(FULL, family="1"))
    event = DocumentEvent.objects.get()
    assert (event.recorded_on, event.file) == (date(2020, 3, 1), files[0])
