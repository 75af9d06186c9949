"""The verbs that write patents. Call them inside a transaction; they enqueue the index jobs themselves."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from django.db.models import Exists, OuterRef

from onestop.core import clock
from onestop.core.bulk import insert
from onestop.records.edges import Edges, write_edges
from onestop.records.facts import mask
from onestop.records.merge import EVENT_DETAILS, changes, merge
from onestop.records.models import (
    Classification,
    LegalEvent,
    Party,
    Patent,
    PatentRevision,
    PatentSource,
    Publication,
    SourceFile,
)
from onestop.records.outcomes import Outcome
from onestop.records.queries import PARTY_FIELDS, SCHEME_FIELDS, records_of
from onestop.records.status import dates_of
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values import application_number, publication_number
from onestop.search.services import enqueue

DOCUMENT_TYPE = "patent"  # PATENT.name: fields.py
_OWN_FIELDS = (
    "application_number",
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
_WRITTEN = (*_OWN_FIELDS, "is_pct_national", "published_on", "granted_on", "ends_on", "closed_on", "version")


def store(
    items: Sequence[tuple[int, PatentRecord]], file: SourceFile, *, is_demonstration: bool = False
) -> list[Outcome]:
    """Create or update the patents of (row, record) pairs read from `file`; one outcome for each, in order.

    A statement already taken, from this or another file, changes nothing. A fixed number of queries for each
    call, whatever the number of rows; about a thousand rows a call are right.
    """
    batch = _Batch(items, file, is_demonstration)
    outcomes = [batch.take(row, record) for row, record in items]
    batch.write()
    return outcomes


def remove(keys: Collection[int]) -> None:
    """Delete patents with all that hangs on them, and have the index forget them."""
    Patent.objects.filter(pk__in=keys).delete()
    enqueue(DOCUMENT_TYPE, keys)


@dataclass(eq=False)
class _Target:
    """One patent of a batch, and what the rows read so far make of it."""

    patent: Patent
    stored: PatentRecord | None
    """As in the database; None for a new patent."""
    record: PatentRecord
    taken: dict[str, set[int]] = field(default_factory=dict)
    """Digests of the statements already taken, each with the files that made it."""
    sources: list[tuple[int, str, int]] = field(default_factory=list)
    """(row, digest, facts) of the statements to be noted."""
    revisions: list[dict[str, object]] = field(default_factory=list)
    absorbed: list[int] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return self.record != self.stored

    @property
    def has_no_events(self) -> bool:
        """In the database: it is new, and absorbed no patent that was there."""
        return self.stored is None and not self.absorbed


class _Batch:
    def __init__(
        self, items: Sequence[tuple[int, PatentRecord]], file: SourceFile, is_demonstration: bool
    ) -> None:
        self.file = file
        self.is_demonstration = is_demonstration
        self.by_number: dict[str, _Target] = {}
        self.by_serial: dict[str, _Target] = {}
        self.targets: list[_Target] = []
        self.edges: list[Edges] = []
        self._load(items)

    def _load(self, items: Sequence[tuple[int, PatentRecord]]) -> None:
        """The patents these rows speak of, found by application number or publication serial."""
        numbers = {record.application_number for _, record in items if record.application_number}
        serials = {publication_number.serial(p.number) for _, record in items for p in record.publications}
        pk_of_serial = dict(Publication.objects.filter(serial__in=serials).values_list("serial", "patent_id"))
        pk_of_number = dict(
            Patent.objects.filter(application_number__in=numbers).values_list("application_number", "pk")
        )
        pks = {*pk_of_serial.values(), *pk_of_number.values()}
        if not pks:
            return
        records = records_of(pks)
        taken: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        known = PatentSource.objects.filter(patent__in=pks).values_list("patent_id", "digest", "file_id")
        for pk, digest, file_id in known:
            taken[pk][digest].add(file_id)
        found = {
            pk: _Target(patent, records[pk], records[pk], taken[pk])
            for pk, patent in Patent.objects.in_bulk(pks).items()
        }
        self.targets = list(found.values())
        self.by_serial = {serial: found[pk] for serial, pk in pk_of_serial.items()}
        self.by_number = {number: found[pk] for number, pk in pk_of_number.items() if number}

    def take(self, row: int, record: PatentRecord) -> Outcome:
        digest = _digest(record)
        target = self._find(record)
        if target is None:
            self._create(row, record, digest)
            return Outcome.CREATED
        if _contradict(target.record.application_number, record.application_number):
            return Outcome.CONFLICT
        if digest in target.taken:
            self._take_source(target, row, digest, mask(record))
            return Outcome.UNCHANGED
        self._take_edges(row, record)
        return self._update(target, row, record, digest)

    def _find(self, record: PatentRecord) -> _Target | None:
        """The patent meant. A patent known only by its publication is absorbed by the one with the number."""
        target = self.by_number.get(record.application_number)
        for publication in record.publications:
            other = self.by_serial.get(publication_number.serial(publication.number))
            if other is None or other is target:
                continue
            if target is None:
                target = other
            elif not other.record.application_number:
                self._absorb(target, other)
            else:
                return other
        return target

    def _absorb(self, target: _Target, other: _Target) -> None:
        target.record = merge(other.record, target.record)
        target.taken |= other.taken
        target.sources += other.sources
        target.revisions += other.revisions
        if other.stored:
            target.absorbed.append(other.patent.pk)
        self.targets.remove(other)
        self._register(target)

    def _create(self, row: int, record: PatentRecord, digest: str) -> None:
        target = _Target(Patent(is_demonstration=self.is_demonstration), None, merge(record, record))
        self.targets.append(target)
        self._take_edges(row, record)
        self._take_source(target, row, digest, mask(record))

    def _update(self, target: _Target, row: int, record: PatentRecord, digest: str) -> Outcome:
        merged = merge(target.record, record)
        changed = changes(target.record, merged)
        target.record = merged
        self._take_source(target, row, digest, mask(record))
        if not changed:
            return Outcome.UNCHANGED
        target.revisions.append(changed)
        return Outcome.UPDATED

    def _take_source(self, target: _Target, row: int, digest: str, says: int) -> None:
        """Once for each file: its other rows that say the same add nothing."""
        files = target.taken.setdefault(digest, set())
        if self.file.pk not in files:
            files.add(self.file.pk)
            target.sources.append((row, digest, says))
        self._register(target)

    def _take_edges(self, row: int, record: PatentRecord) -> None:
        if record.priorities or record.citations or record.texts:
            self.edges.append(_edges(row, record))

    def _register(self, target: _Target) -> None:
        if target.record.application_number:
            self.by_number[target.record.application_number] = target
        for publication in target.record.publications:
            self.by_serial[publication_number.serial(publication.number)] = target

    def write(self) -> None:
        changed = [target for target in self.targets if target.is_changed]
        new = [target for target in changed if target.stored is None]
        old = [target for target in changed if target.stored is not None]
        for target in changed:
            _fill(target.patent, target.record)
        Patent.objects.bulk_create([target.patent for target in new])
        gone = self._move_absorbed()
        for target in old:
            target.patent.version += 1
        Patent.objects.bulk_update([target.patent for target in old], [*_WRITTEN], batch_size=100)
        _write_children(new, old)
        self._write_history()
        write_edges(self.edges, self.file)
        enqueue(DOCUMENT_TYPE, [*(target.patent.pk for target in changed), *gone])

    def _move_absorbed(self) -> list[int]:
        """Give the sources of absorbed patents to those that absorbed them, then delete the absorbed."""
        gone = []
        for target in self.targets:
            for pk in target.absorbed:
                PatentSource.objects.filter(patent=pk).update(patent=target.patent)
                PatentRevision.objects.filter(patent=pk).update(patent=target.patent)
                _move_events(pk, target.patent)
                gone.append(pk)
        Patent.objects.filter(pk__in=gone).delete()
        return gone

    def _write_history(self) -> None:
        now = clock.now()
        insert(
            PatentSource,
            ("patent", "file", "row", "digest", "says", "recorded_at"),
            (
                (target.patent.pk, self.file.pk, row, digest, says, now)
                for target in self.targets
                for row, digest, says in target.sources
            ),
        )
        PatentRevision.objects.bulk_create(
            PatentRevision(patent=target.patent, source=self.file, before=_plain(before))
            for target in self.targets
            for before in target.revisions
        )


def _edges(row: int, record: PatentRecord) -> Edges:
    number = record.application_number
    serials = [publication_number.serial(each.number) for each in record.publications]
    return Edges(
        row,
        application=f"CN{number[:-1]}" if number else "",
        serial=serials[0] if serials else "",
        priorities=record.priorities,
        citations=record.citations,
        texts=record.texts,
    )


def _fill(patent: Patent, record: PatentRecord) -> None:
    for name in _OWN_FIELDS:
        setattr(patent, name, getattr(record, name))
    patent.application_number = record.application_number or None
    patent.is_pct_national = bool(record.application_number) and application_number.is_pct_national(
        record.application_number
    )
    dates = dates_of(record)
    patent.published_on, patent.granted_on = dates.published_on, dates.granted_on
    patent.ends_on, patent.closed_on = dates.ends_on, dates.closed_on


def _write_children(new: list[_Target], old: list[_Target]) -> None:
    """Rows of changed lists are written anew: lists are short, and their order is part of what they say."""
    fields: dict[str, list[_Target]] = defaultdict(lambda: list(new))
    for target in old:
        for name in changes(_stored(target), target.record):
            fields[name].append(target)
    for role, name in PARTY_FIELDS.items():
        _delete(Party, fields[name], role=role)
    for scheme, name in SCHEME_FIELDS.items():
        _delete(Classification, fields[name], scheme=scheme)
    _delete(Publication, fields["publications"])
    insert(
        Party,
        ("patent", "role", "position", "name"),
        (
            (target.patent.pk, role.value, position, value)
            for role, name in PARTY_FIELDS.items()
            for target in fields[name]
            for position, value in enumerate(getattr(target.record, name), 1)
        ),
    )
    insert(
        Classification,
        ("patent", "scheme", "position", "symbol"),
        (
            (target.patent.pk, scheme.value, position, value)
            for scheme, name in SCHEME_FIELDS.items()
            for target in fields[name]
            for position, value in enumerate(getattr(target.record, name), 1)
        ),
    )
    insert(
        Publication,
        ("patent", "number", "serial", "published_on"),
        (
            (target.patent.pk, each.number, publication_number.serial(each.number), each.published_on)
            for target in fields["publications"]
            for each in target.record.publications
        ),
    )
    _write_events(fields["events"])


def _move_events(absorbed: int, patent: Patent) -> None:
    """With the day on which each became known; one that both patents have stays where it is."""
    same = LegalEvent.objects.filter(
        patent=patent,
        kind=OuterRef("kind"),
        effective_on=OuterRef("effective_on"),
        reference=OuterRef("reference"),
    )
    LegalEvent.objects.filter(~Exists(same), patent=absorbed).update(patent=patent)


def _write_events(targets: list[_Target]) -> None:
    """Events are added and completed, never removed: `recorded_on` keeps the day each became known here."""
    today = clock.today()
    insert(
        LegalEvent,
        ("patent", "recorded_on", *EventRecord.__slots__),
        (
            (target.patent.pk, today, *_fields_of(event).values())
            for target in targets
            if target.has_no_events
            for event in target.record.events
        ),
    )
    LegalEvent.objects.bulk_create(
        (
            LegalEvent(patent=target.patent, recorded_on=today, **_fields_of(event))
            for target in targets
            if not target.has_no_events
            for event in target.record.events
            if target.stored is None or event not in target.stored.events
        ),
        update_conflicts=True,
        unique_fields=["patent", "kind", "effective_on", "reference"],
        update_fields=list(EVENT_DETAILS),
    )


def _fields_of(event: EventRecord) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__slots__}


def _delete(model: Any, targets: list[_Target], **which: str) -> None:
    stored = [target.patent.pk for target in targets if target.stored is not None]
    if stored:
        model.objects.filter(patent__in=stored, **which).delete()


def _digest(record: PatentRecord) -> str:
    return blake2b(repr(record).encode(), digest_size=16).hexdigest()


def _contradict(known: str, said: str) -> bool:
    return bool(known and said and known != said)


def _stored(target: _Target) -> PatentRecord:
    assert target.stored is not None
    return target.stored


def _plain(before: dict[str, object]) -> Any:
    """The old values as JSON."""
    return json.loads(json.dumps(before, default=_encode))


def _encode(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else asdict(value)  # type: ignore[call-overload]
