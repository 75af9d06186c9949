"""A published document as a source tells of it, before cleaning: texts as they stand there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onestop.records.models import TextPart

COLUMNS = {
    "publication_number": ("公开（公告）号",),
    "application_number": ("申请号",),
    "event": ("法律状态",),
    "event_details": ("法律状态信息",),
    "announced_on": ("法律状态公告日",),
}
"""Of the short account of a document that stands in reports, and of the events of Chinese patents."""
NAMES = (
    "记录", "公开（公告）号", "公开（公告）日", "申请号", "申请日", "名称", "申请人", "优先权", "分类号",
    "引证文献", "法律事件", "全文", "法律状态", "法律状态信息", "法律状态公告日", "同族文献（件）",
)  # fmt: skip
"""All are known: the members of the family, which have records of their own, are only counted."""


@dataclass(frozen=True, slots=True)
class RawNumber:
    number: str
    office: str = ""
    """Empty where the number begins with it (epodoc)."""
    kind: str = ""
    day: str = ""
    form: str = "docdb"
    """docdb, epodoc or original."""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.office, self.number, self.kind)))


@dataclass(frozen=True, slots=True)
class RawCitation:
    numbers: tuple[RawNumber, ...] = ()
    text: str = ""
    """Where it is no patent."""
    category: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class RawEvent:
    code: str
    day: str
    """In law, else of the announcement."""
    announced: str
    country: str
    text: str


@dataclass(frozen=True, slots=True)
class RawText:
    part: TextPart
    language: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawDocument:
    record: str
    """What the source calls such a record."""
    stand_in: str = ""
    """Office and identifier of the source, TW:21db563b…, where it prints no number of the document."""
    publication: tuple[RawNumber, ...] = ()
    """One number in the forms that the source gives; the best first."""
    application: tuple[RawNumber, ...] = ()
    priorities: tuple[tuple[RawNumber, ...], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    abstracts: tuple[tuple[str, str], ...] = ()
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    family: str = ""
    citations: tuple[RawCitation, ...] = ()
    events: tuple[RawEvent, ...] = ()
    texts: tuple[RawText, ...] = ()
    members: int = 0
    """Documents of the family that it lists."""
    status: str = ""
    """D: deleted (DOCDB); not found (OPS)."""

    def summary(self) -> Mapping[str, str]:
        """What a person sees of it where it is rejected."""
        publication = self.publication[0] if self.publication else None
        application = self.application[0] if self.application else None
        told = {
            "记录": self.record,
            "公开（公告）号": str(publication or ""),
            "公开（公告）日": publication.day if publication else "",
            "申请号": str(application or ""),
            "申请日": application.day if application else "",
            "名称": next((text for _language, text in self.titles), ""),
            "申请人": ";".join(self.applicants),
            "优先权": ";".join(str(each[0]) for each in self.priorities if each),
            "分类号": ";".join((*self.ipc, *self.cpc)),
            "引证文献": _number(self.citations),
            "法律事件": _number(self.events),
            "全文": ";".join(f"{each.part.value} {len(each.paragraphs)}" for each in self.texts),
            "同族文献（件）": str(self.members or ""),
        }
        return {name: text for name, text in told.items() if text}


def _number(found: tuple[object, ...]) -> str:
    return str(len(found) or "")


@dataclass(frozen=True, slots=True)
class Attached:
    """`RawRow.content` of a Chinese patent whose source has more than fits into cells."""

    texts: Mapping[TextPart, tuple[str, ...]] = field(default_factory=dict)
    citations: tuple[tuple[str, str, str], ...] = ()
    """(number or text, category, phase)"""


def length_of(content: object) -> int:
    """Characters of the claims and descriptions in a row's content."""
    if isinstance(content, Attached):
        return sum(len(each) for paragraphs in content.texts.values() for each in paragraphs)
    if isinstance(content, RawDocument):
        return sum(len(each) for text in content.texts for each in text.paragraphs)
    return 0
