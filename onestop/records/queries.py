"""Reads of patents."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from onestop.records.models import (
    Classification,
    EventKind,
    LegalEvent,
    Party,
    PartyRole,
    Patent,
    PatentKind,
    Publication,
    Scheme,
)
from onestop.records.numbers import identify
from onestop.records.types import EventRecord, OwnersRecord, PatentRecord, PublicationRecord
from onestop.records.values import publication_number

PARTY_FIELDS = {
    PartyRole.APPLICANT: "applicants",
    PartyRole.PATENTEE: "patentees",
    PartyRole.INVENTOR: "inventors",
    PartyRole.AGENCY: "agencies",
    PartyRole.AGENT: "agents",
}
SCHEME_FIELDS = {Scheme.IPC: "ipc", Scheme.LOCARNO: "locarno", Scheme.CPC: "cpc"}


def records_of(keys: Collection[int]) -> dict[int, PatentRecord]:
    """These patents as records, with their present owners, in five queries."""
    lists: dict[tuple[int, str], list[str]] = defaultdict(list)
    for pk, role, name in (
        Party.objects.filter(patent__in=keys).order_by("position").values_list("patent_id", "role", "name")
    ):
        lists[pk, PARTY_FIELDS[PartyRole(role)]].append(name)
    for pk, scheme, symbol in (
        Classification.objects.filter(patent__in=keys)
        .order_by("position")
        .values_list("patent_id", "scheme", "symbol")
    ):
        lists[pk, SCHEME_FIELDS[Scheme(scheme)]].append(symbol)
    publications: dict[int, list[PublicationRecord]] = defaultdict(list)
    for publication in Publication.objects.filter(patent__in=keys).order_by("number"):
        publications[publication.patent_id].append(
            PublicationRecord(publication.number, publication.published_on)
        )
    events: dict[int, list[EventRecord]] = defaultdict(list)
    for event in LegalEvent.objects.filter(patent__in=keys).order_by("effective_on", "kind", "reference"):
        events[event.patent_id].append(event_record(event))
    return {
        patent.pk: PatentRecord(
            kind=PatentKind(patent.kind),
            title=patent.title,
            application_number=patent.application_number or "",
            abstract=patent.abstract,
            filed_on=patent.filed_on,
            publications=tuple(publications[patent.pk]),
            address=patent.address,
            region=patent.region,
            events=tuple(events[patent.pk]),
            legal_data_to=patent.legal_data_to,
            applicants=tuple(lists[patent.pk, "applicants"]),
            patentees=tuple(lists[patent.pk, "patentees"]),
            inventors=tuple(lists[patent.pk, "inventors"]),
            agencies=tuple(lists[patent.pk, "agencies"]),
            agents=tuple(lists[patent.pk, "agents"]),
            ipc=tuple(lists[patent.pk, "ipc"]),
            locarno=tuple(lists[patent.pk, "locarno"]),
            cpc=tuple(lists[patent.pk, "cpc"]),
            pct_application=patent.pct_application,
            pct_publication=patent.pct_publication,
            national_phase_on=patent.national_phase_on,
        )
        for patent in Patent.objects.filter(pk__in=keys)
    }


def stated_records_of(keys: Collection[int]) -> dict[int, PatentRecord]:
    """As their documents state them: what a new statement is merged with (`records.owners`)."""
    records = records_of(keys)
    moved: QuerySet[Any, Any] = Patent.objects.filter(pk__in=keys, stated__isnull=False)
    for key, stated in moved.values_list("pk", "stated"):
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()
        }
        records[key] = replace(records[key], **values)
    return records


def event_record(event: LegalEvent) -> EventRecord:
    """What was said of the event; when it was recorded is ours, not the source's."""
    return EventRecord(
        kind=EventKind(event.kind),
        effective_on=event.effective_on,
        announced_on=event.announced_on,
        reference=event.reference,
        term_ends_on=event.term_ends_on,
        note=event.note,
        before=_owners(event.before),
        after=_owners(event.after),
    )


def _owners(said: dict[str, Any] | None) -> OwnersRecord | None:
    return OwnersRecord(tuple(said["names"]), said["address"], said["region"]) if said else None


def patent_by_number(text: str) -> Patent | None:
    """The patent of an application or publication number in any format people type, with all that hangs on it."""
    found = identify(text)
    match found.kind:
        case "application":
            which = Q(application_number=found.canonical)
        case "publication":
            which = Q(publications__serial=publication_number.serial(found.canonical))
        case _:
            return None
    return _whole().filter(which).distinct().first()


def patents_by_numbers(numbers: Collection[str]) -> dict[str, Patent]:
    """By the numbers that stand in addresses; those that are not held are left out. Three queries."""
    found = Patent.objects.prefetch_related("publications")
    patents = {each.application_number or "": each for each in found.filter(application_number__in=numbers)}
    serials = [each for each in numbers if each.startswith("CN")]
    for patent in found.filter(publications__serial__in=serials).distinct() if serials else ():
        patents |= {each.serial: patent for each in patent.publications.all()}
    return {number: patents[number] for number in numbers if number in patents}


def _whole() -> "QuerySet[Patent]":
    return Patent.objects.prefetch_related(
        "publications", "parties", "classifications", "legal_events", "sources__file", "revisions__source"
    )
