"""Charts of two dimensions, maps, and figures beside others."""

from dataclasses import dataclass
from datetime import date

from onestop.portal.pages.types import Chart, Figure, Link, Page
from onestop.portal.pages.types_related import Option


@dataclass(frozen=True)
class MatrixCell:
    value: float | None
    """None where the data cannot tell."""
    href: str = ""
    """The records behind it."""


@dataclass(frozen=True)
class MatrixRow:
    label: str
    cells: tuple[MatrixCell, ...]
    is_incomplete: bool = False
    """More will become known of it: not all its applications are published yet."""


@dataclass(frozen=True)
class Matrix:
    """A picture of rows and columns, and the table behind it."""

    code: str
    title: str
    kind: str
    """stacked (columns of parts), pyramid (two columns, back to back), heat, flows (from rows to columns)."""
    label_name: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    note: str
    as_of: date | None
    csv_href: str


Picture = Chart | Matrix


@dataclass(frozen=True)
class PictureGroup:
    code: str
    label: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class StandingLine:
    """A figure beside last year's, its peers' and the nation's; texts as printed, empty where nothing can be said."""

    code: str
    name: str
    value: float | None
    display: str
    unit: str
    missing: str
    before: str
    change: str
    """+18.6% against the year before; of shares in percentage points."""
    is_up: bool | None
    place: int | None
    of: int
    nation: str
    """1.55 倍"""
    nation_note: str
    """The nation's value, its day, source and how certain it is."""
    target: str
    definition: str
    source: str
    since: date
    as_of: date
    href: str
    """The records behind it."""


@dataclass(frozen=True)
class StandingGroup:
    code: str
    label: str
    lines: tuple[StandingLine, ...]


@dataclass(frozen=True)
class MapArea:
    code: str
    name: str
    value: float | None
    display: str
    step: int
    """Of the legend, from 1; 0 is no value."""
    path: str
    label: str
    """Short name; empty where there is no room for it."""
    x: float
    y: float
    href: str
    """The map of what lies below it, or its overview."""
    is_here: bool


@dataclass(frozen=True)
class MapStep:
    step: int
    label: str


@dataclass(frozen=True)
class MapPicture:
    code: str
    title: str
    unit: str
    width: int
    height: int
    areas: tuple[MapArea, ...]
    outlines: tuple[str, ...]
    steps: tuple[MapStep, ...]
    review_number: str
    """审图号; empty for tiles, which show no border."""
    source: str
    as_of: date
    csv_href: str
    note: str
    label_size: float


@dataclass(frozen=True, kw_only=True)
class MapPage(Page):
    region: str
    region_name: str
    above: tuple[Link, ...]
    """From the country down."""
    indicators: tuple[Option, ...]
    days: tuple[Option, ...]
    map: MapPicture
    chart: Chart
    """The same values, highest first."""
    overview_href: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    region: str
    """GB/T 2260 code; empty: all data."""
    region_name: str
    scopes: tuple[Option, ...]
    days: tuple[Option, ...]
    """Days for which the key figures can be asked: the ends of years."""
    total: int
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    """Of what it is made up of: years, kinds, status, classes, applicants."""
    groups: tuple[StandingGroup, ...]
    """Every indicator."""
    sections: tuple[PictureGroup, ...]
    map: MapPicture | None
    map_href: str
    screen_href: str
    search_href: str
    as_of: date | None
