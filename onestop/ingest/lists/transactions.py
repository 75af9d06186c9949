"""Pledges, licences, assignments and open licences of rights, as registered or as a department lists them."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from onestop.ingest.findings import rejected
from onestop.ingest.lists.cells import (
    joined_names,
    numbers_of,
    refuse_other_rows,
    region_of,
    short,
    title_lines,
)
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import Transaction, TransactionKind
from onestop.records.registers.records import TransactionRecord
from onestop.records.values import amounts, application_number, trademark_number

_UNIT = re.compile(r"单位\s*[:：]\s*(\S*元)")
_BARE = re.compile(r"[0-9.,，\s]+")
_FREE = re.compile("免费|免费许可|免费使用|无偿|无偿许可|免许可费|免收(?:许可)?(?:使用)?费")
_RATE = re.compile(
    "每(?:年|月|季|件|台|套|项|吨|单位)|[/／](?:年|月|季|件|台|套|吨)|按.{0,20}(?:提成|计)|提成|[%％]|入门费"
)
_LONGEST_TERMS = 500
_SMALL = Decimal(10_000)


def contract(row: Row, region: str) -> TransactionRecord:
    """The kind of table says which contract it is."""
    refuse_other_rows(row)
    amount, price = _price(row)
    record = TransactionRecord(
        kind=TransactionKind(row.text("kind")),
        rights=numbers_of(row, "rights", application_number.clean)
        + numbers_of(row, "trademarks", trademark_number.clean),
        number=short(row, Transaction, "number"),
        giver=joined_names(row, "giver"),
        receiver=joined_names(row, "receiver") or joined_names(row, "lender"),
        amount=amount,
        registered_on=row.day("registered_on"),
        ends_on=_end(row),
        region=region_of(row, region),
        terms="；".join(filter(None, (price, short(row, Transaction, "terms"))))[:_LONGEST_TERMS],
    )
    if not (record.number or record.rights or (record.giver and record.registered_on)):
        raise rejected(
            "transaction.unidentified",
            _("这一行没有登记号，没有可用的权利号码，也没有当事人和登记日。"),
            _("请至少补上其中一样，否则无法与其他记录区分。"),
            *row.column("number"),
            *row.column("rights"),
        )
    return record


def _price(row: Row) -> tuple[Decimal | None, str]:
    """The amount, and what of its cell belongs to the terms: 免费 is nothing to pay, 每年1万元 is no sum."""
    text = row.text("amount")
    if _FREE.fullmatch("".join(text.split())):
        return Decimal(0), text
    if not _RATE.search(text):
        return amount_of(row), ""
    message = _("“%(text)s”是计费办法，不是总额：金额留空，原文记入条件。") % {"text": text[:40]}
    row.add(RowOutcome.NOTED, "amount.rate", message, _("知道总额时请补上。"), *row.column("amount"))
    return None, text


def amount_of(row: Row) -> Decimal | None:
    unit, is_said = _unit(row)
    amount = row.value("amount", lambda text: amounts.clean(text, unit), None)
    if amount and not is_said and amount < _SMALL and _BARE.fullmatch(row.text("amount")):
        message = _("金额“%(text)s”没有写单位，按元计。") % {"text": row.text("amount")}
        advice = _("如果单位是万元，请写在列名里，例如“金额（万元）”，再重新导入。")
        row.add(RowOutcome.NOTED, "amount.no_unit", message, advice, *row.column("amount"))
    return amount


def _unit(row: Row) -> tuple[Decimal, bool]:
    """What a bare number counts, as the column's name or the title says (单位：万元), and whether one does."""
    for name in row.column("amount"):
        if "元" in name:
            return amounts.unit_of(name), True
    for line in title_lines(row):
        if said := _UNIT.search(line):
            return amounts.unit_of(said[1]), True
    return Decimal(1), False


def _end(row: Row) -> date | None:
    """What ended early ended on that day, whatever the term was."""
    return row.day("ended_on") or row.day("ends_on", ahead=True)
