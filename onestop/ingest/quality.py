"""Measures of the quality of the data: read from `data/quality.yaml`, counted into daily snapshots.

Pages show snapshots and count nothing. A snapshot also keeps the keys of the first records of each measure, so that
a rare fault is listed without going through the whole table; a frequent one is found at once by going through it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from onestop.core import clock
from onestop.ingest import completeness
from onestop.ingest.models import IngestRun, QualitySnapshot, RowReport, RunState
from onestop.ingest.quality_finders import FINDERS
from onestop.records.models import Document, Holder, Patent, Trademark

KEYS_KEPT = 2_000
AT_MOST_EVERY = timedelta(minutes=10)
"""Counting a million patents takes a minute or two."""
TABLES: Mapping[str, type[models.Model]] = {
    "patent": Patent,
    "trademark": Trademark,
    "document": Document,
    "holder": Holder,
}


class Group(StrEnum):
    MISSING = "missing"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    CONFLICTING = "conflicting"


@dataclass(frozen=True)
class Measure:
    code: str
    group: Group
    zh: str
    en: str
    note_zh: str = ""
    note_en: str = ""
    of: str = "patent"
    among: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)
    without: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)
    found_by: str = ""

    @property
    def label(self) -> str:
        return self.en if get_language() == "en" else self.zh

    @property
    def note(self) -> str:
        return self.note_en if get_language() == "en" else self.note_zh

    @property
    def is_lookup(self) -> bool:
        return bool(self.where or self.without)


@cache
def measures() -> dict[str, Measure]:
    path = Path(__file__).parent / "data" / "quality.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["measures"]
    found = [Measure(**{**entry, "group": Group(entry["group"])}) for entry in entries]
    return {each.code: each for each in found}


def among(measure: Measure) -> Q:
    return Q(**{name: _value(value) for name, value in measure.among.items()})


def faulty(measure: Measure) -> Q:
    """Of a measure by lookups."""
    found = among(measure) & Q(**{name: _value(value) for name, value in measure.where.items()})
    for name, lookups in measure.without.items():
        related: Any = TABLES[measure.of]._meta.get_field(name).related_model
        found &= ~Q(Exists(related.objects.filter(**{measure.of: OuterRef("pk")}, **lookups)))
    return found


def _value(value: object) -> Any:
    """ "@filed_on" is the field of that name."""
    return F(value[1:]) if isinstance(value, str) and value.startswith("@") else value


def reports_of(measure: Measure) -> QuerySet[RowReport]:
    """Of the newest import of each file: the same file again must not count its rows twice."""
    newest = IngestRun.objects.filter(retry_of=None, state=RunState.DONE).values("file")
    return RowReport.objects.filter(
        **measure.reports, resolved_by=None, run__in=newest.annotate(newest=Max("pk")).values("newest")
    )


@dataclass(frozen=True)
class Counted:
    count: int
    total: int
    keys: list[int]


def count_all() -> Iterator[tuple[Measure, Counted]]:
    """One query for all lookups of a table, one or two more for each measure."""
    totals, counts = _count_lookups()
    rows = _rows_read()
    for code, measure in measures().items():
        if measure.reports:
            yield measure, Counted(*_within_total(reports_of(measure).count(), rows), [])
        elif measure.found_by:
            found = sorted(set(FINDERS[measure.found_by]()))
            yield measure, Counted(*_within_total(len(found), totals[code]), found[:KEYS_KEPT])
        else:
            yield (
                measure,
                Counted(*_within_total(counts[code], totals[code]), _first_keys(measure, counts[code])),
            )


def _within_total(count: int, total: int) -> tuple[int, int]:
    """A row can have several reports."""
    return count, max(count, total)


def _count_lookups() -> tuple[dict[str, int], dict[str, int]]:
    totals: dict[str, int] = {}
    counts: dict[str, int] = {}
    for name, table in TABLES.items():
        here = [each for each in measures().values() if each.of == name and not each.reports]
        row = table._default_manager.aggregate(
            **{
                f"total_{each.code}": Count("pk", filter=among(each)) if each.among else Count("pk")
                for each in here
            },
            **{f"count_{each.code}": Count("pk", filter=faulty(each)) for each in here if each.is_lookup},
        )
        totals |= {each.code: row[f"total_{each.code}"] for each in here}
        counts |= {each.code: row[f"count_{each.code}"] for each in here if each.is_lookup}
    return totals, counts


def _rows_read() -> int:
    newest = IngestRun.objects.filter(retry_of=None, state=RunState.DONE).values("file")
    keys = newest.annotate(newest=Max("pk")).values("newest")
    total: int | None = IngestRun.objects.filter(pk__in=keys).aggregate(rows=models.Sum("read"))["rows"]
    return total or 0


def _first_keys(measure: Measure, count: int) -> list[int]:
    """Not of a frequent fault: the list of it starts at once by itself."""
    if not 0 < count <= KEYS_KEPT:
        return []
    return list(faulty_records(measure).order_by("pk").values_list("pk", flat=True)[:KEYS_KEPT])


def faulty_records(measure: Measure) -> QuerySet[Any]:
    return TABLES[measure.of]._default_manager.filter(faulty(measure))


def take_snapshot() -> None:
    """Count everything for today. The newest day alone keeps keys."""
    now, today = clock.now(), clock.today()
    made = [
        QualitySnapshot(
            day=today,
            measure=measure.code,
            count=found.count,
            total=found.total,
            keys=found.keys,
            parts=parts_of(measure, found) if found.count else {},
            taken_at=now,
        )
        for measure, found in count_all()
    ]
    with transaction.atomic():
        QualitySnapshot.objects.filter(day__lt=today).exclude(keys=[]).update(keys=[])
        QualitySnapshot.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["measure", "day"],
            update_fields=["count", "total", "keys", "parts", "taken_at"],
        )


def parts_of(measure: Measure, found: Counted) -> dict[str, int]:
    """Kind of source -> how many faults; a record that several spoke of counts in each. Of long searches, of the keys kept."""
    if measure.reports:
        return dict(reports_of(measure).values_list("run__source").annotate(Count("pk")).order_by())
    keys = faulty_records(measure).values("pk") if measure.is_lookup else found.keys
    return completeness.by_kind(measure.of, keys)


def is_due() -> bool:
    """A new day, or an import since the last snapshot; not before there is anything to count."""
    taken = QualitySnapshot.objects.aggregate(at=Max("taken_at"), day=Max("day"))
    finished = IngestRun.objects.aggregate(at=Max("finished_at"))["at"]
    if taken["at"] is None:
        return finished is not None or Patent.objects.exists()
    has_news = finished is not None and finished > taken["at"]
    return taken["day"] < clock.today() or (has_news and clock.now() - taken["at"] >= AT_MOST_EVERY)


@dataclass(frozen=True)
class Standing:
    """A measure and how it stands on the newest day."""

    measure: Measure
    count: int
    total: int
    before: int | None
    """A week or more ago."""
    parts: Mapping[str, int]
    """Kind of source -> how many."""

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else 0.0

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.count - self.before


def standings() -> tuple[date | None, tuple[Standing, ...]]:
    """Two queries by an index, whatever the data."""
    day = QualitySnapshot.objects.aggregate(day=Max("day"))["day"]
    if day is None:
        return None, ()
    week_ago = Q(day__lte=day - timedelta(days=7))
    older = QualitySnapshot.objects.filter(week_ago, measure=OuterRef("measure")).order_by("-day")
    newest = QualitySnapshot.objects.filter(day=day).annotate(
        before=models.Subquery(older.values("count")[:1])
    )
    known = {code: rest for code, *rest in newest.values_list("measure", "count", "total", "before", "parts")}
    return day, tuple(
        Standing(measure, *known[code]) for code, measure in measures().items() if code in known
    )


def trend(measure: Measure, days: int = 366) -> list[tuple[date, int]]:
    rows = QualitySnapshot.objects.filter(measure=measure.code).order_by("-day").values_list("day", "count")
    return list(rows[:days])[::-1]


def kept_keys(measure: Measure) -> list[int]:
    newest = QualitySnapshot.objects.filter(measure=measure.code).order_by("-day")
    keys: list[int] | None = newest.values_list("keys", flat=True).first()
    return keys or []


def after(keys: Iterable[int], key: int, size: int) -> list[int]:
    return list(islice((each for each in keys if each > key), size))
