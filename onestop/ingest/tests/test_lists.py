"""Lists of other departments: what a list is, what its rows say, and how it is stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.lists.cells import region_code
from onestop.ingest.lists.population import persons
from onestop.ingest.lists.words import first_named, nearest_level, words
from onestop.ingest.mapping import read_mapping
from onestop.ingest.models import IngestRun, RowReport
from onestop.ingest.services import Options, ingest
from onestop.ingest.sources.base import RawRow, Subject, Table
from onestop.ingest.tests import make
from onestop.records.models import (
    Correction,
    Holder,
    Honour,
    HonourKind,
    Level,
    Population,
    ProviderKind,
    Transaction,
    TransactionKind,
)

RIGHTS = [f"ZL{make.number(serial)[2:]}" for serial in range(1, 5)]


def cleaned(
    subject: Subject, cells: Mapping[str, str], title: str = "", region: str = "", **says: str
) -> Cleaned:
    table = Table(
        "spreadsheet",
        {field: (field,) for field in cells},
        tuple(cells),
        lambda: iter(()),
        subject=subject,
        title=title,
        says=says,
    )
    return clean(RawRow(2, cells), table, region)


def record(subject: Subject, cells: Mapping[str, str], title: str = "", region: str = "", **says: str) -> Any:
    found = cleaned(subject, cells, title, region, **says)
    assert found.record, found.findings
    return found.record


def codes(found: Cleaned) -> list[str]:
    return [f"{each.outcome.value} {each.code}" for each in found.findings]


def file_of(folder: Path, rows: Sequence[Sequence[object]], name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(make.csv_bytes(rows))
    return path


def reasons(run: IngestRun) -> list[tuple[int, str]]:
    return list(RowReport.objects.filter(run=run).order_by("line", "pk").values_list("line", "code"))


def test_the_words_name_our_codes() -> None:
    table = words()
    assert {each["kind"] for each in table["honours"]} == set(HonourKind.values)
    assert {each["kind"] for each in table["providers"]} == set(ProviderKind.values)
    assert set(table["levels"]) == set(Level.values)
    assert {each.get("level", "national") for each in table["honours"]} <= set(Level.values)


# --- which honour, of what level


@pytest.mark.parametrize(
    ("title", "kind", "level"),
    [
        ("2022年度国家知识产权示范企业名单", "demonstration", "national"),
        ("国家知识产权优势企业", "advantage", "national"),
        ("2023年广东省知识产权示范企业名单", "demonstration", "provincial"),
        ("广西壮族自治区知识产权优势企业", "advantage", "provincial"),
        ("北京市知识产权示范企业", "demonstration", "provincial"),
        ("关于公布江门市知识产权优势企业的通知", "advantage", "municipal"),
        ("我市获评国家知识产权优势企业名单", "advantage", "national"),
        ("江海区知识产权示范企业", "demonstration", "district"),
        ("江门市2022年高新技术企业名单", "high_tech", "national"),
        ("专精特新“小巨人”企业名单", "specialised", "national"),
        ("广东省专精特新中小企业", "specialised", "provincial"),
        ("創新與知識產權管理能力分級\n示范.xlsx", "iso_56005", "national"),
        ("GB/T 29490认证", "gbt_29490", "national"),
    ],
)
def test_the_title_tells_which_honour(title: str, kind: str, level: str) -> None:
    found = record(Subject.HONOUR, {"name": "虚构甲有限公司", "valid_from": "2022-12-19"}, title)
    assert (found.kind, found.level) == (kind, level)


@pytest.mark.parametrize(
    ("cells", "title", "code"),
    [
        ({"name": "虚构甲有限公司"}, "企业名单", "honour.which"),
        ({"name": "虚构甲有限公司"}, "国家知识产权优势企业和示范企业名单", "honour.which"),
        ({"name": "虚构甲有限公司", "kind": "质量标杆"}, "知识产权示范企业", "honour.which"),
        ({"name": "虚构甲有限公司"}, "全市知识产权示范企业名单", "honour.no_level"),
        ({"name": ""}, "国家知识产权示范企业名单", "row.no_name"),
        ({"name": "——", "kind": "高企"}, "", "name.empty"),
        ({"name": "合计", "kind": "12"}, "国家知识产权示范企业名单", "row.total"),
        ({"name": "小 计", "kind": ""}, "国家知识产权示范企业名单", "row.total"),
        ({"name": "name", "kind": "kind"}, "国家知识产权示范企业名单", "row.header_again"),
        ({"name": "备注：截至2023年底", "kind": ""}, "国家知识产权示范企业名单", "row.note"),
    ],
)
def test_what_is_no_entry_is_rejected_with_its_reason(cells: dict[str, str], title: str, code: str) -> None:
    found = cleaned(Subject.HONOUR, cells, title)
    assert found.record is None
    assert found.findings[0].code == code
    assert found.findings[0].advice


def test_what_the_user_says_of_all_rows_counts_like_a_column() -> None:
    found = record(Subject.HONOUR, {"name": "虚构甲有限公司"}, "名单", kind="知识产权示范企业", level="省级")
    assert (found.kind, found.level) == (HonourKind.DEMONSTRATION, Level.PROVINCIAL)


def test_a_title_is_computed_to_its_end_and_said_to_be() -> None:
    found = cleaned(Subject.HONOUR, {"name": "虚构甲有限公司", "valid_from": "2020-02-29"}, "高新技术企业")
    assert (found.record.valid_from, found.record.valid_to) == (date(2020, 2, 29), date(2023, 2, 28))
    assert codes(found) == ["noted honour.end_computed"]
    assert "第九条" in found.findings[0].message
    assert not found.findings[0].advice


def test_an_unsure_rule_is_said_to_be_unsure() -> None:
    cells = {"name": "虚构甲有限公司", "valid_from": "2022-10-28"}
    found = cleaned(Subject.HONOUR, cells, "国家知识产权优势企业")
    assert found.record.valid_to == date(2025, 10, 28)
    assert "没有核实" in found.findings[0].advice
    assert record(Subject.HONOUR, cells, "江门市知识产权优势企业").valid_to is None


@pytest.mark.parametrize(
    ("text", "first", "last", "found"),
    [
        ("2022-12-19至2025-12-18", date(2022, 12, 19), date(2025, 12, 18), []),
        ("2022年12月19日—2025年12月18日", date(2022, 12, 19), date(2025, 12, 18), []),
        ("20221219-20251218", date(2022, 12, 19), date(2025, 12, 18), []),
        ("至2025.12.18", None, date(2025, 12, 18), ["noted honour.no_day"]),
        ("三年", None, None, ["dropped honour.term_without_start", "noted honour.no_day"]),
        ("2022-13-19至2025-12-18", None, None, ["dropped date.impossible", "noted honour.no_day"]),
    ],
)
def test_a_term_in_one_cell(text: str, first: date | None, last: date | None, found: list[str]) -> None:
    got = cleaned(Subject.HONOUR, {"name": "虚构甲有限公司", "validity": text}, "高新技术企业")
    assert (got.record.valid_from, got.record.valid_to) == (first, last)
    assert codes(got) == found


def test_a_wrong_code_is_dropped_and_the_name_counts() -> None:
    cells = {"name": "虚构甲有限公司", "uscc": "914403001922038217", "valid_to": "2025-01-01"}
    found = cleaned(Subject.HONOUR, cells, "2022年高新技术企业")
    assert (found.record.holder.name, found.record.holder.uscc) == ("虚构甲有限公司", "")
    assert "dropped uscc.check_digit" in codes(found)
    assert found.record.batch == "2022"


def test_an_end_before_the_beginning_is_dropped() -> None:
    cells = {"name": "虚构甲有限公司", "valid_from": "2023-01-01", "valid_to": "2022-01-01"}
    found = cleaned(Subject.HONOUR, cells, "GB/T 29490")
    assert found.record.valid_to is None
    assert codes(found) == ["dropped honour.ends_before"]


@pytest.mark.parametrize(("text", "grade"), [("三级", "3"), ("L4", "4"), ("系统级", "4"), ("优秀", "优秀")])
def test_grades_of_iso_56005(text: str, grade: str) -> None:
    assert record(Subject.HONOUR, {"name": "虚构甲有限公司", "grade": text}, "ISO 56005").grade == grade


def test_levels_and_names_by_their_nearest_word() -> None:
    assert nearest_level("江门市获评省级") == "provincial"
    assert nearest_level("江门高新区") == ""
    assert first_named(["", "没有", "优势企业"], "honours", "kind") is not None
    assert first_named(["示范企业优势企业", "优势企业"], "honours", "kind") is None


# --- regions


@pytest.mark.parametrize(
    ("text", "near", "code"),
    [
        ("江海区", "", "440704"),
        ("江海", "", "440704"),
        ("440704", "", "440704"),
        ("广东省江门市江海区", "", "440704"),
        ("全国", "", "100000"),
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "320000", ""),
        ("鼓楼区", "", ""),
        ("火星区", "440700", ""),
        ("高新区", "440700", "440704"),
        ("高新区", "440705", "440704"),
        ("高新区", "440000", ""),
        ("高新区", "370900", ""),
        ("高新区", "", ""),
        ("开发区", "440100", "440112"),
        ("广州开发区", "", "440112"),
        ("广东省广州开发区", "", "440112"),
        ("苏州工业园区", "320500", "320500"),
        ("北京经济技术开发区", "", "110000"),
        ("泰安高新区", "370900", "370900"),
        ("鼓楼区", "440700", ""),
    ],
)
def test_a_region_is_taken_only_where_it_is_certain(text: str, near: str, code: str) -> None:
    if code:
        assert region_code(text, near) == code
    else:
        with pytest.raises(UserError) as caught:
            region_code(text, near)
        assert caught.value.code == "region.unknown"


def test_region_by_column_then_address_then_option() -> None:
    cells = {"name": "虚构甲有限公司", "region": "江海区", "address": "江门市新会区虚构路1号"}
    assert record(Subject.HONOUR, cells, "高新技术企业", "440700").region == "440704"
    assert record(Subject.HONOUR, cells | {"region": ""}, "高新技术企业", "440700").region == "440705"
    assert record(Subject.HONOUR, {"name": "虚构甲有限公司"}, "高新技术企业", "440700").region == "440700"


# --- contracts


@pytest.mark.parametrize(
    "text",
    [
        "、".join(RIGHTS),
        "；".join(RIGHTS),
        "\n".join(RIGHTS),
        " ".join(RIGHTS),
        ",".join(RIGHTS).replace("ZL", "专利号："),
        f"{'、'.join(RIGHTS[:-1])}和{RIGHTS[-1]}",
        "、".join([*RIGHTS, RIGHTS[0]]),
    ],
)
def test_several_rights_in_a_cell(text: str) -> None:
    found = record(Subject.TRANSACTION, {"rights": text}, kind="licence")
    assert found.rights == tuple(each[2:].replace(".", "") for each in RIGHTS)


def test_one_wrong_right_costs_only_itself() -> None:
    wrong = RIGHTS[0][:-1] + ("1" if RIGHTS[0][-1] == "0" else "0")
    found = cleaned(Subject.TRANSACTION, {"rights": f"{wrong}、{RIGHTS[1]}等3件"}, kind="pledge")
    assert len(found.record.rights) == 1
    assert codes(found) == ["noted rights.and_more", "dropped application_number.check_digit"]


@pytest.mark.parametrize(
    ("column", "title", "text", "yuan", "found"),
    [
        ("质押金额（万元）", "", "300", "3000000", []),
        ("质押金额（元）", "", "300", "300", []),
        ("质押金额（亿元）", "", "0.5", "50000000", []),
        ("质押金额", "清单\n单位：万元", "300", "3000000", []),
        ("质押金额", "", "300万元", "3000000", []),
        ("质押金额（万元）", "", "300元", "300", []),
        ("质押金额", "", "300", "300", ["noted amount.no_unit"]),
        ("质押金额", "", "3,000,000", "3000000", []),
        ("质押金额", "", "面议", None, ["dropped amount.format"]),
    ],
)
def test_amounts_by_the_unit_of_their_column(
    column: str, title: str, text: str, yuan: str | None, found: list[str]
) -> None:
    table = Table(
        "spreadsheet",
        {"amount": (column,), "number": ("number",)},
        ("number", column),
        lambda: iter(()),
        subject=Subject.TRANSACTION,
        title=title,
        says={"kind": "pledge"},
    )
    got = clean(RawRow(2, {column: text, "number": "Y2023990000001"}), table, "")
    assert got.record.amount == (yuan and Decimal(yuan))
    assert codes(got) == found


def test_a_contract_that_nothing_identifies_is_rejected() -> None:
    found = cleaned(Subject.TRANSACTION, {"receiver": "虚构银行", "amount": "300"}, kind="pledge")
    assert found.findings[0].code == "transaction.unidentified"


# --- population


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("37.746", 10_000, 377_460),
        ("377,460", 1, 377_460),
        ("37.746万人", 1, 377_460),
        ("３７万", 1, 370_000),
    ],
)
def test_persons(text: str, unit: int, count: int) -> None:
    assert persons(text, unit) == count


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("37.746", 1, "unit"),
        ("377460", 10_000, "unit"),
        ("38", 1, "unit"),
        ("-3", 1, "format"),
        ("约3", 1, "format"),
    ],
)
def test_a_wrong_unit_is_not_believed(text: str, unit: int, code: str) -> None:
    with pytest.raises(UserError) as caught:
        persons(text, unit)
    assert caught.value.code == f"population.{code}"


# --- whole files


@pytest.mark.django_db
def test_honours_are_stored_with_their_holders(tmp_path: Path) -> None:
    rows = [
        ["2022年国家高新技术企业名单（虚构）", "", ""],
        ["企业名称", "统一社会信用代码", "发证日期"],
        ["虚构甲有限公司", "914403001922038216", "2022-12-19"],
        ["虚构乙（江门）有限公司", "", "2022-12-19"],
        ["虚构乙(江门)有限公司", "", "2022-12-19"],
    ]
    run = ingest(file_of(tmp_path, rows), Options(region="440704"))
    assert (run.created, run.unchanged, run.rejected) == (2, 1, 0)
    assert Holder.objects.count() == 2
    first = Honour.objects.get(name="虚构甲有限公司")
    assert (first.holder.uscc, first.valid_to, first.region) == (
        "914403001922038216",
        date(2025, 12, 19),
        "440704",
    )


@pytest.mark.django_db
def test_a_list_with_codes_and_one_without_speak_of_one_company(tmp_path: Path) -> None:
    header = ["企业名称", "统一社会信用代码", "发证日期", "证书编号"]
    ingest(
        file_of(
            tmp_path,
            [header, ["虚构甲有限公司", "914403001922038216", "2022-12-19", ""]],
            "高新技术企业1.csv",
        )
    )
    run = ingest(
        file_of(tmp_path, [header, ["虚构甲有限公司", "", "2022-12-19", "GR1"]], "高新技术企业2.csv")
    )
    assert (run.created, run.updated) == (0, 1)
    assert Honour.objects.get().certificate == "GR1"


@pytest.mark.django_db
def test_the_same_list_again_changes_nothing_and_a_correction_keeps_the_older_fact(tmp_path: Path) -> None:
    header = ["质押登记号", "专利号", "出质人", "质权人", "质押金额（万元）", "登记日期"]
    row = ["Y2023990000001", "、".join(RIGHTS[:2]), "虚构甲有限公司", "虚构银行", "300", "2023-03-01"]
    path = file_of(tmp_path, [header, row])
    assert ingest(path).created == 1
    assert ingest(path).unchanged == 1
    assert not Correction.objects.exists()
    row[1], row[4] = f"{RIGHTS[0]}、{RIGHTS[2]}", "350"
    assert ingest(file_of(tmp_path, [header, row], "newer.csv")).updated == 1
    pledge = Transaction.objects.get()
    assert pledge.amount == 3_500_000
    numbers = [each[2:].replace(".", "") for each in RIGHTS]
    assert [each.number for each in pledge.rights.order_by("position")] == [numbers[0], numbers[2]]
    before = list(Correction.objects.filter(register="transaction").values_list("before", flat=True))
    assert {"amount": "3000000.00"} in before
    assert {"rights": numbers[:2]} in before


@pytest.mark.django_db
def test_a_part_of_the_rights_erases_none(tmp_path: Path) -> None:
    header = ["质押登记号", "专利号", "质权人"]
    ingest(file_of(tmp_path, [header, ["Y2023990000001", "、".join(RIGHTS), "虚构银行"]], "1.csv"))
    ingest(file_of(tmp_path, [header, ["Y2023990000001", RIGHTS[1], "虚构银行"]], "2.csv"))
    assert Transaction.objects.get().rights.count() == 4


@pytest.mark.django_db
def test_parties_are_the_holders_that_are_known_by_their_exact_name(tmp_path: Path) -> None:
    names = [["企业名称", "发证日期"], ["虚构甲(江门)有限公司", "2022-12-19"]]
    ingest(file_of(tmp_path, names, "高新技术企业.csv"))
    header = ["质押登记号", "专利号", "出质人", "质权人"]
    rows = [
        ["Y2023990000001", RIGHTS[0], "虚构甲（江门）有限公司", "虚构银行"],
        ["Y2023990000002", RIGHTS[1], "虚构甲有限公司", "虚构银行"],
    ]
    ingest(file_of(tmp_path, [header, *rows]))
    known, unknown = Transaction.objects.order_by("number")
    assert known.giver_holder == Holder.objects.get()
    assert (known.receiver_holder, unknown.giver_holder) == (None, None)


@pytest.mark.django_db
def test_a_row_that_says_the_same_entry_again_is_noted(tmp_path: Path) -> None:
    rows = [
        ["常住人口", "", ""],
        ["地区", "年份", "常住人口（万人）"],
        ["江海区", "2022", "37.1"],
        ["江海区", "2022", "37.2"],
        ["江海区", "2023", "37.3"],
    ]
    run = ingest(file_of(tmp_path, rows))
    assert reasons(run) == [(4, "row.repeated")]
    assert Population.objects.get(year=2022).persons == 372_000


@pytest.mark.django_db
def test_years_as_columns_are_years(tmp_path: Path) -> None:
    rows = [
        ["地区", "2022年末常住人口（万人）", "2023年末常住人口（万人）"],
        ["江海区", "37.1", "37.2"],
        ["江门市", "", "482"],
    ]
    run = ingest(file_of(tmp_path, rows))
    assert (run.read, run.created) == (2, 2)
    assert set(Population.objects.values_list("region", "year", "persons")) == {
        ("440704", 2022, 371_000),
        ("440704", 2023, 372_000),
        ("440700", 2023, 4_820_000),
    }
    rows[1][1] = "37.15"
    newer = ingest(file_of(tmp_path, rows, "newer.csv"))
    assert (newer.updated, newer.unchanged) == (1, 1)


def test_a_list_of_names_that_nothing_tells_is_refused_with_its_choices(tmp_path: Path) -> None:
    path = file_of(tmp_path, [["单位名称", "统一社会信用代码", "地址"], ["虚构甲有限公司", "", ""]])
    with pytest.raises(UserError) as caught:
        sources.open_table(path, {})
    assert caught.value.code == "ingest.no_title_word"
    assert "企业称号名单" in caught.value.message
    assert "服务机构名录" in caught.value.message
    assert "subject: honour" in caught.value.hint
    assert "kind: =" in caught.value.hint


def test_a_mapping_says_what_the_list_is(tmp_path: Path) -> None:
    path = file_of(tmp_path, [["单位", "社会信用代码"], ["虚构甲有限公司", ""]])
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "subject: honour\nkind: =知识产权优势企业\nlevel: =provincial\nname: 单位\n", encoding="utf-8"
    )
    table = sources.open_table(path, read_mapping(mapping))
    (row,) = table.rows()
    found = clean(row, table, "").record
    assert (found.kind, found.level, found.holder.name) == ("advantage", "provincial", "虚构甲有限公司")


@pytest.mark.parametrize(
    ("text", "part"),
    [("subject: nothing\n", "subject"), ("colour: =red\n", "colour"), ("subject: [a]\n", "subject")],
)
def test_a_mapping_that_names_nothing_known_is_refused(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_mapping(path)
    assert caught.value.code == "ingest.bad_mapping"
    assert part in caught.value.message


def test_what_the_kind_of_table_says_can_not_be_changed(tmp_path: Path) -> None:
    path = file_of(tmp_path, [["质权人", "专利号"], ["虚构银行", RIGHTS[0]]])
    table = sources.open_table(path, {"subject": "pledge", "kind": "=nonsense"})
    (row,) = table.rows()
    assert clean(row, table, "").record.kind == TransactionKind.PLEDGE


@pytest.mark.parametrize(
    ("header", "title", "name"),
    [
        (["申请号", "专利名称", "专利权人", "地址"], "高新技术企业专利", Subject.PATENT),
        (["序号", "专利号", "专利名称", "专利权人", "发明人"], "中国专利奖", Subject.AWARD),
        (["序号", "专利号", "专利名称", "专利权人", "发明人"], "专利清单", Subject.PATENT),
        (["申请号", "名称", "申请人", "申请日"], "PCT申请", Subject.INTERNATIONAL),
        (["申请号", "名称", "申请人", "申请日", "所属地区"], "专利", Subject.PATENT),
        (["专利号", "专利名称", "出质人", "质权人"], "专利", Subject.TRANSACTION),
        (["登记号", "名称", "权利人"], "集成电路布图设计", Subject.LAYOUT),
    ],
)
def test_lists_and_tables_of_patents_are_told_apart(
    tmp_path: Path, header: list[str], title: str, name: Subject
) -> None:
    path = file_of(tmp_path, [[title], header, ["x"] * len(header)], f"{title}.csv")
    assert sources.open_table(path, {}).subject == name
