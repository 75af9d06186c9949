"""How to cite one patent: as print has it in China (GB/T 7714), and for reference managers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.portal.exports.base import Line
from onestop.portal.exports.citations import bibtex_entry, ris_entry
from onestop.portal.pages import NotFound
from onestop.portal.pages.addresses import patent_href
from onestop.portal.pages.patent import patent_heading, patent_number
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Page
from onestop.records.queries import patent_by_number, records_of
from onestop.records.search import display_number
from onestop.records.values import application_number

NAMED = 3
"""Of more owners the others are 等 (GB/T 7714, 8.1.2)."""
_TYPES = {"ris": "application/x-research-info-systems", "bib": "application/x-bibtex", "txt": "text/plain"}


@dataclass(frozen=True)
class Citation:
    code: str
    """txt, ris, bib: also the ending of the file."""
    label: str
    text: str
    file_href: str


@dataclass(frozen=True, kw_only=True)
class CitePage(Page):
    number: str
    href: str
    """The patent's own page."""
    citations: tuple[Citation, ...]


def cite_page(number: str, absolute: Callable[[str], str]) -> CitePage:
    """`absolute`: the whole address of a path on this site."""
    patent = patent_by_number(number)
    if patent is None:
        raise NotFound(
            "patent.not_found", _("本站没有号码为“%s”的专利。") % number[:40], _("请核对号码，或改用检索。")
        )
    canonical = patent_number(patent)
    line = Line(patent, records_of([patent.pk])[patent.pk], absolute(patent_href(canonical)))
    texts = {
        "txt": ("GB/T 7714—2015", gb7714(line)),
        "bib": ("BibTeX", bibtex_entry(line)),
        "ris": ("RIS", ris_entry(line)),
    }
    href = reverse("portal:cite", args=[canonical])
    return CitePage(
        title=_("引用：%s") % patent_heading(patent),
        notice=notice(),
        number=canonical,
        href=patent_href(canonical),
        citations=tuple(
            Citation(code, label, text.strip(), f"{href}?file={code}")
            for code, (label, text) in texts.items()
        ),
    )


def gb7714(line: Line) -> str:
    """专利申请者或所有者. 专利题名: 专利号[P/OL]. 公告日期或公开日期[引用日期]. 获取和访问路径. What is not known is left out."""
    record, patent = line.record, line.patent
    owners = record.patentees or record.applicants
    names = ", ".join(owners[:NAMED]) + (", 等" if len(owners) > NAMED else "")
    number = _number(record.application_number, patent_number(patent))
    issued_on = patent.granted_on or patent.published_on
    day = f"{issued_on or ''}[{clock.today()}]"
    title = patent_heading(patent).strip()
    return ". ".join(filter(None, (names, f"{title}: {number}[P/OL]", day, line.url)))


def _number(application: str, other: str) -> str:
    """The number of a Chinese patent is that of its application, with the dot before its check digit."""
    return application_number.dotted(application) if application else display_number(other)


def cite_file(page: CitePage, code: str) -> HttpResponse | None:
    found = next((each for each in page.citations if each.code == code), None)
    if found is None:
        return None
    headers = {"Content-Disposition": f'attachment; filename="{page.number}.{code}"'}
    return HttpResponse(found.text + "\n", content_type=f"{_TYPES[code]}; charset=utf-8", headers=headers)
