"""What a source says about one patent, after cleaning: the only thing an importer hands to the records."""

from dataclasses import dataclass
from datetime import date

from onestop.core.travel import Travels
from onestop.records.models import EventKind, PatentKind, TextPart


@dataclass(frozen=True, slots=True)
class PublicationRecord(Travels):
    number: str
    """Canonical, with its kind code where known: CN105334567A."""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnersRecord(Travels):
    """One side of a transfer, as far as the register tells it."""

    names: tuple[str, ...] = ()
    address: str = ""
    region: str = ""
    """GB/T 2260, of the first one's address."""


@dataclass(frozen=True, slots=True)
class EventRecord(Travels):
    kind: EventKind
    effective_on: date
    announced_on: date | None = None
    reference: str = ""
    """Number of the registration, which tells two pledges or licences of one day apart."""
    term_ends_on: date | None = None
    """Of a term adjustment: the new first day without the right."""
    note: str = ""
    """What the gazette says more, such as the number of days of an adjustment."""
    before: OwnersRecord | None = None
    after: OwnersRecord | None = None
    """Of a transfer or a change of name or address."""


@dataclass(frozen=True, slots=True)
class PriorityRecord(Travels):
    claimed: str
    """The earlier application as DOCDB writes it, without kind and check digit: CN201510817712, EP10167109."""
    claimed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CitationRecord(Travels):
    cited: str = ""
    """A document without its kind: EP2400812. Empty where `text` names a source that is no patent."""
    text: str = ""
    category: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class TextRecord(Travels):
    """Claims or description of one published document."""

    document: str
    """Its number with kind: CN105334567B."""
    part: TextPart
    language: str
    """ISO 639-1: zh, en."""
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatentRecord(Travels):
    """Empty means "this source does not say"; it never erases what another source said.

    At least one of `application_number` and `publications` is given.
    """

    kind: PatentKind
    title: str = ""
    """Empty where only an event of the patent is known so far."""
    application_number: str = ""
    """Canonical 13 or 9 characters with the check digit: 2015108177127."""
    abstract: str = ""
    filed_on: date | None = None
    publications: tuple[PublicationRecord, ...] = ()
    applicants: tuple[str, ...] = ()
    patentees: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    """Main class first, canonical: E21D20/02."""
    locarno: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    address: str = ""
    region: str = ""
    """GB/T 2260 code of the first patentee's district."""
    events: tuple[EventRecord, ...] = ()
    legal_data_to: date | None = None
    """The source's legal events are complete up to this day."""
    pct_application: str = ""
    """PCT/CN2017/076240"""
    pct_publication: str = ""
    """WO2018161336"""
    national_phase_on: date | None = None
    priorities: tuple[PriorityRecord, ...] = ()
    """These, the citations and the texts only add up: they are stored beside the patent and not merged."""
    citations: tuple[CitationRecord, ...] = ()
    texts: tuple[TextRecord, ...] = ()
