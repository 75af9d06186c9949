"""Numbers that a record has: what sums, means, medians and percentiles are taken of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onestop.indicators.definitions import Definition, Kind
from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Measure:
    fields: tuple[str, ...]
    """None of them is empty in a record that has the number."""
    number: Callable[..., Any]
    """Of the fields' values and the as-of day."""


MEASURES = {
    "age_in_years": Measure(("filed_on",), lambda filed, day: (day - filed).days / _DAYS_PER_YEAR),
    "days_to_close": Measure(
        ("opened_on", "closed_on"), lambda opened, closed, day: float((closed - opened).days)
    ),
}


def measure_of(definition: Definition) -> Measure | None:
    """None where records are merely counted."""
    match definition.kind:
        case Kind.COUNT:
            return None
        case Kind.SUM:
            return Measure((definition.column,), lambda number, day: number)
    return MEASURES[definition.column]


def numbers(definition: Definition, counted: Counted, scope: Scope) -> Iterator[tuple[int, str, Any]]:
    """(key, region, number) of each record that has one, in no order."""
    measure = measure_of(definition)
    assert measure
    rows = counted.members.order_by().values_list("pk", counted.region_field, *measure.fields)
    for key, region, *values in rows.iterator(chunk_size=10_000):
        if None not in values:
            yield key, region or "", measure.number(*values, scope.until)
