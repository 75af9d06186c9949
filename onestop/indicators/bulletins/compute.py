"""Makes what a bulletin says from the records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet

from onestop.indicators import changes
from onestop.indicators.bulletins.content import (
    Coming,
    Content,
    HolderCount,
    MonthFigure,
    NamedRecord,
    Number,
    Revision,
    Right,
    Rights,
)
from onestop.indicators.bulletins.month import Month
from onestop.indicators.definitions import Definition, Period, by_code
from onestop.indicators.evidence import Line
from onestop.indicators.results import Result, compute, compute_in
from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import granted as granted_patents
from onestop.indicators.sets.patents import in_force
from onestop.records.models import Party, PartyRole, Patent, PatentKind

FILE = Path(__file__).parent / "bulletin.yaml"


@lru_cache(maxsize=1)
def plan() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def codes() -> tuple[str, ...]:
    """Every indicator that a bulletin speaks of."""
    chapters = plan()["chapters"]
    return tuple(code for each in chapters for code in (*each.get("month", ()), *each.get("day", ())))


def content_of(region: str, month: Month, before: Content | None) -> Content:
    """`before` is what was published of the month before."""
    figures = tuple(_figures(region, month))
    granted = granted_patents(Scope(region, month.first, month.last)).members
    return Content(
        region=region,
        month=str(month),
        as_of=month.last.isoformat(),
        figures=figures,
        changes=tuple(_changes(region, month)),
        granted=_rights(granted, "granted_on"),
        ending=_rights(_ending(region, month), "ends_on"),
        revisions=tuple(_revisions(figures, before)) if before else (),
        is_demonstration=Patent.objects.filter(is_demonstration=True).exists(),
    )


def _figures(region: str, month: Month) -> Iterator[MonthFigure]:
    for chapter in plan()["chapters"]:
        for code in chapter.get("month", ()):
            yield _of_month(by_code()[code], chapter["group"], region, month)
        for code in chapter.get("day", ()):
            yield _on_day(by_code()[code], chapter["group"], region, month)


def _of_month(definition: Definition, group: str, region: str, month: Month) -> MonthFigure:
    last_year = month.after(-12)
    found = _within(definition, region, month.first, month.last)
    before, year_before = (
        _within(definition, region, each.first, each.last) for each in (month.after(-1), last_year)
    )
    return MonthFigure(
        code=definition.code,
        version=definition.version,
        group=group,
        value=plain(found.value),
        before=plain(before.value),
        year_before=plain(year_before.value),
        so_far=plain(compute(definition, region, month.last).value),
        so_far_before=plain(compute(definition, region, last_year.last).value),
        is_of_month=True,
        query=found.counted.query if found.counted else "",
        missing=found.missing,
    )


def _within(definition: Definition, region: str, first: date, last: date) -> Result:
    return compute_in(definition, Scope(region, first, last))


def _on_day(definition: Definition, group: str, region: str, month: Month) -> MonthFigure:
    found, before, year_before = (
        compute(definition, region, each.last) for each in (month, month.after(-1), month.after(-12))
    )
    return MonthFigure(
        code=definition.code,
        version=definition.version,
        group=group,
        value=plain(found.value),
        before=plain(before.value),
        year_before=plain(year_before.value),
        so_far=None,
        so_far_before=None,
        is_of_month=False,
        query=found.counted.query if found.counted else "",
        missing=found.missing,
    )


def plain(value: Number | Decimal | None) -> Number | None:
    """A number of JSON, rounded so that it comes back the same."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _changes(region: str, month: Month) -> Iterator[Coming]:
    most = plan()["most_changes"]
    for code in plan()["changes"]:
        found = changes.change(by_code()[code], region, month.after(-1).last, month.last)
        assert found, f"{code} is counted over a period: nothing comes or goes"
        yield Coming(
            code,
            found.entries.count(),
            found.exits.count(),
            tuple(map(_named, changes.entries(found, size=most).lines)),
            tuple(map(_named, changes.exits(found, size=most).lines)),
        )


def _named(line: Line) -> NamedRecord:
    return NamedRecord(line.number, line.name, "；".join(line.reasons))


def _ending(region: str, month: Month) -> "QuerySet[Patent]":
    following = month.after(1)
    every = in_force(Scope.of(region, Period.DAY, month.last), kind="").members
    found: QuerySet[Patent] = every.filter(ends_on__range=(following.first, following.last))
    return found


def _rights(found: "QuerySet[Patent]", day: str) -> Rights:
    """All are counted by holder; the first are named."""
    keys: list[tuple[int, str]] = list(found.order_by(day, "pk").values_list("pk", "kind"))
    holders = _holders([key for key, _kind in keys])
    shown = Patent.objects.in_bulk([key for key, _kind in keys[: plan()["most_rights"]]])
    return Rights(
        len(keys),
        tuple(_right(patent, day, holders.get(key, "")) for key, patent in shown.items()),
        tuple(_by_holder(keys, holders)),
    )


def _right(patent: Patent, day: str, holder: str) -> Right:
    number = patent.application_number or ""
    return Right(number, patent.title, patent.kind, str(getattr(patent, day)), holder)


_AT_ONCE = 500


def _holders(keys: Sequence[int]) -> dict[int, str]:
    """The first patentee by the holder's name, or as printed; where none is named the first applicant."""
    found: dict[int, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        parties = Party.objects.filter(
            patent__in=keys[start : start + _AT_ONCE],
            position=1,
            role__in=(PartyRole.APPLICANT, PartyRole.PATENTEE),
        ).select_related("holder")
        for each in parties.order_by("role"):  # a patentee comes after an applicant, and takes its place
            found[each.patent_id] = each.holder.name if each.holder else each.name
    return found


def _by_holder(keys: Sequence[tuple[int, str]], holders: dict[int, str]) -> Iterator[HolderCount]:
    inventions, others = Counter[str](), Counter[str]()
    for key, kind in keys:
        (inventions if kind == PatentKind.INVENTION else others)[holders.get(key, "")] += 1
    names = sorted(inventions | others, key=lambda name: (-inventions[name] - others[name], name))
    for name in names[: plan()["most_rights"]]:
        yield HolderCount(name, inventions[name], others[name])


def _revisions(figures: Sequence[MonthFigure], before: Content) -> Iterator[Revision]:
    published = {each.code: each.value for each in before.figures}
    for each in figures:
        if each.code in published and published[each.code] != each.before:
            yield Revision(each.code, published[each.code], each.before)
