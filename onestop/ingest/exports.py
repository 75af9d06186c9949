"""A row of a search service's export: a Chinese patent, or a document of another office, as its number says."""

import re
from dataclasses import replace
from datetime import date

from babel import Locale

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.foreign import document
from onestop.ingest.patents import classes_of, cpc_of, inventors_of, patent
from onestop.ingest.relations import relations_of
from onestop.ingest.row import Row
from onestop.ingest.sources.base import NUMBER_FIELDS
from onestop.ingest.sources.document import RawDocument, RawNumber
from onestop.records.models import PatentKind
from onestop.records.registers.records import DocumentRecord
from onestop.records.types import PatentRecord
from onestop.records.values import application_number, dates, document_number

_REGIONAL = frozenset({"AP", "EA", "EM", "EP", "GC", "OA", "WO", "CS", "DD", "SU", "YU"})
_OFFICES = _REGIONAL | {code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))}
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
)


def patent_or_document(row: Row, region: str) -> PatentRecord | DocumentRecord:
    number = _foreign_number(row)
    return _document(row, number) if number else patent(row, region)


def _foreign_number(row: Row) -> str:
    """Beside a Chinese application number it is a slip, and not what the row speaks of."""
    if application_number.is_valid(row.text("application_number")):
        return ""
    for field in NUMBER_FIELDS:
        if field == "application_number":
            continue
        try:
            number = document_number.clean(row.text(field))
        except UserError:
            continue
        if number[:2] != "CN" and number[:2] in _OFFICES:
            return number
    return ""


def _document(row: Row, number: str) -> DocumentRecord:
    day = row.text("published_on") or row.text("granted_on") or row.text("application_published_on")
    raw = RawDocument(
        record=row.text("publication_number"),
        publication=(RawNumber(number, day=day),),
        application=tuple(_application(row, number[:2])),
        titles=_with_language(row.text("title")),
        abstracts=_with_language(row.text("abstract")),
        applicants=row.names("applicants") or row.names("patentees"),
        inventors=inventors_of(row),
    )
    inner = Row(replace(row.raw, content=raw), row.columns)
    record = document(inner, "")
    relations = relations_of(row)
    row.findings += inner.findings
    return replace(
        record,
        filed_on=record.filed_on if raw.application else row.value("filed_on", _past_day, None),
        ipc=classes_of(row, PatentKind.INVENTION),
        cpc=cpc_of(row),
        priorities=relations.priorities if record.application else (),
        citations=relations.citations,
    )


def _application(row: Row, office: str) -> list[RawNumber]:
    """Lens writes it as DOCDB does, others as the office prints it: US14/123,456."""
    text, day = row.text("application_number"), row.text("filed_on")
    if not text:
        return []
    printed = RawNumber(text.removeprefix(office).strip(), office, day=day, form="original")
    docdb = RawNumber(text, day=day)
    return [printed, docdb] if "/" in text and not text.startswith("PCT") else [docdb, printed]


def _past_day(text: str) -> date | None:
    return dates.clean(text, min_date=dates.EARLIEST, max_date=clock.today())


def _with_language(text: str) -> tuple[tuple[str, str], ...]:
    """By its script; of Latin letters no language follows."""
    language = next((code for code, script in _SCRIPTS if script.search(text)), "")
    return ((language, text),) if text else ()
