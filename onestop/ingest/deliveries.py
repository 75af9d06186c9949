"""From a line of a supplier's statistics to a record."""

import re
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.ingest.findings import rejected
from onestop.ingest.row import Row
from onestop.records.registers.deliveries import DeliveryRecord
from onestop.records.values import dates, document_number

_COUNT = re.compile("[0-9]{1,9}")
_STATUS = re.compile("[A-Z]")
_DELIVERY = re.compile(r"[\w-]{1,40}", re.ASCII)


def delivery(row: Row, region: str) -> DeliveryRecord:
    """`region` is not used."""
    count = row.text("documents")
    if not (_COUNT.fullmatch(count) and _STATUS.fullmatch(row.text("status"))):
        raise rejected(
            "delivery.no_count",
            _("这一行没有文献数或交付状态。"),
            _("请向提供者核实后重新取得统计文件。"),
            *row.column("documents"),
        )
    office, kind = _office_and_kind(row)
    return DeliveryRecord(
        delivery=_delivery(row),
        status=row.text("status"),
        office=office,
        kind_code=kind,
        documents=int(count),
        first_number=row.value("first_number", lambda text: _number(office, text), ""),
        last_number=row.value("last_number", lambda text: _number(office, text), ""),
        first_published_on=row.value("first_published_on", _day, None),
        last_published_on=row.value("last_published_on", _day, None),
    )


def _delivery(row: Row) -> str:
    if _DELIVERY.fullmatch(text := row.text("delivery")):
        return text
    raise rejected(
        "delivery.no_name", _("看不出这是哪一批交付。"), _("请向提供者核实。"), *row.column("delivery")
    )


def _office_and_kind(row: Row) -> tuple[str, str]:
    office, kind = row.text("office"), row.text("kind_code")
    if re.fullmatch("[A-Z]{2}", office) and re.fullmatch("[A-Z][0-9]?", kind):
        return office, kind
    raise rejected(
        "delivery.no_office",
        _("“%(office)s %(kind)s”不是局代码和文献种类代码。") % {"office": office[:20], "kind": kind[:20]},
        _("例如 CN 和 B。"),
        *row.column("office"),
        *row.column("kind_code"),
    )


def _number(office: str, text: str) -> str:
    """Without the office, as the supplier sorts them."""
    return document_number.publication(office, text)[2:]


def _day(text: str) -> date:
    return dates.clean(text, min_date=dates.EARLIEST, max_date=clock.today())
