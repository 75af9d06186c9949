"""Reads of runs and their reports."""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TextIO

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun, PackageMember, RowOutcome, RowReport
from onestop.records.values import cells

REPORT_COLUMNS = ("line", "outcome", "code", "message", "advice")


def run_of(number: int) -> IngestRun:
    run = IngestRun.objects.filter(pk=number).first()
    if run is None:
        last = IngestRun.objects.order_by("-pk").values_list("pk", flat=True).first()
        raise UserError(
            "ingest.no_such_run",
            _("没有编号为 %(number)s 的导入。") % {"number": number},
            _("最近一次导入的编号是 %(last)s。") % {"last": last} if last else _("还没有导入过文件。"),
        )
    return run


def reasons(run: IngestRun) -> dict[str, int]:
    """Code -> number of reports, the most frequent first."""
    return dict(run.reports.values_list("code").annotate(number=Count("pk")).order_by("-number", "code"))


def members_of(run: IngestRun) -> dict[str, int]:
    """Of a package, how many of its files were used, could not be used, are no data; empty for a single file."""
    refused_lines = run.reports.filter(outcome=RowOutcome.REJECTED).values("line")
    unused = Q(rows=0)
    found: dict[str, int] = run.members.aggregate(
        all=Count("pk"),
        used=Count("pk", filter=~unused),
        refused=Count("pk", filter=unused & Q(first_line__in=refused_lines)),
    )
    return found | {"other": found["all"] - found["used"] - found["refused"]} if found["all"] else {}


@dataclass(frozen=True)
class Inside:
    """Where in a package a row lies."""

    path: str
    ordinal: int
    """Of the row in that file, from 1."""


def inside_packages(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], Inside]:
    """(file, row) -> its place, for those that are packages, in one query. Ask for some hundred at most."""
    if not places:
        return {}
    here = (Q(run__file=file, first_line__lte=row, first_line__gt=row - F("rows")) for file, row in places)
    members = PackageMember.objects.filter(reduce(or_, here)).order_by("run")
    found = members.values_list("run__file", "first_line", "rows", "path")
    return {
        (file, row): Inside(path, row - first_line + 1)
        for of_file, first_line, rows, path in found
        for file, row in places
        if file == of_file and first_line <= row < first_line + rows
    }


def write_reports(runs: Sequence[IngestRun], stream: TextIO, *, only_open: bool = False) -> int:
    """All reports (or those of rows still to be imported, each row once) as CSV, with the row's own cells under the file's own column names; how many there were.

    So a rejected row can be corrected in that table and the table imported again; of a list, its title comes first.
    Nothing in it starts a formula.
    """
    names = _names(runs)
    file = ["file"] if len(runs) > 1 else []
    writer = csv.writer(stream)
    writer.writerows(map(cells.escape, row) for row in title_rows(runs))
    writer.writerow(map(cells.escape, (*REPORT_COLUMNS, *file, *names)))
    count = 0
    for run in runs:
        for report in open_rejections(run).iterator() if only_open else _ordered(run):
            row = [str(report.line), report.outcome, report.code, report.message, report.advice]
            row += [run.file_name] if file else []
            row += [report.cells.get(name, "") for name in names]
            writer.writerow(map(cells.escape, row))
            count += 1
    return count


def title_rows(runs: Sequence[IngestRun]) -> list[list[str]]:
    """What stood above the table, in which a list says what it is; none where the runs differ in it."""
    titles = {run.options.get("title", "") for run in runs}
    lines = titles.pop().split("\n") if len(titles) == 1 else []
    return [[line] for line in reversed(lines) if line]


def _names(runs: Sequence[IngestRun]) -> list[str]:
    """Every column of the files, in order, then those that only single rows have."""
    names = dict.fromkeys(name for run in runs for name in run.columns)
    for run in runs:
        for of_row in run.reports.values_list("cells", flat=True).iterator():
            names |= dict.fromkeys(of_row)
    return list(names)


def _ordered(run: IngestRun) -> Iterator[RowReport]:
    """Rejected before mended: what needs work stands first."""
    rejected_first = Case(When(outcome=RowOutcome.REJECTED, then=0), default=1)
    return run.reports.order_by(rejected_first, "line", "pk").iterator()


def open_rejections(run: IngestRun) -> QuerySet[RowReport]:
    """Rows that were not imported and not settled since, one report each."""
    return run.reports.filter(outcome=RowOutcome.REJECTED, resolved_by=None).order_by("line", "pk")


def reasons_with_outcome(run: IngestRun) -> tuple[tuple[str, str, int, int], ...]:
    """(outcome, code, reports, of these settled since), rejected ones first, the most frequent first."""
    rejected_first = Case(When(outcome=RowOutcome.REJECTED, then=0), default=1)
    found = run.reports.values_list("outcome", "code").annotate(
        number=Count("pk"), settled=Count("resolved_by"), order=rejected_first
    )
    return tuple(
        (str(RowOutcome(outcome).label), code, number, settled)
        for outcome, code, number, settled, _order in found.order_by("order", "-number", "code")
    )
