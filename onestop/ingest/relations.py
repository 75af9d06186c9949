"""What a row says of other documents: priorities, the international application, what it cites; and its long texts.

Numbers are written as DOCDB does, without kind and check digit (`onestop.records.models.documents`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.findings import of_error
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.ingest.sources.document import Attached
from onestop.records.models import Citation, Priority, TextPart
from onestop.records.types import CitationRecord, PriorityRecord, PublicationRecord, TextRecord
from onestop.records.values import dates, document_number, folding, pct_number, publication_number

T = TypeVar("T")
MAX_NUMBER = Priority._meta.get_field("claimed").max_length or 0
MAX_CATEGORY = Citation._meta.get_field("category").max_length or 0
MAX_TEXT = Citation._meta.get_field("text").max_length or 0
_LIST = re.compile(r"[;；|\n]+")
_DAY = re.compile(
    r"(?<![0-9/-])(?:1[89]|20)[0-9]{2}(?:[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{4})(?![0-9])"
)
_COUNTRY = re.compile("(?<![A-Z])([A-Z]{2})(?![A-Z])")
_KIND = re.compile(r"\s([A-Z][0-9]?)$")  # Lens: US 201161234567 P
_INTERNATIONAL = re.compile(r"WO\s*([0-9]{2,4})[/\s]?([0-9]{5,6})")


@dataclass(frozen=True, slots=True)
class Relations:
    priorities: tuple[PriorityRecord, ...]
    citations: tuple[CitationRecord, ...]
    pct_application: str
    pct_publication: str
    national_phase_on: date | None


def relations_of(row: Row) -> Relations:
    return Relations(
        priorities=_each(row, "priorities", priority),
        citations=_each(row, "citations", citation) + tuple(_attached_citations(row)),
        pct_application=row.value("pct_application", _international_application, ""),
        pct_publication=row.value("pct_publication", _international_publication, ""),
        national_phase_on=row.day("national_phase_on"),
    )


def texts_of(row: Row, publications: tuple[PublicationRecord, ...]) -> tuple[TextRecord, ...]:
    """Of the one document of the row whose kind is known."""
    content = row.raw.content
    numbers = [each.number for each in publications if publication_number.kind_code(each.number)]
    if not isinstance(content, Attached) or not numbers:
        return ()
    return tuple(
        TextRecord(numbers[0], part, "zh", content.texts[part])
        for part in TextPart
        if content.texts.get(part)
    )


def _each(row: Row, field: str, clean: Callable[[str], T]) -> tuple[T, ...]:
    """A piece of the list that can't be read costs that piece."""
    found: dict[T, None] = {}
    for piece in filter(None, map(str.strip, _LIST.split(row.text(field)))):
        try:
            found[clean(piece)] = None
        except UserError as error:
            row.findings.append(of_error(RowOutcome.DROPPED, error, *row.column(field)))
    return tuple(found)


def priority(text: str) -> PriorityRecord:
    """2016-059922 2016.03.24 JP; 201210012345.6 2012.01.16 CN; US 201161234567 P."""
    folded = folding.upper(text)
    rest, day = _without_day(folded)
    return PriorityRecord(_claimed(rest, day), day)


def _without_day(text: str) -> tuple[str, date | None]:
    """A number alone is never taken for a day: 20150123 is one only beside another number."""
    for found in _DAY.finditer(text):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if re.search("[0-9]{3}", rest):
            return rest, dates.clean(found[0], min_date=dates.EARLIEST)
    return text, None


def _claimed(text: str, day: date | None) -> str:
    """Offices print their numbers each in their own way; DOCDB and Lens put the country first and a kind behind."""
    country = _COUNTRY.search(text)
    if text.strip().startswith("PCT") or not country:
        return document_number.clean_application(text)
    number, kind = _parted(_COUNTRY.sub(" ", text, count=1).strip())
    if kind:
        return document_number.application(country[1], number, kind)
    return document_number.printed_application(country[1], number, day.year if day else None)


def _parted(text: str) -> tuple[str, str]:
    """Number and kind, which may be absent."""
    match = _KIND.search(text)
    return (text[: match.start()].strip(), match[1]) if match else (text, "")


def citation(text: str) -> CitationRecord:
    """A document by its number, or a text that is no patent."""
    serial = cited_serial(text)
    return CitationRecord(cited=serial) if serial else CitationRecord(text=text[:MAX_TEXT])


def cited_serial(text: str) -> str:
    """EP2400812 of `EP 2400812 A1`; empty if it is no number of a document."""
    try:
        return document_number.serial(document_number.clean(text)) if len(text) <= MAX_NUMBER else ""
    except UserError:
        return ""


def _attached_citations(row: Row) -> Iterator[CitationRecord]:
    if isinstance(row.raw.content, Attached):
        for text, category, phase in row.raw.content.citations:
            yield replace(citation(text), category=category[:MAX_CATEGORY], phase=phase[:MAX_CATEGORY])


def _international_application(text: str) -> str:
    """PCT/CN2017/076240 2017.03.10: the day is that of the filing in China."""
    return pct_number.clean(next(iter(text.split()), ""))


def _international_publication(text: str) -> str:
    """WO2018161336 of `WO2018/161336 EN 2018.09.13`."""
    match = _INTERNATIONAL.match(folding.upper(text).strip())
    if match is None:
        raise UserError(
            "pct_publication.format",
            _("“%(text)s”不是国际公布号。") % {"text": text[:40]},
            _("例如 WO2018/161336。"),
        )
    return f"WO{match[1]}{match[2]}"
