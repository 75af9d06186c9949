"""Reads across the reference tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from onestop.reference import ipc, locarno, regions, workdays
from onestop.reference.models import ReferenceLoad, ReferenceTable


@dataclass(frozen=True)
class TableState:
    """One reference table: how much it holds and where that is from."""

    table: str
    label: str
    entries: int
    source: str
    """File that it was loaded from; empty: not loaded."""
    digest: str
    loaded_at: datetime | None
    is_demonstration: bool = False


def loaded_tables() -> tuple[TableState, ...]:
    """Every table that can be loaded, loaded or not."""
    loads = {load.table: load for load in ReferenceLoad.objects.all()}
    return tuple(_state(ReferenceTable(value), loads.get(value)) for value in ReferenceTable.values)


def _state(table: ReferenceTable, load: ReferenceLoad | None) -> TableState:
    if load is None:
        return TableState(table.value, str(table.label), 0, "", "", None)
    return TableState(
        table.value,
        str(table.label),
        load.entries,
        load.file_name,
        load.digest,
        load.loaded_at,
        load.is_demonstration,
    )


def built_in_counts() -> dict[str, int]:
    """What needs no loading, by number of entries."""
    return dict(_built_in())


def _built_in() -> Iterator[tuple[str, int]]:
    yield "ipc_classes", len(ipc.built_in_titles())
    yield "locarno_classes", len(locarno.locarno_classes())
    yield "regions", len(regions.regions())
    yield "calendar_years", len(workdays.calendar_years())


def lends_industries() -> bool:
    """Whether the industry rules are those of the demonstration and not the published table."""
    return ReferenceLoad.objects.filter(table=ReferenceTable.INDUSTRIES, is_demonstration=True).exists()
