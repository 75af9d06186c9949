"""What the pages of trademarks say."""

from dataclasses import dataclass
from datetime import date

from onestop.portal.pages.types import Link, Page, TimelineEntry
from onestop.portal.pages.types_related import SourceLine


@dataclass(frozen=True)
class TrademarkStatusNote:
    code: str
    """applied, opposition_period, registered, renewal_grace, expired …"""
    reason: str
    """What it rests on: dates, event, law, renewal_unknown …"""
    label: str
    tone: str
    """in_force, pending, ended, unknown."""
    explanation: str
    day: date
    """The day that is spoken of."""
    as_of: date | None
    """The newest day that any source speaks of."""
    said: str
    """The state as a source put it; not what the status is derived from alone."""
    said_on: date | None


@dataclass(frozen=True)
class GoodsGroup:
    group: str
    """Similar group: 0901; empty where the source names none."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class DayLine:
    code: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TrademarkClass:
    """One class of the number: legally a right of its own."""

    nice_class: int
    mark: str
    kind_label: str
    use_label: str
    status: TrademarkStatusNote
    applicants: tuple[Link, ...]
    """The first is the one that the office writes to."""
    applicant_foreign: str
    address: str
    region: str
    agent: str
    goods: tuple[GoodsGroup, ...]
    days: tuple[DayLine, ...]
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, kw_only=True)
class TrademarkPage(Page):
    office: str
    number: str
    """As in the address."""
    display_number: str
    registration_number: str
    """Where it is not the number."""
    href: str
    day: date
    classes: tuple[TrademarkClass, ...]
    sources: tuple[SourceLine, ...]
    revisions: int
    is_demonstration: bool


@dataclass(frozen=True)
class TrademarkLine:
    office: str
    number: str
    nice_class: int
    mark: str
    applicants: tuple[str, ...]
    filed_on: date | None
    status: str
    status_label: str
    tone: str
    href: str
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class TrademarkListPage(Page):
    text: str
    lines: tuple[TrademarkLine, ...]
    next_href: str
    """Empty on the last page. Pages follow each other by key: they do not shift and have no numbers."""
    first_href: str
    """Empty on the first page."""
