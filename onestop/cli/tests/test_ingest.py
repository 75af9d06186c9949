"""`onestop ingest` and `onestop rejected` as a user meets them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onestop.cli.main import cli
from onestop.ingest.tests import make
from onestop.records.models import Patent
from onestop.search.models import IndexJob

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def answer(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_counts_and_indexes(tmp_path: Path) -> None:
    result = run("ingest", make.csv_file(tmp_path, make.rows(12)), "--json")
    assert result.exit_code == 0
    found = answer(result)
    assert found["seconds"] >= 0
    assert {name: found[name] for name in ("read", "created", "updated", "unchanged", "rejected", "repaired")} == {
        "read": 12, "created": 12, "updated": 0, "unchanged": 0, "rejected": 0, "repaired": 0
    }  # fmt: skip
    assert not IndexJob.objects.exists()
    again = answer(run("ingest", tmp_path / "patents.csv", "--json"))
    assert (again["unchanged"], again["run"]) == (12, found["run"] + 1)


def test_several_files_give_sums_and_each(tmp_path: Path) -> None:
    one = make.csv_file(tmp_path, make.rows(2), "one.csv")
    two = make.xlsx_file(tmp_path, [make.HEADER, *make.rows(3, first=2)], "two.xlsx")
    found = answer(run("ingest", one, two, "--json"))
    assert (found["read"], found["created"], found["unchanged"]) == (5, 4, 1)
    assert [each["read"] for each in found["files"]] == [2, 3]
    assert found["run"] == [each["run"] for each in found["files"]]


def test_one_broken_file_does_not_hold_up_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    result = run("ingest", broken, make.csv_file(tmp_path, make.rows(2)), "--json")
    assert result.exit_code == 1
    found = answer(result)
    assert found["created"] == 2
    assert (found["files"][0]["code"], found["files"][0]["run"]) == ("ingest.broken_workbook", None)
    assert found["files"][0]["message"]
    assert found["files"][0]["hint"]


def test_a_folder_is_gone_through_and_what_is_not_recognised_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "below").mkdir(parents=True)
    make.csv_file(folder / "below", make.rows(2), "b.csv")
    make.csv_file(folder, make.rows(3, first=2), "a.csv")
    (folder / "notes.md").write_text("一些说明", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    result = run("ingest", folder, "--json")
    assert result.exit_code == 0
    found = answer(result)
    assert (found["read"], found["created"]) == (5, 4)
    assert [Path(each["file"]).name for each in found["files"]] == ["a.csv", "b.csv", "notes.md"]
    assert (found["files"][2]["run"], bool(found["files"][2]["message"])) == (None, True)
    assert "notes.md" in run("ingest", folder).stderr


def test_a_folder_of_which_nothing_is_usable_fails(tmp_path: Path) -> None:
    assert answer_of_wrong_use(run("ingest", tmp_path, "--json")) == "ingest.empty_folder"
    (tmp_path / "notes.md").write_text("一些说明", encoding="utf-8")
    assert run("ingest", tmp_path, "--json").exit_code == 1


def answer_of_wrong_use(result: Result) -> str:
    assert result.exit_code == 2
    return str(answer(result)["code"])


def test_rejected_rows_are_no_failure_and_can_be_mended_and_read_again(tmp_path: Path) -> None:
    path = make.csv_file(
        tmp_path, [*make.rows(1), ("=A1", make.number(5), "甲", "", "", ""), ("乙", "CN1", "", "", "", "")]
    )
    rejects = tmp_path / "rejects.csv"
    result = run("ingest", path, "--rejects", rejects, "--json")
    assert (result.exit_code, answer(result)["rejected"]) == (0, 2)
    text = rejects.read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["outcome"], row["code"]) for row in table] == [
        ("3", "rejected", "row.no_title"),
        ("4", "rejected", "application_number.length"),
        ("3", "dropped", "cell.formula"),
    ]
    assert table[0]["专利名称"] == "'=A1", "a formula must not start in the table of rejected rows"
    assert all(row["message"] and row["advice"] for row in table)
    rejects.write_text(text.replace("'=A1", "甲").replace("CN1,", make.number(6) + ","), encoding="utf-8")
    mended = answer(run("ingest", rejects, "--json"))
    assert (mended["rejected"], Patent.objects.count()) == (0, 3)


def test_rejected_prints_the_same_table(tmp_path: Path) -> None:
    number = answer(
        run("ingest", make.csv_file(tmp_path, [*make.rows(1), ("乙", "", "", "", "", "")]), "--json")
    )["run"]
    printed = run("rejected", number)
    assert printed.stdout.splitlines()[0] == "line,outcome,code,message,advice," + ",".join(make.HEADER)
    assert "row.no_number" in printed.stdout
    written = tmp_path / "out.csv"
    assert run("rejected", number, "--output", written).exit_code == 0
    assert run("rejected", number, "--output", tmp_path / "no" / "such.csv").exit_code == 2
    assert written.read_bytes() == b"\xef\xbb\xbf" + printed.stdout_bytes


def test_a_mapping_names_columns_that_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(make.csv_bytes([["成果", "编号"], ["一种装置", make.number(1)]]))
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("title: 成果\napplication_number: 编号\n", encoding="utf-8")
    assert run("ingest", path, "--json").exit_code == 1
    assert answer(run("ingest", path, "--mapping", mapping, "--json"))["created"] == 1
    assert Patent.objects.get().title == "一种装置"


@pytest.mark.parametrize(
    ("mapping", "says"),
    [("nonsense: 列", "没有这样的字段"), ("- a", "字段: 列名"), ("a: [", "不能用"), ("", "字段: 列名")],
)
def test_a_mapping_that_cannot_be_used_is_wrong_use(tmp_path: Path, mapping: str, says: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping, encoding="utf-8")
    result = run("ingest", make.csv_file(tmp_path, make.rows(1)), "--mapping", path)
    assert result.exit_code == 2
    assert says in result.stderr


def test_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    good = make.csv_file(tmp_path, make.rows(1))
    for arguments, says in (
        ([tmp_path / "empty"], "里没有文件"),
        ([tmp_path / "none.csv"], "没有文件"),
        ([good, "--region", "999999"], "没有行政区划代码"),
        ([good, "--rejects", tmp_path / "no" / "such.csv"], "不能写入"),
        ([], "PATHS"),
    ):
        result = run("ingest", *arguments)
        assert (result.exit_code, says in result.stderr) == (2, True), result.stderr
    assert not Patent.objects.exists()


def test_words_for_people(tmp_path: Path) -> None:
    path = make.csv_file(tmp_path, [*make.rows(2), ("乙", "", "", "", "", "")])
    text = run("ingest", path).stdout
    assert "读 3 行，新增 2" in text
    assert "1  row.no_number" in text
    quiet = run("ingest", path, "--quiet")
    assert quiet.stdout == ""
    unknown = run("rejected", 999_999)
    assert unknown.exit_code == 1
    assert "没有编号为 999999 的导入" in unknown.stderr


def test_real_patents_beside_the_demonstration_are_pointed_out(tmp_path: Path) -> None:
    path = make.csv_file(tmp_path, make.rows(1))
    assert "demo" not in run("ingest", path).stderr
    Patent.objects.create(kind="invention", title="演示", is_demonstration=True)
    assert "onestop demo --remove" in run("ingest", path).stderr
