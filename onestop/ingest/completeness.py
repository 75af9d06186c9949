"""What came from each kind of source, up to which days, and what it lacks.

Counting goes through whole tables, so whoever watches the inbox does it together with the measures of quality
(`onestop.ingest.quality`) and keeps it; pages show what was kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import get_language

from onestop.core import clock
from onestop.ingest.models import IngestRun, PackageMember, RowOutcome, RowReport, RunState, SourceStanding
from onestop.records.models import Holder, Patent, PatentSource, Statement
from onestop.records.registers.all import REGISTERS

DEMONSTRATION, OTHER = "demonstration", "other"


@cache
def wording() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "completeness.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def in_words(entry: Mapping[str, str]) -> str:
    return entry["en"] if get_language() == "en" else entry["zh"]


def tables() -> dict[str, type[models.Model]]:
    """By the names that statements give them."""
    registers = {each.name: each.model for each in REGISTERS.values()}
    return {"patent": Patent, "holder": Holder, **registers}


@dataclass
class TableStanding:
    """Records of one table that came from one kind of source."""

    count: int
    days: dict[str, str] = field(default_factory=dict)
    """Field -> its newest day."""
    lacking: dict[str, int] = field(default_factory=dict)


@dataclass
class KindStanding:
    files: int = 0
    rows: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """Code -> rows that are still not imported."""
    last_on: str = ""
    inside: list[str] = field(default_factory=list)
    """Of packages: the kinds of the files in them."""
    tables: dict[str, TableStanding] = field(default_factory=dict)

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "KindStanding":
        found = {name: TableStanding(**each) for name, each in content["tables"].items()}
        return cls(**{**content, "tables": found})

    def as_content(self) -> dict[str, Any]:
        return {**self.__dict__, "tables": {name: each.__dict__ for name, each in self.tables.items()}}


def keep_standings() -> None:
    now = clock.now()
    made = [
        SourceStanding(source=kind, content=each.as_content(), taken_at=now) for kind, each in count().items()
    ]
    with transaction.atomic():
        SourceStanding.objects.all().delete()
        SourceStanding.objects.bulk_create(made)


def standings() -> dict[str, KindStanding]:
    """As kept; counted now where nothing was kept yet."""
    kept = SourceStanding.objects.values_list("source", "content")
    return {kind: KindStanding.read(content) for kind, content in kept} or count()


def count() -> dict[str, KindStanding]:
    found: dict[str, KindStanding] = defaultdict(KindStanding)
    _count_runs(found)
    _count_patents(found)
    _count_entries(found)
    return dict(found)


def of_file(key: int) -> dict[str, TableStanding]:
    """What one file brought."""
    found = {}
    patents = PatentSource.objects.filter(file=key).values("file")
    for row in patents.annotate(number=Count("patent", distinct=True), **_aggregates("patent", "patent__")):
        found["patent"] = _standing("patent", row)
    said = Statement.objects.filter(file=key)
    for register in said.order_by("register").values_list("register", flat=True).distinct():
        found[register] = _of_entries(register, said.filter(register=register))
    return found


def kind_without_import() -> str:
    """Of files that nobody imported: this platform made them up, where it holds anything invented."""
    return DEMONSTRATION if Patent.objects.filter(is_demonstration=True).exists() else OTHER


def newest_runs() -> QuerySet[IngestRun]:
    """Of each file: the same file again must not count twice."""
    done = IngestRun.objects.filter(retry_of=None, state=RunState.DONE)
    return done.filter(pk__in=done.values("file").annotate(newest=Max("pk")).values("newest"))


def _count_runs(found: dict[str, KindStanding]) -> None:
    runs = newest_runs()
    for row in runs.values("source").annotate(
        files=Count("pk"), all_rows=Sum("read"), last=Max("finished_at")
    ):
        kind = found[row["source"]]
        kind.files, kind.rows = row["files"], row["all_rows"]
        kind.last_on = timezone.localdate(row["last"]).isoformat() if row["last"] else ""
    open_reports = RowReport.objects.filter(run__in=runs, outcome=RowOutcome.REJECTED, resolved_by=None)
    for source, code, number in open_reports.values_list("run__source", "code").annotate(Count("pk")):
        found[source].refused[code] = number
    inside = PackageMember.objects.filter(run__in=runs, rows__gt=0).exclude(source="")
    for source, member in inside.values_list("run__source", "source").distinct():
        found[source].inside.append(member)


def _count_patents(found: dict[str, KindStanding]) -> None:
    """In one pass over what files said of patents."""
    said = PatentSource.objects.annotate(kind=kind_of_file()).values("kind")
    without_import = kind_without_import()
    for row in said.annotate(number=Count("patent", distinct=True), **_aggregates("patent", "patent__")):
        found[row["kind"] or without_import].tables["patent"] = _standing("patent", row)


def _count_entries(found: dict[str, KindStanding]) -> None:
    """Statements point at entries of many tables: one query for each table and kind."""
    said = Statement.objects.annotate(kind=kind_of_file())
    without_import = kind_without_import()
    for register, kind in sorted(said.values_list("register", "kind").distinct(), key=str):
        here = said.filter(register=register, kind=kind)
        found[kind or without_import].tables[register] = _of_entries(register, here)


def _of_entries(register: str, said: QuerySet[Statement]) -> TableStanding:
    rows = tables()[register]._default_manager.filter(pk__in=said.values("entry"))
    return _standing(register, rows.aggregate(number=Count("pk"), **_aggregates(register, "")))


def said_of(table: str) -> QuerySet[Any]:
    """What files said of the records of a table: `key` of the record, `kind` of the source."""
    if table == "patent":
        return PatentSource.objects.annotate(kind=kind_of_file(), key=F("patent_id"))
    return Statement.objects.filter(register=table).annotate(kind=kind_of_file(), key=F("entry"))


def by_kind(table: str, keys: Any) -> dict[str, int]:
    """Kind of source -> how many of these records it spoke of."""
    rows = said_of(table).filter(key__in=keys).values_list("kind").annotate(Count("key", distinct=True))
    return {kind or kind_without_import(): number for kind, number in rows.order_by()}


def keys_from(table: str, kind: str) -> QuerySet[Any]:
    known = None if kind in (DEMONSTRATION, OTHER) else kind
    return said_of(table).filter(kind=known).values("key")


def kind_of_file() -> Any:
    """Of the file that a row of `PatentSource` or `Statement` came from."""
    runs = IngestRun.objects.filter(file=OuterRef("file")).exclude(source="")
    return Subquery(runs.order_by("-pk").values("source")[:1])


def _aggregates(table: str, prefix: str) -> dict[str, Any]:
    rule = wording()["tables"].get(table, {})
    days = {f"day_{name}": Max(f"{prefix}{name}") for name in rule.get("days", ())}
    lacking = {
        f"lacking_{each['code']}": Count(
            f"{prefix}pk",
            distinct=bool(prefix),
            filter=Q(**{f"{prefix}{name}": value for name, value in each["where"].items()}),
        )
        for each in rule.get("lacking", ())
    }
    return {**days, **lacking}


def _standing(table: str, row: Mapping[str, Any]) -> TableStanding:
    rule = wording()["tables"].get(table, {})
    days = {name: row[f"day_{name}"] for name in rule.get("days", ())}
    lacking = {each["code"]: row[f"lacking_{each['code']}"] for each in rule.get("lacking", ())}
    return TableStanding(
        row["number"],
        {name: day.isoformat() for name, day in days.items() if day},
        {code: number for code, number in lacking.items() if number},
    )


def by_subject(refused: Mapping[str, int]) -> list[tuple[str, int]]:
    """Refused rows by what their fault is about, the most frequent first; codes are for officers."""
    about = Counter[str]()
    for code, number in refused.items():
        about[code.partition(".")[0]] += number
    return about.most_common()


def unusable_files() -> int:
    """Files that could not be used as a whole, and did not come again in a better state."""
    good: Iterable[str] = IngestRun.objects.filter(state=RunState.DONE).values_list("file_name", flat=True)
    failed = IngestRun.objects.filter(state=RunState.FAILED, retry_of=None).exclude(file_name__in=good)
    return failed.values("file_name").distinct().count()
