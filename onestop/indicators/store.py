"""Figures remembered while neither the data of their region nor the definitions change."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from onestop.indicators.definitions import by_code, definitions
from onestop.indicators.everywhere import Cell, Grid
from onestop.indicators.freshness import version_of
from onestop.indicators.versions import definitions_version

_SECONDS = 3_600
T = TypeVar("T")


def remembered(name: str, make: Callable[[], T], region: str = "") -> T:
    """What depends on the records of a region alone, until one of these changes.

    In each language, as a figure says in words what it lacks.
    """
    key = f"indicators.{get_language()}.{definitions_version()}.{version_of(region)}.{name}".replace(" ", "_")
    found: T | None = caches["process"].get(key)
    if found is None:
        found = make()
        caches["process"].set(key, found, _SECONDS)
    return found


def cells(code: str, regions: tuple[str, ...], within: str, as_of: date) -> dict[str, Cell]:
    """One figure of several regions within one."""

    def make() -> dict[str, Cell]:
        column = Grid(within, as_of).column(code)
        return {region: column(region) for region in regions}

    return remembered(f"cells.{code}.{within}.{as_of}.{hash(regions)}", make, within)


def whole_row(region: str, as_of: date) -> dict[str, Cell]:
    """Every figure of one region."""

    def make() -> dict[str, Cell]:
        grid = Grid(region, as_of)
        return {each.code: grid.cell(each.code, region) for each in definitions()}

    return remembered(f"row.{region}.{as_of}", make, region)


def cell(code: str, region: str, as_of: date) -> Cell:
    return remembered(
        f"cell.{code}.{region}.{as_of}",
        lambda: Grid(region, as_of).cell(by_code()[code].code, region),
        region,
    )
