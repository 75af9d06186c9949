"""What the pages of trademarks say."""

from dataclasses import dataclass
from datetime import date

from onestop.portal.pages.types import Link, MarkedLink, Option, Page, Paging, TimelineEntry
from onestop.portal.pages.types_related import SourceLine
from onestop.portal.pages.types_search import ActiveFilter, FacetGroup, FieldHelp, SearchError
from onestop.search.highlight import Piece


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
    picture_href: str
    """A small picture of the mark; empty where none is held."""
    classes: tuple[TrademarkClass, ...]
    sources: tuple[SourceLine, ...]
    revisions: int
    is_demonstration: bool


@dataclass(frozen=True)
class TrademarkLine:
    """One class of a number in a list. Marked texts are cut into pieces, joined they are the text."""

    office: str
    number: str
    nice_class: int
    mark: tuple[Piece, ...]
    kind_label: str
    applicants: tuple[MarkedLink, ...]
    groups: tuple[str, ...]
    """Similar groups of its goods."""
    goods: tuple[str, ...]
    """The first of them."""
    goods_total: int
    filed_on: str
    """ISO date or empty."""
    registered_on: str
    term_to: str
    status: str
    status_label: str
    tone: str
    """in_force, pending, ended, unknown."""
    href: str
    picture_href: str
    """A small picture of the mark; empty where none is held."""
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class TrademarkListPage(Page):
    text: str
    parse: str
    """How the query was understood."""
    total: int
    took_ms: float
    lines: tuple[TrademarkLine, ...]
    facets: tuple[FacetGroup, ...]
    active: tuple[ActiveFilter, ...]
    clear_href: str
    """The same query without any filter."""
    sort: str
    sorts: tuple[Option, ...]
    paging: Paging
    error: SearchError | None
    fields: tuple[FieldHelp, ...]


@dataclass(frozen=True)
class CheckReason:
    code: str
    """same, core, sound, look, order, contained …"""
    label: str
    score: int
    shared: str
    """The text that both marks have; empty where the ground is not a part of them."""


@dataclass(frozen=True)
class CheckCandidate:
    """A mark of the register that may stand in the way."""

    line: TrademarkLine
    score: int
    reasons: tuple[CheckReason, ...]
    nearness: str
    """same_group, same_class, same_goods, other_class, any."""
    nearness_label: str
    shared_groups: tuple[str, ...]
    remark: str
    """Of a right that has ended: what the law still makes of it."""


@dataclass(frozen=True)
class CheckGroup:
    """Candidates of one degree of risk; `code` is high, medium, low or ended."""

    code: str
    label: str
    explanation: str
    total: int
    candidates: tuple[CheckCandidate, ...]


@dataclass(frozen=True)
class GroundHint:
    """Something in the mark that an absolute ground of the law may speak against."""

    code: str
    label: str
    words: tuple[str, ...]
    cites: str
    text: str
    """The wording of the law."""
    note: str


@dataclass(frozen=True)
class CheckFigure:
    label: str
    text: str


@dataclass(frozen=True)
class PictureCandidate:
    """A mark whose picture looks like the one that was sent."""

    line: TrademarkLine
    """In its first class."""
    other_classes: tuple[int, ...]
    score: int
    """0 to 100: mostly shape, a little colour."""
    shape: int
    colour: int
    degree: str
    """high, medium, low."""
    how: tuple[str, ...]
    """What was done to the picture that was sent: turned, mirrored, cut."""


@dataclass(frozen=True)
class PictureResults:
    candidates: tuple[PictureCandidate, ...]
    compared: int
    """Pictures that were compared."""
    took_ms: float


@dataclass(frozen=True, kw_only=True)
class MarkCheckPage(Page):
    mark: str
    classes: str
    groups: str
    goods: str
    """As typed into the form, put in order."""
    typed: tuple[tuple[str, str], ...]
    """The same by name."""
    href: str
    is_asked: bool
    """False: the empty form."""
    took_ms: float
    compared: int
    """Marks of the register that were compared one by one."""
    is_cut: bool
    """More were found than are compared."""
    results: tuple[CheckGroup, ...]
    hints: tuple[GroundHint, ...]
    pictures: PictureResults | None
    """Marks that look like the picture that was sent; None where none was."""
    law: str
    """The version of the law that the hints cite."""
    unchecked: tuple[str, ...]
    """What the report does not look at."""
    register: tuple[CheckFigure, ...]
    """How much of the register is here and how fresh it is."""
    error: SearchError | None
