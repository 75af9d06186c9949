"""Claims as a tree and citations as a drawing, on the page of a patent."""

import pytest
from django.test import Client

from onestop.portal import pages
from onestop.portal.tests.conftest import ANCHOR, ONLY_PUBLISHED, keep
from onestop.records.models import Citation, FullText, SourceFile, TextPart

pytestmark = pytest.mark.django_db
NUMBER = ANCHOR.application_number
SERIAL = "CN105334567"


@pytest.fixture(autouse=True)
def file() -> SourceFile:
    keep([ANCHOR, ONLY_PUBLISHED])
    return SourceFile.objects.get()


def cite(file: SourceFile, citing: str, cited: str, category: str = "") -> None:
    Citation.objects.create(citing=citing, cited=cited, category=category, file=file, row=1)


def test_nothing_is_drawn_of_nothing(client: Client) -> None:
    assert pages.patent_page(NUMBER).related.graph is None
    assert "citation-graph" not in client.get(f"/patents/{NUMBER}").text


def test_levels_lie_left_and_right(client: Client, file: SourceFile) -> None:
    cite(file, SERIAL, "CN112980035", "X")
    cite(file, "CN112980035", "US2000001")
    cite(file, "EP3000001", SERIAL)
    graph = pages.patent_page(NUMBER, levels="2").related.graph
    assert graph
    places = {each.link.number: each.x for each in graph.nodes}
    assert places["US2000001"] < places["CN112980035"] < places["本件"] < places["EP3000001"]
    assert [each.category for each in graph.edges].count("X") == 1
    assert len(graph.edges) == 3
    assert all(0 <= each.x <= graph.width - graph.box_width for each in graph.nodes)
    assert all(0 <= each.y <= graph.height - graph.box_height for each in graph.nodes)
    html = client.get(f"/patents/{NUMBER}?levels=2").text
    assert html.count('class="graph-edge') == 3
    assert 'href="/patents/CN112980035"' in html


def test_circles_end_and_each_document_stands_once(file: SourceFile) -> None:
    cite(file, SERIAL, "CN112980035")
    cite(file, "CN112980035", "US2000001")
    cite(file, "US2000001", SERIAL)
    cite(file, "CN112980035", "CN112980035")
    graph = pages.patent_page(NUMBER, levels="5").related.graph
    assert graph
    numbers = [each.link.number for each in graph.nodes]
    assert sorted(numbers) == sorted({"本件", "CN112980035", "US2000001"})
    assert len(graph.edges) == 3


def test_many_are_drawn_in_part_and_listed_in_full(file: SourceFile) -> None:
    for number in range(30):
        cite(file, SERIAL, f"US2000{number:03}")
    related = pages.patent_page(NUMBER).related
    assert related.graph
    assert len(related.graph.nodes) == 1 + 14
    assert related.graph.hidden == 16
    assert len(related.cited.lines) == 30


def test_claims_are_a_tree(client: Client, file: SourceFile) -> None:
    texts = ["1. 一种锚索。", "2. 根据权利要求1所述的锚索。", "3. 根据权利要求2所述的锚索。", "4. 一种托盘。"]
    FullText.objects.create(
        document="CN105334567B", part=TextPart.CLAIMS, language="zh", paragraphs=texts, file=file, row=1
    )
    section = pages.patent_page(NUMBER).texts[0]
    first, fourth = section.claims
    assert (first.number, first.children[0].number, first.children[0].children[0].number) == (1, 2, 3)
    assert (fourth.number, fourth.children, fourth.refers_to) == (4, (), ())
    html = client.get(f"/patents/{NUMBER}").text
    assert html.count("独立权利要求") == 2
    assert "权利要求 3，引用 2" in html
