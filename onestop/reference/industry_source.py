"""Reading the industries table as `load industries` takes it: tab-separated UTF-8, one rule a line after a header."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.reference.industries import is_pattern
from onestop.reference.lines import BadLine

COLUMNS = ("sei_code", "sei_name", "include", "exclude", "keywords")
_CODE = re.compile(r"[1-9]\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class RuleRow:
    industry_code: str
    industry_name: str
    keywords: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]


class RuleParser:
    """Takes the header first, in any order of columns, then the rules."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.names: dict[str, str] = {}

    def __call__(self, line: str) -> RuleRow | None:
        cells = line.split("\t")
        if not self.columns:
            self._take_header([cell.strip() for cell in cells])
            return None
        if len(cells) != len(self.columns):
            raise BadLine(
                _("有 %(found)s 列，应为 %(count)s 列") % {"found": len(cells), "count": len(self.columns)}
            )
        row = dict(zip(self.columns, (cell.strip() for cell in cells), strict=True))
        self._check_industry(row["sei_code"], row["sei_name"])
        include, exclude = _patterns(row["include"]), _patterns(row["exclude"])
        if not include:
            raise BadLine(_("include 列为空"))
        return RuleRow(row["sei_code"], row["sei_name"], row["keywords"], include, exclude)

    def _take_header(self, cells: list[str]) -> None:
        missing = [column for column in COLUMNS if column not in cells]
        if missing:
            raise UserError(
                "reference.wrong_columns",
                _("第一行应为表头，缺少列 %(missing)s。") % {"missing": "、".join(missing)},
                _("请提供以制表符分隔、表头为 %(columns)s 的 UTF-8 文件。") % {"columns": "、".join(COLUMNS)},
            )
        self.columns = cells

    def _check_industry(self, code: str, name: str) -> None:
        if not _CODE.fullmatch(code) or not name:
            raise BadLine(_("产业代码“%(code)s”应形如 1.6，产业名称不能为空") % {"code": code})
        if self.names.setdefault(code, name) != name:
            raise BadLine(_("%(code)s 的名称与前文“%(name)s”不同") % {"code": code, "name": self.names[code]})


def _patterns(cell: str) -> tuple[str, ...]:
    patterns = tuple(dict.fromkeys(cell.split()))
    wrong = [pattern for pattern in patterns if not is_pattern(pattern)]
    if wrong:
        raise BadLine(
            _("不是 IPC 样式：%(patterns)s（应形如 G06F1*、G06F*、C08*、H04L9/32）")
            % {"patterns": " ".join(wrong[:5])}
        )
    return patterns
