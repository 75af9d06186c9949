"""Sets of patents and of international applications."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from onestop.indicators.models import Category, HighValueDecision, HighValueReason
from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted, Need, Part
from onestop.law.terms import add_years
from onestop.records.models import (
    HolderKind,
    InternationalApplication,
    LinkState,
    NameLink,
    Party,
    PartyRole,
    Patent,
    PatentKind,
    TransactionRight,
)

LONG_LIVED_YEARS = 10


def applications(scope: Scope, kind: str = "") -> Counted:
    filed = scope.patents().filter(filed_on__range=(scope.since, scope.until))
    return _counted(
        scope,
        _of_kind(filed, kind),
        _query(scope, f"AD=[{scope.since} TO {scope.until}]", kind),
        (_filing_dates(scope),),
        part=Part("applications", filed, "kind", kind),
    )


def represented(scope: Scope) -> Counted:
    """Applications that were filed through an agency."""
    every = applications(scope)
    agencies = Party.objects.filter(patent=OuterRef("pk"), role=PartyRole.AGENCY)
    told = Need(Party.objects.filter(role=PartyRole.AGENCY), _("已载入的数据没有代理机构"))
    return _counted(scope, every.records.filter(Exists(agencies)), needs=(*every.needs, told))


def represented_by_largest(scope: Scope, largest: int) -> Counted:
    """Applications of the agencies that filed most, by the first agency's name as printed."""
    every = represented(scope)
    agency = Party.objects.filter(patent=OuterRef("pk"), role=PartyRole.AGENCY).order_by("position")
    records = every.records.annotate(first_agency=Subquery(agency.values("name")[:1]))
    return _counted(scope, records, needs=every.needs, group="first_agency", largest=largest)


def granted(scope: Scope, kind: str = "") -> Counted:
    found = scope.patents().filter(granted_on__range=(scope.since, scope.until))
    return _counted(
        scope,
        _of_kind(found, kind),
        _query(scope, f"GD=[{scope.since} TO {scope.until}]", kind),
        (_grant_dates(scope),),
        part=Part("granted", found, "kind", kind),
    )


