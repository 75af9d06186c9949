import json
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.reference.industries import industry_rules, rules_for
from onestop.reference.ipc import ipc_title
from onestop.reference.lines import LONGEST_LINE
from onestop.reference.models import IndustryPattern, IndustryRule, IpcEntry, ReferenceLoad
from onestop.reference.queries import built_in_counts, loaded_tables
from onestop.reference.services import LoadReport, load_industries, load_ipc

pytestmark = pytest.mark.django_db

HEADER = "sei_code\tsei_name\tinclude\texclude\tkeywords"
RULES = (
    "1.5\t人工智能\tG06N* G06F40*\tG06N10*\t",
    "6.1\t核电产业\tG21C1*\t\t核电锅炉",
)


def ipc_file(folder: Path, *rows: tuple[str, str], name: str = "ipc.jsonl") -> Path:
    levels = {1: "section", 3: "class", 4: "subclass"}
    lines = [
        {"code": code, "title": title, "level": levels.get(len(code), "main_group"), "parent": None}
        for code, title in rows
    ]
    return written(folder / name, *(json.dumps(line, ensure_ascii=False) for line in lines))


def industries_file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    return written(folder / "industries.tsv", header, *rows)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counts(report: LoadReport) -> tuple[int, ...]:
    return (report.read, report.created, report.updated, report.unchanged, report.removed)


def refused(load: object, path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        load(path)  # type: ignore[operator]
    assert not ReferenceLoad.objects.exists()
    return caught.value


def test_the_ipc_is_loaded_once(tmp_path: Path) -> None:
    path = ipc_file(tmp_path, ("E21D", "竖井； 隧道〔2〕"), ("E21D1/00", "凿井"))
    report = load_ipc(path)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert (report.repaired_titles, report.repaired_parents, report.lost_titles) == (1, 2, 0)
    assert ipc_title("E21D1/00", "zh-hans") == "凿井"
    assert IpcEntry.objects.get(symbol="E21D").title_zh == "竖井；隧道"
    assert counts(load_ipc(path)) == (2, 0, 0, 2, 0)


def test_a_new_edition_changes_titles_and_keeps_old_places(tmp_path: Path) -> None:
    load_ipc(ipc_file(tmp_path, ("E21D", "竖井"), ("E21D1/00", "凿井")))
    assert counts(load_ipc(ipc_file(tmp_path, ("E21D", "隧道"), name="new.jsonl"))) == (1, 0, 1, 0, 0)
    assert ipc_title("E21D", "zh-hans") == "隧道"
    assert IpcEntry.objects.filter(symbol="E21D1/00").exists()
    assert ReferenceLoad.objects.get().file_name == "new.jsonl"


def test_one_broken_line_and_nothing_is_loaded(tmp_path: Path) -> None:
    path = ipc_file(tmp_path, *((f"E21D{number}/00", "凿井") for number in range(1, 3000)))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"code": "E21D9"}\n')
    error = refused(load_ipc, path)
    assert error.code == "reference.broken_lines"
    assert "第 3000 行" in error.message
    assert "E21D9" in error.message
    assert error.hint
    assert not IpcEntry.objects.exists()


def test_a_broken_file_leaves_the_table_as_it_was(tmp_path: Path) -> None:
    load_ipc(ipc_file(tmp_path, ("E21D", "竖井")))
    path = ipc_file(tmp_path, ("E21D", "隧道"), ("E21D", "又一次"), name="new.jsonl")
    with pytest.raises(UserError, match="E21D"):
        load_ipc(path)
    assert IpcEntry.objects.get().title_zh == "竖井"
    assert ReferenceLoad.objects.get().file_name == "ipc.jsonl"


def test_progress_counts_the_bytes(tmp_path: Path) -> None:
    path = ipc_file(tmp_path, ("E21D", "竖井"), ("E21D1/00", "凿井"))
    told: list[int] = []
    load_ipc(path, told.append)
    assert sum(told) == path.stat().st_size


