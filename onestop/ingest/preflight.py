"""A look at the whole file before the first row is stored: afterwards only single rows can still be wrong."""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.base import RawRow, Table

# program|topic!item starts a program when a spreadsheet opens the file (DDE); so does =DDE("cmd"; …).
_COMMAND = re.compile(r".*\w\s*[|｜].*[!！]|\W*(?:WS)?DDE\w*\s*\(", re.IGNORECASE | re.DOTALL)
_LOOK_AT = 500
_SIGNS = tuple("=+-@＝＋－＠'")


def inspect(table: Table) -> int:
    """The number of rows, blank ones included. Raises UserError where the file is broken as a whole."""
    rows = told = broken = 0
    for row in table.rows():
        rows += 1
        told += not row.is_blank
        broken += bool(row.problem)
        _refuse_command(row)
    if not told:
        raise UserError(
            "ingest.no_rows",
            _("文件里只有表头，没有数据行。")
            if not rows
            else _("表头以下的 %(rows)s 行都是空白。") % {"rows": rows},
            _("请确认导出时选中了数据。"),
        )
    if broken * 2 > told:
        raise UserError(
            "ingest.mostly_broken",
            _("%(told)s 行中有 %(broken)s 行读不出来，整个文件没有导入。") % {"told": told, "broken": broken},
            _("文件可能损坏，或不是所认出的格式。请从原系统重新导出。"),
        )
    return rows


def _refuse_command(row: RawRow) -> None:
    for column, text in row.cells.items():
        if text.lstrip().startswith(_SIGNS) and _COMMAND.match(text[:_LOOK_AT]):
            raise UserError(
                "ingest.command_formula",
                _("第 %(line)s 行“%(column)s”列是会启动程序的公式：%(text)s。整个文件没有导入。")
                % {"line": row.line, "column": column, "text": text.strip()[:40]},
                _("这样的内容不会出现在专利数据中，可能是恶意文件。请不要用表格软件打开它，并向提供者核实。"),
            )
