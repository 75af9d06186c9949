"""The rows of a batch of patents: its own, those that hang on it, and its history. All in a few statements."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from onestop.core import clock
from onestop.core.bulk import insert, new_keys, update
from onestop.records.holders.links import HOLDING_ROLES, holder_ids
from onestop.records.merge import EVENT_DETAILS, changes
from onestop.records.models import (
    Classification,
    FormerOwner,
    LegalEvent,
    NameLink,
    Party,
    Patent,
    PatentRevision,
    PatentSource,
    Publication,
    SourceFile,
)
from onestop.records.owners import has_owners, present, tenures
from onestop.records.queries import PARTY_FIELDS, SCHEME_FIELDS
from onestop.records.status import dates_of
from onestop.records.target import Target
from onestop.records.types import EventRecord
from onestop.records.values import application_number, publication_number

_SAID = (
    "kind",
    "title",
    "abstract",
    "filed_on",
    "address",
    "region",
    "legal_data_to",
    "pct_application",
    "pct_publication",
    "national_phase_on",
)
_DATES = ("published_on", "granted_on", "ends_on", "closed_on")
_COLUMNS = ("application_number", "is_pct_national", *_SAID, *_DATES, "stated", "updated_at", "version")
_OWNERS = ("applicants", "patentees", "address", "region")


def write_patents(new: Sequence[Target], old: Sequence[Target], *, is_demonstration: bool) -> None:
    """The new ones get their keys here."""
    now = clock.now()
    for target, key in zip(new, new_keys(Patent, len(new)) if new else (), strict=True):
        target.key = key
    insert(
        Patent,
        (*_COLUMNS, "created_at", "is_demonstration", "id"),
        ((*_own(target), now, 1, now, is_demonstration, target.key) for target in new),
    )
    update(Patent, _COLUMNS, ((*_own(target), now, target.version + 1, target.key) for target in old))


def _own(target: Target) -> Iterator[Any]:
    record = present(target.record)
    dates = target.only.dates if target.only else dates_of(record)
    yield record.application_number or None
    yield bool(record.application_number) and application_number.is_pct_national(record.application_number)
    for name in _SAID:
        yield getattr(record, name)
    yield dates.published_on
    yield dates.granted_on
    yield dates.ends_on
    yield dates.closed_on
    before = changes(target.record, record)
    yield {name: before[name] for name in _OWNERS if name in before} or None


def move_absorbed(targets: Iterable[Target]) -> list[int]:
    """Give the sources of absorbed patents to those that absorbed them, then delete the absorbed."""
    gone = []
    for target in targets:
        for key in target.absorbed:
            PatentSource.objects.filter(patent=key).update(patent=target.key)
            PatentRevision.objects.filter(patent=key).update(patent=target.key)
            _move_events(key, target.key)
            gone.append(key)
    if gone:
        Patent.objects.filter(pk__in=gone).delete()
    return gone


def write_lists(new: Sequence[Target], old: Sequence[Target]) -> None:
    """Rows of changed lists are written anew: lists are short, and their order is part of what they say."""
    fields: dict[str, list[Target]] = defaultdict(lambda: list(new))
    for target in old:
        assert target.stored is not None
        for name in changes(present(target.stored), present(target.record)):
            fields[name].append(target)
    stored = {target.key for target in old}
    for role, name in PARTY_FIELDS.items():
        _delete(Party, stored, fields[name], role=role)
    for scheme, name in SCHEME_FIELDS.items():
        _delete(Classification, stored, fields[name], scheme=scheme)
    _delete(Publication, stored, fields["publications"])
    holders = _holders_of(fields)
    insert(
        Party,
        ("patent", "role", "position", "name", "holder"),
        (
            (target.key, role, position, value, holders.get((role, value)))
            for role, name in _values(PARTY_FIELDS)
            for target in fields[name]
            for position, value in enumerate(getattr(present(target.record), name), 1)
        ),
    )
    insert(
        Classification,
        ("patent", "scheme", "position", "symbol"),
        (
            (target.key, scheme, position, value)
            for scheme, name in _values(SCHEME_FIELDS)
            for target in fields[name]
            for position, value in enumerate(getattr(target.record, name), 1)
        ),
    )
    insert(
        Publication,
        ("patent", "number", "serial", "published_on"),
        (
            (target.key, each.number, publication_number.serial(each.number), each.published_on)
            for target in fields["publications"]
            for each in target.record.publications
        ),
    )
    _write_events(stored, fields["events"])


def _holders_of(fields: Mapping[str, Iterable[Target]]) -> dict[tuple[str, str], int]:
    """(role, name) -> holder, as the links of names have it so far."""
    if not NameLink.objects.exists():
        return {}
    roles = [(role.value, PARTY_FIELDS[role]) for role in HOLDING_ROLES]
    named = {
        (role, name)
        for role, field in roles
        for target in fields[field]
        for name in getattr(present(target.record), field)
    }
    known = holder_ids({name for _role, name in named})
    return {(role, name): known[name] for role, name in named if name in known}


def _values(fields: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Asked for once, not for each row: an enumeration's values are slow."""
    return [(each.value, name) for each, name in fields.items()]


