"""The hits of a search as a file, in the order shown: a workbook, a table of values, or citations.

A file holds all hits or is refused: one that silently ends after some of them would be counted as complete.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rispy import RisWriter

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.pages import read_search
from onestop.portal.pages.addresses import patent_href, search_href
from onestop.portal.pages.labels import field_label, kind_label, region_label, status_label, value_labels
from onestop.portal.pages.site import district_name, holdings, notice
from onestop.records.models import Patent
from onestop.records.queries import records_of
from onestop.records.search import PatentSearch, display_number, first_keys
from onestop.records.search import number_of as number_in_address
from onestop.records.status import status_of
from onestop.records.types import PatentRecord
from onestop.records.values.cells import escape

# The patent office gives out its bulk data on the condition that they are not passed on, whole or in part (its
# data service agreement): search results may be, bulk may not. Ten thousand is a district's year several times
# over and far from the whole of a city.
MAX_HITS = 10_000
RECORDS_AT_ONCE = 1_000
LONGEST_CELL = 32_767  # of a workbook, by its format

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


def export(request: HttpRequest) -> HttpResponseBase:
    """The view. Raises UserError for an unknown format, a query that cannot be understood, too many hits."""
    respond = _FORMATS.get(request.GET.get("format", ""))
    if respond is None:
        raise UserError(
            "export.unknown_format", _("没有这种导出格式"), _("可用的格式：%s") % "、".join(_FORMATS)
        )
    return respond(_prepare(request))


def _prepare(request: HttpRequest) -> Export:
    search = read_search(request.GET)
    total, keys = first_keys(search, MAX_HITS)
    if total > MAX_HITS:
        raise UserError(
            "export.too_many",
            _("检索到 %(total)d 条，一次最多导出 %(most)d 条") % {"total": total, "most": MAX_HITS},
            _("请按申请年、专利类型或地区筛选后分次导出"),
        )
    return Export(search, keys, request.build_absolute_uri, translation.get_language())


def _lines(export: Export) -> Iterator[list[Line]]:
    """A thousand at a time, each in a fixed number of queries; records deleted since are left out."""
    for start in range(0, len(export.keys), RECORDS_AT_ONCE):
        keys = export.keys[start : start + RECORDS_AT_ONCE]
        records, patents = records_of(keys), Patent.objects.in_bulk(keys)
        yield [
            Line(patents[key], records[key], export.absolute(patent_href(number_in_address(records[key]))))
            for key in keys
            if key in records and key in patents
        ]


def _joined(values: tuple[str, ...]) -> str:
    return "; ".join(values)


_COLUMNS: tuple[tuple[object, int, Callable[[Line], Value]], ...] = (
    # heading, width in characters, value
    (gettext_lazy("申请号"), 20, lambda line: _application_number(line.record)),
    (
        gettext_lazy("公开（公告）号"),
        18,
        lambda line: _joined(tuple(p.number for p in line.record.publications)),
    ),
    (gettext_lazy("名称"), 40, lambda line: line.record.title),
    (gettext_lazy("专利类型"), 10, lambda line: kind_label(line.record.kind)),
    (gettext_lazy("法律状态"), 10, lambda line: status_label(status_of(line.record, clock.today()).status)),
    (gettext_lazy("申请人"), 30, lambda line: _joined(line.record.applicants)),
    (gettext_lazy("专利权人"), 30, lambda line: _joined(line.record.patentees)),
    (gettext_lazy("发明人"), 20, lambda line: _joined(line.record.inventors)),
    (gettext_lazy("申请日"), 12, lambda line: line.record.filed_on),
    (gettext_lazy("公布日"), 12, lambda line: line.patent.published_on),
    (gettext_lazy("授权公告日"), 12, lambda line: line.patent.granted_on),
    (gettext_lazy("权利终止日"), 12, lambda line: line.patent.ends_on),
    (gettext_lazy("主分类号"), 14, lambda line: (line.record.ipc or line.record.locarno or ("",))[0]),
    (gettext_lazy("分类号"), 20, lambda line: _joined(line.record.ipc or line.record.locarno)),
    (gettext_lazy("代理机构"), 24, lambda line: _joined(line.record.agencies)),
    (gettext_lazy("代理人"), 12, lambda line: _joined(line.record.agents)),
    (gettext_lazy("地址"), 30, lambda line: line.record.address),
    (gettext_lazy("地区"), 16, lambda line: region_label(line.record.region) if line.record.region else ""),
    (gettext_lazy("摘要"), 60, lambda line: line.record.abstract),
    (gettext_lazy("网址"), 40, lambda line: line.url),
    (gettext_lazy("演示数据"), 10, lambda line: _("演示") if line.patent.is_demonstration else ""),
)


def _application_number(record: PatentRecord) -> str:
    """As printed: a spreadsheet program would take the bare digits for a number and round it."""
    return display_number(record.application_number) if record.application_number else ""


def _headings() -> list[str]:
    return [str(heading) for heading, _width, _value in _COLUMNS]


def _values(line: Line) -> list[Value]:
    return [value(line) for _heading, _width, value in _COLUMNS]


def _workbook(export: Export) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        _write_cover(workbook, export)
        _write_hits(workbook, export)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_file_name(export, "xlsx"))


def _write_cover(workbook: xlsxwriter.Workbook, export: Export) -> None:
    sheet = workbook.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    bold = workbook.add_format({"bold": True})
    for row, (name, text) in enumerate(_cover(export)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text[:LONGEST_CELL])


def _cover(export: Export) -> Iterator[tuple[str, str]]:
    as_of = holdings().as_of
    if text := notice():
        yield _("演示数据"), text
    yield _("检索式"), export.search.text or _("（全部专利）")
    for field in dict.fromkeys(name for name, _value in export.search.filters):
        chosen = [value for name, value in export.search.filters if name == field]
        yield field_label(field), "、".join(value_labels(field, chosen).values())
    yield _("检索网址"), export.absolute(search_href(export.search))
    yield _("件数"), str(len(export.keys))
    yield _("数据截至"), as_of.isoformat() if as_of else _("未知")
    yield _("导出日期"), clock.today().isoformat()
    yield _("来源"), f"{district_name()} {_('知产一站通')}".strip()
    yield _("说明"), _("法律状态由已收录的法律事件推算，以国家知识产权局专利登记簿为准。")


def _write_hits(workbook: xlsxwriter.Workbook, export: Export) -> None:
    """Every text is written as text: never a formula, a number or a link."""
    sheet = workbook.add_worksheet(_("专利"))
    sheet.freeze_panes(1, 0)
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, (heading, width, _value) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), bold)
    lines = (line for some in _lines(export) for line in some)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(_values(line)):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif value:
                sheet.write_string(row, column, value[:LONGEST_CELL])


def _table(export: Export) -> HttpResponseBase:
    return _stream(export, "csv", "text/csv", _csv_parts(export))


def _csv_parts(export: Export) -> Iterator[str]:
    """With a byte order mark: Excel takes a CSV without one for the local code page."""
    writer = csv.writer(_Echo())
    with translation.override(export.language):
        head: str = writer.writerow(_headings())
    yield "\ufeff" + head
    for some in _lines(export):
        with translation.override(export.language):
            rows = [[escape("" if value is None else str(value)) for value in _values(line)] for line in some]
        yield "".join(map(writer.writerow, rows))


class _Echo:
    """Hands back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def _citations(export: Export) -> HttpResponseBase:
    return _stream(export, "ris", "application/x-research-info-systems", _ris_parts(export))


