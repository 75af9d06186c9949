"""The published documents that a row names, and the events that they prove.

An application is published (Patent Law art. 34); a grant is announced and takes effect that day (art. 39, 40).
A correction (A8, B9 …) or a reprint proves neither: its day is the correction's.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.findings import rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import EventKind, PatentKind
from onestop.records.types import EventRecord, PublicationRecord
from onestop.records.values import application_number, publication_number

# ZC 0008: the kind codes of grants, by the day from which they are used. Before 1993 B announced an examined
# application and U and S an application not yet granted.
_GRANT_CODES = (
    (date(2010, 4, 7), {PatentKind.INVENTION: "B", PatentKind.UTILITY_MODEL: "U", PatentKind.DESIGN: "S"}),
    (date(1993, 1, 1), {PatentKind.INVENTION: "C", PatentKind.UTILITY_MODEL: "Y", PatentKind.DESIGN: "D"}),
)
_FIELDS = ("application_publication", "publication_number", "grant_publication")


@dataclass(frozen=True, slots=True)
class Documents:
    kind: PatentKind | None
    """What the numbers say; None if there is no usable number, the application number included."""
    publications: tuple[PublicationRecord, ...]
    events: tuple[EventRecord, ...]
    errors: tuple[tuple[str, UserError], ...]
    """(field, why its number can't be used)."""


@dataclass(frozen=True, slots=True)
class _Days:
    published: date | None
    """Of the document in `publication_number`, or of the only document."""
    application_published: date | None
    granted: date | None


def documents_of(row: Row, application: str | UserError) -> Documents:
    days = _Days(row.day("published_on"), row.day("application_published_on"), row.day("granted_on"))
    numbers: dict[str, str] = {}
    errors: list[tuple[str, UserError]] = []
    for field in _FIELDS:
        if row.text(field):
            try:
                numbers[field] = _number(row, field, days)
            except UserError as error:
                errors.append((field, error))
    kind = _kind(row, application if isinstance(application, str) else "", numbers)
    dated = {number: _day(field, number, days, numbers) for field, number in numbers.items()}
    events = _events(kind, days, dated)
    _report_unused_days(row, days, {None, *dated.values(), *(event.effective_on for event in events)})
    publications = tuple(PublicationRecord(number, day) for number, day in dated.items())
    return Documents(kind, publications, events, tuple(errors))


def _number(row: Row, field: str, days: _Days) -> str:
    """Canonical; a missing kind code is added where the column or the day leaves only one."""
    text = row.text(field)
    try:
        return publication_number.clean(text)
    except UserError as error:
        if error.code != "publication_number.no_kind_code":
            raise
    serial = publication_number.clean_serial(text)
    code = _implied_code(field, publication_number.kind_of(serial), days)
    column = row.column(field)
    if not code:
        message = _("公开（公告）号 %(number)s 没有文献种类代码，无法判断是哪一次公布。") % {"number": serial}
        row.add(RowOutcome.NOTED, "publication_number.no_kind_code", message, _("请与原文献核对。"), *column)
        return serial
    message = _("公开（公告）号缺少文献种类代码，已补为 %(number)s。") % {"number": serial + code}
    row.add(RowOutcome.REPAIRED, "publication_number.kind_code_added", message, "", *column)
    return serial + code


def _implied_code(field: str, kind: PatentKind, days: _Days) -> str:
    """公布 is the publication of an invention application; utility models and designs only have a grant."""
    if field == "application_publication" and kind == PatentKind.INVENTION:
        return "A"
    if field != "grant_publication" and kind == PatentKind.INVENTION:
        return ""
    announced = days.granted or days.published or days.application_published or date.min
    return next((codes[kind] for first, codes in _GRANT_CODES if announced >= first), "")


def _kind(row: Row, application: str, numbers: dict[str, str]) -> PatentKind | None:
    kinds = {publication_number.kind_of(number) for number in numbers.values()}
    if application:
        kinds.add(application_number.kind_of(application))
    if len(kinds) > 1:
        raise rejected(
            "row.numbers_disagree",
            _("申请号与公开（公告）号表示的专利类型不同，不是同一件专利。"),
            _("多半是错行或号码录错，请与原文献核对。"),
            *(name for field in ("application_number", *_FIELDS) for name in row.column(field)),
        )
    return kinds.pop() if kinds else None


def _day(field: str, number: str, days: _Days, numbers: dict[str, str]) -> date | None:
    """The day of this document. 公开日 is never the day on which an invention was granted."""
    own = days.published if field == "publication_number" or "publication_number" not in numbers else None
    if publication_number.is_grant(number):
        is_invention = publication_number.kind_of(number) == PatentKind.INVENTION
        return days.granted or own or (None if is_invention else days.application_published)
    if len(publication_number.kind_code(number)) > 1:
        return own
    return own if field == "publication_number" and own else days.application_published or own


def _report_unused_days(row: Row, days: _Days, used: set[date | None]) -> None:
    """A day that belongs to no document of the row: 公开日 beside the number of an invention's grant."""
    for field, day in (
        ("published_on", days.published),
        ("application_published_on", days.application_published),
    ):
        if day not in used:
            message = _("%(day)s 不知是哪一份文献的公布日，未采用。") % {"day": day}
            row.add(
                RowOutcome.DROPPED,
                "date.unclear_document",
                message,
                _("请与原文献核对。"),
                *row.column(field),
            )


def _events(kind: PatentKind | None, days: _Days, dated: dict[str, date | None]) -> tuple[EventRecord, ...]:
    published = next(
        (day for number, day in dated.items() if publication_number.kind_code(number) == "A"), None
    )
    granted = days.granted or next((day for number, day in dated.items() if _proves_grant(number, day)), None)
    if (
        published is None
        and kind == PatentKind.INVENTION
        and not any(map(publication_number.is_grant, dated))
    ):
        published = days.application_published
    found = ((EventKind.PUBLICATION, published), (EventKind.GRANT, granted))
    return tuple(EventRecord(event, day, day) for event, day in found if day)


def _proves_grant(number: str, day: date | None) -> bool:
    code = publication_number.kind_code(number)
    return day is not None and any(day >= first and code in codes.values() for first, codes in _GRANT_CODES)
