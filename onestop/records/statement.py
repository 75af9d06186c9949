"""What one row says of a patent, with all that follows from it alone.

Any process can make it, while another one stores the rows before: nothing here asks the database.
"""

from dataclasses import dataclass
from hashlib import blake2b

from onestop.core import clock
from onestop.core.travel import Travels
from onestop.records.facts import mask
from onestop.records.merge import settled
from onestop.records.search import prepared
from onestop.records.status import Dates, dates_of
from onestop.records.types import PatentRecord
from onestop.search.engine import Prepared


@dataclass(frozen=True, slots=True)
class Statement(Travels):
    record: PatentRecord
    digest: str
    says: int
    """Which facts, as bits (`records.facts`)."""
    alone: PatentRecord
    """The patent, if nothing else is known of it, …"""
    dates: Dates
    """… with its days, …"""
    document: Prepared | None = None
    """… and what the index would take of it; None where nobody made that ready."""


def statement_of(record: PatentRecord, *, with_document: bool = False) -> Statement:
    alone = settled(record)
    dates = dates_of(alone)
    document = prepared(alone, dates, clock.today()) if with_document else None
    return Statement(record, digest_of(record), mask(record), alone, dates, document)


def digest_of(record: PatentRecord) -> str:
    return blake2b(repr(record).encode(), digest_size=16).hexdigest()
