"""Which columns mean what, wherever and however the header is written."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.ingest.sources.base import FIELDS
from onestop.ingest.sources.spreadsheet.header import best_header, column_letter, key, known_columns, require

HEADER = ["序号", "申请号", "名称", "公开（公告）日", "备注"]


def test_the_data_file_names_our_fields_and_each_spelling_once() -> None:
    columns = known_columns()
    assert set(columns) == set(FIELDS)
    spellings = Counter(key(each) for entry in columns.values() for each in entry["headers"])
    assert [each for each, count in spellings.items() if count > 1] == []
    assert all(entry["label"] for entry in columns.values())


@given(st.permutations(HEADER))
def test_any_order(names: list[str]) -> None:
    header = best_header([names], {})
    assert header.columns == {
        "application_number": ("申请号",),
        "title": ("名称",),
        "published_on": ("公开（公告）日",),
    }
    assert set(header.ignored) == {"序号", "备注"}


@pytest.mark.parametrize(
    "spelt",
    ["公开（公告）号", "公开(公告)号", " 公开 公告 号 ", "公開（公告）號", "ＰＵＢＬＩＣＡＴＩＯＮ number"],
)
def test_spelling_differences_that_do_not_matter(spelt: str) -> None:
    assert best_header([["标题", spelt]], {}).columns["publication_number"] == (spelt.strip(),)


def test_rows_above_the_header() -> None:
    rows = [
        ["专利检索结果"],
        [],
        ["检索式：申请号=CN2023"],
        HEADER,
        ["1", "CN202310000011.9", "一种装置", "", ""],
    ]
    assert best_header(rows, {}).row == 3
    assert best_header([["x"]] * 20 + [HEADER], {}).row != 20, "only the first twenty rows are looked at"


def test_the_first_spelling_wins_and_the_rest_is_ignored() -> None:
    header = best_header([["当前申请(专利权)人", "申请人", "申请号", "标题"]], {})
    assert header.columns["applicants"] == ("申请人",)
    assert header.ignored == ("当前申请(专利权)人",)


def test_two_columns_of_one_name_and_one_without() -> None:
    header = best_header([["申请号", "", "标题", "标题"]], {})
    assert header.names == ("申请号", "[B]", "标题", "标题[D]")
    assert header.columns["title"] == ("标题",)


def test_id_counts_only_where_there_is_no_other_number() -> None:
    assert best_header([["id", "title"]], {}).columns["publication_number"] == ("id",)
    assert "publication_number" not in best_header([["id", "title", "申请号"]], {}).columns


def test_a_mapping_overrides() -> None:
    header = best_header([["标题", "成果名称", "申请号"]], {"title": "成果名称"})
    assert header.columns["title"] == ("成果名称",)
    assert header.ignored == ("标题",)
    require(header, {"title": "成果名称"})


def test_a_mapped_column_that_the_file_lacks() -> None:
    with pytest.raises(UserError) as caught:
        require(best_header([["标题", "申请号"]], {"title": "成果名称"}), {"title": "成果名称"})
    assert caught.value.code == "ingest.mapped_column_absent"
    assert "成果名称" in caught.value.message
    assert "标题、申请号" in caught.value.hint


def test_without_a_number_the_error_lists_what_was_seen_and_what_is_wanted() -> None:
    with pytest.raises(UserError) as caught:
        require(best_header([["编号", "标题"]], {}), {})
    assert caught.value.code == "ingest.no_number_column"
    assert "申请号、公开（公告）号" in caught.value.message
    assert "编号、标题" in caught.value.hint
    assert "application_number: 你的列名" in caught.value.hint


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letter(index: int, letter: str) -> None:
    assert column_letter(index) == letter
