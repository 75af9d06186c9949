"""Holders as lists state them: found by code or name, made where there is none, completed by what is newer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from django.db.models import Q

from onestop.core import clock
from onestop.core.bulk import insert
from onestop.records.holders.kinds import is_organisation, kind_of
from onestop.records.holders.matching import OWN, Score, best, blocks, listed
from onestop.records.holders.names import former_names, name_key, parse, present_name
from onestop.records.holders.registry import Added, add, add_names, by_block, by_key, names_of
from onestop.records.models import (
    Correction,
    Holder,
    HolderKind,
    LinkState,
    NameKind,
    NameLink,
    SourceFile,
    Statement,
)
from onestop.records.outcomes import Outcome
from onestop.records.registers.records import HolderRecord

REGISTER = "holder"
"""Under which statements and corrections of holders stand."""


def ensure(records: Sequence[HolderRecord], *, is_demonstration: bool = False) -> list[Holder]:
    """The holder of each record, in order. In a transaction; a fixed number of queries a call."""
    return [taken.holder for taken in _take(records, is_demonstration)]


def store(items: Sequence[tuple[int, HolderRecord]], file: SourceFile) -> list[Outcome]:
    """`ensure` for the rows of a file, with what each said and what it corrected; one outcome for each, in order."""
    records = [record for _row, record in items]
    taken = _take(records, is_demonstration=False)
    _note(items, taken, file)
    outcomes, seen = [], set()
    for each in taken:
        outcomes.append(each.outcome if each.holder.pk not in seen else Outcome.UNCHANGED)
        seen.add(each.holder.pk)
    return outcomes


@dataclass(eq=False)
class _Taken:
    """A holder of a batch, and what the records of the batch make of it."""

    holder: Holder
    is_new: bool
    names: dict[str, str] = field(default_factory=dict)
    """Those that it has in the database."""
    added: dict[str, NameKind] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.is_new:
            return Outcome.CREATED
        return Outcome.UPDATED if self.before or self.added else Outcome.UNCHANGED


def _take(records: Sequence[HolderRecord], is_demonstration: bool) -> list[_Taken]:
    records = [_plain(record) for record in records]
    batch = _Batch(records)
    taken = [batch.take(record, is_demonstration) for record in records]
    _write(list(dict.fromkeys(taken)))
    if not is_demonstration:
        _ask(batch.questions)
    return taken


def _plain(record: HolderRecord) -> HolderRecord:
    """某某有限公司（原名：某厂）: a name and a former one."""
    stated = (*record.former_names, *former_names(record.name))
    return replace(record, name=present_name(record.name), former_names=tuple(dict.fromkeys(stated)))


class _Batch:
    """The holders that a batch of records speaks of: six queries."""

    def __init__(self, records: Sequence[HolderRecord]) -> None:
        names = {name for record in records for name in (record.name, *record.former_names)}
        named = by_key(set(map(name_key, names)), with_people=True)
        codes = {record.uscc for record in records if record.uscc}
        self.alike = _alike([record for record in records if name_key(record.name) not in named])
        keys = {pk for found in named.values() for pk in found} | {pk for pk, _ in self.alike.values()}
        holders = list(Holder.objects.filter(Q(uscc__in=codes) | Q(pk__in=keys)))
        known = names_of([holder.pk for holder in holders])
        by_pk = {each.pk: _Taken(each, is_new=False, names=known[each.pk]) for each in holders}
        self.by_pk = by_pk
        self.questions: list[Question] = []
        self.by_code = {each.holder.uscc: each for each in by_pk.values() if each.holder.uscc}
        self.by_name = {key: [by_pk[pk] for pk in found] for key, found in named.items()}

    def take(self, record: HolderRecord, is_demonstration: bool) -> _Taken:
        taken = self._find(record) or self._make_or_ask(record, is_demonstration)
        if not taken.is_new:
            _complete(taken, record, is_demonstration)
        _take_names(taken, record)
        if record.uscc:
            self.by_code[record.uscc] = taken
        return taken

    def _find(self, record: HolderRecord) -> _Taken | None:
        """A code says more than a name: two companies with one name and two codes are two."""
        if record.uscc in self.by_code:
            return self.by_code[record.uscc]
        named = self.by_name.get(name_key(record.name), ())
        found = next((each for each in named if _may_be(each.holder, record)), None)
        return found or self._renamed(record)

    def _renamed(self, record: HolderRecord) -> _Taken | None:
        """The one company that is known by what the list calls a former name."""
        named = {each for name in record.former_names for each in self.by_name.get(name_key(name), ())}
        fitting = [each for each in named if _may_be(each.holder, record)]
        return fitting[0] if len(fitting) == 1 else None

    def _make_or_ask(self, record: HolderRecord, is_demonstration: bool) -> _Taken:
        """What is surely another writing is the holder; what may be one is made, and put before an officer."""
        key, score = self.alike.get(record.name, (0, OWN))
        near = self.by_pk.get(key)
        if near is None or not _may_be(near.holder, record):
            return self._make(record, is_demonstration)
        if score.is_certain:
            return near
        made = self._make(record, is_demonstration)
        self.questions.append((record.name, near.holder, listed(score)))
        return made

    def _make(self, record: HolderRecord, is_demonstration: bool) -> _Taken:
        holder = Holder(
            kind=_kind(record),
            name=record.name,
            uscc=record.uscc or None,
            region=record.region,
            address=record.address,
            is_demonstration=is_demonstration,
        )
        taken = _Taken(holder, is_new=True, names={record.name: NameKind.CURRENT})
        self.by_name.setdefault(name_key(record.name), []).append(taken)
        return taken


Question = tuple[str, Holder, Score]
"""Does this name, for which a holder was made, mean that holder?"""


def _alike(records: Sequence[HolderRecord]) -> dict[str, tuple[int, Score]]:
    """Name -> the likeliest holder of those that were known before; of organisations only."""
    parsed = {
        record.name: parse(record.name)
        for record in records
        if record.kind != HolderKind.PERSON and is_organisation(record.name)
    }
    near = by_block(parsed.values())
    found = {
        name: best(each, {(one.holder, one.name) for block in blocks(each) for one in near.get(block, ())})
        for name, each in parsed.items()
    }
    return {name: each for name, each in found.items() if each}


def _ask(questions: Sequence[Question]) -> None:
    NameLink.objects.bulk_create(
        [
            NameLink(
                name=name,
                name_key=name_key(name),
                holder=holder,
                state=LinkState.SUGGESTED,
                confidence=score.value,
                reasons=list(score.reasons),
            )
            for name, holder, score in questions
        ],
        ignore_conflicts=True,
    )


def _may_be(holder: Holder, record: HolderRecord) -> bool:
    """Of those with one name. People of one name are one only where they are of one region, too."""
    if record.uscc and holder.uscc:
        return False
    if HolderKind.PERSON in (holder.kind, record.kind):
        return holder.kind == record.kind and holder.region == record.region
    return True


def _kind(record: HolderRecord) -> HolderKind:
    """A list says itself who is a person; by the name alone a company's short name could be taken for one."""
    if record.kind != HolderKind.UNKNOWN:
        return record.kind
    guessed = kind_of(record.name)
    return HolderKind.UNKNOWN if guessed == HolderKind.PERSON else guessed


