"""What each page says: frozen dataclasses of plain values, shown as HTML by the views, as JSON by the API.

An `href` is an address on this site, in the language of the request.
"""

from dataclasses import dataclass
from datetime import date

from onestop.core.errors import UserError
from onestop.portal.pages.types_high_value import HighValueNote
from onestop.portal.pages.types_likeness import SimilarSection
from onestop.portal.pages.types_registers import RegisterLine
from onestop.portal.pages.types_related import FactOrigin, HistoryEntry, Related, SourceLine, TextSection
from onestop.portal.pages.types_related import Option as Option
from onestop.search.highlight import Piece


class NotFound(UserError):
    """No such record: answered with 404."""


@dataclass(frozen=True, kw_only=True)
class Page:
    title: str
    notice: str
    """Says that the data holds invented demonstration records; empty where it does not."""


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class ChartRow:
    label: str
    value: float
    href: str
    """The records behind the value."""
    is_incomplete: bool = False
    """More will become known of it: not all its applications are published yet."""
    is_here: bool = False
    """What the page is about, among its peers."""


@dataclass(frozen=True)
class Chart:
    """One picture and the table behind it."""

    code: str
    """Stable: names the CSV file and the JSON."""
    title: str
    kind: str
    """columns (a series of years), bars (ranked, horizontal), parts (shares of a whole)."""
    label_name: str
    """Head of the label column: 申请年."""
    unit: str
    rows: tuple[ChartRow, ...]
    note: str
    """What is counted and what is left out."""
    as_of: date | None
    csv_href: str


@dataclass(frozen=True)
class Figure:
    """A key figure; `display` is its value as printed."""

    code: str
    name: str
    value: float | None
    """None where the data here cannot tell; `missing` says which data it would take."""
    display: str
    missing: str
    unit: str
    since: date
    """First day counted; the same as `as_of` for what is counted on one day."""
    as_of: date
    definition: str
    source: str
    href: str
    """The records behind it."""


@dataclass(frozen=True)
class PassageLine:
    label: str
    """Claim 3; paragraph 12 of the description."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ResultLine:
    """One patent in a list. Marked texts are cut into pieces, joined they are the text."""

    number: str
    display_number: str
    href: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    kind: str
    kind_label: str
    status: str
    status_label: str
    applicants: tuple["MarkedLink", ...]
    filed_on: str
    """ISO date or empty."""
    granted_on: str
    main_class: str
    region_label: str
    publication_numbers: tuple[str, ...]
    is_demonstration: bool
    reasons: tuple["Reason", ...] = ()
    """Why it is found and ranked, where asked for; of title, applicants and abstract."""
    why: tuple[str, ...] = ()
    """The same, with what else decides its place, as sentences."""
    score: float = 0.0
    """Of the ranking by relevance; 0 in other orders."""
    passages: tuple[PassageLine, ...] = ()
    """Of claims and description, where they were searched; `href` then leads to the marked text."""
    others_in_family: int = 0
    """Hits of the same family that this line stands for as well."""


@dataclass(frozen=True)
class Reason:
    field: str
    label: str
    words: tuple[str, ...]
    times: int
    weight: float
    """What a match in this field counts in the ranking."""
    synonyms: tuple["SynonymReason", ...] = ()


@dataclass(frozen=True)
class SynonymReason:
    """A word of the text that stands for a typed one; it counts half."""

    word: str
    typed: str
    times: int


@dataclass(frozen=True)
class MarkedLink:
    pieces: tuple[Piece, ...]
    href: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    district: str
    examples: tuple[Link, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    total: int
    """Patents in the platform."""


@dataclass(frozen=True)
class PageLink:
    """A page number; `href` is empty for the current page, and number 0 is a gap in the row of numbers."""

    number: int
    href: str


@dataclass(frozen=True)
class Paging:
    page: int
    pages: int
    first: int
    """Ordinal of the first hit shown, from 1."""
    last: int
    links: tuple[PageLink, ...]
    previous_href: str
    next_href: str


@dataclass(frozen=True)
class StatusNote:
    code: str
    """in_force, pending, ended, unknown."""
    reason: str
    """What it rests on: granted, fee_lapsed, invalidated …"""
    label: str
    explanation: str
    day: date
    """The day in law that is spoken of."""
    as_of: date | None
    """The sources' legal data are complete up to this day."""


@dataclass(frozen=True)
class OwnersNote:
    """Who held it on a day, where a transfer makes a difference."""

    names: tuple[str, ...]
    region_label: str
    """Empty where it is not known."""


