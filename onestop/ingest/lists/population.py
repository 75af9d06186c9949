"""Resident population of regions at the end of years: a row for each year, or a column for each year."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.lists.cells import (
    demanded,
    refuse_other_rows,
    region_code,
    required,
    short,
    title_lines,
    year_in,
)
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import Population
from onestop.records.registers.records import PopulationRecord, PopulationSeries
from onestop.reference import regions
from onestop.reference.regions import RegionLevel

FEWEST, MOST = 1_000, 2_000_000_000
"""Persons. No county-level unit has fewer, no country more; what lies outside is in another unit."""
_YEARS = ("persons_by_year", "by_year")
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_UNIT = re.compile(r"(?:单位\s*[:：]|人口[^\n()（）]{0,4}[(（])\s*(万?人)")
_LARGEST = {
    RegionLevel.DISTRICT: 10_000_000,
    RegionLevel.CITY: 40_000_000,
    RegionLevel.PROVINCE: 200_000_000,
}
"""Persons, well above the largest of each level (浦东新区 6, 成都市 21, 广东省 127 millions in 2020's census)."""
_SMALLEST = {RegionLevel.CITY: 100_000, RegionLevel.PROVINCE: 500_000}
"""Persons that few units of the level fall short of (阿里地区 123,000, 澳门 680,000; but 三沙市 2,300)."""
_MOST_IN_A_YEAR = 1.5
"""Times as many as the year before: no city grew so, but where its bounds were drawn anew."""


def population(row: Row, region: str) -> PopulationSeries:
    refuse_other_rows(row)
    name = required(row, "region")
    code = demanded(row, lambda: region_code(name, region), "region")
    published_by = short(row, Population, "published_by")
    figures = dict(_figures(row, code))
    if not figures:
        raise rejected(
            "population.no_figure",
            _("这一行没有可用的年份和人口数。"),
            _("请核对年份、数值和单位（人或万人）。"),
            *(name for field in ("year", "persons", "value", *_YEARS) for name in row.columns.get(field, ())),
        )
    _doubt(row, code, figures)
    return PopulationSeries(
        tuple(
            PopulationRecord(code, year, persons, published_by) for year, persons in sorted(figures.items())
        )
    )


def _figures(row: Row, code: str) -> Iterator[tuple[int, int]]:
    """(year, persons); a wrong figure is dropped, the others of the row stay."""
    for field in _YEARS:
        for column in row.columns.get(field, ()):
            yield from _figure(row, code, year_in(column), column, row.raw.cells.get(column, ""))
    for field in ("persons", "value"):
        for column in row.column(field):
            yield from _figure(row, code, _year(row, column), column, row.text(field))


def _figure(row: Row, code: str, year: int | None, column: str, text: str) -> Iterator[tuple[int, int]]:
    if year and text.strip():
        try:
            yield year, _believable(persons(text, _unit(row, column)), code, text)
        except UserError as error:
            row.findings.append(of_error(RowOutcome.DROPPED, error, column))


def _believable(count: int, code: str, text: str) -> int:
    """What no region of its level has is in another unit, or of another region."""
    place = regions.regions().get(code)
    if place and count > _LARGEST[place.level]:
        message = _("按“%(text)s”算出 %(place)s有 %(count)s 人，多得不可能。")
        raise UserError(
            "population.too_many",
            message % {"text": text.strip()[:40], "place": place.name, "count": count},
            _("请核对单位（人或万人）和地区。"),
        )
    return count


def _doubt(row: Row, code: str, figures: dict[int, int]) -> None:
    """What may be true and is likelier a wrong unit, a wrong row or a part of the region: taken, and said."""
    place = regions.regions().get(code)
    least = _SMALLEST.get(place.level, 0) if place else 0
    for year, count in sorted(figures.items()):
        before = figures.get(year - 1, count)
        values = {"year": year, "count": f"{count:,}", "before": f"{before:,}"}
        if count < least:
            message = _("%(year)s 年只有 %(count)s 人，少于同级地区通常的人口。") % values
            row.add(RowOutcome.NOTED, "population.few", message, _("请核对单位（人或万人）和地区。"))
        if not before / _MOST_IN_A_YEAR <= count <= before * _MOST_IN_A_YEAR:
            message = _("%(year)s 年 %(count)s 人，上一年 %(before)s 人，相差太多。") % values
            row.add(RowOutcome.NOTED, "population.jump", message, _("请核对单位（人或万人）和地区。"))


def _year(row: Row, column: str) -> int | None:
    return next(filter(None, map(year_in, (row.text("year"), column, *title_lines(row)))), None)


def _unit(row: Row, column: str) -> int:
    """By the column of units, the column's name, the title (单位：万人); persons where nothing says so."""
    said = [row.text("unit"), column, *(match[1] for match in map(_UNIT.search, title_lines(row)) if match)]
    told = next((text for text in said if "人" in text.replace("人口", "")), "")
    return 10_000 if "万" in told else 1


def persons(text: str, unit: int) -> int:
    """Whole persons. 37.746万 in the cell itself counts whatever the column's unit is."""
    written = fold("".join(text.split())).removesuffix("人")
    if written.endswith("万"):
        written, unit = written[:-1], 10_000
    if not _NUMBER.fullmatch(written):
        raise _problem("population.format", _("“%(text)s”不是人口数。"), text)
    count = Decimal(written.replace(",", "")) * unit
    if count != count.to_integral_value() or not FEWEST <= count <= MOST:
        raise _problem(
            "population.unit", _("人口数“%(text)s”的单位看来不对：按它算出 %(count)s 人。"), text, count
        )
    return int(count)


def _problem(code: str, message: str, text: str, count: Decimal = Decimal(0)) -> UserError:
    shown = {"text": text.strip()[:40], "count": f"{count:f}"[:20]}
    return UserError(
        code, message % shown, _("请在列名里写明单位，例如“常住人口（万人）”或“常住人口（人）”。")
    )
