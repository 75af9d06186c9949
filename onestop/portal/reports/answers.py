"""`?report=pdf` after the address of a dashboard: the page as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.types import Page
from onestop.portal.reports.content import Report
from onestop.portal.reports.dashboards import of_page
from onestop.portal.reports.pdf import pdf
from onestop.portal.reports.word import docx
from onestop.portal.reports.workbook import xlsx

WAIT_SECONDS = 5
_one_at_a_time = Lock()
"""A report takes all of a core for seconds: several at once would keep everybody waiting, readers of pages too."""


@dataclass(frozen=True)
class Form:
    make: Callable[[Report], bytes]
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "pdf": Form(pdf, "application/pdf"),
    "docx": Form(docx, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Form(xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
}


def report_file(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None where no report is asked for. Raises UserError for an unknown form, or where another is being made."""
    return answer(request, lambda: of_page(page))


def answer(request: HttpRequest, compose: Callable[[], Report]) -> HttpResponse | None:
    asked = request.GET.get("report")
    if asked is None:
        return None
    form = FORMS.get(asked)
    if form is None:
        raise UserError("report.unknown_form", _("没有这种报告格式"), _("可用的格式：%s") % "、".join(FORMS))
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise UserError("report.busy", _("正在生成另一份报告"), _("请过半分钟再试。"))
    try:
        report = compose()
        body = form.make(report)
    finally:
        _one_at_a_time.release()
    name = content_disposition_header(as_attachment=True, filename=f"{report.name}-{report.day}.{asked}")
    return HttpResponse(body, content_type=form.content_type, headers={"Content-Disposition": name or ""})
