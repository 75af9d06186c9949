"""Cells of lists as departments really fill them in."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from onestop.ingest import sources
from onestop.ingest.cleaning import clean
from onestop.ingest.lists.others import SESSIONS
from onestop.ingest.sources.base import Subject
from onestop.ingest.tests import make
from onestop.ingest.tests.test_lists import cleaned, codes, file_of, record

SPACED = "ZL 2010 2 0100278.3"
PLAIN = "2010201002783"


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        (SPACED, [PLAIN]),
        (f"{SPACED}；ZL 2015 1 0817712.7", [PLAIN, "2015108177127"]),
        (f"{PLAIN}/2015108177127", [PLAIN, "2015108177127"]),
        (f"ZL{PLAIN} ZL2015108177127", [PLAIN, "2015108177127"]),
    ],
)
def test_a_number_with_gaps_is_one_number(text: str, rights: list[str]) -> None:
    found = cleaned(Subject.TRANSACTION, {"rights": text}, kind="pledge")
    assert (list(found.record.rights), codes(found)) == (rights, [])


@pytest.mark.parametrize(
    ("text", "amount", "terms", "found"),
    [
        ("免费", Decimal(0), "免费；普通许可", []),
        ("每年1万元", None, "每年1万元；普通许可", ["noted amount.rate"]),
        ("按销售额的2%提成", None, "按销售额的2%提成；普通许可", ["noted amount.rate"]),
        ("2万元", Decimal(20_000), "普通许可", []),
    ],
)
def test_what_a_licence_costs(text: str, amount: Decimal | None, terms: str, found: list[str]) -> None:
    cells = {"amount": text, "terms": "普通许可", "rights": PLAIN}
    got = cleaned(Subject.TRANSACTION, cells, kind="open_licence")
    assert (got.record.amount, got.record.terms, codes(got)) == (amount, terms, found)


@pytest.mark.parametrize("text", ["三年", "3年", "3", "3 年"])
def test_a_term_runs_from_its_first_day(text: str) -> None:
    cells = {"name": "虚构甲有限公司", "validity": text, "valid_from": "2023-12-01"}
    got = cleaned(Subject.HONOUR, cells, "高新技术企业")
    assert (got.record.valid_to, codes(got)) == (date(2026, 12, 1), [])


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("第二十四届中国专利奖获奖名单", 2023),
        ("第24届中国专利奖获奖名单", 2023),
        ("第二十届中国专利奖", 2018),
        ("第十五届中国专利奖", 2013),
        ("第二十四届中国专利奖（2022年）", 2022),
    ],
)
def test_the_session_of_the_prize_tells_its_year(title: str, year: int) -> None:
    got = cleaned(Subject.AWARD, {"number": PLAIN}, title)
    assert got.record.year == year
    assert codes(got) == ([] if "年" in title else ["noted award.year_of_session"])


@pytest.mark.parametrize("title", ["第九十九届中国专利奖", "第二十四届广东专利奖"])
def test_the_year_of_other_sessions_is_not_guessed(title: str) -> None:
    assert codes(cleaned(Subject.AWARD, {"number": PLAIN}, title)) == ["rejected row.no_year"]


def test_the_sessions_say_where_they_are_from() -> None:
    assert "Source:" in SESSIONS.read_text(encoding="utf-8")


def test_the_title_says_the_unit_of_population() -> None:
    cells = {"region": "江海区", "value": "37.7", "year": "2023"}
    got = record(Subject.POPULATION, cells, "2023年末常住人口（万人）")
    assert got.records[0].persons == 377_000


@pytest.mark.parametrize(
    ("region", "text"), [("江海区", "38000万"), ("江门市", "48200万"), ("广东省", "127000万")]
)
def test_more_people_than_there_can_be_are_refused(region: str, text: str) -> None:
    cells = {"region": region, "persons": text, "year": "2023"}
    got = cleaned(Subject.POPULATION, cells, region="440700")
    assert codes(got) == ["rejected population.no_figure", "dropped population.too_many"]


@pytest.mark.parametrize(
    ("region", "text", "found"),
    [
        ("江门市", "8.03万", ["noted population.few"]),
        ("江门市", "482万", []),
        ("江海区", "8.03万", []),
        ("广东省", "48万", ["noted population.few"]),
    ],
)
def test_fewer_people_than_its_level_has_are_said(region: str, text: str, found: list[str]) -> None:
    got = cleaned(Subject.POPULATION, {"region": region, "persons": text, "year": "2023"}, region="440700")
    assert codes(got) == found
    assert got.record.records


def test_a_figure_far_from_the_year_before_is_said(tmp_path: Path) -> None:
    rows = [("地区", "2021年末常住人口（万人）", "2022年末常住人口（万人）", "2023年末常住人口（万人）")]
    path = file_of(
        tmp_path, [*rows, ("江门市", "483.51", "8.03", "482.24"), ("江海区", "37", "37.4", "37.7")], "a.csv"
    )
    table = sources.open_table(path, {})
    city, district = (clean(row, table, "440700") for row in table.rows())
    assert sorted(codes(city)) == ["noted population.few", "noted population.jump", "noted population.jump"]
    assert codes(district) == []


@pytest.mark.parametrize("header", ["所属区", "辖区", "所在区"])
def test_a_column_of_districts_is_one_of_regions(tmp_path: Path, header: str) -> None:
    path = file_of(tmp_path, [("企业名称", header), ("虚构甲有限公司", "江海区")], "2023年高新技术企业.csv")
    table = sources.open_table(path, {})
    assert clean(next(iter(table.rows())), table, "440700").record.region == "440704"


def test_cells_merged_downwards_count_for_all_their_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ["2023年高新技术企业名单", None, None],
        ["所属地区", "企业名称", "证书编号"],
        ["江海区", "虚构甲有限公司", "GR1"],
        [None, "虚构乙有限公司", "GR2"],
        [None, None, None],
        ["蓬江区", "虚构丙有限公司", "GR3"],
        [None, "虚构丁有限公司", "GR4"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("C6:C7")
    path = tmp_path / "list.xlsx"
    book.save(path)
    table = sources.open_table(path, {})
    rows = [row for row in table.rows() if not row.is_blank]
    found = [clean(row, table, "440700") for row in rows]
    assert [each.record.region for each in found] == ["440704", "440704", "440703", "440700"]
    assert [each.record.certificate for each in found] == ["GR1", "GR2", "GR3", ""]
    mended = [[code for code in codes(each) if "merged" in code] for each in found]
    assert mended == [[], ["repaired row.merged_cells"], [], ["noted row.merged_left"]]


def test_a_merged_cell_that_does_not_mean_its_other_rows_is_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ["专利名称", "申请号", "申请人"],
        ["一种装置", make.number(1), "虚构甲有限公司"],
        ["另一种装置", make.number(2), None],
        ["第三种装置", make.number(3), "虚构乙有限公司"],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    path = tmp_path / "patents.xlsx"
    book.save(path)
    table = sources.open_table(path, {})
    found = [clean(row, table, "") for row in table.rows()]
    assert [each.record.applicants for each in found] == [("虚构甲有限公司",), (), ("虚构乙有限公司",)]
    assert ["row.merged_left" in " ".join(codes(each)) for each in found] == [False, True, False]
    assert "C2:C3" in next(each.message for each in found[1].findings if each.code == "row.merged_left")
