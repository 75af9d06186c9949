"""Family, priorities, citations and sources on the pages of patents and of documents of other offices."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun, PackageMember
from onestop.portal import pages
from onestop.portal.pages import DocumentPage, NotFound, PatentPage
from onestop.portal.pages.types import Link
from onestop.portal.tests.abroad import AMERICAN, EUROPEAN, OURS, keep_abroad, keep_documents
from onestop.portal.tests.conftest import ANCHOR, keep
from onestop.records.models import Citation, Priority, SourceFile
from onestop.records.types import PriorityRecord
from onestop.search.highlight import Piece

pytestmark = pytest.mark.django_db

PATENT = "/patents/2015108177127"
DOCUMENT = "/documents/EP9990001A1"


def members(page: PatentPage | DocumentPage) -> dict[str, bool | None]:
    family = page.related.family
    return {each.application.number: each.is_granted for office in family.offices for each in office.members}


def test_a_patent_shows_its_family_at_home_first() -> None:
    keep_abroad()
    page = pages.patent_page(ANCHOR.application_number)
    assert members(page) == {OURS: True, "US201699000001": True}
    assert page.related.family.offices[0].members[0].is_self
    american = page.related.family.offices[1].members[0]
    assert american.application.title == "Anchor cable of constant resistance"
    assert american.documents[0].href == "/documents/US99900001B2"
    wide = pages.patent_page(ANCHOR.application_number, family="extended")
    assert members(wide) == {OURS: True, "US201699000001": True, "EP16990001": False, "CN201510999999": None}


def test_a_patent_shows_its_citations_both_ways() -> None:
    keep_abroad()
    related = pages.patent_page(ANCHOR.application_number).related
    assert [each.document.number for each in related.cited.lines] == ["US99900001", "WO2010999999"]
    assert [each.document.href for each in related.cited.lines] == ["/documents/US99900001B2", ""]
    assert [(each.document.number, each.category) for each in related.citing.lines] == [("EP9990001", "A")]
    deeper = pages.patent_page(ANCHOR.application_number, levels="2").related.cited.lines
    assert [(each.document.number, each.level, each.through) for each in deeper][2:] == [
        ("JP9990001", 2, "US99900001")
    ]


@pytest.mark.usefixtures("patents")
def test_where_nothing_is_known_the_page_says_what_it_would_take(client: Client) -> None:
    related = pages.patent_page(ANCHOR.application_number).related
    assert related.priorities_missing
    assert related.family.missing
    assert related.cited.missing
    assert related.citing.missing
    page = client.get(PATENT).text
    assert "不能说它有没有同族" in page
    assert "这不等于没有人引证" in page


def test_a_document_of_another_office_says_what_was_told(client: Client) -> None:
    keep_abroad()
    page = pages.document_page("EP 9990001 A1")
    assert (page.number, page.is_grant, page.filed_on) == ("EP9990001A1", False, date(2016, 11, 22))
    assert [each.language for each in page.titles] == ["en", "de", "fr"]
    assert [(each.code, each.country_name) for each in page.events] == [
        ("PG25", "德国"),
        ("17P", "欧洲专利局"),
    ]
    assert [(each.claimed.number, each.claimed.href) for each in page.related.priorities] == [
        (OURS, PATENT),
        ("CN201510999999", ""),
    ]
    assert page.related.cited.lines[0].document.href == PATENT
    assert page.related.cited.texts == ("LI JIA: Anchors, 2014, pages 1-9",)
    assert _plain(page.texts[0].paragraphs) == ("1. An anchor cable.", "2. As in claim 1.")
    assert [each.file for each in page.sources] == ["docdb.xml"]
    text = client.get(DOCUMENT).text
    for said in ("Ankerseil", "REQUEST FOR EXAMINATION FILED", "不据此推断法律状态", "2. As in claim 1."):
        assert said in text
    with override("en"):
        assert pages.document_page("EP9990001A1").events[0].country_name == "Germany"


def test_a_number_without_kind_leads_to_the_newest_document(client: Client) -> None:
    keep_documents(
        EUROPEAN, replace(EUROPEAN, number="EP9990001B1", kind_code="B1", published_on=date(2020, 1, 1))
    )
    response = client.get("/documents/EP9990001")
    assert (response.status_code, response.headers["Location"]) == (302, "/documents/EP9990001B1")
    page = pages.document_page("EP9990001B1")
    assert page.is_grant
    assert [each.number for each in page.publications] == ["EP9990001A1"]


def test_any_number_of_a_document_leads_to_its_page(client: Client) -> None:
    keep_documents(EUROPEAN)
    for text in ("EP9990001A1", "EP 9990001", "ep9990001.a1"):
        found = pages.number_page(text)
        assert (found.kind, found.document) == ("document", Link("EP9990001A1", DOCUMENT))
    assert pages.number_page("EP9990009A1").document is None
    assert DOCUMENT in client.get("/patents/EP9990001A1").text


def test_a_correction_of_a_document_is_kept_and_shown() -> None:
    keep_documents(EUROPEAN)
    keep_documents(replace(EUROPEAN, applicants=("YI UNIVERSITY",)), name="later.xml")
    page = pages.document_page("EP9990001A1")
    assert page.applicants == ("YI UNIVERSITY",)
    assert [(each.file, each.facts[0].label, each.facts[0].before) for each in page.history] == [
        ("later.xml", "申请人", "JIA MINING JIANGHAI CO LTD")
    ]


@pytest.mark.parametrize("number", ["EP9990009A1", "EP9990001B1", "nothing", "<b>x"])
def test_a_document_that_is_not_here_is_explained(client: Client, number: str) -> None:
    keep_documents(EUROPEAN)
    with pytest.raises(NotFound):
        pages.document_page(number)
    response = client.get(f"/documents/{number}")
    assert response.status_code == 404
    assert "<h1>" in response.text
    assert "<b>x" not in response.text


@pytest.mark.parametrize(
    ("family", "levels"), [("big", ""), ("", "0"), ("", "6"), ("", "²"), ("", "99999999")]
)
def test_what_cannot_be_shown_is_refused(family: str, levels: str) -> None:
    keep_abroad()
    with pytest.raises(UserError):
        pages.patent_page(ANCHOR.application_number, family=family, levels=levels)


def test_every_fact_opens_to_its_file_and_row(client: Client) -> None:
    keep((ANCHOR,))
    keep((replace(ANCHOR, title="恒阻锚索（更正）", abstract=""),), "更正.csv")
    page = pages.patent_page(ANCHOR.application_number)
    origins = {each.fact: each for each in page.origins}
    assert [each.file for each in origins["title"].present] == ["更正.csv"]
    assert [each.text for each in origins["title"].older] == ["恒阻延长锚索"]
    assert [(each.file, each.row) for each in origins["abstract"].present] == [("专利信息.xlsx", 2)]
    assert [(each.file, each.facts[0].before) for each in page.history] == [("更正.csv", "恒阻延长锚索")]
    text = client.get(PATENT).text
    assert "以前：恒阻延长锚索（由 更正.csv 更正）" in text
    assert '<span class="visually-hidden">：申请日</span>' in text


def test_a_fact_from_a_package_opens_to_the_file_inside_it(client: Client) -> None:
    keep((ANCHOR,), "week.zip")
    run = IngestRun.objects.create(file=SourceFile.objects.get(name="week.zip"), file_name="week.zip")
    for path, first_line, rows in (("a.zip/0.xml", 1, 1), ("a.zip/1.xml", 2, 3), ("b.xml", 5, 9)):
        PackageMember.objects.create(run=run, path=path, size=1, first_line=first_line, rows=rows)
    page = pages.patent_page(ANCHOR.application_number)
    title = next(each for each in page.origins if each.fact == "title").present[0]
    assert (title.file, title.member, title.row, title.member_row) == ("week.zip", "a.zip/1.xml", 2, 1)
    assert page.sources[0].member == "a.zip/1.xml"
    assert "a.zip/1.xml" in client.get(PATENT).text


def test_queries_do_not_grow_with_family_and_citations(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keep_abroad()
    limits = {
        PATENT: 36,
        f"{PATENT}?family=extended&levels=3": 46,
        DOCUMENT: 36,
        f"{DOCUMENT}?family=extended&levels=3": 46,
    }
    for is_crowded in (False, True):
        if is_crowded:
            _crowd()
        for address, queries in limits.items():
            with django_assert_max_num_queries(queries):
                assert client.get(address).status_code == 200


def _plain(paragraphs: tuple[tuple[Piece, ...], ...]) -> tuple[str, ...]:
    return tuple("".join(piece.text for piece in pieces) for pieces in paragraphs)


def _crowd() -> None:
    """Eighty more members, citing and cited documents, rows that spoke."""
    keep_documents(
        *(
            replace(
                AMERICAN,
                number=f"US8880{number:04}B2",
                serial=f"US8880{number:04}",
                application=f"US20168880{number:04}",
                priorities=(PriorityRecord(OURS), PriorityRecord(f"EP1788{number:04}")),
            )
            for number in range(80)
        )
    )
    file = SourceFile.objects.get(name="docdb.xml")
    for number in range(80):
        Citation.objects.create(citing=f"US8880{number:04}", cited="CN105334567", file=file, row=1)
        Citation.objects.create(citing="CN105334567", cited=f"WO2009{number:06}", file=file, row=1)
        Priority.objects.create(application=f"KR{number}", claimed=OURS, file=file, row=1)
    for number in range(12):
        keep((replace(ANCHOR, abstract=f"一种锚索，第 {number} 稿。"),), f"{number}.csv")
