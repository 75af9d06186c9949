"""What one row says of a patent, with all that follows from it alone.

Any process can make it, while another one stores the rows before: nothing here asks the database.
"""

from dataclasses import dataclass
from hashlib import blake2b

from onestop.core.travel import Travels
from onestop.records.facts import mask
from onestop.records.merge import settled
from onestop.records.status import Dates, dates_of
from onestop.records.types import PatentRecord


@dataclass(frozen=True, slots=True)
class Statement(Travels):
    record: PatentRecord
    digest: str
    says: int
    """Which facts, as bits (`records.facts`)."""
    alone: PatentRecord
    """The patent, if nothing else is known of it …"""
    dates: Dates
    """… and its days."""


def statement_of(record: PatentRecord) -> Statement:
    alone = settled(record)
    return Statement(record, digest_of(record), mask(record), alone, dates_of(alone))


def digest_of(record: PatentRecord) -> str:
    return blake2b(repr(record).encode(), digest_size=16).hexdigest()
