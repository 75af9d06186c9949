"""Counts that a supplier sends along with a delivery, against which what came in can be compared."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from onestop.records.models import DeliveryCount
from onestop.records.registers.store import Register


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    delivery: str
    status: str
    office: str
    kind_code: str
    documents: int
    first_number: str = ""
    last_number: str = ""
    first_published_on: date | None = None
    last_published_on: date | None = None

    @property
    def key(self) -> str:
        return f"{self.delivery}:{self.status}:{self.office}:{self.kind_code}"


def _values(records: Sequence[DeliveryRecord]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]


DELIVERIES = Register("delivery", DeliveryCount, _values)
