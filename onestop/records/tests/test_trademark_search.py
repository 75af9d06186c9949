"""Trademarks in the index: what each field finds, and a status that changes because days pass."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.models import MarkKind, MarkUse, SourceFile, Trademark
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord
from onestop.records.trademark_fields import TRADEMARK
from onestop.records.trademark_search import TrademarkDocuments, TrademarkSearch, search_trademarks
from onestop.records.trademark_status import status_on
from onestop.search.parser import parse
from onestop.search.services import catch_up, compare, rebuild, refresh

LAMP = TrademarkRecord(
    "90000001",
    9,
    mark="云岫燈塔",
    mark_kind=MarkKind.WORD,
    applicants=("甲照明厂", "李丙"),
    address="广东省江门市江海区某路1号",
    region="440704",
    agent="丙知识产权代理有限公司",
    goods=(GoodsItem("电池", "0922"), GoodsItem("手机充电器", "0922"), GoodsItem("启动器", "0912")),
    filed_on=date(2013, 5, 2),
    preliminary_on=date(2014, 10, 20),
    registered_on=date(2015, 1, 21),
    status_as_of=date(2024, 6, 30),
)
SHOES = TrademarkRecord(
    "80000007",
    25,
    mark="重乐 LUMORA",
    mark_kind=MarkKind.COMBINED,
    mark_use=MarkUse.CERTIFICATION,
    applicants=("乙鞋厂",),
    goods=(GoodsItem("鞋", "2507"),),
    filed_on=date(2024, 1, 5),
    preliminary_on=date(2024, 4, 6),
    status_as_of=date(2024, 6, 30),
)
ABROAD = TrademarkRecord("76000001", 9, office="US", registration_number="2800001", mark="365")
FIGURE = TrademarkRecord("90000002", 11, mark_kind=MarkKind.FIGURATIVE, filed_on=date(2024, 6, 30))


def keep(*records: TrademarkRecord) -> None:
    file, _ = SourceFile.objects.get_or_create(digest="1" * 64, defaults={"name": "商标.csv", "size": 1})
    with transaction.atomic():
        store_registers(list(enumerate(records, 2)), file)
    catch_up()


@pytest.fixture
def trademarks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2024, 7, 1))
    keep(LAMP, SHOES, ABROAD, FIGURE)
    refresh("trademark", clock.today())


def numbers(text: str, *filters: tuple[str, str]) -> set[str]:
    return {hit.number for hit in search_trademarks(TrademarkSearch(text, filters)).hits}


FOUND: list[tuple[str, set[str]]] = [
    ("", {"90000001", "80000007", "76000001", "90000002"}),
    ("云岫灯塔", {"90000001"}),
    ("灯塔", {"90000001"}),
    ("商标=雲岫", {"90000001"}),
    ("TM=lumora", {"80000007"}),
    ('PY="deng ta"', {"90000001"}),
    ("拼音=chongyue", {"80000007"}),
    ("PY=zhongle", {"80000007"}),
    ("PA=照明厂", {"90000001"}),
    ("李丙", {"90000001"}),
    ("代理机构=知识产权", {"90000001"}),
    ("地址=江海区", {"90000001"}),
    ("NO=90000001", {"90000001"}),
    ("第90000001号商标", {"90000001"}),
    ("90000001", {"90000001"}),
    ("注册号=2800001", {"76000001"}),
    ("365", {"76000001"}),
    ("类=9", {"90000001", "76000001"}),
    ("NC=第25类", {"80000007"}),
    ("NC=[1 TO 24]", {"90000001", "76000001", "90000002"}),
    ("类似群=0922", {"90000001"}),
    ("SG=25+", {"80000007"}),
    ("商品=充电器", {"90000001"}),
    ("TYPE=图形", {"90000002"}),
    ("USE=证明商标", {"80000007"}),
    ("LS=已注册", {"90000001"}),
    ("状态=异议期", {"80000007"}),
    ("RG=江门市", {"90000001"}),
    ("OF=US", {"76000001"}),
    ("AD=[2013 TO 2014]", {"90000001"}),
    ("RD=2015-01", {"90000001"}),
    ("ED<=2025", {"90000001"}),
    ("申请年=2024", {"80000007", "90000002"}),
    ('KEY=="p:yunxiudengta"', {"90000001"}),
    ("类=9 AND (商标=灯塔 OR 商标=365) NOT OF=US", {"90000001"}),
]


@pytest.mark.usefixtures("trademarks")
def test_each_field_finds() -> None:
    assert [(text, numbers(text)) for text, _found in FOUND] == FOUND


@pytest.mark.usefixtures("trademarks")
def test_a_wrong_value_is_said_with_its_place() -> None:
    for text in ("类=46", "SG=0900", "LS=好", "RG=无此地", "ADY=x", "NO=!", "没有=1"):
        with pytest.raises(UserError) as caught:
            search_trademarks(TrademarkSearch(text))
        assert caught.value.code == "search.syntax"


@pytest.mark.usefixtures("trademarks")
def test_filters_facets_and_sorting() -> None:
    every = search_trademarks(TrademarkSearch(sort="filed_asc"))
    assert [each.number for each in every.hits][:2] == ["90000001", "80000007"]
    classes = {each.value: each.count for each in every.facets["nice_class"]}
    assert classes == {"9": 2, "11": 1, "25": 1}
    assert numbers("", ("nice_class", "9"), ("nice_class", "11"), ("office", "CN")) == {
        "90000001",
        "90000002",
    }
    with pytest.raises(UserError):
        search_trademarks(TrademarkSearch(filters=(("goods", "鞋"),)))
    with pytest.raises(UserError):
        search_trademarks(TrademarkSearch(sort="colour"))


@pytest.mark.usefixtures("trademarks")
def test_what_a_hit_says() -> None:
    (hit,) = search_trademarks(TrademarkSearch("灯塔")).hits
    assert (hit.text, [each.is_match for each in hit.mark]) == ("云岫燈塔", [False, True])
    assert (hit.nice_class, hit.groups, hit.goods_total) == (9, ("0912", "0922"), 3)
    assert (hit.status, hit.status_since, hit.term_to) == ("registered", "2015-01-21", "2025-01-20")


@pytest.mark.usefixtures("trademarks")
def test_examples_of_the_fields_are_understood() -> None:
    for field in TRADEMARK.fields:
        assert parse(field.example, TRADEMARK)


@pytest.mark.usefixtures("trademarks")
def test_a_period_that_ends_changes_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    assert numbers("LS=异议期") == {"80000007"}
    monkeypatch.setattr(clock, "today", lambda: date(2024, 7, 9))
    assert refresh("trademark", clock.today()) == 1
    catch_up()
    assert numbers("LS=异议期") == set()
    assert numbers("LS=未知") == {"80000007", "76000001", "90000002"}
    monkeypatch.setattr(clock, "today", lambda: date(2025, 1, 21))
    assert refresh("trademark", clock.today()) == 1
    catch_up()
    assert numbers("LS=宽展期") == {"90000001"}


@pytest.mark.usefixtures("trademarks")
def test_nothing_that_days_change_is_overlooked() -> None:
    """Against the status of every mark on both days."""
    for after in (date(2013, 4, 1), date(2014, 10, 1), date(2024, 6, 1), date(2024, 12, 1), date(2025, 6, 1)):
        until = after + timedelta(90)
        changed = {
            each.pk
            for each in Trademark.objects.all()
            if status_on(each, after).status != status_on(each, until).status
        }
        assert changed
        assert changed <= set(TrademarkDocuments().changed_by_time(after, until))


@pytest.mark.usefixtures("trademarks")
def test_a_new_event_alone_reaches_the_index() -> None:
    with_event = TrademarkRecord("90000001", 9, events=(TrademarkEventRecord("注销核准", date(2024, 6, 1)),))
    keep(with_event)
    assert numbers("LS=已注销") == {"90000001"}


@pytest.mark.usefixtures("trademarks")
def test_the_index_is_healed_and_rebuilt_like_that_of_patents() -> None:
    assert compare("trademark")[0].total == 0
    Trademark.objects.filter(number="80000007").delete()
    assert compare("trademark")[0].surplus == 1
    assert rebuild("trademark") == 3
    assert compare("trademark")[0].total == 0
