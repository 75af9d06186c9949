"""Every figure of a region and a day, and one figure with all that proves it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.conf import settings
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.indicators import changes, comparisons, evidence
from onestop.indicators.definitions import Definition, Kind, by_code, in_language
from onestop.indicators.everywhere import Cell
from onestop.indicators.high_value.policy import pledge_threshold, policy
from onestop.indicators.queries import Figure, all_figures, figures
from onestop.indicators.results import Number
from onestop.indicators.store import remembered, whole_row
from onestop.portal.pages.addresses import query_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.indicator_addresses import indicator_href, indicators_href, record_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.site import notice
from onestop.portal.pages.standing import group_labels
from onestop.portal.pages.types import Link, NotFound
from onestop.portal.pages.types_indicators import (
    ChangeNote,
    EvidenceLine,
    IndicatorGroup,
    IndicatorListPage,
    IndicatorPage,
    IndicatorRow,
    NationNote,
    PeerRow,
    TargetNote,
)
from onestop.portal.pages.types_related import Option
from onestop.records.values.cells import escape
from onestop.reference import regions
from onestop.reference.queries import lends_industries

NOT_TOLD = "—"
NOTHING = evidence.LinePage((), None, True)
SHOWN = ("records", "entries", "exits")
_YEARS = 8
_MOST_PEERS = 40


def indicators_page(region: str = "", day: str = "") -> IndicatorListPage:
    name, on = read_region(region), _day(day)
    rows = indicator_rows(region, on)
    groups = dict.fromkeys(by_code()[row.code].group for row in rows)
    return IndicatorListPage(
        title=_("%(region)s知识产权指标") % {"region": name or _("全部数据")},
        notice=notice(),
        region=region,
        region_name=name,
        as_of=on,
        known_at=clock.now(),
        scopes=_scopes(region, lambda code: indicators_href(code, on)),
        days=_days(on, lambda each: indicators_href(region, each)),
        groups=tuple(
            IndicatorGroup(
                group, group_labels()[group], tuple(row for row in rows if by_code()[row.code].group == group)
            )
            for group in groups
        ),
        notes=_notes(),
        csv_href=indicators_href(region, on, format="csv"),
    )


def indicator_rows(region: str, day: date) -> tuple[IndicatorRow, ...]:
    """Every figure, with its growth against the year before."""
    before = whole_row(region, comparisons.year_before(day))
    return tuple(_row(each, before[each.code]) for each in all_figures(region, day))


def indicator_page(
    code: str, region: str = "", day: str = "", shown: str = "records", after: str = "", peers: str = ""
) -> IndicatorPage:
    definition = _definition(code)
    name, on = read_region(region), _day(day)
    shown = shown if shown in SHOWN else "records"
    figure = figures((definition,), region, on)[0]
    earlier = comparisons.growth(code, region, on, figure.value)
    sizes = remembered(f"sizes.{code}.{region}.{on}", lambda: _sizes(definition, figure, earlier), region)
    page = line_page(definition, region, on, shown, after) if sizes.is_told(shown) else NOTHING
    more = {"show": shown if shown != "records" else "", "peers": peers}
    rank = comparisons.rank(code, region, on, figure.value, read_peers(peers, region))
    base = evidence.base(definition)
    return IndicatorPage(
        title=f"{name or _('全部数据')} · {figure.name}",
        notice=notice(),
        region=region,
        region_name=name,
        known_at=clock.now(),
        figure=_row(figure, earlier.before),
        before=printed(definition, earlier.before.value) if earlier.before.value is not None else "",
        before_on=earlier.day,
        scopes=_scopes(region, lambda each: indicator_href(code, each, on)),
        days=_days(on, lambda each: indicator_href(code, region, each)),
        counted=None
        if base is definition
        else Link(in_language(base.name), indicator_href(base.code, region, on)),
        total=sizes.records or 0,
        shown=shown,
        lines=tuple(map(shown_line, page.lines)),
        first_href="" if page.is_first else indicator_href(code, region, on, **more),
        next_href=indicator_href(code, region, on, **more, after=str(page.after)) if page.after else "",
        search_href=query_href(figure.evidence_query) if figure.evidence_query and figure.value else "",
        change=_change(sizes, code, region, on),
        place=rank.place if rank else 0,
        peers=tuple(_peers(rank, definition, region, on)) if rank else (),
        peers_label=_peers_label(region, peers),
        nation=_nation(definition, on, figure.value),
        target=_target(definition, region, on, figure.value),
        notes=_notes() if base.count == "high_value" else (),
        csv_href=indicator_href(code, region, on, format="csv", **more),
        list_href=indicators_href(region, on),
    )


def evidence_rows(code: str, region: str, day: str, shown: str) -> Iterator[tuple[str, ...]]:
    """For a file: a header, then every record, however many."""
    definition, on = _definition(code), _day(day)
    read_region(region)
    is_told = evidence.counted_by(definition, region, on).missing == ""
    yield (_("号码"), _("名称"), _("理由"))
    after = "" if is_told else None
    while after is not None:
        page = line_page(definition, region, on, shown, after, size=500)
        for each in page.lines:
            yield (escape(each.number), escape(each.name), escape("；".join(each.reasons)))
        after = None if page.after is None else str(page.after)


def list_csv(page: IndicatorListPage) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("代码"), _("指标"), _("数值"), _("单位"), _("缺少的数据"), _("起"), _("止"), _("口径版本")]
    )
    for group in page.groups:
        for row in group.rows:
            value = "" if row.value is None else f"{row.value:g}" if row.value % 1 else f"{row.value:.0f}"
            days = (row.since.isoformat(), row.as_of.isoformat())
            writer.writerow([row.code, row.name, value, row.unit, row.missing, *days, row.version])
    return "\ufeff" + out.getvalue()


def read_peers(text: str, region: str) -> tuple[str, ...]:
    """440703,440705: the region itself is always among them."""
    codes = [each for each in (part.strip() for part in text.split(",")) if each][:_MOST_PEERS]
    for each in codes:
        read_region(each)
    return tuple(dict.fromkeys((*codes, region))) if codes and region else ()


def printed(definition: Definition, value: Number | None) -> str:
    return NOT_TOLD if value is None else f"{value:,.{definition.decimals}f}"


def _definition(code: str) -> Definition:
    if found := by_code().get(code):
        return found
    raise NotFound(
        "indicators.unknown",
        _("没有指标“%(code)s”。") % {"code": code[:64]},
        _("请从指标一览中选择。"),
    )


def _day(text: str) -> date:
    return read_day(text) if text else newest_day()


def _row(found: Figure, before: Cell) -> IndicatorRow:
    definition = by_code()[found.code]
    percent = comparisons.percent_of_growth(before.value, found.value)
    return IndicatorRow(
        code=found.code,
        name=found.name,
        value=_float(found.value),
        display=printed(definition, found.value),
        missing=found.missing,
        unit=found.unit,
        numerator=_float(found.numerator),
        denominator=_float(found.denominator),
        denominator_note=found.denominator_note,
        since=found.since,
        as_of=found.as_of,
        definition=found.definition,
        version=found.version,
        source=found.source,
        growth="" if percent is None else f"{percent:+.2f}%",
        href=indicator_href(found.code, found.region, found.as_of),
    )


def _float(value: Number | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class _Sizes:
    """How many records there are; None where it can't be told, or there is no such list."""

    records: int | None
    entries: int | None = None
    exits: int | None = None

    def is_told(self, shown: str) -> bool:
        told: int | None = getattr(self, shown)
        return told is not None


