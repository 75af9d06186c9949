"""Which regions' figures are stale: those that a record which came in since belongs, or belonged, to.

Nothing is asked of those who write records: what they leave behind (statements, revisions, reasons, links) is read
from where it was read last, in each process for itself. What can't be told to regions makes everything stale.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.db.models import Model, QuerySet

from onestop.core import clock
from onestop.core.models import AuditEntry
from onestop.indicators.definitions import definitions
from onestop.indicators.everywhere import around
from onestop.indicators.models import HighValueReason
from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.indicators.versions import FILES, Trace, traces
from onestop.records.models import (
    CaseSummary,
    Correction,
    FormerOwner,
    GeographicalIndication,
    Honour,
    InternationalApplication,
    Layout,
    NameLink,
    Party,
    Patent,
    PatentRevision,
    PatentSource,
    Population,
    Statement,
    Trademark,
    Transaction,
    TransactionRight,
)

_KEY = "indicators.seen"
_MOST = 20_000
"""More new rows than these are a bulk load: everything is counted anew."""
_AT_ONCE = 500
_DECISIONS = ("holder.", "high_value.", "target.", "legal_data.")
"""What people decide that figures depend on, by the first part of its name in the audit log."""
_LISTS: Mapping[str, type[Model]] = {
    "honour": Honour,
    "case_summary": CaseSummary,
    "international_application": InternationalApplication,
    "geographical_indication": GeographicalIndication,
    "layout": Layout,
    "trademark": Trademark,
    "population": Population,
    "transaction": Transaction,
}
"""Registers whose entries say which region they belong to."""


class _EverythingError(Exception):
    """It can't be told which regions are stale."""


@dataclass(frozen=True)
class _Seen:
    last: Mapping[Trace, Any]
    needs: Mapping[str, bool]
    """Whether there is what some figures need of all data: the first list of a kind makes a dash a zero everywhere."""
    epoch: str
    changes: Mapping[str, int]
    """Region, "" for all data -> how often it became stale in this epoch."""


def version_of(region: str = "") -> str:
    """While it stays, the figures of this region do."""
    seen: _Seen | None = caches["process"].get(_KEY)
    now = traces()
    if seen is None or seen.last != now:
        seen = _after(seen, now)
        caches["process"].set(_KEY, seen, None)
    return f"{seen.epoch}.{seen.changes.get(region, 0)}"


def _after(seen: _Seen | None, now: Mapping[Trace, Any]) -> _Seen:
    needs = _needs()
    try:
        if seen is None or needs != seen.needs:
            raise _EverythingError
        stale = {each for region in _touched(seen.last, now) for each in around(region)}
    except _EverythingError:
        return _Seen(now, needs, uuid4().hex, {})
    changes = {**seen.changes, **{region: seen.changes.get(region, 0) + 1 for region in stale}}
    return _Seen(now, needs, seen.epoch, changes)


def _needs() -> dict[str, bool]:
    scopes = {each.period: Scope.of("", each.period, clock.today()) for each in definitions()}
    counted = {
        each.code: SETS[each.count](scopes[each.period], **each.arguments)
        for each in definitions()
        if each.count
    }
    return {
        f"{code} {need.message}": need.is_met
        for code, each in counted.items()
        for need in each.needs
        if not need.region_field
    }


def _touched(last: Mapping[Trace, Any], now: Mapping[Trace, Any]) -> set[str]:
    """The regions of what came since."""
    count, newest = ((now[each] or 0) - (last[each] or 0) for each in FILES)
    if count != newest:  # a file was removed, with all that it said
        raise _EverythingError
    found: set[str] = set()
    for trace in now.keys() - set(FILES):
        if now[trace] != last[trace]:
            found |= _read(trace, last[trace] or 0, now[trace] or 0)
    return found


def _read(trace: Trace, first: Any, last: Any) -> set[str]:
    if trace.model not in _READERS or last < first:  # what is deleted tells nothing
        raise _EverythingError
    new: QuerySet[Any] = trace.model._default_manager.filter(pk__gt=first)
    if len(new[: _MOST + 1].values_list("pk", flat=True)) > _MOST:
        raise _EverythingError
    return _READERS[trace.model](new)


def _of_patents(keys: Iterable[int]) -> set[str]:
    """Where they are and where they were."""
    found: set[str] = set()
    for some in _slices(set(keys)):
        found |= set(Patent.objects.filter(pk__in=some).values_list("region", flat=True))
        found |= set(FormerOwner.objects.filter(patent__in=some).values_list("region", flat=True))
    return found


def _by_patent(new: "QuerySet[Any]") -> set[str]:
    return _of_patents(new.values_list("patent", flat=True))


def _revisions(new: "QuerySet[PatentRevision]") -> set[str]:
    rows = list(new.values_list("patent", "before"))
    return _of_patents(key for key, _before in rows) | _before(before for _key, before in rows)


def _links(new: "QuerySet[NameLink]") -> set[str]:
    found: set[str] = set()
    for names in _slices(set(new.values_list("name", flat=True))):
        found |= _of_patents(Party.objects.filter(name__in=names).values_list("patent", flat=True))
    return found


def _entries(new: "QuerySet[Any]") -> set[str]:
    """Of statements about registers and of corrections."""
    found: set[str] = set()
    by_register: dict[str, set[int]] = {}
    for register, entry in new.values_list("register", "entry"):
        by_register.setdefault(register, set()).add(entry)
    for register, keys in by_register.items():
        for some in _slices(keys):
            found |= _of_entries(register, some)
    return found


def _corrections(new: "QuerySet[Correction]") -> set[str]:
    return _entries(new) | _before(new.values_list("before", flat=True))


def _of_entries(register: str, keys: Collection[int]) -> set[str]:
    if register not in _LISTS:
        raise _EverythingError
    entries = _LISTS[register]._default_manager.filter(pk__in=keys)
    found = set(entries.values_list("region", flat=True))
    if register == "transaction":
        rights = TransactionRight.objects.filter(transaction__in=keys)
        patents = Patent.objects.filter(application_number__in=rights.values("number"))
        found |= _of_patents(patents.values_list("pk", flat=True))
    return found


def _before(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Regions that a correction took away."""
    return {each["region"] or "" for each in rows if "region" in each}


def _decisions(new: "QuerySet[AuditEntry]") -> set[str]:
    if any(action.startswith(_DECISIONS) for action in new.values_list("action", flat=True)):
        raise _EverythingError
    return set()


_READERS: Mapping[type[Model], Callable[[Any], set[str]]] = {
    PatentSource: _by_patent,
    HighValueReason: _by_patent,
    PatentRevision: _revisions,
    NameLink: _links,
    Statement: _entries,
    Correction: _corrections,
    AuditEntry: _decisions,
}


def _slices(keys: Iterable[Any]) -> Iterator[list[Any]]:
    every = iter(keys)
    while some := list(islice(every, _AT_ONCE)):
        yield some
