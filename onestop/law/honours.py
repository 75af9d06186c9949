"""How long titles and certificates of companies hold where a list says only from when."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.law.terms import add_years

DATA = Path(__file__).parent / "data" / "honours.yaml"


@dataclass(frozen=True)
class ValidityRule:
    kind: str
    years: int
    given_from: date
    cites: str
    confidence: str
    level: str = ""
    """Empty: of every level."""
    given_to: date = date.max

    def fits(self, kind: str, level: str, given_on: date) -> bool:
        is_meant = kind == self.kind and self.level in ("", level)
        return is_meant and self.given_from <= given_on <= self.given_to

    def last_day(self, given_on: date) -> date:
        """Civil Code art. 202: the corresponding day belongs to the period."""
        return add_years(given_on, self.years)


def validity_rule(kind: str, level: str, given_on: date) -> ValidityRule | None:
    return next((rule for rule in rules() if rule.fits(kind, level, given_on)), None)


@lru_cache(maxsize=1)
def rules() -> tuple[ValidityRule, ...]:
    return tuple(ValidityRule(**rule) for rule in _data()["rules"])


def examples() -> list[dict[str, Any]]:
    """The worked examples of the data file, for the tests."""
    found: list[dict[str, Any]] = _data()["examples"]
    return found


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found