def _sizes(definition: Definition, figure: Figure, earlier: comparisons.Growth) -> _Sizes:
    now = evidence.counted_by(definition, figure.region, figure.as_of)
    if now.missing:
        return _Sizes(None)
    records = int(figure.value or 0) if definition.kind == Kind.COUNT else now.members.count()
    change = changes.change(definition, figure.region, earlier.day, figure.as_of)
    if change is None or evidence.counted_by(definition, figure.region, earlier.day).missing:
        return _Sizes(records)
    return _Sizes(records, change.entries.count(), change.exits.count())


def line_page(
    definition: Definition, region: str, on: date, shown: str, after: str, size: int = evidence.PAGE_SIZE
) -> evidence.LinePage:
    if shown == "records":
        counted = evidence.counted_by(definition, region, on)
        return evidence.records_behind(definition, counted, on, after, size)
    change = changes.change(definition, region, comparisons.year_before(on), on)
    if change is None:
        return NOTHING
    return (changes.entries if shown == "entries" else changes.exits)(change, after, size)


def shown_line(line: evidence.Line) -> EvidenceLine:
    return EvidenceLine(line.number, line.name, record_href(line), line.reasons, line.is_demonstration)


def _change(sizes: _Sizes, code: str, region: str, day: date) -> ChangeNote | None:
    if sizes.entries is None or sizes.exits is None:
        return None
    return ChangeNote(
        sizes.entries,
        sizes.exits,
        indicator_href(code, region, day, show="entries"),
        indicator_href(code, region, day, show="exits"),
    )


