"""Families, citations and pages' numbers from the real answers of OPS that lie beside the repository."""

from pathlib import Path

import pytest

from onestop.ingest.services import ingest
from onestop.records.citations import Direction, citations, cited_texts
from onestop.records.families import ends_of_document, extended_family, priorities_of, simple_family
from onestop.records.models import Document

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


@pytest.fixture
def document(shared: Path) -> Document:
    for name in ("get_family", "get_biblio", "search"):
        ingest(shared / f"foreign/ops/{name}.xml")
    return Document.objects.get(key="EP2400812A1")


def test_a_family_of_three_offices(document: Document) -> None:
    family = simple_family(ends_of_document(document))
    assert family.number == "43088294"
    granted = {each.application: each.is_granted for each in family.members}
    assert granted == {"CA2744162": False, "EP10167109": True, "US201113167395": True}
    assert set(extended_family(ends_of_document(document)).claims) == {
        ("CA2744162", "EP10167109"),
        ("US201113167395", "EP10167109"),
    }


def test_a_later_application_claims_the_first(document: Document) -> None:
    american = Document.objects.get(key="US9648662B2")
    assert [each.number for each in priorities_of(ends_of_document(american))] == ["EP10167109"]
    assert priorities_of(ends_of_document(document)) == ()


def test_what_the_search_report_cites(document: Document) -> None:
    found = citations({document.serial}, Direction.BACKWARD)
    assert found.nodes
    assert {each.citing for each in found.links} == {"EP2400812"}
    back = citations({found.nodes[0].serial}, Direction.FORWARD)
    assert [each.serial for each in back.nodes] == ["EP2400812"]
    assert all(cited_texts({document.serial}))
