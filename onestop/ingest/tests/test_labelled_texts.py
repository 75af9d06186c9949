from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest.sources import open_table

HEADER = "publication_number,text,labels,n_labels\n"


def cells(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "a"
    path.write_text(f'{HEADER}CN117000001A,"{text}","[""G06F16/35""]",1\n', encoding="utf-8")
    [row] = open_table(path, {}).rows()
    return dict(row.cells)


@pytest.mark.parametrize(
    "text",
    [
        "Title: 一种方法\nKeywords: a; b\nAbstract: 摘要\n第二行",
        "Title:一种方法\r\nKeywords:a; b\r\nAbstract:摘要\n第二行",
        "一种方法 [SEP] a; b [SEP] 摘要\n第二行",
        "一种方法[SEP]a; b[SEP]摘要\n第二行",
    ],
)
def test_both_layouts(tmp_path: Path, text: str) -> None:
    found = cells(tmp_path, text)
    assert (found["title"], found["keywords"], found["abstract"]) == ("一种方法", "a; b", "摘要\n第二行")


def test_keywords_and_abstract_may_be_empty(tmp_path: Path) -> None:
    found = cells(tmp_path, "一种方法 [SEP]  [SEP] ")
    assert (found["title"], found["keywords"], found["abstract"]) == ("一种方法", "", "")


@pytest.mark.parametrize(
    "text", ["一种方法", "一种方法 [SEP] a", "a [SEP] b [SEP] c [SEP] d", "Title: 一种方法"]
)
def test_another_layout_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a"
    path.write_text(f'{HEADER}CN117000001A,{text},"[]",0\n', encoding="utf-8")
    [row] = open_table(path, {}).rows()
    assert row.refusal
    assert row.refusal.code == "labelled_texts.layout"
    assert row.cells["text"] == text


@pytest.mark.parametrize("content", ['["G06F30/20", "G06F18/214"]', '\ufeff[\n  "Y02E60/10"\n]\n'])
def test_the_labels_alone_are_no_patents(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        open_table(path, {})
    assert caught.value.code == "ingest.label_list"
