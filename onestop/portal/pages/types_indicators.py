"""What the pages of indicators say."""

from dataclasses import dataclass
from datetime import date, datetime

from onestop.portal.pages.types import Link, Page
from onestop.portal.pages.types_related import Option


@dataclass(frozen=True)
class IndicatorRow:
    code: str
    name: str
    value: float | None
    display: str
    missing: str
    """Which data it would take; empty where it is told."""
    unit: str
    numerator: float | None
    denominator: float | None
    denominator_note: str
    since: date
    as_of: date
    definition: str
    version: int
    source: str
    growth: str
    """+18.56%; empty where it can't be told."""
    href: str
    """The records behind it."""


@dataclass(frozen=True)
class IndicatorGroup:
    code: str
    label: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, kw_only=True)
class IndicatorListPage(Page):
    region: str
    region_name: str
    as_of: date
    known_at: datetime
    """By what was in the records at that moment."""
    scopes: tuple[Option, ...]
    days: tuple[Option, ...]
    groups: tuple[IndicatorGroup, ...]
    notes: tuple[str, ...]
    csv_href: str


@dataclass(frozen=True)
class EvidenceLine:
    number: str
    name: str
    href: str
    """The record's page; empty where it has none."""
    reasons: tuple[str, ...]
    is_demonstration: bool


@dataclass(frozen=True)
class PeerRow:
    place: int
    region: str
    name: str
    display: str
    href: str
    is_self: bool


@dataclass(frozen=True)
class NationNote:
    display: str
    as_of: date
    ratio: float
    source: str
    certainty: str
    certainty_label: str


@dataclass(frozen=True)
class TargetNote:
    display: str
    year: int
    percent: float | None
    """Of the target that is reached."""
    source: str


@dataclass(frozen=True)
class ChangeNote:
    """What came and went since the year before."""

    entries: int
    exits: int
    entries_href: str
    exits_href: str


@dataclass(frozen=True, kw_only=True)
class IndicatorPage(Page):
    region: str
    region_name: str
    known_at: datetime
    figure: IndicatorRow
    before: str
    """The value a year earlier, as printed; empty where it can't be told."""
    before_on: date
    scopes: tuple[Option, ...]
    days: tuple[Option, ...]
    counted: Link | None
    """The figure whose records these are, where this one is a ratio of it."""
    total: int
    """Records counted."""
    shown: str
    """records, entries or exits."""
    lines: tuple[EvidenceLine, ...]
    first_href: str
    """Empty on the first page."""
    next_href: str
    search_href: str
    """A search that finds the same patents; empty where none does."""
    change: ChangeNote | None
    place: int
    """Among its peers; 0 where there is no rank."""
    peers: tuple[PeerRow, ...]
    peers_label: str
    nation: NationNote | None
    target: TargetNote | None
    notes: tuple[str, ...]
    csv_href: str
    list_href: str
