"""A file says what the search page says, in the same order, and no cell of it is ever a formula."""

import csv
import io
import json
import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import docx
import openpyxl
import pytest
import rispy
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from onestop.portal import exports
from onestop.portal.exports import base, reports
from onestop.records.models import EventKind, Patent, PatentKind, SourceFile
from onestop.records.search import PatentSearch, search_patents
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.search.services import catch_up

pytestmark = pytest.mark.django_db

ANCHOR = PatentRecord(
    kind=PatentKind.INVENTION,
    title="恒阻延长锚索",
    application_number="2015108177127",
    abstract="第一行\nTY  - JOUR\n第二行，含“引号”与逗号,",
    filed_on=date(2015, 11, 23),
    publications=(
        PublicationRecord("CN105334567A", date(2016, 2, 17)),
        PublicationRecord("CN105334567B", date(2018, 1, 2)),
    ),
    applicants=("甲矿业（江海）有限公司", "乙大学"),
    patentees=("甲矿业（江海）有限公司",),
    inventors=("李甲", "欧阳乙丙", "王丁"),
    agencies=("丙专利代理事务所",),
    agents=("赵戊",),
    ipc=("E21D20/02", "E21D21/00"),
    address="广东省江门市江海区某路1号",
    region="440704",
    events=(EventRecord(EventKind.GRANT, date(2018, 1, 2)),),
    legal_data_to=date(2026, 1, 1),
)
FORMULAS = ('=cmd|" /C calc"!A1', "+1+1", "-1", "@SUM(1)", "＝1", "http://example.com/", "2015108177127")
DANGEROUS = [
    PatentRecord(
        PatentKind.UTILITY_MODEL,
        title,
        filed_on=date(2020, 1, day),
        publications=(PublicationRecord(f"CN21000000{day}U"),),
    )
    for day, title in enumerate(FORMULAS, 1)
]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    caches["process"].clear()


def keep(*records: PatentRecord, is_demonstration: bool = False) -> None:
    file, _ = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a.xlsx", "size": 1})
    with transaction.atomic():
        store(list(enumerate(records, 2)), file, is_demonstration=is_demonstration)
    catch_up()


def export(client: Client, format_: str, path: str = "/search/export", **parameters: Any) -> bytes:
    response = client.get(path, {"format": format_, **parameters})
    assert response.status_code == 200, response.content
    content = response.getvalue()
    assert isinstance(content, bytes)
    return content


def rows(client: Client, **parameters: Any) -> list[dict[str, str]]:
    text = export(client, "csv", **parameters)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def sheets(client: Client, **parameters: Any) -> tuple[dict[str, str], list[tuple[Any, ...]], Any]:
    book = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx", **parameters)))
    cover = {str(name): str(text) for name, text in book.worksheets[0].iter_rows(values_only=True)}
    return cover, list(book.worksheets[1].iter_rows(values_only=True)), book


