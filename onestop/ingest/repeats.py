"""Rows of one list that speak of the same entry: the later one counts, and both are told apart from two entries."""

from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.ingest.cleaning import Cleaned
from onestop.ingest.findings import Finding
from onestop.ingest.models import RowOutcome
from onestop.records.registers.records import (
    AwardRecord,
    GeographicalIndicationRecord,
    HonourRecord,
    InternationalRecord,
    LayoutRecord,
    PopulationSeries,
    ProviderRecord,
    TransactionRecord,
)

LISTS = (
    AwardRecord,
    GeographicalIndicationRecord,
    HonourRecord,
    InternationalRecord,
    LayoutRecord,
    PopulationSeries,
    ProviderRecord,
    TransactionRecord,
)
"""Departments' lists are short enough to remember their keys, and a name twice is a mistake in them."""


class Repeats:
    """Remembers the keys of the rows that it is shown. A run that continues looks at the rest only."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def noted(self, cleaned: Cleaned) -> Cleaned:
        """With a finding if an earlier row had its key."""
        if not isinstance(cleaned.record, LISTS):
            return cleaned
        found = [self._lines.setdefault(key, cleaned.row.line) for key in self._keys(cleaned.record)]
        earlier = min(found)
        if earlier == cleaned.row.line:
            return cleaned
        message = _("与第 %(line)s 行说的是同一条，以这一行为准。") % {"line": earlier}
        finding = Finding(
            RowOutcome.NOTED, "row.repeated", message, _("如果本是两条，请补上编号或日期来区分。")
        )
        return replace(cleaned, findings=(*cleaned.findings, finding))

    def _keys(self, record: object) -> list[str]:
        records = record.records if isinstance(record, PopulationSeries) else (record,)
        return [f"{type(each).__name__} {each.key}" for each in records]  # type: ignore[attr-defined]
