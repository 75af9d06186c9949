"""Importing a file: look at all of it first, then store it batch by batch.

A batch stores its records, its reports and the position reached in one transaction, so a killed run continues
where the last batch ended. Storing is idempotent: the same statement twice changes nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.cleaning import Cleaned
from onestop.ingest.findings import Finding, rejected
from onestop.ingest.models import IngestRun, PackageMember, RowOutcome, RowReport, RunState
from onestop.ingest.reading import Batch, Reading, batches, reading
from onestop.ingest.sources.base import NUMBER_FIELDS, Member, RawRow, Subject, Table
from onestop.ingest.storing import store
from onestop.records.models import SourceFile
from onestop.records.outcomes import Outcome
from onestop.records.services import DOCUMENT_TYPE
from onestop.search.services import feeding

BATCH = 1_000
_COUNTED = ("read", "created", "updated", "unchanged", "rejected", "repaired", "blank")


@dataclass(frozen=True)
class Options:
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field -> the file's column for it, over what the header says."""
    region: str = ""
    """GB/T 2260 code for records without an address."""

    def as_dict(self) -> dict[str, Any]:
        return {"mapping": dict(self.mapping), "region": self.region}

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([sorted(self.mapping.items()), self.region]).encode()).hexdigest()


def ingest(
    path: Path, options: Options = Options(), progress: Callable[[int, int], None] = lambda done, total: None
) -> IngestRun:
    """Import one file. Raises UserError, with the database as it was, if it can't be used as a whole.

    `progress` is told the number of rows gone through and of all rows.
    """
    with _opened(path, options) as source:
        run = _continue_or_start(path, source.table, options)
        progress(0, source.rows)
        with feeding(DOCUMENT_TYPE):
            for batch in source.batches(run.position):
                _store_batch(run, source.table, batch)
                progress(batch.done, source.rows)
    finish(run)
    return run


@contextmanager
def _opened(path: Path, options: Options) -> Iterator[Reading]:
    with ExitStack() as stack:
        try:
            source = stack.enter_context(reading(path, options.mapping, options.region, BATCH))
        except UserError as error:
            _record_failure(path, error)
            raise
        yield source


