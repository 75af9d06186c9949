"""A report for people: a cover that says what was asked and of which data, then the hits one by one, as a docx file.

An office puts its own paper under it: `report.docx` in the data folder, of which letterhead and styles are kept.
"""

import re
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Paper

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.exports.base import Export, Line, application_number, cover, file_name, joined, lines
from onestop.portal.pages.labels import kind_label, region_label, status_label
from onestop.records.status import status_of

MAX_IN_REPORT = 1_000
"""A report is read by people; this many fill some 300 pages."""
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def report(export: Export) -> HttpResponseBase:
    if len(export.keys) > MAX_IN_REPORT:
        raise UserError(
            "export.too_many_for_report",
            _("检索到 %(total)d 条，报告最多 %(most)d 条")
            % {"total": len(export.keys), "most": MAX_IN_REPORT},
            _("请先筛选，或改用 xlsx"),
        )
    paper = _paper()
    _write_cover(paper, export)
    number = 0
    for some in lines(export):
        for line in some:
            number += 1
            _write_patent(paper, number, line)
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    paper.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(export, "docx"))


def _paper() -> Paper:
    own = settings.DATA_DIR / "report.docx"
    return Document(str(own) if own.exists() else None)


def _write_cover(paper: Paper, export: Export) -> None:
    paper.add_heading(_("专利检索报告"), 0)
    for name, text in cover(export):
        paragraph = paper.add_paragraph()
        paragraph.add_run(f"{name}{_('：')}").bold = True
        paragraph.add_run(_NOT_IN_XML.sub(" ", text))
    paper.add_page_break()  # type: ignore[no-untyped-call]


def _write_patent(paper: Paper, number: int, line: Line) -> None:
    record = line.record
    title = _NOT_IN_XML.sub(" ", record.title) or application_number(record)
    paper.add_heading(f"{number}. {title}", 2)
    facts = (
        (_("申请号"), application_number(record)),
        (_("公开（公告）号"), joined(tuple(each.number for each in record.publications))),
        (_("专利类型"), kind_label(record.kind)),
        (_("法律状态"), status_label(status_of(record, clock.today()).status)),
        (_("申请人（专利权人）"), joined(record.patentees or record.applicants)),
        (_("发明人"), joined(record.inventors)),
        (_("申请日"), str(record.filed_on or "")),
        (_("授权公告日"), str(line.patent.granted_on or "")),
        (_("分类号"), joined(record.ipc or record.locarno)),
        (_("地区"), region_label(record.region) if record.region else ""),
    )
    paper.add_paragraph("\n".join(f"{name}{_('：')}{value}" for name, value in facts if value))
    if record.abstract:
        paper.add_paragraph(_NOT_IN_XML.sub(" ", record.abstract))
    paper.add_paragraph(line.url)
