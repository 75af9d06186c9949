"""Periods of the Trademark Law: opposition, term, renewal (2019: art. 33, 39, 40; 2026: art. 36, 43, 44)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.law.fees import Deadline, IsWorkingDay, add_months, roll_forward
from onestop.law.terms import add_years

DATA = Path(__file__).parent / "data" / "trademarks.yaml"


@dataclass(frozen=True)
class Opposition:
    until: Deadline
    months: int
    cites: str


@dataclass(frozen=True)
class Term:
    last_day: date
    cites: str


@dataclass(frozen=True)
class Renewal:
    open_from: date
    """First day on which the renewal can be filed."""
    grace_until: Deadline
    years: int
    """Of the next term."""
    cites: str


def opposition(announced_on: date, is_working_day: IsWorkingDay) -> Opposition | None:
    """The period after the announcement of the preliminary approval; None where no rule is recorded."""
    rule = _rule("opposition", announced_on)
    if rule is None:
        return None
    last = add_months(announced_on, rule["months"])
    return Opposition(roll_forward(last, is_working_day), rule["months"], rule["cites"])


def term(registered_on: date) -> Term | None:
    rule = _rule("term", registered_on)
    return Term(_last_day(registered_on, rule["years"]), rule["cites"]) if rule else None


def renewal(term_to: date, is_working_day: IsWorkingDay) -> Renewal | None:
    """When a term that ends on this day can be renewed."""
    rule = _rule("renewal", term_to)
    if rule is None:
        return None
    return Renewal(
        open_from=add_months(term_to, -rule["months_before"]),
        grace_until=roll_forward(add_months(term_to, rule["grace_months"]), is_working_day),
        years=rule["years"],
        cites=rule["cites"],
    )


def renewed(term_to: date, years: int) -> date:
    """The last day of the next term, which begins on the day after this one ends."""
    return _last_day(term_to + timedelta(1), years)


def examples() -> dict[str, list[dict[str, Any]]]:
    """The worked examples of the data file, for the tests."""
    found: dict[str, list[dict[str, Any]]] = _data()["examples"]
    return found


def _last_day(first: date, years: int) -> date:
    """The day before the corresponding day; without one, the month's last (Implementing Regs. art. 12 para. 2)."""
    end = add_years(first, years)
    has_corresponding_day = first.day <= monthrange(end.year, end.month)[1]
    return end - timedelta(1) if has_corresponding_day else end


def _rule(table: str, day: date) -> dict[str, Any] | None:
    fitting = (rule for rule in _data()[table] if rule["valid_from"] <= day <= rule.get("valid_to", date.max))
    return next(fitting, None)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found
