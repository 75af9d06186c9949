"""From a raw row to a record: what can't be used is rejected, dropped or repaired, and always said.

A row is rejected only if it identifies nothing or contradicts itself. A wrong optional value costs that value.
To add a subject: a line in `Subject`, a function here that reads its rows, a line in `storing.STORES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onestop.core.travel import Travels
from onestop.ingest.deliveries import delivery
from onestop.ingest.exports import patent_or_document
from onestop.ingest.fees import fee
from onestop.ingest.findings import Finding, Rejection, of_error, remark, unreadable
from onestop.ingest.foreign import document
from onestop.ingest.legal_events import legal_event
from onestop.ingest.lists.cases import case
from onestop.ingest.lists.holders import holder
from onestop.ingest.lists.honours import honour
from onestop.ingest.lists.others import award, geographical_indication, international, layout, provider
from onestop.ingest.lists.population import population
from onestop.ingest.lists.transactions import contract
from onestop.ingest.models import RowOutcome
from onestop.ingest.patents import doubt_abstract
from onestop.ingest.row import Row
from onestop.ingest.sources.base import RawRow, Subject, Table
from onestop.ingest.trademarks import trademark

READERS: dict[Subject, Callable[[Row, str], Any]] = {
    Subject.PATENT: patent_or_document,
    Subject.LEGAL_EVENT: legal_event,
    Subject.DOCUMENT: document,
    Subject.DELIVERY: delivery,
    Subject.FEE: fee,
    Subject.TRADEMARK: trademark,
    Subject.HOLDER: holder,
    Subject.HONOUR: honour,
    Subject.TRANSACTION: contract,
    Subject.AWARD: award,
    Subject.INTERNATIONAL: international,
    Subject.POPULATION: population,
    Subject.GEOGRAPHICAL_INDICATION: geographical_indication,
    Subject.LAYOUT: layout,
    Subject.PROVIDER: provider,
    Subject.CASE: case,
}


@dataclass(frozen=True, slots=True)
class Cleaned(Travels):
    row: RawRow
    record: Any
    """A dataclass of the records; its type says how it is stored. None: rejected, the first finding says why."""
    findings: tuple[Finding, ...]


def clean(raw: RawRow, table: Table, region: str) -> Cleaned:
    """`region` is for records without an address."""
    table = (raw.member and raw.member.table) or table
    row = Row(raw, table.columns, table.says, table.title)
    try:
        if raw.refusal:
            raise Rejection(of_error(RowOutcome.REJECTED, raw.refusal))
        if raw.problem:
            raise unreadable(raw.problem)
        row.findings += map(remark, filter(None, raw.remark.split(";")))
        record = READERS[raw.subject or table.subject](row, region)
    except Rejection as rejection:
        return Cleaned(raw, None, (rejection.finding, *row.findings))
    if "cut_abstracts" in table.marks:
        doubt_abstract(row)
    return Cleaned(raw, record, tuple(row.findings))
