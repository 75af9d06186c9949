"""Every register: the type of a record -> how its entries are stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from onestop.records.models import (
    Award,
    CaseSummary,
    Fee,
    GeographicalIndication,
    Holder,
    InternationalApplication,
    Layout,
    Provider,
    SourceFile,
)
from onestop.records.outcomes import Outcome
from onestop.records.registers.deliveries import DELIVERIES, DeliveryRecord
from onestop.records.registers.documents import DOCUMENTS
from onestop.records.registers.honours import HONOURS
from onestop.records.registers.populations import POPULATIONS
from onestop.records.registers.records import (
    AwardRecord,
    CaseSummaryRecord,
    DocumentRecord,
    FeeRecord,
    GeographicalIndicationRecord,
    HonourRecord,
    InternationalRecord,
    LayoutRecord,
    PopulationRecord,
    ProviderRecord,
    TrademarkRecord,
    TransactionRecord,
)
from onestop.records.registers.store import Register, remove_entries, store_entries
from onestop.records.registers.trademarks import TRADEMARKS
from onestop.records.registers.transactions import TRANSACTIONS


def _same_names(records: Any) -> list[dict[str, Any]]:
    """Records whose fields are called as the columns of their table."""
    return [asdict(record) for record in records]


REGISTERS: dict[type, Register[Any, Any]] = {
    AwardRecord: Register("award", Award, _same_names),
    CaseSummaryRecord: Register("case_summary", CaseSummary, _same_names),
    DeliveryRecord: DELIVERIES,
    DocumentRecord: DOCUMENTS,
    FeeRecord: Register("fee", Fee, _same_names),
    GeographicalIndicationRecord: Register("geographical_indication", GeographicalIndication, _same_names),
    InternationalRecord: Register("international_application", InternationalApplication, _same_names),
    HonourRecord: HONOURS,
    LayoutRecord: Register("layout", Layout, _same_names),
    PopulationRecord: POPULATIONS,
    ProviderRecord: Register("provider", Provider, _same_names),
    TrademarkRecord: TRADEMARKS,
    TransactionRecord: TRANSACTIONS,
}


def store_registers(
    items: Iterable[tuple[int, Any]], file: SourceFile, *, is_demonstration: bool = False
) -> Counter[Outcome]:
    """Store (row, record) pairs of any registers, each as its type says."""
    by_type: dict[type, list[tuple[int, Any]]] = defaultdict(list)
    for row, record in items:
        by_type[type(record)].append((row, record))
    outcomes: Counter[Outcome] = Counter()
    for kind, group in by_type.items():
        outcomes.update(store_entries(REGISTERS[kind], group, file, is_demonstration=is_demonstration))
    return outcomes


def holds_entries(**which: bool) -> bool:
    """Whether any register has an entry of these."""
    return any(register.model._default_manager.filter(**which).exists() for register in REGISTERS.values())


def remove_demonstration() -> None:
    """Delete invented entries of every register, what was said of them, and the invented holders."""
    for register in REGISTERS.values():
        entries = register.model._default_manager.filter(is_demonstration=True)
        remove_entries(register, list(entries.values_list("pk", flat=True)))
    holders = Holder.objects.filter(is_demonstration=True, honours=None)
    Holder.objects.filter(merged_into__in=holders.values("pk")).update(merged_into=None)
    holders.delete()