def go_through(
    run: IngestRun, table: Table, options: Options, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Store the table's rows after the run's position, batch by batch."""
    for batch in batches(table, options.region, BATCH, run.position):
        _store_batch(run, table, batch)
        progress(batch.done)


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _record_failure(path: Path, error: UserError) -> None:
    now = clock.now()
    IngestRun.objects.create(
        file_name=path.name[:255],
        state=RunState.FAILED,
        error=error.as_dict(),
        started_at=now,
        finished_at=now,
    )


def _continue_or_start(path: Path, table: Table, options: Options) -> IngestRun:
    digest = digest_of(path)
    with transaction.atomic():
        file, _created = SourceFile.objects.get_or_create(
            digest=digest, defaults={"name": path.name[:255], "size": path.stat().st_size}
        )
        unfinished = IngestRun.objects.filter(
            file=file, options_digest=options.digest, state=RunState.RUNNING
        )
        return unfinished.order_by("pk").last() or IngestRun.objects.create(
            file=file,
            file_name=path.name[:255],
            source=table.source,
            options_digest=options.digest,
            options=options.as_dict() | title_of(table),
            columns=list(table.names),
            ignored=list(table.ignored),
        )


def title_of(table: Table) -> dict[str, str]:
    """Of a list: what stands above it says what its rows are, also when some of them come again alone."""
    return {"title": table.title} if table.title and table.subject != Subject.PATENT else {}


def _store_batch(run: IngestRun, table: Table, batch: Batch) -> None:
    with transaction.atomic():
        _advance(run, batch.line)
        stored = _store(run, batch.cleaned)
        PackageMember.objects.bulk_create(_members(run, batch.members))
        RowReport.objects.bulk_create(report for each in stored for report in _reports(run, table, each))
        _count(run, stored, batch.blank)


@dataclass(frozen=True, slots=True)
class _Stored:
    cleaned: Cleaned
    outcome: str
    """Name of the run's count that it adds to."""
    findings: tuple[Finding, ...]

    @property
    def is_repaired(self) -> bool:
        return self.outcome != "rejected" and any(
            each.outcome == RowOutcome.REPAIRED for each in self.findings
        )


def _advance(run: IngestRun, line: int) -> None:
    """Only the process that finds the run where it left it may go on: two at once would count rows twice."""
    moved = IngestRun.objects.filter(pk=run.pk, position=run.position, state=RunState.RUNNING).update(
        position=line
    )
    if not moved:
        raise UserError(
            "ingest.run_taken",
            _("另一个进程正在导入同一个文件（导入编号 %(run)s），本次已停止。") % {"run": run.pk},
            _("请等它完成；已导入的行没有重复。"),
        )
    run.position = line


def _store(run: IngestRun, cleaned: Sequence[Cleaned]) -> list[_Stored]:
    assert run.file is not None  # only failed runs have none
    usable = [(each.row.line, each.record) for each in cleaned if each.record]
    outcomes = iter(store(usable, run.file))
    return [_outcome(each, next(outcomes) if each.record else None) for each in cleaned]


def _outcome(cleaned: Cleaned, outcome: Outcome | None) -> _Stored:
    if outcome is None:
        return _Stored(cleaned, "rejected", cleaned.findings)
    if outcome == Outcome.CONFLICT:
        conflict = rejected(
            "row.number_conflict",
            _("这一行的公开（公告）号在库中属于另一个申请号。"),
            _("两个来源中有一个号码有误，请与原文献核对。"),
        )
        return _Stored(cleaned, "rejected", (conflict.finding, *cleaned.findings))
    return _Stored(cleaned, outcome.value, cleaned.findings)


def _reports(run: IngestRun, table: Table, stored: _Stored) -> Iterator[RowReport]:
    row = stored.cleaned.row
    table = (row.member and row.member.table) or table
    for finding in stored.findings:
        shows_all = stored.outcome == "rejected" or not finding.columns
        concerned = {*finding.columns, *_number_columns(table)}
        cells = {name: text for name, text in row.cells.items() if shows_all or name in concerned}
        yield RowReport(
            run=run,
            line=row.line,
            outcome=finding.outcome,
            code=finding.code,
            message=finding.message,
            advice=finding.advice,
            cells={name: _storable(text) for name, text in {**_place(row), **cells}.items()},
        )


def _place(row: RawRow) -> Mapping[str, str]:
    """In a package, the file and its line: so a corrected table still says where each row came from."""
    if row.member is None:
        return {}
    return {"包内文件": row.member.path, "包内序号": str(row.place or "")}


def _members(run: IngestRun, members: Iterable[Member]) -> Iterator[PackageMember]:
    for each in members:
        yield PackageMember(
            run=run,
            path=_storable(each.path),
            size=each.size,
            digest=each.digest,
            source=each.table.source if each.table else "",
            first_line=each.first_line,
            rows=each.rows if each.table else 0,
            error=each.error.as_dict() if each.error else {},
        )


def _number_columns(table: Table) -> Iterator[str]:
    """So that a report names its patent."""
    return (name for field in NUMBER_FIELDS for name in table.columns.get(field, ()))


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL in a text; the picture of it stands for it."""
    return text.replace("\0", "\u2400")


def _count(run: IngestRun, stored: Sequence[_Stored], blank: int) -> None:
    counts = Counter(each.outcome for each in stored)
    counts["read"], counts["blank"] = len(stored), blank
    counts["repaired"] = sum(each.is_repaired for each in stored)
    IngestRun.objects.filter(pk=run.pk).update(**{name: F(name) + counts[name] for name in _COUNTED})


def finish(run: IngestRun) -> None:
    IngestRun.objects.filter(pk=run.pk).update(state=RunState.DONE, finished_at=clock.now())
    run.refresh_from_db()
