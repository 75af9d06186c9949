"""Result pages of the official gazette (公布模式) as saved from the browser."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree, html

from onestop.core.errors import UserError
from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Table
from onestop.ingest.sources.textfile import candidates

COLUMNS = {
    "application_publication": ("申请公布号",),
    "application_published_on": ("申请公布日",),
    "grant_publication": ("授权公告号",),
    "granted_on": ("授权公告日",),
    "application_number": ("申请号",),
    "filed_on": ("申请日",),
    "title": ("名称",),
    "kind": ("公布类型",),
    "abstract": ("摘要",),
    "applicants": ("申请人",),
    "patentees": ("专利权人",),
    "inventors": ("发明人", "设计人"),
    "address": ("地址",),
    "classes": ("分类号",),
    "agencies": ("专利代理机构",),
    "agents": ("代理人",),
    "priorities": ("优先权", "本国优先权"),
    "pct_application": ("PCT申请数据",),
    "pct_publication": ("PCT公布数据",),
    "national_phase_on": ("PCT进入国家阶段日",),
}
MAX_PAGE = 8_000_000
"""Bytes. A page of ten records has 100,000."""
_NAMES = tuple(name for names in COLUMNS.values() for name in names)
_PAGE = re.compile(rb"<html[\s>]", re.IGNORECASE)
_RECORD = re.compile(r"<[^<>]*\bclass\s*=\s*[\"']cp_box[\"']")
_EMPTY = "cx_nojg"
_LABEL = re.compile(r"\s*([^：:\s][^：:]{1,14})[：:](.*)", re.DOTALL)
_HEADING = re.compile(r"\s*[\[［【]([^\]］】]{2,10})[\]］】](.*)", re.DOTALL)
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_LINE_END = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")


def _recognises(head: bytes) -> bool:
    return bool(_PAGE.search(head)) and (b"cp_box" in head or _EMPTY.encode() in head)


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    columns = COLUMNS | {field: (label,) for field, label in mapping.items()}
    used = {name for names in columns.values() for name in names}
    labels = dict.fromkeys(name for row in _rows(path) for name in row.cells)
    ignored = tuple(name for name in labels if name not in used)
    return Table("gazette_html", columns, (*_NAMES, *ignored), partial(_rows, path), ignored)


def _rows(path: Path) -> Iterator[RawRow]:
    text = _text(path)
    boxes = _boxes(text)
    if not boxes:
        raise _nothing_in(text)
    for number, box in enumerate(boxes, 1):
        yield RawRow(number, _cells(box))


def _text(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(MAX_PAGE + 1)
    if len(content) > MAX_PAGE:
        raise UserError(
            "ingest.page_too_large",
            _("网页超过 %s MB，不像公布公告查询的结果页。") % (MAX_PAGE // 1_000_000),
            _("请一页一页地另存。"),
        )
    encoding = next(iter(candidates(content[:HEAD_SIZE])), "utf-8")
    return content.decode(encoding, errors="replace").replace("\0", "")


def _boxes(text: str) -> Any:
    """The records of the page. The parser mends whatever it is given: what it lost is found by counting."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise _broken() from error
    boxes: Any = root.xpath("//*[@class='cp_box']")
    is_nested = bool(root.xpath("boolean(//*[@class='cp_box']//*[@class='cp_box'])"))
    if is_nested or len(boxes) != len(_RECORD.findall(text)) or "</html" not in text.lower():
        raise _broken()
    return boxes


def _cells(box: Any) -> dict[str, str]:
    cells: dict[str, str] = {}
    heading = _HEADING.match(_own_text(box.find(".//h1")))
    if heading:
        cells |= {"公布类型": heading[1], "名称": heading[2].strip()}
    label = ""
    for item in box.iter("li"):
        found = _LABEL.match(_own_text(item))
        label = found[1].strip() if found else label
        text = (found[2] if found else _own_text(item)).strip()
        if text and label:
            cells[label] = f"{cells[label]} {text}" if label in cells else text
    abstract = box.find(".//div[@class='cp_jsh']")
    cells["摘要"] = _LINE_END.sub("", _own_text(abstract).strip().removeprefix("摘要：").strip())
    return {name: text for name, text in cells.items() if text}


def _own_text(element: Any) -> str:
    """Without links ("全部" opens what the page hides) and without inner lists and items, which are read by themselves."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        if child.tag not in ("a", "ul", "li"):
            pieces.append(_own_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _nothing_in(text: str) -> UserError:
    if _EMPTY in text:
        return UserError(
            "ingest.empty_result_page",
            _("这是公布公告查询的空结果页（“抱歉，没有您要查询的结果”），里面没有专利。"),
            _("请换一个检索条件，保存有记录的结果页。"),
        )
    return _broken()


def _broken() -> UserError:
    return UserError(
        "ingest.broken_page",
        _("公布公告查询的结果页不完整，或不是原样保存的。"),
        _("请在浏览器里重新打开该页，等它显示完整后另存为网页。"),
    )


SOURCE = Source(
    "gazette_html",
    gettext_lazy("中国专利公布公告网的结果页（HTML，公布模式）"),
    _recognises,
    _open,
)