def citations(client: Client, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(export(client, "ris", **parameters).decode())
    return found


def test_table_of_values_says_everything(client: Client) -> None:
    keep(ANCHOR)
    (row,) = rows(client, q="锚索")
    assert row == {
        "申请号": "CN201510817712.7",
        "公开（公告）号": "CN105334567A; CN105334567B",
        "名称": "恒阻延长锚索",
        "专利类型": "发明",
        "法律状态": "有效",
        "申请人": "甲矿业（江海）有限公司; 乙大学",
        "专利权人": "甲矿业（江海）有限公司",
        "发明人": "李甲; 欧阳乙丙; 王丁",
        "申请日": "2015-11-23",
        "公布日": "2016-02-17",
        "授权公告日": "2018-01-02",
        "权利终止日": "2035-11-23",
        "主分类号": "E21D20/02",
        "分类号": "E21D20/02; E21D21/00",
        "代理机构": "丙专利代理事务所",
        "代理人": "赵戊",
        "地址": "广东省江门市江海区某路1号",
        "地区": "广东省江门市江海区",
        "摘要": ANCHOR.abstract,
        "网址": "http://testserver/patents/2015108177127",
        "演示数据": "",
    }


def test_workbook_has_a_cover_and_real_dates(client: Client) -> None:
    keep(ANCHOR)
    cover, (head, row), _book = sheets(client, q="锚索", kind="invention")
    assert cover["检索式"] == "锚索"
    assert cover["专利类型"] == "发明"
    assert cover["检索网址"] == "http://testserver/search?q=%E9%94%9A%E7%B4%A2&kind=invention"
    assert (cover["件数"], cover["数据截至"]) == ("1", "2026-01-01")
    assert cover["来源"].endswith("知产一站通")
    assert "演示数据" not in cover
    found = dict(zip(head, row, strict=True))
    assert found["申请号"] == "CN201510817712.7"
    assert found["申请日"].date() == date(2015, 11, 23)
    assert found["摘要"] == ANCHOR.abstract


def test_citation_keeps_names_in_order_and_texts_on_their_line(client: Client) -> None:
    keep(ANCHOR)
    (found,) = citations(client, q="锚索")
    assert found["type_of_reference"] == "PAT"
    assert found["title"] == "恒阻延长锚索"
    assert found["authors"] == ["李甲", "欧阳乙丙", "王丁"]
    assert found["publisher"] == "甲矿业（江海）有限公司; 乙大学"
    assert found["note"] == "CN201510817712.7"
    assert found["issn"] == "CN105334567A; CN105334567B"
    assert (found["year"], found["date"], found["custom1"]) == ("2018", "2018/01/02", "2015/11/23")
    assert found["custom6"] == "有效"
    assert found["keywords"] == ["E21D20/02", "E21D21/00"]
    assert found["abstract"] == "第一行 TY - JOUR 第二行，含“引号”与逗号,"
    assert found["urls"] == ["http://testserver/patents/2015108177127"]
    assert "notes" not in found


def test_formulas_stay_text(client: Client) -> None:
    keep(*DANGEROUS)
    _cover, (head, *found), book = sheets(client, sort="filed_asc")
    column = head.index("名称")
    assert [row[column] for row in found] == list(FORMULAS)
    sheet = book.worksheets[1]
    assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line} <= {"s", "n", "d"}
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s", "d"}
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    titles = [row["名称"] for row in rows(client, sort="filed_asc")]
    assert titles == ['\'=cmd|" /C calc"!A1', "'+1+1", "'-1", "'@SUM(1)", "'＝1", *FORMULAS[5:]]


@pytest.mark.parametrize("sort", ["filed_asc", "filed_desc", "relevance"])
def test_order_is_that_of_the_page(client: Client, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "RECORDS_AT_ONCE", 2)
    keep(ANCHOR, *DANGEROUS)
    shown = [hit.display_number for hit in search_patents(PatentSearch(sort=sort)).hits]
    exported = [row["申请号"] or row["公开（公告）号"] for row in rows(client, sort=sort)]
    assert len(shown) == len(exported) == 1 + len(DANGEROUS)
    assert all(a == b or b.startswith(a) for a, b in zip(shown, exported, strict=True))
    assert [each["title"] for each in citations(client, sort=sort)] == [
        row[2] for row in sheets(client, sort=sort)[1][1:]
    ]


def test_page_is_ignored_and_filters_hold(client: Client) -> None:
    keep(ANCHOR, *DANGEROUS)
    assert len(rows(client, kind="utility_model", page=3, size=2)) == len(DANGEROUS)


def test_demonstration_is_marked_everywhere(client: Client) -> None:
    keep(ANCHOR, is_demonstration=True)
    assert rows(client)[0]["演示数据"] == "演示"
    assert "虚构" in citations(client)[0]["notes"][0]
    cover, (head, row), _book = sheets(client)
    assert "虚构" in cover["演示数据"]
    assert row[head.index("演示数据")] == "演示"


def test_no_hit_is_an_empty_file(client: Client) -> None:
    assert rows(client, q="没有的词") == []
    assert citations(client, q="没有的词") == []
    assert len(sheets(client, q="没有的词")[1]) == 1


