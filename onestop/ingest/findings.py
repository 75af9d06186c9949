"""What the cleaning finds in a row and a person should know."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.travel import Travels
from onestop.ingest.models import RowOutcome


@dataclass(frozen=True, slots=True)
class Finding(Travels):
    outcome: RowOutcome
    code: str
    message: str
    advice: str = ""
    columns: tuple[str, ...] = ()
    """The file's columns that it is about."""


class Rejection(Exception):
    """The row can't be used; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def rejected(code: str, message: str, advice: str, *columns: str) -> Rejection:
    return Rejection(Finding(RowOutcome.REJECTED, code, message, advice, columns))


def of_error(outcome: RowOutcome, error: UserError, *columns: str) -> Finding:
    return Finding(outcome, error.code, error.message, error.hint, columns)


def unreadable(problem: str) -> Rejection:
    """A row that its reader could not take apart (`RawRow.problem`)."""
    texts = {
        "not_json": (_("这一行不是完整的 JSON 对象。"), _("请从原系统重新导出这一行，或补全后单独导入。")),
        "several_bibliographies": (
            _("一篇文献里有几份著录项目，不知各属于哪件专利。"),
            _("请与提供者核实，把它们分成几篇文献后重新导入。"),
        ),
        "cell_too_long": (_("有单元格超过一百万个字符。"), _("请检查这一行是否粘贴了无关内容。")),
        "too_many_cells": (
            _("这一行的单元格多于表头的列数，内容可能错了列。"),
            _("多半是文字中的分隔符没有用引号括起来。请改正这一行后单独导入。"),
        ),
    }
    message, advice = texts[problem]
    return rejected(f"row.{problem}", message, advice)


def remark(code: str) -> Finding:
    """Something that the reader saw or mended (`RawRow.remark`), with its place behind a blank."""
    code, _blank, place = code.partition(" ")
    if code == "merged_cells":
        message = _("合并的单元格只有第一行有内容，已补到合并的各行。")
        return Finding(RowOutcome.REPAIRED, f"row.{code}", message)
    texts = {
        "merged_left": (
            _("单元格 %(place)s 是合并的，内容只归第一行，这一行的按空白处理。") % {"place": place},
            _("如果各行都是这个内容，请取消合并并逐行填写，再导入一次。"),
        ),
        "too_few_cells": (
            _("这一行的单元格少于表头的列数，缺的按空白处理。"),
            _("如果是文件的最后一行，文件可能没有导出完整，请与原系统核对。"),
        ),
    }
    return Finding(RowOutcome.NOTED, f"row.{code}", *texts[code])
