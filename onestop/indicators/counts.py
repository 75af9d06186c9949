"""What an indicator counts: the set of records, and the search that shows the same set."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onestop.records.models import InternationalApplication, Patent, PatentKind


@dataclass(frozen=True)
class Scope:
    region: str
    """GB/T 2260 code; empty for all data."""
    since: date
    until: date


@dataclass(frozen=True)
class Counted:
    records: "QuerySet[Any]"
    query: str
    """The search for the same records; empty where they are not patents."""
    missing: str
    """Which data is missing to compute it; empty where nothing is."""


def granted(scope: Scope) -> Counted:
    patents = _patents(scope.region)
    return Counted(
        patents.filter(granted_on__range=(scope.since, scope.until)),
        _query(scope.region, f"GD=[{scope.since} TO {scope.until}]"),
        _without_grants(patents),
    )


def inventions_in_force(scope: Scope) -> Counted:
    inventions = _patents(scope.region).filter(kind=PatentKind.INVENTION)
    day = scope.until
    known = inventions.filter(granted_on__isnull=False, legal_data_to__gte=day)
    return Counted(
        inventions.filter(granted_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day)),
        _query(scope.region, f"TYPE=发明 AND GD<={day} NOT ED<={day}"),
        "" if known.exists() else _("已载入的数据没有截至该日的法律状态"),
    )


def international_applications(scope: Scope) -> Counted:
    every = InternationalApplication.objects.filter(**_within(scope.region))
    return Counted(
        every.filter(filed_on__range=(scope.since, scope.until)),
        "",
        "" if InternationalApplication.objects.exists() else _("尚未载入PCT国际申请数据"),
    )


COUNTS: dict[str, Callable[[Scope], Counted]] = {
    "granted": granted,
    "inventions_in_force": inventions_in_force,
    "international_applications": international_applications,
}


def _patents(region: str) -> "QuerySet[Patent]":
    return Patent.objects.filter(**_within(region))


def _without_grants(patents: "QuerySet[Patent]") -> str:
    return "" if patents.filter(granted_on__isnull=False).exists() else _("已载入的数据没有授权公告日")


def _within(region: str) -> dict[str, str]:
    """A district's code begins with its city's four digits, a city's with its province's two."""
    stem = region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
    return {"region__startswith": stem} if stem else {}


def _query(region: str, condition: str) -> str:
    return f"{condition} AND RG={region}" if region else condition
