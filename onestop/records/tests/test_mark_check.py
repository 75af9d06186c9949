"""The pre-check: which marks each route brings, how near the goods are, what an ended right still means."""

from datetime import date

import pytest
from django.db import transaction

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.mark_check import Nearness, Risk, Wanted, check, read_wanted, risk
from onestop.records.marks.compare import Ground
from onestop.records.models import SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord
from onestop.search.services import catch_up

TODAY = date(2026, 11, 1)
MARKS = [
    ("90000001", 9, "云岫灯塔", "0922"),
    ("90000002", 9, "雲岫燈塔", "0922"),
    ("90000003", 9, "新云岫灯塔公司", "0901"),
    ("90000004", 9, "灯塔云岫", "0922"),
    ("90000005", 9, "芸秀灯塔", "0922"),
    ("90000006", 9, "云岫打塔", "0922"),
    ("90000007", 9, "云岫", "0922"),
    ("90000008", 9, "大云岫灯塔光明", "0922"),
    ("90000009", 9, "YUNXIU DENGTA", "0922"),
    ("90000010", 9, "望舒", "0922"),
    ("90000011", 25, "云岫灯塔", "2501"),
    ("90000012", 25, "云岫", "2501"),
    ("90000013", 11, "云岫灯塔", "1101"),
]


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    records = [
        TrademarkRecord(
            number,
            nice_class,
            mark=mark,
            applicants=("甲厂",),
            goods=(GoodsItem("移动电源" if nice_class in (9, 11) else "衣服", group),),
            filed_on=date(2020, 1, 1),
            registered_on=date(2021, 1, 1),
            status_as_of=date(2026, 10, 1),
            events=(TrademarkEventRecord("撤销公告", date(2026, 3, 1)),) if number == "90000004" else (),
        )
        for number, nice_class, mark, group in MARKS
    ]
    file = SourceFile.objects.create(digest="1" * 64, name="商标.csv", size=1)
    with transaction.atomic():
        store_registers(list(enumerate(records, 2)), file)
    catch_up()


@pytest.mark.usefixtures("register")
def test_each_route_brings_its_marks_with_reasons() -> None:
    found = {each.hit.number: each for each in check(Wanted("云岫灯塔", (9,))).candidates}
    assert {number: each.comparison.reasons[0].ground for number, each in found.items()} == {
        "90000001": Ground.SAME,
        "90000002": Ground.FOLDED,
        "90000003": Ground.CORE,
        "90000004": Ground.ORDER,
        "90000005": Ground.SOUND,
        "90000006": Ground.LOOK,
        "90000007": Ground.CONTAINED,
        "90000008": Ground.CONTAINED,
        "90000009": Ground.PINYIN,
        "90000011": Ground.SAME,
        "90000013": Ground.SAME,
    }
    assert found["90000001"].risk is Risk.HIGH
    assert found["90000011"].nearness is Nearness.OTHER_CLASS
    assert found["90000011"].risk is Risk.LOW


@pytest.mark.usefixtures("register")
def test_groups_and_goods_say_how_near_the_goods_are() -> None:
    found = {
        each.hit.number: each.nearness
        for each in check(read_wanted("云岫灯塔", "9", "0901", "移动电源")).candidates
    }
    assert found["90000003"] is Nearness.SAME_GROUP
    assert found["90000001"] is Nearness.OTHER_GROUP
    assert found["90000013"] is Nearness.SAME_GOODS
    assert found["90000011"] is Nearness.OTHER_CLASS
    assert "90000012" not in found


@pytest.mark.usefixtures("register")
def test_without_classes_all_are_looked_at() -> None:
    found = {each.hit.number: each.nearness for each in check(Wanted("云岫")).candidates}
    assert {"90000007", "90000012", "90000001"} <= set(found)
    assert set(found.values()) == {Nearness.ANY}


@pytest.mark.usefixtures("register")
def test_a_right_that_ended_lately_is_no_risk_but_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled() -> tuple[Risk, str]:
        (found,) = (
            each for each in check(Wanted("灯塔云岫", (9,))).candidates if each.hit.number == "90000004"
        )
        return found.risk, found.bar.cites if found.bar else ""

    assert cancelled() == (Risk.ENDED, "商标法(2019)第五十条")
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 2))
    assert cancelled() == (Risk.ENDED, "")


@pytest.mark.usefixtures("register")
def test_absolute_grounds_come_with_the_report() -> None:
    assert [each.ground.code for each in check(Wanted("中国云岫")).touched] == ["state"]


@pytest.mark.usefixtures("register")
def test_more_than_is_compared_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from onestop.records.marks.datafiles import data_file

    assert not check(Wanted("云岫灯塔")).is_cut
    monkeypatch.setitem(data_file("check.yaml"), "per_route", 1)
    assert check(Wanted("云岫灯塔")).is_cut


def test_goods_further_apart_lower_the_risk() -> None:
    steps = [
        risk(90, near, "registered")
        for near in (Nearness.SAME_CLASS, Nearness.OTHER_GROUP, Nearness.OTHER_CLASS)
    ]
    assert steps == [Risk.HIGH, Risk.MEDIUM, Risk.LOW]
    assert risk(61, Nearness.OTHER_CLASS, "registered") is Risk.LOW
    assert risk(100, Nearness.SAME_GROUP, "invalidated") is Risk.ENDED
    assert risk(75, Nearness.ANY, "unknown") is Risk.MEDIUM


def test_what_is_typed_is_put_in_order() -> None:
    wanted = read_wanted("  云岫  灯塔 ", "第11类；9, 9", "1101、0901", "灯；移动电源\n灯")
    assert wanted == Wanted("云岫 灯塔", (9, 11), ("0901", "1101"), ("灯", "移动电源"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("",), "mark_check.no_mark"),
        (("！！",), "mark_check.no_mark"),
        (("云" * 101,), "mark_check.too_long"),
        (("云岫", "46"), "mark_check.classes"),
        (("云岫", "", "0900"), "nice.group"),
        (("云岫", "", "", "灯" * 41), "mark_check.goods"),
        (("云岫", "", "", " ".join(map(str, range(21)))), "mark_check.goods"),
    ],
)
def test_what_cannot_be_understood_is_said(typed: tuple[str, ...], code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_wanted(*typed)
    assert caught.value.code == code
