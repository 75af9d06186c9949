"""Annual fees of granted patents: how much, until when, and when the right lapses unpaid (Implementing Regs. art. 115)."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.core.errors import UserError
from onestop.law.terms import add_years, term_rule

DATA = Path(__file__).parent / "data" / "annual_fees.yaml"
IsWorkingDay = Callable[[date], bool]
"""Raises UserError for a year whose holidays have not been published."""


@dataclass(frozen=True)
class AnnualFee:
    patent_year: int
    due_on: date
    """The anniversary of filing: by this day the year before is over and the fee must have been paid."""
    yuan: int | None
    """None: no rule recorded for that day, so no amount is claimed."""
    cites: str
    confidence: str

    @property
    def lapses_on(self) -> date:
        """Unpaid, the right ends on the due day itself, with hindsight; this day does not move for holidays."""
        return self.due_on


@dataclass(frozen=True)
class Deadline:
    """The last day of a period moves from a holiday to the next working day (Implementing Regs. art. 5)."""

    nominal: date
    last_day: date | None
    """None: the holidays of that year have not been published."""


@dataclass(frozen=True)
class SurchargeStep:
    """For payments of month `month` after the due day, up to `until`: the full fee and so much more."""

    month: int
    percent: int
    yuan: int | None
    until: Deadline


@dataclass(frozen=True)
class ReducedFee:
    code: str
    """single: one patentee; joint: several."""
    percent: int
    yuan: int | None
    cites: str
    confidence: str


@dataclass(frozen=True)
class FeeNotice:
    """One fee with its deadlines. Whether it has been paid is not known here."""

    fee: AnnualFee
    pay_until: Deadline
    grace_until: Deadline | None
    """None: no rule of the grace period is recorded for that day."""
    steps: tuple[SurchargeStep, ...]
    reductions: tuple[ReducedFee, ...]
    cites: str
    """Of the grace period and the lapse."""


def fee_schedule(kind: str, filed_on: date, granted_on: date) -> tuple[AnnualFee, ...]:
    """Every fee after that of the year of the grant, which is paid on registration (Implementing Regs. art. 114).

    Ends with the statutory term: no rule is recorded for the years of a term adjustment.
    """
    rule = term_rule(kind, filed_on)
    if rule is None:
        return ()
    first = patent_year(filed_on, granted_on) + 1
    return tuple(_fee(kind, filed_on, year) for year in range(first, rule.years + 1))


def next_fee(
    kind: str, filed_on: date, granted_on: date, today: date, is_working_day: IsWorkingDay
) -> FeeNotice | None:
    """The first fee that can still be paid without a surcharge; None when no fee is left."""
    for fee in fee_schedule(kind, filed_on, granted_on):
        deadline = roll_forward(fee.due_on, is_working_day)
        if today <= (deadline.last_day or deadline.nominal):
            return _notice(kind, filed_on, granted_on, fee, is_working_day)
    return None


def fee_in_grace(
    kind: str, filed_on: date, granted_on: date, today: date, is_working_day: IsWorkingDay
) -> FeeNotice | None:
    """The fee that was due but, if it has not been paid, can still be paid with a surcharge."""
    for fee in fee_schedule(kind, filed_on, granted_on):
        notice = _notice(kind, filed_on, granted_on, fee, is_working_day)
        if notice.grace_until and _last(notice.pay_until) < today <= _last(notice.grace_until):
            return notice
    return None


def patent_year(filed_on: date, day: date) -> int:
    """Which year of the patent a day lies in; years count from the filing date."""
    years = day.year - filed_on.year
    return years + 1 if day >= add_years(filed_on, years) else years


def add_months(day: date, months: int) -> date:
    """The corresponding day; where there is none, the last day of the month (Implementing Regs. art. 5)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def examples() -> list[dict[str, Any]]:
    """The worked examples of the data file, for the tests."""
    found: list[dict[str, Any]] = data()["examples"]
    return found


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found


def _fee(kind: str, filed_on: date, year: int) -> AnnualFee:
    due_on = add_years(filed_on, year - 1)
    for rule in _in_force("amounts", due_on):
        if rule["kind"] == kind and rule["years"][0] <= year <= rule["years"][1]:
            return AnnualFee(year, due_on, rule["yuan"], rule["cites"], rule["confidence"])
    return AnnualFee(year, due_on, None, "", "")


def _notice(
    kind: str, filed_on: date, granted_on: date, fee: AnnualFee, is_working_day: IsWorkingDay
) -> FeeNotice:
    grace = next(iter(_in_force("grace", fee.due_on)), None)
    return FeeNotice(
        fee=fee,
        pay_until=roll_forward(fee.due_on, is_working_day),
        grace_until=roll_forward(add_months(fee.due_on, grace["months"]), is_working_day) if grace else None,
        steps=tuple(
            SurchargeStep(
                month,
                percent,
                _share(fee, percent),
                roll_forward(add_months(fee.due_on, month), is_working_day),
            )
            for month, percent in enumerate(grace["percents"] if grace else (), 1)
        ),
        reductions=_reductions(fee, patent_year(filed_on, granted_on)),
        cites=grace["cites"] if grace else "",
    )


def _reductions(fee: AnnualFee, grant_year: int) -> tuple[ReducedFee, ...]:
    return tuple(
        ReducedFee(
            rule["code"],
            rule["percent"],
            _share(fee, 100 - rule["percent"]),
            rule["cites"],
            rule["confidence"],
        )
        for rule in _in_force("reductions", fee.due_on)
        if fee.patent_year < grant_year + rule["fees"]
    )


def _share(fee: AnnualFee, percent: int) -> int | None:
    return None if fee.yuan is None else fee.yuan * percent // 100


def _in_force(table: str, day: date) -> list[dict[str, Any]]:
    return [rule for rule in data()[table] if rule["valid_from"] <= day <= rule.get("valid_to", date.max)]


def roll_forward(day: date, is_working_day: IsWorkingDay) -> Deadline:
    """To the next working day; not known where that year's holidays have not been published."""
    try:
        last = day
        while not is_working_day(last):
            last += timedelta(1)
    except UserError:
        return Deadline(day, None)
    return Deadline(day, last)


def _last(deadline: Deadline) -> date:
    return deadline.last_day or deadline.nominal
