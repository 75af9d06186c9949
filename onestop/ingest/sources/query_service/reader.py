"""Answers of the office's query service as JSON: the bibliography of one application, or its fees.

One answer a file, or one a line, bare or as {"申请号": …, "response": {…}}: an answer about fees does not say whose
they are. Who paid, and the numbers of receipts, are personal data and not read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Subject, Table
from onestop.ingest.sources.spreadsheet.sets import constants, named_columns
from onestop.ingest.sources.textfile import candidates, lines
from onestop.records.values import application_number

COLUMNS = {
    "application_number": ("申请号",),
    "title": ("名称",),
    "filed_on": ("申请日",),
    "main_class": ("主分类号",),
    "classes": ("分类号",),
    "applicants": ("申请人",),
    "address": ("地址",),
    "inventors": ("发明人",),
    "agencies": ("代理机构",),
    "agents": ("代理人",),
    "priorities": ("优先权",),
    "pct_application": ("国际申请号",),
    "pct_publication": ("国际公布号",),
    "case_state": ("案件状态", "法律状态"),
    "fee_state": ("缴费类型",),
    "fee_item": ("费用种类",),
    "fee_amount": ("金额",),
    "fee_day": ("日期",),
    "fee_status": ("缴费状态",),
}
IGNORED = ("缴费人", "票据号码", "收据发文", "联系人", "著录项目变更")
MAX_ANSWER = 4_000_000
"""Characters. A real answer has some thousand."""
_NAMES = tuple(name for names in COLUMNS.values() for name in names)
_MARKS = tuple(f'"{key}"'.encode() for key in ("zhuluxmxx", "yingjiaofei", "yijiaofei", "zhinajin"))
_NUMBER_KEYS = ("申请号", "application_number")
_IN_NAME = re.compile(r"(?<![0-9])(?:[0-9]{12}|[0-9]{8})\.?[0-9Xx](?![0-9])")


@cache
def _keys() -> dict[str, Any]:
    keys: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "keys.yaml").read_text(encoding="utf-8"))
    return keys


def _recognises(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and any(mark in head for mark in _MARKS)


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """`application_number: =2015108177127` in the mapping is the number itself, not a column."""
    number = constants(mapping).get("application_number") or _number_in(path.stem)
    columns = COLUMNS | {field: (name,) for field, name in named_columns(mapping).items()}
    return Table("query_service", columns, _NAMES, partial(_rows, path, number), IGNORED)


def _number_in(name: str) -> str:
    found = {
        application_number.clean(each) for each in _IN_NAME.findall(name) if application_number.is_valid(each)
    }
    return found.pop() if len(found) == 1 else ""


def _rows(path: Path, number: str) -> Iterator[RawRow]:
    """`line` counts the applications and fees of the file."""
    line = 0
    for answer in _answers(path):
        for row in _rows_of(answer, number):
            line += 1
            yield RawRow(line, row.cells, row.problem, refusal=row.refusal, subject=row.subject)


def _answers(path: Path) -> Iterator[Any]:
    """Objects, or the text of a line that is none. The first line tells whether there is an answer in each."""
    with path.open("rb") as stream:
        encoding = next(iter(candidates(stream.read(HEAD_SIZE))), "utf-8")
    first = next((line for line in lines(path, encoding) if line.strip()), "")
    if isinstance(_parse(first), str):
        yield from _listed(_parse(_whole(path, encoding)))
        return
    for line in lines(path, encoding):
        if line.strip():
            yield from _listed(_parse(line))


def _whole(path: Path, encoding: str) -> str:
    text = ""
    for line in lines(path, encoding):
        text += line
        if len(text) > MAX_ANSWER:
            raise UserError(
                "ingest.answer_too_long",
                _("一份查询结果超过 %s 个字符。") % f"{MAX_ANSWER:,}",
                _("请每行放一份查询结果（JSON lines），或分成几个文件。"),
            )
    return text


def _listed(found: Any) -> Iterator[Any]:
    yield from found if isinstance(found, list) else (found,)


def _parse(text: str) -> Any:
    """The text itself where it is no JSON, or has what no encoding can write."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, dict | list) else text


def _rows_of(answer: Any, number: str) -> Iterator[RawRow]:
    if not isinstance(answer, dict):
        yield RawRow(0, {"": str(answer)[:10_000]}, "not_json")
        return
    if "response" in answer:
        number = next((_text(answer[key]) for key in _NUMBER_KEYS if answer.get(key)), "")
        answer = _object(answer["response"])
    data = _object(answer.get("data"))
    if answer.get("code", 200) != 200 or not data:
        yield RawRow(0, {"申请号": number, "msg": _text(answer.get("msg"))}, refusal=_failed(answer))
    if "zhuluxmxx" in data:
        yield RawRow(0, _bibliography(data, number), subject=Subject.PATENT)
    for cells in _fees(data):
        yield RawRow(0, {"申请号": number} | cells, subject=Subject.FEE)


def _bibliography(data: Mapping[str, Any], number: str) -> dict[str, str]:
    own = _object(_object(data["zhuluxmxx"]).get("zhuluxmxx"))
    cells = {column: _text(own.get(key)) for key, column in _keys()["bibliography"].items()}
    for part, rule in _keys()["lists"].items():
        entries = _entries(data, part, rule)
        for key, column in rule["columns"].items():
            cells[column] = ";".join(filter(None, (_text(each.get(key)) for each in entries)))
        for key, column in rule.get("first", {}).items():
            cells[column] = next((_text(each.get(key)) for each in entries), "")
    cells["优先权"] = ";".join(_priorities(data))
    return {"申请号": number} | {name: text for name, text in cells.items() if text}


def _priorities(data: Mapping[str, Any]) -> Iterator[str]:
    rule = _keys()["priorities"]
    for each in _entries(data, rule["part"], rule):
        number, day, country = (_text(each.get(rule[name])) for name in ("number", "day", "country"))
        yield " ".join(filter(None, (number, day, _keys()["countries"].get(country, country))))


def _fees(data: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for part, rule in _keys()["fees"].items():
        for each in _entries(data, part, rule):
            item = _text(each.get(rule["item"])) if "item" in rule else rule["kind"]
            yield {
                "缴费类型": rule["kind"],
                "费用种类": item,
                "金额": _text(each.get(rule["amount"])),
                "日期": _text(each.get(rule["day"])),
                "缴费状态": _status(each, rule),
            }


def _status(entry: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """Of a surcharge, the annual fee that is to be paid with it."""
    annual = _text(entry.get(rule.get("annual", "")))
    return f"另缴年费 {annual} 元" if annual else _text(entry.get(rule.get("status", "")))


def _entries(data: Mapping[str, Any], part: str, rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = _object(data.get(part)).get(rule["list"])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """-- stands for nothing."""
    text = str(value).replace("\0", "").strip() if isinstance(value, str | int | float) else ""
    return "" if text.strip("-—") == "" else text


def _failed(answer: Mapping[str, Any]) -> UserError:
    return UserError(
        "query_service.failed",
        _("这份查询结果没有数据（code %(code)s，%(message)s）。")
        % {"code": _text(answer.get("code")) or "—", "message": _text(answer.get("msg"))[:100] or "—"},
        _("请重新查询；查询系统繁忙或登录过期时会这样回答。"),
    )


SOURCE = Source(
    "query_service",
    gettext_lazy("专利审查信息查询系统的查询结果（JSON：著录项目或费用）"),
    _recognises,
    _open,
)
