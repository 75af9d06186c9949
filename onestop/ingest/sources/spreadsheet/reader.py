"""Tables of patents as search services export them: xlsx, xls, CSV."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.ingest.sources.base import Source, Table
from onestop.ingest.sources.spreadsheet.delimited import open_delimited
from onestop.ingest.sources.spreadsheet.workbook import OLE, ZIP, open_workbook
from onestop.ingest.sources.textfile import candidates, decode_head, nearly


def _recognises(head: bytes) -> bool:
    return head.startswith((ZIP, OLE)) or bool(candidates(head) or nearly(head))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith((ZIP, OLE)):
        return open_workbook(path, mapping)
    _refuse_markup(head)
    return open_delimited(path, mapping)


def _refuse_markup(head: bytes) -> None:
    """Many systems write an HTML table or "XML spreadsheet" and call it .xls."""
    encoding = next(iter(candidates(head)), "utf-8")
    start = decode_head(head, encoding).lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<"):
        raise UserError(
            "ingest.markup",
            _("文件内容是网页或 XML，不是表格（有的系统把网页表格存成 .xls）。"),
            _("请用表格软件打开，另存为 xlsx 后再导入。"),
        )
    if start.startswith(("{", "[{", '["')):
        raise UserError(
            "ingest.unknown_json",
            _("文件内容是 JSON，但前几行里没有带“申请号”或“申请公布号”的对象。"),
            _("可以导入每行一个 JSON 对象的公报数据；其他 JSON 请先转换成 CSV。"),
        )


SOURCE = Source(
    "spreadsheet",
    gettext_lazy("xlsx、xls 工作簿，或带表头的 CSV/TSV 文字表格（UTF-8、UTF-16、GB18030）"),
    _recognises,
    _open,
)