def test_a_byte_order_mark_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    path = ipc_file(tmp_path, ("E21D", "竖井"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert counts(load_ipc(path)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("第一行\n".encode("gb18030"), "UTF-8"),
        (b"PK\x03\x04\xff\xfe\n", "UTF-8"),
        (b"[1]\n", "code"),
        (b"x" * (LONGEST_LINE + 10), str(LONGEST_LINE)),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert reason in refused(load_ipc, path).message


def test_a_file_of_garbage_is_given_up_soon(tmp_path: Path) -> None:
    path = written(tmp_path / "garbage", *["garbage"] * 5000)
    told: list[int] = []
    with pytest.raises(UserError, match=r"100\+"):
        load_ipc(path, told.append)
    assert len(told) == 100


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refused(load_ipc, tmp_path / "none.jsonl")
    assert error.code == "reference.file_unreadable"
    assert "none.jsonl" in error.message


def test_industries_are_loaded_once(tmp_path: Path) -> None:
    path = industries_file(tmp_path, *RULES)
    assert counts(load_industries(path)) == (2, 2, 0, 0, 0)
    assert counts(load_industries(path)) == (2, 0, 0, 2, 0)
    (rule,) = rules_for("G06N3/04")
    assert (rule.number, rule.industry_code, rule.industry_name) == (1, "1.5", "人工智能")
    assert (rule.include, rule.exclude, rule.keywords) == (("G06N*", "G06F40*"), ("G06N10*",), "")
    assert rules_for("G06N10/20") == ()
    assert [each.keywords for each in rules_for("G21C1/02")] == ["核电锅炉"]


def test_the_industries_table_is_the_file(tmp_path: Path) -> None:
    load_industries(industries_file(tmp_path, *RULES))
    changed = industries_file(tmp_path, RULES[0].replace("G06N10*", "G06N20*"))
    assert counts(load_industries(changed)) == (1, 0, 1, 0, 1)
    assert [rule.exclude for rule in industry_rules().rules.values()] == [("G06N20*",)]
    assert IndustryPattern.objects.count() == 3


def test_columns_in_another_order(tmp_path: Path) -> None:
    header = "keywords\tsei_name\tsei_code\tinclude\texclude"
    load_industries(industries_file(tmp_path, "\t核电产业\t6.1\tG21C1*\t", header=header))
    assert IndustryRule.objects.get().industry_code == "6.1"


def test_missing_columns_are_named(tmp_path: Path) -> None:
    error = refused(load_industries, industries_file(tmp_path, *RULES, header="sei_code\tsei_name\tpatterns"))
    assert error.code == "reference.wrong_columns"
    assert "include、exclude、keywords" in error.message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1.5\t人工智能\tG06N*", "3 列"),
        ("1.5\t人工智能\tG06N1/*\t\t", r"G06N1/\*"),
        ("1.5\t人工智能\tG06N*\tgarbage\t", "garbage"),
        ("1.5\t人工智能\t\tG06N*\t", "include"),
        ("one\t人工智能\tG06N*\t\t", "one"),
        ("1.5\t\tG06N*\t\t", "1.5"),
        ("6.1\t人工智能\tG06N*\t\t", "核电产业"),
    ],
)
def test_a_broken_rule_says_where_and_why(tmp_path: Path, row: str, reason: str) -> None:
    path = industries_file(tmp_path, RULES[1], row)
    with pytest.raises(UserError, match=f"第 3 行：.*{reason}"):
        load_industries(path)
    assert not IndustryRule.objects.exists()


def test_what_is_loaded_is_shown(tmp_path: Path) -> None:
    assert [state.entries for state in loaded_tables()] == [0, 0]
    load_industries(industries_file(tmp_path, *RULES))
    ipc, industries = loaded_tables()
    assert (ipc.table, ipc.source, ipc.loaded_at) == ("ipc", "", None)
    assert (industries.entries, industries.source, len(industries.digest)) == (2, "industries.tsv", 64)
    assert industries.loaded_at is not None
    assert built_in_counts() == {
        "ipc_classes": 140,
        "locarno_classes": 32,
        "regions": 3217,
        "calendar_years": 12,
    }


@pytest.mark.shared
def test_the_real_ipc(shared: Path, tmp_path: Path) -> None:
    path = shared / "reference/ipc_zh.jsonl"
    report = load_ipc(path)
    assert counts(report) == (77_253, 77_253, 0, 0, 0)
    assert (report.repaired_parents, report.lost_titles) == (47, 1293)
    beginning = path.read_text(encoding="utf-8").split("\n")[:3000]
    assert counts(load_ipc(written(tmp_path / "part.jsonl", *beginning))) == (3000, 0, 0, 3000, 0)
    assert ipc_title("E21D20/02", "zh-hans").startswith("安装锚杆")
    parents = set(IpcEntry.objects.exclude(parent="").values_list("parent", flat=True))
    assert parents - set(IpcEntry.objects.values_list("symbol", flat=True)) == {"C23C24/00"}


@pytest.mark.shared
def test_the_real_industries(shared: Path) -> None:
    path = shared / "reference/sei_ipc_2021.tsv"
    assert counts(load_industries(path)) == (303, 303, 0, 0, 0)
    assert counts(load_industries(path)) == (303, 0, 0, 303, 0)
    index = industry_rules()
    assert len({rule.industry_code for rule in index.rules.values()}) == 40
    both_sides = {rule.number: set(rule.include) & set(rule.exclude) for rule in index.rules.values()}
    assert {number: len(symbols) for number, symbols in both_sides.items() if symbols} == {3: 15}
    assert [rule.number for rule in index.rules_for("H04B7/14")] == [3]
    assert {rule.industry_code for rule in index.rules_for("G06F40/30")} == {"1.5"}
