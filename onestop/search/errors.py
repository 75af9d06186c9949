"""The error of a query: it names the column and, where there is one, the repaired query."""

from django.utils.translation import gettext as _

from onestop.core.errors import UserError


class QuerySyntaxError(UserError):
    """`column` counts from 1; `repair` is a whole query to try instead, or empty."""

    def __init__(self, message: str, column: int, repair: str = "", hint: str = "") -> None:
        text = _("第 %(column)d 列：%(message)s") % {"column": column, "message": message}
        super().__init__("search.syntax", text, hint or (_("试试：%s") % repair if repair else ""))
        self.column = column
        self.repair = repair


class SearchUnavailable(UserError):
    """The search cannot answer just now; nothing is lost, writes wait in the outbox."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__("search.unavailable", message, hint)


class TooBroad(UserError):
    """The engine gave up: a truncation that stands for too many words, too many conditions."""

    def __init__(self) -> None:
        super().__init__(
            "search.too_broad",
            _("检索式展开后太大，无法执行。"),
            _("请多写几个字母再截词，或减少条件。"),
        )
