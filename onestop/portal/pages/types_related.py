"""What pages of patents and of documents say alike: where facts come from, family, priorities, citations, texts."""

from dataclasses import dataclass
from datetime import date

from onestop.search.highlight import Piece


@dataclass(frozen=True)
class SourceLine:
    """A row of a file that said something."""

    file: str
    digest: str
    """SHA-256 of the file."""
    member: str
    """Path of the file inside it, where it is a package; else empty."""
    row: int
    """Of the file; of a package its own numbering, which runs through all its files."""
    member_row: int
    """Ordinal inside the member, from 1; 0 where there is none."""
    recorded_on: date


@dataclass(frozen=True)
class OlderValue:
    text: str
    until: date
    replaced_by: str
    """Name of the file."""


@dataclass(frozen=True)
class FactOrigin:
    """Which rows told a fact."""

    fact: str
    label: str
    present: tuple[SourceLine, ...]
    """The present value is from this row; from all of them where statements add up. The newest first."""
    others: int
    """Rows that said the fact too, earlier or once more."""
    older: tuple[OlderValue, ...]


@dataclass(frozen=True)
class ChangedFact:
    fact: str
    label: str
    before: str
    """Empty where there was no value before, or where the new statement only added something."""


@dataclass(frozen=True)
class HistoryEntry:
    """What one statement changed."""

    on: date
    file: str
    facts: tuple[ChangedFact, ...]


@dataclass(frozen=True)
class NumberLink:
    """A number of any office; `href` is empty where nothing of it is held here."""

    number: str
    title: str
    language: str
    """Of the title."""
    href: str


@dataclass(frozen=True)
class PriorityLine:
    claimed: NumberLink
    claimed_on: date | None


@dataclass(frozen=True)
class Option:
    """One of several choices, one of which may hold now."""

    value: str
    label: str
    href: str
    is_selected: bool


@dataclass(frozen=True)
class MemberDocumentLine:
    number: str
    kind_code: str
    published_on: date | None
    is_grant: bool | None
    """Shows that a right was granted; null where the office's practice is not recorded."""
    href: str


@dataclass(frozen=True)
class MemberLine:
    """An application of a family."""

    application: NumberLink
    level: int
    """0 in the simple family, else the number of steps along priorities."""
    is_self: bool
    filed_on: date | None
    documents: tuple[MemberDocumentLine, ...]
    is_granted: bool | None
    grant_label: str


@dataclass(frozen=True)
class OfficeMembers:
    office: str
    """WIPO ST.3."""
    name: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True)
class FamilySection:
    kind: str
    """simple or extended."""
    number: str
    """As DOCDB numbers the simple family; empty where no source told it."""
    kinds: tuple[Option, ...]
    offices: tuple[OfficeMembers, ...]
    total: int
    is_cut: bool
    missing: str
    """Which data it would take to know more; empty where there are any."""


@dataclass(frozen=True)
class CitationLine:
    document: NumberLink
    level: int
    category: str
    """X, Y, A: WIPO ST.14; of the link by which it was reached."""
    through: str
    """The document from which it was reached; empty at the first level."""


@dataclass(frozen=True)
class CitationSection:
    direction: str
    """backward: what is cited; forward: what cites."""
    lines: tuple[CitationLine, ...]
    texts: tuple[str, ...]
    """Cited sources that are no patents."""
    is_cut: bool
    missing: str


@dataclass(frozen=True)
class GraphNode:
    link: NumberLink
    x: int
    y: int
    is_self: bool


@dataclass(frozen=True)
class GraphEdge:
    path: str
    """Of the line, from what cites to what is cited."""
    category: str


@dataclass(frozen=True)
class CitationGraph:
    width: int
    height: int
    box_width: int
    box_height: int
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    hidden: int
    """Documents that are only in the lists."""

    @property
    def middle(self) -> tuple[int, int]:
        """Of a box."""
        return self.box_width // 2, self.box_height // 2


@dataclass(frozen=True)
class Related:
    """How a document hangs together with others."""

    priorities: tuple[PriorityLine, ...]
    priorities_missing: str
    family: FamilySection
    cited: CitationSection
    citing: CitationSection
    graph: CitationGraph | None
    """The same as a drawing; None where there is nothing to draw."""
    levels: tuple[Option, ...]
    """Of the citations."""


@dataclass(frozen=True)
class ClaimNode:
    """A claim with those that refer to it."""

    number: int
    paragraphs: tuple[tuple[Piece, ...], ...]
    refers_to: tuple[int, ...]
    """Numbers of the claims that it refers to; empty: independent."""
    children: tuple["ClaimNode", ...]


@dataclass(frozen=True)
class TextSection:
    """Claims or description of one document. Texts are cut into pieces, joined they are the text."""

    document: str
    part: str
    label: str
    language: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    left_out: int
    """Paragraphs beyond what a page shows."""
    has_match: bool = False
    """Some of it is marked: it is what was searched."""
    claims: tuple[ClaimNode, ...] = ()
    """The same paragraphs as a tree, where they are claims."""
