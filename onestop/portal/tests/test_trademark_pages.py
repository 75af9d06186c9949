"""Pages of trademarks: all classes of a number, the list, their twins, and what they cost."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from onestop.core import clock
from onestop.portal import pages
from onestop.portal.pages import NotFound
from onestop.records.models import MarkKind, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord

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


@pytest.mark.usefixtures("trademarks")
@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("9000001", ["江海灯塔", "江海灯塔"]),
        ("第9000001号商标", ["江海灯塔", "江海灯塔"]),
        ("2800001", ["LAMP/100%"]),
        ("灯塔", ["江海灯塔", "江海灯塔"]),
        ("燈塔", ["江海灯塔", "江海灯塔"]),
        ("李丙", ["江海灯塔"]),
        ("lamp", ["LAMP/100%"]),
        ("100%", ["LAMP/100%"]),
        ("%", ["LAMP/100%"]),
        ("鞋8000007", ["鞋8000007"]),
        ("没有这个", []),
    ],
)
def test_the_list_finds_by_number_name_and_applicant(text: str, marks: list[str]) -> None:
    assert [each.mark for each in pages.trademarks_page(text).lines] == marks


@pytest.mark.usefixtures("trademarks")
def test_pages_follow_each_other_without_gap() -> None:
    first = pages.trademarks_page("乙鞋厂")
    second = pages.trademarks_page("乙鞋厂", first.next_href.rpartition("after=")[2])
    assert (len(first.lines), len(second.lines)) == (50, 10)
    assert not {each.number for each in first.lines} & {each.number for each in second.lines}
    assert (first.first_href, second.next_href) == ("", "")


@pytest.mark.usefixtures("trademarks")
@pytest.mark.parametrize(
    ("path", "most"),
    [("/trademarks?q=乙鞋厂", 6), ("/trademarks?q=9000001", 6), ("/trademarks/CN/9000001", 9)],
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
    assert client.get("/trademarks", {"q": "长" * 101}).status_code == 400
    assert "没有找到商标" in client.get("/trademarks?q=没有这个").content.decode()
    twin = client.get("/api/v1/trademarks/CN/9000001?day=2014-12-01").json()
    assert twin["classes"][0]["status"]["code"] == "opposition_period"
    assert client.get("/api/v1/trademarks?q=李丙").json()["lines"][0]["number"] == "9000001"
    assert client.get("/api/v1/trademarks/CN/1").json()["code"] == "trademark.not_found"


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
