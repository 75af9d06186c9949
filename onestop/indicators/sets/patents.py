"""Sets of patents and of international applications."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from onestop.indicators.models import Category, HighValueDecision, HighValueReason
from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted
from onestop.law.terms import add_years
from onestop.records.models import HolderKind, InternationalApplication, Party, PartyRole, Patent, PatentKind

LONG_LIVED_YEARS = 10


def applications(scope: Scope, kind: str = "") -> Counted:
    patents = _patents(scope, kind)
    return Counted(
        patents.filter(filed_on__range=(scope.since, scope.until)),
        _query(scope, f"AD=[{scope.since} TO {scope.until}]", kind),
        _unless(patents.filter(filed_on__isnull=False), _("已载入的数据没有申请日")),
    )


def granted(scope: Scope, kind: str = "") -> Counted:
    patents = _patents(scope, kind)
    return Counted(
        patents.filter(granted_on__range=(scope.since, scope.until)),
        _query(scope, f"GD=[{scope.since} TO {scope.until}]", kind),
        _unless(
            Patent.objects.filter(scope.within(), granted_on__isnull=False), _("已载入的数据没有授权公告日")
        ),
    )


def in_force(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    day = scope.until
    known = _patents(scope, kind).filter(granted_on__isnull=False, legal_data_to__gte=day)
    return Counted(
        _in_force(scope, kind),
        _query(scope, f"GD<={day} NOT ED<={day}", kind),
        _unless(known, _("已载入的数据没有截至该日的法律状态")),
    )


def held_by_companies(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    """Of which the first patentee, or where none is named the first applicant, is a company."""
    every = in_force(scope, kind)
    companies = Party.objects.filter(patent=OuterRef("pk"), position=1, holder__kind=HolderKind.COMPANY)
    patentee = Party.objects.filter(patent=OuterRef("pk"), role=PartyRole.PATENTEE)
    records = every.records.filter(
        Exists(companies.filter(role=PartyRole.PATENTEE))
        | (~Exists(patentee) & Exists(companies.filter(role=PartyRole.APPLICANT)))
    )
    linked = Party.objects.filter(patent__in=every.records, holder__isnull=False)
    missing = every.missing or _unless(linked, _("申请人还没有与权利人匹配（onestop holders match）"))
    return Counted(records, missing=missing)


def high_value(scope: Scope, category: str = "", is_reviewed: bool = False) -> Counted:
    """Inventions in force with at least one reason, or with one of a category; each counts once.

    `is_reviewed`: as officers decided, who reject a reason or confirm one that no rule gives.
    """
    every = in_force(scope)
    categories = [category] if category else list(Category.values)
    return Counted(
        every.records.filter(_with_reason(scope.until, categories, is_reviewed)),
        missing=every.missing or _not_assessed(every.records),
    )


def international_applications(scope: Scope) -> Counted:
    every = InternationalApplication.objects.filter(scope.within())
    return Counted(
        every.filter(filed_on__range=(scope.since, scope.until)),
        missing=_unless(InternationalApplication.objects.all(), _("尚未载入PCT国际申请数据")),
    )


def _patents(scope: Scope, kind: str) -> "QuerySet[Patent]":
    return Patent.objects.filter(scope.within(), **({"kind": kind} if kind else {}))


def _in_force(scope: Scope, kind: str) -> "QuerySet[Patent]":
    day = scope.until
    return _patents(scope, kind).filter(granted_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


def _with_reason(day: date, categories: list[str], is_reviewed: bool) -> Q:
    reasons = HighValueReason.objects.filter(
        patent=OuterRef("pk"),
        since__lte=day,
        category__in=[each for each in categories if each != Category.LONG_LIVED],
    )
    is_old = Q(filed_on__lt=add_years(day, -LONG_LIVED_YEARS))
    if not is_reviewed:
        return Q(Exists(reasons)) | is_old if Category.LONG_LIVED in categories else Q(Exists(reasons))
    decisions = HighValueDecision.objects.filter(patent=OuterRef("pk"))
    rejected = decisions.filter(is_confirmed=False)
    kept = reasons.exclude(Exists(rejected.filter(patent=OuterRef("patent"), category=OuterRef("category"))))
    found = Q(Exists(kept)) | Q(Exists(decisions.filter(is_confirmed=True, category__in=categories)))
    if Category.LONG_LIVED in categories:
        found |= is_old & ~Q(Exists(rejected.filter(category=Category.LONG_LIVED)))
    return found


def _not_assessed(inventions: "QuerySet[Patent]") -> str:
    waiting = inventions.filter(assessment=None)
    return _("还有发明没有按高价值专利的规则评估（onestop high-value）") if waiting.exists() else ""


def _unless(records: "QuerySet[Any]", message: str) -> str:
    return "" if records.exists() else message


_WORDS = {PatentKind.INVENTION: "发明", PatentKind.UTILITY_MODEL: "实用新型", PatentKind.DESIGN: "外观设计"}


def _query(scope: Scope, condition: str, kind: str) -> str:
    parts = [f"TYPE={_WORDS[PatentKind(kind)]}"] if kind else []
    parts += [condition] + ([f"RG={scope.region}"] if scope.region else [])
    return " AND ".join(parts)
