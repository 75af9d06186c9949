"""How titles and certificates of companies are stored: the holder first, so that one company has one entry of each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onestop.records.holders.services import ensure
from onestop.records.models import Honour
from onestop.records.registers.records import HonourRecord
from onestop.records.registers.store import Register


def _with_holders(records: Sequence[HonourRecord], is_demonstration: bool) -> list[HonourRecord]:
    """A list with codes and one without speak of the same company."""
    holders = ensure([record.holder for record in records], is_demonstration=is_demonstration)
    return [replace(record, holder_id=holder.pk) for record, holder in zip(records, holders, strict=True)]


def _values(records: Sequence[HonourRecord]) -> list[dict[str, Any]]:
    return [
        {
            "kind": record.kind,
            "level": record.level,
            "holder_id": record.holder_id,
            "name": record.holder.name,
            "certificate": record.certificate,
            "batch": record.batch,
            "grade": record.grade,
            "valid_from": record.valid_from,
            "valid_to": record.valid_to,
            "region": record.region,
        }
        for record in records
    ]


HONOURS: Register[HonourRecord, Honour] = Register("honour", Honour, _values, prepare=_with_holders)
