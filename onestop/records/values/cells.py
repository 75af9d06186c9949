"""Text of spreadsheet and CSV cells. A formula is never evaluated and never written."""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values.errors import accepts

_STRING = r'"((?:[^"]|"")*)"'
_TEXT_FORMULA = re.compile(
    rf"=\s*{_STRING}|=\s*HYPERLINK\s*\(\s*{_STRING}\s*[,;]\s*{_STRING}\s*\)", re.IGNORECASE
)

# What makes a spreadsheet program read a cell as a formula (OWASP, CSV injection); Chinese and Japanese
# versions also take the full-width signs.
_SIGNS = "=+\\-@＝＋－＠"
_STARTS_FORMULA = re.compile(rf"\s*[{_SIGNS}]|[\t\r\n]")
_TEXT_MARK = re.compile(rf"\A(?:(?:'\s*)+(?=[{_SIGNS}])|(?:'[\t\r\n]\s*)+)")


def clean(text: str) -> str:
    """The text itself: `="201510817712.7"` and `=HYPERLINK("…","text")` are text, other formulas refused.

    The result never begins with an equals sign, not even one hidden inside such a text.
    """
    content = _without_mark(text)
    while content.startswith("="):
        match = _TEXT_FORMULA.fullmatch(content)
        if match is None:
            raise UserError(
                "cell.formula",
                _("单元格中是公式“%(text)s”，不是文字。") % {"text": content[:40]},
                _("请在表格软件中把公式转为数值（复制后“选择性粘贴—数值”），再导入。"),
            )
        content = _without_mark((match[1] if match[1] is not None else match[3]).replace('""', '"'))
    return content


def _without_mark(text: str) -> str:
    """Without the apostrophe that marks text, which `escape` writes and some programs export."""
    return _TEXT_MARK.sub("", text.strip()).strip()


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def escape(text: str) -> str:
    """For text in CSV exports: what would start a formula gets the apostrophe that marks text."""
    return f"'{text}" if _STARTS_FORMULA.match(text) else text
