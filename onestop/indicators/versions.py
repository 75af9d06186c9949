"""What figures depend on: every change leaves a trace, which is read in no time."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

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


class Trace(NamedTuple):
    model: type[Model]
    how: str = "MAX(id)"


FILES = (Trace(SourceFile, "COUNT(id)"), Trace(SourceFile))
_OF_RECORDS = (
    Trace(PatentSource),
    Trace(PatentRevision),
    Trace(Statement),
    Trace(Correction),
    Trace(NameLink),
    Trace(AuditEntry),
    Trace(ReferenceLoad, "MAX(loaded_at)"),
    *FILES,
)
"""What a person decides stands in the audit log."""
_OWN = (Trace(HighValueReason), Trace(PledgeThreshold, "COUNT(id)"), Trace(Target, "COUNT(id)"))


def records_version() -> str:
    return "|".join(map(str, traces(_OF_RECORDS).values()))


def traces(wanted: Iterable[Trace] = (*_OF_RECORDS, *_OWN)) -> Mapping[Trace, Any]:
    """In one query: of the records, and of what is derived and decided here."""
    every = tuple(wanted)
    quote = connection.ops.quote_name
    asked = ", ".join(
        f"(SELECT {each.how} FROM {quote(each.model._meta.db_table)})"  # noqa: S608 - our own names
        for each in every
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return dict(zip(every, cursor.fetchone(), strict=True))


@lru_cache(maxsize=1)
def definitions_version() -> str:
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return sha256(texts.encode()).hexdigest()[:16]
