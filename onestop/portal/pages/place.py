"""A street, town or park: the patents whose address names it, or that a stored query finds."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.indicators.definitions import Period
from onestop.indicators.pictures.technology import SUBCLASS, subclass_of
from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import in_force
from onestop.indicators.store import remembered
from onestop.portal.pages.addresses import holder_href, query_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.labels import class_titles, region_label
from onestop.portal.pages.maps import map_href
from onestop.portal.pages.parameters import read_day
from onestop.portal.pages.places import Place, place_of, places_of
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Chart, ChartRow, Link, NotFound, Page
from onestop.records.models import Classification, Party, Patent, PatentKind, Scheme

_MOST = 12


@dataclass(frozen=True)
class PlaceCount:
    label: str
    total: int
    in_force: int


@dataclass(frozen=True)
class PlaceLine:
    code: str
    name: str
    total: int
    in_force: int
    href: str


@dataclass(frozen=True, kw_only=True)
class PlaceListPage(Page):
    as_of: date
    parks: tuple[PlaceLine, ...]
    """Of the district's own list."""
    streets: tuple[PlaceLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlacePage(Page):
    code: str
    name: str
    above: tuple[Link, ...]
    word: str
    """What an address must have in it to count, any of them; empty where a query tells."""
    query: str
    """The stored search that tells the place."""
    query_href: str
    as_of: date
    total: int
    unplaced: int
    """Patents of the district without an address; 0 where a query tells the place."""
    counts: tuple[PlaceCount, ...]
    charts: tuple[Chart, ...]


def place_page(code: str, day: str = "") -> PlacePage:
    found = place_of(code)
    if found is None:
        raise NotFound("portal.no_street", _("没有代码为“%s”的街道或镇。") % code[:20], _("请从地图进入。"))
    on = read_day(day) if day else newest_day()
    return remembered(f"place.{found.key}.{on}", lambda: _page(found, on), found.district)


def place_list_page(day: str = "") -> PlaceListPage:
    """The parks of the district's own list, then its streets and towns."""
    here, on = settings.HOME_REGION, read_day(day) if day else newest_day()
    own, official = places_of(here)
    return PlaceListPage(
        title=_("%(place)s的园区和街镇") % {"place": region_label(here)},
        notice=notice(),
        as_of=on,
        parks=tuple(_listed(each, on) for each in own),
        streets=tuple(_listed(each, on) for each in official),
    )


def _listed(found: Place, on: date) -> PlaceLine:
    total, valid = remembered(f"listed.{found.key}.{on}", lambda: _sizes(found, on), found.district)
    return PlaceLine(found.code, found.name, total, valid, place_href(found.code, on))


def _sizes(found: Place, on: date) -> tuple[int, int]:
    return Patent.objects.filter(found.condition).count(), _valid(found, on).count()


def _valid(found: Place, on: date) -> QuerySet[Patent]:
    everywhere: QuerySet[Patent] = in_force(Scope.of(found.district, Period.DAY, on), kind="").members
    return everywhere.filter(found.condition)


def place_href(code: str, on: date, csv: str = "") -> str:
    return f"{reverse('portal:place', args=[code])}?day={on}" + (f"&csv={csv}" if csv else "")


def _page(found: Place, on: date) -> PlacePage:
    patents = Patent.objects.filter(found.condition)
    here = _valid(found, on)
    every = dict(patents.order_by().values_list("kind").annotate(n=Count("pk")))
    now = dict(here.order_by().values_list("kind").annotate(n=Count("pk")))
    return PlacePage(
        title=_("%(place)s的专利") % {"place": found.full_name},
        notice=notice(),
        code=found.code,
        name=found.name,
        above=(Link(region_label(found.district), map_href(found.district, day=on.isoformat())),)
        if found.district
        else (),
        word="、".join(found.words),
        query=found.query,
        query_href=query_href(found.query) if found.query else "",
        as_of=on,
        total=sum(every.values()),
        unplaced=0 if found.query else Patent.objects.filter(region=found.district, address="").count(),
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


def _years(found: Place, patents: QuerySet[Patent], on: date) -> Chart:
    rows = patents.filter(granted_on__lte=on).order_by().values_list(ExtractYear("granted_on"))
    counts = dict(rows.annotate(n=Count("pk")))
    span = range(min(counts), max(counts) + 1) if counts else range(0)
    years = tuple(ChartRow(str(year), counts.get(year, 0), "") for year in span)
    return _chart(found, on, "granted_year", _("历年授权"), "columns", _("授权年"), years)


def _technology(found: Place, here: QuerySet[Patent], on: date) -> Chart:
    main = Classification.objects.filter(patent__in=here, scheme=Scheme.IPC, position=1).order_by()
    rows = main.values_list(subclass_of("symbol")).annotate(n=Count("pk")).order_by("-n")[:_MOST]
    titles = class_titles([symbol for symbol, _n in rows if len(symbol) == SUBCLASS])
    bars = tuple(ChartRow(f"{symbol} {titles.get(symbol, '')}".strip(), n, "") for symbol, n in rows)
    return _chart(found, on, "ipc_subclass", _("有效专利的技术领域"), "bars", _("IPC 小类"), bars)


def _holders(found: Place, here: QuerySet[Patent], on: date) -> Chart:
    parties = Party.objects.filter(patent__in=here, position=1, holder__isnull=False).order_by()
    rows = parties.values_list("holder", "holder__name").annotate(n=Count("patent", distinct=True))
    bars = tuple(
        ChartRow(name, n, holder_href(key)) for key, name, n in rows.order_by("-n", "holder")[:_MOST]
    )
    return _chart(found, on, "holders", _("主要权利人（有效专利）"), "bars", _("权利人"), bars)


def _chart(
    found: Place, on: date, code: str, title: str, kind: str, label: str, rows: tuple[ChartRow, ...]
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
