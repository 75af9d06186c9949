"""Facts lead to the row that told them: as stored by `services.store`."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from onestop.records.models import EventKind, Patent, PatentKind, SourceFile
from onestop.records.provenance import Origin, history, origins
from onestop.records.queries import patent_by_number
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord

pytestmark = pytest.mark.django_db

FIRST = PatentRecord(
    kind=PatentKind.INVENTION,
    title="锚索",
    application_number="2015108177127",
    applicants=("甲公司",),
    publications=(PublicationRecord("CN105334567A", date(2016, 2, 17)),),
)
BETTER = replace(FIRST, title="恒阻锚索", abstract="一种锚索。", applicants=())


def said(name: str, *records: tuple[int, PatentRecord]) -> None:
    file, _ = SourceFile.objects.get_or_create(digest=name.ljust(64, "0"), defaults={"name": name, "size": 1})
    with transaction.atomic():
        store(list(records), file)


def patent() -> Patent:
    found = patent_by_number("2015108177127")
    assert found
    return found


def places(origin: Origin) -> list[tuple[str, int]]:
    return [(each.file.name, each.row) for each in origin.present]


def test_the_newest_statement_that_says_a_fact_is_its_origin() -> None:
    said("a.csv", (2, FIRST))
    said("b.csv", (7, BETTER))
    found = origins(patent())
    assert places(found["title"]) == [("b.csv", 7)]
    assert places(found["abstract"]) == [("b.csv", 7)]
    assert places(found["applicants"]) == [("a.csv", 2)]
    assert [each.file.name for each in found["title"].others] == ["a.csv"]
    assert [(each.value, each.replaced_by) for each in found["title"].older] == [("锚索", "b.csv")]
    assert not found["abstract"].older
    assert "locarno" not in found


def test_the_same_statement_again_takes_no_fact_over() -> None:
    said("a.csv", (2, FIRST))
    said("b.csv", (7, BETTER))
    said("c.csv", (5, FIRST))
    assert patent().title == "恒阻锚索"
    found = origins(patent())["title"]
    assert places(found) == [("b.csv", 7)]
    assert [each.file.name for each in found.others] == ["a.csv", "c.csv"]


def test_what_adds_up_has_every_statement_as_its_origin() -> None:
    said("a.csv", (2, FIRST))
    said("b.csv", (3, replace(FIRST, events=(EventRecord(EventKind.GRANT, date(2018, 1, 2)),))))
    said("c.csv", (4, replace(FIRST, events=(EventRecord(EventKind.FEE_LAPSE, date(2020, 1, 2)),))))
    found = origins(patent())
    assert places(found["events"]) == [("b.csv", 3), ("c.csv", 4)]
    assert places(found["publications"]) == [("a.csv", 2), ("b.csv", 3), ("c.csv", 4)]
    assert not found["events"].older


def test_the_number_stays_with_who_told_it_first() -> None:
    said("a.csv", (2, FIRST))
    said("b.csv", (7, BETTER))
    assert places(origins(patent())["application_number"]) == [("a.csv", 2)]


def test_history_is_the_newest_change_first() -> None:
    said("a.csv", (2, FIRST))
    said("b.csv", (7, BETTER))
    said("c.csv", (9, replace(BETTER, title="锚索（改）")))
    assert [(each.file, each.before["title"]) for each in history(patent())] == [
        ("c.csv", "恒阻锚索"),
        ("b.csv", "锚索"),
    ]


def test_a_statement_from_before_facts_were_noted_claims_none() -> None:
    said("a.csv", (2, FIRST))
    patent().sources.update(says=0)
    assert origins(patent()) == {}
