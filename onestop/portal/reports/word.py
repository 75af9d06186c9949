"""A report as docx: cover, contents, headers and footers with page numbers, pictures, tables.

An office's own paper (`report.docx` in the data folder) gives letterhead and styles, as for reports of a search.
Page numbers are fields that the word processor fills in when it opens the file: only it knows where pages end.
"""

from io import BytesIO

import resvg_py
from django.utils.translation import gettext as _
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from onestop.portal.reports import tables
from onestop.portal.reports.content import Block, Drawn, Heading, MapDrawn, Report, Table, headings, printable
from onestop.portal.reports.drawing import WIDTH, draw
from onestop.portal.reports.maps import draw_map
from onestop.portal.reports.paper import blank_paper, bookmark, contents_entry, dress, fields_are_filled_in
from onestop.portal.reports.word_table import write_table

_RED = RGBColor(0xA1, 0x26, 0x1D)
_SOFT = RGBColor(0x4A, 0x5C, 0x66)
_SHARPNESS = 2.5
"""Pixels of a picture for each point: sharp on paper and still small."""
_ACROSS, _DOWN = Cm(16), Cm(17)
"""What a picture may fill of a sheet."""
_MAP_ACROSS = Cm(12)


def docx(report: Report) -> bytes:
    paper, found = blank_paper(), list(headings(report))
    dress(paper, _running(report))
    _write_cover(paper, report)
    _write_contents(paper, [heading for heading, _blocks in found])
    for place, (heading, blocks) in enumerate(found):
        bookmark(
            paper.add_heading(f"{heading.number}　{printable(heading.title)}", heading.level),
            heading.anchor,
            place,
        )
        for block in blocks:
            _write(paper, block)
    fields_are_filled_in(paper)
    paper.core_properties.title = printable(report.title)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _running(report: Report) -> str:
    mark = f" · {_('演示数据')}" if report.notice else ""
    return printable(f"{report.title} · {report.region} · {report.day}{mark}")


def _write_cover(paper: Paper, report: Report) -> None:
    paper.add_paragraph(_("知产一站通")).paragraph_format.space_before = Pt(120)
    paper.add_heading(printable(report.title), 0)
    for fact in report.facts:
        paragraph = paper.add_paragraph()
        paragraph.add_run(f"{fact.name}{_('：')}").font.color.rgb = _SOFT
        paragraph.add_run(printable(fact.text))
    if report.notice:
        run = paper.add_paragraph().add_run(report.notice)
        run.bold, run.font.color.rgb = True, _RED
    paper.add_page_break()  # type: ignore[no-untyped-call]


def _write_contents(paper: Paper, found: list[Heading]) -> None:
    title = paper.add_paragraph().add_run(_("目录"))
    title.bold, title.font.size = True, Pt(16)
    for heading in found:
        contents_entry(paper, heading)
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _write(paper: Paper, block: Block) -> None:
    match block:
        case str():
            paper.add_paragraph(printable(block))
        case Table():
            _write_table(paper, block)
        case Drawn(picture):
            _write_picture(paper, draw(picture), tables.caption(picture), tables.note(picture))
            _write_table(paper, tables.of_picture(picture))
        case MapDrawn(found):
            legend = "　".join(each.label for each in found.steps)
            note = " ".join(filter(None, (legend, tables.map_note(found))))
            _write_picture(paper, draw_map(found), found.title, note, _MAP_ACROSS)


def _write_table(paper: Paper, table: Table) -> None:
    write_table(paper, table)
    paragraph = paper.add_paragraph()
    _small(paragraph, printable(table.note))


def _write_picture(paper: Paper, svg: str, title: str, note: str, across: int = _ACROSS) -> None:
    png = BytesIO(
        resvg_py.svg_to_bytes(svg_string=svg, width=round(WIDTH * _SHARPNESS), background="#ffffff")
    )
    place = paper.add_paragraph()
    place.alignment, place.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = place.add_run().add_picture(png, width=across)
    if shape.height > _DOWN:
        shape.width, shape.height = round(shape.width * _DOWN / shape.height), _DOWN
    shape._inline.docPr.set("descr", printable(title))
    caption = paper.add_paragraph(printable(title))
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if note:
        below = paper.add_paragraph()
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _small(below, printable(note))


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), _SOFT
