"""Loading the reference tables from files: all or nothing, and a second load of the same file changes nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from onestop.core import clock
from onestop.reference.industry_source import RuleParser, RuleRow
from onestop.reference.ipc_source import Entry, EntryParser
from onestop.reference.lines import parse_lines
from onestop.reference.models import IndustryPattern, IndustryRule, IpcEntry, ReferenceLoad, ReferenceTable

T = TypeVar("T")
Progress = Callable[[int], object]
"""Told how many more bytes of the file have been read."""
_BATCH = 2000


@dataclass
class LoadReport:
    """What a load did. Of the rows read, `repaired_*` were not taken as they are, `lost_titles` had none."""

    table: str
    file: str
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    repaired_titles: int = 0
    lost_titles: int = 0
    repaired_parents: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def load_ipc(path: Path, progress: Progress = lambda size: None) -> LoadReport:
    """The Chinese IPC from JSON lines. Entries that the file lacks stay: older patents carry older symbols."""
    return _load(ReferenceTable.IPC, path, lambda report: _write_ipc(path, progress, report))


def load_industries(path: Path, progress: Progress = lambda size: None) -> LoadReport:
    """The strategic emerging industries from tab-separated text. The table is the file: other rules go."""
    return _load(ReferenceTable.INDUSTRIES, path, lambda report: _write_industries(path, progress, report))


def _load(table: ReferenceTable, path: Path, write: Callable[[LoadReport], int]) -> LoadReport:
    started = clock.now()
    report = LoadReport(table.value, path.name)
    with transaction.atomic():
        entries = write(report)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        loaded = {
            "file_name": path.name,
            "digest": digest,
            "entries": entries,
            "loaded_at": started,
            "is_demonstration": False,
        }
        ReferenceLoad.objects.update_or_create(table=table, defaults=loaded)
    report.seconds = round((clock.now() - started).total_seconds(), 2)
    return report


def lend_industries(rows: Sequence[RuleRow], name: str) -> None:
    """Illustrative rules for a demonstration. A table that somebody loaded stays, and takes their place later."""
    loads = ReferenceLoad.objects.filter(table=ReferenceTable.INDUSTRIES)
    if loads.filter(is_demonstration=False).exists():
        return
    with transaction.atomic():
        IndustryRule.objects.all().delete()
        for number, row in enumerate(rows, start=1):
            _write_rule(number, row)
        digest = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
        about = {"file_name": name, "digest": digest, "entries": len(rows), "loaded_at": clock.now()}
        ReferenceLoad.objects.update_or_create(
            table=ReferenceTable.INDUSTRIES, defaults={**about, "is_demonstration": True}
        )


def take_back_industries() -> None:
    """Remove rules that were lent, and no others."""
    with transaction.atomic():
        lent = ReferenceLoad.objects.filter(table=ReferenceTable.INDUSTRIES, is_demonstration=True)
        if lent.exists():
            IndustryRule.objects.all().delete()
            lent.delete()


def _write_ipc(path: Path, progress: Progress, report: LoadReport) -> int:
    for batch in _batches(parse_lines(path, EntryParser(), progress)):
        _write_entries(batch, report)
    return IpcEntry.objects.count()


def _write_entries(entries: list[Entry], report: LoadReport) -> None:
    stored = IpcEntry.objects.in_bulk([entry.symbol for entry in entries], field_name="symbol")
    changed = [entry for entry in entries if not _is_stored(entry, stored.get(entry.symbol))]
    IpcEntry.objects.bulk_create(
        [IpcEntry(symbol=e.symbol, title_zh=e.title, level=e.level, parent=e.parent) for e in changed],
        update_conflicts=True,
        update_fields=["title_zh", "level", "parent"],
        unique_fields=["symbol"],
    )
    updated = sum(entry.symbol in stored for entry in changed)
    report.read += len(entries)
    report.unchanged += len(entries) - len(changed)
    report.updated += updated
    report.created += len(changed) - updated
    report.repaired_titles += sum(entry.is_title_repaired for entry in entries)
    report.lost_titles += sum(not entry.title for entry in entries)
    report.repaired_parents += sum(entry.is_parent_repaired for entry in entries)


def _is_stored(entry: Entry, row: IpcEntry | None) -> bool:
    return row is not None and (row.title_zh, row.level, row.parent) == (
        entry.title,
        entry.level,
        entry.parent,
    )


def _write_industries(path: Path, progress: Progress, report: LoadReport) -> int:
    rows = [row for row in parse_lines(path, RuleParser(), progress) if row]
    stored = _stored_rules()
    for number, row in enumerate(rows, start=1):
        if stored.get(number) == row:
            report.unchanged += 1
            continue
        removed, _counts = IndustryRule.objects.filter(number=number).delete()
        report.updated += bool(removed)
        report.created += not removed
        _write_rule(number, row)
    surplus = IndustryRule.objects.filter(number__gt=len(rows))
    report.read, report.removed = len(rows), surplus.count()
    surplus.delete()
    return len(rows)


def _stored_rules() -> dict[int, RuleRow]:
    rules = IndustryRule.objects.prefetch_related("patterns")
    return {
        rule.number: RuleRow(
            rule.industry_code,
            rule.industry_name,
            rule.keywords,
            tuple(each.pattern for each in rule.patterns.all() if not each.is_excluded),
            tuple(each.pattern for each in rule.patterns.all() if each.is_excluded),
        )
        for rule in rules
    }


def _write_rule(number: int, row: RuleRow) -> None:
    rule = IndustryRule.objects.create(
        number=number, industry_code=row.industry_code, industry_name=row.industry_name, keywords=row.keywords
    )
    sides = [(pattern, False) for pattern in row.include] + [(pattern, True) for pattern in row.exclude]
    IndustryPattern.objects.bulk_create(
        IndustryPattern(rule=rule, pattern=pattern, is_excluded=is_excluded) for pattern, is_excluded in sides
    )


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
