"""The verbs that write holders."""

from collections.abc import Sequence

from onestop.records.holders.names import name_key
from onestop.records.models import Holder, HolderName, NameKind
from onestop.records.registers.records import HolderRecord


def ensure(records: Sequence[HolderRecord], *, is_demonstration: bool = False) -> list[Holder]:
    """The holder of each record, found by its code or its name, made where there is none. In a transaction."""
    return [_find(record) or _make(record, is_demonstration) for record in records]


def _find(record: HolderRecord) -> Holder | None:
    if record.uscc and (found := Holder.objects.filter(uscc=record.uscc).first()):
        return found
    named = HolderName.objects.filter(name_key=name_key(record.name)).select_related("holder").first()
    return named.holder if named else None


def _make(record: HolderRecord, is_demonstration: bool) -> Holder:
    holder = Holder.objects.create(
        kind=record.kind,
        name=record.name,
        uscc=record.uscc or None,
        region=record.region,
        address=record.address,
        is_demonstration=is_demonstration,
    )
    HolderName.objects.create(
        holder=holder, name=record.name, name_key=name_key(record.name), kind=NameKind.CURRENT
    )
    return holder
