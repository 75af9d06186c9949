"""Reads of patents."""

from collections import defaultdict
from collections.abc import Collection

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
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord

PARTY_FIELDS = {
    PartyRole.APPLICANT: "applicants",
    PartyRole.PATENTEE: "patentees",
    PartyRole.INVENTOR: "inventors",
    PartyRole.AGENCY: "agencies",
    PartyRole.AGENT: "agents",
}
SCHEME_FIELDS = {Scheme.IPC: "ipc", Scheme.LOCARNO: "locarno"}


def records_of(keys: Collection[int]) -> dict[int, PatentRecord]:
    """These patents as records, in five queries."""
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
        publications[publication.patent_id].append(PublicationRecord(publication.number, publication.published_on))
    events: dict[int, list[EventRecord]] = defaultdict(list)
    for event in LegalEvent.objects.filter(patent__in=keys).order_by("effective_on", "kind"):
        events[event.patent_id].append(
            EventRecord(EventKind(event.kind), event.effective_on, event.announced_on)
        )
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
            **{name: tuple(lists[patent.pk, name]) for name in (*PARTY_FIELDS.values(), *SCHEME_FIELDS.values())},
        )
        for patent in Patent.objects.filter(pk__in=keys)
    }