class _Ris(RisWriter):  # type: ignore[misc]
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        """No numbered line before each citation: reference managers take it for a damaged file."""
        return ""


def _ris_parts(export: Export) -> Iterator[str]:
    for some in _lines(export):
        with translation.override(export.language):
            citations = [_citation(line) for line in some]
        yield _Ris().formats(citations) + _Ris.NEWLINE


def _citation(line: Line) -> dict[str, str | list[str]]:
    """Tags as EndNote and Zotero read them for a patent (TY PAT); what is not known is left out."""
    record, patent = line.record, line.patent
    issued_on = patent.granted_on or patent.published_on
    fields: dict[str, str | list[str]] = {
        "type_of_reference": "PAT",
        "title": record.title
        or display_number(number_in_address(record)),  # without TI a citation is not taken
        "authors": list(record.inventors),
        "publisher": _joined(record.applicants or record.patentees),
        "note": _application_number(record),  # M1
        "issn": _joined(tuple(p.number for p in record.publications)),  # SN
        "custom1": _ris_day(record.filed_on),  # C1, filing date
        "year": str(issued_on.year) if issued_on else "",
        "date": _ris_day(issued_on),
        "custom6": status_label(status_of(record, clock.today()).status),  # C6, legal status
        "type_of_work": kind_label(record.kind),  # M3
        "place_published": _("中国"),
        "keywords": list(record.ipc or record.locarno),
        "abstract": record.abstract,
        "urls": [line.url],
        "notes": [_("演示数据：虚构的专利，仅供演示。")] if patent.is_demonstration else [],
    }
    return {name: _on_one_line(value) for name, value in fields.items() if value}


def _ris_day(day: date | None) -> str:
    return day.strftime("%Y/%m/%d") if day else ""


def _on_one_line(value: str | list[str]) -> str | list[str]:
    """A line break in a text would begin a new tag."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(each.split()) for each in value]


def _stream(export: Export, extension: str, content_type: str, parts: Iterator[str]) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=_file_name(export, extension))
    return StreamingHttpResponse(
        parts,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )


def _file_name(export: Export, extension: str) -> str:
    query = re.sub(r"\W+", "_", export.search.text)[:40].strip("_")
    parts = (_("专利检索结果"), query, clock.today().strftime("%Y%m%d"))
    return "_".join(filter(None, parts)) + f".{extension}"


_FORMATS: dict[str, Callable[[Export], HttpResponseBase]] = {
    "xlsx": _workbook,
    "csv": _table,
    "ris": _citations,
}
