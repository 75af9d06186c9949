"""Which columns mean what, wherever and however the header is written."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.ingest.sources.base import FIELDS
from onestop.ingest.sources.spreadsheet.header import best_header, column_letter, require
from onestop.ingest.sources.spreadsheet.sets import ColumnSet, column_set, column_sets, key

HEADER = ["序号", "申请号", "名称", "公开（公告）日", "备注"]


@pytest.mark.parametrize("each", column_sets(), ids=lambda each: each.name)
def test_a_set_names_each_spelling_once_and_can_be_found(each: ColumnSet) -> None:
    spellings = Counter(key(text) for entry in each.columns.values() for text in entry["headers"])
    assert [text for text, count in spellings.items() if count > 1] == []
    assert all(entry["label"] for entry in each.columns.values())
    assert {field for fields in each.required.values() for field in fields} <= each.columns.keys()
    assert (each.says or {}).keys().isdisjoint(fields[0] for fields in each.required.values())
    assert each.title_words or not each.needs_title_word
    names = [entry["headers"][0] for entry in each.columns.values() if entry["headers"]]
    header = best_header([names], {}, each.title_words[0])
    assert (header.set.name, header.is_usable) == (each.name, True)


def test_the_set_of_patents_names_our_fields() -> None:
    assert set(column_set("patent").columns) == set(FIELDS)


@pytest.mark.parametrize(
    ("names", "title", "expected"),
    [
        (["申请号", "专利名称", "申请人", "商标"], "", "patent"),
        (["申请号", "国际分类号", "名称", "申请人", "商标"], "", "patent"),
        (["申请号", "名称", "国际分类号", "商标", "申请人", "地址"], "商标专利汇总", "patent"),
        (["公开号", "标题", "商标名称", "国际分类", "申请日", "代理机构"], "", "patent"),
        (["申请号", "国际分类", "商标名称", "申请人", "申请日期", "地址"], "", "trademark"),
        (["注册号", "国际分类号", "商标", "名称", "申请人", "专利权人"], "", "trademark"),
        (["regno", "classid", "name", "registrant", "appdate"], "", "trademark"),
        (["Application Number", "Title", "Applicants", "Application Date"], "", "patent"),
    ],
)
def test_the_columns_decide_what_a_table_is_about(names: list[str], title: str, expected: str) -> None:
    header = best_header([names], {}, title)
    assert (header.set.name, header.is_usable) == (expected, True)


def test_a_word_in_the_title_decides_among_sets_that_fit_equally() -> None:
    names = ["申请号", "名称", "国际分类号", "商标", "申请人"]
    assert best_header([names], {}).set.name == "patent"
    assert best_header([["二〇二五年商标清单"], names], {}).set.name == "trademark"
    assert best_header([names], {}, "商标 Sheet1").set.name == "trademark"
    assert best_header([["商標清單"], names], {}).title == "商标清单"


def test_what_another_kind_of_table_lacks_is_said_in_its_own_words() -> None:
    header = best_header([["注册号", "商标名称", "注册人", "商标状态"]], {})
    with pytest.raises(UserError) as caught:
        require(header, {})
    assert caught.value.code == "ingest.no_nice_class_column"
    assert "商标数据" in caught.value.message
    assert "国际分类" in caught.value.message
    assert "nice_class: 你的列名" in caught.value.hint


def test_a_mapping_says_which_set_is_meant() -> None:
    header = best_header([["申请号", "名称", "类", "牌子"]], {"nice_class": "类", "mark": "牌子"})
    assert (header.set.name, header.is_usable) == ("trademark", True)
    assert header.columns["mark"] == ("牌子",)


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


def test_no_two_columns_have_one_name() -> None:
    """The letter that tells the third from the first is what the second is called: its cells would be lost."""
    header = best_header([["名称", "名称[C]", "名称", "申请号", "申请号", ""]], {})
    assert header.names == ("名称", "名称[C]", "名称[C][C]", "申请号", "申请号[E]", "[F]")
