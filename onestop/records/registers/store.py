"""Storing statements about entries of registers: newer ones win, gaps erase nothing, the older fact stays in time."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from django.core.serializers.json import DjangoJSONEncoder

from onestop.core import clock
from onestop.core.bulk import insert
from onestop.records.models import Correction, RegisterEntry, SourceFile, Statement
from onestop.records.outcomes import Outcome
from onestop.records.registers.records import RegisterRecord
from onestop.search.services import enqueue

R = TypeVar("R", bound=RegisterRecord)
E = TypeVar("E", bound=RegisterEntry)


@dataclass(frozen=True)
class Taken(Generic[R, E]):
    """A statement that was not known before, and the entry it speaks of, which has its key in the database now."""

    row: int
    record: R
    entry: E


@dataclass(frozen=True)
class Register(Generic[R, E]):
    """How records of one kind become entries of one table."""

    name: str
    """As `Statement.register` and, where there is one, the document type of the search index."""
    model: type[E]
    values: Callable[[Sequence[R]], list[dict[str, Any]]]
    """The entries' fields, for each record in order; empty values are those that it does not say."""
    after: Callable[[Sequence[Taken[R, E]], SourceFile], None] = lambda taken, file: None
    """Writes what hangs on the entries: events, goods, edges."""
    is_indexed: bool = False
    prepare: Callable[[Sequence[R], bool], Sequence[R]] = lambda records, is_demonstration: records
    """Completes the records before their keys are looked up: whom a name means. Told whether they are invented."""


@dataclass(eq=False)
class _Target(Generic[E]):
    entry: E
    is_new: bool
    digests: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    statements: list[tuple[int, str]] = field(default_factory=list)
    corrections: list[dict[str, object]] = field(default_factory=list)
    is_changed: bool = False


def store_entries(
    register: Register[R, E],
    items: Sequence[tuple[int, R]],
    file: SourceFile,
    *,
    is_demonstration: bool = False,
) -> list[Outcome]:
    """Create or update the entries of (row, record) pairs read from `file`; one outcome for each, in order.

    Call it inside a transaction. A fixed number of queries a call; about a thousand rows are right.
    """
    records = register.prepare([record for _, record in items], is_demonstration)
    items = [(row, record) for (row, _record), record in zip(items, records, strict=True)]
    targets = _load(register, items)
    if not is_demonstration:
        _make_way(register, targets)
    outcomes, taken = [], []
    for (row, record), values in zip(items, register.values(records), strict=True):
        target = targets.get(record.key)
        if target is None:
            entry = register.model(key=record.key, is_demonstration=is_demonstration)
            target = targets[record.key] = _Target(entry, is_new=True)
        if is_demonstration and not target.entry.is_demonstration:
            outcomes.append(Outcome.UNCHANGED)  # nothing invented is said of what is real
            continue
        digest = _digest(record)
        is_known = digest in target.digests
        _note(target, row, digest, file)
        outcomes.append(Outcome.UNCHANGED if is_known else _take(target, values))
        if not is_known:
            taken.append(Taken(row, record, target.entry))
    _write(register, list(targets.values()), file)
    register.after(taken, file)
    return outcomes


def _load(register: Register[R, E], items: Iterable[tuple[int, R]]) -> dict[str, _Target[E]]:
    keys = {record.key for _, record in items}
    found = {
        each.pk: _Target(each, is_new=False) for each in register.model._default_manager.filter(key__in=keys)
    }
    known = Statement.objects.filter(register=register.name, entry__in=found)
    for entry, digest, file_id in known.values_list("entry", "digest", "file_id"):
        found[entry].digests[digest].add(file_id)
    return {target.entry.key: target for target in found.values()}


def _make_way(register: Register[R, E], targets: dict[str, _Target[E]]) -> None:
    """What is invented goes as soon as something real has its key: the population of a region and year."""
    invented = {key: target.entry.pk for key, target in targets.items() if target.entry.is_demonstration}
    if invented:
        remove_entries(register, list(invented.values()))
    for key in invented:
        del targets[key]


def remove_entries(register: Register[Any, Any], entries: Sequence[int]) -> None:
    """With what was said of them and what hangs on them."""
    for start in range(0, len(entries), _AT_ONCE):
        some = entries[start : start + _AT_ONCE]
        Statement.objects.filter(register=register.name, entry__in=some).delete()
        Correction.objects.filter(register=register.name, entry__in=some).delete()
        register.model._default_manager.filter(pk__in=some).delete()
        if register.is_indexed:
            enqueue(register.name, some)


_AT_ONCE = 1_000


def _note(target: _Target[Any], row: int, digest: str, file: SourceFile) -> None:
    if file.pk not in target.digests[digest]:
        target.digests[digest].add(file.pk)
        target.statements.append((row, digest))


def _take(target: _Target[Any], values: dict[str, Any]) -> Outcome:
    said = {
        name: _added_up(getattr(target.entry, name), value)
        for name, value in values.items()
        if value not in _EMPTY
    }
    before = {
        name: getattr(target.entry, name)
        for name, value in said.items()
        if getattr(target.entry, name) != value
    }
    if not before and target.entry.pk:
        return Outcome.UNCHANGED
    is_first = target.is_new and not target.is_changed
    for name, value in said.items():
        setattr(target.entry, name, value)
    target.is_changed = True
    if is_first:
        return Outcome.CREATED
    if not before:
        return Outcome.UNCHANGED
    target.corrections.append(before)
    return Outcome.UPDATED


_EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def _added_up(old: Any, new: Any) -> Any:
    """Texts by language: a source that has only the English title says nothing of the Chinese one."""
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def _write(register: Register[R, E], targets: list[_Target[E]], file: SourceFile) -> None:
    model: Any = register.model
    now = clock.now()
    model.objects.bulk_create([target.entry for target in targets if target.is_new])
    changed = [target.entry for target in targets if target.is_changed and not target.is_new]
    for entry in changed:
        entry.version += 1
        entry.updated_at = now
    columns = [
        each.name for each in model._meta.concrete_fields if not each.primary_key and each.name != "key"
    ]
    model.objects.bulk_update(changed, columns, batch_size=100)
    insert(
        Statement,
        ("register", "entry", "file", "row", "digest", "recorded_at"),
        (
            (register.name, target.entry.pk, file.pk, row, digest, now)
            for target in targets
            for row, digest in target.statements
        ),
    )
    Correction.objects.bulk_create(
        Correction(
            register=register.name,
            entry=target.entry.pk,
            source=file,
            changed_at=now,
            before=_plain(before),
        )
        for target in targets
        for before in target.corrections
    )
    if register.is_indexed:
        enqueue(register.name, [target.entry.pk for target in targets if target.is_new or target.is_changed])


def _digest(record: RegisterRecord) -> str:
    return blake2b(repr(record).encode(), digest_size=16).hexdigest()


def _plain(before: dict[str, object]) -> Any:
    return json.loads(json.dumps(before, cls=DjangoJSONEncoder))
