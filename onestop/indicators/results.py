"""A figure computed, with all that proves it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil
from statistics import fmean, median
from typing import Any

from django.utils.translation import gettext as _

from onestop.indicators.definitions import Definition, Kind, by_code
from onestop.indicators.measures import numbers
from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.indicators.sets.counted import Counted
from onestop.records.models import Population

Number = int | float | Decimal


@dataclass(frozen=True)
class Result:
    definition: Definition
    scope: Scope
    value: Number | None
    """None where the loaded data can't tell; `missing` says which data it would take."""
    numerator: Number | None = None
    denominator: Number | None = None
    denominator_note: str = ""
    """Of a population: its year and publisher."""
    missing: str = ""
    counted: Counted | None = None
    """The set behind it, of a ratio that of its numerator."""


def compute(definition: Definition, region: str, as_of: date) -> Result:
    """The figure of a region on a day, from the records as they are known now."""
    match definition.kind:
        case Kind.RATIO:
            return _ratio(definition, region, as_of)
        case Kind.PER_POPULATION:
            return _per_population(definition, region, as_of)
    return compute_in(definition, Scope.of(region, definition.period, as_of))


def compute_in(definition: Definition, scope: Scope) -> Result:
    """Over any period, also one that is no year up to a day; not of a ratio, which has no records of its own."""
    counted = SETS[definition.count](scope, **definition.arguments)
    result = Result(definition, scope, None, missing=counted.missing, counted=counted)
    return result if counted.missing else _of_records(result, counted)


def _of_records(result: Result, counted: Counted) -> Result:
    definition = result.definition
    if definition.kind == Kind.COUNT:
        return replace(result, value=counted.members.count())
    found = [number for _key, _region, number in numbers(definition, counted, result.scope)]
    if definition.kind == Kind.SUM:
        return replace(result, value=summary(definition.kind, found))
    if not found:
        return replace(result, missing=nothing_to_measure())
    return replace(result, value=summary(definition.kind, found), denominator=len(found))


def summary(kind: Kind, found: Sequence[Any]) -> Number:
    """Of at least one number, but for a count and a sum."""
    ways: dict[Kind, Callable[[Sequence[Any]], Any]] = {
        Kind.COUNT: len,
        Kind.SUM: sum,
        Kind.MEAN: fmean,
        Kind.MEDIAN: median,
        Kind.P90: _ninetieth,
    }
    value: Number = ways[kind](found)
    return value


def _ninetieth(found: Sequence[Any]) -> Any:
    """The least that nine of ten do not exceed."""
    return sorted(found)[ceil(len(found) * 0.9) - 1]


def nothing_to_measure() -> str:
    return _("没有可以统计的记录")


def no_denominator() -> str:
    return _("分母为零")


def no_population() -> str:
    return _("尚未载入该地区的常住人口")


def _ratio(definition: Definition, region: str, as_of: date) -> Result:
    above = compute(by_code()[definition.numerator], region, as_of)
    below = compute(by_code()[definition.denominator], region, as_of)
    result = replace(above, definition=definition, value=None, numerator=above.value, denominator=below.value)
    if above.value is None or below.value is None:
        return replace(result, missing=above.missing or below.missing)
    if not below.value:
        return replace(result, missing=no_denominator())
    return replace(result, value=float(above.value) * definition.times / float(below.value))


def _per_population(definition: Definition, region: str, as_of: date) -> Result:
    above = compute(by_code()[definition.numerator], region, as_of)
    residents = population_of(region, as_of)
    result = replace(
        above,
        definition=definition,
        value=None,
        numerator=above.value,
        denominator=residents.persons if residents else None,
        denominator_note=population_note(residents) if residents else "",
    )
    if residents is None:
        return replace(result, missing=above.missing or no_population())
    if above.value is None:
        return result
    return replace(result, value=float(above.value) * definition.times / residents.persons)


def population_of(region: str, as_of: date) -> Population | None:
    """At the end of the day's year or, until that is published, of the last year before it."""
    every = Population.objects.filter(region=region or "100000", year__lte=as_of.year)
    return every.order_by("-year").first()


def population_note(residents: Population) -> str:
    return _("%(year)s 年末常住人口 %(persons)s 人 %(by)s") % {
        "year": residents.year,
        "persons": f"{residents.persons:,}",
        "by": residents.published_by,
    }