def concluded(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    """Applications that were granted or ended without a grant within the period."""
    period = (scope.since, scope.until)
    every = _patents(scope, kind)
    ended = Need(
        every.filter(closed_on__isnull=False), _("已载入的数据没有驳回、撤回等法律状态"), scope.patent_region
    )
    return _counted(
        scope,
        every.filter(Q(granted_on__range=period) | Q(closed_on__range=period)),
        needs=(_grant_dates(scope), ended),
    )


def in_force(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    return scope.shared(f"in_force.{kind}", lambda: _standing(scope, kind))


def _standing(scope: Scope, kind: str) -> Counted:
    day = scope.until
    known = _patents(scope, kind).filter(granted_on__isnull=False, legal_data_to__gte=day)
    found = _in_force(scope)
    return _counted(
        scope,
        _of_kind(found, kind),
        _query(scope, f"GD<={day} NOT ED<={day}", kind),
        (Need(known, _("已载入的数据没有截至该日的法律状态"), scope.patent_region, which=kind),),
        part=Part("in_force", found, "kind", kind),
    )


def held_by_companies(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    """Of which the first patentee, or where none is named the first applicant, is a company."""
    every = in_force(scope, kind)
    companies = Party.objects.filter(patent=OuterRef("pk"), position=1, holder__kind=HolderKind.COMPANY)
    patentee = Party.objects.filter(patent=OuterRef("pk"), role=PartyRole.PATENTEE)
    is_companys = Q(
        Exists(companies.filter(role=PartyRole.PATENTEE))
        | (~Exists(patentee) & Exists(companies.filter(role=PartyRole.APPLICANT)))
    )
    if scope.has_former_owners:
        was_companys = scope.former_owners.filter(Exists(_links_to_companies(OuterRef("name"))))
        is_companys &= ~scope.is_of_former_owner
        is_companys |= Q(pk__in=was_companys.values("patent"))
    records = every.records.filter(is_companys)
    linked = Party.objects.filter(holder__isnull=False)
    matched = Need(linked, _("申请人还没有与权利人匹配（onestop holders match）"))
    return _counted(scope, records, needs=(*every.needs, matched))


def held_by_largest(scope: Scope, largest: int, kind: str = PatentKind.INVENTION) -> Counted:
    """In force and held by those who hold most, by the first patentee's or applicant's name as printed."""
    every = in_force(scope, kind)
    # In the order of the alphabet a patentee comes after an applicant.
    owners = [PartyRole.PATENTEE, PartyRole.APPLICANT]
    first = Party.objects.filter(patent=OuterRef("pk"), role__in=owners, position=1).order_by("-role")
    name: Any = Subquery(first.values("name")[:1])
    if scope.has_former_owners:
        name = scope.then("name", name)
    records = every.records.annotate(first_name=name)
    return _counted(scope, records, needs=every.needs, group="first_name", largest=largest)


def in_operation(scope: Scope, kind: str = PatentKind.INVENTION) -> Counted:
    """In force and pledged, licensed, openly licensed or assigned on or before the day."""
    every = in_force(scope, kind)
    dealt = TransactionRight.objects.filter(
        number=OuterRef("application_number"), transaction__registered_on__lte=scope.until
    )
    loaded = Need(TransactionRight.objects.all(), _("尚未载入质押、许可、转让名单"))
    return _counted(scope, every.records.filter(Exists(dealt)), needs=(*every.needs, loaded))


def high_value(scope: Scope, category: str = "", is_reviewed: bool = False, industry: str = "") -> Counted:
    """Inventions in force with at least one reason, or with one of a category; each counts once.

    `is_reviewed`: as officers decided, who reject a reason or confirm one that no rule gives. `industry`: the first
    digit of the rule by which an invention is of an industry.
    """
    every = in_force(scope)
    categories = [category] if category else list(Category.values)
    waiting = Need(
        every.records.filter(assessment=None),
        _("还有发明没有按高价值专利的规则评估（onestop high-value）"),
        scope.patent_region,
        is_in_the_way=True,
    )
    return _counted(
        scope,
        every.records.filter(_with_reason(scope.until, categories, is_reviewed, industry)),
        needs=(*every.needs, waiting),
        part=None if is_reviewed else _reason(scope, every.records, category, industry),
    )


def international_applications(scope: Scope) -> Counted:
    every = InternationalApplication.objects.filter(scope.within())
    return Counted(
        every.filter(filed_on__range=(scope.since, scope.until)),
        needs=(Need(InternationalApplication.objects.all(), _("尚未载入PCT国际申请数据")),),
    )


def _counted(
    scope: Scope, records: "QuerySet[Patent]", query: str = "", needs: Sequence[Need] = (), **more: Any
) -> Counted:
    return Counted(records, query, tuple(needs), region_field=scope.patent_region, **more)


def _patents(scope: Scope, kind: str) -> "QuerySet[Patent]":
    return _of_kind(scope.patents(), kind)


def _of_kind(patents: "QuerySet[Patent]", kind: str) -> "QuerySet[Patent]":
    return patents.filter(kind=kind) if kind else patents


def _reason(scope: Scope, inventions: "QuerySet[Patent]", category: str, industry: str) -> Part | None:
    """Of one category that is written down; an invention has each of them once."""
    if category in ("", Category.LONG_LIVED):
        return None
    is_told = Q(high_value_reasons__since__lte=scope.until)
    if industry:
        found = inventions.filter(is_told & Q(high_value_reasons__category=category))
        code = KeyTextTransform("industry", "high_value_reasons__evidence")
        return Part("industries", found.annotate(digit=Substr(code, 1, 1)), "digit", industry)
    return Part("high_value_reasons", inventions.filter(is_told), "high_value_reasons__category", category)


def _links_to_companies(name: OuterRef) -> "QuerySet[NameLink]":
    settled = NameLink.objects.exclude(state=LinkState.SUGGESTED)
    return settled.filter(name=name, holder__kind=HolderKind.COMPANY)


def _filing_dates(scope: Scope) -> Need:
    known = _patents(scope, "").filter(filed_on__isnull=False)
    return Need(known, _("已载入的数据没有申请日"), scope.patent_region)


def _grant_dates(scope: Scope) -> Need:
    known = _patents(scope, "").filter(granted_on__isnull=False)
    return Need(known, _("已载入的数据没有授权公告日"), scope.patent_region)


def _in_force(scope: Scope) -> "QuerySet[Patent]":
    day = scope.until
    return scope.patents().filter(granted_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


def _with_reason(day: date, categories: list[str], is_reviewed: bool, industry: str) -> Q:
    reasons = HighValueReason.objects.filter(
        patent=OuterRef("pk"),
        since__lte=day,
        category__in=[each for each in categories if each != Category.LONG_LIVED],
        **({"evidence__industry__startswith": industry} if industry else {}),
    )
    is_old = Q(filed_on__lt=add_years(day, -LONG_LIVED_YEARS))
    if not is_reviewed:
        return Q(Exists(reasons)) | is_old if Category.LONG_LIVED in categories else Q(Exists(reasons))
    decisions = HighValueDecision.objects.filter(patent=OuterRef("pk"))
    rejected = HighValueDecision.objects.filter(
        patent=OuterRef("patent"), category=OuterRef("category"), is_confirmed=False
    )
    found = Q(Exists(reasons.exclude(Exists(rejected))))
    found |= Q(Exists(decisions.filter(is_confirmed=True, category__in=categories)))
    if Category.LONG_LIVED in categories:
        kept = decisions.filter(is_confirmed=False, category=Category.LONG_LIVED)
        found |= is_old & ~Q(Exists(kept))
    return found


_WORDS = {PatentKind.INVENTION: "发明", PatentKind.UTILITY_MODEL: "实用新型", PatentKind.DESIGN: "外观设计"}


def _query(scope: Scope, condition: str, kind: str) -> str:
    """None where patents have moved since: the index knows where they are today."""
    if scope.region and scope.has_former_owners:
        return ""
    parts = [f"TYPE={_WORDS[PatentKind(kind)]}"] if kind else []
    parts += [condition] + ([f"RG={scope.region}"] if scope.region else [])
    return " AND ".join(parts)
