"""Pages of trademarks: all classes of a number, the list, their twins, and what they cost."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from onestop.core import clock
from onestop.portal import pages
from onestop.portal.pages import NotFound
from onestop.portal.pages.mark_check import mark_check_page
from onestop.portal.pages.trademark_addresses import read_trademark_search, trademarks_href
from onestop.portal.pages.trademarks import trademarks_page
from onestop.records.models import MarkKind, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord
from onestop.records.trademark_search import TrademarkSearch
from onestop.search.services import catch_up

LAMP = TrademarkRecord(
    number="9000001",
    nice_class=9,
    mark="江海灯塔",
    mark_kind=MarkKind.WORD,
    applicants=("甲照明厂", "李丙"),
    address="广东省江门市江海区某路1号",
    region="440704",
    goods=(
        GoodsItem("电池", "0922"),
        GoodsItem("启动器", "0912"),
        GoodsItem("其他"),
        GoodsItem("充电器", "0922"),
    ),
    filed_on=date(2013, 5, 2),
    preliminary_on=date(2014, 10, 20),
    preliminary_issue="1428",
    registered_on=date(2015, 1, 21),
    status_text="已注册",
    status_as_of=date(2024, 6, 30),
    events=(
        TrademarkEventRecord("注册公告", date(2015, 1, 21)),
        TrademarkEventRecord("申请收文", date(2013, 5, 2)),
    ),
)
OTHERS = (
    TrademarkRecord(
        "9000001", 11, mark="江海灯塔", filed_on=date(2024, 5, 2), status_as_of=date(2024, 6, 30)
    ),
    TrademarkRecord(
        "76000001", 9, office="US", registration_number="2800001", mark="LAMP/100%", applicants=("Made Inc.",)
    ),
    *(
        TrademarkRecord(str(number), 25, mark=f"鞋{number}", applicants=("乙鞋厂",))
        for number in range(8000000, 8000060)
    ),
)


@pytest.fixture
def trademarks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2024, 7, 1))
    file = SourceFile.objects.create(digest="1" * 64, name="商标.csv", size=1)
    with transaction.atomic():
        store_registers(list(enumerate((LAMP, *OTHERS), 2)), file)
    catch_up()


@pytest.mark.usefixtures("trademarks")
def test_all_classes_of_a_number_each_with_its_status() -> None:
    page = pages.trademark_page("CN", "第9000001号")
    assert (page.title, page.number, page.display_number) == ("江海灯塔", "9000001", "第 9000001 号")
    nine, eleven = page.classes
    assert (nine.nice_class, nine.status.code, nine.status.tone) == (9, "registered", "in_force")
    assert (nine.status.said, nine.status.as_of, nine.status.day) == (
        "已注册",
        date(2024, 6, 30),
        date(2024, 7, 1),
    )
    assert [(each.group, each.names) for each in nine.goods] == [
        ("0912", ("启动器",)),
        ("0922", ("电池", "充电器")),
        ("", ("其他",)),
    ]
    assert [each.label for each in nine.timeline] == ["申请收文", "注册公告"]
    days = {each.code: each.text for each in nine.days}
    assert days["preliminary_on"] == "2014-10-20 · 第 1428 期"
    assert days["opposition_until"].startswith("2015-01-20")
    assert "第三十三条" in days["opposition_until"]
    assert days["term_end"] == "2025-01-20"
    assert "2024-01-20 起可续展" in days["renewal"]
    assert (eleven.status.code, eleven.status.reason) == ("unknown", "outcome_unknown")
    assert [each.row for each in page.sources] == [2, 3]


@pytest.mark.usefixtures("trademarks")
def test_the_status_of_another_day() -> None:
    def on(day: str) -> str:
        return pages.trademark_page("CN", "9000001", day).classes[0].status.code

    assert [on(day) for day in ("2013-05-01", "2013-05-02", "2014-12-01")] == [
        "unknown",
        "applied",
        "opposition_period",
    ]


@pytest.mark.usefixtures("trademarks")
def test_a_mark_of_another_office_by_either_number() -> None:
    page = pages.trademark_page("us", "2800001")
    assert (page.office, page.number, page.registration_number) == ("US", "76000001", "2800001")
    assert page.classes[0].status.reason == "other_office"
    assert "其他局" in page.classes[0].status.explanation


@pytest.mark.usefixtures("trademarks")
@pytest.mark.parametrize(
    ("office", "number"), [("CN", "1"), ("CN", "锚索"), ("US", "9000001"), ("XX", "9000001")]
)
def test_what_is_not_here(office: str, number: str) -> None:
    with pytest.raises(NotFound):
        pages.trademark_page(office, number)


def lines(address: str) -> list[str]:
    page = trademarks_page(read_trademark_search(QueryDict(address)))
    return ["".join(piece.text for piece in each.mark) for each in page.lines]


@pytest.mark.usefixtures("trademarks")
def test_the_list_finds_by_number_name_and_applicant() -> None:
    for text, marks in (
        ("9000001", ["江海灯塔", "江海灯塔"]),
        ("第9000001号商标", ["江海灯塔", "江海灯塔"]),
        ("NO=2800001", ["LAMP/100%"]),
        ("灯塔", ["江海灯塔", "江海灯塔"]),
        ("燈塔", ["江海灯塔", "江海灯塔"]),
        ("李丙", ["江海灯塔"]),
        ("lamp", ["LAMP/100%"]),
        ("TM=鞋8000007", ["鞋8000007"]),
        ("没有这个", []),
    ):
        assert lines(urlencode({"q": text})) == marks, text


@pytest.mark.usefixtures("trademarks")
def test_all_of_the_search_is_in_the_address() -> None:
    asked = read_trademark_search(QueryDict("q=鞋&nice_class=25&office=CN&sort=filed_desc&size=10&page=2"))
    assert asked == TrademarkSearch(
        "鞋", (("nice_class", "25"), ("office", "CN")), "filed_desc", page=2, page_size=10
    )
    assert read_trademark_search(QueryDict(trademarks_href(asked).partition("?")[2])) == asked
    assert read_trademark_search(QueryDict("page=x&size=-1")) == TrademarkSearch()


@pytest.mark.usefixtures("trademarks")
def test_filters_sorting_and_paging_are_links() -> None:
    page = trademarks_page(read_trademark_search(QueryDict("q=鞋厂&size=50")))
    assert (page.total, page.paging.pages, len(page.lines)) == (60, 2, 50)
    assert "page=2" in page.paging.next_href
    assert [each.value for each in page.sorts if each.is_selected] == ["relevance"]
    beyond = trademarks_page(read_trademark_search(QueryDict("q=鞋厂&size=50&page=9")))
    assert (beyond.paging.page, len(beyond.lines)) == (2, 10)
    every = trademarks_page(TrademarkSearch(filters=(("nice_class", "9"),)))
    classes = next(each for each in every.facets if each.field == "nice_class")
    assert [(each.value, each.count, each.is_selected) for each in classes.options] == [
        ("9", 2, True),
        ("11", 1, False),
        ("25", 60, False),
    ]
    assert every.active[0].label == "第 9 类"
    assert every.active[0].remove_href == "/trademarks"


@pytest.mark.usefixtures("trademarks")
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/trademarks?q=乙鞋厂", 4),
        ("/trademarks?q=鞋&nice_class=25&status=unknown", 4),
        ("/trademarks/CN/9000001", 9),
        ("/trademarks/check?mark=江海灯塔&classes=9", 5),
    ],
)
def test_what_a_page_costs(client: Client, path: str, most: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.usefixtures("trademarks")
def test_views_and_twins(client: Client) -> None:
    assert "第 9 类" in client.get("/trademarks/CN/9000001").content.decode()
    moved = client.get("/trademarks/cn/第9000001号")
    assert (moved.status_code, moved["Location"]) == (301, "/trademarks/CN/9000001")
    assert client.get("/trademarks/CN/1").status_code == 404
    assert "没有找到商标" in client.get("/trademarks?q=没有这个").content.decode()
    twin = client.get("/api/v1/trademarks/CN/9000001?day=2014-12-01").json()
    assert twin["classes"][0]["status"]["code"] == "opposition_period"
    found = client.get("/api/v1/trademarks?q=李丙&nice_class=9").json()
    assert [each["number"] for each in found["lines"]] == ["9000001"]
    assert client.get("/api/v1/trademarks/CN/1").json()["code"] == "trademark.not_found"


@pytest.mark.usefixtures("trademarks")
def test_a_wrong_query_is_explained_in_place(client: Client) -> None:
    answer = client.get("/trademarks", {"q": "类=46"})
    assert answer.status_code == 400
    assert "国际分类" in answer.content.decode()
    assert client.get("/trademarks", {"q": "商标=(望舒"}).context["page"].error.repair.label == "商标=(望舒)"
    assert client.get("/api/v1/trademarks", {"q": "类=46"}).json()["code"] == "search.syntax"
    assert client.get("/trademarks?nice_class=x").status_code == 400


@pytest.mark.usefixtures("trademarks")
def test_the_report_of_a_check(client: Client) -> None:
    page = mark_check_page("江海灯搭", "9")
    assert page.title == "“江海灯搭”的商标预查"
    (high,) = page.results
    (candidate,) = high.candidates
    assert (high.code, candidate.line.number, candidate.nearness) == ("high", "9000001", "same_class")
    assert {each.code for each in candidate.reasons} >= {"mixed"} or candidate.reasons
    figures = {each.label: each.text for each in page.register}
    assert figures["数据截至"] == "2024-06-30"
    assert figures["本站收录的中国商标"].startswith("62 件")
    assert page.law == "商标法(2019)"
    assert any("第十二条" in each for each in page.unchecked)
    html = client.get("/trademarks/check", {"mark": "江海灯搭", "classes": "9"}).content.decode()
    assert "这是提示，不是法律意见" in html
    assert "第 9000001 号" not in html
    assert "江海灯塔" in html


@pytest.mark.usefixtures("trademarks")
def test_a_check_says_what_the_law_speaks_against(client: Client) -> None:
    twin = client.get("/api/v1/trademarks/check", {"mark": "中国江海", "classes": "9"}).json()
    assert [each["code"] for each in twin["hints"]] == ["state", "place"]
    assert "第十条" in twin["hints"][0]["cites"]
    assert twin["href"] == "/trademarks/check?mark=%E4%B8%AD%E5%9B%BD%E6%B1%9F%E6%B5%B7&classes=9"


@pytest.mark.usefixtures("trademarks")
def test_the_form_of_a_check_and_its_mistakes(client: Client) -> None:
    empty = client.get("/trademarks/check")
    assert empty.status_code == 200
    assert not empty.context["page"].is_asked
    wrong = client.get("/trademarks/check", {"mark": "望舒", "classes": "99"})
    assert wrong.status_code == 400
    assert 'value="99"' in wrong.content.decode()
    assert client.get("/api/v1/trademarks/check?mark=望舒&classes=99").json()["code"] == "mark_check.classes"
    nothing = client.get("/trademarks/check", {"mark": "漱玉"}).content.decode()
    assert "没有找到相近的商标" in nothing


@pytest.mark.usefixtures("trademarks")
def test_the_number_page_leads_to_the_trademark(client: Client) -> None:
    found = pages.number_page("第9000001号商标")
    assert (found.kind, found.is_valid) == ("trademark", True)
    assert found.trademark is not None
    assert found.trademark.href == "/trademarks/CN/9000001"
    bare = pages.number_page("9000001")
    assert bare.trademark is not None, "digits alone may be a trademark's number too"
    assert pages.number_page("第9000002号商标").trademark is None
    assert "本站没有这件商标" in client.get("/number", {"text": "第9000002号商标"}).content.decode()
