"""Case work and events as departments list them, for the figures, until the cases themselves are handled here."""

import re
from datetime import date

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.findings import rejected
from onestop.ingest.lists.cells import fitting, refuse_other_rows, region_of, title_lines
from onestop.ingest.lists.transactions import amount_of
from onestop.ingest.lists.words import first_named
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import CaseKind, CaseSummary
from onestop.records.registers.records import CaseSummaryRecord

_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(万)?[余多]?(?:件|枚|个|套|人次|人)?")
_MOST = 2_000_000_000
_DAYS = ("opened_on", "closed_on", "handed_over_on", "confirmed_on")


def case(row: Row, region: str) -> CaseSummaryRecord:
    refuse_other_rows(row)
    days = {name: row.day(name) for name in _DAYS}
    _refuse_without_day(row, days)
    _drop_what_is_before(row, days)
    return CaseSummaryRecord(
        kind=_kind(row),
        number=fitting(row, CaseSummary, "number"),
        region=region_of(row, region),
        amount=amount_of(row),
        labels=row.value("labels", count, None),
        participants=row.value("participants", count, None),
        **days,
    )


def _kind(row: Row) -> CaseKind:
    texts = [row.text("kind")] if row.text("kind") else title_lines(row)
    if found := first_named(texts, "cases", "kind"):
        return CaseKind(found[0]["kind"])
    raise rejected(
        "case.which",
        _("看不出这一行是哪一种案件或活动。"),
        _("请加一列“案件种类”，或在标题里写明，也可以在对照文件里写“kind: =行政执法”。可以是：%(kinds)s。")
        % {"kinds": "、".join(str(label) for label in CaseKind.labels)},
        *row.column("kind"),
    )


def _refuse_without_day(row: Row, days: dict[str, date | None]) -> None:
    if not any(days.values()):
        raise rejected(
            "case.no_day",
            _("这一行没有可用的日期，不知道应计入哪一年。"),
            _("请至少写明立案（受理、举办）日期。"),
            *row.column("opened_on"),
        )


def _drop_what_is_before(row: Row, days: dict[str, date | None]) -> None:
    """Nothing happens to a case before it is opened."""
    opened_on = days["opened_on"]
    for name in _DAYS[1:]:
        day = days[name]
        if opened_on and day and day < opened_on:
            days[name] = None
            message = _("%(day)s 早于立案或受理日 %(opened)s，没有采用。") % {"day": day, "opened": opened_on}
            row.add(RowOutcome.DROPPED, "case.before", message, _("请核对两个日期。"), *row.column(name))


def count(text: str) -> int:
    """38.2 is refused, 3万余件 is not: what is said roughly is taken as it is said."""
    found = _COUNT.fullmatch(fold("".join(text.split())))
    number = int(found[1].replace(",", "")) * (10_000 if found[2] else 1) if found else -1
    if not 0 <= number <= _MOST:
        raise UserError(
            "case.count",
            _("“%(text)s”不是件数或人数。") % {"text": text.strip()[:40]},
            _("请写整数，例如 382460。"),
        )
    return number
