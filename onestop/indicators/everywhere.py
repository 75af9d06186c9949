"""The figures of many regions at once: one grouped query for each definition, added up to cities and provinces.

`results.compute` gives one region's figure with its records; here are the same values for ranks, maps and tables.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from onestop.indicators.definitions import Definition, Kind, by_code, definitions
from onestop.indicators.measures import numbers
from onestop.indicators.results import Number, no_denominator, no_population, nothing_to_measure, summary
from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.indicators.sets.counted import Counted, Need
from onestop.records.models import Population
from onestop.reference import regions

COUNTRY = "100000"


@dataclass(frozen=True, slots=True)
class Cell:
    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    missing: str = ""


Column = Callable[[str], Cell]
"""A region's cell; every code has one, as a region without records counts nothing."""


class Grid:
    """The figures of a day of all regions within one, each definition computed when it is first asked for."""

    def __init__(self, within: str, as_of: date) -> None:
        self.within, self.as_of = within, as_of
        self._columns: dict[str, Column] = {}
        self._needs: dict[str, Callable[[str], bool]] = {}
        self._residents: Mapping[str, int] | None = None

    def cell(self, code: str, region: str) -> Cell:
        return self.column(code)(region)

    def column(self, code: str) -> Column:
        if code not in self._columns:
            self._columns[code] = self._make(by_code()[code])
        return self._columns[code]

    def _make(self, definition: Definition) -> Column:
        match definition.kind:
            case Kind.RATIO:
                return self._ratio(definition)
            case Kind.PER_POPULATION:
                return self._per_population(definition)
        scope = Scope.of(self.within, definition.period, self.as_of)
        counted = SETS[definition.count](scope, **definition.arguments)
        values, missing = _values(definition, counted, scope), self._missing(counted)

        def cell(region: str) -> Cell:
            if lacking := missing(region):
                return Cell(None, missing=lacking)
            return values(region)

        return cell

    def _missing(self, counted: Counted) -> Callable[[str], str]:
        checks = [(need.message, self._is_met(need)) for need in counted.needs]
        return lambda region: next((message for message, is_met in checks if not is_met(region)), "")

    def _is_met(self, need: Need) -> Callable[[str], bool]:
        """Several definitions have the same needs, which are looked into once."""
        key = f"{need.records.query} {need.region_field} {need.is_in_the_way}"
        if key not in self._needs:
            self._needs[key] = _check(need)
        return self._needs[key]

    def _ratio(self, definition: Definition) -> Column:
        above, below = self.column(definition.numerator), self.column(definition.denominator)

        def cell(region: str) -> Cell:
            over, under = above(region), below(region)
            if over.value is None or under.value is None:
                return Cell(None, over.value, under.value, over.missing or under.missing)
            if not under.value:
                return Cell(None, over.value, under.value, no_denominator())
            value = float(over.value) * definition.times / float(under.value)
            return Cell(value, over.value, under.value)

        return cell

    def _per_population(self, definition: Definition) -> Column:
        above = self.column(definition.numerator)

        def cell(region: str) -> Cell:
            over, residents = above(region), self.residents.get(region or COUNTRY)
            if residents is None:
                return Cell(None, over.value, None, over.missing or no_population())
            if over.value is None:
                return Cell(None, None, residents, over.missing)
            return Cell(float(over.value) * definition.times / residents, over.value, residents)

        return cell

    @property
    def residents(self) -> Mapping[str, int]:
        """Of the newest year up to the day's."""
        if self._residents is None:
            rows = Population.objects.filter(year__lte=self.as_of.year).order_by("year")
            self._residents = dict(rows.values_list("region", "persons"))
        return self._residents


def everywhere(as_of: date, wanted: Iterable[Definition] | None = None) -> Iterator[tuple[str, str, Cell]]:
    """(code, region, figure) of every province, city and district, and of all data (region "")."""
    grid = Grid("", as_of)
    codes = ("", *regions.regions())
    for definition in wanted or definitions():
        column = grid.column(definition.code)
        yield from ((definition.code, region, column(region)) for region in codes)


def around(region: str) -> tuple[str, ...]:
    """The regions that a record of this one counts for."""
    return tuple(dict.fromkeys((region, f"{region[:4]}00", f"{region[:2]}0000", ""))) if region else ("",)


def _values(definition: Definition, counted: Counted, scope: Scope) -> Column:
    if counted.once or counted.group:
        counts = _distinct(counted) if counted.once else _frequent(counted)
        return lambda region: Cell(counts.get(region, 0))
    if definition.kind == Kind.COUNT:
        found = _rolled_up(_grouped(counted))
        return lambda region: Cell(found[region])
    measured: dict[str, list[Any]] = defaultdict(list)
    for _key, region, number in numbers(definition, counted, scope):
        for each in around(region):
            measured[each].append(number)
    return lambda region: _measured(definition, measured.get(region, []))


def _measured(definition: Definition, found: list[Any]) -> Cell:
    if definition.kind == Kind.SUM:
        return Cell(summary(definition.kind, found))
    if not found:
        return Cell(None, missing=nothing_to_measure())
    return Cell(summary(definition.kind, found), denominator=len(found))


def _grouped(counted: Counted, *more: str) -> Iterator[tuple[Any, ...]]:
    """(region, more …, number of records)."""
    rows = counted.records.order_by().values(counted.region_field, *more).annotate(n=Count("pk"))
    return iter(rows.values_list(counted.region_field, *more, "n"))


def _rolled_up(rows: Iterable[tuple[str | None, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for region, count in rows:
        for each in around(region or ""):
            found[each] += count
    return found


def _distinct(counted: Counted) -> dict[str, int]:
    """A holder that is listed in two districts counts once for their city."""
    found: dict[str, set[Any]] = defaultdict(set)
    for region, value, _count in _grouped(counted, counted.once):
        for each in around(region or ""):
            found[each].add(value)
    return {region: len(values) for region, values in found.items()}


def _frequent(counted: Counted) -> dict[str, int]:
    """Who is among the largest is told of each region anew."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for region, value, count in _grouped(counted, counted.group):
        for each in around(region or ""):
            found[each][value] += count
    return {
        region: sum(count for _value, count in values.most_common(counted.largest))
        for region, values in found.items()
    }


def _check(need: Need) -> Callable[[str], bool]:
    if not need.region_field:
        is_met = need.is_met
        return lambda region: is_met
    told = need.records.order_by().values_list(need.region_field, flat=True).distinct()
    having = {each for region in told for each in around(region or "")}
    return lambda region: (region in having) != need.is_in_the_way
