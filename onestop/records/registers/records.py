"""What a source says of one entry of a register, after cleaning. Empty means "does not say"."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from onestop.records.models import (
    CaseKind,
    FeeState,
    HolderKind,
    HonourKind,
    Level,
    MarkKind,
    MarkUse,
    ProviderKind,
    TransactionKind,
)
from onestop.records.types import CitationRecord, PriorityRecord, TextRecord


class RegisterRecord(Protocol):
    @property
    def key(self) -> str:
        """What identifies the entry; two records with one key speak of the same."""


@dataclass(frozen=True, slots=True)
class DocumentEventRecord:
    code: str
    effective_on: date
    country: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A published document of any office. Numbers as in `onestop.records.models.documents`."""

    number: str
    """With kind where it is known: EP2400812A1."""
    serial: str
    """Without kind: EP2400812."""
    kind_code: str = ""
    application: str = ""
    published_on: date | None = None
    filed_on: date | None = None
    titles: tuple[tuple[str, str], ...] = ()
    """(language, text)"""
    abstracts: tuple[tuple[str, str], ...] = ()
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    family: str = ""
    priorities: tuple[PriorityRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    events: tuple[DocumentEventRecord, ...] = ()
    texts: tuple[TextRecord, ...] = ()

    @property
    def key(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class GoodsItem:
    name: str
    group: str = ""
    """Similar group: 0901."""


@dataclass(frozen=True, slots=True)
class TrademarkEventRecord:
    name: str
    effective_on: date
    code: str = ""


@dataclass(frozen=True, slots=True)
class TrademarkRecord:
    number: str
    nice_class: int
    office: str = "CN"
    registration_number: str = ""
    """Where it is not the number."""
    mark: str = ""
    mark_kind: MarkKind = MarkKind.UNKNOWN
    mark_use: MarkUse = MarkUse.ORDINARY
    applicants: tuple[str, ...] = ()
    applicant_foreign: str = ""
    address: str = ""
    region: str = ""
    agent: str = ""
    goods: tuple[GoodsItem, ...] = ()
    filed_on: date | None = None
    preliminary_on: date | None = None
    preliminary_issue: str = ""
    registered_on: date | None = None
    registration_issue: str = ""
    term_from: date | None = None
    term_to: date | None = None
    status_text: str = ""
    status_as_of: date | None = None
    picture_file: str = ""
    """As the source names it, without folders."""
    events: tuple[TrademarkEventRecord, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.office}:{self.number}:{self.nice_class}"


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """Found by its code or, without one, by its name; not a register entry (`onestop.records.holders`)."""

    name: str
    kind: HolderKind = HolderKind.UNKNOWN
    uscc: str = ""
    region: str = ""
    address: str = ""
    former_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HonourRecord:
    kind: HonourKind
    level: Level
    holder: HolderRecord
    certificate: str = ""
    batch: str = ""
    grade: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    region: str = ""
    holder_id: int | None = None
    """Known once it is stored; before, code or name say who it is."""

    @property
    def key(self) -> str:
        """A company that gets the title again has another entry; one day says which."""
        who = self.holder_id or self.holder.uscc or self.holder.name
        return f"{self.kind}:{self.level}:{who}:{self.valid_from or self.batch}"[:200]


@dataclass(frozen=True, slots=True)
class TransactionRecord:
    kind: TransactionKind
    rights: tuple[str, ...]
    """Canonical numbers."""
    number: str = ""
    giver: str = ""
    receiver: str = ""
    amount: Decimal | None = None
    registered_on: date | None = None
    ends_on: date | None = None
    region: str = ""
    terms: str = ""

    @property
    def key(self) -> str:
        what = self.rights[0] if self.rights else self.giver
        which = self.number or f"{what}:{self.registered_on}:{self.receiver}"
        return f"{self.kind}:{which}"[:200]


@dataclass(frozen=True, slots=True)
class AwardRecord:
    name: str
    level: Level
    year: int
    number: str
    grade: str = ""
    winner: str = ""

    @property
    def key(self) -> str:
        return f"{self.level}:{self.name}:{self.year}:{self.number}"[:200]


@dataclass(frozen=True, slots=True)
class InternationalRecord:
    number: str
    title: str
    applicant: str
    filed_on: date
    region: str = ""

    @property
    def key(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class PopulationRecord:
    region: str
    year: int
    persons: int
    published_by: str = ""

    @property
    def key(self) -> str:
        return f"{self.region}:{self.year}"


@dataclass(frozen=True, slots=True)
class PopulationSeries:
    """One row of a list: a region's population in one or several years."""

    records: tuple[PopulationRecord, ...]

    @property
    def key(self) -> str:
        return self.records[0].key


@dataclass(frozen=True, slots=True)
class GeographicalIndicationRecord:
    name: str
    sort: str
    """product, trademark or agricultural."""
    number: str = ""
    holder_name: str = ""
    products: str = ""
    protected_on: date | None = None
    region: str = ""

    @property
    def key(self) -> str:
        return f"{self.sort}:{self.name}:{self.number}"[:200]


@dataclass(frozen=True, slots=True)
class LayoutRecord:
    number: str
    title: str
    holder_name: str = ""
    filed_on: date | None = None
    first_used_on: date | None = None
    announced_on: date | None = None
    region: str = ""

    @property
    def key(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    kind: ProviderKind
    name: str
    uscc: str = ""
    licence: str = ""
    address: str = ""
    region: str = ""
    phone: str = ""
    services: str = ""
    established_on: date | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.uscc or self.name}"[:200]


@dataclass(frozen=True, slots=True)
class CaseSummaryRecord:
    kind: CaseKind
    number: str
    region: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    amount: Decimal | None = None
    labels: int | None = None
    handed_over_on: date | None = None
    confirmed_on: date | None = None
    participants: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.number}"[:200]


@dataclass(frozen=True, slots=True)
class FeeRecord:
    number: str
    state: FeeState
    item: str
    amount: Decimal
    day: date
    status_text: str = ""

    @property
    def key(self) -> str:
        return f"{self.number}:{self.state}:{self.item}:{self.day}"[:200]
