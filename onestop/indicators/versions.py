"""What figures depend on, as a short text: while it stays, they stay."""

from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max

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
    (PatentSource, Max("pk")),
    (PatentRevision, Max("pk")),
    (Statement, Max("pk")),
    (Correction, Max("pk")),
    (SourceFile, Count("pk")),
    (NameLink, Max("pk")),
    (AuditEntry, Max("pk")),
    (ReferenceLoad, Max("loaded_at")),
)
"""Every change leaves a trace in one of these (what a person decides, in the audit log); each is read in no time."""
_OWN = ((HighValueReason, Max("pk")), (PledgeThreshold, Count("pk")), (Target, Count("pk")))


def records_version() -> str:
    return _text(_SEEN_BY)


def data_version() -> str:
    """Of the records and of what is derived and decided here."""
    return _text((*_SEEN_BY, *_OWN))


@lru_cache(maxsize=1)
def definitions_version() -> str:
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return sha256(texts.encode()).hexdigest()[:16]


def _text(traces: tuple[tuple[Any, Any], ...]) -> str:
    return "|".join(str(model.objects.aggregate(last=last)["last"]) for model, last in traces)
