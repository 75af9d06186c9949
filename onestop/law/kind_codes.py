"""Does a published document show that a right was granted? By its office, kind code and day (WIPO ST.16).

Dated data, because the same code meant different things in different years; what is not recorded is unknown.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "kind_codes.yaml"


@dataclass(frozen=True)
class Practice:
    """What an office printed under some codes in some years."""

    codes: tuple[str, ...]
    is_grant: bool
    since: date
    until: date
    note: str

    def covers(self, day: date | None) -> bool:
        if day is None:
            return (self.since, self.until) == (date.min, date.max)
        return self.since <= day <= self.until

    def speaks_of(self, code: str) -> bool:
        return any(_fits(code, pattern) for pattern in self.codes)


def is_grant(office: str, kind_code: str, day: date | None) -> bool | None:
    """None where the practice is not recorded, or has changed and the day is not known."""
    found = (each for each in practices().get(office, ()) if each.speaks_of(kind_code) and each.covers(day))
    return next((each.is_grant for each in found), None)


@lru_cache(maxsize=1)
def practices() -> dict[str, tuple[Practice, ...]]:
    return {
        office: tuple(
            _practice(entry, is_grant=name == "grants")
            for name in ("grants", "others")
            for entry in lists.get(name, ())
        )
        for office, lists in _data()["offices"].items()
    }


def examples() -> list[dict[str, Any]]:
    """The worked examples of the data file, for the tests."""
    found: list[dict[str, Any]] = _data()["examples"]
    return found


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


def _practice(entry: dict[str, Any], *, is_grant: bool) -> Practice:
    return Practice(
        tuple(entry["codes"]),
        is_grant,
        entry.get("from", date.min),
        entry.get("to", date.max),
        entry.get("note", ""),
    )


def _fits(code: str, pattern: str) -> bool:
    """B* is B and B with a digit."""
    return code[:1] == pattern[0] if pattern.endswith("*") else code == pattern