def _peers(rank: comparisons.Rank, definition: Definition, region: str, day: date) -> Iterator[PeerRow]:
    place, last = 0, None
    for number, each in enumerate(rank.peers, 1):
        place, last = (place if each.value == last else number), each.value
        yield PeerRow(
            place,
            each.region,
            regions.region(each.region).name,
            printed(definition, each.value),
            indicator_href(definition.code, each.region, day),
            each.region == region,
        )


def _peers_label(region: str, peers: str) -> str:
    if peers:
        return _("所选地区")
    above = regions.ancestors(region) if region else ()
    return _("%(region)s各地") % {"region": above[-1].name} if above else _("各省级地区")


def _nation(definition: Definition, on: date, value: Number | None) -> NationNote | None:
    found = comparisons.against_nation(definition.code, on, value)
    labels = {"high": _("原文"), "medium": _("转述"), "low": _("推算或转引")}
    if found is None:
        return None
    return NationNote(
        printed(definition, found.value),
        found.as_of,
        found.ratio,
        found.source,
        found.certainty,
        labels[found.certainty],
    )


def _target(definition: Definition, region: str, on: date, value: Number | None) -> TargetNote | None:
    found = comparisons.target_of(definition.code, region, on)
    if found is None:
        return None
    reached = float(value) / float(found.value) * 100 if value is not None and found.value else None
    return TargetNote(printed(definition, found.value), found.year, reached, found.source)


def _notes() -> tuple[str, ...]:
    """What a reader of high-value figures must know."""
    found = [
        _("高价值发明专利按第 %(version)s 版规则由程序判断，供参考；工作人员可以确认或否定，两个数都列出。")
        % {"version": policy()["version"]}
    ]
    if pledge_threshold(clock.today()) is None:
        found.append(_("没有设定质押融资金额的门槛，因此“较高质押融资金额”一类不计。"))
    if lends_industries():
        found.append(_("战略性新兴产业按演示用的示意规则判断，不是国家知识产权局的对照表。"))
    return tuple(found)


def _days(on: date, href: Callable[[date], str]) -> tuple[Option, ...]:
    newest = newest_day()
    every = sorted({date(newest.year - n, 12, 31) for n in range(_YEARS)} | {newest, on}, reverse=True)
    return tuple(Option(each.isoformat(), each.isoformat(), href(each), each == on) for each in every)


def _scopes(region: str, href: Callable[[str], str]) -> tuple[Option, ...]:
    """All data, the region, what it lies in, its neighbours and what lies in it."""
    here = region or settings.HOME_REGION
    codes: list[str] = []
    if here:
        near = [each.code for each in (*regions.ancestors(here), *regions.children(here))]
        codes = sorted({here, *near, *comparisons.peers_of(here)})
    every = [Option("", _("全部数据"), href(""), not region)]
    return (*every, *(Option(code, region_label(code), href(code), code == region) for code in codes))
