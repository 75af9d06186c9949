"""Indicator definitions: data files, read once and held to their shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "data"


class Period(StrEnum):
    YEAR = "year"
    """From 1 January of the as-of day's year up to that day."""
    DAY = "day"
    """As it stood on that day."""


class Kind(StrEnum):
    COUNT = "count"
    """How many records."""
    SUM = "sum"
    """The sum of a column of the records."""
    RATIO = "ratio"
    """One indicator divided by another, times `times`."""
    PER_POPULATION = "per_population"
    """An indicator per `times` residents."""
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    """Of a number that each record has."""


@dataclass(frozen=True)
class Definition:
    code: str
    version: int
    group: str
    name: Mapping[str, str]
    unit: Mapping[str, str]
    period: Period
    definition: Mapping[str, str]
    source: Mapping[str, str]
    kind: Kind = Kind.COUNT
    count: str = ""
    """The set of records (`onestop.indicators.sets`)."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    column: str = ""
    """Of a sum: the column; of a mean, median or p90: the measure (`onestop.indicators.measures`)."""
    numerator: str = ""
    denominator: str = ""
    """Codes of other indicators, of a ratio."""
    times: int = 1
    decimals: int = 0


@lru_cache(maxsize=1)
def definitions() -> tuple[Definition, ...]:
    """In the order of the files and of their entries."""
    entries: list[dict[str, Any]] = [
        entry
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return tuple(
        Definition(**{**entry, "period": Period(entry["period"]), "kind": Kind(entry.get("kind", "count"))})
        for entry in entries
    )


@lru_cache(maxsize=1)
def by_code() -> Mapping[str, Definition]:
    return {each.code: each for each in definitions()}


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the language of the request; Chinese where there is no other."""
    return texts["en"] if (get_language() or "").startswith("en") else texts["zh"]
