"""What the pages of the monthly bulletin say."""

from dataclasses import dataclass
from datetime import date, datetime

from onestop.portal.pages.types import Link, Page


@dataclass(frozen=True)
class BulletinFigure:
    """Texts as printed; a dash where nothing can be said."""

    code: str
    name: str
    unit: str
    value: float | None
    display: str
    before: str
    before_change: str
    """Against the month before."""
    year_before: str
    year_change: str
    so_far: str
    """Of the year up to the month's end; a dash for what is counted on a day."""
    so_far_change: str
    missing: str
    definition: str
    version: int
    source: str
    href: str
    """The records of the month where a search finds them, else those of the figure on the month's last day."""


@dataclass(frozen=True)
class BulletinGroup:
    code: str
    label: str
    figures: tuple[BulletinFigure, ...]


@dataclass(frozen=True)
class NamedLine:
    number: str
    name: str
    reason: str


@dataclass(frozen=True)
class ComingGroup:
    code: str
    name: str
    entries: int
    exits: int
    came: tuple[NamedLine, ...]
    went: tuple[NamedLine, ...]


@dataclass(frozen=True)
class RightLine:
    number: str
    title: str
    kind_label: str
    day: str
    holder: str
    href: str


@dataclass(frozen=True)
class HolderLine:
    name: str
    inventions: int
    others: int


@dataclass(frozen=True)
class RightGroup:
    total: int
    lines: tuple[RightLine, ...]
    """The first; all are in `total` and counted in `holders`."""
    holders: tuple[HolderLine, ...]


@dataclass(frozen=True)
class RevisedLine:
    name: str
    then: str
    now: str


@dataclass(frozen=True)
class BulletinBody:
    """What it says; the page and the files have it alike."""

    region: str
    region_name: str
    month: str
    as_of: date
    next_month: str
    groups: tuple[BulletinGroup, ...]
    changes: tuple[ComingGroup, ...]
    granted: RightGroup
    ending: RightGroup
    revised: tuple[RevisedLine, ...]
    """What the bulletin of the month before said otherwise."""
    digest: str


@dataclass(frozen=True)
class BulletinLine:
    month: str
    issue: int
    made_at: datetime
    published_at: datetime | None
    """None: a draft, which only officers see."""
    digest: str
    href: str
    docx_href: str
    pdf_href: str
    """Empty where the machine could not set one."""


@dataclass(frozen=True, kw_only=True)
class BulletinListPage(Page):
    region: str
    region_name: str
    lines: tuple[BulletinLine, ...]


@dataclass(frozen=True)
class IssueNote:
    """An earlier issue of the same month, and what this one says otherwise."""

    line: BulletinLine
    revised: tuple[RevisedLine, ...]


@dataclass(frozen=True, kw_only=True)
class BulletinPage(Page):
    key: int
    line: BulletinLine
    body: BulletinBody
    earlier: tuple[IssueNote, ...]
    newest: Link | None
    """A later issue of the same month that the reader may see."""
    recomputed: tuple[RevisedLine, ...] | None
    """What would be said otherwise by what is known now; None where that was not asked for."""
