"""Trademarks from file to table: goods in every writing, JSON of any length, steps that add up."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.ingest import goods
from onestop.ingest.cleaning import clean
from onestop.ingest.models import IngestRun
from onestop.ingest.services import ingest
from onestop.ingest.sources import jsonfile, open_table
from onestop.ingest.sources.base import RawRow, Subject, Table
from onestop.records.models import Correction, Statement, Trademark, TrademarkEvent
from onestop.records.registers.records import GoodsItem

FIELDS = {"number": "9000001", "nice_class": "9", "mark": "灯塔"}


def cleaned(**cells: str) -> tuple[Any, list[str]]:
    said = {**FIELDS, **cells}
    table = Table("x", {name: (name,) for name in said}, (), lambda: iter(()), subject=Subject.TRADEMARK)
    found = clean(RawRow(1, said), table, "440704")
    return found.record, [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0901-计算机;0902-计算器", ["0901 计算机", "0902 计算器"]),
        ("计算机(0901)", ["0901 计算机"]),
        ("计算机（0901）；计算器【0902】", ["0901 计算机", "0902 计算器"]),
        ("0901：计算机、计算机硬件；0907 电话机", ["0901 计算机", "0901 计算机硬件", "0907 电话机"]),
        ("计算机，计算机软件（已录制，可下载）", [" 计算机", " 计算机软件（已录制，可下载）"]),
        ("计算机(0901,0902)", ["0901 计算机", "0902 计算机"]),
        ("Computers, downloadable programs; modems", [" Computers, downloadable programs", " modems"]),
        ('[{"name":"计算机","group":"0901"},"计算器(0902)"]', ["0901 计算机", "0902 计算器"]),
        ('[{"商品名称": "计算机", "类似群": 901}]', [" 计算机"]),
        ('["\\ud800灯\\u0000"]', [" 灯"]),
        ("0901", ["0901 "]),
        ("", []),
        ("[1, {}, null", [" [1, {}, null"]),
    ],
)
def test_goods_in_every_writing(text: str, expected: list[str]) -> None:
    assert [f"{item.group} {item.name}" for item in goods.parse(text)] == expected


def test_groups_of_a_column_of_their_own() -> None:
    record, codes = cleaned(goods="计算机；计算器", groups="0901")
    assert [item.group for item in record.goods] == ["0901", "0901"]
    record, codes = cleaned(goods="计算机(0901)", groups="0901,0902")
    assert record.goods == (GoodsItem("计算机", "0901"), GoodsItem("", "0902"))
    assert codes == []
    assert cleaned(groups="9 01")[1] == ["nice.group"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"number": "CN201510817712.7"}, "trademark_number.format"),
        ({"number": ""}, "trademark_number.format"),
        ({"nice_class": "9,35"}, "trademark.nice_class"),
        ({"nice_class": ""}, "trademark.nice_class"),
        ({"office": "China"}, "trademark.office"),
    ],
)
def test_what_identifies_nothing_is_rejected(cells: dict[str, str], code: str) -> None:
    record, codes = cleaned(**cells)
    assert record is None
    assert codes[0] == code


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"mark": "长" * 501}, "trademark.too_long"),
        ({"address": "路" * 501}, "trademark.too_long"),
        ({"address": "火星基地一号"}, "address.no_region"),
        ({"mark_kind": "气味"}, "trademark.unknown_kind"),
        ({"mark_use": "气味"}, "trademark.unknown_kind"),
        ({"is_common": "是", "applicants": "甲厂"}, "trademark.co_owners_missing"),
        ({"goods": "3501-广告"}, "trademark.foreign_group"),
        ({"term": "长期"}, "trademark.term"),
        ({"term": "2016-01-01 至 2015-01-01"}, "trademark.term_backwards"),
        ({"preliminary_issue": "某期"}, "trademark.issue"),
        ({"events": "注册公告"}, "trademark.step"),
        ({"events": "2099-01-01 注册公告"}, "date.too_late"),
        ({"filed_on": "2016-01-01", "registered_on": "2015-01-01"}, "date.out_of_order"),
        ({"registration_number": "号" * 30}, "trademark_number.foreign_format"),
    ],
)
def test_what_is_dropped_or_doubtful_is_said(cells: dict[str, str], code: str) -> None:
    record, codes = cleaned(**cells)
    assert record is not None
    assert codes == [code]


def test_a_term_in_one_column_or_in_two() -> None:
    for cells in (
        {"term": "2015年01月01日 至 2024年12月31日"},
        {"term": "2015-01-01~2024-12-31"},
        {"term": "2015-01-01 - 2024-12-31"},
        {"term_from": "2015.01.01", "term_to": "20241231"},
    ):
        record, codes = cleaned(**cells)
        assert (record.term_from, record.term_to, codes) == (date(2015, 1, 1), date(2024, 12, 31), [])


def test_old_marks_and_those_of_other_offices() -> None:
    record, codes = cleaned(filed_on="1950-08-01", office="us", number="71/123456", address="1 Made Street")
    assert (record.office, record.number, record.filed_on, record.region) == (
        "US",
        "71/123456",
        date(1950, 8, 1),
        "",
    )
    assert codes == []
    assert cleaned()[0].region == "440704", "of the office that imports, where there is no address"


@given(st.text(alphabet='0901-;；、,计算机()（）[]{}":name group', max_size=60))
def test_any_goods_are_read(text: str) -> None:
    for item in goods.parse(text):
        assert item.name or item.group
        assert item.group == "" or len(item.group) == 4


@given(st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=40)), max_size=12))
def test_an_array_is_read_item_by_item(items: list[dict[str, Any]]) -> None:
    text = json.dumps(items, ensure_ascii=False, indent=1)
    for size in (1, 7, 1000):
        blocks = (text[start : start + size] for start in range(0, len(text), size))
        assert [json.loads(piece) for piece in jsonfile._split(iter(list(blocks)))] == items


def test_an_array_cut_short_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"regno":"9000001","classid":"9","name":"灯塔"},{"regno":"90', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        list(open_table(path, {}).rows())
    assert caught.value.code == "ingest.broken_json"
    assert "2" in caught.value.message


def test_an_answer_of_an_interface_on_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "a"
    entries = [
        {"regno": "9000001", "classid": "9", "name": "灯塔"},
        {"regno": "9000002", "classid": "9", "name": "舟"},
    ]
    path.write_text(
        json.dumps({"code": 0, "data": {"total": 2, "list": entries}}, indent=2), encoding="utf-8"
    )
    table = open_table(path, {})
    assert (table.source, table.ignored) == ("trademark_register", ())
    assert [row.cells["regno"] for row in table.rows()] == ["9000001", "9000002"]


def test_other_json_is_not_taken_for_trademarks(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text('{"name": "灯塔", "classid": "9"}\n', encoding="utf-8")
    with pytest.raises(UserError):
        open_table(path, {})


def write(folder: Path, name: str, *entries: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entries), encoding="utf-8"
    )
    return path


ENTRY: dict[str, Any] = {
    "regno": "9000001",
    "classid": "9",
    "name": "灯塔",
    "registrant": "甲照明厂",
    "processlist": [{"name": "申请收文", "date": "2019-05-06"}],
}


@pytest.mark.django_db(transaction=True)
def test_classes_are_entries_steps_add_up_and_a_second_import_changes_nothing(tmp_path: Path) -> None:
    first = write(tmp_path, "a", ENTRY, {**ENTRY, "classid": "11"})
    run = ingest(first)
    assert (run.created, run.rejected) == (2, 0)
    assert set(Trademark.objects.values_list("key", flat=True)) == {"CN:9000001:9", "CN:9000001:11"}
    assert ingest(first).unchanged == 2
    later = {**ENTRY, "registrant": "乙照明厂", "processlist": [{"name": "转让核准", "date": "2021-07-08"}]}
    assert ingest(write(tmp_path, "b", later)).updated == 1
    mark = Trademark.objects.get(nice_class=9)
    assert mark.applicants == ["乙照明厂"]
    assert {event.name for event in mark.events.all()} == {"申请收文", "转让核准"}
    assert Correction.objects.get().before == {"applicants": ["甲照明厂"]}
    assert TrademarkEvent.objects.count() == 3
    assert Statement.objects.filter(register="trademark").count() == 3


@pytest.mark.django_db(transaction=True)
def test_silence_erases_nothing(tmp_path: Path) -> None:
    ingest(write(tmp_path, "a", {**ENTRY, "type": "集体商标", "productlist": ["电池(0922)"]}))
    ingest(write(tmp_path, "b", {"regno": "9000001", "classid": "9", "name": "", "appdate": "2019-05-06"}))
    mark = Trademark.objects.get()
    assert (mark.mark, mark.mark_use, mark.filed_on) == ("灯塔", "collective", date(2019, 5, 6))
    assert mark.goods == [{"group": "0922", "name": "电池"}]


@pytest.mark.shared
@pytest.mark.django_db(transaction=True)
def test_the_real_files(shared: Path) -> None:
    """One US mark in both standards, the later file newer: two classes, one owner, both histories."""
    folder = shared / "foreign" / "trademark"
    runs: list[IngestRun] = [ingest(folder / f"sn76044902-ST{number}.xml") for number in (66, 96)]
    assert [(run.created, run.updated, run.rejected) for run in runs] == [(2, 0, 0), (0, 2, 0)]
    marks = list(Trademark.objects.order_by("nice_class"))
    assert [(each.office, each.number, each.nice_class) for each in marks] == [
        ("US", "76044902", 9),
        ("US", "76044902", 42),
    ]
    for each in marks:
        assert (each.mark, each.mark_kind, each.registration_number) == ("PYTHON", "word", "2824281")
        assert each.applicants == ["PYTHON SOFTWARE FOUNDATION"]
        assert (each.filed_on, each.preliminary_on) == (date(2000, 5, 9), date(2003, 12, 30))
        assert (each.registered_on, each.status_as_of) == (date(2004, 3, 23), date(2014, 2, 10))
        assert each.status_text == "The registration has been renewed."
        assert len(each.goods) == 1
    steps = Counter(event.effective_on.year for event in marks[0].events.all())
    assert sum(steps.values()) > 30
    assert steps[2014] >= 4
    assert ingest(folder / "sn76044902-ST96.xml").unchanged == 2
