"""What every file of hits has: the hits in the order shown, their values under headings, and what a cover says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core import clock
from onestop.portal.pages.addresses import patent_href, search_href
from onestop.portal.pages.labels import field_label, kind_label, region_label, status_label, value_labels
from onestop.portal.pages.site import district_name, holdings, notice
from onestop.records.models import Patent
from onestop.records.queries import records_of
from onestop.records.search import PatentSearch, display_number
from onestop.records.search import number_of as number_in_address
from onestop.records.status import status_of
from onestop.records.types import PatentRecord

RECORDS_AT_ONCE = 1_000

Value = str | date | None


@dataclass(frozen=True)
class Export:
    """What is written, fixed before the first byte leaves: an error can still be answered as one."""

    search: PatentSearch
    keys: list[int]
    absolute: Callable[[str], str]
    """The whole address of a path on this site."""
    language: str


@dataclass(frozen=True)
class Line:
    patent: Patent
    record: PatentRecord
    url: str


def lines(export: Export) -> Iterator[list[Line]]:
    """A thousand at a time, each in a fixed number of queries; records deleted since are left out."""
    for start in range(0, len(export.keys), RECORDS_AT_ONCE):
        keys = export.keys[start : start + RECORDS_AT_ONCE]
        records, patents = records_of(keys), Patent.objects.in_bulk(keys)
        yield [
            Line(patents[key], records[key], export.absolute(patent_href(number_in_address(records[key]))))
            for key in keys
            if key in records and key in patents
        ]


def joined(values: tuple[str, ...]) -> str:
    return "; ".join(values)


COLUMNS: tuple[tuple[object, int, Callable[[Line], Value]], ...] = (
    # heading, width in characters, value
    (gettext_lazy("申请号"), 20, lambda line: application_number(line.record)),
    (
        gettext_lazy("公开（公告）号"),
        18,
        lambda line: joined(tuple(p.number for p in line.record.publications)),
    ),
    (gettext_lazy("名称"), 40, lambda line: line.record.title),
    (gettext_lazy("专利类型"), 10, lambda line: kind_label(line.record.kind)),
    (gettext_lazy("法律状态"), 10, lambda line: status_label(status_of(line.record, clock.today()).status)),
    (gettext_lazy("申请人"), 30, lambda line: joined(line.record.applicants)),
    (gettext_lazy("专利权人"), 30, lambda line: joined(line.record.patentees)),
    (gettext_lazy("发明人"), 20, lambda line: joined(line.record.inventors)),
    (gettext_lazy("申请日"), 12, lambda line: line.record.filed_on),
    (gettext_lazy("公布日"), 12, lambda line: line.patent.published_on),
    (gettext_lazy("授权公告日"), 12, lambda line: line.patent.granted_on),
    (gettext_lazy("权利终止日"), 12, lambda line: line.patent.ends_on),
    (gettext_lazy("主分类号"), 14, lambda line: (line.record.ipc or line.record.locarno or ("",))[0]),
    (gettext_lazy("分类号"), 20, lambda line: joined(line.record.ipc or line.record.locarno)),
    (gettext_lazy("代理机构"), 24, lambda line: joined(line.record.agencies)),
    (gettext_lazy("代理人"), 12, lambda line: joined(line.record.agents)),
    (gettext_lazy("地址"), 30, lambda line: line.record.address),
    (gettext_lazy("地区"), 16, lambda line: region_label(line.record.region) if line.record.region else ""),
    (gettext_lazy("摘要"), 60, lambda line: line.record.abstract),
    (gettext_lazy("网址"), 40, lambda line: line.url),
    (gettext_lazy("演示数据"), 10, lambda line: _("演示") if line.patent.is_demonstration else ""),
)


def application_number(record: PatentRecord) -> str:
    """As printed: a spreadsheet program would take the bare digits for a number and round it."""
    return display_number(record.application_number) if record.application_number else ""


def headings() -> list[str]:
    return [str(heading) for heading, _width, _value in COLUMNS]


def values(line: Line) -> list[Value]:
    return [value(line) for _heading, _width, value in COLUMNS]


def cover(export: Export) -> Iterator[tuple[str, str]]:
    as_of = holdings().as_of
    if text := notice():
        yield _("演示数据"), text
    yield _("检索式"), export.search.text or _("（全部专利）")
    for each in export.search.sets:
        yield _("其中的检索式"), f"#{each}"
    for field in dict.fromkeys(name for name, _value in export.search.filters):
        chosen = [value for name, value in export.search.filters if name == field]
        yield field_label(field), "、".join(value_labels(field, chosen).values())
    yield _("检索网址"), export.absolute(search_href(export.search))
    yield _("件数"), str(len(export.keys))
    yield _("数据截至"), as_of.isoformat() if as_of else _("未知")
    yield _("导出日期"), clock.today().isoformat()
    yield _("来源"), f"{district_name()} {_('知产一站通')}".strip()
    yield _("说明"), _("法律状态由已收录的法律事件推算，以国家知识产权局专利登记簿为准。")


def stream(export: Export, extension: str, content_type: str, parts: Iterator[str]) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=file_name(export, extension))
    return StreamingHttpResponse(
        parts,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )


def file_name(export: Export, extension: str) -> str:
    query = re.sub(r"\W+", "_", export.search.text)[:40].strip("_")
    parts = (_("专利检索结果"), query, clock.today().strftime("%Y%m%d"))
    return "_".join(filter(None, parts)) + f".{extension}"
