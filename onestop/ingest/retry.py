"""Rejected rows once more: their stored cells cleaned by today's program, or as a person has repaired them.

A retry is a run of its own (`retry_of`) on the same file, so that a record still says which row of which file told
it. The report of a row that was stored after all says by which run (`resolved_by`).
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit
from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun, RowOutcome, RowReport, RunState
from onestop.ingest.packages.package import open_file
from onestop.ingest.queries import open_rejections, title_rows
from onestop.ingest.services import Options, finish, go_through, ingest
from onestop.ingest.sources import open_table
from onestop.ingest.sources.base import RawRow, Table

LINE = "line"
"""The column of `queries.write_reports` that says which row of the file it was."""
_AT_ONCE = 500


def why_not(run: IngestRun) -> UserError | None:
    """Why the rejected rows of this run can't be cleaned again from what is stored; None if they can."""
    if run.retry_of_id:
        reason = _("这次导入本身是第 %(run)s 次导入的重试。") % {"run": run.retry_of_id}
        return _refusal(reason, _("请到那一次导入上重试。"))
    if run.state != RunState.DONE or run.file is None:
        return _refusal(_("这次导入没有完成。"), _("请重新导入整个文件。"))
    if not run.columns:
        return _refusal(
            _("文件不是表格，单独一行不含它的全部内容。"), _("请重新导入整个文件；已有的记录不会重复。")
        )
    if _options_of(run) is None:
        return _refusal(_("导入时用的列名对照没有保存。"), _("请用同样的列名对照重新导入整个文件。"))
    if not complete_rejections(run).exists():
        return _refusal(_("没有可以重试的行。"), _("未导入的行都已解决，或它们的单元格不完整。"))
    return None


def _refusal(message: str, hint: str) -> UserError:
    return UserError("retry.impossible", message, hint)


def complete_rejections(run: IngestRun) -> QuerySet[RowReport]:
    """Open rejected rows with all their cells, one report each, in the order of the file."""
    wanted = open_rejections(run)
    return wanted.filter(cells__has_keys=run.columns) if run.columns else wanted.none()


def retry(run: IngestRun, actor: User | None = None) -> IngestRun:
    """The new run. Raises UserError where `why_not` has a reason. Killed, it goes on when it is called again."""
    _require(actor)
    if refusal := why_not(run):
        raise refusal
    options = _options_of(run) or Options()
    with TemporaryDirectory(prefix="onestop-retry-") as folder:
        path = Path(folder) / "rows.csv"
        lines = _write_rows(run, path)
        table = open_table(path, options.mapping)
        if table.source != run.source:
            raise _refusal(_("这种来源的行不能单独重读。"), _("请重新导入整个文件；已有的记录不会重复。"))
        again = _continue_or_start(run, options)
        go_through(again, _with_lines(table, lines), options)
    resolve(run, again, lines)
    finish(again)
    audit.record(
        actor, "quarantine.retried", run, after={"run": again.pk, "resolved": again.resolved.count()}
    )
    return again


def _require(actor: User | None) -> None:
    """None is the command line, whose user owns the database anyway."""
    if actor is not None:
        require(actor, "quarantine.rerun")


def _options_of(run: IngestRun) -> Options | None:
    """None: an older run that kept only their digest."""
    options = Options(run.options.get("mapping", {}), run.options.get("region", ""))
    return options if options.digest == run.options_digest else None


def _write_rows(run: IngestRun, path: Path) -> list[int]:
    """The rows as a table under the file's own head, so that its source reads them as it read the file."""
    lines = []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows(title_rows([run]))
        writer.writerow(run.columns)
        for line, cells in complete_rejections(run).values_list("line", "cells").iterator():
            writer.writerow([cells[name] for name in run.columns])
            lines.append(line)
    return lines


def _with_lines(table: Table, lines: list[int]) -> Table:
    def rows() -> Iterator[RawRow]:
        return (replace(row, line=line) for row, line in zip(table.rows(), lines, strict=True))

    return replace(table, rows=rows)


def _continue_or_start(run: IngestRun, options: Options) -> IngestRun:
    """Under a digest of its own: importing the file itself must never go on with a retry that was killed."""
    digest = hashlib.sha256(f"retry {run.pk} {options.digest}".encode()).hexdigest()
    again, _is_new = IngestRun.objects.get_or_create(
        retry_of=run,
        options_digest=digest,
        state=RunState.RUNNING,
        defaults={
            name: getattr(run, name)
            for name in ("file", "file_name", "source", "options", "columns", "ignored")
        },
    )
    return again


def resolve(run: IngestRun, again: IngestRun, lines: Collection[int]) -> None:
    """Of these lines of `run`, those that `again` did not reject are settled."""
    refused = set(again.reports.filter(outcome=RowOutcome.REJECTED).values_list("line", flat=True))
    _settle(run, again, sorted(set(lines) - refused))


def _settle(run: IngestRun, again: IngestRun, lines: list[int]) -> None:
    left = iter(lines)
    while some := list(islice(left, _AT_ONCE)):
        run.reports.filter(line__in=some, outcome=RowOutcome.REJECTED, resolved_by=None).update(
            resolved_by=again
        )


def take_repaired(run: IngestRun, path: Path, actor: User | None = None) -> IngestRun:
    """Import the table of rejected rows as somebody has corrected it; rows are known by its column `line`."""
    _require(actor)
    if run.retry_of is not None:
        run = run.retry_of
    again = ingest(path, _options_of(run) or Options())
    IngestRun.objects.filter(pk=again.pk).update(retry_of=run)
    _settle(run, again, _stored_lines(again, path))
    audit.record(
        actor, "quarantine.repaired", run, after={"run": again.pk, "resolved": again.resolved.count()}
    )
    again.refresh_from_db()
    return again


def _stored_lines(again: IngestRun, path: Path) -> list[int]:
    """Lines of the original file of which this table had a row that was stored; it may have a line twice."""
    rows = open_file(path, again.options.get("mapping", {})).rows()
    left = Counter(row.cells.get(LINE, "") for row in rows if not row.is_blank)
    refused = again.reports.filter(outcome=RowOutcome.REJECTED).values_list("line", "cells")
    left.subtract({line: cells.get(LINE, "") for line, cells in refused.iterator()}.values())
    return sorted(
        int(line) for line, count in left.items() if count > 0 and line.isascii() and line.isdecimal()
    )
