"""What two statements about one patent amount to. Pure: the database does not appear here."""

from dataclasses import replace
from datetime import date

from onestop.records.models import EventKind
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord

_NEWER_WINS = (
    "title",
    "abstract",
    "filed_on",
    "address",
    "region",
    "applicants",
    "patentees",
    "inventors",
    "agencies",
    "agents",
    "locarno",
    "pct_application",
    "pct_publication",
    "national_phase_on",
)
EVENT_DETAILS = ("announced_on", "term_ends_on", "note", "before", "after")
"""What may be said of an event later than the event itself."""


def merge(old: PatentRecord, new: PatentRecord) -> PatentRecord:
    """`new` was said later. What it says wins, what it leaves out stays; publications and events add up."""
    return replace(
        old,
        **{name: getattr(new, name) or getattr(old, name) for name in _NEWER_WINS},
        application_number=old.application_number or new.application_number,
        ipc=_classes(old.ipc, new.ipc),
        cpc=_classes(old.cpc, new.cpc),
        publications=_publications(old.publications + new.publications),
        events=_events(old.events + new.events),
        legal_data_to=max(filter(None, (old.legal_data_to, new.legal_data_to)), default=None),
    )


def settled(record: PatentRecord) -> PatentRecord:
    """What one statement alone amounts to: its publications and events in their order, each once."""
    if len(record.publications) < 2 and len(record.events) < 2:
        return record
    return merge(record, record)


def changes(old: PatentRecord, new: PatentRecord) -> dict[str, object]:
    """The fields that differ, with their old values."""
    return {name: getattr(old, name) for name in old.__slots__ if getattr(old, name) != getattr(new, name)}


def _classes(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """A source that prints only the main class does not take the others away."""
    if new and old[:1] == new[:1] and set(new) <= set(old):
        return old
    return new or old


def _publications(every: tuple[PublicationRecord, ...]) -> tuple[PublicationRecord, ...]:
    found: dict[str, PublicationRecord] = {}
    for each in every:
        if each.published_on or each.number not in found:
            found[each.number] = each
    return tuple(found[number] for number in sorted(found))


def _events(every: tuple[EventRecord, ...]) -> tuple[EventRecord, ...]:
    """One statement for each event; a later one completes it and leaves what it does not say."""
    found: dict[tuple[EventKind, date, str], EventRecord] = {}
    for new in every:
        key = (new.kind, new.effective_on, new.reference)
        old = found.get(key, new)
        found[key] = replace(
            new, **{name: getattr(new, name) or getattr(old, name) for name in EVENT_DETAILS}
        )
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0], key[2])))
