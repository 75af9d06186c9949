from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.sources import open_table

SAMPLE = Path(sources.__file__).parent / "gazette_html/samples/made_page.html"
EMPTY = '<html><body><div class="cx_nojg"><span>抱歉，没有您要查询的结果！</span></div></body></html>'


def refusal(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UserError) as caught:
        open_table(path, {})
    assert caught.value.hint
    return caught.value.code


def test_the_empty_page_is_called_so(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a", EMPTY) == "ingest.empty_result_page"


def test_a_page_that_is_not_whole(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert refusal(tmp_path / "a", text[: text.index("本发明涉及电池")]) == "ingest.broken_page"
    nested = "<div>" * 3000
    assert refusal(tmp_path / "a", text.replace("<body>", "<body>" + nested)) == "ingest.broken_page"


def test_records_in_records_and_items_in_items(tmp_path: Path) -> None:
    """Found by fuzzing: each was read again for each that it stands in, for seconds, and as part of the other."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert (
        refusal(tmp_path / "a", text.replace("</ul>", "</ul>" + '<div class="cp_box">' * 3))
        == "ingest.broken_page"
    )
    path = tmp_path / "b"
    path.write_text(text.replace("<li>地址：", "<li><b><li>地址：", 1), encoding="utf-8")
    (first, *_others), (expected, *_rest) = open_table(path, {}).rows(), open_table(SAMPLE, {}).rows()
    assert first.cells["地址"] == expected.cells["地址"]


def test_a_page_without_end(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a", SAMPLE.read_bytes() + b" " * 8_000_000) == "ingest.page_too_large"


def test_pages_of_an_older_browser(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(SAMPLE.read_text(encoding="utf-8").replace("utf-8", "gb18030").encode("gb18030"))
    again = [row.cells for row in open_table(path, {}).rows()]
    assert again == [row.cells for row in open_table(SAMPLE, {}).rows()]


def test_another_label_by_mapping(tmp_path: Path) -> None:
    table = open_table(SAMPLE, {"agents": "生物保藏"})
    assert table.ignored == ("代理人",)
