"""A look at the whole file before the first row is stored: afterwards only single rows can still be wrong."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.base import NUMBER_FIELDS, RawRow, Table

# program|topic!item starts a program when a spreadsheet opens the file (DDE); so does =DDE("cmd"; …).
_COMMAND = re.compile(r".*\w\s*[|｜].*[!！]|\W*(?:WS)?DDE\w*\s*\(", re.IGNORECASE | re.DOTALL)
_LOOK_AT = 500
_SIGNS = tuple("=+-@＝＋－＠'")
_DIGIT = re.compile("[0-9０-９]")
_FEWEST_DIGITS = 7  # of a publication number; an application number has eight
_FEWEST_ROWS = 1_000  # in a smaller file each row is answered for itself
_JUDGE_EVERY = 20_000


def inspect(table: Table) -> int:
    """The number of rows, blank ones included. Raises UserError where the file is broken as a whole."""
    if table.inspect:
        return table.inspect()
    seen = _Seen(tuple(name for field in NUMBER_FIELDS for name in table.columns.get(field, ())))
    for row in table.rows():
        seen.take(row)
        _refuse_command(row)
        if seen.told % _JUDGE_EVERY == 0:
            seen.judge()
    if not seen.told:
        raise UserError(
            "ingest.no_rows",
            _("表头以下的 %s 行都是空白。") % seen.rows if seen.rows else _("文件里只有表头，没有数据行。"),
            _("请确认导出时选中了数据。"),
        )
    seen.judge()
    return seen.rows


@dataclass
class _Seen:
    number_columns: tuple[str, ...]
    rows: int = 0
    told: int = 0
    """Rows that are not blank."""
    broken: int = 0
    """Rows that the reader could not take apart."""
    without_number: int = 0

    def take(self, row: RawRow) -> None:
        self.rows += 1
        self.told += not row.is_blank
        self.broken += bool(row.problem)
        if self.number_columns and not row.problem and not row.is_blank:
            self.without_number += not self._has_number(row)

    def _has_number(self, row: RawRow) -> bool:
        return any(
            len(_DIGIT.findall(row.cells.get(name, ""))) >= _FEWEST_DIGITS for name in self.number_columns
        )

    def judge(self) -> None:
        """Garbage under a good header would else become millions of rejected rows."""
        if self.broken * 2 > self.told:
            raise UserError(
                "ingest.mostly_broken",
                _("%(told)s 行中有 %(broken)s 行读不出来，整个文件没有导入。")
                % {"told": self.told, "broken": self.broken},
                _("文件可能损坏，或不是所认出的格式。请从原系统重新导出。"),
            )
        if self.told >= _FEWEST_ROWS and self.without_number * 20 > self.told * 19:
            raise UserError(
                "ingest.hardly_a_number",
                _("%(told)s 行中有 %(without)s 行在号码列（%(columns)s）里没有号码，整个文件没有导入。")
                % {
                    "told": self.told,
                    "without": self.without_number,
                    "columns": "、".join(self.number_columns),
                },
                _("文件可能损坏，或号码在别的列：可以用 --mapping 文件说明各列。"),
            )


def _refuse_command(row: RawRow) -> None:
    for column, text in row.cells.items():
        if text.lstrip().startswith(_SIGNS) and _COMMAND.match(text[:_LOOK_AT]):
            raise UserError(
                "ingest.command_formula",
                _("第 %(line)s 行“%(column)s”列是会启动程序的公式：%(text)s。整个文件没有导入。")
                % {"line": row.line, "column": column, "text": text.strip()[:40]},
                _("这样的内容不会出现在专利数据中，可能是恶意文件。请不要用表格软件打开它，并向提供者核实。"),
            )
