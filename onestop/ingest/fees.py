"""From a row to a fee of a patent as the office's query service lists it."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.findings import Rejection, of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.numbers import application_number_of
from onestop.ingest.row import Row
from onestop.records.models import Fee, FeeState
from onestop.records.registers.records import FeeRecord
from onestop.records.values import amounts, dates

T = TypeVar("T")
_STATES = {"应缴": FeeState.DUE, "已缴": FeeState.PAID, "滞纳金": FeeState.SURCHARGE}
_WINDOW = re.compile(r"\s*(?:至|到|~|—)+\s*")
_MAX_ITEM = Fee._meta.get_field("item").max_length or 0
_MAX_STATUS = Fee._meta.get_field("status_text").max_length or 0
_MAX_AMOUNT = Decimal(10) ** 10


def fee(row: Row, region: str) -> FeeRecord:
    """`region` is not used: a fee says nothing of it."""
    number = application_number_of(row)
    if isinstance(number, UserError):
        raise Rejection(of_error(RowOutcome.REJECTED, number, *row.column("application_number")))
    if not number:
        raise _no_number()
    state = _STATES.get(row.text("fee_state"))
    item = row.text("fee_item")
    if state is None or not 0 < len(item) <= _MAX_ITEM:
        raise rejected(
            "fee.no_item",
            _("这一笔费用没有缴费类型，或费用种类是空的或过长。"),
            _("请重新查询后导入。"),
            *row.column("fee_item"),
        )
    since, day = _days(row, state)
    status = "；".join(filter(None, (f"{since} 起" if since else "", row.text("fee_status"))))
    return FeeRecord(number, state, item, _amount(row), day, status[:_MAX_STATUS])


def _amount(row: Row) -> Decimal:
    amount = _require(row, "fee_amount", amounts.clean)
    if amount >= _MAX_AMOUNT:
        raise rejected(
            "fee.amount_too_large",
            _("金额 %s 元不可能是一笔专利费用。") % amount,
            _("请与原查询结果核对。"),
            *row.column("fee_amount"),
        )
    return amount


def _days(row: Row, state: FeeState) -> tuple[date | None, date]:
    """First day of a window (2026年01月06日至2026年02月03日), and the day to pay by or of the payment."""
    latest = clock.today() if state is FeeState.PAID else None
    first, *last = _WINDOW.split(row.text("fee_day"), maxsplit=1)
    until = _require(row, "fee_day", lambda _text: dates.clean((last or [first])[0], max_date=latest))
    return (_require(row, "fee_day", lambda _text: dates.clean(first)) if last else None), until


def _require(row: Row, field: str, clean: Callable[[str], T]) -> T:
    """Without day or amount there is no fee."""
    try:
        return clean(row.text(field))
    except UserError as error:
        raise Rejection(of_error(RowOutcome.REJECTED, error, *row.column(field))) from error


def _no_number() -> Rejection:
    return rejected(
        "fee.no_application_number",
        _("查询结果里的费用没有写明是哪一件专利的。"),
        _(
            "请把申请号写进文件名（例如 2015108177127.json），或用 --mapping 文件写一行“application_number: =申请号”，"
            '或每行写成 {"申请号": …, "response": 查询结果}。'
        ),
    )
