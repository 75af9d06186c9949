"""The verbs that write patents. Call them inside a transaction; they enqueue the index jobs themselves."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.db.models import F

from onestop.core import clock
from onestop.records.edges import Edges, write_edges
from onestop.records.full_texts import held
from onestop.records.merge import changes, merge
from onestop.records.models import Patent, SourceFile
from onestop.records.outcomes import Outcome
from onestop.records.owners import present
from onestop.records.rows import (
    move_absorbed,
    write_former_owners,
    write_history,
    write_lists,
    write_patents,
)
from onestop.records.search import prepared
from onestop.records.statement import Statement, statement_of
from onestop.records.target import Target, find, serials_of
from onestop.records.types import PatentRecord
from onestop.search.engine import Prepared
from onestop.search.services import enqueue

DOCUMENT_TYPE = "patent"  # PATENT.name: fields.py


def store(
    items: Sequence[tuple[int, PatentRecord]], file: SourceFile, *, is_demonstration: bool = False
) -> list[Outcome]:
    """Create or update the patents of (row, record) pairs read from `file`; one outcome for each, in order.

    A statement already taken, from this or another file, changes nothing. A fixed number of queries for each
    call, whatever the number of rows; about a thousand rows a call are right.
    """
    statements = [(row, statement_of(record)) for row, record in items]
    return store_statements(statements, file, is_demonstration=is_demonstration)


def store_statements(
    items: Sequence[tuple[int, Statement]], file: SourceFile, *, is_demonstration: bool = False
) -> list[Outcome]:
    """The same for what was made ready before."""
    batch = _Batch(items, file)
    outcomes = [batch.take(row, statement) for row, statement in items]
    batch.write(is_demonstration=is_demonstration)
    return outcomes


def remove(keys: Collection[int]) -> None:
    """Delete patents with all that hangs on them, and have the index forget them."""
    Patent.objects.filter(pk__in=keys).delete()
    enqueue(DOCUMENT_TYPE, keys)


class _Batch:
    def __init__(self, items: Sequence[tuple[int, Statement]], file: SourceFile) -> None:
        self.file = file
        found = find([statement for _, statement in items])
        self.by_number = found.by_number
        self.by_serial = found.by_serial
        self.targets = found.targets
        self.edges: list[Edges] = []

    def take(self, row: int, statement: Statement) -> Outcome:
        record = statement.record
        target = self._find(record)
        if target is None:
            self._create(row, statement)
            return Outcome.CREATED
        if _contradict(target.number, record.application_number):
            return Outcome.CONFLICT
        if statement.digest in target.taken:
            self._take_source(target, row, statement)
            return Outcome.UNCHANGED
        self._take_edges(row, record)
        return self._update(target, row, statement)

    def _find(self, record: PatentRecord) -> Target | None:
        """The patent meant. A patent known only by its publication is absorbed by the one with the number."""
        target = self.by_number.get(record.application_number)
        for serial in serials_of(record):
            other = self.by_serial.get(serial)
            if other is None or other is target:
                continue
            if target is None:
                target = other
            elif not other.number:
                self._absorb(target, other)
            else:
                return other
        return target

    def _absorb(self, target: Target, other: Target) -> None:
        target.become(merge(other.record, target.record))
        target.taken |= other.taken
        target.sources += other.sources
        target.revisions += other.revisions
        target.absorbed += other.absorbed
        if other.key:
            target.absorbed.append(other.key)
        self.targets.remove(other)
        self._register(target)

    def _create(self, row: int, statement: Statement) -> None:
        alone = statement.alone
        target = Target(alone.application_number, said=alone, only=statement)
        self.targets.append(target)
        self._take_edges(row, statement.record)
        self._take_source(target, row, statement)
        self._register(target)

    def _update(self, target: Target, row: int, statement: Statement) -> Outcome:
        merged = merge(target.record, statement.record)
        changed = changes(target.record, merged)
        self._take_source(target, row, statement)
        if statement.record.texts:
            target.take_texts()
        if not changed:
            return Outcome.UPDATED if statement.record.texts else Outcome.UNCHANGED
        target.become(merged)
        target.revisions.append(changed)
        self._register(target)
        return Outcome.UPDATED

    def _take_source(self, target: Target, row: int, statement: Statement) -> None:
        """Once for each file: its other rows that say the same add nothing."""
        files = target.taken.setdefault(statement.digest, set())
        if self.file.pk not in files:
            files.add(self.file.pk)
            target.sources.append((row, statement.digest, statement.says))

    def _take_edges(self, row: int, record: PatentRecord) -> None:
        if record.priorities or record.citations or record.texts:
            self.edges.append(_edges(row, record))

    def _register(self, target: Target) -> None:
        if target.number:
            self.by_number[target.number] = target
        for serial in serials_of(target.record):
            self.by_serial[serial] = target

    def write(self, *, is_demonstration: bool) -> None:
        changed = [target for target in self.targets if target.is_changed]
        new = [target for target in changed if target.is_new]
        old = [target for target in changed if not target.is_new]
        write_patents(new, old, is_demonstration=is_demonstration)
        gone = move_absorbed(self.targets)
        write_lists(new, old)
        write_former_owners(new, old)
        write_history(self.targets, self.file)
        ready = _ready(new, is_demonstration)
        write_edges(self.edges, self.file)
        enqueue(DOCUMENT_TYPE, [*(target.key for target in changed), *gone], ready)


def _ready(new: Sequence[Target], is_demonstration: bool) -> dict[int, Callable[[], Prepared]]:
    """What makes the documents of new patents of which one statement says all: no text came here before them."""
    only = {target.key: target.only for target in new if target.only}
    with_texts = held({each.number for statement in only.values() for each in statement.alone.publications})
    today = clock.today()
    return {
        key: partial(
            prepared, present(statement.alone), statement.dates, today, is_demonstration=is_demonstration
        )
        for key, statement in only.items()
        if not any(each.number in with_texts for each in statement.alone.publications)
    }


def read_texts_again(documents: Collection[str]) -> None:
    """Texts of these documents came with something else than their patents: have the index read those again."""
    keys = set(Patent.objects.filter(publications__number__in=documents).values_list("pk", flat=True))
    Patent.objects.filter(pk__in=keys).update(version=F("version") + 1)
    enqueue(DOCUMENT_TYPE, sorted(keys))


def _edges(row: int, record: PatentRecord) -> Edges:
    number = record.application_number
    return Edges(
        row,
        application=f"CN{number[:-1]}" if number else "",
        serial=next(iter(serials_of(record)), ""),
        priorities=record.priorities,
        citations=record.citations,
        texts=record.texts,
    )


def _contradict(known: str, said: str) -> bool:
    return bool(known and said and known != said)