def _complete(taken: _Taken, record: HolderRecord, is_demonstration: bool) -> None:
    """The newer statement wins, a gap erases nothing; what is real stays real."""
    said: dict[str, Any] = {name: getattr(record, name) for name in ("uscc", "region", "address")}
    if taken.holder.kind == HolderKind.UNKNOWN and record.kind != HolderKind.UNKNOWN:
        said["kind"] = record.kind
    if _was_renamed(taken, record):
        said["name"] = record.name
        taken.added[taken.holder.name] = NameKind.FORMER
    for name, value in said.items():
        _set(taken, name, value, only_if=bool(value))
    _set(taken, "is_demonstration", False, only_if=not is_demonstration)


def _set(taken: _Taken, name: str, value: Any, *, only_if: bool) -> None:
    before = getattr(taken.holder, name)
    if only_if and before != value:
        taken.before.setdefault(name, before)
        setattr(taken.holder, name, value)


def _was_renamed(taken: _Taken, record: HolderRecord) -> bool:
    """The list calls what we take for the present name a former one."""
    return taken.holder.name != record.name and taken.holder.name in record.former_names


def _take_names(taken: _Taken, record: HolderRecord) -> None:
    own = NameKind.CURRENT if record.name == taken.holder.name else NameKind.ALIAS
    stated = {
        **dict.fromkeys(record.aliases, NameKind.ALIAS),
        **dict.fromkeys(record.former_names, NameKind.FORMER),
        record.name: own,
    }
    for name, kind in stated.items():
        if name not in taken.names:
            taken.added.setdefault(name, kind)


def _write(taken: list[_Taken]) -> None:
    add([each.holder for each in taken if each.is_new])
    changed = [each.holder for each in taken if each.before and not each.is_new]
    now = clock.now()
    for holder in changed:
        holder.version += 1
        holder.updated_at = now
    columns = ["kind", "name", "uscc", "region", "address", "is_demonstration", "version", "updated_at"]
    Holder.objects.bulk_update(changed, columns, batch_size=100)
    added: list[Added] = [
        (each.holder, name, kind)
        for each in taken
        for name, kind in each.added.items()
        if name not in each.names
    ]
    add_names(added)
    _rename([each for each in taken if "name" in each.before])


def _rename(taken: list[_Taken]) -> None:
    """The name that was current is a former one; rare, so each by itself."""
    for each in taken:
        each.holder.names.filter(name=each.before["name"]).update(kind=NameKind.FORMER)
        each.holder.names.filter(name=each.holder.name).update(kind=NameKind.CURRENT)


def _note(items: Sequence[tuple[int, HolderRecord]], taken: list[_Taken], file: SourceFile) -> None:
    statements: dict[tuple[int, str], int] = {}
    for (row, record), each in zip(items, taken, strict=True):
        digest = blake2b(repr(record).encode(), digest_size=16).hexdigest()
        statements.setdefault((each.holder.pk, digest), row)
    known = set(
        Statement.objects.filter(
            register=REGISTER, file=file, entry__in=[holder for holder, _digest in statements]
        ).values_list("entry", "digest")
    )
    now = clock.now()
    rows = (
        (REGISTER, holder, file.pk, row, digest, now)
        for (holder, digest), row in statements.items()
        if (holder, digest) not in known
    )
    insert(Statement, ("register", "entry", "file", "row", "digest", "recorded_at"), rows)
    Correction.objects.bulk_create(
        Correction(
            register=REGISTER,
            entry=each.holder.pk,
            source=file,
            changed_at=now,
            before=json.loads(json.dumps(each.before)),
        )
        for each in dict.fromkeys(taken)
        if each.before
    )
