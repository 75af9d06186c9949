"""How long a patent can last (Patent Law art. 42), by its kind and filing date."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "patent_terms.yaml"


@dataclass(frozen=True)
class TermRule:
    kind: str
    filed_from: date
    years: int
    cites: str
    filed_to: date = date.max


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=1)
def rules() -> tuple[TermRule, ...]:
    return tuple(TermRule(**rule) for rule in _data()["rules"])


def examples() -> list[dict[str, Any]]:
    """The worked examples of the data file, for the tests."""
    found: list[dict[str, Any]] = _data()["examples"]
    return found


def term_rule(kind: str, filed_on: date) -> TermRule | None:
    """The rule for a patent of this kind filed on this day; None before Chinese patents existed."""
    fitting = (r for r in rules() if r.kind == kind and r.filed_from <= filed_on <= r.filed_to)
    return next(fitting, None)


def term_end(kind: str, filed_on: date) -> date | None:
    """First day without the right when nothing ends it earlier (no term adjustment)."""
    rule = term_rule(kind, filed_on)
    return add_years(filed_on, rule.years) if rule else None


def add_years(day: date, years: int) -> date:
    """The corresponding day; where there is none, the last day of the month (Implementing Regs. art. 5)."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
