"""What each kind of source brought and what it is known to lack, in words for visitors."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest import completeness
from onestop.ingest.completeness import (
    DEMONSTRATION,
    OTHER,
    KindStanding,
    TableStanding,
    by_subject,
    in_words,
    wording,
)
from onestop.ingest.models import IngestRun, SourceStanding
from onestop.ingest.sources import SOURCES
from onestop.ingest.supplies import IssueState
from onestop.ingest.supply_calendar import Supplied, all_supplied
from onestop.portal.pages.completeness import table_labels, text_of
from onestop.portal.pages.types import Brought, NewestDay, SourceKind, SourceSummary
from onestop.records.models import SourceFile

_REASONS_NAMED = 4
_FILES_SHOWN = 30


def source_kinds() -> tuple[SourceKind, ...]:
    """The largest first, what nobody imported last."""
    found, gaps = completeness.standings(), _gaps()
    kinds = (_kind(code, each, gaps.get(code, ())) for code, each in found.items())
    return tuple(sorted(kinds, key=_place))


def _place(kind: SourceKind) -> tuple[bool, int, str]:
    return kind.code in (DEMONSTRATION, OTHER), -sum(each.count for each in kind.brought), kind.code


def kind_label(code: str) -> str:
    return in_words(wording()["kinds"].get(code, {"zh": code, "en": code}))


def _kind(code: str, standing: KindStanding, gaps: tuple[str, ...]) -> SourceKind:
    return SourceKind(
        code=code,
        label=kind_label(code),
        looks_like=_looks_like(code, standing),
        files=standing.files,
        rows=standing.rows,
        rejected=sum(standing.refused.values()),
        last_on=date.fromisoformat(standing.last_on) if standing.last_on else None,
        brought=brought(standing.tables),
        holes=(*gaps, *_refusals(standing), *_lacking(standing)),
    )


def _looks_like(code: str, standing: KindStanding) -> str:
    if code == DEMONSTRATION:
        return _("由本平台生成，全部虚构。")
    if standing.inside:
        return _("里面是：%s") % _("、").join(sorted(map(kind_label, standing.inside)))
    return next((str(each.looks_for) for each in SOURCES if each.name == code), "")


def brought(tables: Mapping[str, TableStanding]) -> tuple[Brought, ...]:
    labels, days = table_labels(), wording()["days"]
    return tuple(
        Brought(
            name,
            labels.get(name, name),
            each.count,
            tuple(
                NewestDay(code, in_words(days[code]), date.fromisoformat(day))
                for code, day in each.days.items()
            ),
        )
        for name, each in sorted(tables.items(), key=lambda pair: (-pair[1].count, pair[0]))
    )


def _gaps() -> dict[str, tuple[str, ...]]:
    """Kind -> what is missing of the packages that bring it."""
    found: dict[str, tuple[str, ...]] = {}
    for supplied in _supplied():
        kind = _kind_of(supplied)
        found[kind] = (*found.get(kind, ()), text_of(supplied))
    return found


def _supplied() -> list[Supplied]:
    """Of which an issue is missing. A list that the operator has to mend is no visitor's concern."""
    try:
        return [each for each in all_supplied() if each.holes]
    except UserError:
        return []


def _kind_of(supplied: Supplied) -> str:
    """Of the newest package that came."""
    names = [name for each in supplied.of(IssueState.ARRIVED)[-1:] for name in each.files]
    sources = IngestRun.objects.filter(file_name__in=names).values_list("source", flat=True)
    return next(iter(sources), "")


def _refusals(standing: KindStanding) -> tuple[str, ...]:
    if not standing.refused:
        return ()
    reasons = wording()["reasons"]
    named = [
        (in_words(reasons[about]), count) for about, count in by_subject(standing.refused) if about in reasons
    ]
    shown = [f"{label} {count:,}" for label, count in named[:_REASONS_NAMED]]
    if rest := sum(standing.refused.values()) - sum(count for _label, count in named[:_REASONS_NAMED]):
        shown.append(_("其他 %(count)s") % {"count": f"{rest:,}"})
    return (
        _("%(count)s 行有问题，没有导入（%(reasons)s）。")
        % {"count": f"{sum(standing.refused.values()):,}", "reasons": _("、").join(shown)},
    )


def _lacking(standing: KindStanding) -> tuple[str, ...]:
    labels = table_labels()
    return tuple(
        _("%(table)s %(total)s 条里，缺的有：%(what)s。")
        % {"table": labels.get(name, name), "total": f"{each.count:,}", "what": _what(name, each)}
        for name, each in standing.tables.items()
        if each.lacking
    )


def _what(table: str, standing: TableStanding) -> str:
    labels = {each["code"]: in_words(each) for each in wording()["tables"][table]["lacking"]}
    parts = [
        _("%(label)s全部") % {"label": labels[code]}
        if count == standing.count
        else f"{labels[code]} {count:,}"
        for code, count in standing.lacking.items()
    ]
    return _("、").join(parts)


def newest_files() -> tuple[SourceSummary, ...]:
    """Of each file what it brought; a few queries for each."""
    files = SourceFile.objects.order_by("-first_seen_at", "-pk")[:_FILES_SHOWN]
    return tuple(each for each in map(_file, files) if each.records)


def _file(file: SourceFile) -> SourceSummary:
    parts = brought(completeness.of_file(file.pk))
    kinds = file.ingest_runs.exclude(source="").order_by("-pk").values_list("source", flat=True)
    kind = next(iter(kinds[:1]), "") or completeness.kind_without_import()
    return SourceSummary(
        file=file.name,
        digest=file.digest,
        kind=kind_label(kind),
        records=sum(each.count for each in parts),
        brought=parts,
        read_on=timezone.localdate(file.first_seen_at),
        is_demonstration=kind == DEMONSTRATION,
    )


def files_total() -> int:
    return SourceFile.objects.count()


def counted_on() -> date | None:
    """The day of what `source_kinds` shows; None where it is counted as it is shown."""
    at = SourceStanding.objects.values_list("taken_at", flat=True).first()
    return timezone.localdate(at) if at else None
