"""The figures of many regions at once: one grouped query for each definition, added up to cities and provinces.

`results.compute` gives one region's figure with its records; here are the same values for ranks, maps and tables.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from onestop.indicators.definitions import Definition, Kind, Period, by_code, definitions
from onestop.indicators.measures import numbers
from onestop.indicators.results import Number, no_denominator, no_population, nothing_to_measure, summary
from onestop.indicators.scope import REGION_THEN, Scope
from onestop.indicators.sets import SETS
from onestop.indicators.sets.counted import Counted, Need, Part
from onestop.records.models import Population
from onestop.reference import regions

COUNTRY = "100000"
_AT_ONCE = 10_000


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
        self._scopes = {each: Scope.of(within, each, as_of) for each in Period}
        self._columns: dict[str, Column] = {}
        self._needs: dict[tuple[str, str, str], Callable[[str], bool]] = {}
        self._parts: dict[str, Mapping[str, Counter[str]]] = {}
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
        scope = self._scopes[definition.period]
        counted = SETS[definition.count](scope, **definition.arguments)
        values, missing = self._values(definition, counted, scope), self._missing(counted)

        def cell(region: str) -> Cell:
            if lacking := missing(region):
                return Cell(None, missing=lacking)
            return values(region)

        return cell

    def _values(self, definition: Definition, counted: Counted, scope: Scope) -> Column:
        if counted.once or counted.group:
            counts = self._distinct(counted) if counted.once else _frequent(counted)
            return lambda region: Cell(counts.get(region, 0))
        if definition.kind == Kind.COUNT:
            found = self._counts(counted)
            return lambda region: Cell(found[region])
        measured = _measured_of(definition, counted, scope)
        return lambda region: _measured(definition, measured.get(region, []))

    def _counts(self, counted: Counted) -> Counter[str]:
        part = counted.part
        if part is None:
            return _rolled_up(self._grouped(counted.records, counted.region_field))
        if part.name not in self._parts:
            self._parts[part.name] = self._by_value(part, counted.region_field)
        return self._parts[part.name].get(part.value, Counter())

    def _by_value(self, part: Part, region_field: str) -> Mapping[str, Counter[str]]:
        """Of each value of the field, and of all ("")."""
        rows = defaultdict(list)
        for region, value, count in self._grouped(part.records, region_field, part.field):
            rows[value].append((region, count))
            rows[""].append((region, count))
        return {value: _rolled_up(some) for value, some in rows.items()}

    def _distinct(self, counted: Counted) -> dict[str, int]:
        """A holder that is listed in two districts counts once for their city."""
        found: dict[str, set[Any]] = defaultdict(set)
        for region, value, _count in self._grouped(counted.records, counted.region_field, counted.once):
            for each in around(region or ""):
                found[each].add(value)
        return {region: len(values) for region, values in found.items()}

    def _grouped(self, records: "QuerySet[Any]", region_field: str, *more: str) -> Iterator[tuple[Any, ...]]:
        """(region, more …, number of records); several rows of one region add up.

        Where some patents belonged elsewhere on the day, all are counted where they are now, which an index serves,
        and those few are moved.
        """
        if region_field != REGION_THEN:
            yield from _counted_by(records, region_field, *more)
            return
        yield from _counted_by(records, "region", *more)
        moved = records.filter(self._scopes[Period.DAY].is_of_former_owner)
        for *what, count in _counted_by(moved, "region", *more):
            yield (*what, -count)
        yield from _counted_by(moved, REGION_THEN, *more)

    def _missing(self, counted: Counted) -> Callable[[str], str]:
        checks = [(need.message, self._is_met(need)) for need in counted.needs]
        return lambda region: next((message for message, is_met in checks if not is_met(region)), "")

    def _is_met(self, need: Need) -> Callable[[str], bool]:
        """Several definitions have the same needs, which are looked into once."""
        if need.key not in self._needs:
            self._needs[need.key] = self._check(need)
        return self._needs[need.key]

    def _check(self, need: Need) -> Callable[[str], bool]:
        if not need.region_field:
            is_met = need.is_met
            return lambda region: is_met
        having = set(self._having(need))
        return lambda region: (region in having) != need.is_in_the_way

    def _having(self, need: Need) -> Iterator[str]:
        if need.region_field == REGION_THEN:
            counts = _rolled_up(self._grouped(need.records, need.region_field))
            yield from (region for region, count in counts.items() if count > 0)
            return
        for region in need.records.order_by().values_list(need.region_field, flat=True).distinct():
            yield from around(region or "")

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


def _measured_of(definition: Definition, counted: Counted, scope: Scope) -> Mapping[str, list[Any]]:
    own: dict[str, list[Any]] = defaultdict(list)
    for _key, region, number in numbers(definition, counted, scope):
        own[region].append(number)
    found: dict[str, list[Any]] = defaultdict(list)
    for region, some in own.items():
        for each in around(region):
            found[each] += some
    return found


def _measured(definition: Definition, found: list[Any]) -> Cell:
    if definition.kind == Kind.SUM:
        return Cell(summary(definition.kind, found))
    if not found:
        return Cell(None, missing=nothing_to_measure())
    return Cell(summary(definition.kind, found), denominator=len(found))


def _counted_by(records: "QuerySet[Any]", *fields: str) -> Iterator[tuple[Any, ...]]:
    rows = records.order_by().values(*fields).annotate(n=Count("pk"))
    return iter(rows.values_list(*fields, "n"))


def _rolled_up(rows: Iterable[tuple[str | None, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for region, count in rows:
        for each in around(region or ""):
            found[each] += count
    return found


def _frequent(counted: Counted) -> dict[str, int]:
    """Who is among the largest is told of each region anew.

    Counted here, as a database would ask for the name of each record twice to group by it.
    """
    rows = counted.records.order_by().values_list(counted.region_field, counted.group)
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for (region, value), count in Counter(rows.iterator(chunk_size=_AT_ONCE)).items():
        if value:
            own[region or ""][value] = count
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for region, values in own.items():
        for each in around(region):
            found[each].update(values)
    return {
        region: sum(count for _value, count in values.most_common(counted.largest))
        for region, values in found.items()
    }
