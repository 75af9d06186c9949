"""A street or town of a district: the patents whose address names it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.indicators.definitions import Period
from onestop.indicators.pictures.technology import SUBCLASS, subclass_of
from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import in_force
from onestop.indicators.store import remembered
from onestop.portal.pages.addresses import holder_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.labels import class_titles, region_label
from onestop.portal.pages.maps import map_href
from onestop.portal.pages.parameters import read_day
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Chart, ChartRow, Link, NotFound, Page
from onestop.records.models import Classification, Party, Patent, PatentKind, Scheme
from onestop.reference.streets import Street, street

_MOST = 12


@dataclass(frozen=True)
class PlaceCount:
    label: str
    total: int
    in_force: int


@dataclass(frozen=True, kw_only=True)
class PlacePage(Page):
    code: str
    name: str
    above: tuple[Link, ...]
    word: str
    """What an address must have in it to count."""
    as_of: date
    total: int
    unplaced: int
    """Patents of the district in whose address no street is named."""
    counts: tuple[PlaceCount, ...]
    charts: tuple[Chart, ...]


def place_page(code: str, day: str = "") -> PlacePage:
    found = street(code)
    if found is None:
        raise NotFound("portal.no_street", _("没有代码为“%s”的街道或镇。") % code[:20], _("请从地图进入。"))
    on = read_day(day) if day else newest_day()
    return remembered(f"place.{code}.{on}", lambda: _page(found, on))


def place_href(code: str, on: date, csv: str = "") -> str:
    return f"{reverse('portal:place', args=[code])}?day={on}" + (f"&csv={csv}" if csv else "")


def _page(found: Street, on: date) -> PlacePage:
    patents = Patent.objects.filter(region=found.district, address__contains=found.short_name)
    valid = in_force(Scope.of(found.district, Period.DAY, on), kind="").members
    here = valid.filter(address__contains=found.short_name)
    every = dict(patents.order_by().values_list("kind").annotate(n=Count("pk")))
    now = dict(here.order_by().values_list("kind").annotate(n=Count("pk")))
    return PlacePage(
        title=_("%(place)s的专利") % {"place": f"{region_label(found.district)}{found.name}"},
        notice=notice(),
        code=found.code,
        name=found.name,
        above=(Link(region_label(found.district), map_href(found.district, day=on.isoformat())),),
        word=found.short_name,
        as_of=on,
        total=sum(every.values()),
        unplaced=Patent.objects.filter(region=found.district, address="").count(),
        counts=tuple(
            PlaceCount(str(kind.label), every.get(kind.value, 0), now.get(kind.value, 0))
            for kind in PatentKind
        ),
        charts=tuple(
            each
            for each in (_years(found, patents, on), _technology(found, here, on), _holders(found, here, on))
            if each.rows
        ),
    )


def _years(found: Street, patents: QuerySet[Patent], on: date) -> Chart:
    rows = patents.filter(granted_on__lte=on).order_by().values_list(ExtractYear("granted_on"))
    counts = dict(rows.annotate(n=Count("pk")))
    span = range(min(counts), max(counts) + 1) if counts else range(0)
    years = tuple(ChartRow(str(year), counts.get(year, 0), "") for year in span)
    return _chart(found, on, "granted_year", _("历年授权"), "columns", _("授权年"), years)


def _technology(found: Street, here: QuerySet[Patent], on: date) -> Chart:
    main = Classification.objects.filter(patent__in=here, scheme=Scheme.IPC, position=1).order_by()
    rows = main.values_list(subclass_of("symbol")).annotate(n=Count("pk")).order_by("-n")[:_MOST]
    titles = class_titles([symbol for symbol, _n in rows if len(symbol) == SUBCLASS])
    bars = tuple(ChartRow(f"{symbol} {titles.get(symbol, '')}".strip(), n, "") for symbol, n in rows)
    return _chart(found, on, "ipc_subclass", _("有效专利的技术领域"), "bars", _("IPC 小类"), bars)


def _holders(found: Street, here: QuerySet[Patent], on: date) -> Chart:
    parties = Party.objects.filter(patent__in=here, position=1, holder__isnull=False).order_by()
    rows = parties.values_list("holder", "holder__name").annotate(n=Count("patent", distinct=True))
    bars = tuple(
        ChartRow(name, n, holder_href(key)) for key, name, n in rows.order_by("-n", "holder")[:_MOST]
    )
    return _chart(found, on, "holders", _("主要权利人（有效专利）"), "bars", _("权利人"), bars)


def _chart(
    found: Street, on: date, code: str, title: str, kind: str, label: str, rows: tuple[ChartRow, ...]
) -> Chart:
    return Chart(
        code=code,
        title=title,
        kind=kind,
        label_name=label,
        unit=_("件"),
        rows=rows,
        note="",
        as_of=on,
        csv_href=place_href(found.code, on, code),
    )
