"""Figures computed from the records, each with what it means and how to see the records behind it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from onestop.core import clock
from onestop.indicators.counts import COUNTS, Scope
from onestop.indicators.definitions import Definition, definitions, in_language
from onestop.records.models import Patent


@dataclass(frozen=True)
class Figure:
    code: str
    name: str
    value: int | None
    """None where the loaded data can't tell; `missing` says which data it would take."""
    missing: str
    unit: str
    region: str
    since: date
    as_of: date
    definition: str
    version: int
    source: str
    evidence_query: str
    """The search for exactly the counted records; empty for international applications."""


def key_figures(region: str, as_of: date) -> tuple[Figure, ...]:
    """All indicators of a region (GB/T 2260 code, empty for all data) on a day."""
    return tuple(_figure(definition, region, as_of) for definition in definitions())


def default_as_of() -> date:
    """The last year's end that the loaded legal data cover; without such data, that of last year."""
    covered = Patent.objects.aggregate(day=Max("legal_data_to"))["day"]
    last = min(covered or clock.today(), clock.today())
    return date(last.year, 12, 31) if (last.month, last.day) == (12, 31) else date(last.year - 1, 12, 31)


def _figure(definition: Definition, region: str, as_of: date) -> Figure:
    since = date(as_of.year, 1, 1) if definition.period == "year" else as_of
    counted = COUNTS[definition.count](Scope(region, since, as_of))
    return Figure(
        code=definition.code,
        name=in_language(definition.name),
        value=None if counted.missing else counted.records.count(),
        missing=counted.missing,
        unit=in_language(definition.unit),
        region=region,
        since=since,
        as_of=as_of,
        definition=in_language(definition.definition),
        version=definition.version,
        source=in_language(definition.source),
        evidence_query=counted.query,
    )
