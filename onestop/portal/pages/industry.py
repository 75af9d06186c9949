"""Strategic emerging industries: what a region holds in each, who holds it, and which links of the chain are empty."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.indicators.definitions import Period
from onestop.indicators.models import Category, HighValueReason
from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import in_force
from onestop.indicators.store import remembered
from onestop.portal.pages.addresses import holder_href, patent_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.overview import home_region
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Chart, ChartRow, Link, NotFound, Page
from onestop.records.models import Party, PartyRole, Patent
from onestop.reference.industries import industry_rules
from onestop.reference.queries import lends_industries

_HOLDERS = 12
_NEWEST = 20


@dataclass(frozen=True)
class IndustryLine:
    code: str
    name: str
    total: int
    """Inventions in force of the region that a rule of the industry takes in."""
    href: str


@dataclass(frozen=True, kw_only=True)
class IndustryListPage(Page):
    region: str
    region_name: str
    as_of: date
    industries: tuple[IndustryLine, ...]
    """In the order of the table; those without patents too: they are the gaps."""
    is_lent: bool
    """The rules are those of the demonstration and not the published table."""


@dataclass(frozen=True)
class ChainLink:
    """A rule of the table: a part of the industry by its classes."""

    number: int
    keywords: str
    classes: tuple[str, ...]
    classes_left_out: int
    total: int


@dataclass(frozen=True, kw_only=True)
class IndustryPage(Page):
    code: str
    name: str
    region: str
    region_name: str
    as_of: date
    total: int
    charts: tuple[Chart, ...]
    links: tuple[ChainLink, ...]
    gaps: int
    """Links without a patent."""
    newest: tuple[Link, ...]
    above: Link
    is_lent: bool


def industry_list_page(region: str | None = None, day: str = "") -> IndustryListPage:
    here, on = _where(region), read_day(day) if day else newest_day()
    return IndustryListPage(
        title=_("战略性新兴产业的有效发明专利"),
        notice=notice(),
        region=here,
        region_name=region_label(here) if here else _("全部数据"),
        as_of=on,
        industries=remembered(f"industries.{here}.{on}", lambda: _industries(here, on), here),
        is_lent=lends_industries(),
    )


def industry_page(code: str, region: str | None = None, day: str = "") -> IndustryPage:
    here, on = _where(region), read_day(day) if day else newest_day()
    name = _names().get(code)
    if name is None:
        raise NotFound(
            "portal.no_industry", _("产业对照表里没有代码“%s”。") % code[:20], _("请从产业列表进入。")
        )
    return remembered(f"industry.{code}.{here}.{on}", lambda: _page(code, name, here, on), here)


def industries_href(region: str, on: date, code: str = "") -> str:
    path = reverse("portal:industry", args=[code]) if code else reverse("portal:industries")
    return f"{path}?region={region}&day={on}"


def _where(region: str | None) -> str:
    here = home_region() if region is None else region
    read_region(here)
    return here


def _names() -> dict[str, str]:
    return {rule.industry_code: rule.industry_name for rule in industry_rules().rules.values()}


def _industries(region: str, on: date) -> tuple[IndustryLine, ...]:
    # As text: SQLite gives a code bare, and 1.10 would be read back as the number 1.1.
    code = KeyTextTransform("industry", "evidence")
    counts = dict(_reasons(region, on).order_by().values_list(code).annotate(n=Count("pk")))
    return tuple(
        IndustryLine(code, name, counts.get(code, 0), industries_href(region, on, code))
        for code, name in _names().items()
    )


def _page(code: str, name: str, region: str, on: date) -> IndustryPage:
    reasons = _reasons(region, on).filter(evidence__industry=code)
    links = _links(
        code, Counter(dict(reasons.order_by().values_list("evidence__rule").annotate(n=Count("pk"))))
    )
    return IndustryPage(
        title=_("%(name)s：%(region)s")
        % {"name": name, "region": region_label(region) if region else _("全部数据")},
        notice=notice(),
        code=code,
        name=name,
        region=region,
        region_name=region_label(region) if region else _("全部数据"),
        as_of=on,
        total=reasons.count(),
        charts=(_years(code, reasons, region, on), _holders(code, reasons, region, on)),
        links=links,
        gaps=sum(not each.total for each in links),
        newest=_newest(reasons),
        above=Link(_("战略性新兴产业"), industries_href(region, on)),
        is_lent=lends_industries(),
    )


def _reasons(region: str, on: date) -> QuerySet[HighValueReason]:
    valid = in_force(Scope.of(region, Period.DAY, on)).members
    return HighValueReason.objects.filter(category=Category.INDUSTRY, patent__in=valid)


def _links(code: str, counts: Counter[int]) -> tuple[ChainLink, ...]:
    most = 6
    return tuple(
        ChainLink(
            rule.number,
            rule.keywords,
            rule.include[:most],
            max(len(rule.include) - most, 0),
            counts[rule.number],
        )
        for rule in industry_rules().rules.values()
        if rule.industry_code == code
    )


def _years(code: str, reasons: QuerySet[HighValueReason], region: str, on: date) -> Chart:
    rows = reasons.order_by().values_list(ExtractYear("patent__granted_on")).annotate(n=Count("pk"))
    counts = dict(rows)
    span = range(min(counts), max(counts) + 1) if counts else range(0)
    return Chart(
        code="granted_year",
        title=_("按授权年"),
        kind="columns",
        label_name=_("授权年"),
        unit=_("件"),
        rows=tuple(ChartRow(str(year), counts.get(year, 0), "") for year in span),
        note=_("统计日有效的发明专利，按授权公告日的年份"),
        as_of=on,
        csv_href=f"{industries_href(region, on, code)}&csv=granted_year",
    )


def _holders(code: str, reasons: QuerySet[HighValueReason], region: str, on: date) -> Chart:
    """By whom the first patentee means."""
    first = Q(role=PartyRole.PATENTEE) | Q(role=PartyRole.APPLICANT)
    parties = Party.objects.filter(
        first, position=1, patent__in=reasons.values("patent"), holder__isnull=False
    )
    rows = parties.order_by().values_list("holder", "holder__name").annotate(n=Count("patent", distinct=True))
    return Chart(
        code="holders",
        title=_("主要权利人"),
        kind="bars",
        label_name=_("权利人"),
        unit=_("件"),
        rows=tuple(
            ChartRow(name, count, holder_href(key))
            for key, name, count in rows.order_by("-n", "holder")[:_HOLDERS]
        ),
        note=_("前 %(shown)s 位") % {"shown": _HOLDERS},
        as_of=on,
        csv_href=f"{industries_href(region, on, code)}&csv=holders",
    )


def _newest(reasons: QuerySet[HighValueReason]) -> tuple[Link, ...]:
    patents = Patent.objects.filter(pk__in=reasons.values("patent"), application_number__isnull=False)
    return tuple(
        Link(each.title, patent_href(str(each.application_number)))
        for each in patents.order_by("-granted_on", "pk")[:_NEWEST]
    )
