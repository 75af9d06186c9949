"""The documents of other offices: found in any language and by their claims, counted by office, shown where they match."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from onestop.portal.pages.documents import documents_page
from onestop.portal.tests.abroad import AMERICAN, EUROPEAN, keep_documents
from onestop.records.document_search import DocumentSearch, search_documents
from onestop.records.models import TextPart
from onestop.records.types import TextRecord
from onestop.search import index, services

pytestmark = pytest.mark.django_db(transaction=True)
JAPANESE = replace(
    AMERICAN,
    number="JP9990001A",
    serial="JP9990001",
    kind_code="A",
    titles=(("ja", "アンカーケーブル"), ("en", "Ground Anchor, Cable-type")),
)


@pytest.fixture(autouse=True)
def indexed() -> Iterator[None]:
    keep_documents(AMERICAN, EUROPEAN, JAPANESE)
    services.catch_up()
    yield
    index.engine("document").close()


FOUND = {
    "anchor cable": {"US99900001B2", "EP9990001A1", "JP9990001A"},
    "ANCHOR": {"US99900001B2", "EP9990001A1", "JP9990001A"},
    '"anchor cable"': {"US99900001B2", "EP9990001A1"},
    "anchor, cable": {"US99900001B2", "EP9990001A1", "JP9990001A"},
    "Ankerseil": {"EP9990001A1"},
    "câble": {"EP9990001A1"},
    "アンカーケーブル": {"JP9990001A"},
    "resist+": {"US99900001B2"},
    "TI=(anchor 2W resistance)": set(),
    "TI=(cable 2W resistance)": {"US99900001B2"},
    "CLM=claim": {"EP9990001A1"},
    "CLM=(claim CL 1)": {"EP9990001A1"},
    "CLM=(anchor CL claim)": set(),
    "FT=claim": {"EP9990001A1"},
    "CC=us": {"US99900001B2"},
    "局=JP": {"JP9990001A"},
    "IPC=E21D20": {"EP9990001A1"},
    "CPC=E21D21": {"EP9990001A1"},
    "PD=2017": {"EP9990001A1"},
    "PN=EP9990001": {"EP9990001A1"},
    "EP 9990001 A1": {"EP9990001A1"},
    "US 99,900,001 B2": {"US99900001B2"},
    "AN=EP16990001": {"EP9990001A1"},
    "PA=jia AND IN=li": {"US99900001B2", "JP9990001A"},
}


@pytest.mark.parametrize("text", FOUND)
def test_found(text: str) -> None:
    results = search_documents(DocumentSearch(text))
    assert {hit.number for hit in results.hits} == FOUND[text]
    assert results.total == len(FOUND[text])


def test_offices_are_counted_and_chosen() -> None:
    page = documents_page(DocumentSearch("cable", filters=(("office", "EP"),)))
    offices = next(group for group in page.facets if group.field == "office")
    assert {option.value: option.count for option in offices.options} == {"US": 1, "EP": 1, "JP": 1}
    assert [option.label for option in offices.options if option.is_selected] == ["欧洲专利局 EP"]
    assert [line.number for line in page.lines] == ["EP9990001A1"]
    assert page.active[0].remove_href == "/documents?q=cable"


def test_a_line_shows_the_language_in_which_a_word_was_found() -> None:
    (line,) = documents_page(DocumentSearch("Ankerseil")).lines
    assert (line.language, [piece.text for piece in line.title if piece.is_match]) == ("de", ["Ankerseil"])
    (line,) = documents_page(DocumentSearch("CC=EP")).lines
    assert line.language == "en"
    with override("en"):
        assert documents_page(DocumentSearch("CC=EP")).lines[0].office_name == "European Patent Office"


def test_claims_are_shown_and_marked_on_the_page_of_the_document(client: Client) -> None:
    (line,) = documents_page(DocumentSearch("CLM=claim")).lines
    assert [each.label for each in line.passages] == ["权利要求第 2 项"]
    assert line.href == "/documents/EP9990001A1?q=CLM%3Dclaim"
    assert "As in <mark>claim</mark> 1." in client.get(line.href).content.decode()
    assert "As in claim 1." in client.get("/documents/EP9990001A1?q=((").content.decode()


def test_texts_that_come_later_are_found() -> None:
    text = TextRecord("US99900001B2", TextPart.DESCRIPTION, "en", ("A grouted strand.",))
    keep_documents(replace(AMERICAN, texts=(text,)), name="later.xml")
    services.catch_up()
    assert [hit.number for hit in search_documents(DocumentSearch("DESC=strand")).hits] == ["US99900001B2"]
    assert services.compare("document")[0].total == 0


def test_the_page(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(5):
        html = client.get("/documents?q=FT=anchor").content.decode()
    assert "<mark>Anchor</mark> cable of constant resistance" in html
    assert "没有找到文献" in client.get("/documents?q=xyzzy").content.decode()
    wrong = client.get("/documents", {"q": "CC=(US"})
    assert (wrong.status_code, wrong.context["page"].error.repair.label) == (400, "CC=(US)")
    assert client.get("/documents", {"q": "CC=美国"}).status_code == 400
    assert client.get("/documents?office=US&sort=published_asc&page=9").status_code == 200
    assert client.get("/en/documents?q=cable").status_code == 200
