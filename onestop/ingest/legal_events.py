"""A row that says one event of one patent's register (Implementing Regs. art. 106, 107).

The announcement is a day of the gazette; the day in law is often another, and then stands in the details: a lapse
for an unpaid fee reaches back to the day the fee was due (Patent Law art. 44).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.numbers import application_number_of, unidentified
from onestop.ingest.owners import sides_of
from onestop.ingest.row import Row
from onestop.records.models import EventKind, LegalEvent, PatentKind
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values import application_number, dates

KINDS_FILE = Path(__file__).parent / "sources" / "legal_status" / "events.yaml"
MAX_NUMBER = LegalEvent._meta.get_field("reference").max_length or 0
_OF_OWNERS = frozenset({EventKind.TRANSFER, EventKind.BIBLIOGRAPHIC_CHANGE})
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of events.yaml."""

    kind: EventKind | None
    """None: known, but the records have no place for it yet."""
    codes: frozenset[str]
    names: frozenset[str]
    details: tuple[str, ...]
    """Words of which the details must hold one."""
    day: tuple[str, ...]
    """Labels in the details before the day in law."""
    number: tuple[str, ...]
    """Labels in the details before the number of the registration."""
    term_end: tuple[str, ...]
    """Labels in the details before the first day without the right, after an adjustment of its term."""

    def fits(self, event: str, details: str) -> bool:
        is_meant = event in self.codes or event in self.names
        return is_meant and (not self.details or any(word in details for word in self.details))


def legal_event(row: Row, region: str) -> PatentRecord:
    """`region` is not used: an event says nothing of it."""
    number = application_number_of(row)
    if isinstance(number, UserError) or not number:
        raise unidentified(row, [number] if isinstance(number, UserError) else [])
    kind = application_number.kind_of(number)
    rule = _rule(row)
    data_to = row.day("legal_data_to")
    if rule.kind is None:
        _note_no_kind(row)
        return PatentRecord(PatentKind(kind), application_number=number, legal_data_to=data_to)
    event = _event(row, rule, rule.kind)
    return PatentRecord(
        PatentKind(kind),
        application_number=number,
        events=(event,),
        legal_data_to=data_to or event.announced_on,
    )


def _rule(row: Row) -> Rule:
    said, details = row.text("event"), fold(row.text("event_details"))
    event = _plain(said)
    for rule in rules():
        if rule.fits(event, details):
            return rule
    raise rejected(
        "event.unknown",
        _("不认识的法律状态事件“%(event)s”。") % {"event": said[:40]},
        _("已连同原文保留在未导入的行里；把它写进 legal_status/events.yaml 后重新导入即可。"),
        *row.column("event"),
    )


def _note_no_kind(row: Row) -> None:
    message = _("事件“%(event)s”认得，但还没有地方存放，只记下了它的来源。") % {
        "event": row.text("event")[:40]
    }
    columns = (name for field in ("event", "event_details", "announced_on") for name in row.column(field))
    row.add(RowOutcome.NOTED, "event.no_kind", message, _("以后支持时，重新导入同一文件即可补上。"), *columns)


def _event(row: Row, rule: Rule, kind: EventKind) -> EventRecord:
    announced_on = row.day("announced_on")
    effective_on = _day_in_law(row, rule) or announced_on
    if effective_on is None:
        raise rejected(
            "event.no_day",
            _("这一事件没有可用的公告日或生效日。"),
            _("请补上日期后重新导入。"),
            *row.column("announced_on"),
        )
    details = row.text("event_details")
    before, after = sides_of(row, kind) if kind in _OF_OWNERS else (None, None)
    return EventRecord(
        kind,
        effective_on,
        announced_on,
        _number(details, rule),
        _term_end(row, rule),
        note=details,
        before=before,
        after=after,
    )


def _number(details: str, rule: Rule) -> str:
    """PE01 登记号:Y2020980001234. A number too long for one is not taken; the note keeps it."""
    for label in rule.number:
        if found := re.search(
            rf"{re.escape(label)}\s*[:：]?\s*([A-Za-z0-9]{{4,{MAX_NUMBER}}})(?![A-Za-z0-9])",
            details,
            re.IGNORECASE,
        ):
            return found[1]
    return ""


def _day_in_law(row: Row, rule: Rule) -> date | None:
    found = _labelled_day(row, rule.day)
    if found is None and rule.day:
        message = _("说明里没有生效的日期，以公告日为生效日。")
        advice = _("实际生效日可能更早，请与登记簿核对。")
        row.add(RowOutcome.NOTED, "event.day_of_announcement", message, advice, *row.column("event"))
    return found


def _term_end(row: Row, rule: Rule) -> date | None:
    found = _labelled_day(row, rule.term_end)
    if found is None and rule.term_end:
        message = _("说明里没有补偿后的届满日，期限仍按未补偿计算。")
        advice = _("请与登记簿核对，补上届满日后重新导入。")
        row.add(RowOutcome.NOTED, "event.no_term_end", message, advice, *row.column("event"))
    return found


def _labelled_day(row: Row, labels: tuple[str, ...]) -> date | None:
    details = row.text("event_details")
    for label in labels:
        found = re.search(
            rf"{re.escape(label)}\s*[:：]?\s*([0-9]{{4}}[0-9.\-/年月日]{{4,8}})", details, re.IGNORECASE
        )
        if found:
            return _read(row, found[1])
    return None


def _read(row: Row, text: str) -> date | None:
    """A day in law may lie ahead: a term's end."""
    try:
        return dates.clean(text)
    except UserError as error:
        row.findings.append(of_error(RowOutcome.DROPPED, error, *row.column("event_details")))
        return None


@cache
def rules() -> tuple[Rule, ...]:
    entries = yaml.safe_load(KINDS_FILE.read_text(encoding="utf-8"))
    return tuple(
        Rule(
            EventKind(entry["kind"]) if entry.get("kind") else None,
            frozenset(map(_plain, entry.get("codes", ()))),
            frozenset(map(_plain, entry.get("names", ()))),
            tuple(map(fold, entry.get("details", ()))),
            tuple(entry.get("day", ())),
            tuple(entry.get("number", ())),
            tuple(entry.get("term_end", ())),
        )
        for entry in entries
    )


def _plain(text: str) -> str:
    """Without what writers leave out or add: width, case, blanks, punctuation."""
    return _NOISE.sub("", fold(text))