def _delete(model: Any, stored: set[int], targets: Iterable[Target], **which: str) -> None:
    keys = [target.key for target in targets if target.key in stored]
    if keys:
        model.objects.filter(patent__in=keys, **which).delete()


def _move_events(absorbed: int, key: int) -> None:
    """With the day on which each became known; one that both patents have stays where it is."""
    same = LegalEvent.objects.filter(
        patent=key,
        kind=OuterRef("kind"),
        effective_on=OuterRef("effective_on"),
        reference=OuterRef("reference"),
    )
    LegalEvent.objects.filter(~Exists(same), patent=absorbed).update(patent=key)


def _write_events(stored: set[int], targets: Iterable[Target]) -> None:
    """Events are added and completed, never removed: `recorded_on` keeps the day each became known here."""
    today = clock.today()
    first: list[Target] = []
    later: list[Target] = []
    for target in targets:
        # A new patent that absorbed one has that one's events.
        (later if target.key in stored or target.absorbed else first).append(target)
    insert(
        LegalEvent,
        ("patent", "recorded_on", *EventRecord.__slots__),
        ((target.key, today, *_said(event).values()) for target in first for event in target.record.events),
    )
    LegalEvent.objects.bulk_create(
        (
            LegalEvent(patent_id=target.key, recorded_on=today, **_said(event))
            for target in later
            for event in target.record.events
            if target.stored is None or event not in target.stored.events
        ),
        update_conflicts=True,
        unique_fields=["patent", "kind", "effective_on", "reference"],
        update_fields=list(EVENT_DETAILS),
    )


def _said(event: EventRecord) -> dict[str, Any]:
    values = {name: getattr(event, name) for name in EventRecord.__slots__}
    return values | {side: asdict(values[side]) for side in ("before", "after") if values[side]}


def write_former_owners(new: Sequence[Target], old: Sequence[Target]) -> None:
    """Of those that a transfer moved; of the others there is nothing to write or to look for."""
    moved = {target.key: tenures(target.record)[:-1] for target in (*new, *old) if has_owners(target.record)}
    before = [target.key for target in old if target.stored and has_owners(target.stored)]
    if before:
        FormerOwner.objects.filter(patent__in=before).delete()
    insert(
        FormerOwner,
        ("patent", "since", "until", "name", "region"),
        (
            (key, each.since, each.until, (*each.owners.names, "")[0], each.owners.region)
            for key, former in moved.items()
            for each in former
        ),
    )


def write_history(targets: Sequence[Target], file: SourceFile) -> None:
    now = clock.now()
    insert(
        PatentSource,
        ("patent", "file", "row", "digest", "says", "recorded_at"),
        (
            (target.key, file.pk, row, digest, says, now)
            for target in targets
            for row, digest, says in target.sources
        ),
    )
    PatentRevision.objects.bulk_create(
        PatentRevision(patent_id=target.key, source=file, before=_plain(before))
        for target in targets
        for before in target.revisions
    )


def _plain(before: dict[str, object]) -> Any:
    """The old values as JSON."""
    return json.loads(json.dumps(before, default=_encode))


def _encode(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else asdict(value)  # type: ignore[call-overload]
