"""Which function stores a record of which type."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from onestop.records.holders.services import store as store_holders
from onestop.records.models import SourceFile
from onestop.records.outcomes import Outcome
from onestop.records.registers.all import REGISTERS
from onestop.records.registers.populations import store_series
from onestop.records.registers.records import HolderRecord, PopulationSeries
from onestop.records.registers.store import store_entries
from onestop.records.services import store_statements
from onestop.records.statement import Statement

Items = Sequence[tuple[int, Any]]
STORES: dict[type, Callable[[Items, SourceFile], list[Outcome]]] = {
    Statement: store_statements,
    HolderRecord: store_holders,
    PopulationSeries: store_series,
    **{record: partial(store_entries, register) for record, register in REGISTERS.items()},
}


def store(items: Items, file: SourceFile) -> list[Outcome]:
    """One outcome for each (row, record), in order, whatever mixture of types they are."""
    places: dict[type, list[int]] = defaultdict(list)
    for place, (_row, record) in enumerate(items):
        places[type(record)].append(place)
    outcomes: dict[int, Outcome] = {}
    for kind, group in places.items():
        outcomes |= zip(group, STORES[kind]([items[place] for place in group], file), strict=True)
    return [outcomes[place] for place in range(len(items))]
