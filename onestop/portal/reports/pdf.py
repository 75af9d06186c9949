"""A report as PDF: a cover, a contents page with page numbers, the fonts embedded. Set by WeasyPrint, in this process."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from PIL import ImageFile

from onestop.core.errors import UserError
from onestop.portal.pages.types_pictures import Picture
from onestop.portal.reports import tables
from onestop.portal.reports.content import (
    Amount,
    Block,
    Drawn,
    Heading,
    MapDrawn,
    Report,
    Table,
    headings,
    page_of_pages,
    printable,
    shown,
)
from onestop.portal.reports.drawing import draw
from onestop.portal.reports.maps import STEPS, draw_map


@dataclass(frozen=True)
class Part:
    """A block for the template."""

    kind: str
    text: str = ""
    table: Any = None
    svg: SafeString | str = ""
    title: str = ""
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Titled:
    heading: Heading
    parts: tuple[Part, ...]


def pdf(report: Report) -> bytes:
    """Raises UserError where the machine lacks what it takes."""
    html = render_to_string(
        "portal/report/report.html",
        {"report": report, "titled": tuple(_titled(report)), "page_of": page_of_pages()},
    )
    made: bytes = _weasyprint().HTML(string=printable(html), url_fetcher=_nothing_from_outside()).write_pdf()
    return made


def _weasyprint() -> Any:
    """Only where a PDF is asked for: it needs Pango, a library of the system."""
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):  # they tell of every page and every font
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        import weasyprint
    except OSError as error:
        raise UserError(
            "report.no_pango",
            _("这台机器缺少生成 PDF 的系统库 Pango"),
            _("请管理员安装 libpango-1.0-0、libpangoft2-1.0-0 和中文字体 fonts-noto-cjk；或先下载 docx。"),
        ) from error
    # It makes damaged pictures pass in the whole process; those that visitors send must be refused.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _nothing_from_outside() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=())


def _titled(report: Report) -> Iterator[Titled]:
    for heading, blocks in headings(report):
        yield Titled(heading, tuple(part for block in blocks for part in _parts(block)))


def _parts(block: Block) -> Iterator[Part]:
    match block:
        case str():
            yield Part("text", text=block)
        case Table():
            yield _table(block)
        case Drawn(picture):
            yield _picture(picture)
            yield _table(tables.of_picture(picture))
        case MapDrawn(found):
            legend = tuple((STEPS[each.step], each.label) for each in found.steps)
            note = tables.map_note(found)
            yield Part("picture", svg=_drawn(draw_map(found)), title=found.title, note=note, legend=legend)


def _picture(picture: Picture) -> Part:
    return Part(
        "picture", svg=_drawn(draw(picture)), title=tables.caption(picture), note=tables.note(picture)
    )


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 (drawn here, every text in it escaped by ElementTree)


def _table(table: Table) -> Part:
    total = sum(column.width for column in table.columns)
    columns = [(column, f"{column.width / total:.2%}") for column in table.columns]
    rows = [
        [
            (shown(cell), column.is_number or isinstance(cell, Amount))
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    ]
    return Part("table", table={"columns": columns, "rows": rows}, note=table.note)