def test_more_than_the_limit_is_refused_whole(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_HITS", 2)
    keep(*DANGEROUS)
    response = client.get("/search/export", {"format": "csv"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "最多导出 2 条" in page
    assert f"检索到 {len(DANGEROUS)} 条" in page
    monkeypatch.setattr(exports, "MAX_HITS", len(DANGEROUS))
    assert len(rows(client)) == len(DANGEROUS)


@pytest.mark.parametrize("parameters", [{"format": "pdf"}, {}, {"format": "csv", "q": "(锚索"}])
def test_wrong_use_is_said_before_a_file_begins(client: Client, parameters: dict[str, str]) -> None:
    response = client.get("/search/export", parameters)
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("format_", ["csv", "ris", "xlsx"])
def test_queries_do_not_grow_with_the_hits(
    client: Client, format_: str, django_assert_num_queries: Any
) -> None:
    keep(*DANGEROUS[:1])
    export(client, format_)  # remembers what all pages share
    with django_assert_num_queries(6):
        export(client, format_)
    keep(ANCHOR, *DANGEROUS)
    with django_assert_num_queries(6):
        export(client, format_)


def test_record_deleted_since_it_was_indexed_is_left_out(client: Client) -> None:
    keep(ANCHOR, *DANGEROUS[:1])
    Patent.objects.filter(application_number="2015108177127").delete()
    assert [row["名称"] for row in rows(client, sort="filed_asc")] == [f"'{FORMULAS[0]}"]


def test_file_name_is_chinese_and_carries_the_query(client: Client) -> None:
    keep(ANCHOR)
    for format_, kind in {
        "bib": "application/x-bibtex",
        "docx": "application/vnd",
        "json": "application/json",
        "csv": "text/csv",
        "ris": "application/x-research-info-systems",
        "xlsx": "application/vnd",
    }.items():
        response = client.get("/search/export", {"format": format_, "q": '"锚索"/..\\x'})
        response.getvalue()
        name = unquote(response.headers["Content-Disposition"].partition("utf-8''")[2])
        assert name.startswith("专利检索结果_锚索_x_")
        assert name.endswith(f".{format_}")
        assert response.headers["Content-Type"].startswith(kind)


def test_english_address_gives_an_english_file(client: Client) -> None:
    keep(ANCHOR)
    text = export(client, "csv", path="/en/search/export").decode("utf-8-sig")
    assert "http://testserver/en/patents/2015108177127" in text


def test_bibtex_escapes_what_tex_acts_on(client: Client) -> None:
    keep(
        ANCHOR,
        PatentRecord(
            PatentKind.DESIGN, r"50% {灯}_#$&\~^", publications=(PublicationRecord("CN309990001S"),)
        ),
    )
    text = export(client, "bib", sort="filed_asc").decode()
    assert "@patent{CN2015108177127,\n" in text
    assert "author = {{李甲} and {欧阳乙丙} and {王丁}}" in text
    assert "date = {2018-01-02}" in text
    assert r"title = {50\% \{灯\}\_\#\$\&\textbackslash{}\textasciitilde{}\textasciicircum{}}" in text
    assert "第一行 TY - JOUR 第二行" in text
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_json_says_what_was_asked_and_every_fact(client: Client) -> None:
    keep(ANCHOR, *DANGEROUS)
    found = json.loads(export(client, "json", q="#1", set="1:锚索"))
    assert {"name": "检索式", "text": "#1"} in found["cover"]
    assert {"name": "其中的检索式", "text": "#1:锚索"} in found["cover"]
    (patent,) = found["patents"]
    assert (patent["number"], patent["status"], patent["granted_on"]) == (
        "2015108177127",
        "in_force",
        "2018-01-02",
    )
    assert patent["publications"][1] == {"number": "CN105334567B", "published_on": "2018-01-02"}
    assert json.loads(export(client, "json", q="没有"))["patents"] == []


def test_report_has_a_cover_and_every_hit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(ANCHOR, *DANGEROUS)
    paper = docx.Document(io.BytesIO(export(client, "docx", q="锚索\x0b", kind="invention")))
    text = "\n".join(each.text for each in paper.paragraphs)
    for said in (
        "专利检索报告",
        "检索式：锚索",
        "专利类型：发明",
        "件数：1",
        "1. 恒阻延长锚索",
        "李甲; 欧阳乙丙",
    ):
        assert said in text
    monkeypatch.setattr(reports, "MAX_IN_REPORT", 2)
    answer = client.get("/search/export", {"format": "docx"})
    assert answer.status_code == 400
    assert "报告最多 2 条" in answer.text
