"""The map: the areas below a region coloured by a figure, down to the streets of a district."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.indicators.definitions import Definition, Kind, by_code, definitions, in_language
from onestop.indicators.everywhere import Grid
from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.indicators.store import remembered
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.pictures import rounded
from onestop.portal.pages.site import notice
from onestop.portal.pages.standing import printed
from onestop.portal.pages.types import Chart, ChartRow, Link
from onestop.portal.pages.types_pictures import MapArea, MapPage, MapPicture, MapStep
from onestop.portal.pages.types_related import Option
from onestop.records.models import Patent
from onestop.reference import geometry, regions
from onestop.reference.geometry import Shape
from onestop.reference.geometry_source import Area
from onestop.reference.names import stem
from onestop.reference.shapes import shape_of
from onestop.reference.streets import streets_of

DEFAULT = "valid_inventions"
STEPS = 5
_YEARS = 5
NAMES_BESIDE_TEXT, NAMES_FROM_AFAR = 42, 19
"""The names on a map are so many times smaller than the map is wide or high."""
TILE_NAMES = 22


def map_page(region: str = "", code: str = "", day: str = "") -> MapPage:
    name = read_region(region)
    on = read_day(day) if day else newest_day()
    definition = _definition(code or DEFAULT)
    picture = map_picture(region, definition.code, on)
    here = name or _("全国")
    return MapPage(
        title=_("%(region)s地图：%(name)s") % {"region": here, "name": in_language(definition.name)},
        notice=notice(),
        region=region,
        region_name=here,
        above=_above(region, definition.code, day),
        indicators=tuple(
            Option(each.code, in_language(each.name), map_href(region, each.code, day), each == definition)
            for each in definitions()
        ),
        days=tuple(
            Option(text, text, map_href(region, definition.code, text), text == on.isoformat())
            for text in sorted({on.isoformat(), *_year_ends()}, reverse=True)
        ),
        map=picture,
        chart=_table(picture, definition),
        overview_href=f"{reverse('portal:overview')}?{urlencode({'region': region, 'day': on.isoformat()})}",
    )


def map_href(region: str, code: str = "", day: str = "") -> str:
    asked = {"region": region, "code": "" if code == DEFAULT else code, "day": day}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("portal:map") + (f"?{query}" if query else "")


def map_picture(
    region: str, code: str, as_of: date, here: str = "", names: int = NAMES_BESIDE_TEXT
) -> MapPicture:
    """`here` is marked on it: a district on the map of its city."""
    name = f"map.{region}.{code}.{as_of}.{here}.{names}.{geometry.version()}"
    return remembered(name, lambda: _picture(region, by_code()[code], as_of, here, names), region)


def _picture(region: str, definition: Definition, as_of: date, here: str, names: int) -> MapPicture:
    shape = shape_of(region)
    values, note = _values(region, definition, as_of)
    limits = breaks([value for value in values.values() if value])
    size = TILE_NAMES if shape.is_tiles else max(shape.width, shape.height) / names
    shown = _labelled(shape, size, here)
    return MapPicture(
        code=definition.code,
        title=in_language(definition.name),
        unit=in_language(definition.unit),
        width=shape.width,
        height=shape.height,
        areas=tuple(
            _area(
                each,
                values.get(each.code),
                limits,
                definition,
                as_of,
                shown.get(each.code, ("", each.x)),
                here,
            )
            for each in shape.areas
        ),
        outlines=shape.outlines,
        steps=_legend(limits, definition, any(value is not None for value in values.values())),
        review_number=shape.review_number,
        source=shape.source,
        as_of=as_of,
        csv_href=f"{map_href(region, definition.code, as_of.isoformat())}&csv=map",
        note=note,
        label_size=round(size, 1),
    )


def _area(
    area: Area,
    value: float | None,
    limits: Sequence[float],
    definition: Definition,
    as_of: date,
    label: tuple[str, float],
    here: str,
) -> MapArea:
    step = 0 if value is None else sum(value > limit for limit in limits) + 1
    return MapArea(
        code=area.code,
        name=area.name,
        value=value,
        display=printed(value, definition.decimals),
        step=step,
        path=area.path,
        label=label[0],
        x=label[1],
        y=area.y,
        href=_below(area.code, definition.code, as_of),
        is_here=area.code == here,
    )


def _below(code: str, indicator: str, as_of: date) -> str:
    """A street leads to its page, everything else to the map of what lies below it, and so on."""
    if len(code) > 6:
        return reverse("portal:place", args=[code])
    return map_href(code, indicator, as_of.isoformat()) if code in regions.regions() else ""


def _values(region: str, definition: Definition, as_of: date) -> tuple[Mapping[str, float | None], str]:
    """(the figure of each area below, what is to be said of it)."""
    children = regions.children(region)
    if children:
        column = Grid(region, as_of).column(definition.code)
        found = {each.code: column(each.code).value for each in children}
        return {code: None if value is None else float(value) for code, value in found.items()}, ""
    return _by_street(region, definition, as_of)


def _by_street(region: str, definition: Definition, as_of: date) -> tuple[Mapping[str, float | None], str]:
    """Only of patents, of which the address is known: those whose address names the street."""
    streets = streets_of(region)
    is_count = definition.kind == Kind.COUNT
    counted = (
        SETS[definition.count](Scope.of(region, definition.period, as_of), **definition.arguments)
        if is_count
        else None
    )
    if counted is None or counted.records.model is not Patent or counted.missing or not streets:
        return {}, _("这项指标不能按街道统计。")
    found = counted.members.order_by().aggregate(
        **{f"s{each.code}": Count("pk", filter=Q(address__contains=each.short_name)) for each in streets}
    )
    values: dict[str, float | None] = {each.code: found[f"s{each.code}"] for each in streets}
    return values, _("按专利文献地址中的街道名统计，地址没有写街道的不计。")


def breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Upper limits of all steps but the last: as many areas in each as the values allow."""
    ordered = sorted(set(values))
    if len(ordered) <= STEPS:
        return tuple(ordered[:-1])
    return tuple(dict.fromkeys(ordered[len(ordered) * part // STEPS - 1] for part in range(1, STEPS)))


def _legend(limits: Sequence[float], definition: Definition, has_values: bool) -> tuple[MapStep, ...]:
    if not has_values:
        return ()
    texts = [printed(each, definition.decimals) for each in limits]
    if not texts:
        return (MapStep(1, _("有数据")),)
    labels = [
        f"≤ {texts[0]}",
        *(f"{low}–{high}" for low, high in pairwise(texts)),
        f"> {texts[-1]}",
    ]
    return tuple(MapStep(step, label) for step, label in enumerate(labels, 1))


def _labelled(shape: Shape, size: float, here: str) -> dict[str, tuple[str, float]]:
    """(name, where it stands from left to right) of where one is and of areas with room for it, the largest first.

    None stands on another. Where one is, the name of a small area stands beside it, to leave its shape to be seen.
    """
    placed: list[tuple[float, float, float, float]] = []
    found = {}
    for area in sorted(shape.areas, key=lambda each: (each.code != here, -each.width * each.height)):
        label = stem(area.name)
        width = size * max(len(label), 2)
        has_room = shape.is_tiles or (area.width > width * 0.6 and area.height > size)
        x = area.x
        if area.code == here and not shape.is_tiles and area.width < width * 1.5:
            x = min(area.x + area.width / 2 + width * 0.7, shape.width - width / 2)
        box = (x - width / 2, area.y - size, x + width / 2, area.y + size * 1.4)
        if (has_room or area.code == here) and not any(_overlap(box, other) for other in placed):
            placed.append(box)
            found[area.code] = label, round(x, 1)
    return found


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _definition(code: str) -> Definition:
    found = by_code().get(code)
    if found is None:
        raise UserError(
            "portal.unknown_indicator", _("没有指标“%s”。") % code[:40], _("请从列表中选择一项指标。")
        )
    return found


def _above(region: str, code: str, day: str) -> tuple[Link, ...]:
    if not region:
        return ()
    above = regions.ancestors(region)
    return (
        Link(_("全国"), map_href("", code, day)),
        *(Link(each.name, map_href(each.code, code, day)) for each in above),
    )


def _year_ends() -> list[str]:
    newest = newest_day()
    return [
        date(year, 12, 31).isoformat()
        for year in range(newest.year, newest.year - _YEARS, -1)
        if date(year, 12, 31) <= newest
    ]


def _table(picture: MapPicture, definition: Definition) -> Chart:
    told = [each for each in picture.areas if each.value is not None]
    rows = sorted(told, key=lambda each: -(each.value or 0))
    return Chart(
        code="map",
        title=picture.title,
        kind="bars",
        label_name=_("地区"),
        unit=picture.unit,
        rows=tuple(
            ChartRow(
                each.name, rounded(each.value or 0, definition.decimals), each.href, is_here=each.is_here
            )
            for each in rows
        ),
        note=picture.note,
        as_of=picture.as_of,
        csv_href=picture.csv_href,
    )
