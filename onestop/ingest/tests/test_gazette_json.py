"""JSON lines that are not quite what they should be."""

import json
from pathlib import Path
from typing import Any

import pytest

from onestop.ingest.cleaning import clean
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table
from onestop.ingest.tests import make
from onestop.records.models import Patent

GOOD = {"申请号": make.number(1), "title": "一种装置"}


def write(path: Path, *lines: object, encoding: str = "utf-8") -> Path:
    texts = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in lines]
    path.write_text("\n".join(texts) + "\n", encoding=encoding)
    return path


def codes(path: Path) -> list[str]:
    table = open_table(path, {})
    return [finding.code for row in table.rows() for finding in clean(row, table, "").findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    table = open_table(write(tmp_path / "a.txt", GOOD, encoding=encoding), {})
    assert table.source == "gazette_json"
    assert [row.cells for row in table.rows()] == [GOOD]


@pytest.mark.parametrize(
    "line", ['{"申请号": "20', "[1]", "null", '{"申请号": "CN1", "title": "\\ud800"}', "[" * 100_000]
)
def test_a_line_that_is_no_object_is_rejected(tmp_path: Path, line: str) -> None:
    assert codes(write(tmp_path / "a", GOOD, GOOD, line)) == ["row.not_json"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2023100000015, "2023100000015"),
        (None, ""),
        (["甲", "乙"], "甲; 乙"),
        ({"a": 1}, '{"a": 1}'),
        (True, "true"),
    ],
)
def test_values_that_are_no_strings(tmp_path: Path, value: Any, text: str) -> None:
    table = open_table(write(tmp_path / "a", GOOD | {"申请人": value}), {})
    assert next(table.rows()).cells["申请人"] == text


def test_blank_lines_and_keys_that_nothing_is_taken_from(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a", GOOD | {"生物保藏": "x"}, "", "  ", GOOD), {})
    assert [(row.line, row.is_blank) for row in table.rows()] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
    ]
    assert table.ignored == ("生物保藏",)


def test_a_mapping_names_another_key(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a", GOOD | {"发明名称": "别名"}), {"title": "发明名称"})
    assert table.columns["title"] == ("发明名称",)


@pytest.mark.django_db
def test_a_nul_is_stored_nowhere(tmp_path: Path) -> None:
    """PostgreSQL takes none, neither in a text nor in JSON."""
    line = '{"申请号": "%s", "title": "一种\\u0000装置", "k\\u0000": "\\u0000"}' % make.number(1)  # noqa: UP031
    run = ingest(write(tmp_path / "a", line, '{"申请号": "1\\u0000", "title": "乙", "k\\u0000": "\\u0000"}'))
    assert Patent.objects.get().title == "一种装置"
    stored = [run.columns, *run.reports.values_list("cells", "message")]
    assert "\\u0000" not in json.dumps(stored)
