"""The figures of a region beside the year before, its peers, the nation and its target, many at once.

`comparisons` does it for one figure with its records; here one grouped query serves the region and all its peers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onestop.indicators.comparisons import Published, against_nation, peers_of
from onestop.indicators.definitions import Definition
from onestop.indicators.everywhere import Cell, Grid
from onestop.indicators.models import Target
from onestop.indicators.results import Number
from onestop.indicators.scope import Scope
from onestop.law.terms import add_years
from onestop.reference import regions


@dataclass(frozen=True)
class Standing:
    definition: Definition
    scope: Scope
    cell: Cell
    before: Number | None
    """A year earlier."""
    place: int | None
    of: int
    """How many peers have a value."""
    nation: Published | None
    target: Target | None

    @property
    def percent(self) -> float | None:
        """Against the year before; None where that is zero or unknown."""
        if self.cell.value is None or not self.before:
            return None
        return (float(self.cell.value) / float(self.before) - 1) * 100

    @property
    def points(self) -> float | None:
        """By how much a share changed."""
        if self.cell.value is None or self.before is None:
            return None
        return float(self.cell.value) - float(self.before)


def standings(region: str, as_of: date, wanted: Iterable[Definition]) -> Iterator[Standing]:
    within = regions.above(region)  # which holds the peers too
    peers = peers_of(region) if region else ()
    now, before = Grid(within, as_of), Grid(region, add_years(as_of, -1))
    targets = {each.code: each for each in Target.objects.filter(region=region, year=as_of.year)}
    for definition in wanted:
        scope = Scope.of(region, definition.period, as_of)
        cell = now.cell(definition.code, region)
        place, of = _place(cell, [now.cell(definition.code, each) for each in peers])
        yield Standing(
            definition,
            scope,
            cell,
            before.cell(definition.code, region).value,
            place,
            of,
            against_nation(definition.code, as_of, cell.value),
            targets.get(definition.code),
        )


def _place(cell: Cell, peers: list[Cell]) -> tuple[int | None, int]:
    told = [float(each.value) for each in peers if each.value is not None]
    if cell.value is None or len(told) < 2:
        return None, len(told)
    return sum(each > float(cell.value) for each in told) + 1, len(told)
