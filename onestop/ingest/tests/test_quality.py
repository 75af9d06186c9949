"""Measures of quality: each finds what it names and nothing else, and snapshots keep the trend."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from onestop.core import clock
from onestop.ingest import quality
from onestop.ingest.models import IngestRun, QualitySnapshot, RowReport, RunState
from onestop.ingest.quality import count_all, is_due, measures, standings, take_snapshot
from onestop.ingest.quality_finders import FINDERS
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import (
    Document,
    Holder,
    Patent,
    PatentKind,
    Publication,
    SourceFile,
    Trademark,
)
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.records.values.application_number import check_digit

pytestmark = pytest.mark.django_db


def number(serial: int, kind: int = 1) -> str:
    body = f"2020{kind}{serial:07}"
    return body + check_digit(body)


def patent(serial: int, **more: object) -> PatentRecord:
    whole = {
        "kind": PatentKind.INVENTION,
        "title": f"装置{serial}",
        "application_number": number(serial),
        "abstract": "本发明",
        "filed_on": date(2020, 5, 1),
        "applicants": ("甲厂",),
        "ipc": ("E21D20/02",),
        "address": "广东省江门市江海区",
        "region": "440704",
        "publications": (PublicationRecord(f"CN11{serial:07}A", date(2020, 11, 1)),),
        "legal_data_to": date(2026, 1, 1),
    }
    return PatentRecord(**(whole | more))  # type: ignore[arg-type]


def keep(*records: PatentRecord) -> list[Patent]:
    file, _made = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a", "size": 1})
    with transaction.atomic():
        store(list(enumerate(records, 1)), file)
    return [Patent.objects.get(application_number=each.application_number) for each in records]


def counts() -> dict[str, int]:
    return {measure.code: found.count for measure, found in count_all()}


def keys(code: str) -> list[int]:
    return next(found.keys for measure, found in count_all() if measure.code == code)


def test_whole_records_have_no_fault() -> None:
    keep(patent(1), patent(2, title="另一装置"))
    assert set(counts().values()) == {0}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("no_title", {"title": ""}),
        ("no_filing_date", {"filed_on": None}),
        ("no_abstract", {"abstract": ""}),
        ("no_applicant", {"applicants": ()}),
        ("no_class", {"ipc": ()}),
        ("no_region", {"region": ""}),
        ("no_legal_data", {"legal_data_to": None}),
        ("region_against_address", {"region": "370900"}),
    ],
)
def test_a_fault_is_counted_and_listed(code: str, fault: dict[str, object]) -> None:
    _good, bad = keep(patent(1), patent(2, **fault))
    assert {name for name, count in counts().items() if count} == {code}
    assert keys(code) == [bad.pk]


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("published_before_filing", {"published_on": date(2019, 1, 1)}),
        ("granted_before_filing", {"granted_on": date(2020, 4, 30), "published_on": date(2020, 5, 1)}),
        ("granted_before_publication", {"granted_on": date(2020, 10, 1)}),
        ("grant_without_publication", {"granted_on": date(2022, 1, 1), "published_on": None}),
    ],
)
def test_days_that_contradict_each_other(code: str, days: dict[str, object]) -> None:
    (bad,) = keep(patent(1))
    Patent.objects.filter(pk=bad.pk).update(**days)
    found = {name for name, count in counts().items() if count}
    assert code in found
    assert found <= {code, "granted_before_publication"}


def test_designs_need_no_abstract_and_utility_models_no_publication() -> None:
    keep(
        patent(1, kind=PatentKind.DESIGN, application_number=number(1, 3), abstract="", ipc=("E21D20/02",)),
        patent(2, kind=PatentKind.UTILITY_MODEL, application_number=number(2, 2)),
    )
    Patent.objects.update(granted_on=date(2021, 1, 1), published_on=None)
    assert set(counts().values()) == {0}


def test_duplicates_but_not_twins() -> None:
    first, second, *_others = keep(
        patent(1, title="一种 LED灯具"),
        patent(2, title="一種ＬＥＤ灯具"),
        patent(3, title="一种LED灯具", kind=PatentKind.UTILITY_MODEL, application_number=number(3, 2)),
        patent(4, title="一种LED灯具", filed_on=date(2020, 5, 2)),
        patent(5, title="一种LED灯具", applicants=("乙厂", "甲厂")),
        patent(6, title="另一种灯具"),
    )
    assert keys("same_title_applicant_day") == [first.pk, second.pk]


def test_one_publication_of_two_patents() -> None:
    first, second = keep(patent(1), patent(2))
    Publication.objects.create(patent=second, number="CN110000001B", serial="CN110000001")
    assert keys("same_publication") == [first.pk, second.pk]


def test_a_wider_region_is_no_contradiction() -> None:
    keep(patent(1, region="440700"), patent(2, address="广东省江门市"), patent(3, address="某地"))
    assert counts()["region_against_address"] == 0


def _run(file: SourceFile, **more: object) -> IngestRun:
    return IngestRun.objects.create(file=file, file_name="a", state=RunState.DONE, read=4, rejected=4, **more)


def test_rows_of_the_newest_import_of_a_file_count_once_and_until_settled() -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a", size=1)
    old, new = _run(file), _run(file)
    retry = _run(file, retry_of=new)
    for run in (old, new, retry):
        for line, code in enumerate(("row.no_number", "row.number_conflict"), 1):
            RowReport.objects.create(run=run, line=line, outcome="rejected", code=code, cells={})
    found = {measure.code: (each.count, each.total) for measure, each in count_all()}
    assert (found["rows_rejected"], found["number_conflicts"]) == ((2, 4), (1, 4))
    new.reports.filter(line=1).update(resolved_by=retry)
    assert counts()["rows_rejected"] == 1


def test_trademarks() -> None:
    Trademark.objects.create(key="CN:1:9", number="1", nice_class=9, goods=[], region="440704")
    Trademark.objects.create(key="CN:2:9", number="2", nice_class=9, goods=[{"name": "灯"}])
    found = counts()
    assert (found["trademark_no_goods"], found["trademark_no_region"]) == (1, 1)


def test_other_tables() -> None:
    Document.objects.create(key="EP1A1", office="EP", serial="EP1", filed_on=date(2020, 1, 2))
    Document.objects.create(
        key="EP2A1",
        office="EP",
        serial="EP2",
        titles={"en": "Lamp"},
        applicants=["A"],
        filed_on=date(2020, 1, 2),
        published_on=date(2019, 1, 2),
    )
    days = {"filed_on": date(2020, 1, 2), "registered_on": date(2019, 1, 2)}
    term = {"term_from": date(2020, 1, 2), "term_to": date(2019, 1, 2)}
    Trademark.objects.create(key="CN:1:9", number="1", nice_class=9, goods=[{}], region="440704", **days)
    Trademark.objects.create(key="CN:2:9", number="2", nice_class=9, goods=[{}], region="440704", **term)
    found = {code: count for code, count in counts().items() if count}
    assert found == dict.fromkeys(
        (
            "document_no_title",
            "document_no_applicant",
            "document_no_publication",
            "document_published_before_filing",
            "trademark_registered_before_filing",
            "trademark_term_ends_first",
        ),
        1,
    )


def test_holders() -> None:
    for name, uscc, kind in (("甲厂", None, "company"), ("甲厂", "91440704MA00000001", "company")):
        Holder.objects.create(name=name, uscc=uscc, kind=kind)
    for name in ("李伟", "李伟"):
        Holder.objects.create(name=name, kind="person")
    first, second = Holder.objects.filter(kind="company").order_by("pk")
    assert keys("same_holder_name") == [first.pk, second.pk]
    assert keys("holder_no_uscc") == [first.pk]
    Holder.objects.filter(pk=first.pk).update(merged_into=second)
    assert keys("same_holder_name") == keys("holder_no_uscc") == []


def test_sources_that_disagree() -> None:
    first, second, _third = keep(patent(1), patent(2, title=""), patent(3))
    file = SourceFile.objects.create(digest="b" * 64, name="b", size=1)
    with transaction.atomic():
        store(
            [(1, patent(1, filed_on=date(2020, 5, 2))), (2, patent(2)), (3, patent(3, abstract="改"))], file
        )
    assert first.revisions.exists()
    assert second.revisions.exists(), "a gap was filled"
    assert keys("sources_disagree") == [first.pk]


def test_faults_are_told_by_the_kind_of_their_source(tmp_path: Path) -> None:
    keep(patent(1, abstract=""))
    rows = [(*row[:-1], "") for row in make.rows(3, 50)]
    ingest(make.csv_file(tmp_path, [*rows, ("无号", "", "甲", "", "", "")]))
    take_snapshot()
    _day, found = standings()
    parts = {each.measure.code: each.parts for each in found}
    assert parts["no_abstract"] == {"other": 1, "spreadsheet": 3}
    assert parts["rows_rejected"] == {"spreadsheet": 1}
    assert parts["no_title"] == {}


def test_the_trend_and_the_newest_day(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(patent(1, abstract=""))
    today = date(2026, 9, 1)
    monkeypatch.setattr(clock, "today", lambda: today)
    take_snapshot()
    keep(patent(2, abstract="", title="乙"))
    take_snapshot()
    assert QualitySnapshot.objects.filter(measure="no_abstract").count() == 1, "one a day, the newest"
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(8))
    keep(patent(3, abstract="", title="丙"))
    take_snapshot()
    measure = measures()["no_abstract"]
    assert quality.trend(measure) == [(today, 2), (today + timedelta(8), 3)]
    assert len(quality.kept_keys(measure)) == 3
    assert not QualitySnapshot.objects.filter(day=today).exclude(keys=[]).exists()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        day, found = standings()
    assert len(queries) == 2
    assert day == today + timedelta(8)
    assert {each.measure.code: each.change for each in found}["no_abstract"] == 1


def test_when_a_snapshot_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_due(), "nothing to count"
    keep(patent(1))
    assert is_due()
    take_snapshot()
    assert not is_due()
    file = SourceFile.objects.get()
    later = clock.now() + timedelta(minutes=2)
    _run(file, finished_at=later)
    assert not is_due(), "not so soon"
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(minutes=10))
    assert is_due()
    take_snapshot()
    assert not is_due()
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert is_due()


def test_counting_takes_the_same_number_of_queries_whatever_the_data() -> None:
    keep(patent(1))
    with CaptureQueriesContext(connection) as few:
        list(count_all())
    keep(*(patent(serial, abstract="", title=f"灯{serial % 3}") for serial in range(2, 40)))
    with CaptureQueriesContext(connection) as many:
        list(count_all())
    faults = sum(1 for measure, found in count_all() if found.keys and measure.is_lookup)
    assert len(many) <= len(few) + faults, "one more for each kind of fault that is there"


def test_the_measures_are_whole() -> None:
    for each in measures().values():
        assert sum(map(bool, (each.is_lookup, each.reports, each.found_by))) == 1, each.code
        assert not each.found_by or each.found_by in FINDERS
        assert each.zh
        assert each.en.isascii()
        assert bool(each.note_zh) == bool(each.note_en)
