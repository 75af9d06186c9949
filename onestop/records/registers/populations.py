"""How the population of a region is stored: one row of a list may say it of many years."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from onestop.records.models import Population, SourceFile
from onestop.records.outcomes import Outcome
from onestop.records.registers.records import PopulationRecord, PopulationSeries
from onestop.records.registers.store import Register, store_entries


def _values(records: Sequence[PopulationRecord]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]


POPULATIONS: Register[PopulationRecord, Population] = Register("population", Population, _values)
_STRONGEST = (Outcome.UPDATED, Outcome.CREATED, Outcome.UNCHANGED)


def store_series(items: Sequence[tuple[int, PopulationSeries]], file: SourceFile) -> list[Outcome]:
    """One outcome a row: updated if any year of it was, else created if any was."""
    flat = [(row, record) for row, series in items for record in series.records]
    outcomes = iter(store_entries(POPULATIONS, flat, file))
    return [
        min((next(outcomes) for _record in series.records), key=_STRONGEST.index) for _row, series in items
    ]
