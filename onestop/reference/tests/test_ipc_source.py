import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.reference.ipc import built_in_titles
from onestop.reference.ipc_source import EntryParser, clean_title, parse_entry
from onestop.reference.lines import BadLine


@pytest.mark.parametrize(
    ("symbol", "printed", "meant"),
    [
        ("A01B1/02", "锹；铲", "锹；铲"),
        ("A01B23/06", "刃磨附属装置〔2〕", "刃磨附属装置"),
        ("A61G5/00", "轮椅（入A61F4/00）〔1，８〕", "轮椅（入A61F4/00）"),
        ("C12Q1/68", "包括核酸 [3,2006.01,2018.01]", "包括核酸"),
        ("H10D1/00", "电阻器、电容器或电感器[20250101", "电阻器、电容器或电感器"),
        ("C08G75/04", "由硫醇基化合物〔2〕( C08G 75/0204优先)", "由硫醇基化合物(C08G75/0204优先)"),
        ("A61K47/62", "· · 该改性剂是蛋白质、肽或聚氨基酸", "该改性剂是蛋白质、肽或聚氨基酸"),
        ("G06V40/40", "欺骗检测，例如 活体检测", "欺骗检测，例如活体检测"),
        ("H04N7/18", "闭路电视[CCTV] 系统", "闭路电视[CCTV]系统"),
        ("G11B7/24097", "对准中心（层叠光盘入G11B 7/24021）", "对准中心（层叠光盘入G11B7/24021）"),
        ("G06K9/00", "用 A 或 B C 的", "用A或B C的"),
        ("C07B", "有机化学的 般方法", "有机化学的一般方法"),
        ("C08F22/32", "α -氰基-丙烯酸；它的酯", "α-氰基-丙烯酸；它的酯"),
        ("G21F", "G21FX射线防护", "X射线防护"),
        ("C01B3/0042", "仅含镁和镍</span", "仅含镁和镍"),
        ("H10P10/00", "部件的接合 注意： 1.本组涵盖", "部件的接合"),
        ("C02F11/20", "冷冻法 与C02F1/00组相关的引得表。", "冷冻法"),
        ("D06F101/04", "..", ""),
    ],
)
def test_what_the_page_left_is_taken_out(symbol: str, printed: str, meant: str) -> None:
    assert clean_title(symbol, printed) == meant


def test_a_space_at_the_end_of_a_printed_line_is_closed() -> None:
    line = "农业或林业的整地；一般农业机械或农具的部件、零件或附件（用于"
    assert clean_title("A01B", f"{line} 播种入A01C）") == f"{line}播种入A01C）"


def test_a_space_before_that_begins_the_next_heading_of_the_page() -> None:
    assert clean_title("B07B11/08", "清理装置 自动完成的其他分离方法") == "清理装置"
    assert clean_title("B60B19/14", "球型车轮（B60B19/06优先） 轮辋；轮毂") == "球型车轮（B60B19/06优先）"


@pytest.mark.parametrize(
    "title", ["双环〔4.2.0〕辛烷环系", "吡啶并〔1,5〕-二氮杂萘", "〔b,e〕-稠合", "三维[3D]分子"]
)
def test_brackets_that_belong_to_the_title_stay(title: str) -> None:
    assert clean_title("C07D1/00", title) == title


@given(st.text(alphabet="锹铲 〔2〕[]（），；AB0123/·α一般", max_size=60))
def test_cleaning_again_does_not_bring_spaces_back(text: str) -> None:
    cleaned = clean_title("A01B1/00", text)
    assert cleaned == cleaned.strip()
    assert not re.search(r"[锹铲] | [锹铲]|  ", cleaned)


def line(**changes: object) -> str:
    row = {"code": "A01B1/02", "title": "锹；铲", "level": "subgroup", "parent": "A01B1/00"} | changes
    return json.dumps(row, ensure_ascii=False)


def test_an_entry() -> None:
    entry = parse_entry(line())
    assert (entry.symbol, entry.title, entry.level, entry.parent) == (
        "A01B1/02",
        "锹；铲",
        "subgroup",
        "A01B1/00",
    )
    assert not entry.is_title_repaired
    assert not entry.is_parent_repaired


def test_the_symbol_says_the_parent() -> None:
    entry = parse_entry(line(parent="A01B9/00"))
    assert (entry.parent, entry.is_parent_repaired) == ("A01B1/00", True)
    section = parse_entry(line(code="A", level="section", parent=None))
    assert (section.parent, section.is_parent_repaired) == ("", False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "JSON"),
        ("[]", "code"),
        ("7", "code"),
        (line(title=3), "title"),
        (line(code=None), "code"),
        (line(code="A01B1/2"), "A01B1/2"),
        (line(level="class"), "subgroup"),
        (line(title=" "), "类名"),
    ],
)
def test_a_broken_line_says_why(text: str, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        parse_entry(text)


def test_an_entry_comes_once() -> None:
    parse = EntryParser()
    parse(line())
    with pytest.raises(BadLine, match="A01B1/02"):
        parse(line())


def real_rows(shared: Path) -> list[dict[str, str]]:
    text = (shared / "reference/ipc_zh.jsonl").read_text(encoding="utf-8")
    return [json.loads(each) for each in text.split("\n") if each]


@pytest.mark.shared
def test_the_real_titles(shared: Path) -> None:
    rows = real_rows(shared)
    cleaned = {row["code"]: clean_title(row["code"], row["title"]) for row in rows}
    assert all(clean_title(code, title) == title for code, title in cleaned.items())
    assert not [title for title in cleaned.values() if re.search(r"[\u3400-\u9fff] | [\u3400-\u9fff]", title)]
    assert not [title for title in cleaned.values() if re.search(r"〔[1-8]〕$", title)]
    assert sum(not title for title in cleaned.values()) == 1293


@pytest.mark.shared
def test_the_built_in_titles_are_those_of_the_classification(shared: Path) -> None:
    """Put right by hand: B31 and B62 (run together with other text), and the six classes 99, worded alike."""
    by_hand = {"B31", "B62"}
    rows = [row for row in real_rows(shared) if len(row["code"]) < 4]
    official = {row["code"]: clean_title(row["code"], row["title"]) for row in rows}
    built_in = {symbol: each["zh"] for symbol, each in built_in_titles().items()}
    assert built_in.keys() == official.keys()
    different = {symbol for symbol in official if built_in[symbol] != official[symbol]}
    assert {symbol for symbol in different if not symbol.endswith("99")} <= by_hand
