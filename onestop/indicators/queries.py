"""Figures for pages: computed, worded, with the search that shows the records behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from onestop.core import clock
from onestop.indicators.definitions import Definition, Kind, by_code, definitions, in_language
from onestop.indicators.everywhere import Cell, Grid
from onestop.indicators.evidence import counted_by
from onestop.indicators.results import Number, population_note, population_of
from onestop.indicators.scope import Scope
from onestop.indicators.store import remembered
from onestop.records.models import Patent

KEY_FIGURES = (
    "patents_granted",
    "valid_inventions",
    "pct_applications",
    "high_value_inventions",
    "high_value_per_10000",
    "high_tech_companies",
)
"""Those of the first page."""


@dataclass(frozen=True)
class Figure:
    code: str
    group: str
    name: str
    value: Number | None
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
    """The search for exactly the counted patents; empty where no search tells them."""
    decimals: int = 0
    numerator: Number | None = None
    denominator: Number | None = None
    denominator_note: str = ""


def key_figures(region: str, as_of: date, codes: Sequence[str] = KEY_FIGURES) -> tuple[Figure, ...]:
    """The chosen indicators of a region (GB/T 2260 code, empty for all data) on a day."""
    return figures((by_code()[code] for code in codes), region, as_of)


def all_figures(region: str, as_of: date) -> tuple[Figure, ...]:
    return figures(definitions(), region, as_of)


def figures(wanted: Iterable[Definition], region: str, as_of: date) -> tuple[Figure, ...]:
    """Remembered while the data stay."""
    chosen = tuple(wanted)
    name = f"figures.{hash(tuple(each.code for each in chosen))}.{region}.{as_of}"
    return remembered(name, lambda: tuple(_figures(chosen, region, as_of)), region)


def _figures(wanted: Iterable[Definition], region: str, as_of: date) -> Iterator[Figure]:
    """What several of them count or need is looked into once (`Grid`)."""
    grid, residents = Grid(region, as_of), population_of(region, as_of)
    for definition in wanted:
        note = population_note(residents) if residents and definition.kind == Kind.PER_POPULATION else ""
        yield _figure(definition, region, as_of, grid.cell(definition.code, region), note)


def default_as_of() -> date:
    """The last year's end that the loaded legal data cover; without such data, that of last year."""
    covered = Patent.objects.aggregate(day=Max("legal_data_to"))["day"]
    last = min(covered or clock.today(), clock.today())
    return date(last.year, 12, 31) if (last.month, last.day) == (12, 31) else date(last.year - 1, 12, 31)


def _figure(definition: Definition, region: str, as_of: date, cell: Cell, note: str) -> Figure:
    scope = Scope.of(region, definition.period, as_of)
    return Figure(
        code=definition.code,
        group=definition.group,
        name=in_language(definition.name),
        value=cell.value,
        missing=cell.missing,
        unit=in_language(definition.unit),
        region=region,
        since=scope.since,
        as_of=scope.until,
        definition=in_language(definition.definition),
        version=definition.version,
        source=in_language(definition.source),
        evidence_query=counted_by(definition, region, as_of).query,
        decimals=definition.decimals,
        numerator=cell.numerator,
        denominator=cell.denominator,
        denominator_note=note,
    )
