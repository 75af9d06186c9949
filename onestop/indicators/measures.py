"""Numbers that a record has: what means, medians and percentiles are taken of."""

from collections.abc import Callable
from typing import Any

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted

_DAYS_PER_YEAR = 365.25


def _age_in_years(counted: Counted, scope: Scope) -> list[float]:
    """From filing to the as-of day."""
    days = counted.records.exclude(filed_on=None).values_list("filed_on", flat=True)
    return [(scope.until - filed_on).days / _DAYS_PER_YEAR for filed_on in days]


def _days_to_close(counted: Counted, scope: Scope) -> list[float]:
    """From the day a case was opened to the day it was closed."""
    pairs: Any = counted.records.exclude(opened_on=None).exclude(closed_on=None)
    return [float((closed - opened).days) for opened, closed in pairs.values_list("opened_on", "closed_on")]


MEASURES: dict[str, Callable[[Counted, Scope], list[float]]] = {
    "age_in_years": _age_in_years,
    "days_to_close": _days_to_close,
}
