"""From what a source says of a document of any office to a record; each value that can't be used is said."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.ingest.sources.document import RawCitation, RawDocument, RawEvent, RawNumber, RawText
from onestop.records.models import Citation, Document, DocumentEvent
from onestop.records.registers.records import DocumentEventRecord, DocumentRecord
from onestop.records.types import CitationRecord, PriorityRecord, TextRecord
from onestop.records.values import cpc, dates, document_number, ipc, names

MAX_FAMILY = Document._meta.get_field("family").max_length or 0
MAX_CODE = DocumentEvent._meta.get_field("code").max_length or 0
MAX_TEXT = Citation._meta.get_field("text").max_length or 0
MAX_PHASE = Citation._meta.get_field("phase").max_length or 0
_LANGUAGE = re.compile("[a-z]{2}")
_OFFICE = re.compile("[A-Z]{2}")
_CATEGORY = re.compile("[A-Z&,; ]{1,20}")
_PHASES = {
    "national-search-report": "SEA",
    "search-report": "SEA",
    "international-search-report": "ISR",
    "supplementary-search-report": "SUP",
    "applicant": "APP",
    "cited by applicant": "APP",
    "examination": "EXA",
    "cited by examiner": "EXA",
    "opposition": "OPP",
}
"""What OPS and the USPTO write for the codes of DOCDB."""


def document(row: Row, region: str) -> DocumentRecord:
    """`region` is not used: the holders of such documents are not counted in any."""
    raw = row.raw.content
    assert isinstance(raw, RawDocument)  # the sources of this subject give nothing else
    number = _own_number(raw)
    _refuse_what_is_not_there(raw, number)
    filed_on = _day(row, "申请日", next((each.day for each in raw.application if each.day), ""))
    application = _first(row, "申请号", raw.application, filed_on)
    if raw.priorities and not application:
        message = _("没有申请号，优先权无处可记，未采用。")
        row.add(RowOutcome.DROPPED, "document.no_application", message, "", "优先权")
    return DocumentRecord(
        number=number,
        serial=document_number.serial(number),
        kind_code=document_number.kind_code(number),
        application=application,
        published_on=_day(
            row, "公开（公告）日", next((each.day for each in raw.publication if each.day), "")
        ),
        filed_on=filed_on,
        titles=_texts_by_language(raw.titles),
        abstracts=_texts_by_language(raw.abstracts),
        applicants=_kept(row, "申请人", names.clean, raw.applicants),
        inventors=_kept(row, "发明人", names.clean, raw.inventors),
        ipc=_kept(row, "分类号", ipc.clean, raw.ipc),
        cpc=_kept(row, "分类号", cpc.clean, raw.cpc),
        family=_family(row, raw.family),
        priorities=tuple(_priorities(row, raw)) if application else (),
        citations=tuple(dict.fromkeys(_citation(row, each) for each in raw.citations)),
        events=tuple(dict.fromkeys(_events(row, raw.events))),
        texts=tuple(_full_text(number, each) for each in raw.texts),
    )


def _refuse_what_is_not_there(raw: RawDocument, number: str) -> None:
    if raw.status == "D":
        raise rejected(
            "document.deleted",
            _("来源通知删除文献 %(number)s，没有存入。") % {"number": number},
            _("库中如已有这篇文献，仍然保留；请核对它是否已由其他号码取代。"),
        )
    if raw.status == "not found":
        raise rejected(
            "document.not_found",
            _("来源没有文献 %(number)s。") % {"number": number},
            _("请核对号码；刚公布的文献要过几天才有。"),
        )


def _own_number(raw: RawDocument) -> str:
    """With its kind, if any of the forms has one."""
    if raw.stand_in:
        return raw.stand_in
    errors, found = [], []
    for each in raw.publication:
        try:
            found.append(_publication(each))
        except UserError as error:
            errors.append(error)
    if not found:
        raise rejected(
            "document.no_number",
            errors[0].message if errors else _("这条记录没有文献号。"),
            _("没有文献号就无法与其他资料对上。请向提供者核实后重新取得。"),
        )
    return max(found, key=lambda number: bool(document_number.kind_code(number)))


def _publication(number: RawNumber) -> str:
    if not number.office:
        return document_number.clean(number.number)
    return document_number.publication(number.office, number.number, number.kind)


def _application(number: RawNumber, day: date | None) -> str:
    if not number.office:
        return document_number.clean_application(number.number)
    if number.form == "original":
        return document_number.printed_application(number.office, number.number, day.year if day else None)
    return document_number.application(number.office, number.number, number.kind)


def _first(row: Row, column: str, forms: tuple[RawNumber, ...], day: date | None) -> str:
    """The first form that can be used. Only where there is none, what is wrong with the first is told."""
    errors = []
    for each in forms:
        try:
            return _application(each, day)
        except UserError as error:
            errors.append(error)
    row.findings += [of_error(RowOutcome.DROPPED, error, column) for error in errors[:1]]
    return ""


def _priorities(row: Row, raw: RawDocument) -> Iterator[PriorityRecord]:
    for forms in raw.priorities:
        day = _day(row, "优先权", next((each.day for each in forms if each.day), ""))
        if claimed := _first(row, "优先权", forms, day):
            yield PriorityRecord(claimed, day)


def _citation(row: Row, raw: RawCitation) -> CitationRecord:
    """A number that can't be read is kept as a text."""
    category, phase = _category(raw.category), _phase(raw)
    for each in raw.numbers:
        try:
            cited = document_number.serial(_publication(each))
        except UserError:
            continue
        return CitationRecord(cited, category=category, phase=phase)
    if raw.numbers:
        message = _("引证文献“%(text)s”的号码看不懂，按文字保存。") % {"text": str(raw.numbers[0])[:40]}
        row.add(RowOutcome.NOTED, "citation.no_number", message, "", "引证文献")
    if len(raw.text) > MAX_TEXT:
        message = _("引证的非专利文献长达 %(count)s 个字符，只保存前 %(limit)s 个。") % {
            "count": len(raw.text),
            "limit": MAX_TEXT,
        }
        row.add(RowOutcome.REPAIRED, "citation.too_long", message, "", "引证文献")
    return CitationRecord(
        text=raw.text[:MAX_TEXT] or str(raw.numbers[0])[:MAX_TEXT], category=category, phase=phase
    )


