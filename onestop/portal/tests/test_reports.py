"""Dashboards as files: opened and read back, and the same numbers as the page."""

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import ImageFile
from pypdf import PdfReader

from onestop.portal.pages.overview import overview_page
from onestop.portal.reports import answers
from onestop.portal.reports.content import Amount, Chapter, Column, Drawn, Report, Section, Table, headings
from onestop.portal.reports.dashboards import of_page
from onestop.portal.reports.drawing import draw, shortened, ticks, width_of
from onestop.portal.reports.pdf import pdf
from onestop.portal.reports.word import docx
from onestop.portal.reports.workbook import xlsx
from onestop.portal.tests.conftest import DISTRICT
from onestop.records.models import Holder, HolderKind
from onestop.reference.industry_source import RuleRow
from onestop.reference.services import lend_industries, take_back_industries

DAY = "2023-12-31"
OVERVIEW = f"/overview?region={DISTRICT}&day={DAY}"
pytestmark = pytest.mark.usefixtures("patents")


@pytest.fixture
def report() -> Report:
    return of_page(overview_page(DISTRICT, DAY))


@cache
def printed(report: Report) -> bytes:
    """Setting the pages takes seconds: once for all tests of the same content."""
    return pdf(report)


def texts(data: bytes) -> list[str]:
    """Of each page, without the spaces that a PDF puts where letters stand apart."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_contents_page_of_a_pdf_names_the_page_of_each_heading(report: Report) -> None:
    pages = texts(printed(report))
    lines = list(map(squeezed, PdfReader(BytesIO(printed(report))).pages[1].extract_text().splitlines()))
    for heading, _blocks in headings(report):
        title = squeezed(f"{heading.number}{heading.title}")
        named = [found[1] for line in lines if (found := re.fullmatch(re.escape(title) + r"\.+(\d+)", line))]
        assert len(named) == 1, (title, lines)
        assert title in pages[int(named[0]) - 1], (title, named)
    assert f"第2页/共{len(pages)}页" in pages[1]
    assert "页/共" not in pages[0]


def test_cover_and_running_heads(report: Report) -> None:
    pages = texts(printed(report))
    for text in ("江海区专利总览", "统计日2023-12-31", "数据截至2024-06-30", "数据掌握日", "知产一站通"):
        assert text in pages[0]
    assert all("江海区·2023-12-31" in page for page in pages[1:])


def test_numbers_of_a_pdf_are_those_of_the_page(report: Report) -> None:
    page = overview_page(DISTRICT, DAY)
    whole = "".join(texts(printed(report)))
    for figure in page.figures:
        assert squeezed(figure.name) + (figure.display if figure.value is not None else "—") in whole
    for chart in page.charts:
        assert all(squeezed(row.label) in whole for row in chart.rows)
    lines = [line for group in page.groups for line in group.lines if line.value is not None]
    assert lines
    assert all(squeezed(f"{line.name}{line.display}{line.unit}") in whole for line in lines)


def test_damaged_pictures_are_refused_after_a_pdf_as_before(report: Report) -> None:
    pdf(report)
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_chinese_fonts_are_inside_the_pdf(report: Report) -> None:
    fonts = [
        descendant.get_object()["/FontDescriptor"].get_object()
        for page in PdfReader(BytesIO(printed(report))).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)


def test_docx_has_contents_bookmarks_heads_and_the_same_numbers(report: Report) -> None:
    paper = Document(BytesIO(docx(report)))
    body = paper.element.body
    bookmarks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    fields = [each.text.strip() for each in body.iter(qn("w:instrText"))]
    asked = [each.split()[1] for each in fields if each.startswith("PAGEREF")]
    assert len(asked) == len(list(headings(report)))
    assert set(asked) <= bookmarks
    links = ["".join(text.text for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:hyperlink"))]
    titles = [
        each.text for each in paper.paragraphs if each.style and each.style.name in ("Heading 1", "Heading 2")
    ]
    assert [link.strip() for link in links] == titles
    assert "江海区专利总览" in paper.sections[0].header.paragraphs[0].text
    assert " PAGE " in [each.text for each in paper.sections[0].footer._element.iter(qn("w:instrText"))]
    assert len(paper.inline_shapes) == len(list(body.iter(qn("a:blip")))) > 5
    cells = {text.text for text in body.iter(qn("w:t"))}
    page = overview_page(DISTRICT, DAY)
    assert {each.display for each in page.figures if each.value is not None} <= cells


def test_the_word_processor_is_asked_to_fill_in_page_numbers(report: Report) -> None:
    settings = Document(BytesIO(docx(report))).settings.element
    assert settings.find(qn("w:updateFields")).get(qn("w:val")) == "true"


def test_workbook_has_charts_of_its_own_and_numbers(report: Report) -> None:
    book = load_workbook(BytesIO(xlsx(report)))
    page = overview_page(DISTRICT, DAY)
    drawn = {chart.title for chart in page.charts if chart.rows}
    with_charts = [sheet for sheet in book.worksheets if sheet._charts]
    assert len(with_charts) >= len(drawn)
    years = next(each for each in book.worksheets if each.title.endswith("历年申请"))
    chart = next(each for each in page.charts if each.code == "filed_year")
    assert [row[1].value for row in years.iter_rows(min_row=2, max_row=1 + len(chart.rows))] == [
        row.value for row in chart.rows
    ]


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_a_dashboard_as_a_file(client: Client, form: str) -> None:
    response = client.get(f"/map?region=440700&code=valid_inventions&day={DAY}&report={form}")
    assert response.status_code == 200
    assert f"map-2023-12-31.{form}" in response.headers["Content-Disposition"]
    assert response.content[:4] == {"pdf": b"%PDF"}.get(form, b"PK\x03\x04")


ADDRESSES = (
    OVERVIEW,
    f"/indicators?region={DISTRICT}&day={DAY}",
    f"/indicators/patents_granted?region={DISTRICT}&day={DAY}",
    f"/map?region=440700&code=valid_inventions&day={DAY}",
    f"/places/440704004?day={DAY}",
    f"/industries?region={DISTRICT}&day={DAY}",
    f"/industries/1.1?region={DISTRICT}&day={DAY}",
)


def test_every_dashboard_leads_to_its_files(client: Client) -> None:
    lend_industries([RuleRow("1.1", "照明", "灯", ("F21V29*",), ())], "示意")
    for address in ADDRESSES:
        page, href = client.get(address), f"{address}&report=xlsx"
        assert page.status_code == 200, address
        assert href.replace("&", "&amp;") in page.content.decode(), address
        assert load_workbook(BytesIO(client.get(href).content)).worksheets[0].title == "说明", address
    take_back_industries()


def test_a_holder_as_a_file(client: Client) -> None:
    holder = Holder.objects.create(name="照明1厂", kind=HolderKind.COMPANY, region=DISTRICT)
    response = client.get(f"/holders/{holder.pk}?report=docx")
    text = "\n".join(each.text for each in Document(BytesIO(response.content)).paragraphs)
    assert "照明1厂" in text


def test_records_behind_a_figure_are_in_its_report(client: Client) -> None:
    response = client.get(f"/indicators/valid_inventions?region={DISTRICT}&day={DAY}&report=pdf")
    assert "恒阻延长锚索" in "".join(texts(response.content))


def test_an_unknown_form_is_refused(client: Client) -> None:
    response = client.get(f"{OVERVIEW}&report=exe")
    assert response.status_code == 400
    assert "没有这种报告格式" in response.content.decode()


def test_one_report_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "WAIT_SECONDS", 0)
    with answers._one_at_a_time:
        response = client.get(f"{OVERVIEW}&report=xlsx")
    assert response.status_code == 400
    assert "正在生成另一份报告" in response.content.decode()
    assert client.get(f"{OVERVIEW}&report=xlsx").status_code == 200


def test_the_cockpit_is_for_officers_as_a_file_too(client: Client) -> None:
    assert client.get("/officer/cockpit?report=pdf").status_code == 302


def test_texts_that_no_file_can_hold_are_mended() -> None:
    bad = "=1+1\x00<b>&\ufffe"
    table = Table((Column("甲"), Column("乙", 1, True)), ((bad, Amount("3", 3)),))
    made = Report(
        bad, "区", DAY, (), "", (Chapter("章[1]:*?/\\'", (bad, table), (Section("节" * 60, (table,)),)),)
    )
    assert "<b>&" in "".join(texts(pdf(made)))
    assert "=1+1 <b>& " in "\n".join(each.text for each in Document(BytesIO(docx(made))).paragraphs)
    sheets = load_workbook(BytesIO(xlsx(made))).worksheets
    assert len({each.title for each in sheets}) == len(sheets) == 4 - 1
    assert sheets[-1]["A2"].data_type == "s"


def pictures(report: Report) -> list[Any]:
    return [
        block.picture for _heading, blocks in headings(report) for block in blocks if isinstance(block, Drawn)
    ]


def test_pictures_show_every_row_and_escape_names(report: Report) -> None:
    drawn = pictures(report)
    assert {each.kind for each in drawn} >= {"columns", "bars", "parts"}
    for each in drawn:
        svg = draw(each)
        assert svg.startswith("<svg ")
        assert svg.count("<rect") >= len([row for row in each.rows if getattr(row, "value", 0)])


def test_ticks_are_round_and_reach_the_greatest_value() -> None:
    assert ticks(0) == [0, 1]
    assert ticks(3) == [0, 1, 2, 3]
    assert ticks(2_855) == [0, 1_000, 2_000, 3_000]
    assert ticks(0.4) == [0, 0.1, 0.2, 0.30000000000000004, 0.4]


def test_long_names_are_cut_to_the_room_there_is() -> None:
    assert shortened("照明", 100) == "照明"
    cut = shortened("江门市蓬江区某某照明电器科技股份有限公司", 100)
    assert cut.endswith("…")
    assert width_of(cut) <= 100
