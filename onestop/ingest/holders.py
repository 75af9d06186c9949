"""From a row to a holder of rights."""

from onestop.core.errors import UserError
from onestop.ingest.findings import Rejection, of_error
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.holders.kinds import kind_of
from onestop.records.models import HolderKind
from onestop.records.registers.records import HolderRecord
from onestop.records.values import names


def holder(row: Row, region: str) -> HolderRecord:
    """`region` is not used: a list of names is not a list of places."""
    try:
        name = names.clean(row.text("name"))
    except UserError as error:
        raise Rejection(of_error(RowOutcome.REJECTED, error, *row.column("name"))) from error
    return HolderRecord(name=name, kind=_kind(name))


def _kind(name: str) -> HolderKind:
    """In a list of organisations a name that looks like a person's is a short name (云知声)."""
    found = kind_of(name)
    return HolderKind.UNKNOWN if found is HolderKind.PERSON else found
