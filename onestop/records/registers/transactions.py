"""How contracts about rights are stored: with the rights that they are about, and their parties where they are known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from onestop.core import clock
from onestop.records.holders.names import name_key
from onestop.records.models import Correction, HolderName, SourceFile, Transaction, TransactionRight
from onestop.records.registers.records import TransactionRecord
from onestop.records.registers.store import Register, Taken

_NAMES_AT_ONCE = 500


def _values(records: Sequence[TransactionRecord]) -> list[dict[str, Any]]:
    known = _holders({name for record in records for name in (record.giver, record.receiver) if name})
    return [
        {
            "kind": record.kind,
            "number": record.number,
            "giver": record.giver,
            "receiver": record.receiver,
            "giver_holder_id": known.get(name_key(record.giver)),
            "receiver_holder_id": known.get(name_key(record.receiver)),
            "amount": record.amount,
            "registered_on": record.registered_on,
            "ends_on": record.ends_on,
            "region": record.region,
            "terms": record.terms,
        }
        for record in records
    ]


def _holders(names: Iterable[str]) -> dict[str, int]:
    """Name key -> holder, where exactly one bears it; nobody is matched by likeness, nobody is made."""
    keys = sorted(filter(None, map(name_key, names)))
    found: dict[str, set[int]] = defaultdict(set)
    for start in range(0, len(keys), _NAMES_AT_ONCE):
        rows = HolderName.objects.filter(
            name_key__in=keys[start : start + _NAMES_AT_ONCE], holder__merged_into=None
        )
        for key, holder in rows.values_list("name_key", "holder"):
            found[key].add(holder)
    return {key: holders.pop() for key, holders in found.items() if len(holders) == 1}


def _write_rights(taken: Sequence[Taken[TransactionRecord, Transaction]], file: SourceFile) -> None:
    """A newer statement's rights replace the older ones, which stay as a correction; a part of them erases nothing."""
    rights: dict[int, list[str]] = defaultdict(list)
    entries = {each.entry.pk for each in taken}
    known = TransactionRight.objects.filter(transaction__in=entries).order_by("position")
    for entry, number in known.values_list("transaction", "number"):
        rights[entry].append(number)
    before, corrections = {key: list(numbers) for key, numbers in rights.items()}, []
    for each in taken:
        old, new = rights[each.entry.pk], list(dict.fromkeys(each.record.rights))
        if set(new) <= set(old):
            continue
        if old:
            corrections.append(_correction(each.entry, old, file))
        rights[each.entry.pk] = new
    changed = [entry for entry in entries if rights[entry] != before.get(entry, [])]
    TransactionRight.objects.filter(transaction__in=changed).delete()
    TransactionRight.objects.bulk_create(
        TransactionRight(transaction_id=entry, number=number, position=position)
        for entry in sorted(changed)
        for position, number in enumerate(rights[entry], 1)
    )
    Correction.objects.bulk_create(corrections)


def _correction(entry: Transaction, rights: list[str], file: SourceFile) -> Correction:
    now = clock.now()
    return Correction(
        register="transaction", entry=entry.pk, source=file, changed_at=now, before={"rights": rights}
    )


TRANSACTIONS: Register[TransactionRecord, Transaction] = Register(
    "transaction", Transaction, _values, after=_write_rights
)
