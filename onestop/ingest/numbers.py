"""The application number of a row, and what is said where a row names no patent."""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.findings import Rejection, of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.ingest.sources.base import NUMBER_FIELDS
from onestop.records.values import application_number

# EPO DOCDB, and so Lens, put a kind letter behind application numbers and no check digit: CN 201510817712 A
_DOCDB_KIND = re.compile(r"^(CN\s*(?:[0-9]{12}|[0-9]{8}))\s*[A-WYZ]$")


def application_number_of(row: Row) -> str | UserError:
    text = _DOCDB_KIND.sub(r"\1", row.text("application_number"))
    if not text:
        return ""
    try:
        number = application_number.clean(text)
    except UserError as error:
        return error
    if not application_number.has_check_digit(text):
        message = _("申请号没有校验位，已算出：%(number)s。") % {"number": application_number.display(number)}
        column = row.column("application_number")
        row.add(RowOutcome.REPAIRED, "application_number.check_digit_added", message, "", *column)
    return number


def unidentified(row: Row, errors: list[UserError]) -> Rejection:
    """Neither number can be used: say why, or that there is none."""
    number_columns = [name for field in NUMBER_FIELDS for name in row.column(field)]
    if errors:
        return Rejection(of_error(RowOutcome.REJECTED, errors[0], *number_columns))
    if not any(row.text(field) for field in row.columns):
        return rejected(
            "row.nothing_to_read",
            _("这一行在所有用到的列里都是空的，只有其他列有内容。"),
            _("如果这一行确实没有专利，可以不管它。"),
        )
    return rejected(
        "row.no_number",
        _("这一行没有申请号，也没有公开（公告）号。"),
        _("请补上号码后重新导入；已导入的行不会重复。"),
        *number_columns,
    )