def _category(text: str) -> str:
    """X, Y, A (WIPO ST.14), each once; the USPTO writes words there, which say the phase."""
    letters = re.sub("[^A-Z&]", "", text) if _CATEGORY.fullmatch(text) else ""
    return "".join(dict.fromkeys(letters))[:MAX_PHASE]


def _phase(raw: RawCitation) -> str:
    code = _PHASES.get(raw.phase.lower()) or _PHASES.get(raw.category.lower()) or raw.phase.upper()
    return code if len(code) <= MAX_PHASE else ""


def _events(row: Row, events: tuple[RawEvent, ...]) -> Iterator[DocumentEventRecord]:
    for each in events:
        day = _day(row, "法律事件", each.day, may_lie_ahead=True)
        if day and each.code and len(each.code) <= MAX_CODE and _OFFICE.fullmatch(each.country):
            yield DocumentEventRecord(each.code, day, each.country, each.text)
        else:
            message = _("法律事件“%(text)s”没有代码、日期或国家，未采用。") % {
                "text": f"{each.code} {each.text}".strip()[:60]
            }
            row.add(RowOutcome.DROPPED, "document.event_incomplete", message, "", "法律事件")


def _full_text(number: str, raw: RawText) -> TextRecord:
    return TextRecord(number, raw.part, _language(raw.language), raw.paragraphs)


def _texts_by_language(texts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple({_language(language): text for language, text in reversed(texts)}.items())[::-1]


def _language(code: str) -> str:
    """Empty where the source does not say."""
    short = code[:2].lower()
    return short if _LANGUAGE.fullmatch(short) else ""


def _day(row: Row, column: str, text: str, *, may_lie_ahead: bool = False) -> date | None:
    """DOCDB writes 00010101 and the like where it knows no day."""
    if not text.strip("0 ") or text.startswith("0001"):
        return None
    try:
        latest = None if may_lie_ahead else clock.today()
        return dates.clean(text, min_date=dates.EARLIEST, max_date=latest)
    except UserError as error:
        row.findings.append(of_error(RowOutcome.DROPPED, error, column))
        return None


def _kept(row: Row, column: str, clean: Callable[[str], str], texts: tuple[str, ...]) -> tuple[str, ...]:
    """One that is wrong costs itself."""
    found = []
    for text in texts:
        try:
            found.append(clean(text))
        except UserError as error:
            row.findings.append(of_error(RowOutcome.DROPPED, error, column))
    return tuple(found)


def _family(row: Row, text: str) -> str:
    if (len(text) <= MAX_FAMILY and text.isalnum() and text.isascii()) or not text:
        return text
    message = _("同族号“%(text)s”看不懂，未采用。") % {"text": text[:40]}
    row.add(RowOutcome.DROPPED, "document.family", message, "", "记录")
    return ""
