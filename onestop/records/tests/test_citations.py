"""Citations both ways: numbers, texts, what is held of them."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from onestop.records.citations import Direction, citations, cited_texts
from onestop.records.models import Citation, Document, Patent, PatentKind, Publication, SourceFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> SourceFile:
    return SourceFile.objects.create(digest="f" * 64, name="docdb.xml", size=1)


def cite(file: SourceFile, citing: str, *cited: str, category: str = "") -> None:
    Citation.objects.bulk_create(
        Citation(citing=citing, cited=each, category=category, phase="SEA", file=file, row=1)
        for each in cited
    )


def test_both_ways_to_n_levels_through_a_circle(file: SourceFile) -> None:
    cite(file, "CN1", "EP1", "US1", category="X")
    cite(file, "EP1", "JP1", "CN1", "EP1")
    cite(file, "JP1", "CN1", "WO1")
    one = citations({"CN1"}, Direction.BACKWARD)
    assert [(each.serial, each.level) for each in one.nodes] == [("EP1", 1), ("US1", 1)]
    assert [(each.citing, each.cited, each.category) for each in one.links] == [
        ("CN1", "EP1", "X"),
        ("CN1", "US1", "X"),
    ]
    three = citations({"CN1"}, Direction.BACKWARD, 3)
    assert {each.serial: each.level for each in three.nodes} == {"EP1": 1, "US1": 1, "JP1": 2, "WO1": 3}
    assert ("EP1", "EP1") in [(each.citing, each.cited) for each in three.links]
    forward = citations({"WO1"}, Direction.FORWARD, 9)
    assert {each.serial: each.level for each in forward.nodes} == {"JP1": 1, "EP1": 2, "CN1": 3}
    assert ("JP1", "WO1") in [(each.citing, each.cited) for each in forward.links]
    assert not forward.is_cut


def test_what_is_held_is_named(file: SourceFile) -> None:
    ours = Patent.objects.create(application_number="2015108177127", kind=PatentKind.INVENTION, title="锚索")
    Publication.objects.create(
        patent=ours, number="CN105334567A", serial="CN105334567", published_on=date(2016, 2, 17)
    )
    Document.objects.create(
        key="EP2400812A1", office="EP", serial="EP2400812", kind_code="A1", titles={"en": "Lamp"}
    )
    cite(file, "WO1", "CN105334567", "EP2400812", "US1")
    held = {each.serial: each.held for each in citations({"WO1"}, Direction.BACKWARD).nodes}
    assert held["CN105334567"].patent == "2015108177127"
    assert held["CN105334567"].titles == {"zh": "锚索"}
    assert held["EP2400812"].documents[0].number == "EP2400812A1"
    assert not held["US1"].documents


def test_texts_that_are_no_patents(file: SourceFile) -> None:
    Citation.objects.create(citing="CN1", text="Journal 1", digest="1", file=file, row=1)
    cite(file, "CN1", "EP1")
    assert cited_texts({"CN1"}) == ("Journal 1",)


def test_queries_are_those_of_the_levels(
    file: SourceFile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        cite(file, "CN1", f"EP{number}")
        cite(file, f"EP{number}", f"US{number}", f"US{number + 1}")
    with django_assert_num_queries(2 + 2):
        found = citations({"CN1"}, Direction.BACKWARD, 2)
    assert len(found.nodes) == 60 + 61


def test_a_document_that_thousands_cite_is_cut_and_says_so(file: SourceFile) -> None:
    Citation.objects.bulk_create(
        Citation(citing=f"US{number}", cited="EP1", file=file, row=1) for number in range(3_000)
    )
    found = citations({"EP1"}, Direction.FORWARD)
    assert found.is_cut
    assert len(found.nodes) == 300
