"""What figures depend on, as a short text: while it stays, they stay."""

from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection

from onestop.core.models import AuditEntry
from onestop.indicators.definitions import FOLDER
from onestop.indicators.models import HighValueReason, PledgeThreshold, Target
from onestop.records.models import (
    Correction,
    NameLink,
    PatentRevision,
    PatentSource,
    SourceFile,
    Statement,
)
from onestop.reference.models import ReferenceLoad

_SEEN_BY = (
    (PatentSource, "MAX id"),
    (PatentRevision, "MAX id"),
    (Statement, "MAX id"),
    (Correction, "MAX id"),
    (SourceFile, "COUNT id"),
    (NameLink, "MAX id"),
    (AuditEntry, "MAX id"),
    (ReferenceLoad, "MAX loaded_at"),
)
"""Every change leaves a trace in one of these (what a person decides, in the audit log); each is read in no time."""
_OWN = ((HighValueReason, "MAX id"), (PledgeThreshold, "COUNT id"), (Target, "COUNT id"))


def records_version() -> str:
    return _text(_SEEN_BY)


def data_version() -> str:
    """Of the records and of what is derived and decided here."""
    return _text((*_SEEN_BY, *_OWN))


@lru_cache(maxsize=1)
def definitions_version() -> str:
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return sha256(texts.encode()).hexdigest()[:16]


def _text(traces: tuple[tuple[Any, str], ...]) -> str:
    """In one query."""
    quote = connection.ops.quote_name
    asked = ", ".join(
        f"(SELECT {function}({quote(column)}) FROM {quote(model._meta.db_table)})"  # noqa: S608 - our own names
        for model, trace in traces
        for function, column in (trace.split(),)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return "|".join(map(str, cursor.fetchone()))
