"""Where the facts of a record come from, down to the file inside a package."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from onestop.ingest.queries import Inside, inside_packages
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.types_related import ChangedFact, FactOrigin, HistoryEntry, OlderValue, SourceLine
from onestop.records.facts import FACTS
from onestop.records.models import Patent, PatentSource, Statement
from onestop.records.provenance import ADD_UP, Change, Origin, history, origins

MAX_ROWS = 100
"""Rows that a page shows, of those that speak of one record."""
ROWS_OF_AN_ENTRY = 3
"""Where a page lists many entries."""


def source_lines(said: Iterable[PatentSource | Statement]) -> tuple[SourceLine, ...]:
    """The newest first."""
    newest = sorted(said, key=lambda each: each.recorded_at, reverse=True)[:MAX_ROWS]
    inside = inside_packages({(each.file_id, each.row) for each in newest})
    return tuple(_line(each, inside) for each in newest)


def entry_sources(register: str, entries: Collection[int]) -> Mapping[int, tuple[SourceLine, ...]]:
    """Of these entries of one register, the newest rows that told each; two queries."""
    said = Statement.objects.filter(register=register, entry__in=entries).select_related("file")
    newest: dict[int, list[Statement]] = defaultdict(list)
    for each in said.order_by("-recorded_at", "-pk"):
        if len(newest[each.entry]) < ROWS_OF_AN_ENTRY:
            newest[each.entry].append(each)
    inside = inside_packages({(each.file_id, each.row) for some in newest.values() for each in some})
    lines = {entry: tuple(_line(each, inside) for each in some) for entry, some in newest.items()}
    return defaultdict(tuple, lines)


def fact_origins(patent: Patent) -> tuple[FactOrigin, ...]:
    """In the order of `records.facts.FACTS`."""
    found = origins(patent)
    shown = {each.pk: each for origin in found.values() for each in _shown(origin)}
    inside = inside_packages({(each.file_id, each.row) for each in shown.values()})
    return tuple(
        FactOrigin(
            name,
            fact_label(name),
            tuple(_line(each, inside) for each in _shown(origin)),
            len(origin.others) + len(origin.present) - len(_shown(origin)),
            tuple(
                OlderValue(plain_text(name, each.value), each.until.date(), each.replaced_by)
                for each in origin.older
            ),
        )
        for name, origin in found.items()
    )


def patent_history(patent: Patent) -> tuple[HistoryEntry, ...]:
    return tuple(_entry(each) for each in history(patent)[:MAX_ROWS])


def fact_label(name: str) -> str:
    return {
        "kind": _("专利类型"),
        "title": _("名称"),
        "application_number": _("申请号"),
        "abstract": _("摘要"),
        "filed_on": _("申请日"),
        "publications": _("公开文献"),
        "applicants": _("申请人"),
        "patentees": _("专利权人"),
        "inventors": _("发明人"),
        "agencies": _("代理机构"),
        "agents": _("代理人"),
        "ipc": _("国际专利分类"),
        "cpc": _("联合专利分类"),
        "locarno": _("洛迦诺分类"),
        "address": _("地址"),
        "region": _("地区"),
        "events": _("法律状态公告"),
        "legal_data_to": _("法律状态数据截止日"),
        "priorities": _("优先权"),
        "citations": _("引证文献"),
        "texts": _("权利要求书和说明书"),
        "pct_application": _("国际申请号"),
        "pct_publication": _("国际公布号"),
        "national_phase_on": _("进入国家阶段日"),
        "application": _("申请号"),
        "published_on": _("公布日"),
        "titles": _("名称"),
        "abstracts": _("摘要"),
        "family": _("同族号"),
    }.get(name, name)


def plain_text(fact: str, value: Any) -> str:
    """A value before, as it was kept: a text, a list of texts, texts by language."""
    if fact == "region":
        return region_label(value)
    if isinstance(value, dict):
        return "；".join(str(each) for each in value.values())
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)


def _shown(origin: Origin) -> list[PatentSource]:
    """Twenty rows that add up are enough to look one up in."""
    return list(islice(reversed(origin.present), 20))


def _line(said: PatentSource | Statement, inside: dict[tuple[int, int], Inside]) -> SourceLine:
    place = inside.get((said.file_id, said.row))
    return SourceLine(
        said.file.name,
        said.file.digest,
        place.path if place else "",
        said.row,
        place.ordinal if place else 0,
        said.recorded_at.date(),
    )


def _entry(change: Change) -> HistoryEntry:
    return HistoryEntry(change.at.date(), change.file, tuple(changed_facts(change.before, FACTS)))


def changed_facts(before: dict[str, Any], order: Iterable[str]) -> Iterable[ChangedFact]:
    """What adds up has no value that was replaced."""
    for name in order:
        if name in before:
            text = "" if name in ADD_UP or not before[name] else plain_text(name, before[name])
            yield ChangedFact(name, fact_label(name), text)
