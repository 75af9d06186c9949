"""The real files of other offices: what comes in of each, and that it comes in once."""

from pathlib import Path

import pytest
from django.db.models import Sum

from onestop.ingest.models import IngestRun
from onestop.ingest.queries import reasons
from onestop.ingest.services import ingest
from onestop.records.models import Citation, DeliveryCount, Document, DocumentEvent, FullText, Priority

pytestmark = [pytest.mark.shared, pytest.mark.django_db(transaction=True)]


def counts(run: IngestRun) -> tuple[int, ...]:
    return (run.read, run.created, run.updated, run.unchanged, run.rejected, run.blank)


def held() -> tuple[int, ...]:
    models = (Document, Priority, Citation, DocumentEvent, FullText)
    return tuple(model._default_manager.count() for model in models)


@pytest.mark.parametrize(
    ("path", "records", "documents", "priorities", "citations", "events", "texts"),
    [
        ("docdb/AP-1206-A_302101161.xml", 1, 1, 2, 3, 0, 0),
        ("docdb/DE-backfile.xml", 10, 10, 8, 42, 0, 0),
        ("docdb/WO-2022259205-A1_544370561.xml", 1, 1, 1, 23, 0, 0),
        ("ops/get_abstract.xml", 1, 1, 0, 0, 0, 0),
        ("ops/get_biblio.xml", 1, 1, 0, 6, 0, 0),
        ("ops/get_biblio_multiple.xml", 3, 3, 0, 7, 0, 0),
        ("ops/get_claims.xml", 1, 1, 0, 0, 0, 1),
        ("ops/get_family.xml", 5, 5, 2, 0, 0, 0),
        ("ops/get_family_with_legal.xml", 5, 5, 2, 0, 75, 0),
        ("ops/get_legal.xml", 1, 1, 0, 0, 69, 0),
        ("ops/search.xml", 5, 5, 0, 0, 0, 0),
        ("uspto/US07272630B2.xml", 1, 1, 1, 116, 0, 2),
        ("uspto/US08926509.xml", 1, 1, 1, 152, 0, 2),
    ],
)
def test_a_file_comes_in_once(
    shared: Path,
    path: str,
    records: int,
    documents: int,
    priorities: int,
    citations: int,
    events: int,
    texts: int,
) -> None:
    run = ingest(shared / "foreign" / path)
    assert counts(run) == (records, records, 0, 0, 0, 0)
    assert reasons(run) == {}
    expected = (documents, priorities, citations, events, texts)
    assert held() == expected
    assert counts(ingest(shared / "foreign" / path)) == (records, 0, 0, records, 0, 0)
    assert held() == expected


def test_answers_about_one_document_add_up(shared: Path) -> None:
    names = ("get_biblio", "get_abstract", "get_claims", "get_legal", "get_family", "get_family_with_legal")
    for name in (*names, *reversed(names)):
        ingest(shared / "foreign/ops" / f"{name}.xml")
    assert held() == (5, 2, 6, 75, 1)
    document = Document.objects.get(key="EP2400812A1")
    assert set(document.titles) == {"de", "en", "fr"}
    assert (document.application, document.family) == ("EP10167109", "43088294")
    assert document.inventors == ["HERRALA SAMI", "KYLMAENEN JARI", "NIEMI JAAKKO"]
    assert set(Priority.objects.values_list("claimed", flat=True)) == {"EP10167109"}


def test_names_cut_out_of_a_file_keep_their_letters(shared: Path) -> None:
    """The document lost the document type that defines &SACUTE;."""
    ingest(shared / "foreign/docdb/WO-2022259205-A1_544370561.xml")
    assert Citation.objects.filter(text__contains="CZAJKOWSKA-KOŚNIK").count() == 1


def test_statistics_of_a_delivery(shared: Path) -> None:
    path = shared / "foreign/docdb/statistics_202324_Amend_001.csv"
    run = ingest(path)
    assert counts(run) == (478, 478, 0, 0, 0, 0)
    assert reasons(run) == {"date.format": 1}  # 10641123 as the first day of French documents of kind M
    assert DeliveryCount.objects.aggregate(Sum("documents")) == {"documents__sum": 616_732}
    grants = DeliveryCount.objects.get(key="DOCDB-202324:A:CN:B")
    assert (grants.documents, grants.last_number) == (35_507, "115995720")
    assert counts(ingest(path)) == (478, 0, 0, 478, 0, 0)