@dataclass(frozen=True)
class LookBack:
    """One day twice: with what was known then, as a statistic of that day counted, and with today's knowledge."""

    day: date
    known_on: date
    """Whose knowledge `as_known_then` rests on: that of the day itself, unless another is asked for."""
    as_known_then: StatusNote
    with_hindsight: StatusNote
    owners_known_then: OwnersNote | None
    """As known then; None where no transfer of the patent is known."""
    owners: OwnersNote | None


@dataclass(frozen=True)
class FeeStep:
    """A payment up to `until` costs so much more."""

    percent: int
    yuan: int | None
    until: date


@dataclass(frozen=True)
class ReducedFee:
    label: str
    percent: int
    yuan: int | None
    cites: str


@dataclass(frozen=True, kw_only=True)
class FeeNote:
    """An annual fee: a hint, since payments are not known here."""

    patent_year: int
    yuan: int | None
    """None: no amount recorded for that day."""
    is_in_grace: bool
    """It was due already; if unpaid, it can still be paid with a surcharge."""
    due_on: date
    pay_until: date
    """`due_on`, or the working day after it."""
    grace_until: date | None
    lapses_on: date
    """First day without the right if it is not paid."""
    steps: tuple[FeeStep, ...]
    reductions: tuple[ReducedFee, ...]
    cites: tuple[str, ...]
    calendar_note: str
    """Said where holidays of a year have not been published; else empty."""


@dataclass(frozen=True)
class PartyGroup:
    role: str
    label: str
    names: tuple[Link, ...]
    """In printed order; `href` is empty where a person has no page."""


@dataclass(frozen=True)
class ClassLine:
    scheme: str
    scheme_label: str
    symbol: str
    title: str
    href: str
    is_main: bool


@dataclass(frozen=True)
class PublicationLine:
    number: str
    label: str
    published_on: date | None
    href: str = ""
    """Of its page, where it has one of its own."""


@dataclass(frozen=True)
class TimelineEntry:
    on: date
    """Day in law."""
    code: str
    label: str
    note: str
    is_future: bool
    announced_on: date | None = None
    recorded_on: date | None = None
    """When the platform came to know it; None for days that no event of the register names."""


@dataclass(frozen=True)
class OfficeFee:
    state: str
    state_label: str
    item: str
    yuan: str
    day: date
    """To be paid by, or paid on."""
    note: str
    known_on: date
    """When the platform was told so."""


@dataclass(frozen=True, kw_only=True)
class PatentPage(Page):
    number: str
    """As in the address: canonical application number, or a publication number where that is all we know."""
    display_number: str
    application_number: str
    """CN201510817712.7; empty where no source names it."""
    patent_number: str
    """ZL201510817712.7 of a granted patent; else empty."""
    href: str
    kind: str
    kind_label: str
    abstract: str
    status: StatusNote
    look_back: LookBack | None
    """Of the day asked for; None if none was."""
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    ends_on: date | None
    is_pct_national: bool
    is_known_by_events_only: bool
    """Its bibliography is not here: the number stands for the title, and no figure counts it."""
    address: str
    region: Link | None
    parties: tuple[PartyGroup, ...]
    classes: tuple[ClassLine, ...]
    publications: tuple[PublicationLine, ...]
    timeline: tuple[TimelineEntry, ...]
    fees: tuple[FeeNote, ...]
    """Of a right in force: the fee in its grace period, if any, then the next one."""
    office_fees: tuple[OfficeFee, ...]
    """As the office's query service listed them, newest first."""
    sources: tuple[SourceLine, ...]
    origins: tuple[FactOrigin, ...]
    """Of each fact that is known to have been told; older imports did not note it."""
    history: tuple[HistoryEntry, ...]
    """What later sources changed, the newest first."""
    revisions: int
    """How often a later source corrected the record."""
    similar: SimilarSection
    related: Related
    texts: tuple[TextSection, ...]
    lists: tuple[RegisterLine, ...]
    """Contracts about it and awards that it won, as lists tell them."""
    high_value: tuple[HighValueNote, ...]
    """Reasons for which it counts as a high-value invention today, if it is in force."""
    is_demonstration: bool


@dataclass(frozen=True)
class LanguageText:
    language: str
    language_name: str
    text: str


@dataclass(frozen=True)
class DocumentEventLine:
    """As INPADOC tells it."""

    effective_on: date
    code: str
    country: str
    country_name: str
    text: str
    recorded_on: date
    """When it became known here."""


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """A published document of another office, as sources told of it; no legal status is derived."""

    number: str
    """As in the address: EP2400812A1."""
    href: str
    office: str
    office_name: str
    kind_code: str
    is_grant: bool | None
    """Shows that a right was granted; null where the office's practice is not recorded."""
    grant_label: str
    application: str
    published_on: date | None
    filed_on: date | None
    titles: tuple[LanguageText, ...]
    abstracts: tuple[LanguageText, ...]
    applicants: tuple[str, ...]
    inventors: tuple[str, ...]
    classes: tuple[ClassLine, ...]
    publications: tuple[PublicationLine, ...]
    """Other documents of the same number."""
    patent: Link | None
    """The patent of this platform that the document belongs to."""
    events: tuple[DocumentEventLine, ...]
    """The newest first."""
    events_left_out: int
    texts: tuple[TextSection, ...]
    related: Related
    sources: tuple[SourceLine, ...]
    history: tuple[HistoryEntry, ...]
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class ApplicantPage(Page):
    name: str
    holder: Link | None
    """Whom the name means, where that is settled."""
    total: int
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    partners: tuple[ChartRow, ...]
    """Co-applicants, with the number of common patents; `href` leads to the search of these."""
    lines: tuple[ResultLine, ...]
    """The newest ones."""
    search_href: str
    as_of: date | None


@dataclass(frozen=True, kw_only=True)
class NumberPage(Page):
    text: str
    kind: str
    """application, publication, uscc …; empty: not recognised."""
    kind_label: str
    canonical: str
    display: str
    check_digit: str
    """Verified, or computed where the text has none; empty for numbers without one."""
    is_valid: bool
    explanation: str
    suggestion: Link | None
    """A repaired number to look up instead."""
    patent: Link | None
    document: Link | None
    """Of another office, held here."""
    trademark: Link | None
    """Digits alone can also be the number of a trademark."""
    search_href: str


@dataclass(frozen=True)
class NewestDay:
    """How far records reach: the newest day of one kind."""

    code: str
    label: str
    day: date


@dataclass(frozen=True)
class Brought:
    """Records of one table that came from somewhere."""

    code: str
    label: str
    count: int
    days: tuple[NewestDay, ...]


@dataclass(frozen=True)
class SourceSummary:
    file: str
    digest: str
    kind: str
    records: int
    brought: tuple[Brought, ...]
    read_on: date
    is_demonstration: bool


@dataclass(frozen=True)
class Hole:
    """Something that the data lack: how many records, of how many."""

    code: str
    label: str
    count: int
    share: float


@dataclass(frozen=True)
class HeldTable:
    """What is here of one kind of thing: patents, trademarks, lists of a department."""

    code: str
    label: str
    href: str
    """Where its entries are listed; empty where they are not."""
    count: int
    newest: date | None
    """The newest day that any of them speaks of; None where they carry no day."""
    updated_on: date


@dataclass(frozen=True)
class SourceKind:
    """What came from one kind of file, up to which days, and what it is known to lack."""

    code: str
    label: str
    looks_like: str
    """The files themselves."""
    files: int
    rows: int
    rejected: int
    """Rows that are still not imported."""
    last_on: date | None
    """Of the newest import."""
    brought: tuple[Brought, ...]
    holes: tuple[str, ...]


@dataclass(frozen=True)
class LegalReach:
    """Up to which day the legal status of a region's patents is known."""

    region: str
    label: str
    patents: int
    known: int
    """How many of them have data of their legal status."""
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class ThinYear:
    """A year of filing with so few records that most are probably missing."""

    year: int
    count: int
    expected: int
    """Median of the years around it."""


@dataclass(frozen=True)
class SupplyNote:
    """A regular package of data: which issues did not come."""

    code: str
    name: str
    newest: str
    """The newest issue that came: 2026 年第 38 周."""
    missing: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class DataPage(Page):
    total: int
    demonstration_total: int
    held: tuple[HeldTable, ...]
    kinds: tuple[SourceKind, ...]
    kinds_on: date | None
    """When they were counted; None: just now."""
    supplies: tuple[SupplyNote, ...]
    sources: tuple[SourceSummary, ...]
    """The newest files that records came from."""
    files_total: int
    unusable_files: int
    """Files of which nothing could be imported."""
    legal_reach: tuple[LegalReach, ...]
    holes: tuple[Hole, ...]
    thin_years: tuple[ThinYear, ...]
    as_of: date | None


@dataclass(frozen=True)
class InternationalLine:
    number: str
    title: str
    applicant: str
    filed_on: date
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class InternationalPage(Page):
    region: str
    region_name: str
    since: date
    until: date
    total: int
    lines: tuple[InternationalLine, ...]
    paging: Paging
